// Factorisation of a basis: logicals, column singletons and row singletons give their pivots away without arithmetic, the
// kernel that is left is eliminated by Markowitz's rule. A singular basis is repaired: columns without a pivot give way to
// the logicals of the rows without one. (Suhl and Suhl 1990; Koberstein 2005, section 5.2.)
import { F64, fillI32, freeI32, I32, newI32 } from "../glue/mem.ts";
import { roomI32 } from "./arrays.ts";
import { eliminate } from "./lu-eliminate.ts";
import { finishFactor } from "./lu-finish.ts";
import { LuKernel } from "./lu-kernel.ts";
import { choosePivot, PivotChoice } from "./lu-pivot.ts";
import { LuStore } from "./lu-store.ts";
import { SINGULAR_PIVOT } from "./params.ts";

export class LuFactor {
  rows: i32 = 0;
  cols: i32 = 0;
  threshold: f64 = 0.1;
  kernel: LuKernel = new LuKernel();
  choice: PivotChoice = new PivotChoice();
  // the basis to factorise, by slot; on return slotRow[slot] is the row the slot pivots on
  slotVariable: I32 = newI32(0);
  slotRow: I32 = newI32(0); // -1 = no pivot yet
  slotCount: I32 = newI32(0); // entries in rows without a pivot
  rowPivoted: I32 = newI32(0); // 0 = active, 1 = pivoted by a singleton, 2 = pivoted in the kernel
  rowCount: I32 = newI32(0);
  rowStart: I32 = newI32(0); // rows + 1; pattern of the structural columns by rows
  rowSlots: I32 = newI32(0);
  queue: I32 = newI32(0);
  /** Variables that had to leave because the basis was singular, and how many. */
  droppedVariable: I32 = newI32(0);
  dropped: i32 = 0;

  resize(rows: i32): void {
    this.rows = rows;
    this.slotVariable = roomI32(this.slotVariable, this.rows, rows);
    this.slotRow = roomI32(this.slotRow, 0, rows);
    this.slotCount = roomI32(this.slotCount, 0, rows);
    this.rowPivoted = roomI32(this.rowPivoted, 0, rows);
    this.rowCount = roomI32(this.rowCount, 0, rows);
    this.rowStart = roomI32(this.rowStart, 0, rows + 2);
    this.queue = roomI32(this.queue, 0, rows);
    this.droppedVariable = roomI32(this.droppedVariable, 0, rows);
  }

  /**
   * Factorise the columns slotVariable[0..rows) of [A I] (variable cols + i is the logical of row i) into `lu`, and write the
   * variable that pivots on each row to basicVariable[row].
   */
  factorize(lu: LuStore, aStart: I32, aIndex: I32, aValue: F64, cols: i32, basicVariable: I32): void {
    this.cols = cols;
    this.dropped = 0;
    beginStore(lu);
    this.countPattern(lu, aStart, aIndex);
    lu.uFirst = lu.uPositions;
    this.columnSingletons(lu, aStart, aIndex, aValue);
    lu.lFirst = lu.lPositions;
    this.rowSingletons(lu, aStart, aIndex, aValue);
    this.loadKernel(aStart, aIndex, aValue);
    this.eliminateKernel(lu, aStart, aIndex, aValue);
    if (lu.uPositions < this.rows) this.repair(lu);
    for (let slot = 0; slot < this.rows; slot++) basicVariable[this.slotRow[slot]] = this.slotVariable[slot];
    finishFactor(lu);
  }

  /** Logicals pivot at once; the others are counted and listed by rows. */
  private countPattern(lu: LuStore, aStart: I32, aIndex: I32): void {
    const rows = this.rows;
    const cols = this.cols;
    const slotVariable = this.slotVariable;
    const slotRow = this.slotRow;
    const slotCount = this.slotCount;
    const rowPivoted = this.rowPivoted;
    const rowCount = this.rowCount;
    const rowStart = this.rowStart;
    fillI32(slotRow, -1, 0, rows);
    fillI32(slotCount, 0, 0, rows);
    fillI32(rowPivoted, 0, 0, rows);
    fillI32(rowCount, 0, 0, rows);
    for (let slot = 0; slot < rows; slot++) {
      const variable = slotVariable[slot];
      if (variable < cols) continue;
      const row = variable - cols;
      slotRow[slot] = row;
      rowPivoted[row] = 1;
      closePosition(lu, row, 1);
    }
    let entries: i32 = 0;
    for (let slot = 0; slot < rows; slot++) {
      const variable = slotVariable[slot];
      if (variable >= cols) continue;
      const last = aStart[variable + 1];
      let count: i32 = 0;
      for (let e = aStart[variable]; e < last; e++) {
        const row = aIndex[e];
        if (rowPivoted[row] !== 0) continue;
        rowCount[row]++;
        count++;
      }
      slotCount[slot] = count;
      entries += count;
    }
    this.rowSlots = roomI32(this.rowSlots, 0, entries);
    const rowSlots = this.rowSlots;
    rowStart[0] = 0;
    for (let row = 0; row < rows; row++) rowStart[row + 1] = rowStart[row] + rowCount[row];
    fillI32(rowCount, 0, 0, rows);
    for (let slot = 0; slot < rows; slot++) {
      const variable = slotVariable[slot];
      if (variable >= cols) continue;
      const last = aStart[variable + 1];
      for (let e = aStart[variable]; e < last; e++) {
        const row = aIndex[e];
        if (rowPivoted[row] === 0) rowSlots[rowStart[row] + rowCount[row]++] = slot;
      }
    }
  }

