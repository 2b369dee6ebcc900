// A mixed-integer program as the tree and presolve use it, by columns and by rows:   minimise cost'x + offset  subject to
// rowLower <= A x <= rowUpper,  colLower <= x <= colUpper,  x[col] integer where integer[col] is 1. Arrays may be longer.
import { F64, fillI32, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "../lp/arrays.ts";
import { INFINITE_BOUND } from "../lp/params.ts";

export class MipModel {
  rows: i32 = 0;
  cols: i32 = 0;
  offset: f64 = 0;
  start: I32 = newI32(1);
  index: I32 = newI32(0);
  value: F64 = newF64(0);
  rowStart: I32 = newI32(1);
  rowIndex: I32 = newI32(0);
  rowValue: F64 = newF64(0);
  colLower: F64 = newF64(0);
  colUpper: F64 = newF64(0);
  cost: F64 = newF64(0);
  rowLower: F64 = newF64(0);
  rowUpper: F64 = newF64(0);
  integer: I32 = newI32(0);

  /** Copy a model given by columns. Bounds of integer columns are rounded inwards, bounds beyond 1e30 become infinite. */
  load(
    rows: i32,
    cols: i32,
    start: I32,
    index: I32,
    value: F64,
    colLower: F64,
    colUpper: F64,
    cost: F64,
    rowLower: F64,
    rowUpper: F64,
    integer: I32,
  ): void {
    this.resize(rows, cols, start[cols]);
    for (let col = 0; col <= cols; col++) this.start[col] = start[col];
    for (let e = 0; e < start[cols]; e++) {
      this.index[e] = index[e];
      this.value[e] = value[e];
    }
    for (let col = 0; col < cols; col++) {
      this.integer[col] = integer[col] !== 0 ? 1 : 0;
      this.cost[col] = cost[col];
      this.setColBounds(col, colLower[col], colUpper[col]);
    }
    for (let row = 0; row < rows; row++) {
      this.rowLower[row] = rowLower[row] <= -INFINITE_BOUND ? -Infinity : rowLower[row];
      this.rowUpper[row] = rowUpper[row] >= INFINITE_BOUND ? Infinity : rowUpper[row];
    }
    this.fillRows();
  }

  setColBounds(col: i32, lower: f64, upper: f64): void {
    let least: f64 = lower <= -INFINITE_BOUND ? -Infinity : lower;
    let most: f64 = upper >= INFINITE_BOUND ? Infinity : upper;
    if (this.integer[col] !== 0) {
      least = Math.ceil(least - 1e-9);
      most = Math.floor(most + 1e-9);
    }
    this.colLower[col] = least;
    this.colUpper[col] = most;
  }

  /** Room for a model of this size; contents are lost. */
  resize(rows: i32, cols: i32, entries: i32): void {
    this.rows = rows;
    this.cols = cols;
    this.start = roomI32(this.start, 0, cols + 1);
    this.index = roomI32(this.index, 0, entries);
    this.value = roomF64(this.value, 0, entries);
    this.rowStart = roomI32(this.rowStart, 0, rows + 1);
    this.rowIndex = roomI32(this.rowIndex, 0, entries);
    this.rowValue = roomF64(this.rowValue, 0, entries);
    this.colLower = roomF64(this.colLower, 0, cols);
    this.colUpper = roomF64(this.colUpper, 0, cols);
    this.cost = roomF64(this.cost, 0, cols);
    this.integer = roomI32(this.integer, 0, cols);
    this.rowLower = roomF64(this.rowLower, 0, rows);
    this.rowUpper = roomF64(this.rowUpper, 0, rows);
  }

  /** The copy by rows, from the one by columns. */
  fillRows(): void {
    const rows = this.rows;
    const rowStart = this.rowStart;
    const at = newI32(rows + 1);
    fillI32(rowStart, 0, 0, rows + 1);
    const entries = this.start[this.cols];
    for (let e = 0; e < entries; e++) rowStart[this.index[e] + 1]++;
    for (let row = 0; row < rows; row++) {
      rowStart[row + 1] += rowStart[row];
      at[row] = rowStart[row];
    }
    for (let col = 0; col < this.cols; col++) {
      for (let e = this.start[col]; e < this.start[col + 1]; e++) {
        const to = at[this.index[e]]++;
        this.rowIndex[to] = col;
        this.rowValue[to] = this.value[e];
      }
    }
    freeI32(at);
  }

  /** The copy by columns, from the one by rows; entries that became zero are left out. */
  fillColumns(): void {
    const start = this.start;
    const cols = this.cols;
    const at = newI32(cols + 1);
    fillI32(start, 0, 0, cols + 1);
    const entries = this.rowStart[this.rows];
    for (let e = 0; e < entries; e++) if (this.rowValue[e] !== 0) start[this.rowIndex[e] + 1]++;
    for (let col = 0; col < cols; col++) {
      start[col + 1] += start[col];
      at[col] = start[col];
    }
    for (let row = 0; row < this.rows; row++) {
      for (let e = this.rowStart[row]; e < this.rowStart[row + 1]; e++) {
        if (this.rowValue[e] === 0) continue;
        const to = at[this.rowIndex[e]]++;
        this.index[to] = row;
        this.value[to] = this.rowValue[e];
      }
    }
    freeI32(at);
  }

  objective(x: F64): f64 {
    let sum: f64 = this.offset;
    for (let col = 0; col < this.cols; col++) sum += this.cost[col] * x[col];
    return sum;
  }

  /** Largest violation of a bound, a row (relative to 1 + |side|) or of integrality (any at all counts as 1). */
  violation(x: F64): f64 {
    let worst: f64 = 0;
    for (let col = 0; col < this.cols; col++) {
      if (this.integer[col] !== 0 && x[col] !== Math.floor(x[col])) return 1;
      worst = Math.max(worst, outside(x[col], this.colLower[col], this.colUpper[col]));
    }
    for (let row = 0; row < this.rows; row++) {
      let activity: f64 = 0;
      for (let e = this.rowStart[row]; e < this.rowStart[row + 1]; e++)
        activity += this.rowValue[e] * x[this.rowIndex[e]];
      worst = Math.max(worst, outside(activity, this.rowLower[row], this.rowUpper[row]));
    }
    return worst;
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
    freeI32(this.integer);
    freeF64(this.rowLower);
    freeF64(this.rowUpper);
  }
}

function outside(x: f64, lower: f64, upper: f64): f64 {
  if (x < lower) return (lower - x) / (1 + Math.abs(lower));
  if (x > upper) return (x - upper) / (1 + Math.abs(upper));
  return x <= Infinity ? 0 : Infinity;
}
