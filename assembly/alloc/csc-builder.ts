// A sparse matrix put together column by column, with bounds and costs; arrays grow as needed.
import { copyF64, copyI32, F64, freeF64, freeI32, I32, lengthF64, lengthI32, newF64, newI32 } from "../glue/mem.ts";

export function grownF64(array: F64, wanted: i32): F64 {
  const length = lengthF64(array);
  if (wanted <= length) return array;
  const larger = newF64(wanted + length);
  copyF64(larger, 0, array, 0, length);
  freeF64(array);
  return larger;
}

export function grownI32(array: I32, wanted: i32): I32 {
  const length = lengthI32(array);
  if (wanted <= length) return array;
  const larger = newI32(wanted + length);
  copyI32(larger, 0, array, 0, length);
  freeI32(array);
  return larger;
}

export class CscBuilder {
  rows: i32 = 0;
  cols: i32 = 0;
  entries: i32 = 0;
  /** cols+1; entries; entries. */
  start: I32;
  index: I32;
  value: F64;
  /** cols. */
  lower: F64;
  upper: F64;
  cost: F64;
  /** rows. */
  rowLower: F64;
  rowUpper: F64;

  constructor(cols: i32, entries: i32) {
    this.start = newI32(cols + 1);
    this.index = newI32(entries);
    this.value = newF64(entries);
    this.lower = newF64(cols);
    this.upper = newF64(cols);
    this.cost = newF64(cols);
    this.rowLower = newF64(64);
    this.rowUpper = newF64(64);
  }

  free(): void {
    freeI32(this.start);
    freeI32(this.index);
    freeF64(this.value);
    freeF64(this.lower);
    freeF64(this.upper);
    freeF64(this.cost);
    freeF64(this.rowLower);
    freeF64(this.rowUpper);
  }

  /** New row lower <= a'x <= upper; answers its number. */
  row(lower: f64, upper: f64): i32 {
    this.rowLower = grownF64(this.rowLower, this.rows + 1);
    this.rowUpper = grownF64(this.rowUpper, this.rows + 1);
    this.rowLower[this.rows] = lower;
    this.rowUpper[this.rows] = upper;
    return this.rows++;
  }

  /** New column; entries put until the next one are its own. Answers its number. */
  col(lower: f64, upper: f64, cost: f64): i32 {
    const col = this.cols++;
    this.start = grownI32(this.start, this.cols + 1);
    this.lower = grownF64(this.lower, this.cols);
    this.upper = grownF64(this.upper, this.cols);
    this.cost = grownF64(this.cost, this.cols);
    this.lower[col] = lower;
    this.upper[col] = upper;
    this.cost[col] = cost;
    this.start[col] = this.entries;
    this.start[col + 1] = this.entries;
    return col;
  }

  /** Entry of the newest column; rows below 0 do not exist and are skipped. */
  put(row: i32, value: f64): void {
    if (row < 0 || value === 0) return;
    this.index = grownI32(this.index, this.entries + 1);
    this.value = grownF64(this.value, this.entries + 1);
    this.index[this.entries] = row;
    this.value[this.entries] = value;
    this.entries++;
    this.start[this.cols] = this.entries;
  }
}
