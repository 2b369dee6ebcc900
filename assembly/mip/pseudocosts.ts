// Pseudocosts: the average gain of the bound by unit of the bound change, by column and direction (Benichou et al. 1971).
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { freshF64, freshI32 } from "../lp/arrays.ts";

/** Gains below this count as this in the product score, so that one direction without gain does not hide the other. */
const LEAST_GAIN: f64 = 1e-6;

export class Pseudocosts {
  private downSum: F64 = newF64(0);
  private upSum: F64 = newF64(0);
  private downCount: I32 = newI32(0);
  private upCount: I32 = newI32(0);
  private downTotal: f64 = 0; // sum of the columns' averages' terms, for columns without a record
  private upTotal: f64 = 0;
  private downs: i32 = 0;
  private ups: i32 = 0;

  reset(cols: i32): void {
    this.downSum = freshF64(this.downSum, cols);
    this.upSum = freshF64(this.upSum, cols);
    this.downCount = freshI32(this.downCount, cols);
    this.upCount = freshI32(this.upCount, cols);
    this.downTotal = 0;
    this.upTotal = 0;
    this.downs = 0;
    this.ups = 0;
  }

  /** A change of `col` by `fraction` raised the bound by `gain`. */
  record(col: i32, isUp: bool, fraction: f64, gain: f64): void {
    if (!(fraction > 1e-9)) return;
    const unit = Math.max(0, gain) / fraction;
    if (!(unit < 1e20)) return;
    if (isUp) {
      this.upSum[col] += unit;
      this.upCount[col]++;
      this.upTotal += unit;
      this.ups++;
    } else {
      this.downSum[col] += unit;
      this.downCount[col]++;
      this.downTotal += unit;
      this.downs++;
    }
  }

  /** The lesser number of records of the two directions. */
  count(col: i32): i32 {
    return this.downCount[col] < this.upCount[col] ? this.downCount[col] : this.upCount[col];
  }

  down(col: i32): f64 {
    if (this.downCount[col] > 0) return this.downSum[col] / this.downCount[col];
    return this.downs > 0 ? this.downTotal / this.downs : 1;
  }

  up(col: i32): f64 {
    if (this.upCount[col] > 0) return this.upSum[col] / this.upCount[col];
    return this.ups > 0 ? this.upTotal / this.ups : 1;
  }

  score(col: i32, value: f64): f64 {
    const fraction = value - Math.floor(value);
    return productScore(this.down(col) * fraction, this.up(col) * (1 - fraction));
  }

  free(): void {
    freeF64(this.downSum);
    freeF64(this.upSum);
    freeI32(this.downCount);
    freeI32(this.upCount);
  }
}

export function productScore(down: f64, up: f64): f64 {
  return Math.max(down, LEAST_GAIN) * Math.max(up, LEAST_GAIN);
}