  private columnSingletons(lu: LuStore, aStart: I32, aIndex: I32, aValue: F64): void {
    const rows = this.rows;
    const slotCount = this.slotCount;
    const slotRow = this.slotRow;
    const rowPivoted = this.rowPivoted;
    const rowStart = this.rowStart;
    const rowSlots = this.rowSlots;
    const queue = this.queue;
    let waiting: i32 = 0;
    for (let slot = 0; slot < rows; slot++) {
      if (slotCount[slot] === 1) queue[waiting++] = slot;
    }
    while (waiting > 0) {
      const slot = queue[--waiting];
      const variable = this.slotVariable[slot];
      if (slotCount[slot] !== 1) continue;
      const last = aStart[variable + 1];
      let row: i32 = -1;
      let pivot: f64 = 0;
      for (let e = aStart[variable]; e < last; e++) {
        if (rowPivoted[aIndex[e]] === 0) {
          row = aIndex[e];
          pivot = aValue[e];
        }
      }
      if (Math.abs(pivot) < SINGULAR_PIVOT) continue;
      this.writeUpper(lu, variable, aStart, aIndex, aValue);
      closePosition(lu, row, pivot);
      slotRow[slot] = row;
      rowPivoted[row] = 1;
      const end = rowStart[row + 1];
      for (let e = rowStart[row]; e < end; e++) {
        const other = rowSlots[e];
        const count = slotCount[other] - 1;
        slotCount[other] = count;
        if (count === 1) queue[waiting++] = other;
      }
    }
  }

  private rowSingletons(lu: LuStore, aStart: I32, aIndex: I32, aValue: F64): void {
    const rows = this.rows;
    const slotRow = this.slotRow;
    const rowPivoted = this.rowPivoted;
    const rowCount = this.rowCount;
    const queue = this.queue;
    let waiting: i32 = 0;
    for (let row = 0; row < rows; row++) {
      if (rowPivoted[row] !== 0) continue;
      let count: i32 = 0;
      for (let e = this.rowStart[row]; e < this.rowStart[row + 1]; e++) {
        if (slotRow[this.rowSlots[e]] < 0) count++;
      }
      rowCount[row] = count;
      if (count === 1) queue[waiting++] = row;
    }
    while (waiting > 0) {
      const row = queue[--waiting];
      if (rowPivoted[row] !== 0 || rowCount[row] !== 1) continue;
      let at: i32 = this.rowStart[row];
      while (slotRow[this.rowSlots[at]] >= 0) at++;
      const slot = this.rowSlots[at];
      const variable = this.slotVariable[slot];
      const last = aStart[variable + 1];
      let pivot: f64 = 0;
      for (let e = aStart[variable]; e < last; e++) if (aIndex[e] === row) pivot = aValue[e];
      if (Math.abs(pivot) < SINGULAR_PIVOT) continue;
      this.writeUpper(lu, variable, aStart, aIndex, aValue);
      const l = lu.l;
      l.roomForEntries(l.used + last - aStart[variable]);
      for (let e = aStart[variable]; e < last; e++) {
        const other = aIndex[e];
        if (other === row || rowPivoted[other] !== 0) continue;
        l.index[l.used] = other;
        l.value[l.used] = aValue[e] / pivot;
        l.used++;
        const count = rowCount[other] - 1;
        rowCount[other] = count;
        if (count === 1) queue[waiting++] = other;
      }
      closePosition(lu, row, pivot);
      slotRow[slot] = row;
      rowPivoted[row] = 1;
    }
  }

  /** The part of a column that lies in rows pivoted by singletons is its part of U. */
  private writeUpper(lu: LuStore, variable: i32, aStart: I32, aIndex: I32, aValue: F64): void {
    const last = aStart[variable + 1];
    const u = lu.u;
    u.roomForEntries(u.used + last - aStart[variable]);
    const index = u.index;
    const value = u.value;
    const rowPivoted = this.rowPivoted;
    let at: i32 = u.used;
    for (let e = aStart[variable]; e < last; e++) {
      if (rowPivoted[aIndex[e]] !== 1) continue;
      index[at] = aIndex[e];
      value[at] = aValue[e];
      at++;
    }
    u.used = at;
  }

