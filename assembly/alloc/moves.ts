// Moves of the search: each ruins a part of the plan and recreates it from what was removed and some refused contracts.
import { I32, newI32 } from "../glue/mem.ts";
import { Inserter } from "./insert.ts";
import { Instance } from "./instance.ts";
import { Random } from "./random.ts";
import { State } from "./state.ts";

export class Moves {
  inst: Instance;
  inserter: Inserter;
  state: State;
  random: Random;
  /** Contracts to put in, in order; length C. */
  queue: I32;
  queued: i32 = 0;
  /** C: 1 while in the queue. */
  inQueue: I32;

  constructor(inst: Instance, inserter: Inserter, seed: i32) {
    this.inst = inst;
    this.inserter = inserter;
    this.state = inserter.state;
    this.random = new Random(seed ^ 0x5bd1e995);
    this.queue = newI32(inst.contracts);
    this.inQueue = newI32(inst.contracts);
  }

  /** Change the plan by one move; the caller has opened a journal mark. */
  apply(): void {
    const inst = this.inst;
    if (inst.contracts === 0) return;
    const kind = this.random.below(100);
    this.inserter.pour.chunky = this.random.below(4) === 0;
    this.inserter.pour.blink = this.random.below(3) === 0 ? this.random.next() : 0;
    if (kind < 30) this.ruinRandom(1 + this.random.below(3));
    else if (kind < 50) this.ruinSite(this.random.below(inst.sites === 0 ? 1 : inst.sites));
    else if (kind < 65) this.ruinFor(this.randomRefused());
    else if (kind < 75) this.queueRefused(1);
    else if (kind < 83) this.restart();
    else if (kind < 86) this.toggleExpansion();
    else this.shrinkSome();
    this.queueRefused(1 + this.random.below(3));
    this.shuffle();
    this.recreate();
  }

  private enqueue(c: i32): void {
    if (c < 0 || this.inQueue[c] !== 0) return;
    this.inQueue[c] = 1;
    this.queue[this.queued++] = c;
  }

  private remove(c: i32): void {
    if (c < 0 || !this.inserter.accepted(c)) return;
    this.inserter.remove(c);
    this.enqueue(c);
  }

  /** A random contract that is accepted (1) or refused (0), -1 when a few draws found none. */
  private randomContract(accepted: bool): i32 {
    for (let draw: i32 = 0; draw < 24; draw++) {
      const c = this.random.below(this.inst.contracts);
      if (this.inserter.accepted(c) === accepted) return c;
    }
    return -1;
  }

  private randomRefused(): i32 {
    return this.randomContract(false);
  }

  private ruinRandom(count: i32): void {
    for (let i: i32 = 0; i < count; i++) this.remove(this.randomContract(true));
  }

  private usesSite(c: i32, s: i32): bool {
    const inst = this.inst;
    for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++) {
      if (this.inserter.pour.siteOf(j) !== s) continue;
      if (this.state.data[this.state.shareAt(c, j)] > 0) return true;
    }
    return false;
  }

  /** Take out every contract with a share at site `s`, or most of them. */
  private ruinSite(s: i32): void {
    const keepOneIn: i32 = this.random.below(3) === 0 ? 3 : 0;
    for (let c: i32 = 0; c < this.inst.contracts; c++) {
      if (!this.inserter.accepted(c) || !this.usesSite(c, s)) continue;
      if (keepOneIn > 0 && this.random.below(keepOneIn) === 0) continue;
      this.remove(c);
    }
  }

  /** Make room for refused contract `c`: its group's member, and one or two contracts at a site it could use; `c` goes in first. */
  private ruinFor(c: i32): void {
    if (c < 0) return;
    const inst = this.inst;
    const g = inst.contractGroup[c];
    if (g >= 0) {
      for (let i = this.inserter.groupStart[g]; i < this.inserter.groupStart[g + 1]; i++) {
        this.remove(this.inserter.groupMember[i]);
      }
    }
    const columns: i32 = inst.contractColumnStart[c + 1] - inst.contractColumnStart[c];
    if (columns > 0) {
      const s = this.inserter.pour.siteOf(inst.contractColumnStart[c] + this.random.below(columns));
      let left: i32 = 1 + this.random.below(2);
      const offset = this.random.below(inst.contracts);
      for (let i: i32 = 0; i < inst.contracts && left > 0; i++) {
        const other: i32 = (offset + i) % inst.contracts;
        if (!this.inserter.accepted(other) || !this.usesSite(other, s)) continue;
        this.remove(other);
        left--;
      }
    }
    this.inserter.insert(c, -1);
  }

  /** Take one contract out to put it in under another start. */
  private restart(): void {
    const c = this.randomContract(true);
    if (c < 0) return;
    const o = this.inserter.optionOf(c);
    this.remove(c);
    this.inserter.insert(c, o);
  }

  /** Shrink a contract towards its least share, to let others in. */
  private shrinkSome(): void {
    const c = this.randomContract(true);
    if (c < 0) return;
    const served = this.inserter.served(c);
    const least = this.inst.contractMinFraction[c];
    if (served <= least + 0.01) {
      this.remove(c);
      return;
    }
    const keep: f64 = (least + (served - least) * 0.5 * this.random.unit()) / served;
    this.inserter.shrink(c, keep);
  }

  private toggleExpansion(): void {
    const inst = this.inst;
    if (inst.expansions === 0) return;
    const x = this.random.below(inst.expansions);
    let s: i32 = 0;
    while (inst.siteExpansionStart[s + 1] <= x) s++;
    this.inserter.toggleExpansion(s, x);
  }

  private queueRefused(count: i32): void {
    for (let i: i32 = 0; i < count; i++) this.enqueue(this.randomRefused());
  }

  private shuffle(): void {
    for (let i = this.queued - 1; i > 0; i--) {
      const other = this.random.below(i + 1);
      const swap = this.queue[i];
      this.queue[i] = this.queue[other];
      this.queue[other] = swap;
    }
  }

  /** Put the queue in, then top up a few contracts; empties the queue. */
  private recreate(): void {
    for (let i: i32 = 0; i < this.queued; i++) {
      const c = this.queue[i];
      this.inQueue[c] = 0;
      this.inserter.insert(c, -1);
    }
    this.queued = 0;
    const c = this.randomContract(true);
    if (c >= 0) this.inserter.topUp(c);
  }
}
