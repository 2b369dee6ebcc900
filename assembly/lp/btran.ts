// BTRAN: solve B' y = c in place. Order: U', the row transformations transposed and reversed, L'. Sparse and dense ways as in
// ftran.ts.

import { LuStore } from "./lu-store.ts";
import { HYPER_RESULT_DENSITY, HYPER_RHS_DENSITY, LISTED_ZERO, ZERO } from "./params.ts";
import { SparseVector } from "./sparse-vector.ts";
import { solvePivotDense, solvePivotHyper, solveUnitDense, solveUnitHyper } from "./triangle.ts";

/** Solve B' y = v in place; `keepRow` saves the vector after U' for a Forrest-Tomlin update. */
export function btran(lu: LuStore, v: SparseVector, keepRow: bool): void {
  const hyper = v.density <= HYPER_RESULT_DENSITY;
  const sparse = HYPER_RHS_DENSITY * lu.rows;
  if (hyper && v.count <= sparse) {
    solvePivotHyper(v, lu.ur, lu.uPosition, lu.uPivotRow, lu.uPivot, lu.reach);
  } else {
    const first = firstPosition(lu, v);
    v.count = solvePivotDense(v, lu.ur, lu.uPivotRow, lu.uPivot, first, lu.uPositions, 1);
  }
  if (keepRow) saveRow(lu, v);
  if (hyper && v.count <= sparse) {
    applyEtasTransposed(lu, v);
    solveUnitHyper(v, lu.lr, lu.lPosition, lu.lPivotRow, lu.reach);
  } else {
    applyEtasTransposedDense(lu, v);
    solveUnitDense(v.value, lu.lr, lu.lPivotRow, lu.lPositions - 1, lu.lFirst - 1, -1);
    list(v);
  }
  v.noteDensity();
}

/** The first position of U the vector has an entry in: nothing happens before it. */
function firstPosition(lu: LuStore, v: SparseVector): i32 {
  const position = lu.uPosition;
  const pattern = v.index;
  const count = v.count;
  let first: i32 = lu.uPositions;
  for (let k = 0; k < count; k++) {
    const at = position[pattern[k]];
    if (at < first) first = at;
  }
  return first;
}

/** The pattern of a vector that lost it; entries that are rounding noise become zero. */
function list(v: SparseVector): void {
  const x = v.value;
  const pattern = v.index;
  const size = v.size;
  let count: i32 = 0;
  for (let row = 0; row < size; row++) {
    const y = x[row];
    if (y === 0) continue;
    if (Math.abs(y) > ZERO) pattern[count++] = row;
    else x[row] = 0;
  }
  v.count = count;
}

function saveRow(lu: LuStore, v: SparseVector): void {
  const index = lu.rowIndex;
  const value = lu.rowValue;
  const x = v.value;
  const pattern = v.index;
  const count = v.count;
  for (let k = 0; k < count; k++) {
    const row = pattern[k];
    index[k] = row;
    value[k] = x[row];
  }
  lu.rowCount = count;
}

function applyEtasTransposed(lu: LuStore, v: SparseVector): void {
  const etaRow = lu.etaRow;
  const start = lu.etaStart;
  const index = lu.etaIndex;
  const value = lu.etaValue;
  const x = v.value;
  const pattern = v.index;
  let count: i32 = v.count;
  for (let t = lu.etas - 1; t >= 0; t--) {
    const pivotX = x[etaRow[t]];
    if (Math.abs(pivotX) <= ZERO) continue;
    const last = start[t + 1];
    for (let e = start[t]; e < last; e++) {
      const row = index[e];
      const before = x[row];
      const after = before - pivotX * value[e];
      if (before === 0) pattern[count++] = row;
      x[row] = Math.abs(after) < ZERO ? LISTED_ZERO : after;
    }
  }
  v.count = count;
}

function applyEtasTransposedDense(lu: LuStore, v: SparseVector): void {
  const etaRow = lu.etaRow;
  const start = lu.etaStart;
  const index = lu.etaIndex;
  const value = lu.etaValue;
  const x = v.value;
  for (let t = lu.etas - 1; t >= 0; t--) {
    const pivotX = x[etaRow[t]];
    if (Math.abs(pivotX) <= ZERO) continue;
    const last = start[t + 1];
    for (let e = start[t]; e < last; e++) x[index[e]] -= pivotX * value[e];
  }
}
