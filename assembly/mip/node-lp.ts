// The one live LP. It follows the box of the node at work; its bounds on the objective are recomputed from the duals and the node's box:
// for any y,  y'(Ax) + (c - A'y)'x  >= sum of the least values of its terms over rows and box (Neumaier and Shcherbina 2004).
import { LpStatus } from "../abi-lp.ts";
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "../lp/arrays.ts";
import { BasisSnapshot } from "../lp/basis-snapshot.ts";
import { ModelView } from "../lp/certificate.ts";
import { LpSolver } from "../lp/lp-solver.ts";
import { Domain } from "./domain.ts";
import { MipModel } from "./mip-model.ts";
import { BOUND_CHECK_ITERATIONS } from "./params.ts";

export class NodeLp {
  lp: LpSolver;
  model: MipModel;
  /** The bound passed the cutoff before the solve ended. */
  isCutOff: bool = false;
  /** Safe lower bound of the last solve over the node's box; -Infinity where none could be had. */
  bound: f64 = -Infinity;
  /** Simplex iterations so far. */
  iterations: i32 = 0;
  /** 1: the LP sees the box of this column; 0: the model's bounds unless it is fixed (bounds that rows imply are left out). */
  follows: I32 = newI32(0);
  private lower: F64 = newF64(0); // what the LP has
  private upper: F64 = newF64(0);
  private view: ModelView;
  /** The host's poll stopped a solve: the next call of solve goes on with it. */
  isSuspended: bool = false;
  private left: i32 = 0; // iterations of the solve under way
  private pieceLeft: i32 = 0; // and those before its next look at the bound
  private saved: BasisSnapshot = new BasisSnapshot();

  constructor(model: MipModel) {
    const lp = new LpSolver();
    this.model = model;
    this.lp = lp;
    this.view = new ModelView(lp.state, lp.rowScale, lp.colScale);
  }

  /** The rows of the model alone; the basis is forgotten. */
  load(): void {
    const model = this.model;
    const cols = model.cols;
    this.follows = roomI32(this.follows, 0, cols);
    this.lower = roomF64(this.lower, 0, cols);
    this.upper = roomF64(this.upper, 0, cols);
    for (let col = 0; col < cols; col++) {
      this.follows[col] = model.integer[col];
      this.lower[col] = model.colLower[col];
      this.upper[col] = model.colUpper[col];
    }
    loadModel(this.lp, model);
  }

  rows(): i32 {
    return this.lp.state.rows;
  }

  /** Give the LP the box of the domain. */
  sync(domain: Domain): void {
    const model = this.model;
    const follows = this.follows;
    for (let col = 0; col < model.cols; col++) {
      let low: f64 = domain.lower[col];
      let high: f64 = domain.upper[col];
      if (follows[col] === 0 && low < high) {
        low = model.colLower[col];
        high = model.colUpper[col];
      }
      if (low === this.lower[col] && high === this.upper[col]) continue;
      this.setBounds(col, low, high);
    }
  }

  setBounds(col: i32, lower: f64, upper: f64): void {
    this.lower[col] = lower;
    this.upper[col] = upper;
    this.lp.setColBounds(col, lower, upper);
  }

  /**
   * Solve from the basis at hand; stops early (isCutOff) once the bound reaches `cutoff`. At most `limit` iterations. After `polled` the next
   * call goes on where this one stopped, with the same limit.
   */
  solve(domain: Domain, cutoff: f64, limit: i32): LpStatus {
    const lp = this.lp;
    if (!this.isSuspended) {
      this.isCutOff = false;
      this.bound = -Infinity;
      this.left = limit;
      this.pieceLeft = 0;
    }
    this.isSuspended = false;
    let status: LpStatus = LpStatus.iterationLimit;
    while (true) {
      if (this.pieceLeft <= 0) {
        this.pieceLeft = cutoff < Infinity && this.left > BOUND_CHECK_ITERATIONS ? BOUND_CHECK_ITERATIONS : this.left;
      }
      const before: i32 = lp.state.iterations;
      status = lp.solve(this.pieceLeft);
      const spent: i32 = lp.state.iterations - before;
      this.iterations += spent;
      this.left -= spent;
      this.pieceLeft -= spent;
      if (status === LpStatus.polled) {
        this.isSuspended = true;
        return status;
      }
      if (status !== LpStatus.iterationLimit) break;
      lp.boundNow(); // fills the duals
      this.bound = this.safeBound(domain);
      if (this.bound >= cutoff) {
        this.isCutOff = true;
        return status;
      }
      if (this.left <= 0) return status;
      this.pieceLeft = 0;
    }
    if (status === LpStatus.infeasible) this.bound = Infinity;
    else if (status === LpStatus.optimal || status === LpStatus.inaccurate) {
      this.bound = this.safeBound(domain);
      if (this.bound >= cutoff) this.isCutOff = true;
    }
    return status;
  }

