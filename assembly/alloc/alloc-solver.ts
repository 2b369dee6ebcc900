// One solve of the allocation model, from instance to incumbent and bound: preprocess, construct, then rounds of search and dual bound.
// `step` does a part of it and keeps all state, so the host stays in charge of time; results depend on seed and budget only, not on
// how the work is cut into steps.
import { Phase, Proof, Report, StepStatus } from "../abi.ts";
import { F64, freeF64, I32, newF64, newI32, poll, toI32 } from "../glue/mem.ts";
import { DualBound } from "./dual-bound.ts";
import { GuidedConstruction } from "./guided.ts";
import { Incumbent } from "./incumbent.ts";
import { Instance } from "./instance.ts";
import { Reach } from "./preprocess.ts";
import { Search } from "./search.ts";

/** Moves and dual iterations of one round. Measured: see src/ARCHITECTURE.md, "Split of effort". */
const MOVES_PER_ROUND: i32 = 40;
const DUAL_PER_ROUND: i32 = 20;
/** Dual iterations before construction, so that it has prices to go by. */
const FIRST_DUAL: i32 = 200;
/** The dual bound is given up after this many iterations without a relative gain of DUAL_MIN_GAIN. */
const DUAL_PATIENCE: i32 = 600;
const DUAL_MIN_GAIN: f64 = 1e-4;

export class AllocSolver {
  inst: Instance;
  reach: Reach;
  incumbent: Incumbent;
  search: Search;
  dual: DualBound;
  guided: GuidedConstruction;
  report: F64;
  gap: f64;
  phase: i32 = Phase.preprocess;
  proof: i32 = Proof.none;
  order: I32;
  constructed: i32 = 0;
  roundMoves: i32 = 0;
  roundDual: i32 = 0;
  dualIterations: i32 = 0;
  dualIdle: i32 = 0;
  dualMark: f64 = Infinity;
  /** Incumbent value that options and columns were last fixed against. */
  fixedAt: f64 = -Infinity;

  constructor(inst: Instance, seed: i32, gap: f64) {
    this.inst = inst;
    this.gap = gap;
    this.report = newF64(Report.size);
    const reach = new Reach(inst);
    const incumbent = new Incumbent(inst);
    const search = new Search(inst, incumbent, reach.columnLimit, reach.optionAlive, seed);
    const dual = new DualBound(inst, reach);
    this.reach = reach;
    this.incumbent = incumbent;
    this.search = search;
    this.dual = dual;
    this.guided = new GuidedConstruction(inst, search, dual.average, seed);
    this.order = newI32(inst.contracts);
    this.orderByWorth();
    this.phase = Phase.bound;
    if (this.reach.infeasible !== 0) this.finish(Proof.infeasible);
    this.writeReport();
  }

