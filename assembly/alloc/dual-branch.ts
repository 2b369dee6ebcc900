// What to decide next at a node of the tree, from the averages of what its subproblems chose: contracts first (accepted or not), then
// starts, then sites where maxSites binds, whole lots, expansions and modules (KERNEL.md section 6). An average well away from 0 and 1
// (or from whole modules) says that the prices cannot settle the question; of those the largest, most undecided one is split.
// Measured on tiny-3, small-1..3, monthly-1, medium-1..2 (gap after 30,000 iterations, geometric mean): this order 0.165 %, sites before
// starts 0.25 %, all kinds at once 0.38 %.
import { toF64, toI32 } from "../glue/mem.ts";
import { DualAverage } from "./dual-average.ts";
import { Decision } from "./dual-node.ts";
import { Instance } from "./instance.ts";
import { Reach } from "./preprocess.ts";

/** Averages this close to a whole number are noise of the last steps, at first; the longer a node was iterated the less noise there is. */
const WHOLE: f64 = 0.02;

export class BranchChoice {
  /** Decision of one child, Decision.none when nothing is undecided; the other child has the opposite one. */
  kind: i32 = Decision.none;
  other: i32 = Decision.none;
  a: i32 = 0;
  b: i32 = 0;
  /** Module counts: c of kind, otherC of the opposite. */
  c: i32 = 0;
  otherC: i32 = 0;
  private score: f64 = 0;
  private whole: f64 = WHOLE;
  private instance: Instance;
  private reach: Reach;
  private average: DualAverage;

  constructor(instance: Instance, reach: Reach, average: DualAverage) {
    this.instance = instance;
    this.reach = reach;
    this.average = average;
  }

  /** Choose after `passes` passes before the last one; kind says whether there is something to decide. */
  choose(passes: i32): void {
    this.whole = WHOLE / toF64(1 + 3 * passes);
    this.kind = Decision.none;
    this.score = 0;
    this.scanContracts();
    if (this.kind === Decision.none) this.scanOptions();
    if (this.kind !== Decision.none) return;
    this.scanSites();
    this.scanLots();
    this.scanExpansions();
    this.scanModules();
  }

  private offer(score: f64, kind: i32, other: i32, a: i32, b: i32, c: i32, otherC: i32): void {
    if (score <= this.score) return;
    this.score = score;
    this.kind = kind;
    this.other = other;
    this.a = a;
    this.b = b;
    this.c = c;
    this.otherC = otherC;
  }

  private accepted(contract: i32): f64 {
    const instance = this.instance;
    let sum: f64 = 0;
    for (let o = instance.contractOptionStart[contract]; o < instance.contractOptionStart[contract + 1]; o++) {
      sum += this.average.option(o);
    }
    return sum;
  }

  private scanContracts(): void {
    const instance = this.instance;
    for (let c: i32 = 0; c < instance.contracts; c++) {
      if (this.reach.contractAlive[c] === 0 || this.reach.contractForced[c] !== 0) continue;
      const accepted: f64 = this.accepted(c);
      const doubt: f64 = Math.min(accepted, 1.0 - accepted);
      if (doubt < this.whole) continue;
      let most: f64 = 0;
      for (let o = instance.contractOptionStart[c]; o < instance.contractOptionStart[c + 1]; o++) {
        most = Math.max(most, instance.optionServedUsd[o]);
      }
      this.offer(doubt * (1.0 + most), Decision.refuse, Decision.accept, c, 0, 0, 0);
    }
  }

  private scanOptions(): void {
    const instance = this.instance;
    for (let c: i32 = 0; c < instance.contracts; c++) {
      const accepted: f64 = this.accepted(c);
      if (accepted < this.whole) continue;
      let best = instance.contractOptionStart[c];
      for (let o = best; o < instance.contractOptionStart[c + 1]; o++) {
        if (this.average.option(o) > this.average.option(best)) best = o;
      }
      const doubt: f64 = accepted - this.average.option(best);
      if (doubt < this.whole) continue;
      this.offer(
        doubt * (1.0 + instance.optionServedUsd[best]),
        Decision.takeOption,
        Decision.dropOption,
        c,
        best,
        0,
        0,
      );
    }
  }

