// Updates after a dual simplex pivot: bound flips, reduced costs, basic values and dual steepest edge weights.
//   w_i = |e_i' B^-1|^2 becomes max(w_i - 2 (a_i/a_p) tau_i + (a_i/a_p)^2 w_p, floor), tau = B^-1 rho_p.
// (Forrest and Goldfarb 1992.)

import { DualRatioTest } from "./dual-ratio-test.ts";
import { ftran } from "./ftran.ts";
import { InfeasibleRows } from "./infeasible-rows.ts";
import { LISTED_ZERO, MIN_EDGE_WEIGHT } from "./params.ts";
import { Move, SimplexState } from "./simplex-state.ts";
import { SparseVector } from "./sparse-vector.ts";

/** Flip the variables whose breakpoints were passed, and move the basic values along. */
export function applyFlips(
  state: SimplexState,
  test: DualRatioTest,
  colFlip: SparseVector,
  rows: InfeasibleRows,
): void {
  colFlip.clear();
  for (let k = 0; k < test.flips; k++) {
    const j = test.candidate[k];
    const before = state.value[j];
    const after = state.move[j] === Move.up ? state.workUpper[j] : state.workLower[j];
    state.move[j] = -state.move[j];
    state.value[j] = after;
    addColumn(state, j, after - before, colFlip);
  }
  ftran(state.lu, colFlip, false);
  const baseValue = state.baseValue;
  const rhs = colFlip.value;
  const listed = colFlip.index;
  for (let k = 0; k < colFlip.count; k++) {
    const row = listed[k];
    const x = baseValue[row] - rhs[row];
    baseValue[row] = x;
    rows.note(row, x);
  }
}

/** v += delta * column j of [A I]. */
export function addColumn(state: SimplexState, j: i32, delta: f64, v: SparseVector): void {
  const rhs = v.value;
  const listed = v.index;
  let count: i32 = v.count;
  if (j >= state.cols) {
    const row = j - state.cols;
    const before = rhs[row];
    if (before === 0) listed[count++] = row;
    const after = before + delta;
    rhs[row] = after === 0 ? LISTED_ZERO : after;
    v.count = count;
    return;
  }
  const aIndex = state.aIndex;
  const aValue = state.aValue;
  const last = state.aStart[j + 1];
  for (let e = state.aStart[j]; e < last; e++) {
    const row = aIndex[e];
    const before = rhs[row];
    if (before === 0) listed[count++] = row;
    const after = before + delta * aValue[e];
    rhs[row] = after === 0 ? LISTED_ZERO : after;
  }
  v.count = count;
}

/** Take the dual step. A reduced cost that is on the wrong side within tolerance is shifted to zero first. Returns theta. */
export function updateDuals(
  state: SimplexState,
  test: DualRatioTest,
  rowAp: SparseVector,
  rowEp: SparseVector,
  alpha: f64,
): f64 {
  const entering = test.entering;
  const dual = state.dual;
  let theta = test.theta;
  if (theta === 0) {
    state.workCost[entering] -= dual[entering];
    if (dual[entering] !== 0) state.costsChanged = true;
    dual[entering] = 0;
    return 0;
  }
  theta = dual[entering] / alpha;
  stepDuals(state, rowAp, rowEp, theta);
  return theta;
}

/** d_j -= theta * alpha_j for the active structurals (rowAp) and the nonbasic logicals (rowEp). */
export function stepDuals(state: SimplexState, rowAp: SparseVector, rowEp: SparseVector, theta: f64): void {
  const dual = state.dual;
  let value = rowAp.value;
  let index = rowAp.index;
  let count: i32 = rowAp.count;
  for (let k = 0; k < count; k++) {
    const j = index[k];
    dual[j] -= theta * value[j];
  }
  const cols = state.cols;
  const place = state.place;
  value = rowEp.value;
  index = rowEp.index;
  count = rowEp.count;
  for (let k = 0; k < count; k++) {
    const i = index[k];
    if (place[cols + i] < 0) dual[cols + i] -= theta * value[i];
  }
}

/** Take the primal step that brings row `row` to `bound`, and update the edge weights. Call before the basis changes. */
export function updatePrimalAndWeights(
  state: SimplexState,
  row: i32,
  entering: i32,
  bound: f64,
  colAq: SparseVector,
  colTau: SparseVector,
  rows: InfeasibleRows,
): void {
  const a = colAq.value;
  const index = colAq.index;
  const count = colAq.count;
  const tau = colTau.value;
  const baseValue = state.baseValue;
  const weight = state.edgeWeight;
  const lower = rows.lower;
  const upper = rows.upper;
  const squared = rows.squared;
  const listed = rows.listed;
  const list = rows.list;
  const tolerance = rows.tolerance;
  let infeasible: i32 = rows.count;
  const alpha = a[row];
  const step = (baseValue[row] - bound) / alpha;
  const pivotWeight = weight[row] / (alpha * alpha);
  const cross = -2.0 / alpha;
  for (let k = 0; k < count; k++) {
    const i = index[k];
    const x = a[i];
    const value = baseValue[i] - step * x;
    baseValue[i] = value;
    const w = weight[i] + x * (x * pivotWeight + cross * tau[i]);
    weight[i] = Math.max(w, MIN_EDGE_WEIGHT);
    // as InfeasibleRows.note, with its fields in locals
    const below = lower[i] - value;
    const above = value - upper[i];
    const violation = Math.max(below, above);
    if (violation > tolerance) {
      squared[i] = violation * violation;
      if (listed[i] === 0) {
        listed[i] = 1;
        list[infeasible++] = i;
      }
    } else {
      squared[i] = 0;
    }
  }
  rows.count = infeasible;
  weight[row] = Math.max(pivotWeight, MIN_EDGE_WEIGHT);
  baseValue[row] = state.value[entering] + step;
}