  private loadKernel(aStart: I32, aIndex: I32, aValue: F64): void {
    const kernel = this.kernel;
    const rows = this.rows;
    kernel.resize(rows);
    let size: i32 = 0;
    for (let slot = 0; slot < rows; slot++) {
      if (this.slotRow[slot] >= 0) continue;
      size++;
      const variable = this.slotVariable[slot];
      const last = aStart[variable + 1];
      const length = last - aStart[variable];
      kernel.roomForColumnEntries(kernel.colUsed + length);
      const start = kernel.colUsed;
      let at: i32 = start;
      let largest: f64 = 0;
      for (let e = aStart[variable]; e < last; e++) {
        if (this.rowPivoted[aIndex[e]] !== 0) continue;
        kernel.colIndex[at] = aIndex[e];
        kernel.colValue[at] = aValue[e];
        largest = Math.max(largest, Math.abs(aValue[e]));
        at++;
      }
      kernel.colStart[slot] = start;
      kernel.colCount[slot] = at - start;
      kernel.colRoom[slot] = at;
      kernel.colUsed = at;
      kernel.colMax[slot] = largest;
      kernel.colLists.link(slot, largest < SINGULAR_PIVOT ? 0 : at - start);
    }
    kernel.size = size;
    for (let row = 0; row < rows; row++) {
      if (this.rowPivoted[row] !== 0) continue;
      const start = kernel.rowUsed;
      kernel.roomForRowEntries(start + this.rowStart[row + 1] - this.rowStart[row]);
      let at: i32 = start;
      for (let e = this.rowStart[row]; e < this.rowStart[row + 1]; e++) {
        const slot = this.rowSlots[e];
        if (this.slotRow[slot] < 0) kernel.rowIndex[at++] = slot;
      }
      kernel.rowStart[row] = start;
      kernel.rowCount[row] = at - start;
      kernel.rowRoom[row] = at;
      kernel.rowUsed = at;
      kernel.rowLists.link(row, at - start);
    }
  }

  private eliminateKernel(lu: LuStore, aStart: I32, aIndex: I32, aValue: F64): void {
    const kernel = this.kernel;
    const choice = this.choice;
    for (let left = kernel.size; left > 0; left--) {
      choosePivot(kernel, this.threshold, choice);
      const slot = choice.slot;
      const row = choice.row;
      if (slot < 0) return;
      const pivot = eliminate(kernel, lu, row, slot);
      this.writeUpper(lu, this.slotVariable[slot], aStart, aIndex, aValue);
      const u = lu.u;
      let link = kernel.chainHead[slot];
      while (link >= 0) {
        u.roomForEntries(u.used + 1);
        u.index[u.used] = kernel.chainRow[link];
        u.value[u.used] = kernel.chainValue[link];
        u.used++;
        link = kernel.chainNext[link];
      }
      closePosition(lu, row, pivot);
      this.slotRow[slot] = row;
      this.rowPivoted[row] = 2;
    }
  }

  private repair(lu: LuStore): void {
    let row: i32 = 0;
    for (let slot = 0; slot < this.rows; slot++) {
      if (this.slotRow[slot] >= 0) continue;
      while (this.rowPivoted[row] !== 0) row++;
      this.droppedVariable[this.dropped++] = this.slotVariable[slot];
      this.slotVariable[slot] = this.cols + row;
      this.slotRow[slot] = row;
      this.rowPivoted[row] = 2;
      closePosition(lu, row, 1);
    }
  }

  free(): void {
    this.kernel.free();
    freeI32(this.slotVariable);
    freeI32(this.slotRow);
    freeI32(this.slotCount);
    freeI32(this.rowPivoted);
    freeI32(this.rowCount);
    freeI32(this.rowStart);
    freeI32(this.rowSlots);
    freeI32(this.queue);
    freeI32(this.droppedVariable);
  }
}

function beginStore(lu: LuStore): void {
  lu.updates = 0;
  lu.lPositions = 0;
  lu.uPositions = 0;
  lu.lFirst = 0;
  lu.uFirst = 0;
  lu.l.used = 0;
  lu.u.used = 0;
  lu.etas = 0;
  lu.etaUsed = 0;
  lu.etaStart[0] = 0;
}

/** Close position k of L and U: what was appended since the last close is its column. */
function closePosition(lu: LuStore, row: i32, pivot: f64): void {
  const k = lu.uPositions;
  lu.uPivotRow[k] = row;
  lu.uPosition[row] = k;
  lu.uPivot[k] = pivot;
  lu.u.start[k] = k === 0 ? 0 : lu.u.end[k - 1];
  lu.u.end[k] = lu.u.used;
  lu.uPositions = k + 1;
  lu.lPivotRow[k] = row;
  lu.lPosition[row] = k;
  lu.l.start[k] = k === 0 ? 0 : lu.l.end[k - 1];
  lu.l.end[k] = lu.l.used;
  lu.lPositions = k + 1;
}
