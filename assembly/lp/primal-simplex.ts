// Bounded primal simplex with Devex pricing: finishes what the dual method leaves dual infeasible, and solves models that start
// primal feasible. Phase 1 minimises the sum of infeasibilities; its costs change whenever a basic value meets a bound.
// Degeneracy is met by relaxing bounds at random, which is undone before optimality is claimed. State survives between calls.
import { F64, fillF64, freeF64, newF64, poll } from "../glue/mem.ts";
import { roomF64 } from "./arrays.ts";
import { computeDual, computePrimal, dualInfeasibility, loadColumn, primalInfeasibility } from "./basic-solution.ts";
import { exchange, refactor, settleAll } from "./basis.ts";
import { btran } from "./btran.ts";
import { devexUpdate } from "./devex.ts";
import { stepDuals } from "./dual-update.ts";
import { updateEdgeWeights } from "./edge-weights.ts";
import { ftran } from "./ftran.ts";
import { luUpdate } from "./lu-update.ts";
import { Outcome } from "./outcome.ts";
import { MARKOWITZ_THRESHOLD, MARKOWITZ_THRESHOLD_STRICT, PIVOT_DISAGREEMENT, UPDATE_LIMIT } from "./params.ts";
import { perturbBounds } from "./perturb.ts";
import { price } from "./price.ts";
import { PrimalRatioTest } from "./primal-ratio-test.ts";
import { Move, SimplexState } from "./simplex-state.ts";
import { SparseVector } from "./sparse-vector.ts";

/** Attempts without a step, beyond one for every variable, that mean the method is stuck. */
const IDLE_LIMIT: i32 = 100;
/** Steps of zero length in a row that make the bounds be relaxed. */
const STALL_LIMIT: i32 = 30;

export class PrimalSimplex {
  state: SimplexState;
  phase: i32 = 2;
  needsRebuild: bool = true;
  fresh: bool = false;
  mayPerturb: bool = true;
  keepWeights: bool = true; // maintain the dual edge weights
  stalled: i32 = 0;
  private polledAt: i32 = -1;
  idle: i32 = 0; // attempts since the last step
  troubles: i32 = 0;
  phaseCost: F64 = newF64(0); // total; phase 1 costs of basic variables: -1, 0, 1
  reference: F64 = newF64(0); // total; Devex weights
  taboo: F64 = newF64(0); // total; 1 = not to enter until the next rebuild
  tabooUsed: bool = false;
  ratioTest: PrimalRatioTest = new PrimalRatioTest();
  colAq: SparseVector = new SparseVector();
  rowEp: SparseVector = new SparseVector();
  rowAp: SparseVector = new SparseVector();
  colTau: SparseVector = new SparseVector();
  changed: SparseVector = new SparseVector(); // changes of phase 1 costs, by row
  work: SparseVector = new SparseVector();
  rayColumn: i32 = -1; // entering column of an unbounded direction; colAq holds B^-1 a
  rayDirection: f64 = 0;

  constructor(state: SimplexState) {
    this.state = state;
  }

  resize(): void {
    const rows = this.state.rows;
    const total = this.state.total;
    this.phaseCost = roomF64(this.phaseCost, 0, total);
    this.reference = roomF64(this.reference, 0, total);
    this.taboo = roomF64(this.taboo, 0, total);
    this.ratioTest.resize(rows);
    this.colAq.resize(rows);
    this.rowEp.resize(rows);
    this.rowAp.resize(this.state.cols);
    this.colTau.resize(rows);
    this.changed.resize(rows);
    this.work.resize(rows);
  }

  begin(keepWeights: bool): void {
    const state = this.state;
    state.dualsValid = false;
    this.idle = 0;
    state.restoreBounds();
    state.restoreCosts();
    this.keepWeights = keepWeights;
    this.mayPerturb = true;
    this.stalled = 0;
    this.troubles = 0;
    state.factor.threshold = MARKOWITZ_THRESHOLD;
    settleAll(state);
    if (!state.factorValid) refactor(state);
    fillF64(this.reference, 1, 0, state.total);
    this.needsRebuild = true;
    this.fresh = false;
  }

  /** Iterate until done or until state.iterations reaches `limit`. */
  run(limit: i32): Outcome {
    const state = this.state;
    while (true) {
      if (this.needsRebuild) this.rebuild();
      if (state.iterations >= limit) return Outcome.limit;
      if ((state.iterations & 63) === 63 && this.polledAt !== state.iterations) {
        this.polledAt = state.iterations; // whoever was stopped here gets on when called again
        if (poll() !== 0) return Outcome.polled;
      }
      if (++this.idle > IDLE_LIMIT + state.total) return Outcome.trouble;
      const entering = this.chooseColumn();
      const end = entering < 0 ? this.finish() : this.iterate(entering);
      if (end >= 0) return end;
    }
  }

