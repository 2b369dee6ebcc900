// A row under construction: dense coefficients with the list of the columns in use, and a right-hand side (coef'x <= rhs).
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "../lp/arrays.ts";

export class CutRow {
  coef: F64 = newF64(0); // cols
  list: I32 = newI32(0);
  count: i32 = 0;
  rhs: f64 = 0;
  private listed: I32 = newI32(0);

  resize(cols: i32): void {
    this.clear();
    this.coef = roomF64(this.coef, 0, cols);
    this.list = roomI32(this.list, 0, cols);
    this.listed = roomI32(this.listed, 0, cols);
  }

  clear(): void {
    for (let k = 0; k < this.count; k++) {
      this.coef[this.list[k]] = 0;
      this.listed[this.list[k]] = 0;
    }
    this.count = 0;
    this.rhs = 0;
  }

  add(col: i32, value: f64): void {
    if (this.listed[col] === 0) {
      this.listed[col] = 1;
      this.list[this.count++] = col;
    }
    this.coef[col] += value;
  }

  copyFrom(other: CutRow): void {
    this.clear();
    for (let k = 0; k < other.count; k++) this.add(other.list[k], other.coef[other.list[k]]);
    this.rhs = other.rhs;
  }

  /** Forget columns whose coefficients cancelled out. */
  compress(): void {
    let kept: i32 = 0;
    for (let k = 0; k < this.count; k++) {
      const col = this.list[k];
      if (Math.abs(this.coef[col]) < 1e-11) {
        this.coef[col] = 0;
        this.listed[col] = 0;
      } else this.list[kept++] = col;
    }
    this.count = kept;
  }

  activity(x: F64): f64 {
    let sum: f64 = 0;
    for (let k = 0; k < this.count; k++) sum += this.coef[this.list[k]] * x[this.list[k]];
    return sum;
  }

  norm(): f64 {
    let sum: f64 = 0;
    for (let k = 0; k < this.count; k++) sum += this.coef[this.list[k]] * this.coef[this.list[k]];
    return Math.sqrt(sum);
  }

  free(): void {
    freeF64(this.coef);
    freeI32(this.list);
    freeI32(this.listed);
  }
}
