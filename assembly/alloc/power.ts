// Power side of one site, in closed form given its peak load A(t): which expansions start when, and what the leftover power earns.
//   leftover(t) = firm + interruptible + X - A, worth the concave piecewise-linear flexible value of (site, t);
//   A <= firm + X is required. Expansions are chosen by coordinate descent: each takes the start that leaves the least load uncovered
//   and, among those, has the greatest value; exact for one expansion, and most sites have at most one.
// An expansion that is not allowed to start for flexible use alone (or not yet: see state.ts) starts as late as the load lets it, or never.
import { F64, newF64, toI32 } from "../glue/mem.ts";
import { Instance } from "./instance.ts";
import { FEASIBILITY_TOL } from "./params.ts";
import { State } from "./state.ts";

const MAX_ROUNDS: i32 = 4;

/** Value of `leftoverMw` at site-period `st` = s*T+t: the best-paying segments run first. */
export function flexibleValue(inst: Instance, st: i32, leftoverMw: f64): f64 {
  const segMw = inst.segmentMw;
  const segUsd = inst.segmentUsdPerMw;
  const end = inst.segmentStart[st + 1];
  let value: f64 = 0;
  let left = leftoverMw;
  for (let i = inst.segmentStart[st]; i < end && left > 0; i++) {
    const run = Math.min(left, segMw[i]);
    value += run * segUsd[i];
    left -= run;
  }
  return value;
}

/** Evaluates a site's power; scratch for one solver. */
export class PowerEvaluator {
  inst: Instance;
  /** Length T: X(t) of the site evaluated last, MW. */
  extra: F64;
  /** Length X: start period or -1, valid for the expansions of the site evaluated last. */
  start: F64;
  /** MW-periods by which A exceeds firm + X at the site evaluated last; 0 when feasible. */
  uncovered: f64 = 0;
  state: State;
  without: F64;
  with: F64;

  constructor(inst: Instance, state: State) {
    this.inst = inst;
    this.extra = newF64(inst.periods);
    this.start = newF64(inst.expansions);
    this.state = state;
    this.without = newF64(inst.periods);
    this.with = newF64(inst.periods);
  }

  /** Flexible value less net cost of expansions of site `s` for the peak load at load[base..+T) (MW at the meter). */
  evaluate(s: i32, load: F64, base: i32): f64 {
    const inst = this.inst;
    const T = inst.periods;
    const firm = inst.siteFirmMw;
    const interruptible = inst.siteInterruptibleMw;
    const row: i32 = s * T;
    const first = inst.siteExpansionStart[s];
    const end = inst.siteExpansionStart[s + 1];
    const extra = this.extra;
    for (let t: i32 = 0; t < T; t++) extra[t] = 0;
    let cost: f64 = 0;
    if (end > first) {
      for (let x = first; x < end; x++) this.start[x] = -1;
      for (let round: i32 = 0; round < MAX_ROUNDS; round++) {
        let changed = false;
        for (let x = first; x < end; x++) if (this.improve(s, x, load, base)) changed = true;
        if (!changed || end === first + 1) break;
      }
      for (let x = first; x < end; x++)
        if (this.start[x] >= 0) cost += inst.expansionNetUsd[x * T + toI32(this.start[x])];
    }
    let value: f64 = 0;
    this.uncovered = 0;
    for (let t: i32 = 0; t < T; t++) {
      const used = load[base + t];
      const over = used - firm[row + t] - extra[t];
      if (over > FEASIBILITY_TOL * Math.max(1.0, used)) this.uncovered += over;
      value += flexibleValue(inst, row + t, firm[row + t] + interruptible[row + t] + extra[t] - used);
    }
    return value - cost;
  }

  /** Re-choose the start of expansion `x` given the others; true when it changed. */
  private improve(s: i32, x: i32, load: F64, base: i32): bool {
    const inst = this.inst;
    const T = inst.periods;
    const mw = inst.expansionMw[x];
    const lead = inst.expansionLead[x];
    const before = toI32(this.start[x]);
    if (before >= 0) for (let t: i32 = before + lead; t < T; t++) this.extra[t] -= mw;
    // Value and uncovered load of each possible start, by suffix differences against never starting.
    let uncoveredNow: f64 = 0;
    for (let t: i32 = 0; t < T; t++) {
      const st: i32 = s * T + t;
      const used = load[base + t];
      const room = inst.siteFirmMw[st] + this.extra[t];
      const tol = FEASIBILITY_TOL * Math.max(1.0, used);
      const over = used - room;
      const overWith = used - room - mw;
      const leftover = room + inst.siteInterruptibleMw[st] - used;
      this.without[t] = over > tol ? over : 0;
      this.with[t] = overWith > tol ? overWith : 0;
      uncoveredNow += this.without[t];
      this.without[t] -= this.with[t]; // load that the expansion covers in t
      this.with[t] = flexibleValue(inst, st, leftover + mw) - flexibleValue(inst, st, leftover);
    }
    let best: i32 = -1;
    let bestCovered: f64 = 0;
    let bestGain: f64 = 0;
    let covered: f64 = 0;
    let gain: f64 = 0;
    const allowed = toI32(this.state.data[this.state.expansionAt[x] + 1]);
    const small = FEASIBILITY_TOL * Math.max(1.0, uncoveredNow);
    for (let start: i32 = T - 1 - lead; start >= inst.expansionEarliest[x] && start >= 0; start--) {
      covered += this.without[start + lead];
      gain += this.with[start + lead];
      const net = gain - inst.expansionNetUsd[x * T + start];
      const mayServe = allowed > 0 && start >= allowed - 1;
      if (covered > bestCovered + small || (mayServe && covered >= bestCovered - small && net > bestGain)) {
        if (best < 0 && covered <= bestCovered + small && net <= 0) continue;
        best = start;
        bestCovered = covered;
        bestGain = net;
      }
    }
    if (best >= 0) for (let t: i32 = best + lead; t < T; t++) this.extra[t] += mw;
    this.start[x] = best;
    return best !== before;
  }
}