  private rebuild(): void {
    const state = this.state;
    if (!state.factorValid || state.lu.updates > 0) refactor(state);
    computePrimal(state, this.work);
    this.setPhase();
    computeDual(state, this.phase === 1 ? this.phaseCost : state.workCost, this.work);
    if (this.tabooUsed) fillF64(this.taboo, 0, 0, state.total);
    this.tabooUsed = false;
    this.needsRebuild = false;
    this.fresh = true;
  }

  private setPhase(): void {
    const state = this.state;
    fillF64(this.phaseCost, 0, 0, state.total);
    this.phase = 2;
    for (let row = 0; row < state.rows; row++) {
      const sign = this.violationSign(row);
      if (sign !== 0) this.phase = 1;
      this.phaseCost[state.head[row]] = sign;
    }
  }

  /** Phase 1 cost of the basic variable of `row`: -1 below its bounds, 1 above. */
  private violationSign(row: i32): f64 {
    const state = this.state;
    const x = state.baseValue[row];
    const j = state.head[row];
    if (x < state.workLower[j] - state.primalTolerance) return -1;
    return x > state.workUpper[j] + state.primalTolerance ? 1 : 0;
  }

  private chooseColumn(): i32 {
    const state = this.state;
    const total = state.total;
    const move = state.move;
    const dual = state.dual;
    const reference = this.reference;
    const taboo = this.taboo;
    let best: i32 = -1;
    let bestSquared: f64 = 0;
    let bestWeight: f64 = 1;
    for (let j = 0; j < total; j++) {
      const m = move[j];
      if (m === Move.none) continue;
      const d = dual[j];
      const wrong = m === Move.free ? Math.abs(d) : -m * d;
      if (wrong <= state.dualTolerance || taboo[j] !== 0) continue;
      const squared = wrong * wrong * (m === Move.free ? 1e6 : 1);
      if (squared * bestWeight > bestSquared * reference[j]) {
        best = j;
        bestSquared = squared;
        bestWeight = reference[j];
      }
    }
    return best;
  }

  /** One step: a bound flip or a basis change. Returns an outcome, or -1 to go on. */
  private iterate(entering: i32): i32 {
    const state = this.state;
    loadColumn(state, entering, this.colAq);
    ftran(state.lu, this.colAq, true);
    if (!this.dualAgrees(entering)) return -1;
    const d = state.dual[entering];
    const direction: f64 = d < 0 ? 1 : -1;
    const test = this.ratioTest;
    if (this.phase === 1) test.choosePhaseOne(state, this.colAq, direction, Math.abs(d));
    else test.choosePhaseTwo(state, this.colAq, direction);
    const range = state.workUpper[entering] - state.workLower[entering];
    if (test.row < 0 && range === Infinity) return this.noLeaving(entering, direction);
    if (test.row < 0 || range <= test.step) {
      this.flip(entering, direction, range);
      return -1;
    }
    return this.pivot(entering, test.row, direction);
  }

  /** The reduced cost recomputed from the column must agree with the updated one. */
  private dualAgrees(entering: i32): bool {
    const state = this.state;
    const cost = this.phase === 1 ? this.phaseCost : state.workCost;
    const a = this.colAq.value;
    let exact: f64 = cost[entering];
    let size: f64 = Math.abs(exact);
    for (let k = 0; k < this.colAq.count; k++) {
      const row = this.colAq.index[k];
      const term = cost[state.head[row]] * a[row];
      exact -= term;
      size = Math.max(size, Math.abs(term));
    }
    const stored = state.dual[entering];
    state.dual[entering] = exact;
    if (dualInfeasibility(state, entering) > state.dualTolerance) return true;
    if (state.lu.updates > 0 || Math.abs(stored - exact) > 1e-3 * size) {
      this.fresh = false;
      if (state.lu.updates > 0) this.needsRebuild = true;
    }
    return false;
  }

  private flip(entering: i32, direction: f64, range: f64): void {
    const state = this.state;
    state.move[entering] = -state.move[entering];
    state.value[entering] = direction > 0 ? state.workUpper[entering] : state.workLower[entering];
    state.iterations++;
    this.idle = 0;
    this.fresh = false;
    this.moveBasics(direction * range);
    if (this.phase === 1) this.updatePhaseCosts();
  }

  private moveBasics(step: f64): void {
    const baseValue = this.state.baseValue;
    const a = this.colAq.value;
    const index = this.colAq.index;
    const count = this.colAq.count;
    for (let k = 0; k < count; k++) {
      const row = index[k];
      baseValue[row] -= step * a[row];
    }
  }

