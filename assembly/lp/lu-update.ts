// Forrest-Tomlin update: the column of U that pivots on row p is replaced by the spike, moved to the last position, and row p
// of U is eliminated by a row transformation eta = z / z_p without entry p, where U' z = e_p. The new pivot is u_pp * alpha_p
// (alpha = B^-1 a_q); the spike gives the same number a second way, and their disagreement measures the update's quality.
import { F64, I32 } from "../glue/mem.ts";
import { roomI32 } from "./arrays.ts";
import { LuStore } from "./lu-store.ts";
import { ZERO } from "./params.ts";
import { Triangle } from "./triangle.ts";

/** Room kept behind a row of U that moved. */
const SLACK: i32 = 4;

/**
 * Replace the column that pivots on `pivotRow`. The spike (last ftran with keepSpike) and z (last btran of the unit vector
 * of `pivotRow` with keepRow) are in the store; `alpha` is the pivot element. Returns the relative disagreement of the new
 * pivot's two values.
 */
export function luUpdate(lu: LuStore, pivotRow: i32, alpha: f64): f64 {
  const oldPosition = lu.uPosition[pivotRow];
  const oldPivot = lu.uPivot[oldPosition];
  const spikePivot = eliminatedPivot(lu, pivotRow, oldPivot);
  const pivot = oldPivot * alpha;
  removeFromOther(lu.ur, oldPosition, lu.u, lu.uPosition, pivotRow);
  removeFromOther(lu.u, oldPosition, lu.ur, lu.uPosition, pivotRow);
  lu.uPivotRow[oldPosition] = -1;
  lu.u.end[oldPosition] = lu.u.start[oldPosition];
  lu.ur.end[oldPosition] = lu.ur.start[oldPosition];
  appendPosition(lu, pivotRow, pivot);
  appendEta(lu, pivotRow, -oldPivot);
  lu.updates++;
  return Math.abs(spikePivot - pivot) / Math.max(Math.abs(pivot), Math.abs(spikePivot));
}

/** Entry p of the spike after the row transformation. */
function eliminatedPivot(lu: LuStore, pivotRow: i32, oldPivot: f64): f64 {
  // join spike and z through a dense gather
  const index = lu.rowIndex;
  const value = lu.rowValue;
  const count = lu.rowCount;
  const scratch = lu.gather;
  const spikeIndex = lu.spikeIndex;
  const spikeValue = lu.spikeValue;
  const spikeCount = lu.spikeCount;
  for (let k = 0; k < spikeCount; k++) scratch[spikeIndex[k]] = spikeValue[k];
  let pivot: f64 = scratch[pivotRow];
  for (let k = 0; k < count; k++) {
    const row = index[k];
    if (row !== pivotRow) pivot += oldPivot * value[k] * scratch[row];
  }
  for (let k = 0; k < spikeCount; k++) scratch[spikeIndex[k]] = 0;
  return pivot;
}

/** Entries of position `k` in `own` name vectors of `other` that hold an entry for `row`: delete those. */
function removeFromOther(own: Triangle, k: i32, other: Triangle, position: I32, row: i32): void {
  const index = own.index;
  const last = own.end[k];
  const otherIndex = other.index;
  const otherValue = other.value;
  const otherStart = other.start;
  const otherEnd = other.end;
  for (let e = own.start[k]; e < last; e++) {
    const there = position[index[e]];
    const tail = otherEnd[there] - 1;
    let find = otherStart[there];
    while (otherIndex[find] !== row) find++;
    otherIndex[find] = otherIndex[tail];
    otherValue[find] = otherValue[tail];
    otherEnd[there] = tail;
  }
}

/** The spike becomes the last column of U; its entries join the rows they lie in. */
function appendPosition(lu: LuStore, pivotRow: i32, pivot: f64): void {
  const k = lu.uPositions;
  const u = lu.u;
  const ur = lu.ur;
  const count = lu.spikeCount;
  const spikeIndex = lu.spikeIndex;
  const spikeValue = lu.spikeValue;
  u.roomForEntries(u.used + count);
  const index = u.index;
  const value = u.value;
  let at: i32 = u.used;
  u.start[k] = at;
  for (let s = 0; s < count; s++) {
    const row = spikeIndex[s];
    const x = spikeValue[s];
    if (row === pivotRow || Math.abs(x) < ZERO) continue;
    index[at] = row;
    value[at] = x;
    at++;
    insertInRow(lu, lu.uPosition[row], pivotRow, x);
  }
  u.end[k] = at;
  u.used = at;
  lu.uPivotRow[k] = pivotRow;
  lu.uPosition[pivotRow] = k;
  lu.uPivot[k] = pivot;
  ur.start[k] = ur.used;
  ur.end[k] = ur.used;
  lu.urSpace[k] = ur.used;
  lu.uPositions = k + 1;
}

/** Add an entry to row position `k` of U, moving the row to the end of the pool when its room is used up. */
function insertInRow(lu: LuStore, k: i32, column: i32, x: f64): void {
  const ur = lu.ur;
  const end = ur.end[k];
  if (end < lu.urSpace[k]) {
    ur.index[end] = column;
    ur.value[end] = x;
    ur.end[k] = end + 1;
    return;
  }
  const start = ur.start[k];
  const length = end - start;
  const room = length + (length >> 1) + SLACK;
  const to = ur.used;
  ur.roomForEntries(to + room);
  const index = ur.index;
  const value = ur.value;
  for (let e = 0; e < length; e++) {
    index[to + e] = index[start + e];
    value[to + e] = value[start + e];
  }
  index[to + length] = column;
  value[to + length] = x;
  ur.start[k] = to;
  ur.end[k] = to + length + 1;
  lu.urSpace[k] = to + room;
  ur.used = to + room;
}

/** The row transformation of `row` with the entries z * factor of the saved row, but for `row` itself. */
function appendEta(lu: LuStore, row: i32, factor: f64): void {
  const count = lu.rowCount;
  lu.roomForEtaEntries(lu.etaUsed + count);
  const rowIndex: I32 = lu.rowIndex;
  const rowValue: F64 = lu.rowValue;
  const index = lu.etaIndex;
  const value = lu.etaValue;
  let at: i32 = lu.etaUsed;
  for (let s = 0; s < count; s++) {
    const x = rowValue[s] * factor;
    if (rowIndex[s] === row || Math.abs(x) < ZERO) continue;
    index[at] = rowIndex[s];
    value[at] = x;
    at++;
  }
  const t = lu.etas;
  lu.etaRow = roomI32(lu.etaRow, t, t + 1);
  lu.etaStart = roomI32(lu.etaStart, t + 1, t + 2);
  lu.etaRow[t] = row;
  lu.etaStart[t + 1] = at;
  lu.etaUsed = at;
  lu.etas = t + 1;
}

/**
 * Border the basis by a new row whose own logical is basic: B+ = [B 0; r' 1]. The row transformation of the new row is
 * eta = U^-T r (over the basic columns), which the last btran with keepRow of r left in the store; L and U gain an empty
 * position. The caller has made room for the row.
 */
export function luAppendRow(lu: LuStore, row: i32): void {
  lu.lPivotRow[lu.lPositions] = row;
  lu.lPosition[row] = lu.lPositions;
  lu.l.start[lu.lPositions] = lu.l.used;
  lu.l.end[lu.lPositions] = lu.l.used;
  lu.lr.start[lu.lPositions] = lu.lr.used;
  lu.lr.end[lu.lPositions] = lu.lr.used;
  lu.lPositions++;
  lu.spikeCount = 0;
  appendPosition(lu, row, 1);
  appendEta(lu, row, 1);
  lu.rowCount = 0;
}