  /** As solve, but the host's poll is not heard: for short solves whose result must not depend on it. */
  solveThrough(domain: Domain, cutoff: f64, limit: i32): LpStatus {
    this.isSuspended = false;
    let status = this.solve(domain, cutoff, limit);
    while (status === LpStatus.polled) status = this.solve(domain, cutoff, limit);
    return status;
  }

  /** The LP in the caller's units, rows added included. */
  rowView(): ModelView {
    this.view.rowScale = this.lp.rowScale;
    this.view.colScale = this.lp.colScale;
    return this.view;
  }

  /** Lower bound from the duals at hand, over the box of the domain. */
  safeBound(domain: Domain): f64 {
    const lp = this.lp;
    const view = this.rowView();
    const rows = lp.state.rows;
    const y = lp.y;
    const d = lp.d;
    const cost = this.model.cost;
    let bound: f64 = this.model.offset;
    let size: f64 = Math.abs(bound);
    for (let row = 0; row < rows; row++) {
      const yi = y[row];
      if (yi === 0) continue;
      let side = yi > 0 ? view.rowLower(row) : view.rowUpper(row);
      // rounding of a zero points at an infinite side: the box bounds the activity all the same
      if (Math.abs(side) === Infinity) side = this.extremeActivity(row, yi > 0, domain);
      if (Math.abs(side) === Infinity && Math.abs(yi) <= 1e-11) continue;
      const term = yi * side;
      bound += term;
      size += Math.abs(term);
    }
    for (let col = 0; col < this.model.cols; col++) {
      const dj = d[col];
      if (dj === 0) continue;
      const at = dj > 0 ? domain.lower[col] : domain.upper[col];
      // rounding of a basic column's zero must not cost the whole bound
      if (Math.abs(at) === Infinity && Math.abs(dj) <= 1e-9 * (1 + Math.abs(cost[col]))) continue;
      bound += dj * at;
      size += Math.abs(dj * at);
    }
    bound -= 1e-14 * size;
    return bound <= Infinity ? bound : -Infinity;
  }

  /** Least (or greatest) activity of a row over the box. */
  private extremeActivity(row: i32, isLeast: bool, domain: Domain): f64 {
    const lp = this.lp;
    const byRows = lp.state.rowCopy();
    let sum: f64 = 0;
    for (let e = byRows.start[row]; e < byRows.start[row + 1]; e++) {
      const col = byRows.index[e];
      const a = byRows.value[e] / (lp.rowScale[row] * lp.colScale[col]);
      sum += a * (isLeast === a > 0 ? domain.lower[col] : domain.upper[col]);
    }
    return sum <= Infinity ? sum : isLeast ? -Infinity : Infinity;
  }

  /** Keep the basis at hand for restoreBasis. */
  saveBasis(): void {
    this.lp.saveBasis(this.saved);
  }

  restoreBasis(): void {
    if (this.saved.filled) this.lp.restoreBasis(this.saved);
  }

  free(): void {
    this.lp.free();
    freeI32(this.follows);
    freeF64(this.lower);
    freeF64(this.upper);
    this.saved.free();
  }
}

/** The relaxation of the model; no basis. */
export function loadModel(lp: LpSolver, model: MipModel): void {
  lp.offset = model.offset;
  lp.load(
    model.rows,
    model.cols,
    model.start,
    model.index,
    model.value,
    model.colLower,
    model.colUpper,
    model.cost,
    model.rowLower,
    model.rowUpper,
  );
}
