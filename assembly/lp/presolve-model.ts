// The model presolve works on: unscaled, by columns and by rows, with what is still alive. Costs and bounds change, and every
// change is undone by postsolve in reverse order from the records kept here. Columns whose coefficients change, and then all rows,
// are written anew behind what is there; going back is pointing at the old ones again.
import { copyI32, F64, fillI32, freeF64, freeI32, I32, lengthI32, newF64, newI32 } from "../glue/mem.ts";
import { freshF64, freshI32, roomF64, roomI32 } from "./arrays.ts";
import { ModelView } from "./certificate.ts";
import { medianMagnitude } from "./heap-sort.ts";

export const enum Reduction {
  row, // a row without influence left
  singletonRow, // a row with one column became bounds of it
  column, // a column got its value
  forcingRow, // a row that forces all its columns to bounds
  slack, // a column with one entry, in an equality, became the slack of the row
  substitution, // a column left by way of an equality
  merge, // a column took over its share of a substituted one
  rows, // the rows were written anew
  duplicateRow, // a row was a multiple of another (col holds that one's number)
  duplicateCol, // a column was a multiple of another one, and merged with it
}

export class PresolveModel {
  rows: i32 = 0;
  cols: i32 = 0;
  // by columns (value unscaled), start[col] to end[col] in a pool
  start: I32 = newI32(0);
  end: I32 = newI32(0);
  index: I32 = newI32(0);
  value: F64 = newF64(0);
  used: i32 = 0;
  // by rows, rowStart[row] to rowStart[row + 1] in a pool
  rowStart: I32 = newI32(0);
  rowIndex: I32 = newI32(0);
  rowValue: F64 = newF64(0);
  private oldStarts: I32 = newI32(0); // rowStart as it was before each time the rows were written anew
  private rewrites: i32 = 0;
  colLower: F64 = newF64(0);
  colUpper: F64 = newF64(0);
  cost: F64 = newF64(0);
  rowLower: F64 = newF64(0);
  rowUpper: F64 = newF64(0);
  rowAlive: I32 = newI32(0);
  colAlive: I32 = newI32(0);
  rowDirty: I32 = newI32(0); // 1 = something changed since presolve looked at the row
  rowCount: I32 = newI32(0); // alive entries
  colCount: I32 = newI32(0);
  typicalCost: f64 = Infinity; // median magnitude of the nonzero costs; Infinity without any
  infeasible: bool = false;
  changed: bool = false; // since the last pass began

  // records
  records: i32 = 0;
  kind: I32 = newI32(0);
  row: I32 = newI32(0);
  col: I32 = newI32(0);
  number: F64 = newF64(0); // column: its value; slack: cost share; singletonRow, substitution: coefficient; merge: factor
  /** singletonRow: 1 = lower bound came from it, 2 = upper; substitution: the same of column `other`; forcingRow, slack: 1 = row at its upper side. */
  sides: I32 = newI32(0);
  other: I32 = newI32(0); // substitution: the other column of a doubleton, or -1; merge: the substituted column
  oldStart: I32 = newI32(0); // merge: where the column was
  oldEnd: I32 = newI32(0);
  oldLower: F64 = newF64(0); // duplicateCol: bounds of the other column before the merger
  oldUpper: F64 = newF64(0);

  /** Take over a model; what was here before is gone. */
  load(model: ModelView): void {
    const state = model.state;
    this.resize(state.rows, state.cols, state.aStart[state.cols]);
    this.copyFrom(model);
    const median = medianMagnitude(this.cost, this.cols);
    if (median > 0) this.typicalCost = median;
  }

  /** Zeroed arrays of these sizes; all zero gives the memory back. */
  resize(rows: i32, cols: i32, entries: i32): void {
    this.rows = rows;
    this.cols = cols;
    this.start = freshI32(this.start, cols);
    this.end = freshI32(this.end, cols);
    this.index = freshI32(this.index, entries);
    this.value = freshF64(this.value, entries);
    this.rowStart = freshI32(this.rowStart, rows + 1);
    this.rowIndex = freshI32(this.rowIndex, entries);
    this.rowValue = freshF64(this.rowValue, entries);
    this.colLower = freshF64(this.colLower, cols);
    this.colUpper = freshF64(this.colUpper, cols);
    this.cost = freshF64(this.cost, cols);
    this.rowLower = freshF64(this.rowLower, rows);
    this.rowUpper = freshF64(this.rowUpper, rows);
    this.rowAlive = freshI32(this.rowAlive, rows);
    this.colAlive = freshI32(this.colAlive, cols);
    this.rowCount = freshI32(this.rowCount, rows);
    this.rowDirty = freshI32(this.rowDirty, rows);
    fillI32(this.rowDirty, 1, 0, rows);
    this.colCount = freshI32(this.colCount, cols);
    this.kind = freshI32(this.kind, 0);
    this.row = freshI32(this.row, 0);
    this.col = freshI32(this.col, 0);
    this.number = freshF64(this.number, 0);
    this.sides = freshI32(this.sides, 0);
    this.other = freshI32(this.other, 0);
    this.oldStart = freshI32(this.oldStart, 0);
    this.oldEnd = freshI32(this.oldEnd, 0);
    this.oldLower = freshF64(this.oldLower, 0);
    this.oldUpper = freshF64(this.oldUpper, 0);
    this.oldStarts = freshI32(this.oldStarts, 0);
    this.rewrites = 0;
    this.used = 0;
    this.records = 0;
    this.infeasible = false;
    this.typicalCost = Infinity;
  }

