// One elimination step of the kernel: the pivot column becomes a column of L, the pivot row joins the chains of U, every other
// column of the pivot row loses its multiple of the pivot column.

import { LuKernel } from "./lu-kernel.ts";
import { LuStore } from "./lu-store.ts";
import { SINGULAR_PIVOT, ZERO } from "./params.ts";

/** Eliminate with pivot (row, slot). L's column is appended to the store at its next position; returns the pivot's value. */
export function eliminate(kernel: LuKernel, lu: LuStore, row: i32, slot: i32): f64 {
  kernel.colLists.unlink(slot);
  kernel.rowLists.unlink(row);
  const lStart = lu.l.used;
  const pivot = takePivotColumn(kernel, lu, row, slot);
  const lEnd = lu.l.used;
  const start = kernel.rowStart[row];
  const last = start + kernel.rowCount[row];
  for (let e = start; e < last; e++) {
    const other = kernel.rowIndex[e];
    if (other === slot) continue;
    const x = takeEntry(kernel, other, row);
    kernel.addToChain(other, row, x);
    const largest = lEnd > lStart ? subtract(kernel, lu, other, x, lStart, lEnd) : largestOf(kernel, other);
    relinkColumn(kernel, other, largest);
  }
  kernel.rowCount[row] = 0;
  kernel.colCount[slot] = 0;
  const lIndex = lu.l.index;
  for (let e = lStart; e < lEnd; e++) {
    const touched = lIndex[e];
    kernel.multiplier[touched] = 0;
    kernel.rowLists.unlink(touched);
    kernel.rowLists.link(touched, kernel.rowCount[touched]);
  }
  return pivot;
}

function takePivotColumn(kernel: LuKernel, lu: LuStore, row: i32, slot: i32): f64 {
  const start = kernel.colStart[slot];
  const last = start + kernel.colCount[slot];
  const colIndex = kernel.colIndex;
  const colValue = kernel.colValue;
  let find = start;
  while (colIndex[find] !== row) find++;
  const pivot = colValue[find];
  const l = lu.l;
  l.roomForEntries(l.used + last - start);
  let at: i32 = l.used;
  for (let e = start; e < last; e++) {
    const other = colIndex[e];
    if (other === row) continue;
    const x = colValue[e] / pivot;
    l.index[at] = other;
    l.value[at] = x;
    at++;
    kernel.multiplier[other] = x;
    kernel.removeFromRow(other, slot);
  }
  l.used = at;
  return pivot;
}

/** Remove and return the entry of `row` in column `slot`. */
function takeEntry(kernel: LuKernel, slot: i32, row: i32): f64 {
  const colIndex = kernel.colIndex;
  const colValue = kernel.colValue;
  const start = kernel.colStart[slot];
  const tail = start + kernel.colCount[slot] - 1;
  let find = start;
  while (colIndex[find] !== row) find++;
  const x = colValue[find];
  colIndex[find] = colIndex[tail];
  colValue[find] = colValue[tail];
  kernel.colCount[slot] = tail - start;
  return x;
}

/** Column `slot` minus x times the pivot column, whose multipliers are in place; fill-in and cancellation included. Returns its largest magnitude. */
function subtract(kernel: LuKernel, lu: LuStore, slot: i32, x: f64, lStart: i32, lEnd: i32): f64 {
  kernel.roomInColumn(slot, kernel.colCount[slot] + lEnd - lStart);
  const colIndex = kernel.colIndex;
  const colValue = kernel.colValue;
  const multiplier = kernel.multiplier;
  let largest: f64 = 0;
  const stamp = kernel.stamp;
  const now = ++kernel.stampNow;
  const start = kernel.colStart[slot];
  let end: i32 = start + kernel.colCount[slot];
  let e: i32 = start;
  while (e < end) {
    const row = colIndex[e];
    const factor = multiplier[row];
    if (factor !== 0) {
      stamp[row] = now;
      const after = colValue[e] - x * factor;
      if (Math.abs(after) < ZERO) {
        end--;
        colIndex[e] = colIndex[end];
        colValue[e] = colValue[end];
        kernel.removeFromRow(row, slot);
        continue;
      }
      colValue[e] = after;
    }
    const magnitude = Math.abs(colValue[e]);
    if (magnitude > largest) largest = magnitude;
    e++;
  }
  const lIndex = lu.l.index;
  const lValue = lu.l.value;
  for (let k = lStart; k < lEnd; k++) {
    const row = lIndex[k];
    if (stamp[row] === now) continue;
    const fill = -x * lValue[k];
    if (Math.abs(fill) < ZERO) continue;
    colIndex[end] = row;
    colValue[end] = fill;
    if (Math.abs(fill) > largest) largest = Math.abs(fill);
    end++;
    kernel.addToRow(row, slot);
  }
  kernel.colCount[slot] = end - start;
  return largest;
}

/** Largest magnitude of a column that only lost an entry. */
function largestOf(kernel: LuKernel, slot: i32): f64 {
  const start = kernel.colStart[slot];
  const last = start + kernel.colCount[slot];
  const colValue = kernel.colValue;
  let largest: f64 = 0;
  for (let e = start; e < last; e++) largest = Math.max(largest, Math.abs(colValue[e]));
  return largest;
}

function relinkColumn(kernel: LuKernel, slot: i32, largest: f64): void {
  const count = kernel.colCount[slot];
  kernel.colMax[slot] = largest;
  kernel.colLists.unlink(slot);
  // a column of rounding noise is never chosen: it is singular, and list 0 is not searched
  kernel.colLists.link(slot, largest < SINGULAR_PIVOT ? 0 : count);
}
