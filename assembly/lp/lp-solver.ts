// The LP solver as the rest of the kernel uses it:   minimise c'x + offset  subject to  rowLower <= A x <= rowUpper,
// colLower <= x <= colUpper.
//
//   const lp = new LpSolver();
//   lp.load(rows, cols, start, index, value, colLower, colUpper, cost, rowLower, rowUpper);   // CSC, copied and scaled
//   lp.presolve = true;                      // only for solves that start without a basis
//   lp.solve(1 << 30);                       // LpStatus; again after iterationLimit or polled to go on
//   lp.x, lp.rowActivity, lp.y, lp.d         // values in the caller's units; valid until the next change
//   lp.setColBounds(col, 0, 0); lp.solve(n)  // warm: the factorised basis and its edge weights stay
//   lp.addRows(...); lp.solve(n)             // the basis is bordered, not refactorised
//   lp.saveBasis(node.basis); lp.restoreBasis(node.basis)   // tree nodes; cheap when it is the basis at hand
//   lp.deleteRows(count, rows);              // slack cuts: the basis and its weights stay
//   lp.tableauRow(col)                       // lp.tableau: B^-1 A of a basic variable, for cuts
//   lp.free();
//
// Signs: y[row] is the derivative of the optimum by the row's active bound; d = c - A'y, >= 0 at a lower, <= 0 at an upper
// bound. Infinite bounds are +-Infinity (or beyond 1e30). Statuses are verified on the unscaled model: `optimal` only with
// residuals below tolerance, `infeasible` only with a Farkas ray (in `ray`, rows) or contradicting bounds (emptyBox), `unbounded`
// only with a feasible x and an improving direction (in `ray`, cols). Arrays may be longer than the model.