  /** Signed contracts first, then by revenue of the best start. */
  private orderByWorth(): void {
    const inst = this.inst;
    const worth = newF64(inst.contracts);
    for (let c: i32 = 0; c < inst.contracts; c++) {
      let best: f64 = 0;
      for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
        best = Math.max(best, inst.optionServedUsd[o]);
      }
      worth[c] = inst.contractSigned[c] !== 0 ? Infinity : best;
      let at = c;
      while (at > 0 && worth[this.order[at - 1]] < worth[c]) {
        this.order[at] = this.order[at - 1];
        at--;
      }
      this.order[at] = c;
    }
    freeF64(worth);
  }

  private finish(proof: i32): void {
    this.phase = Phase.finished;
    this.proof = proof;
  }

  boundUsd(): f64 {
    return this.dual.bestBoundUsd;
  }

  /** Work until `moves` moves are done, the proof is there, or the host's poll asks to stop. */
  step(moves: i32): i32 {
    let left = moves;
    let status: i32 = StepStatus.running;
    while (status === StepStatus.running && this.phase !== Phase.finished) {
      if (this.phase === Phase.bound) this.firstDual();
      else if (this.phase === Phase.construct) this.constructOne();
      else if (this.roundDual < DUAL_PER_ROUND && this.dualWorks()) this.dualOne();
      else if (left > 0) {
        this.moveOne();
        left--;
      } else break;
      if (poll() !== 0) status = StepStatus.polled;
    }
    this.writeReport();
    return this.phase === Phase.finished ? StepStatus.done : status;
  }

  private firstDual(): void {
    this.dualOne();
    if (this.dualIterations < FIRST_DUAL && this.dualWorks()) return;
    this.phase = Phase.construct;
  }

  /** One contract of the greedy construction, then of the guided one; the better plan is where the search starts. */
  private constructOne(): void {
    if (this.constructed < this.inst.contracts) {
      this.search.constructOne(this.order[this.constructed]);
      this.constructed++;
      return;
    }
    if (this.constructed === this.inst.contracts) {
      this.search.endConstruction();
      this.guided.begin(0);
      this.constructed++;
      return;
    }
    if (this.guided.next()) return;
    this.guided.end();
    this.search.restoreIncumbent();
    this.phase = Phase.search;
    this.checkGap();
  }

  private dualWorks(): bool {
    return this.dualIdle < DUAL_PATIENCE;
  }

  private dualOne(): void {
    this.dual.step(1);
    this.dualIterations++;
    this.roundDual++;
    this.dualIdle++;
    const bound = this.boundUsd();
    if (bound < this.dualMark - DUAL_MIN_GAIN * Math.abs(bound)) {
      this.dualMark = bound;
      this.dualIdle = 0;
    }
    if (this.dual.infeasible !== 0) this.finish(Proof.infeasible);
    else if (this.roundDual === DUAL_PER_ROUND) this.checkGap();
  }

  private moveOne(): void {
    this.search.run(1);
    this.roundMoves++;
    if (this.roundMoves < MOVES_PER_ROUND) return;
    this.roundMoves = 0;
    this.roundDual = 0;
    this.checkGap();
  }

  private checkGap(): void {
    if (!this.incumbent.exists) return;
    const value = this.incumbent.valueUsd;
    if (value > this.fixedAt) {
      this.fixedAt = value;
      this.dual.fixByBound(value);
    }
    if (this.reach.closed !== 0) this.finish(Proof.optimal);
    if (this.boundUsd() - value <= this.gap * Math.max(1.0, Math.abs(value))) this.finish(Proof.optimal);
  }

  private writeReport(): void {
    const report = this.report;
    report[Report.hasIncumbent] = this.incumbent.exists ? 1 : 0;
    report[Report.valueUsd] = this.incumbent.valueUsd;
    // A plan is worth what it is worth: rounding may put a tight bound a hair below it.
    report[Report.boundUsd] = this.incumbent.exists
      ? Math.max(this.boundUsd(), this.incumbent.valueUsd)
      : this.boundUsd();
    report[Report.proof] = this.proof;
    report[Report.phase] = this.phase;
    report[Report.moves] = this.search.movesTried;
    report[Report.trials] = this.search.trials();
    report[Report.dualIterations] = this.dualIterations;
    report[Report.incumbents] = this.incumbent.improvements;
  }

  /** [option of each contract (C), start of each expansion (X)] of the incumbent; -1 = refused, never. */
  planInts(): I32 {
    const inst = this.inst;
    const state = this.search.state;
    const out = newI32(inst.contracts + inst.expansions);
    for (let c: i32 = 0; c < inst.contracts; c++) out[c] = toI32(this.incumbent.best[state.contractAt(c)]);
    for (let x: i32 = 0; x < inst.expansions; x++) {
      out[inst.contracts + x] = toI32(this.incumbent.best[state.expansionAt[x]]);
    }
    return out;
  }

  /** [share of each column (J), modules started (H*T), fraction of each lot (L), debt drawn (T)] of the incumbent. */
  planFloats(): F64 {
    const inst = this.inst;
    const T = inst.periods;
    const best = this.incumbent.best;
    const state = this.search.state;
    const out = newF64(inst.columns + inst.halls * T + inst.lots + T);
    for (let c: i32 = 0; c < inst.contracts; c++) {
      for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++) {
        out[j] = best[state.shareAt(c, j)];
      }
    }
    let at = inst.columns;
    for (let h: i32 = 0; h < inst.halls; h++) {
      for (let t: i32 = 0; t < T; t++) out[at++] = best[state.hallAt[h] + T + t];
    }
    for (let l: i32 = 0; l < inst.lots; l++) out[at++] = best[state.lotAt[l]];
    this.incumbent.drawInto(out, at);
    return out;
  }
}
