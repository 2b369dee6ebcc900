// The single gate for incumbents: whatever claims to be better is rebuilt from its contract shares alone, on a state of its own, and
// admitted only when every constraint holds there.
import { copyF64, F64, I32, newF64 } from "../glue/mem.ts";
import { Evaluator } from "./evaluator.ts";
import { Instance } from "./instance.ts";
import { State, TOTAL_DEBT_CAP, TOTAL_MISSING, TOTAL_PUE_VIOLATION, TOTAL_VIOLATION } from "./state.ts";

/** Rounding allowed in shares and MW per site: a tenth of what the audit allows. */
const SHARE_TOL: f64 = 1e-7;

export class Incumbent {
  inst: Instance;
  state: State;
  evaluator: Evaluator;
  /** The incumbent's state, when `exists`. */
  best: F64;
  exists: bool = false;
  valueUsd: f64 = 0;
  improvements: i32 = 0;
  /** Value of the plan offered last; -Infinity when a constraint did not hold. */
  offeredUsd: f64 = -Infinity;

  constructor(inst: Instance) {
    this.inst = inst;
    const state = new State(inst);
    this.state = state;
    this.evaluator = new Evaluator(inst, state);
    this.best = newF64(state.size);
  }

  /** Offer the plan whose contract blocks are in `data`; true when it became the incumbent. */
  offer(data: F64): bool {
    const state = this.state;
    const from = state.contractAt(0);
    this.offeredUsd = -Infinity;
    copyF64(state.data, from, data, from, state.totals - from);
    for (let x: i32 = 0; x < this.inst.expansions; x++) {
      const allowed: i32 = state.expansionAt[x] + 1;
      state.data[allowed] = data[allowed];
    }
    return this.admit();
  }

  /**
   * Offer a plan by option of each contract (C), shares (J) and when expansions may start without a load (X, as State has
   * it; -1 = by default).
   */
  offerPlan(option: I32, share: F64, expansionAllowed: I32): bool {
    const inst = this.inst;
    const state = this.state;
    state.clear();
    for (let c: i32 = 0; c < inst.contracts; c++) {
      if (option[c] < 0) continue;
      state.data[state.contractAt(c)] = option[c];
      for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++) {
        state.data[state.shareAt(c, j)] = share[j];
      }
    }
    for (let x: i32 = 0; x < inst.expansions; x++) {
      if (expansionAllowed[x] >= 0) state.data[state.expansionAt[x] + 1] = expansionAllowed[x];
    }
    return this.admit();
  }

  /** Whether the plan in `state` becomes the incumbent. */
  private admit(): bool {
    const state = this.state;
    if (!this.evaluator.rebuild() || !this.contractsFollowRules()) return false;
    const evaluator = this.evaluator;
    if (evaluator.total(TOTAL_VIOLATION) > 0) return false;
    if (evaluator.total(TOTAL_PUE_VIOLATION) > 0) return false;
    if (evaluator.total(TOTAL_MISSING) > 0) return false;
    const value = evaluator.valueUsd();
    this.offeredUsd = value;
    if (this.exists && value <= this.valueUsd) return false;
    copyF64(this.best, 0, state.data, 0, state.size);
    this.exists = true;
    this.valueUsd = value;
    this.improvements++;
    return true;
  }

  /** Groups, served range, number of sites, MW per site. */
  private contractsFollowRules(): bool {
    const inst = this.inst;
    const data = this.state.data;
    for (let c: i32 = 0; c < inst.contracts; c++) {
      const at = this.state.contractAt(c);
      if (data[at] < 0) continue;
      const served = data[at + 1];
      if (served < inst.contractServedMin[c] - SHARE_TOL || served > 1.0 + SHARE_TOL) return false;
      if (!this.sitesFollowRules(c)) return false;
      if (inst.contractGroup[c] < 0) continue;
      for (let other = c + 1; other < inst.contracts; other++) {
        if (inst.contractGroup[other] !== inst.contractGroup[c]) continue;
        if (data[this.state.contractAt(other)] >= 0) return false;
      }
    }
    return true;
  }

  private sitesFollowRules(c: i32): bool {
    const inst = this.inst;
    const data = this.state.data;
    const end = inst.contractColumnStart[c + 1];
    let sites: i32 = 0;
    let j = inst.contractColumnStart[c];
    while (j < end) {
      const s = this.siteOf(j);
      let mw: f64 = 0;
      while (j < end && this.siteOf(j) === s) {
        const share = data[this.state.shareAt(c, j)];
        if (share < 0) return false;
        mw += share * inst.columnMw[j];
        j++;
      }
      if (mw === 0) continue;
      sites++;
      if (mw < inst.contractMinSiteMw[c] * (1.0 - SHARE_TOL)) return false;
    }
    return inst.contractMaxSites[c] === 0 || sites <= inst.contractMaxSites[c];
  }

  private siteOf(j: i32): i32 {
    return this.state.hallSite[this.state.spotHall[this.inst.columnSpot[j]]];
  }

  /** Debt drawn per period by the incumbent, into out[at..+T). */
  drawInto(out: F64, at: i32): void {
    const T = this.inst.periods;
    const state = this.state;
    const cap = this.best[state.totals + T + TOTAL_DEBT_CAP];
    this.evaluator.finance.evaluate(this.best, state.totals, Math.max(0.0, cap));
    copyF64(out, at, this.evaluator.finance.draw, 0, T);
  }
}
