// The reductions of presolve, on a model by rows: redundant sides and rows, singleton rows, coefficient tightening (Savelsbergh 1994), whole
// rows divided by their divisor, dual fixing, columns that are whole because a row makes them so.
import { freeI32, I32, newI32 } from "../glue/mem.ts";
import { freshI32 } from "../lp/arrays.ts";
import { MipModel } from "./mip-model.ts";

/** Activities within this (relative) of a side count as equal to it. */
const EQUAL: f64 = 1e-9;

export class PresolveRules {
  model: MipModel;
  isInfeasible: bool = false;
  private alive: I32 = newI32(0); // rows
  private upLocks: I32 = newI32(0);
  private downLocks: I32 = newI32(0);
  private isChanged: bool = false;
  // activities of the row at hand
  private least: f64 = 0;
  private most: f64 = 0;

  constructor(model: MipModel) {
    this.model = model;
  }

  begin(): void {
    const model = this.model;
    this.alive = freshI32(this.alive, model.rows);
    for (let row = 0; row < model.rows; row++) this.alive[row] = 1;
    this.isInfeasible = false;
  }

  isAlive(row: i32): bool {
    return this.alive[row] !== 0;
  }

  /** All rules once. True when something changed. */
  pass(): bool {
    const model = this.model;
    this.isChanged = false;
    for (let row = 0; row < model.rows && !this.isInfeasible; row++) {
      if (this.alive[row] === 0) continue;
      this.measure(row);
      this.dropSides(row);
      if (this.alive[row] === 0 || this.singleton(row)) continue;
      this.divide(row);
      if (model.rowUpper[row] < Infinity && model.rowLower[row] === -Infinity) this.tighten(row, 1);
      else if (model.rowLower[row] > -Infinity && model.rowUpper[row] === Infinity) this.tighten(row, -1);
    }
    if (!this.isInfeasible) this.fixByLocks();
    this.findWhole();
    return this.isChanged;
  }

  private kill(row: i32): void {
    this.alive[row] = 0;
    this.model.rowLower[row] = -Infinity; // propagation sees no row any more
    this.model.rowUpper[row] = Infinity;
    this.isChanged = true;
  }

  /** Least and greatest activity over the box. */
  private measure(row: i32): void {
    const model = this.model;
    let least: f64 = 0;
    let most: f64 = 0;
    for (let e = model.rowStart[row]; e < model.rowStart[row + 1]; e++) {
      const a = model.rowValue[e];
      const col = model.rowIndex[e];
      if (a === 0) continue;
      least += a > 0 ? a * model.colLower[col] : a * model.colUpper[col];
      most += a > 0 ? a * model.colUpper[col] : a * model.colLower[col];
    }
    this.least = least;
    this.most = most;
  }

  private dropSides(row: i32): void {
    const model = this.model;
    const high = model.rowUpper[row];
    const low = model.rowLower[row];
    if (this.least > high + 1e-6 * (1 + Math.abs(high)) || this.most < low - 1e-6 * (1 + Math.abs(low))) {
      this.isInfeasible = true;
      return;
    }
    if (high < Infinity && this.most <= high + EQUAL * (1 + Math.abs(high))) {
      model.rowUpper[row] = Infinity;
      this.isChanged = true;
    }
    if (low > -Infinity && this.least >= low - EQUAL * (1 + Math.abs(low))) {
      model.rowLower[row] = -Infinity;
      this.isChanged = true;
    }
    if (model.rowUpper[row] === Infinity && model.rowLower[row] === -Infinity) this.kill(row);
  }

  /** A row with one column that is not fixed becomes bounds of it. */
  private singleton(row: i32): bool {
    const model = this.model;
    let at: i32 = -1;
    let gone: f64 = 0;
    for (let e = model.rowStart[row]; e < model.rowStart[row + 1]; e++) {
      const col = model.rowIndex[e];
      if (model.rowValue[e] === 0) continue;
      if (model.colLower[col] === model.colUpper[col]) gone += model.rowValue[e] * model.colLower[col];
      else if (at >= 0) return false;
      else at = e;
    }
    if (at < 0) return false; // a constant: its sides were looked at
    const a = model.rowValue[at];
    const col = model.rowIndex[at];
    if (Math.abs(a) < 1e-7) return false;
    const first = (model.rowLower[row] - gone) / a;
    const second = (model.rowUpper[row] - gone) / a;
    let low = a > 0 ? first : second;
    let high = a > 0 ? second : first;
    if (model.integer[col] !== 0) {
      low = Math.ceil(low - 1e-6);
      high = Math.floor(high + 1e-6);
    }
    low = Math.max(low, model.colLower[col]);
    high = Math.min(high, model.colUpper[col]);
    if (low > high) {
      if (model.integer[col] !== 0 || low > high + 1e-6 * (1 + Math.abs(high))) {
        this.isInfeasible = true;
        return true;
      }
      low = high;
    }
    model.colLower[col] = low;
    model.colUpper[col] = high;
    this.kill(row);
    return true;
  }

