// Allocation search: threshold accepting over ruin-and-recreate moves with exact incremental evaluation. Cycles of growing length, each
// cooling from a share of the plan's value to nothing, so that the search can be stopped at any time; budgets are moves, never clocks.
import { F64, I32 } from "../glue/mem.ts";
import { Dive } from "./dive.ts";
import { Evaluator } from "./evaluator.ts";
import { Incumbent } from "./incumbent.ts";
import { Inserter } from "./insert.ts";
import { Instance } from "./instance.ts";
import { Journal } from "./journal.ts";
import { Moves } from "./moves.ts";
import { FEASIBILITY_TOL, MIN_SHARE } from "./params.ts";
import { Pour } from "./pour.ts";
import { Random } from "./random.ts";
import { State, TOTAL_MISSING, TOTAL_PUE_VIOLATION, TOTAL_VIOLATION } from "./state.ts";

/** Moves of the first cycle; each next one is twice as long, up to MAX_CYCLE. */
const FIRST_CYCLE: i32 = 2000;
const MAX_CYCLE: i32 = 128000;
/** Start threshold as a share of a typical contract's contribution, and what is left of it at the end of a cycle. */
export const START_THRESHOLD: f64 = 0.5;
/** Moves per contract of a cycle from which on it may start at the full threshold; a shorter one starts at the square of its part. */
const HOT_MOVES_PER_CONTRACT: f64 = 33;
const COOLING_PER_CYCLE: f64 = 6.0;

/** Improvements too small to be offered at once are offered after this many moves. */
const OFFER_EVERY: i32 = 500;
/** Larger ones at once, but not more often than this many moves per contract: an offer rebuilds the whole plan. */
const OFFER_MOVES_PER_CONTRACT: f64 = 0.05;

export class Search {
  inst: Instance;
  state: State;
  evaluator: Evaluator;
  journal: Journal;
  inserter: Inserter;
  moves: Moves;
  incumbent: Incumbent;
  random: Random;
  threshold: f64 = 0;
  startThreshold: f64 = START_THRESHOLD;
  toleranceFactor: f64 = 2;
  coolingFactor: f64 = 1;
  cycleLength: i32 = FIRST_CYCLE;
  cycleMove: i32 = 0;
  movesTried: f64 = 0;
  current: f64 = 0;
  private offeredMove: f64 = -Infinity;

  constructor(inst: Instance, incumbent: Incumbent, limit: F64, optionAlive: I32, seed: i32) {
    this.inst = inst;
    const state = new State(inst);
    const evaluator = new Evaluator(inst, state);
    const journal = new Journal(state);
    const pour = new Pour(inst, state, evaluator, journal, limit);
    const inserter = new Inserter(inst, state, evaluator, journal, pour, optionAlive);
    this.state = state;
    this.evaluator = evaluator;
    this.journal = journal;
    this.inserter = inserter;
    this.moves = new Moves(inst, inserter, seed);
    this.incumbent = incumbent;
    this.random = new Random(seed);
    this.reset();
  }

  /** Back to the plan that does nothing. */
  reset(): void {
    this.journal.forget();
    this.state.clear();
    this.evaluator.rebuild();
    this.current = this.inserter.objective();
  }

  /** Take over where a dive ended: its contracts and shares, which may break rules (finish.ts mends them); modules and lots follow. */
  adopt(dive: Dive): void {
    const inst = this.inst;
    const data = this.state.data;
    this.journal.forget();
    this.state.clear();
    for (let c: i32 = 0; c < inst.contracts; c++) {
      const o = dive.option[c];
      if (o < 0) continue;
      const first = inst.contractColumnStart[c];
      let served: f64 = 0;
      data[this.state.contractAt(c)] = o;
      for (let j = first; j < inst.contractColumnStart[c + 1]; j++) {
        const share = Math.min(dive.relaxation.share(o, j - first), 1.0 - served);
        if (share < MIN_SHARE) continue;
        data[this.state.shareAt(c, j)] = share;
        served += share;
      }
    }
    for (let x: i32 = 0; x < inst.expansions; x++) {
      data[this.state.expansionAt[x] + 1] = dive.startsExpansion(x) ? 1 : 0;
    }
    if (!this.evaluator.rebuild()) this.reset();
  }

