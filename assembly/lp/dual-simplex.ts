// Bounded dual simplex: BTRAN, PRICE, CHUZC, FTRAN, update, with dual steepest edge pricing and bound flipping. Phase 1 is the
// same method on boxed artificial bounds (the subproblem approach of Koberstein 2005, section 3.6). All state survives between
// calls of run(), so a solve may be cut into pieces of any size.
import { LpPhase } from "../abi-lp.ts";
import { poll } from "../glue/mem.ts";
import { computeDual, computePrimal, dualInfeasibility, loadColumn } from "./basic-solution.ts";
import { exchange, refactor, settleAll } from "./basis.ts";
import { btran } from "./btran.ts";
import { correctDual, countUnfixable, phaseOneBounds } from "./dual-feasibility.ts";
import { DualRatioTest } from "./dual-ratio-test.ts";
import { applyFlips, updateDuals, updatePrimalAndWeights } from "./dual-update.ts";
import { ftran } from "./ftran.ts";
import { InfeasibleRows } from "./infeasible-rows.ts";
import { luUpdate } from "./lu-update.ts";
import { Outcome } from "./outcome.ts";
import {
  EDGE_WEIGHT_TRUST,
  MARKOWITZ_THRESHOLD,
  MARKOWITZ_THRESHOLD_STRICT,
  PIVOT_DISAGREEMENT,
  SINGULAR_PIVOT,
  UPDATE_LIMIT,
} from "./params.ts";
import { perturbCosts, perturbNonbasic } from "./perturb.ts";
import { price } from "./price.ts";
import { Move, SimplexState } from "./simplex-state.ts";
import { SparseVector } from "./sparse-vector.ts";
import { absorbTouched } from "./warm-start.ts";

/** Pivots below this spoil the basis (the value of glop's minimum_acceptable_pivot): other rows are tried first. */
const LEAST_PIVOT: f64 = 1e-6;
/** When no other row is left, pivots down to this are accepted. */
const LAST_PIVOT: f64 = 1e-9;
/** Attempts without a basis change, beyond one for every row, that mean the method is stuck. */
const IDLE_LIMIT: i32 = 100;
/** Steps of zero length in a row that switch the perturbation on in a solve that began without. */
const STALL_LIMIT: i32 = 30;

export class DualSimplex {
  state: SimplexState;
  phase: i32 = 2;
  needsRebuild: bool = true;
  keepFactor: bool = false; // the next rebuild may use the updated factorisation as it is
  dualsKnown: bool = false; // the next rebuild need not compute the reduced costs
  fresh: bool = false; // nothing changed since the last rebuild
  tabooUsed: bool = false; // rows were set aside since the last rebuild
  stalled: i32 = 0;
  private polledAt: i32 = -1;
  idle: i32 = 0; // attempts since the last basis change
  leastPivot: f64 = LEAST_PIVOT; // rows whose pivot is smaller are set aside
  troubles: i32 = 0;
  singularities: i32 = 0;
  rows: InfeasibleRows = new InfeasibleRows();
  ratioTest: DualRatioTest = new DualRatioTest();
  rowEp: SparseVector = new SparseVector(); // row of B^-1
  rowAp: SparseVector = new SparseVector(); // its structural part of the tableau
  colAq: SparseVector = new SparseVector(); // B^-1 a_q
  colTau: SparseVector = new SparseVector(); // B^-1 rowEp, for the edge weights
  colFlip: SparseVector = new SparseVector(); // B^-1 of the flipped columns
  work: SparseVector = new SparseVector();
  rayRow: i32 = -1; // row whose rowEp is a candidate Farkas ray
  raySign: f64 = 0;

  constructor(state: SimplexState) {
    this.state = state;
  }

  resize(): void {
    const rows = this.state.rows;
    this.rows.resize(rows);
    this.ratioTest.resize(this.state.total);
    this.rowEp.resize(rows);
    this.rowAp.resize(this.state.cols);
    this.colAq.resize(rows);
    this.colTau.resize(rows);
    this.colFlip.resize(rows);
    this.work.resize(rows);
  }

  /**
   * Start from the basis of the state, which is settled and factorised, with the duals of the true costs computed. `phaseOne`:
   * begin with phase 1; without it costs are shifted where a reduced cost is on the wrong side. `perturb`: disturb the costs.
   */
  begin(phaseOne: bool, perturb: bool): void {
    const state = this.state;
    this.reset();
    this.keepFactor = true;
    this.dualsKnown = !perturb;
    if (perturb) perturbCosts(state, state.iterations);
    if (phaseOne) this.enterPhaseOne();
    this.needsRebuild = true;
    this.fresh = false;
  }

