// Construction along the dual: the averaged choices of the subproblems are close to a fractional plan, so contracts that were chosen
// often go in first, under the start and at the spots that were chosen; what does not fit is poured greedily. Unlike the greedy
// construction it accepts a loss now (the first to use a module pays for all of it) where the prices say that others will share.
import { F64, I32, newF64, newI32 } from "../glue/mem.ts";
import { DualAverage } from "./dual-average.ts";
import { Inserter } from "./insert.ts";
import { Instance } from "./instance.ts";
import { Random } from "./random.ts";
import { Search } from "./search.ts";

/** Spots chosen for less than this share of the quantity on average are left to the greedy pour. */
const LEAST_AVERAGE: f64 = 0.02;
/** Share of a contract's revenue that it may lose when put in before those it shares modules with. */
const LOSS_ALLOWED: f64 = 0.5;

export class GuidedConstruction {
  inst: Instance;
  search: Search;
  average: DualAverage;
  random: Random;
  /** C: weight of the best start, jittered; C: that start. */
  weight: F64;
  option: I32;
  order: I32;
  done: i32 = 0;

  constructor(inst: Instance, search: Search, average: DualAverage, seed: i32) {
    this.inst = inst;
    this.search = search;
    this.average = average;
    this.random = new Random(seed ^ 0x3c6ef372);
    this.weight = newF64(inst.contracts);
    this.option = newI32(inst.contracts);
    this.order = newI32(inst.contracts);
  }

  /** Start anew from nothing; `jitter` in [0, 1] shakes the order. */
  begin(jitter: f64): void {
    const inst = this.inst;
    this.search.reset();
    this.done = 0;
    for (let c: i32 = 0; c < inst.contracts; c++) {
      let best: f64 = 0;
      let total: f64 = 0;
      this.option[c] = -1;
      for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
        const weight = this.average.option(o);
        total += weight;
        if (this.search.inserter.optionAlive[o] === 0 || weight <= best) continue;
        best = weight;
        this.option[c] = o;
      }
      this.weight[c] = inst.contractSigned[c] !== 0 ? 1e9 : total + jitter * this.random.unit();
      this.sortIn(c);
    }
  }

  /** Insertion sort by falling weight; ties keep the portfolio's order. */
  private sortIn(c: i32): void {
    let at = c;
    while (at > 0 && this.weight[this.order[at - 1]] < this.weight[c]) {
      this.order[at] = this.order[at - 1];
      at--;
    }
    this.order[at] = c;
  }

  /** Put the next contract in; false when all were tried. */
  next(): bool {
    if (this.done >= this.inst.contracts) return false;
    const c = this.order[this.done++];
    if (this.option[c] < 0 || this.weight[c] < 0.1 || !this.follow(c)) this.search.constructOne(c);
    return true;
  }

  private follow(c: i32): bool {
    const inst = this.inst;
    const inserter: Inserter = this.search.inserter;
    const o = this.option[c];
    if (inserter.accepted(c) || inserter.excluded(c)) return false;
    const before = inserter.objective();
    const mark = this.search.journal.open();
    inserter.acceptEmpty(c, o);
    const chosen = this.average.option(o);
    const first = inst.contractColumnStart[c];
    for (let j = first; j < inst.contractColumnStart[c + 1]; j++) {
      const share: f64 = this.average.share(inst.optionServeStart[o] + j - first) / chosen;
      if (share >= LEAST_AVERAGE) inserter.pour.placeUpTo(c, o, j, share);
    }
    const fits = inserter.pour.serve(c, o, 1.0);
    if (fits && inserter.objective() > before - LOSS_ALLOWED * inst.optionServedUsd[o] * inserter.served(c)) {
      this.search.journal.commit(mark);
      this.search.journal.forget();
      return true;
    }
    this.search.journal.rollback(mark);
    return false;
  }

  /** After all: top up, drop what loses money, offer. */
  end(): void {
    this.search.dropLosers();
    this.search.endConstruction();
  }
}
