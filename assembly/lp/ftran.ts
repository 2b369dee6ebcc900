// FTRAN: solve B x = a in place. Order: L, the row transformations, U. Solves that are expected to stay sparse go through the
// symbolic phase of triangle.ts and keep their pattern; the others run over the positions that have entries and list what they
// find at the end.

import { LuStore } from "./lu-store.ts";
import { HYPER_RESULT_DENSITY, HYPER_RHS_DENSITY, LISTED_ZERO, ZERO } from "./params.ts";
import { SparseVector } from "./sparse-vector.ts";
import { solvePivotDense, solvePivotHyper, solveUnitDense, solveUnitHyper } from "./triangle.ts";

/** Solve B x = v in place; `keepSpike` saves the vector before U for a Forrest-Tomlin update. */
export function ftran(lu: LuStore, v: SparseVector, keepSpike: bool): void {
  const sparse = HYPER_RHS_DENSITY * lu.rows;
  if (v.density <= HYPER_RESULT_DENSITY && v.count <= sparse) {
    solveUnitHyper(v, lu.l, lu.lPosition, lu.lPivotRow, lu.reach);
    applyEtas(lu, v);
    if (keepSpike) saveSpike(lu, v);
    if (v.count <= sparse) solvePivotHyper(v, lu.u, lu.uPosition, lu.uPivotRow, lu.uPivot, lu.reach);
    else solveUpper(lu, v);
  } else {
    solveUnitDense(v.value, lu.l, lu.lPivotRow, lu.lFirst, lu.lPositions, 1);
    applyEtasDense(lu, v);
    if (keepSpike) scanSpike(lu, v);
    solveUpper(lu, v);
  }
  v.noteDensity();
}

/** U over all positions; those before uFirst are logicals, whose columns have the pivot 1 and nothing else. */
function solveUpper(lu: LuStore, v: SparseVector): void {
  const first = lu.uFirst;
  let count: i32 = solvePivotDense(v, lu.u, lu.uPivotRow, lu.uPivot, lu.uPositions - 1, first - 1, -1);
  const pivotRow = lu.uPivotRow;
  const x = v.value;
  const pattern = v.index;
  for (let k = 0; k < first; k++) {
    const row = pivotRow[k];
    if (row < 0) continue;
    const y = x[row];
    if (y === 0) continue;
    if (Math.abs(y) > ZERO) pattern[count++] = row;
    else x[row] = 0;
  }
  v.count = count;
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

function applyEtasDense(lu: LuStore, v: SparseVector): void {
  const etas = lu.etas;
  const etaRow = lu.etaRow;
  const start = lu.etaStart;
  const index = lu.etaIndex;
  const value = lu.etaValue;
  const x = v.value;
  for (let t = 0; t < etas; t++) {
    const begin = start[t];
    const last = start[t + 1];
    if (begin === last) continue;
    const row = etaRow[t];
    let after = x[row];
    for (let e = begin; e < last; e++) after -= value[e] * x[index[e]];
    x[row] = after;
  }
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

/** As saveSpike for a vector whose pattern is not known. */
function scanSpike(lu: LuStore, v: SparseVector): void {
  const index = lu.spikeIndex;
  const value = lu.spikeValue;
  const x = v.value;
  const rows = lu.rows;
  let count: i32 = 0;
  for (let row = 0; row < rows; row++) {
    const y = x[row];
    if (y === 0) continue;
    index[count] = row;
    value[count] = y;
    count++;
  }
  lu.spikeCount = count;
}
