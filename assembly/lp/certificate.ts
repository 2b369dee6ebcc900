// Proofs on the caller's own, unscaled model.
//   Farkas: y with y'(Ax) > max over the column boxes, whatever row activities the row bounds allow, proves infeasibility.
//   Ray: r with A r and r in the recession cones of rows and columns and c'r < 0 proves unboundedness of a feasible model.
//   Safe bound: any y gives  min over the boxes of (c - A'y)'x + y'(Ax), a valid lower bound (Neumaier and Shcherbina 2004).
import { F64, fillF64 } from "../glue/mem.ts";
import { SimplexState } from "./simplex-state.ts";
import { isNumber } from "./validate.ts";

/** Terms below this share of the sum of magnitudes are rounding noise of the products that make them. */
const NOISE: f64 = 1e-9;
/** Entries of a ray below this share of its largest are dropped before it is checked. */
const SMALL_ENTRY: f64 = 1e-11;

export class ModelView {
  state: SimplexState;
  rowScale: F64;
  colScale: F64;
  costScale: f64 = 1;

  constructor(state: SimplexState, rowScale: F64, colScale: F64) {
    this.state = state;
    this.rowScale = rowScale;
    this.colScale = colScale;
  }

  colLower(col: i32): f64 {
    return this.state.lower[col] * this.colScale[col];
  }

  colUpper(col: i32): f64 {
    return this.state.upper[col] * this.colScale[col];
  }

  cost(col: i32): f64 {
    return this.state.cost[col] / (this.colScale[col] * this.costScale);
  }

  rowLower(row: i32): f64 {
    return -this.state.upper[this.state.cols + row] / this.rowScale[row];
  }

  rowUpper(row: i32): f64 {
    return -this.state.lower[this.state.cols + row] / this.rowScale[row];
  }
}

/** Drop noise and entries that point at an infinite side of their row; then see whether y proves infeasibility. */
export function provesInfeasible(model: ModelView, y: F64): bool {
  const state = model.state;
  const rows = state.rows;
  let largest: f64 = 0;
  for (let row = 0; row < rows; row++) largest = Math.max(largest, Math.abs(y[row] / model.rowScale[row]));
  if (!(largest > 0)) return false;
  let least: f64 = 0; // least value of y'activity
  let size: f64 = 0;
  for (let row = 0; row < rows; row++) {
    const yi = y[row];
    if (yi === 0) continue;
    const bound = yi > 0 ? model.rowLower(row) : model.rowUpper(row);
    if (Math.abs(yi / model.rowScale[row]) < SMALL_ENTRY * largest || Math.abs(bound) === Infinity) {
      y[row] = 0;
      continue;
    }
    least += yi * bound;
    size += Math.abs(yi * bound);
  }
  let most: f64 = 0; // largest value of (A'y)'x
  for (let col = 0; col < state.cols; col++) {
    const scale = model.colScale[col];
    let z: f64 = 0;
    let magnitude: f64 = 0;
    for (let e = state.aStart[col]; e < state.aStart[col + 1]; e++) {
      const row = state.aIndex[e];
      const term = (state.aValue[e] / (model.rowScale[row] * scale)) * y[row];
      z += term;
      magnitude += Math.abs(term);
    }
    if (z === 0) continue;
    const bound = z > 0 ? model.colUpper(col) : model.colLower(col);
    if (Math.abs(bound) === Infinity) {
      if (Math.abs(z) > NOISE * magnitude) return false;
      continue;
    }
    most += z * bound;
    size += Math.abs(z * bound);
  }
  return least - most > NOISE * size && least - most > 0;
}

/** Whether `ray` (cols) keeps feasible points feasible and improves without end. */
export function provesUnbounded(model: ModelView, ray: F64, activity: F64): bool {
  const state = model.state;
  fillF64(activity, 0, 0, state.rows);
  let gain: f64 = 0;
  let size: f64 = 0;
  let largest: f64 = 0;
  for (let col = 0; col < state.cols; col++) largest = Math.max(largest, Math.abs(ray[col]));
  for (let col = 0; col < state.cols; col++) {
    const r = ray[col];
    if (r === 0) continue;
    if (r > 0 && model.colUpper(col) < Infinity && r > NOISE * largest) return false;
    if (r < 0 && model.colLower(col) > -Infinity && -r > NOISE * largest) return false;
    gain += r * model.cost(col);
    size += Math.abs(r * model.cost(col));
    for (let e = state.aStart[col]; e < state.aStart[col + 1]; e++) {
      const row = state.aIndex[e];
      activity[row] += r * (state.aValue[e] / model.colScale[col]); // row still scaled
    }
  }
  const tolerance = 100 * NOISE * Math.max(1, largest);
  for (let row = 0; row < state.rows; row++) {
    if (activity[row] > tolerance && model.rowUpper(row) < Infinity) return false;
    if (activity[row] < -tolerance && model.rowLower(row) > -Infinity) return false;
  }
  return gain < -NOISE * size;
}

/** Lower bound on the optimum that holds for any y (rows) and d = c - A'y (cols). */
export function safeBound(model: ModelView, y: F64, d: F64): f64 {
  const state = model.state;
  let bound: f64 = 0;
  for (let row = 0; row < state.rows; row++) {
    if (y[row] > 0) bound += y[row] * model.rowLower(row);
    else if (y[row] < 0) bound += y[row] * model.rowUpper(row);
  }
  for (let col = 0; col < state.cols; col++) {
    if (d[col] > 0) bound += d[col] * model.colLower(col);
    else if (d[col] < 0) bound += d[col] * model.colUpper(col);
  }
  return isNumber(bound) ? bound : -Infinity;
}
