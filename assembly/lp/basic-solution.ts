// Primal and dual values of the basis, computed afresh: B x_B = -N x_N and B' y = c_B, d_N = c_N - N' y.
import { F64 } from "../glue/mem.ts";
import { btran } from "./btran.ts";
import { ftran } from "./ftran.ts";
import { Move, SimplexState } from "./simplex-state.ts";
import { SparseVector } from "./sparse-vector.ts";

/** baseValue from the nonbasic values; `work` is scratch of `rows` entries. */
export function computePrimal(state: SimplexState, work: SparseVector): void {
  const cols = state.cols;
  const total = state.total;
  const place = state.place;
  const value = state.value;
  const aStart = state.aStart;
  const aIndex = state.aIndex;
  const aValue = state.aValue;
  work.clear();
  const rhs = work.value;
  for (let j = 0; j < cols; j++) {
    const x = value[j];
    if (place[j] >= 0 || x === 0) continue;
    const last = aStart[j + 1];
    for (let e = aStart[j]; e < last; e++) rhs[aIndex[e]] -= x * aValue[e];
  }
  for (let j = cols; j < total; j++) {
    if (place[j] < 0) rhs[j - cols] -= value[j];
  }
  work.relist();
  const density = work.density;
  ftran(state.lu, work, false);
  work.density = density; // a full solve says nothing about the solves of iterations
  const rows = state.rows;
  const baseValue = state.baseValue;
  for (let row = 0; row < rows; row++) baseValue[row] = rhs[row];
  work.clear();
}

/** Duals of all nonbasic variables for the costs `cost`; `work` is scratch of `rows` entries. */
export function computeDual(state: SimplexState, cost: F64, work: SparseVector): void {
  const rows = state.rows;
  const cols = state.cols;
  const total = state.total;
  const place = state.place;
  const head = state.head;
  const dual = state.dual;
  work.clear();
  const y = work.value;
  for (let row = 0; row < rows; row++) y[row] = cost[head[row]];
  work.relist();
  const density = work.density;
  if (work.count > 0) btran(state.lu, work, false);
  work.density = density;
  const aStart = state.aStart;
  const aIndex = state.aIndex;
  const aValue = state.aValue;
  for (let j = 0; j < cols; j++) {
    if (place[j] >= 0) {
      dual[j] = 0;
      continue;
    }
    let d = cost[j];
    const last = aStart[j + 1];
    for (let e = aStart[j]; e < last; e++) d -= y[aIndex[e]] * aValue[e];
    dual[j] = d;
  }
  for (let j = cols; j < total; j++) dual[j] = place[j] >= 0 ? 0 : cost[j] - y[j - cols];
  work.clear();
}

/** How far a nonbasic variable's reduced cost is on the wrong side. */
export function dualInfeasibility(state: SimplexState, j: i32): f64 {
  const move = state.move[j];
  const d = state.dual[j];
  if (move === Move.up) return -d;
  if (move === Move.down) return d;
  if (move === Move.free) return Math.abs(d);
  return 0;
}

/** How far a basic value is outside its working bounds. */
export function primalInfeasibility(state: SimplexState, row: i32): f64 {
  const x = state.baseValue[row];
  const j = state.head[row];
  return Math.max(state.workLower[j] - x, x - state.workUpper[j]);
}

/** Write column `j` of [A I] into `v`. */
export function loadColumn(state: SimplexState, j: i32, v: SparseVector): void {
  v.clear();
  if (j >= state.cols) {
    v.setUnit(j - state.cols, 1);
    return;
  }
  const aIndex = state.aIndex;
  const aValue = state.aValue;
  const last = state.aStart[j + 1];
  const index = v.index;
  const value = v.value;
  let count: i32 = 0;
  for (let e = state.aStart[j]; e < last; e++) {
    value[aIndex[e]] = aValue[e];
    index[count++] = aIndex[e];
  }
  v.count = count;
}