  private scanSites(): void {
    const instance = this.instance;
    for (let c: i32 = 0; c < instance.contracts; c++) {
      if (this.reach.topology.siteLimit[c] === 0 || this.accepted(c) < this.whole) continue;
      let used: i32 = 0;
      let site: i32 = -1;
      let most: f64 = 0;
      let j = instance.contractColumnStart[c];
      while (j < instance.contractColumnStart[c + 1]) {
        const s = this.reach.topology.columnSite[j];
        const forced = this.reach.columnForced[j] !== 0;
        let use: f64 = 0;
        for (; j < instance.contractColumnStart[c + 1] && this.reach.topology.columnSite[j] === s; j++) {
          use = Math.max(use, this.columnUse(c, j));
        }
        if (use < 0.5 * this.whole) continue;
        used++;
        const doubt: f64 = Math.min(use, 1.0 - use);
        if (forced || (site >= 0 && doubt <= most)) continue;
        most = doubt;
        site = s;
      }
      if (used <= this.reach.topology.siteLimit[c] || site < 0) continue;
      const served: f64 = instance.optionServedUsd[instance.contractOptionStart[c]];
      this.offer((this.whole + most) * (1.0 + served), Decision.banSite, Decision.useSite, c, site, 0, 0);
    }
  }

  /** Average share at column j over its limit, the most over options. */
  private columnUse(contract: i32, j: i32): f64 {
    const instance = this.instance;
    const place: i32 = j - instance.contractColumnStart[contract];
    let share: f64 = 0;
    let limit: f64 = 0;
    for (let o = instance.contractOptionStart[contract]; o < instance.contractOptionStart[contract + 1]; o++) {
      share += this.average.share(instance.optionServeStart[o] + place);
      limit = Math.max(limit, this.reach.columnLimit[instance.optionServeStart[o] + place]);
    }
    return limit > 0 ? Math.min(1.0, share / limit) : 0.0;
  }

  private scanLots(): void {
    const instance = this.instance;
    for (let lot: i32 = 0; lot < instance.lots; lot++) {
      if (instance.lotDivisible[lot] !== 0 || this.reach.supply.lotLow[lot] === this.reach.supply.lotHigh[lot])
        continue;
      const doubt: f64 = Math.min(this.average.lot(lot), 1.0 - this.average.lot(lot));
      if (doubt > this.whole)
        this.offer(doubt * (1.0 + instance.lotUsd[lot]), Decision.skipLot, Decision.takeLot, lot, 0, 0, 0);
    }
  }

  private scanExpansions(): void {
    const instance = this.instance;
    const periods = instance.periods;
    for (let x: i32 = 0; x < instance.expansions; x++) {
      let by: f64 = 0;
      for (let t: i32 = 0; t < periods; t++) {
        by += this.average.expansion(x * periods + t);
        const doubt: f64 = Math.min(by, 1.0 - by);
        if (doubt <= this.whole) continue;
        this.offer(doubt * (1.0 + instance.expansionUsd[x]), Decision.expandAfter, Decision.expandBy, x, t, 0, 0);
      }
    }
  }

  private scanModules(): void {
    const instance = this.instance;
    const periods = instance.periods;
    for (let h: i32 = 0; h < instance.halls; h++) {
      let count: f64 = 0;
      for (let t: i32 = 0; t < periods; t++) {
        count += this.average.modules(h * periods + t);
        const whole: i32 = toI32(Math.floor(count));
        const doubt: f64 = Math.min(count - toF64(whole), toF64(whole + 1) - count);
        if (doubt <= this.whole) continue;
        // The last period's total matters for all, earlier ones only for the timing: prefer the former among equals.
        const score: f64 = doubt * (1.0 + instance.hallModuleUsd[h]) * (t === periods - 1 ? 2.0 : 1.0);
        this.offer(score, Decision.mostModules, Decision.leastModules, h, t, whole, whole + 1);
      }
    }
  }
}