  private copyFrom(model: ModelView): void {
    const state = model.state;
    const rows = this.rows;
    const cols = this.cols;
    let at: i32 = 0;
    for (let col = 0; col < cols; col++) {
      this.colLower[col] = model.colLower(col);
      this.colUpper[col] = model.colUpper(col);
      this.cost[col] = model.cost(col);
      this.colAlive[col] = 1;
      this.start[col] = at;
      for (let e = state.aStart[col]; e < state.aStart[col + 1]; e++) {
        const row = state.aIndex[e];
        const a = state.aValue[e] / (model.rowScale[row] * model.colScale[col]);
        if (a === 0) continue;
        this.index[at] = row;
        this.value[at] = a;
        this.rowCount[row]++;
        at++;
      }
      this.end[col] = at;
      this.colCount[col] = at - this.start[col];
    }
    this.used = at;
    for (let row = 0; row < rows; row++) {
      this.rowLower[row] = model.rowLower(row);
      this.rowUpper[row] = model.rowUpper(row);
      this.rowAlive[row] = 1;
      this.rowStart[row + 1] = this.rowStart[row] + this.rowCount[row];
      this.rowCount[row] = 0;
    }
    for (let col = 0; col < cols; col++) {
      for (let e = this.start[col]; e < this.end[col]; e++) {
        const row = this.index[e];
        const place = this.rowStart[row] + this.rowCount[row]++;
        this.rowIndex[place] = col;
        this.rowValue[place] = this.value[e];
      }
    }
  }

  record(kind: Reduction, row: i32, col: i32, number: f64, sides: i32): void {
    const at = this.records;
    if (at >= lengthI32(this.kind)) this.roomForRecords(at);
    this.kind[at] = kind;
    this.row[at] = row;
    this.col[at] = col;
    this.number[at] = number;
    this.sides[at] = sides;
    this.records = at + 1;
    this.changed = true;
  }

  private roomForRecords(at: i32): void {
    this.kind = roomI32(this.kind, at, at + 1);
    this.row = roomI32(this.row, at, at + 1);
    this.col = roomI32(this.col, at, at + 1);
    this.number = roomF64(this.number, at, at + 1);
    this.sides = roomI32(this.sides, at, at + 1);
    this.other = roomI32(this.other, at, at + 1);
    this.oldStart = roomI32(this.oldStart, at, at + 1);
    this.oldEnd = roomI32(this.oldEnd, at, at + 1);
  }

  /** Record that `col` took over a share of `other`; its coefficients are about to change. */
  recordMerge(col: i32, other: i32, factor: f64): void {
    this.record(Reduction.merge, -1, col, factor, 0);
    const at = this.records - 1;
    this.other[at] = other;
    this.oldStart[at] = this.start[col];
    this.oldEnd[at] = this.end[col];
  }

  /** Record that `col`, `ratio` times `kept`, merges with it; the bounds of `kept` are about to change. */
  recordMergedCol(kept: i32, col: i32, ratio: f64): void {
    this.record(Reduction.duplicateCol, -1, col, ratio, 0);
    const at = this.records - 1;
    this.oldLower = roomF64(this.oldLower, at, at + 1);
    this.oldUpper = roomF64(this.oldUpper, at, at + 1);
    this.other[at] = kept;
    this.oldLower[at] = this.colLower[kept];
    this.oldUpper[at] = this.colUpper[kept];
  }

  /** Room for a column of this many entries behind `used`. */
  roomForColumn(entries: i32): void {
    this.index = roomI32(this.index, this.used, this.used + entries);
    this.value = roomF64(this.value, this.used, this.used + entries);
  }

  /** The column lies in begin..end now, all of it in rows that are alive. */
  moveColumn(col: i32, begin: i32, end: i32): void {
    this.start[col] = begin;
    this.end[col] = end;
    this.colCount[col] = end - begin;
    this.used = end;
  }

