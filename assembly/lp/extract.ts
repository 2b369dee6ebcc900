// The solution in the caller's terms, and how good it is there: primal and dual residuals on the unscaled model.

import { BasisStatus } from "../abi-lp.ts";
import { F64, fillF64, I32 } from "../glue/mem.ts";
import { ModelView } from "./certificate.ts";
import { Move, SimplexState } from "./simplex-state.ts";
import { isNumber } from "./validate.ts";

/** Structural values, then row activities recomputed from them. */
export function extractPrimal(model: ModelView, x: F64, activity: F64): void {
  const state = model.state;
  const cols = state.cols;
  const aStart = state.aStart;
  const aIndex = state.aIndex;
  const aValue = state.aValue;
  fillF64(activity, 0, 0, state.rows);
  for (let col = 0; col < cols; col++) {
    const place = state.place[col];
    const scaled = place >= 0 ? state.baseValue[place] : state.value[col];
    x[col] = scaled * model.colScale[col];
    if (scaled === 0) continue;
    for (let e = aStart[col]; e < aStart[col + 1]; e++) activity[aIndex[e]] += scaled * aValue[e];
  }
  for (let row = 0; row < state.rows; row++) activity[row] /= model.rowScale[row];
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
    const yi: f64 = -state.dual[cols + row];
    const side: f64 = yi > 0 ? state.upper[cols + row] : state.lower[cols + row];
    y[row] = Math.abs(side) === Infinity ? 0 : yi;
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

/** Largest violation of a bound or row, relative to 1 + |bound|. */
export function primalResidual(model: ModelView, x: F64, activity: F64): f64 {
  const state = model.state;
  let worst: f64 = 0;
  for (let col = 0; col < state.cols; col++) {
    worst = Math.max(worst, violation(x[col], model.colLower(col), model.colUpper(col)));
  }
  for (let row = 0; row < state.rows; row++) {
    worst = Math.max(worst, violation(activity[row], model.rowLower(row), model.rowUpper(row)));
  }
  return worst;
}

function violation(x: f64, lower: f64, upper: f64): f64 {
  if (x < lower) return (lower - x) / (1 + Math.abs(lower));
  if (x > upper) return (x - upper) / (1 + Math.abs(upper));
  return isNumber(x) ? 0 : Infinity;
}

/**
 * Largest wrong-sided reduced cost, relative to |cost| plus the typical cost (that is, 1 / costScale); basic variables must have
 * none at all.
 */
export function dualResidual(model: ModelView, y: F64, d: F64): f64 {
  const state = model.state;
  const scale = model.costScale;
  let worst: f64 = 0;
  for (let col = 0; col < state.cols; col++) {
    worst = Math.max(worst, (wrongSide(state, col, d[col]) * scale) / (1 + Math.abs(model.cost(col)) * scale));
  }
  for (let row = 0; row < state.rows; row++) {
    worst = Math.max(worst, wrongSide(state, state.cols + row, -y[row]) * scale);
  }
  return worst;
}

function wrongSide(state: SimplexState, j: i32, d: f64): f64 {
  if (!isNumber(d)) return Infinity;
  if (state.place[j] >= 0 || state.move[j] === Move.free) return Math.abs(d);
  if (state.move[j] === Move.up) return d < 0 ? -d : 0;
  if (state.move[j] === Move.down) return d > 0 ? d : 0;
  return 0;
}