  /** Let each expansion of site `s` start for flexible use alone where that gains, or stop where it no longer does. */
  reviseExpansions(s: i32): void {
    for (let x = this.inst.siteExpansionStart[s]; x < this.inst.siteExpansionStart[s + 1]; x++) {
      const before = this.inserter.objective();
      const mark = this.journal.open();
      this.inserter.toggleExpansion(s, x);
      if (this.inserter.objective() > before) this.journal.commit(mark);
      else this.journal.rollback(mark);
      this.journal.forget();
    }
  }

  /** Take contract `c` out if its absence is worth more. */
  dropIfLosing(c: i32): void {
    if (!this.inserter.accepted(c)) return;
    const before = this.inserter.objective();
    const mark = this.journal.open();
    this.inserter.remove(c);
    if (this.inserter.objective() > before) this.journal.commit(mark);
    else this.journal.rollback(mark);
    this.journal.forget();
  }

  /** Serve more of contract `c` where that gains. */
  topUpOne(c: i32): void {
    this.inserter.topUp(c);
    this.journal.forget();
  }

  /** One step of construction: put contract `c` in if that gains. */
  constructOne(c: i32): void {
    this.inserter.insert(c, -1);
    this.journal.forget();
  }

  /** The plan is complete: take note of its value and offer it. */
  endConstruction(): void {
    this.current = this.inserter.objective();
    this.offer();
  }

  /** Insertions evaluated so far. */
  trials(): f64 {
    return this.inserter.pour.trial.count;
  }

  /** Whether the soft constraints hold. */
  feasible(): bool {
    if (this.evaluator.total(TOTAL_VIOLATION) > 0 || this.evaluator.total(TOTAL_MISSING) > 0) return false;
    return this.evaluator.total(TOTAL_PUE_VIOLATION) <= FEASIBILITY_TOL; // a sum kept by differences: rounding stays behind
  }

  offer(): void {
    if (!this.feasible()) return;
    if (this.incumbent.exists && this.current <= this.incumbent.valueUsd) return;
    this.offeredMove = this.movesTried;
    this.incumbent.offer(this.state.data);
  }

  /** Try `count` moves. */
  run(count: i32): void {
    for (let i: i32 = 0; i < count; i++) {
      if (this.cycleMove === 0) this.startCycle();
      this.tryMove();
      this.movesTried++;
      this.threshold *= this.coolingFactor;
      this.cycleMove++;
      if (this.cycleMove === this.cycleLength) this.endCycle();
      else if (this.cycleMove % OFFER_EVERY === 0) this.offer();
    }
  }

  private startCycle(): void {
    let accepted: i32 = 0;
    for (let c: i32 = 0; c < this.inst.contracts; c++) if (this.inserter.accepted(c)) accepted++;
    // A short cycle never cools down what a high threshold has shaken up.
    const part: f64 = Math.min(1.0, this.cycleLength / (HOT_MOVES_PER_CONTRACT * Math.max(1.0, this.inst.contracts)));
    this.threshold =
      (part * part * this.startThreshold * Math.abs(this.evaluator.valueUsd())) / Math.max(1.0, accepted);
    this.coolingFactor = 1.0 - COOLING_PER_CYCLE / this.cycleLength;
  }

  private endCycle(): void {
    this.offer();
    this.cycleMove = 0;
    if (this.cycleLength < MAX_CYCLE) this.cycleLength *= 2;
    if (this.incumbent.exists && this.incumbent.valueUsd > this.current) this.restoreIncumbent();
  }

  /** Go on from the incumbent, if there is one. */
  restoreIncumbent(): void {
    if (!this.incumbent.exists) return;
    this.journal.forget();
    this.state.copyFrom(this.incumbent.best);
    this.current = this.inserter.objective();
  }

  private tryMove(): void {
    const mark = this.journal.open();
    this.inserter.tolerance =
      this.random.below(2) === 0 ? this.threshold * this.toleranceFactor * this.random.unit() : 0;
    this.moves.apply();
    const after = this.inserter.objective();
    const slack: f64 = this.threshold * 2.0 * this.random.unit();
    if (after > this.current - slack) {
      this.journal.commit(mark);
      this.journal.forget();
      const better = after > this.current;
      this.current = after;
      if (
        better &&
        this.movesTried - this.offeredMove >= OFFER_MOVES_PER_CONTRACT * this.inst.contracts &&
        (!this.incumbent.exists || after > this.incumbent.valueUsd + 1e-5 * Math.abs(this.incumbent.valueUsd))
      ) {
        this.offer();
      }
    } else {
      this.journal.rollback(mark);
    }
  }
}