  /** Write the rows anew from the columns, and count entries. */
  rewriteRows(): void {
    const rows = this.rows;
    this.record(Reduction.rows, -1, -1, 0, 0);
    const kept: i32 = this.rewrites * (rows + 1);
    this.oldStarts = roomI32(this.oldStarts, kept, kept + rows + 1);
    copyI32(this.oldStarts, kept, this.rowStart, 0, rows + 1);
    this.rewrites++;
    fillI32(this.rowCount, 0, 0, rows);
    fillI32(this.rowDirty, 1, 0, rows);
    for (let col = 0; col < this.cols; col++) {
      if (this.colAlive[col] === 0) continue;
      let count: i32 = 0;
      for (let e = this.start[col]; e < this.end[col]; e++) {
        if (this.rowAlive[this.index[e]] === 0) continue;
        this.rowCount[this.index[e]]++;
        count++;
      }
      this.colCount[col] = count;
    }
    const base = this.rowStart[rows];
    this.rowStart[0] = base;
    for (let row = 0; row < rows; row++) {
      this.rowStart[row + 1] = this.rowStart[row] + this.rowCount[row];
      this.rowCount[row] = 0;
    }
    this.rowIndex = roomI32(this.rowIndex, base, this.rowStart[rows]);
    this.rowValue = roomF64(this.rowValue, base, this.rowStart[rows]);
    for (let col = 0; col < this.cols; col++) {
      if (this.colAlive[col] === 0) continue;
      for (let e = this.start[col]; e < this.end[col]; e++) {
        const row = this.index[e];
        if (this.rowAlive[row] === 0) continue;
        const place = this.rowStart[row] + this.rowCount[row]++;
        this.rowIndex[place] = col;
        this.rowValue[place] = this.value[e];
      }
    }
  }

  /** The rows as they were before they were written anew the last time. */
  formerRows(): void {
    this.rewrites--;
    copyI32(this.rowStart, 0, this.oldStarts, this.rewrites * (this.rows + 1), this.rows + 1);
  }

  /** Take a row out; its columns lose an entry. */
  dropRow(row: i32): void {
    this.rowAlive[row] = 0;
    for (let e = this.rowStart[row]; e < this.rowStart[row + 1]; e++) this.colCount[this.rowIndex[e]]--;
  }

  /** Take a column out; its rows lose an entry. */
  dropCol(col: i32): void {
    this.colAlive[col] = 0;
    for (let e = this.start[col]; e < this.end[col]; e++) {
      this.rowCount[this.index[e]]--;
      this.rowDirty[this.index[e]] = 1;
    }
  }

  /** A bound of the column changed: its rows deserve another look. */
  touchRows(col: i32): void {
    for (let e = this.start[col]; e < this.end[col]; e++) this.rowDirty[this.index[e]] = 1;
  }

  /** Give a column its value: the rows' bounds move, the column leaves. */
  fixColumn(col: i32, x: f64): void {
    this.record(Reduction.column, -1, col, x, 0);
    if (x !== 0) {
      for (let e = this.start[col]; e < this.end[col]; e++) {
        const row = this.index[e];
        this.rowLower[row] -= this.value[e] * x;
        this.rowUpper[row] -= this.value[e] * x;
      }
    }
    this.dropCol(col);
  }

  /** Least and largest activity the boxes of the alive columns allow, in `bounds` [least, largest]. */
  activity(row: i32, bounds: F64): void {
    let least: f64 = 0;
    let most: f64 = 0;
    for (let e = this.rowStart[row]; e < this.rowStart[row + 1]; e++) {
      const col = this.rowIndex[e];
      if (this.colAlive[col] === 0) continue;
      const a = this.rowValue[e];
      if (a > 0) {
        least += a * this.colLower[col];
        most += a * this.colUpper[col];
      } else {
        least += a * this.colUpper[col];
        most += a * this.colLower[col];
      }
    }
    bounds[0] = least;
    bounds[1] = most;
  }

  free(): void {
    freeI32(this.start);
    freeI32(this.index);
    freeF64(this.value);
    freeI32(this.rowStart);
    freeI32(this.rowIndex);
    freeF64(this.rowValue);
    freeF64(this.colLower);
    freeF64(this.colUpper);
    freeF64(this.cost);
    freeF64(this.rowLower);
    freeF64(this.rowUpper);
    freeI32(this.rowAlive);
    freeI32(this.colAlive);
    freeI32(this.rowCount);
    freeI32(this.rowDirty);
    freeI32(this.colCount);
    freeI32(this.kind);
    freeI32(this.row);
    freeI32(this.col);
    freeF64(this.number);
    freeI32(this.sides);
    freeI32(this.end);
    freeI32(this.oldStarts);
    freeI32(this.other);
    freeI32(this.oldStart);
    freeI32(this.oldEnd);
    freeF64(this.oldLower);
    freeF64(this.oldUpper);
  }
}