import { LpPhase, LpStatus } from "../abi-lp.ts";
import { copyF64, F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "./arrays.ts";
import { BasisSnapshot } from "./basis-snapshot.ts";
import { borderBasis } from "./border.ts";
import { ModelView, safeBound } from "./certificate.ts";
import { removeRows } from "./delete-rows.ts";
import { extractDual, extractSolution, extractStatus, Quality } from "./extract.ts";
import { LpDriver, loadBasis } from "./lp-driver.ts";
import { insertCols, insertRows, setScaledColBounds, setScaledRowBounds, vectorScale } from "./lp-edit.ts";
import { loadModel, scaleCosts } from "./lp-load.ts";
import { POLISH_DUAL, POLISH_PRIMAL, RESIDUAL_TOLERANCE } from "./params.ts";
import { ReducedModel } from "./presolve.ts";
import { PresolvedSolve } from "./presolved-solve.ts";
import { SimplexState } from "./simplex-state.ts";
import { TableauRow } from "./tableau-row.ts";
import { isNumber, validMatrix } from "./validate.ts";

export class LpSolver {
  state: SimplexState;
  rowScale: F64;
  colScale: F64;
  offset: f64 = 0;
  /** Disturb the costs from the start when the basis is the slack basis; solves from other bases wait for a stall. */
  perturbCold: bool = true;
  /** Presolve when a solve starts without a basis. */
  presolve: bool = false;

  status: LpStatus = LpStatus.unsolved;
  objective: f64 = 0;
  iterations: i32 = 0; // of the last solve, over all its calls
  primalResidual: f64 = Infinity;
  dualResidual: f64 = Infinity;
  dualBound: f64 = -Infinity; // safe: holds whatever the quality of the duals
  emptyBox: i32 = -1; // column, or cols + row, whose bounds contradict each other
  x: F64 = newF64(0); // cols
  d: F64 = newF64(0); // cols
  rowActivity: F64 = newF64(0); // rows
  y: F64 = newF64(0); // rows
  ray: F64 = newF64(0); // rows (Farkas) or cols (direction)
  colStatus: I32 = newI32(0); // cols, BasisStatus
  rowStatus: I32 = newI32(0); // rows
  tableau: TableauRow = new TableauRow(); // of the last tableauRow; valid until the next change or solve

  private model: ModelView;
  private driver: LpDriver;
  private quality: Quality = new Quality();
  private scratch: F64 = newF64(0); // rows
  private presolved: PresolvedSolve | null = null; // made at the first presolved solve, kept for the next
  private staged: bool = false; // a presolved solve is under way
  private running: bool = false; // a solve was cut short and may go on
  private matrixChanged: bool = true;
  private costsDirty: bool = true;
  private badModel: bool = false;
  private startIterations: i32 = 0;
  private presolvedIterations: i32 = 0;

  constructor() {
    const state = new SimplexState();
    const rowScale = newF64(0);
    const colScale = newF64(0);
    const model = new ModelView(state, rowScale, colScale);
    this.state = state;
    this.rowScale = rowScale;
    this.colScale = colScale;
    this.model = model;
    this.driver = new LpDriver(state, model);
  }

  /** Copy a model given by columns. False when it holds NaN, an index out of range or an infinite cost. */
  load(
    rows: i32,
    cols: i32,
    start: I32,
    index: I32,
    value: F64,
    colLower: F64,
    colUpper: F64,
    cost: F64,
    rowLower: F64,
    rowUpper: F64,
  ): bool {
    const valid = validMatrix(rows, cols, start, index, value);
    return this.take(valid, null, rows, cols, start, index, value, colLower, colUpper, cost, rowLower, rowUpper);
  }

  /** As load, for a presolved model, whose scales are known. */
  loadReduced(r: ReducedModel): void {
    const a = r.start;
    this.take(true, r, r.rows, r.cols, a, r.index, r.value, r.colLower, r.colUpper, r.cost, r.rowLower, r.rowUpper);
  }

  private take(
    valid: bool,
    reduced: ReducedModel | null,
    rows: i32,
    cols: i32,
    start: I32,
    index: I32,
    value: F64,
    colLower: F64,
    colUpper: F64,
    cost: F64,
    rowLower: F64,
    rowUpper: F64,
  ): bool {
    this.state.profile.skip();
    this.status = LpStatus.unsolved;
    this.iterations = 0;
    this.changed();
    this.state.forget();
    this.badModel = !valid;
    if (!valid) return false;
    this.model.costScale = 1;
    this.costsDirty = true;
    this.matrixChanged = true;
    this.resize(rows, cols, start[cols]);
    const scaled = reduced !== null && reduced.sameMatrix;
    if (reduced !== null) {
      copyF64(this.rowScale, 0, reduced.rowScale, 0, rows);
      copyF64(this.colScale, 0, reduced.colScale, 0, cols);
    }
    this.badModel = !loadModel(this.model, scaled, start, index, value, colLower, colUpper, cost, rowLower, rowUpper);
    this.state.profile.lap(LpPhase.setUp, 0);
    return !this.badModel;
  }

  /** As new: no model, default settings. The memory is kept for the next model. */
  reset(): void {
    this.changed();
    this.state.forget();
    this.resize(0, 0, 0);
    this.offset = 0;
    this.badModel = false;
    this.matrixChanged = true;
    this.status = LpStatus.unsolved;
  }

  setColBounds(col: i32, lower: f64, upper: f64): void {
    if (!isNumber(lower) || !isNumber(upper)) this.badModel = true;
    setScaledColBounds(this.state, this.colScale, col, lower, upper);
    this.changed();
  }

  setRowBounds(row: i32, lower: f64, upper: f64): void {
    if (!isNumber(lower) || !isNumber(upper)) this.badModel = true;
    setScaledRowBounds(this.state, this.rowScale, row, lower, upper);
    this.changed();
  }

  setCost(col: i32, cost: f64): void {
    if (!(Math.abs(cost) < Infinity)) this.badModel = true;
    this.state.cost[col] = cost * this.colScale[col] * this.model.costScale;
    this.costsDirty = true;
    this.state.dualsValid = false;
    this.changed();
  }

  /**
   * Append rows given by rows: entries start[k]..start[k+1] of row k, `index` are columns. Their logicals become basic and the
   * factorisation is bordered, so the next solve goes on from the present basis.
   */
  addRows(count: i32, start: I32, index: I32, value: F64, lower: F64, upper: F64): void {
    const state = this.state;
    const rows = state.rows;
    const had = state.basisValid;
    this.rowScale = roomF64(this.rowScale, rows, rows + count);
    for (let k = 0; k < count; k++) {
      this.rowScale[rows + k] = vectorScale(index, value, start[k], start[k + 1], this.colScale);
    }
    insertRows(state, count, start, index, value, this.rowScale, this.colScale);
    this.resize(state.rows, state.cols, state.aStart[state.cols]);
    for (let k = 0; k < count; k++) {
      state.cost[state.cols + rows + k] = 0;
      this.setRowBounds(rows + k, lower[k], upper[k]);
    }
    if (had) borderBasis(state, this.driver.dual.work, rows, count, start, index, value, this.rowScale, this.colScale);
    this.matrixChanged = true;
  }

  /** Append columns given by columns; they start nonbasic. */
  addCols(count: i32, start: I32, index: I32, value: F64, lower: F64, upper: F64, cost: F64): void {
    const state = this.state;
    const cols = state.cols;
    this.colScale = roomF64(this.colScale, cols, cols + count);
    for (let k = 0; k < count; k++) {
      this.colScale[cols + k] = vectorScale(index, value, start[k], start[k + 1], this.rowScale);
    }
    insertCols(state, count, start, index, value, this.rowScale, this.colScale);
    this.resize(state.rows, state.cols, state.aStart[state.cols]);
    for (let k = 0; k < count; k++) {
      this.setColBounds(cols + k, lower[k], upper[k]);
      this.setCost(cols + k, cost[k]);
    }
    this.matrixChanged = true;
  }

  /** Remove rows[0..count); the rows behind them move up. Where all of them are slack (basic) the solve goes on from the same vertex. */
  deleteRows(count: i32, rows: I32): void {
    const state = this.state;
    removeRows(state, count, rows, this.rowScale);
    this.resize(state.rows, state.cols, state.aStart[state.cols]);
    this.matrixChanged = true;
    this.changed();
  }

  /** Copy the basis and its edge weights into `into`. False when there is no basis yet. */
  saveBasis(into: BasisSnapshot): bool {
    if (this.state.basisValid) into.save(this.state);
    return this.state.basisValid;
  }

  /** Start the next solve from a saved basis; rows and columns added since are taken as slack and nonbasic. */
  restoreBasis(from: BasisSnapshot): void {
    from.restore(this.state);
    this.changed();
  }

  /** Fill `tableau` with the row of a basic variable (a column, or cols + row). False when it is not basic or no solve was finished. */
  tableauRow(variable: i32): bool {
    if (this.running || this.matrixChanged) return false;
    return this.tableau.fill(this.model, variable);
  }

  /**
   * Safe lower bound from the duals at hand, also of a solve that hit its limit (strong branching): `y` and `d` are filled.
   * -Infinity while a presolved solve is under way.
   */
  boundNow(): f64 {
    if (this.staged || !this.state.basisValid) return -Infinity;
    extractDual(this.model, this.y, this.d);
    return this.offset + safeBound(this.model, this.y, this.d);
  }

  /** Start the next solve from this basis (BasisStatus by column and by row). A wrong count or a singular basis is repaired. */
  setBasis(colStatus: I32, rowStatus: I32): void {
    loadBasis(this.state, colStatus, rowStatus);
    this.changed();
  }

  /** Forget the basis: the next solve starts from the slack basis. */
  clearBasis(): void {
    this.state.basisValid = false;
    this.changed();
  }

  /** Solve, at most `maxIterations` simplex iterations in this call. Goes on where a call that hit its limit stopped. */
  solve(maxIterations: i32): LpStatus {
    const state = this.state;
    if (this.badModel) {
      this.status = LpStatus.badInput;
      return this.status;
    }
    state.profile.skip();
    if (!this.running) {
      this.startIterations = state.iterations;
      this.iterations = 0;
      this.presolvedIterations = 0;
      this.primalResidual = Infinity;
      this.dualResidual = Infinity;
      if (this.presolve && !state.basisValid && !this.staged) this.stage();
    }
    let budget = maxIterations;
    if (this.staged) {
      const presolved = this.presolved!;
      const before = presolved.inner.iterations;
      const inner = presolved.solve(maxIterations);
      const spent = presolved.inner.iterations - before;
      if (inner === LpStatus.iterationLimit || inner === LpStatus.polled) {
        this.iterations = presolved.inner.iterations;
        this.running = true;
        this.status = inner;
        return inner;
      }
      this.presolvedIterations = presolved.inner.iterations;
      budget -= spent;
      if (inner === LpStatus.optimal) presolved.restore(this.y, this.x, this.colStatus, this.rowStatus);
      this.unstage();
      if (inner === LpStatus.optimal) this.setBasis(this.colStatus, this.rowStatus);
      state.profile.lap(LpPhase.presolve, 0);
    }
    return this.solveModel(budget);
  }

  private solveModel(budget: i32): LpStatus {
    const state = this.state;
    if (!this.running) {
      if (this.costsDirty) scaleCosts(this.model);
      this.costsDirty = false;
      const consistent = this.driver.begin(this.matrixChanged, this.perturbCold);
      this.matrixChanged = this.matrixChanged && !consistent;
      this.emptyBox = this.driver.emptyBox;
      if (!consistent) {
        this.status = LpStatus.infeasible;
        return this.status;
      }
      this.running = true;
    }
    const limit = state.iterations + budget;
    this.status = this.driver.run(limit, this.ray, this.scratch);
    while (this.status === LpStatus.optimal) {
      this.fillSolution();
      if (this.primalResidual <= POLISH_PRIMAL && this.dualResidual <= POLISH_DUAL) break;
      if (!this.driver.recheck() && !this.driver.refine()) break;
      this.status = this.driver.run(limit, this.ray, this.scratch);
    }
    this.iterations = this.presolvedIterations + state.iterations - this.startIterations;
    if (this.status === LpStatus.iterationLimit || this.status === LpStatus.polled) return this.status;
    if (this.status === LpStatus.optimal || this.status === LpStatus.inaccurate) {
      const good = this.primalResidual <= RESIDUAL_TOLERANCE && this.dualResidual <= RESIDUAL_TOLERANCE;
      this.status = good ? LpStatus.optimal : LpStatus.inaccurate;
    }
    this.running = false;
    if (this.status === LpStatus.infeasible || this.status === LpStatus.unbounded) this.fillSolution();
    extractStatus(state, this.colStatus, this.rowStatus);
    return this.status;
  }

  private stage(): void {
    if (this.presolved === null) this.presolved = new PresolvedSolve(this.state.profile);
    this.staged = this.presolved!.begin(this.model);
  }

  private unstage(): void {
    if (this.staged) this.presolved!.end();
    this.staged = false;
    this.running = false;
  }

  /** Fill the solution arrays and measure the residuals. */
  private fillSolution(): void {
    const quality = this.quality;
    extractSolution(this.model, this.x, this.rowActivity, this.y, this.d, quality);
    this.primalResidual = quality.primalResidual;
    this.dualResidual = quality.dualResidual;
    this.dualBound = this.offset + quality.bound;
    this.objective = this.offset + quality.objective;
    this.state.profile.lap(LpPhase.verify, 0);
  }

  /** The model or its starting basis is another one: what was under way is void. */
  private changed(): void {
    this.unstage();
  }

  private resize(rows: i32, cols: i32, entries: i32): void {
    this.rowScale = roomF64(this.rowScale, rows, rows);
    this.colScale = roomF64(this.colScale, cols, cols);
    this.model.rowScale = this.rowScale;
    this.model.colScale = this.colScale;
    this.state.resize(rows, cols, entries);
    this.driver.resize();
    this.x = roomF64(this.x, 0, cols);
    this.d = roomF64(this.d, 0, cols);
    this.colStatus = roomI32(this.colStatus, 0, cols);
    this.rowActivity = roomF64(this.rowActivity, 0, rows);
    this.y = roomF64(this.y, 0, rows);
    this.rowStatus = roomI32(this.rowStatus, 0, rows);
    this.scratch = roomF64(this.scratch, 0, rows);
    this.ray = roomF64(this.ray, 0, rows > cols ? rows : cols);
  }

  free(): void {
    if (this.presolved !== null) this.presolved!.free();
    this.driver.free();
    this.tableau.free();
    this.state.free();
    freeF64(this.rowScale);
    freeF64(this.colScale);
    freeF64(this.x);
    freeF64(this.d);
    freeF64(this.rowActivity);
    freeF64(this.y);
    freeF64(this.ray);
    freeF64(this.scratch);
    freeI32(this.colStatus);
    freeI32(this.rowStatus);
  }
}
