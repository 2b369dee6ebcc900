// The model presolve works on: unscaled, by columns and by rows, with what is still alive. No reduction changes a coefficient;
// costs and bounds change, and every change is undone by postsolve in reverse order from the records kept here.
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { freshF64, freshI32, roomF64, roomI32 } from "./arrays.ts";
import { ModelView } from "./certificate.ts";
import { medianMagnitude } from "./heap-sort.ts";

export const enum Reduction {
  row, // a row without influence left
  singletonRow, // a row with one column became bounds of it
  column, // a column got its value
  forcingRow, // a row that forces all its columns to bounds
  slack, // a column with one entry, in an equality, became the slack of the row
}

export class PresolveModel {
  rows: i32 = 0;
  cols: i32 = 0;
  // by columns (value unscaled)
  start: I32 = newI32(0);
  index: I32 = newI32(0);
  value: F64 = newF64(0);
  // by rows
  rowStart: I32 = newI32(0);
  rowIndex: I32 = newI32(0);
  rowValue: F64 = newF64(0);
  colLower: F64 = newF64(0);
  colUpper: F64 = newF64(0);
  cost: F64 = newF64(0);
  rowLower: F64 = newF64(0);
  rowUpper: F64 = newF64(0);
  rowAlive: I32 = newI32(0);
  colAlive: I32 = newI32(0);
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
  number: F64 = newF64(0); // column: its value; slack: cost share; singletonRow: coefficient
  sides: I32 = newI32(0); // singletonRow: 1 = lower bound came from it, 2 = upper; forcingRow, slack: 1 = row at its upper side

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
    this.start = freshI32(this.start, cols + 1);
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
    this.colCount = freshI32(this.colCount, cols);
    this.kind = freshI32(this.kind, 0);
    this.row = freshI32(this.row, 0);
    this.col = freshI32(this.col, 0);
    this.number = freshF64(this.number, 0);
    this.sides = freshI32(this.sides, 0);
    this.records = 0;
    this.infeasible = false;
    this.typicalCost = Infinity;
  }

  private copyFrom(model: ModelView): void {
    const state = model.state;
    const rows = this.rows;
    const cols = this.cols;
    this.start[0] = 0;
    let at: i32 = 0;
    for (let col = 0; col < cols; col++) {
      this.colLower[col] = model.colLower(col);
      this.colUpper[col] = model.colUpper(col);
      this.cost[col] = model.cost(col);
      this.colAlive[col] = 1;
      for (let e = state.aStart[col]; e < state.aStart[col + 1]; e++) {
        const row = state.aIndex[e];
        const a = state.aValue[e] / (model.rowScale[row] * model.colScale[col]);
        if (a === 0) continue;
        this.index[at] = row;
        this.value[at] = a;
        this.rowCount[row]++;
        at++;
      }
      this.start[col + 1] = at;
      this.colCount[col] = at - this.start[col];
    }
    for (let row = 0; row < rows; row++) {
      this.rowLower[row] = model.rowLower(row);
      this.rowUpper[row] = model.rowUpper(row);
      this.rowAlive[row] = 1;
      this.rowStart[row + 1] = this.rowStart[row] + this.rowCount[row];
      this.rowCount[row] = 0;
    }
    for (let col = 0; col < cols; col++) {
      for (let e = this.start[col]; e < this.start[col + 1]; e++) {
        const row = this.index[e];
        const place = this.rowStart[row] + this.rowCount[row]++;
        this.rowIndex[place] = col;
        this.rowValue[place] = this.value[e];
      }
    }
  }

  record(kind: Reduction, row: i32, col: i32, number: f64, sides: i32): void {
    const at = this.records;
    this.kind = roomI32(this.kind, at, at + 1);
    this.row = roomI32(this.row, at, at + 1);
    this.col = roomI32(this.col, at, at + 1);
    this.number = roomF64(this.number, at, at + 1);
    this.sides = roomI32(this.sides, at, at + 1);
    this.kind[at] = kind;
    this.row[at] = row;
    this.col[at] = col;
    this.number[at] = number;
    this.sides[at] = sides;
    this.records = at + 1;
    this.changed = true;
  }

  /** Take a row out; its columns lose an entry. */
  dropRow(row: i32): void {
    this.rowAlive[row] = 0;
    for (let e = this.rowStart[row]; e < this.rowStart[row + 1]; e++) this.colCount[this.rowIndex[e]]--;
  }

  /** Take a column out; its rows lose an entry. */
  dropCol(col: i32): void {
    this.colAlive[col] = 0;
    for (let e = this.start[col]; e < this.start[col + 1]; e++) this.rowCount[this.index[e]]--;
  }

  /** Give a column its value: the rows' bounds move, the column leaves. */
  fixColumn(col: i32, x: f64): void {
    this.record(Reduction.column, -1, col, x, 0);
    if (x !== 0) {
      for (let e = this.start[col]; e < this.start[col + 1]; e++) {
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
    freeI32(this.colCount);
    freeI32(this.kind);
    freeI32(this.row);
    freeI32(this.col);
    freeF64(this.number);
    freeI32(this.sides);
  }
}
