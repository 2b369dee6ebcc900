// Contracts in an order for building a plan: signed ones first, then those that promise most.
import { divI32, F64, I32, newF64, newI32 } from "../glue/mem.ts";
import { Guide } from "./guide.ts";
import { Instance } from "./instance.ts";

export class ContractRanking {
  /** C: contracts, the first to put in first. */
  order: I32;
  private inst: Instance;
  private rank: F64; // C: descending along `order`

  constructor(inst: Instance) {
    this.inst = inst;
    this.order = newI32(inst.contracts);
    this.rank = newF64(inst.contracts);
    for (let c: i32 = 0; c < inst.contracts; c++) this.order[c] = c;
  }

  byRevenue(): void {
    for (let c: i32 = 0; c < this.inst.contracts; c++) {
      this.rank[c] = this.revenueRank(c);
      this.order[c] = c;
    }
    this.sort();
  }

  /** By worth at the prices of `guide` against what is paid at them. */
  byWorth(guide: Guide): void {
    for (let c: i32 = 0; c < this.inst.contracts; c++) {
      this.rank[c] = this.worthRank(guide, c);
      this.order[c] = c;
    }
    this.sort();
  }

  /** Signed contracts first, then by revenue of the best start. */
  private revenueRank(c: i32): f64 {
    const inst = this.inst;
    if (inst.contractSigned[c] !== 0) return Infinity;
    let best: f64 = 0;
    for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
      best = Math.max(best, inst.optionServedUsd[o]);
    }
    return best;
  }

  /** Signed contracts first, then by worth per dollar of prices paid. */
  private worthRank(guide: Guide, c: i32): f64 {
    const inst = this.inst;
    const optionUsd = guide.optionUsd;
    if (inst.contractSigned[c] !== 0) return Infinity;
    let best: f64 = -Infinity;
    let paidUsd: f64 = 1;
    for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
      if (optionUsd[o] <= best) continue;
      best = optionUsd[o];
      paidUsd = Math.max(1.0, inst.optionServedUsd[o] - best);
    }
    return best / paidUsd;
  }

  /** Heap sort of `order` by falling rank, ties by number. */
  private sort(): void {
    const count = this.inst.contracts;
    for (let i: i32 = divI32(count, 2) - 1; i >= 0; i--) this.sift(i, count);
    for (let end: i32 = count - 1; end > 0; end--) {
      const last = this.order[0];
      this.order[0] = this.order[end];
      this.order[end] = last;
      this.sift(0, end);
    }
  }

  private later(a: i32, b: i32): bool {
    return this.rank[a] < this.rank[b] || (this.rank[a] === this.rank[b] && a > b);
  }

  private sift(from: i32, end: i32): void {
    const order = this.order;
    let at = from;
    while (2 * at + 1 < end) {
      let child: i32 = 2 * at + 1;
      if (child + 1 < end && this.later(order[child + 1], order[child])) child++;
      if (!this.later(order[child], order[at])) return;
      const swap = order[at];
      order[at] = order[child];
      order[child] = swap;
      at = child;
    }
  }
}
