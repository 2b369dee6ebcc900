// FTRAN: solve B x = a in place. Order: L, the row transformations, U.

import { LuStore } from "./lu-store.ts";
import { HYPER_RESULT_DENSITY, HYPER_RHS_DENSITY, LISTED_ZERO, ZERO } from "./params.ts";
import { SparseVector } from "./sparse-vector.ts";
import { solvePivotDense, solvePivotHyper, solveUnitDense, solveUnitHyper } from "./triangle.ts";

/** Solve B x = v in place; `keepSpike` saves the vector before U for a Forrest-Tomlin update. */
export function ftran(lu: LuStore, v: SparseVector, keepSpike: bool): void {
  const hyper = v.density <= HYPER_RESULT_DENSITY;
  if (hyper && v.count <= HYPER_RHS_DENSITY * lu.rows) {
    solveUnitHyper(v, lu.l, lu.lPosition, lu.lPivotRow, lu.reach);
  } else {
    solveUnitDense(v, lu.l, lu.lPivotRow, 0, lu.lPositions, 1);
  }
  applyEtas(lu, v);
  if (keepSpike) saveSpike(lu, v);
  if (hyper && v.count <= HYPER_RHS_DENSITY * lu.rows) {
    solvePivotHyper(v, lu.u, lu.uPosition, lu.uPivotRow, lu.uPivot, lu.reach);
  } else {
    solvePivotDense(v, lu.u, lu.uPivotRow, lu.uPivot, lu.uPositions - 1, -1, -1);
  }
  v.noteDensity();
}

function applyEtas(lu: LuStore, v: SparseVector): void {
  const etas = lu.etas;
  const etaRow = lu.etaRow;
  const start = lu.etaStart;
  const index = lu.etaIndex;
  const value = lu.etaValue;
  const x = v.value;
  const pattern = v.index;
  let count: i32 = v.count;
  for (let t = 0; t < etas; t++) {
    const row = etaRow[t];
    const before = x[row];
    let after = before;
    const last = start[t + 1];
    for (let e = start[t]; e < last; e++) after -= value[e] * x[index[e]];
    if (before === 0 && after === 0) continue;
    if (before === 0) pattern[count++] = row;
    x[row] = Math.abs(after) < ZERO ? LISTED_ZERO : after;
  }
  v.count = count;
}

function saveSpike(lu: LuStore, v: SparseVector): void {
  const index = lu.spikeIndex;
  const value = lu.spikeValue;
  const x = v.value;
  const pattern = v.index;
  const count = v.count;
  for (let k = 0; k < count; k++) {
    const row = pattern[k];
    index[k] = row;
    value[k] = x[row];
  }
  lu.spikeCount = count;
}