  /**
   * Start from the optimal end of the last run after changes of bounds. False when they need more than a look at the variables
   * changed: then begin() is called for.
   */
  resume(): bool {
    if (!absorbTouched(this.state, this.rows, this.colFlip)) return false;
    this.reset();
    this.keepFactor = false;
    this.dualsKnown = false;
    this.needsRebuild = false;
    this.fresh = false;
    return true;
  }

  private reset(): void {
    const state = this.state;
    state.dualsValid = false; // from the first step on; finish() says so again
    state.primalValid = false;
    state.factor.threshold = MARKOWITZ_THRESHOLD;
    this.idle = 0;
    this.tabooUsed = false;
    this.stalled = 0;
    this.leastPivot = LEAST_PIVOT;
    this.troubles = 0;
    this.singularities = 0;
    this.phase = 2;
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
      if (++this.idle > IDLE_LIMIT + state.rows) return Outcome.trouble;
      const row = this.chooseRow();
      if (row < 0) {
        const end = this.finish();
        if (end >= 0) return end;
        continue;
      }
      const end = this.iterate(row);
      if (end >= 0) return end;
    }
  }

  private enterPhaseOne(): void {
    this.phase = 1;
    phaseOneBounds(this.state);
    settleAll(this.state);
  }

  private enterPhaseTwo(): void {
    this.phase = 2;
    this.state.restoreBounds();
    settleAll(this.state);
  }

  private rebuild(): void {
    const state = this.state;
    if (!state.factorValid || (state.lu.updates > 0 && !this.keepFactor)) {
      if (refactor(state) > 0) this.singularities++;
      this.dualsKnown = false;
      state.profile.lap(LpPhase.factorise, 0);
    }
    this.keepFactor = false;
    if (!this.dualsKnown) computeDual(state, state.workCost, this.work);
    this.dualsKnown = false;
    correctDual(state);
    computePrimal(state, this.work);
    this.rows.rebuild(state);
    state.profile.lap(LpPhase.recompute, 0);
    this.needsRebuild = false;
    this.tabooUsed = false;
    this.fresh = true;
  }

  /** CHUZR with a check of the edge weight; rowEp holds the row of B^-1 on return. */
  private chooseRow(): i32 {
    const state = this.state;
    const weight = state.edgeWeight;
    const rowEp = this.rowEp;
    const profile = state.profile;
    while (true) {
      const row = this.rows.choose(weight);
      profile.lap(LpPhase.chuzr, this.rows.count);
      if (row < 0) return -1;
      rowEp.setUnit(row, 1);
      btran(state.lu, rowEp, true);
      const stored = weight[row];
      const exact = rowEp.squaredNorm();
      weight[row] = exact;
      profile.lap(LpPhase.btran, rowEp.count);
      if (stored >= EDGE_WEIGHT_TRUST * exact) return row;
    }
  }

  /** One basis change. Returns an outcome, or -1 to go on. */
  private iterate(row: i32): i32 {
    const state = this.state;
    const profile = state.profile;
    const leaving = state.head[row];
    const x = state.baseValue[row];
    const sign: f64 = x < state.workLower[leaving] ? -1 : 1;
    const violation = sign < 0 ? state.workLower[leaving] - x : x - state.workUpper[leaving];
    price(state.rowCopy(), this.rowEp, this.rowAp);
    profile.lap(LpPhase.price, this.rowAp.count);
    const test = this.ratioTest;
    test.choose(state, this.rowAp, this.rowEp, sign, violation);
    profile.lap(LpPhase.chuzc, test.flips);
    const entering = test.entering;
    if (entering < 0) return this.noEntering(row, sign);
    const cols = state.cols;
    const alphaRow = entering < cols ? this.rowAp.value[entering] : this.rowEp.value[entering - cols];
    if (Math.abs(alphaRow) < this.leastPivot) {
      this.setAside(row);
      return -1;
    }
    loadColumn(state, entering, this.colAq);
    ftran(state.lu, this.colAq, true);
    profile.lap(LpPhase.ftran, this.colAq.count);
    const alpha = this.colAq.value[row];
    if (!this.pivotAgrees(row, alphaRow, alpha)) return -1;
    if (test.flips > 0) {
      applyFlips(state, test, this.colFlip, this.rows);
      profile.lap(LpPhase.ftranFlips, this.colFlip.count);
    }
    this.colTau.copyFrom(this.rowEp);
    ftran(state.lu, this.colTau, false);
    profile.lap(LpPhase.ftranWeights, this.colTau.count);
    const theta = updateDuals(state, test, this.rowAp, this.rowEp, alpha);
    const bound = sign < 0 ? state.workLower[leaving] : state.workUpper[leaving];
    updatePrimalAndWeights(state, row, entering, bound, this.colAq, this.colTau, this.rows);
    exchange(state, row, entering, sign < 0 ? Move.up : Move.down);
    state.dual[entering] = 0;
    state.dual[leaving] = -theta;
    this.rows.enter(state, row);
    const disagreement = luUpdate(state.lu, row, alpha);
    state.iterations++;
    this.idle = 0;
    this.fresh = false;
    this.noteStep(theta);
    if (state.lu.updates >= UPDATE_LIMIT || disagreement > PIVOT_DISAGREEMENT) this.needsRebuild = true;
    profile.lap(LpPhase.update, 0);
    return -1;
  }

  /** The pivot from the row and from the column must agree; otherwise refactorise, or set the row aside. */
  private pivotAgrees(row: i32, alphaRow: f64, alphaCol: f64): bool {
    const difference = Math.abs(alphaRow - alphaCol);
    const size = Math.min(Math.abs(alphaRow), Math.abs(alphaCol));
    if (difference <= PIVOT_DISAGREEMENT * size) return true;
    if (this.state.lu.updates > 0) {
      this.needsRebuild = true;
      this.fresh = false;
      return false;
    }
    if (difference <= 1e-3 * size && size > SINGULAR_PIVOT) return true;
    this.troubles++;
    this.state.factor.threshold = MARKOWITZ_THRESHOLD_STRICT;
    this.setAside(row);
    return false;
  }

  /** Do not choose this row again before the next rebuild. */
  private setAside(row: i32): void {
    this.rows.squared[row] = 0;
    this.tabooUsed = true;
  }

  private noteStep(theta: f64): void {
    if (Math.abs(theta) > 1e-12) {
      this.stalled = 0;
      return;
    }
    this.stalled++;
    if (this.stalled < STALL_LIMIT || this.state.costsChanged) return;
    this.stalled = 0;
    perturbNonbasic(this.state, this.state.iterations);
  }

  /** No reduced cost limits the dual step: the row is a candidate proof of infeasibility, which the driver checks. */
  private noEntering(row: i32, sign: f64): i32 {
    if (this.phase === 1) {
      // the phase one problem is bounded: this is rounding
      if (this.fresh && this.state.lu.updates === 0) return Outcome.trouble;
      this.needsRebuild = true;
      this.fresh = false;
      return -1;
    }
    this.rayRow = row;
    this.raySign = sign;
    return Outcome.infeasible;
  }

  /** The ray proves nothing. True when fresh factors may mend that; otherwise its row is set aside. */
  refuteRay(): bool {
    if (!this.fresh || this.state.lu.updates > 0) {
      this.needsRebuild = true;
      this.fresh = false;
      return true;
    }
    this.setAside(this.rayRow);
    return false;
  }

  /** No infeasible row is left. Returns an outcome, or -1 to go on. */
  private finish(): i32 {
    const state = this.state;
    // an optimum is verified on the caller's model, so that updated values are good enough for it
    if (!this.fresh && (this.tabooUsed || this.phase === 1)) {
      this.needsRebuild = true;
      this.keepFactor = !this.tabooUsed;
      return -1;
    }
    if (this.tabooUsed) {
      if (this.leastPivot < LEAST_PIVOT) return Outcome.trouble;
      this.leastPivot = LAST_PIVOT;
      this.needsRebuild = true;
      return -1;
    }
    if (this.phase === 1) return this.finishPhaseOne();
    state.touchedCount = 0;
    state.primalValid = true;
    if (!state.costsChanged) {
      state.dualsValid = true;
      return Outcome.optimal;
    }
    state.restoreCosts();
    computeDual(state, state.workCost, this.work);
    state.dualsValid = true;
    for (let j = 0; j < state.total; j++) {
      if (dualInfeasibility(state, j) > state.dualTolerance) return Outcome.otherMethod;
    }
    return Outcome.optimal;
  }

  private finishPhaseOne(): i32 {
    const state = this.state;
    this.enterPhaseTwo();
    computeDual(state, state.workCost, this.work);
    if (countUnfixable(state) > 0) {
      if (!state.costsChanged) return Outcome.otherMethod;
      state.restoreCosts();
      computeDual(state, state.workCost, this.work);
      if (countUnfixable(state) > 0) return Outcome.otherMethod;
    }
    this.needsRebuild = true;
    return -1;
  }

  free(): void {
    this.rows.free();
    this.ratioTest.free();
    this.rowEp.free();
    this.rowAp.free();
    this.colAq.free();
    this.colTau.free();
    this.colFlip.free();
    this.work.free();
  }
}
