// A condensed MILP with many columns fixed, as the small model of what is left: fixed columns become part of the rows' sides, rows that can no
// longer be violated are left out, and columns in no row take the side that costs least.
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "../lp/arrays.ts";
import { MipModel } from "../mip/mip-model.ts";
import { CscBuilder } from "./csc-builder.ts";

/** A row that can be missed by no more than this (relative to 1 + |side|) is left out. */
const SLACK: f64 = 1e-9;

export class CompressedMilp {
  model: MipModel;
  /** Column of the whole model, by column of the small one. */
  colOf: I32 = newI32(0);
  /** A point of the whole model; fixed columns have their values. */
  x: F64 = newF64(0);
  /** Cost of the fixed columns. */
  offset: f64 = 0;
  private lp: CscBuilder | null = null;
  private lower: F64 = newF64(0);
  private upper: F64 = newF64(0);
  private shift: F64 = newF64(0); // by row: activity of fixed columns
  private least: F64 = newF64(0); // and of free ones
  private most: F64 = newF64(0);
  private rowTo: I32 = newI32(0); // -1 = left out
  private isFree: I32 = newI32(0);

  constructor() {
    this.model = new MipModel();
  }

  free(): void {
    this.model.free();
    freeI32(this.colOf);
    freeF64(this.x);
    freeF64(this.lower);
    freeF64(this.upper);
    freeF64(this.shift);
    freeF64(this.least);
    freeF64(this.most);
    freeI32(this.rowTo);
    freeI32(this.isFree);
  }

  /** Start from the model of `lp`, no column fixed. */
  begin(lp: CscBuilder): void {
    const cols = lp.cols;
    this.lp = lp;
    this.lower = roomF64(this.lower, 0, cols);
    this.upper = roomF64(this.upper, 0, cols);
    this.x = roomF64(this.x, 0, cols);
    this.colOf = roomI32(this.colOf, 0, cols);
    this.isFree = roomI32(this.isFree, 0, cols);
    this.shift = roomF64(this.shift, 0, lp.rows);
    this.least = roomF64(this.least, 0, lp.rows);
    this.most = roomF64(this.most, 0, lp.rows);
    this.rowTo = roomI32(this.rowTo, 0, lp.rows);
    for (let col: i32 = 0; col < cols; col++) {
      this.lower[col] = lp.lower[col];
      this.upper[col] = lp.upper[col];
    }
  }

  fix(col: i32, value: f64): void {
    this.lower[col] = value;
    this.upper[col] = value;
  }

  /** Fill `model` with what is left; `integer` by column of the whole model. */
  compress(integer: I32): void {
    const lp = this.lp!;
    for (let row: i32 = 0; row < lp.rows; row++) {
      this.shift[row] = 0;
      this.least[row] = 0;
      this.most[row] = 0;
    }
    this.offset = 0;
    let entries: i32 = 0;
    for (let col: i32 = 0; col < lp.cols; col++) {
      const free = this.upper[col] > this.lower[col];
      this.isFree[col] = free ? 1 : 0;
      if (free) {
        this.addRange(col);
        entries += lp.start[col + 1] - lp.start[col];
      } else this.settle(col, this.lower[col]);
    }
    const rows = this.chooseRows();
    this.settleLoose();
    this.fill(rows, entries, integer);
  }

  private addRange(col: i32): void {
    const lp = this.lp!;
    for (let e = lp.start[col]; e < lp.start[col + 1]; e++) {
      const row = lp.index[e];
      const a = lp.value[e];
      this.least[row] += a > 0 ? a * this.lower[col] : a * this.upper[col];
      this.most[row] += a > 0 ? a * this.upper[col] : a * this.lower[col];
    }
  }

  private settle(col: i32, value: f64): void {
    const lp = this.lp!;
    this.x[col] = value;
    this.offset += lp.cost[col] * value;
    for (let e = lp.start[col]; e < lp.start[col + 1]; e++) this.shift[lp.index[e]] += lp.value[e] * value;
  }

  private chooseRows(): i32 {
    const lp = this.lp!;
    let rows: i32 = 0;
    for (let row: i32 = 0; row < lp.rows; row++) {
      const lower = lp.rowLower[row];
      const upper = lp.rowUpper[row];
      const holds =
        this.shift[row] + this.most[row] <= upper + SLACK * (1.0 + Math.abs(upper)) &&
        this.shift[row] + this.least[row] >= lower - SLACK * (1.0 + Math.abs(lower));
      const isEmpty = this.least[row] === 0 && this.most[row] === 0;
      this.rowTo[row] = holds || isEmpty ? -1 : rows++;
    }
    return rows;
  }

  /** Free columns without rows. */
  private settleLoose(): void {
    const lp = this.lp!;
    for (let col: i32 = 0; col < lp.cols; col++) {
      if (this.isFree[col] === 0) continue;
      let tied: bool = false;
      for (let e = lp.start[col]; e < lp.start[col + 1] && !tied; e++) tied = this.rowTo[lp.index[e]] >= 0;
      const side: f64 = lp.cost[col] > 0 ? this.lower[col] : this.upper[col];
      if (tied || Math.abs(side) === Infinity) continue;
      this.isFree[col] = 0;
      this.x[col] = side;
      this.offset += lp.cost[col] * side;
    }
  }

  private fill(rows: i32, most: i32, integer: I32): void {
    const lp = this.lp!;
    const model = this.model;
    model.resize(rows, lp.cols, most);
    let cols: i32 = 0;
    let entries: i32 = 0;
    for (let col: i32 = 0; col < lp.cols; col++) {
      if (this.isFree[col] === 0) continue;
      this.colOf[cols] = col;
      model.integer[cols] = integer[col];
      model.cost[cols] = lp.cost[col];
      model.setColBounds(cols, this.lower[col], this.upper[col]);
      model.start[cols] = entries;
      for (let e = lp.start[col]; e < lp.start[col + 1]; e++) {
        const row = this.rowTo[lp.index[e]];
        if (row < 0) continue;
        model.index[entries] = row;
        model.value[entries] = lp.value[e];
        entries++;
      }
      cols++;
    }
    model.start[cols] = entries;
    model.cols = cols;
    for (let row: i32 = 0; row < lp.rows; row++) {
      const to = this.rowTo[row];
      if (to < 0) continue;
      model.rowLower[to] = lp.rowLower[row] - this.shift[row];
      model.rowUpper[to] = lp.rowUpper[row] - this.shift[row];
    }
    model.fillRows();
  }
}
