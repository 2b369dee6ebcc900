// Choice of the next Markowitz pivot among the shortest columns and rows of the kernel.

import { LuKernel } from "./lu-kernel.ts";
import { MARKOWITZ_SEARCH } from "./params.ts";

export class PivotChoice {
  row: i32 = -1;
  slot: i32 = -1;
  merit: f64 = Infinity;
  searched: i32 = 0;
}

/** Fill `choice` with the best pivot found; choice.slot is -1 when the kernel has none. */
export function choosePivot(kernel: LuKernel, threshold: f64, choice: PivotChoice): void {
  choice.row = -1;
  choice.slot = -1;
  choice.merit = Infinity;
  choice.searched = 0;
  const size = kernel.size;
  const colHead = kernel.colLists.head;
  const rowHead = kernel.rowLists.head;
  for (let count = 1; count <= size; count++) {
    if (colHead[count] >= 0 && searchColumns(kernel, threshold, count, choice)) return;
    if (rowHead[count] >= 0 && searchRows(kernel, threshold, count, choice)) return;
  }
}

/** True when the search may stop. */
function searchColumns(kernel: LuKernel, threshold: f64, count: i32, choice: PivotChoice): bool {
  const rowCount = kernel.rowCount;
  const colIndex = kernel.colIndex;
  const colValue = kernel.colValue;
  let slot = kernel.colLists.head[count];
  while (slot >= 0) {
    const least = threshold * kernel.colMax[slot];
    const start = kernel.colStart[slot];
    const last = start + count;
    for (let e = start; e < last; e++) {
      const row = colIndex[e];
      const merit: f64 = (count - 1.0) * (rowCount[row] - 1.0);
      if (merit < choice.merit && Math.abs(colValue[e]) >= least) {
        choice.merit = merit;
        choice.row = row;
        choice.slot = slot;
      }
    }
    choice.searched++;
    if (choice.slot >= 0) {
      if (choice.merit <= (count - 1.0) * (count - 1.0) || choice.searched >= MARKOWITZ_SEARCH) return true;
    }
    slot = kernel.colLists.next[slot];
  }
  return false;
}

function searchRows(kernel: LuKernel, threshold: f64, count: i32, choice: PivotChoice): bool {
  const colCount = kernel.colCount;
  const rowIndex = kernel.rowIndex;
  let row = kernel.rowLists.head[count];
  while (row >= 0) {
    const start = kernel.rowStart[row];
    const last = start + count;
    for (let e = start; e < last; e++) {
      const slot = rowIndex[e];
      const merit: f64 = (count - 1.0) * (colCount[slot] - 1.0);
      if (merit < choice.merit && entryMagnitude(kernel, slot, row) >= threshold * kernel.colMax[slot]) {
        choice.merit = merit;
        choice.row = row;
        choice.slot = slot;
      }
    }
    choice.searched++;
    if (choice.slot >= 0) {
      if (choice.merit <= count * (count - 1.0) || choice.searched >= MARKOWITZ_SEARCH) return true;
    }
    row = kernel.rowLists.next[row];
  }
  return false;
}

function entryMagnitude(kernel: LuKernel, slot: i32, row: i32): f64 {
  const colIndex = kernel.colIndex;
  let e = kernel.colStart[slot];
  while (colIndex[e] !== row) e++;
  return Math.abs(kernel.colValue[e]);
}
