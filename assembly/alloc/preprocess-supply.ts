// What a plan may still decide about supply: cumulative module counts, expansion starts and lots between a least and a most. At the root
// these are the instance's own; a branch of the tree (dual-tree.ts) narrows them.
import { copyI32, fillI32, freeI32, I32, newI32 } from "../glue/mem.ts";
import { Instance } from "./instance.ts";

export class SupplyLimits {
  /** H*T: least and most modules started by the end of period t, at h*T+t; both nondecreasing in t. */
  moduleLow: I32;
  moduleHigh: I32;
  /** H: 1 = narrower than the instance. */
  moduleNarrow: I32;
  /** X: first start allowed. */
  expansionFirst: I32;
  /** X: it must start in this period or before; T = it need not start. */
  expansionBy: I32;
  /** X: last start allowed, -1 = none. */
  expansionLast: I32;
  /** L: least and most of the lot, 0 or 1. */
  lotLow: I32;
  lotHigh: I32;

  constructor(instance: Instance) {
    this.moduleLow = newI32(instance.halls * instance.periods);
    this.moduleHigh = newI32(instance.halls * instance.periods);
    this.moduleNarrow = newI32(instance.halls);
    this.expansionFirst = newI32(instance.expansions);
    this.expansionBy = newI32(instance.expansions);
    this.expansionLast = newI32(instance.expansions);
    this.lotLow = newI32(instance.lots);
    this.lotHigh = newI32(instance.lots);
    this.reset(instance);
  }

  free(): void {
    freeI32(this.moduleLow);
    freeI32(this.moduleHigh);
    freeI32(this.moduleNarrow);
    freeI32(this.expansionFirst);
    freeI32(this.expansionBy);
    freeI32(this.expansionLast);
    freeI32(this.lotLow);
    freeI32(this.lotHigh);
  }

  /** Everything the instance allows. */
  reset(instance: Instance): void {
    const periods = instance.periods;
    fillI32(this.moduleLow, 0, 0, instance.halls * periods);
    fillI32(this.moduleNarrow, 0, 0, instance.halls);
    for (let h: i32 = 0; h < instance.halls; h++) {
      let most: i32 = 0;
      for (let t: i32 = 0; t < periods; t++) {
        // A module that would be late may not be started, nor one before its time.
        if (t >= instance.hallEarliest(h) && t + instance.hallLead[h] < periods) most += instance.hallMaxPerPeriod[h];
        if (most > instance.hallMaxModules[h]) most = instance.hallMaxModules[h];
        this.moduleHigh[h * periods + t] = most;
      }
    }
    for (let x: i32 = 0; x < instance.expansions; x++) {
      this.expansionFirst[x] = instance.expansionEarliest[x];
      this.expansionBy[x] = periods;
      this.expansionLast[x] = periods - 1 - instance.expansionLead[x];
    }
    fillI32(this.lotLow, 0, 0, instance.lots);
    fillI32(this.lotHigh, 1, 0, instance.lots);
  }

  copyFrom(other: SupplyLimits, instance: Instance): void {
    copyI32(this.moduleLow, 0, other.moduleLow, 0, instance.halls * instance.periods);
    copyI32(this.moduleHigh, 0, other.moduleHigh, 0, instance.halls * instance.periods);
    copyI32(this.moduleNarrow, 0, other.moduleNarrow, 0, instance.halls);
    copyI32(this.expansionFirst, 0, other.expansionFirst, 0, instance.expansions);
    copyI32(this.expansionBy, 0, other.expansionBy, 0, instance.expansions);
    copyI32(this.expansionLast, 0, other.expansionLast, 0, instance.expansions);
    copyI32(this.lotLow, 0, other.lotLow, 0, instance.lots);
    copyI32(this.lotHigh, 0, other.lotHigh, 0, instance.lots);
  }

  /** At most `most` modules of hall h started by the end of period t. */
  capModules(instance: Instance, h: i32, t: i32, most: i32): void {
    const base: i32 = h * instance.periods;
    this.moduleNarrow[h] = 1;
    for (let earlier: i32 = t; earlier >= 0 && this.moduleHigh[base + earlier] > most; earlier--) {
      this.moduleHigh[base + earlier] = most;
    }
    // What is started later comes on top, as fast as each period allows.
    for (let later: i32 = t + 1; later < instance.periods; later++) {
      const reach: i32 = this.moduleHigh[base + later - 1] + instance.hallMaxPerPeriod[h];
      if (this.moduleHigh[base + later] > reach) this.moduleHigh[base + later] = reach;
    }
  }

  /** At least `least` modules of hall h started by the end of period t. */
  needModules(instance: Instance, h: i32, t: i32, least: i32): void {
    const base: i32 = h * instance.periods;
    this.moduleNarrow[h] = 1;
    for (let later: i32 = t; later < instance.periods && this.moduleLow[base + later] < least; later++) {
      this.moduleLow[base + later] = least;
    }
    for (let earlier: i32 = t - 1; earlier >= 0; earlier--) {
      const rest: i32 = this.moduleLow[base + earlier + 1] - instance.hallMaxPerPeriod[h];
      if (this.moduleLow[base + earlier] < rest) this.moduleLow[base + earlier] = rest;
    }
  }

  /** 1 when some least is above its most: nothing satisfies these limits. */
  contradict(instance: Instance): bool {
    for (let i: i32 = 0; i < instance.halls * instance.periods; i++) {
      if (this.moduleLow[i] > this.moduleHigh[i]) return true;
    }
    for (let x: i32 = 0; x < instance.expansions; x++) {
      if (this.expansionBy[x] >= instance.periods) continue;
      if (this.expansionFirst[x] > this.expansionBy[x] || this.expansionFirst[x] > this.expansionLast[x]) return true;
    }
    for (let lot: i32 = 0; lot < instance.lots; lot++) if (this.lotLow[lot] > this.lotHigh[lot]) return true;
    return false;
  }
}
