// Orders of one platform, in closed form: the cheapest lots that cover the racks installed (all in IT MW).
//   committed(t) + sum over lots arrived by t of fraction * lotMw >= load(t) for every t.
// Divisible lots: going forward in time, each deficit takes the cheapest lots that have arrived; the sets of arrived lots are nested,
// so this greedy is optimal. Whole lots are enumerated (they are few), or dropped one by one from all where there are many.
import { F64, I32, newF64, newI32 } from "../glue/mem.ts";
import { Instance } from "./instance.ts";
import { FEASIBILITY_TOL, IMPOSSIBLE, MAX_ENUMERATED_LOTS } from "./params.ts";

/** Scratch for one platform's orders; one per solver. */
export class LotChooser {
  inst: Instance;
  /** Length L: fractions of the best choice, valid for the lots of the platform chosen last. */
  fraction: F64;
  trialFraction: F64;
  /** Length L: lots of each platform by ascending net cost per MW. */
  byCost: I32;
  whole: I32;
  wholeCount: i32 = 0;

  constructor(inst: Instance) {
    const L = inst.lots;
    this.inst = inst;
    this.fraction = newF64(L);
    this.trialFraction = newF64(L);
    this.byCost = newI32(L);
    this.whole = newI32(L);
    for (let p: i32 = 0; p < inst.platforms; p++) {
      const first = inst.platformLotStart[p];
      const end = inst.platformLotStart[p + 1];
      for (let i = first; i < end; i++) {
        let at = i;
        const unit = inst.lotNetUsd[i] / inst.lotMw[i];
        while (at > first && inst.lotNetUsd[this.byCost[at - 1]] / inst.lotMw[this.byCost[at - 1]] > unit) {
          this.byCost[at] = this.byCost[at - 1];
          at--;
        }
        this.byCost[at] = i;
      }
    }
  }

  /**
   * Choose lots of platform `p` for the load at load[base..+T). Answers the discounted net cost and leaves the fractions in
   * `fraction`; IMPOSSIBLE when all lots together are too little.
   */
  choose(p: i32, load: F64, base: i32): f64 {
    const inst = this.inst;
    const first = inst.platformLotStart[p];
    const end = inst.platformLotStart[p + 1];
    for (let l = first; l < end; l++) this.fraction[l] = 0;
    if (!this.hasDeficit(p, load, base)) return 0;
    this.wholeCount = 0;
    for (let l = first; l < end; l++) if (inst.lotDivisible[l] === 0) this.whole[this.wholeCount++] = l;
    if (this.wholeCount > MAX_ENUMERATED_LOTS) return this.dropFromAll(p, load, base);
    let best = IMPOSSIBLE;
    const subsets: i32 = 1 << this.wholeCount;
    for (let subset: i32 = 0; subset < subsets; subset++) {
      for (let l = first; l < end; l++) this.trialFraction[l] = 0;
      let cost: f64 = 0;
      for (let i: i32 = 0; i < this.wholeCount; i++) {
        if ((subset & (1 << i)) === 0) continue;
        this.trialFraction[this.whole[i]] = 1;
        cost += inst.lotNetUsd[this.whole[i]];
      }
      if (cost >= best) continue;
      cost += this.fill(p, load, base);
      if (cost >= best) continue;
      best = cost;
      for (let l = first; l < end; l++) this.fraction[l] = this.trialFraction[l];
    }
    return best;
  }

  private hasDeficit(p: i32, load: F64, base: i32): bool {
    const T = this.inst.periods;
    const committed = this.inst.committedMw;
    const row: i32 = p * T;
    for (let t: i32 = 0; t < T; t++) {
      if (load[base + t] - committed[row + t] > FEASIBILITY_TOL * Math.max(1.0, load[base + t])) return true;
    }
    return false;
  }

  /** Fill what trialFraction's whole lots leave uncovered with divisible lots; answers their cost. */
  private fill(p: i32, load: F64, base: i32): f64 {
    const inst = this.inst;
    const T = inst.periods;
    const first = inst.platformLotStart[p];
    const end = inst.platformLotStart[p + 1];
    const row: i32 = p * T;
    const fraction = this.trialFraction;
    let cost: f64 = 0;
    let bought: f64 = 0;
    for (let t: i32 = 0; t < T; t++) {
      let have: f64 = inst.committedMw[row + t] + bought;
      for (let l = first; l < end; l++) {
        if (inst.lotDivisible[l] === 0 && inst.lotPeriod[l] <= t) have += fraction[l] * inst.lotMw[l];
      }
      let deficit = load[base + t] - have;
      if (deficit <= FEASIBILITY_TOL * Math.max(1.0, load[base + t])) continue;
      for (let i = first; i < end && deficit > 0; i++) {
        const l = this.byCost[i];
        if (inst.lotDivisible[l] === 0 || inst.lotPeriod[l] > t) continue;
        const left = (1.0 - fraction[l]) * inst.lotMw[l];
        if (left <= 0) continue;
        const take = Math.min(left, deficit);
        fraction[l] = take === left ? 1.0 : fraction[l] + take / inst.lotMw[l];
        cost += (take / inst.lotMw[l]) * inst.lotNetUsd[l];
        bought += take;
        deficit -= take;
      }
      if (deficit > FEASIBILITY_TOL * Math.max(1.0, load[base + t])) return IMPOSSIBLE;
    }
    return cost;
  }

  /** Many whole lots: start from all of them and drop each, dearest first, while the load stays covered and the cost falls. */
  private dropFromAll(p: i32, load: F64, base: i32): f64 {
    const inst = this.inst;
    const first = inst.platformLotStart[p];
    const end = inst.platformLotStart[p + 1];
    for (let i: i32 = 0; i < this.wholeCount; i++) this.fraction[this.whole[i]] = 1;
    let best = this.priceOf(p, load, base);
    if (best >= IMPOSSIBLE) return IMPOSSIBLE;
    for (let i = end - 1; i >= first; i--) {
      const l = this.byCost[i];
      if (inst.lotDivisible[l] !== 0) continue;
      this.fraction[l] = 0;
      const cost = this.priceOf(p, load, base);
      if (cost < best) best = cost;
      else this.fraction[l] = 1;
    }
    best = this.priceOf(p, load, base);
    for (let l = first; l < end; l++) this.fraction[l] = this.trialFraction[l];
    return best;
  }

  /** Cost with the whole lots of `fraction`; leaves the complete choice in trialFraction. */
  private priceOf(p: i32, load: F64, base: i32): f64 {
    const inst = this.inst;
    let cost: f64 = 0;
    for (let l = inst.platformLotStart[p]; l < inst.platformLotStart[p + 1]; l++) {
      this.trialFraction[l] = inst.lotDivisible[l] === 0 ? this.fraction[l] : 0;
      if (inst.lotDivisible[l] === 0) cost += this.fraction[l] * inst.lotNetUsd[l];
    }
    return cost + this.fill(p, load, base);
  }
}