  /** Rows of integer columns and whole coefficients: their sides are multiples of the common divisor. */
  private divide(row: i32): void {
    const model = this.model;
    let divisor: f64 = 0;
    let gone: f64 = 0;
    for (let e = model.rowStart[row]; e < model.rowStart[row + 1]; e++) {
      const col = model.rowIndex[e];
      const a = Math.abs(model.rowValue[e]);
      if (model.colLower[col] === model.colUpper[col]) {
        gone += model.rowValue[e] * model.colLower[col];
        continue;
      }
      if (model.integer[col] === 0 || a !== Math.floor(a) || a > 1e6) return;
      divisor = greatestDivisor(a, divisor);
    }
    if (divisor < 1) return;
    if (model.rowUpper[row] < Infinity) {
      const side = gone + Math.floor((model.rowUpper[row] - gone) / divisor + 1e-6) * divisor;
      if (side < model.rowUpper[row] - 1e-6) {
        model.rowUpper[row] = side;
        this.isChanged = true;
      }
    }
    if (model.rowLower[row] > -Infinity) {
      const side = gone + Math.ceil((model.rowLower[row] - gone) / divisor - 1e-6) * divisor;
      if (side > model.rowLower[row] + 1e-6) {
        model.rowLower[row] = side;
        this.isChanged = true;
      }
    }
    if (model.rowLower[row] > model.rowUpper[row]) this.isInfeasible = true;
  }

  /**
   * sign * row <= side. Where x_j below its upper bound leaves the row redundant, its coefficient a > 0 can be lowered by the slack d that is
   * left then, and the side by d u_j; likewise above its lower bound for a < 0.
   */
  private tighten(row: i32, sign: f64): void {
    const model = this.model;
    this.measure(row);
    let most: f64 = sign > 0 ? this.most : -this.least;
    if (!(most < Infinity)) return;
    for (let e = model.rowStart[row]; e < model.rowStart[row + 1]; e++) {
      const col = model.rowIndex[e];
      if (model.integer[col] === 0 || model.colLower[col] === model.colUpper[col]) continue;
      const side = sign > 0 ? model.rowUpper[row] : -model.rowLower[row];
      const a = sign * model.rowValue[e];
      const d = side - most + Math.abs(a);
      if (!(d > 1e-6 * (1 + Math.abs(side))) || !(d < Math.abs(a) * (1 - 1e-9))) continue;
      const at = a > 0 ? model.colUpper[col] : model.colLower[col];
      const step = a > 0 ? d : -d;
      model.rowValue[e] = sign * (a - step);
      const lowered = side - step * at;
      if (sign > 0) model.rowUpper[row] = lowered;
      else model.rowLower[row] = -lowered;
      most -= step * at;
      this.isChanged = true;
    }
  }

  /** A column that no row minds to go down (or up), and whose cost says the same, goes to its bound. */
  private fixByLocks(): void {
    const model = this.model;
    this.upLocks = freshI32(this.upLocks, model.cols);
    this.downLocks = freshI32(this.downLocks, model.cols);
    for (let row = 0; row < model.rows; row++) {
      if (this.alive[row] === 0) continue;
      for (let e = model.rowStart[row]; e < model.rowStart[row + 1]; e++) {
        const a = model.rowValue[e];
        const col = model.rowIndex[e];
        if (a === 0) continue;
        if ((a > 0 ? model.rowUpper[row] : -model.rowLower[row]) < Infinity) this.upLocks[col]++;
        if ((a > 0 ? -model.rowLower[row] : model.rowUpper[row]) < Infinity) this.downLocks[col]++;
      }
    }
    for (let col = 0; col < model.cols; col++) {
      const low = model.colLower[col];
      const high = model.colUpper[col];
      if (low === high) continue;
      if (this.downLocks[col] === 0 && model.cost[col] >= 0 && low > -Infinity) {
        model.colUpper[col] = low;
        this.isChanged = true;
      } else if (this.upLocks[col] === 0 && model.cost[col] <= 0 && high < Infinity) {
        model.colLower[col] = high;
        this.isChanged = true;
      }
    }
  }

  /** A continuous column in an equality whose other columns are integer with coefficients that are multiples of its own is whole. */
  private findWhole(): void {
    const model = this.model;
    for (let row = 0; row < model.rows; row++) {
      if (this.alive[row] === 0 || model.rowLower[row] !== model.rowUpper[row]) continue;
      let at: i32 = -1;
      let count: i32 = 0;
      for (let e = model.rowStart[row]; e < model.rowStart[row + 1]; e++) {
        if (model.integer[model.rowIndex[e]] !== 0 || model.rowValue[e] === 0) continue;
        at = e;
        count++;
      }
      if (count !== 1 || !this.isMultiple(row, at)) continue;
      const col = model.rowIndex[at];
      model.integer[col] = 1;
      model.setColBounds(col, model.colLower[col], model.colUpper[col]);
      if (model.colLower[col] > model.colUpper[col]) this.isInfeasible = true;
      this.isChanged = true;
    }
  }

  private isMultiple(row: i32, at: i32): bool {
    const model = this.model;
    const a = model.rowValue[at];
    if (Math.abs(a) < 1e-6 || !isWhole(model.rowUpper[row] / a)) return false;
    for (let e = model.rowStart[row]; e < model.rowStart[row + 1]; e++) {
      if (e !== at && !isWhole(model.rowValue[e] / a)) return false;
    }
    return true;
  }

  free(): void {
    freeI32(this.alive);
    freeI32(this.upLocks);
    freeI32(this.downLocks);
  }
}

function isWhole(x: f64): bool {
  return Math.abs(x) < 1e9 && x === Math.floor(x);
}

function greatestDivisor(a: f64, b: f64): f64 {
  let x = a;
  let y = b;
  while (y > 0.5) {
    const rest = x - Math.floor(x / y) * y;
    x = y;
    y = rest;
  }
  return x;
}
