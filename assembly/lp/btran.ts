// BTRAN: solve B' y = c in place. Order: U', the row transformations transposed and reversed, L'.

import { LuStore } from "./lu-store.ts";
import { HYPER_RESULT_DENSITY, HYPER_RHS_DENSITY, LISTED_ZERO, ZERO } from "./params.ts";
import { SparseVector } from "./sparse-vector.ts";
import { solvePivotDense, solvePivotHyper, solveUnitDense, solveUnitHyper } from "./triangle.ts";

/** Solve B' y = v in place; `keepRow` saves the vector after U' for a Forrest-Tomlin update. */
export function btran(lu: LuStore, v: SparseVector, keepRow: bool): void {
  const hyper = v.density <= HYPER_RESULT_DENSITY;
  if (hyper && v.count <= HYPER_RHS_DENSITY * lu.rows) {
    solvePivotHyper(v, lu.ur, lu.uPosition, lu.uPivotRow, lu.uPivot, lu.reach);
  } else {
    solvePivotDense(v, lu.ur, lu.uPivotRow, lu.uPivot, 0, lu.uPositions, 1);
  }
  if (keepRow) saveRow(lu, v);
  applyEtasTransposed(lu, v);
  if (hyper && v.count <= HYPER_RHS_DENSITY * lu.rows) {
    solveUnitHyper(v, lu.lr, lu.lPosition, lu.lPivotRow, lu.reach);
  } else {
    solveUnitDense(v, lu.lr, lu.lPivotRow, lu.lPositions - 1, -1, -1);
  }
  v.noteDensity();
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
