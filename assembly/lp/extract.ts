// The solution in the caller's terms, and how good it is there: primal and dual residuals on the unscaled model.

import { BasisStatus } from "../abi-lp.ts";
import { F64, fillF64, I32 } from "../glue/mem.ts";
import { ModelView } from "./certificate.ts";
import { Move, SimplexState } from "./simplex-state.ts";
import { isNumber } from "./validate.ts";

/** How good a solution is on the unscaled model. */
export class Quality {
  /** Largest violation of a bound or row, relative to 1 + |bound|. */
  primalResidual: f64 = Infinity;
  /**
   * Largest wrong-sided reduced cost, relative to |cost| plus the typical cost (that is, 1 / costScale); basic variables must have
   * none at all.
   */
  dualResidual: f64 = Infinity;
  objective: f64 = 0; // without the offset
  bound: f64 = -Infinity; // as safeBound
}

/** Scaled dual of a row. Rounding that points at an infinite side is left out: it would make every bound from these duals infinite. */
function rowDual(state: SimplexState, row: i32): f64 {
  const y: f64 = -state.dual[state.cols + row];
  const side: f64 = y > 0 ? state.upper[state.cols + row] : state.lower[state.cols + row];
  return Math.abs(side) === Infinity ? 0 : y;
}

/** Structural values and row activities recomputed from them; row duals from the logicals' reduced costs and d from them. */
export function extractSolution(model: ModelView, x: F64, activity: F64, y: F64, d: F64, quality: Quality): void {
  const state = model.state;
  const rows = state.rows;
  fillF64(activity, 0, 0, rows);
  for (let row = 0; row < rows; row++) y[row] = rowDual(state, row);
  quality.primalResidual = 0;
  quality.dualResidual = 0;
  quality.objective = 0;
  quality.bound = 0;
  extractCols(model, x, activity, y, d, quality);
  extractRows(model, activity, y, quality);
  if (!isNumber(quality.bound)) quality.bound = -Infinity;
}

function extractCols(model: ModelView, x: F64, activity: F64, y: F64, d: F64, quality: Quality): void {
  const state = model.state;
  const cols = state.cols;
  const aStart = state.aStart;
  const aIndex = state.aIndex;
  const aValue = state.aValue;
  const costScale = model.costScale;
  let primal: f64 = 0;
  let dual: f64 = 0;
  let objective: f64 = 0;
  let bound: f64 = 0;
  for (let col = 0; col < cols; col++) {
    const place = state.place[col];
    const scaled = place >= 0 ? state.baseValue[place] : state.value[col];
    let sum = state.cost[col];
    const last = aStart[col + 1];
    if (scaled === 0) {
      for (let e = aStart[col]; e < last; e++) sum -= aValue[e] * y[aIndex[e]];
    } else {
      for (let e = aStart[col]; e < last; e++) {
        const row = aIndex[e];
        const a = aValue[e];
        activity[row] += scaled * a;
        sum -= a * y[row];
      }
    }
    const scale = model.colScale[col];
    const lower = state.lower[col] * scale;
    const upper = state.upper[col] * scale;
    const value = scaled * scale;
    const reduced = sum / (scale * costScale);
    const cost = state.cost[col] / (scale * costScale);
    x[col] = value;
    d[col] = reduced;
    primal = Math.max(primal, violation(value, lower, upper));
    dual = Math.max(dual, (wrongSide(state, col, reduced) * costScale) / (1 + Math.abs(cost) * costScale));
    objective += cost * value;
    if (reduced > 0) bound += reduced * lower;
    else if (reduced < 0) bound += reduced * upper;
  }
  quality.primalResidual = primal;
  quality.dualResidual = dual;
  quality.objective = objective;
  quality.bound = bound;
}

/** Activities and duals are still scaled. */
function extractRows(model: ModelView, activity: F64, y: F64, quality: Quality): void {
  const state = model.state;
  const cols = state.cols;
  const costScale = model.costScale;
  let primal: f64 = quality.primalResidual;
  let dual: f64 = quality.dualResidual;
  let bound: f64 = quality.bound;
  for (let row = 0; row < state.rows; row++) {
    const scale = model.rowScale[row];
    const lower = -state.upper[cols + row] / scale;
    const upper = -state.lower[cols + row] / scale;
    const value = activity[row] / scale;
    const price = (y[row] * scale) / costScale;
    activity[row] = value;
    y[row] = price;
    primal = Math.max(primal, violation(value, lower, upper));
    dual = Math.max(dual, wrongSide(state, cols + row, -price) * costScale);
    if (price > 0) bound += price * lower;
    else if (price < 0) bound += price * upper;
  }
  quality.primalResidual = primal;
  quality.dualResidual = dual;
  quality.bound = bound;
}

/**
 * Row duals from the logicals' reduced costs, then column reduced costs recomputed from them. Rounding that points at an infinite side of a
 * row is left out: it would make every bound from these duals infinite.
 */
export function extractDual(model: ModelView, y: F64, d: F64): void {
  const state = model.state;
  const cols = state.cols;
  const aStart = state.aStart;
  const aIndex = state.aIndex;
  const aValue = state.aValue;
  for (let row = 0; row < state.rows; row++) {
    y[row] = rowDual(state, row);
  }
  for (let col = 0; col < cols; col++) {
    let sum = state.cost[col];
    for (let e = aStart[col]; e < aStart[col + 1]; e++) sum -= aValue[e] * y[aIndex[e]];
    d[col] = sum / (model.colScale[col] * model.costScale);
  }
  for (let row = 0; row < state.rows; row++) y[row] *= model.rowScale[row] / model.costScale;
}

export function extractStatus(state: SimplexState, colStatus: I32, rowStatus: I32): void {
  for (let col = 0; col < state.cols; col++) {
    if (state.place[col] >= 0) colStatus[col] = BasisStatus.basic;
    else if (state.move[col] === Move.down) colStatus[col] = BasisStatus.atUpper;
    else colStatus[col] = state.move[col] === Move.free ? BasisStatus.free : BasisStatus.atLower;
  }
  for (let row = 0; row < state.rows; row++) {
    const j = state.cols + row;
    // the logical is minus the activity: its lower bound is the row's upper side
    if (state.place[j] >= 0) rowStatus[row] = BasisStatus.basic;
    else if (state.move[j] === Move.up) rowStatus[row] = BasisStatus.atUpper;
    else rowStatus[row] = state.move[j] === Move.free ? BasisStatus.free : BasisStatus.atLower;
  }
}

function violation(x: f64, lower: f64, upper: f64): f64 {
  if (x < lower) return (lower - x) / (1 + Math.abs(lower));
  if (x > upper) return (x - upper) / (1 + Math.abs(upper));
  return isNumber(x) ? 0 : Infinity;
}

function wrongSide(state: SimplexState, j: i32, d: f64): f64 {
  if (!isNumber(d)) return Infinity;
  if (state.place[j] >= 0 || state.move[j] === Move.free) return Math.abs(d);
  if (state.move[j] === Move.up) return d < 0 ? -d : 0;
  if (state.move[j] === Move.down) return d > 0 ? d : 0;
  return 0;
}