  private pivot(entering: i32, row: i32, direction: f64): i32 {
    const state = this.state;
    const cols = state.cols;
    const alpha = this.colAq.value[row];
    const leaving = state.head[row];
    this.rowEp.setUnit(row, 1);
    btran(state.lu, this.rowEp, true);
    price(state.rowCopy(), this.rowEp, this.rowAp);
    const alphaRow = entering < cols ? this.rowAp.value[entering] : this.rowEp.value[entering - cols];
    if (!this.pivotAgrees(entering, alphaRow, alpha)) return -1;
    const toUpper = this.ratioTest.toUpper;
    let step = this.ratioTest.step;
    if (step < 0) {
      step = 0; // the leaving variable is past its bound within tolerance: the bound moves to it
      if (toUpper) state.workUpper[leaving] = Math.max(state.baseValue[row], state.workLower[leaving]);
      else state.workLower[leaving] = Math.min(state.baseValue[row], state.workUpper[leaving]);
      state.boundsChanged = true;
    }
    const value = state.value[entering] + direction * step;
    this.moveBasics(direction * step);
    const theta = state.dual[entering] / alpha;
    stepDuals(state, this.rowAp, this.rowEp, theta);
    devexUpdate(state, this.reference, this.rowAp, this.rowEp, entering, leaving, alpha);
    if (this.keepWeights) {
      this.colTau.copyFrom(this.rowEp);
      const exact = this.rowEp.squaredNorm();
      ftran(state.lu, this.colTau, false);
      updateEdgeWeights(state, row, exact, this.colAq, this.colTau);
    }
    exchange(state, row, entering, toUpper ? Move.down : Move.up);
    state.baseValue[row] = value;
    state.dual[entering] = 0;
    state.dual[leaving] = -theta - this.phaseCost[leaving];
    this.phaseCost[leaving] = 0;
    const disagreement = luUpdate(state.lu, row, alpha);
    state.iterations++;
    this.idle = 0;
    this.fresh = false;
    if (this.phase === 1) this.updatePhaseCosts();
    this.noteStep(step);
    if (state.lu.updates >= UPDATE_LIMIT || disagreement > PIVOT_DISAGREEMENT) this.needsRebuild = true;
    return -1;
  }

  private pivotAgrees(entering: i32, alphaRow: f64, alphaCol: f64): bool {
    const difference = Math.abs(alphaRow - alphaCol);
    const size = Math.min(Math.abs(alphaRow), Math.abs(alphaCol));
    if (difference <= PIVOT_DISAGREEMENT * size) return true;
    if (this.state.lu.updates > 0) {
      this.needsRebuild = true;
      this.fresh = false;
      return false;
    }
    if (difference <= 1e-3 * size) return true;
    this.troubles++;
    this.state.factor.threshold = MARKOWITZ_THRESHOLD_STRICT;
    this.taboo[entering] = 1;
    this.tabooUsed = true;
    return false;
  }

  /** Basic values moved along colAq: correct the phase 1 costs and the reduced costs for those that met a bound. */
  private updatePhaseCosts(): void {
    const state = this.state;
    const changed = this.changed;
    changed.clear();
    let count: i32 = 0;
    for (let k = 0; k < this.colAq.count; k++) {
      const row = this.colAq.index[k];
      const sign = this.violationSign(row);
      const delta = sign - this.phaseCost[state.head[row]];
      if (delta === 0) continue;
      this.phaseCost[state.head[row]] = sign;
      changed.value[row] = delta;
      changed.index[count++] = row;
    }
    if (count === 0) return;
    changed.count = count;
    btran(state.lu, changed, false);
    price(state.rowCopy(), changed, this.rowAp);
    stepDuals(state, this.rowAp, changed, 1);
  }

  private noteStep(step: f64): void {
    this.stalled = step > 1e-12 ? 0 : this.stalled + 1;
    if (this.stalled < STALL_LIMIT || !this.mayPerturb) return;
    this.stalled = 0;
    this.mayPerturb = false;
    perturbBounds(this.state, this.state.iterations);
    settleAll(this.state);
    this.needsRebuild = true;
  }

  private noLeaving(entering: i32, direction: f64): i32 {
    if (!this.fresh) {
      this.needsRebuild = true;
      return -1;
    }
    if (this.phase === 1) return Outcome.trouble;
    this.rayColumn = entering;
    this.rayDirection = direction;
    return Outcome.unbounded;
  }

  /** No column improves. Returns an outcome, or -1 to go on. */
  private finish(): i32 {
    const state = this.state;
    if (!this.fresh) {
      this.needsRebuild = true;
      return -1;
    }
    if (this.tabooUsed) return Outcome.trouble;
    if (state.boundsChanged) {
      state.restoreBounds();
      settleAll(state);
      computePrimal(state, this.work);
      if (this.phase === 1) {
        this.needsRebuild = true;
        return -1;
      }
      for (let row = 0; row < state.rows; row++) {
        if (primalInfeasibility(state, row) > state.primalTolerance) return Outcome.otherMethod;
      }
      return Outcome.optimal;
    }
    return this.phase === 1 ? Outcome.infeasible : Outcome.optimal;
  }

  free(): void {
    freeF64(this.phaseCost);
    freeF64(this.reference);
    freeF64(this.taboo);
    this.ratioTest.free();
    this.colAq.free();
    this.rowEp.free();
    this.rowAp.free();
    this.colTau.free();
    this.changed.free();
    this.work.free();
  }
}
