// The rows whose basic variable violates a bound, with squared violations: what dual CHUZR looks at. Rows are listed when
// they become infeasible and dropped lazily, so a choice costs the number of infeasible rows, not of all rows.
import { F64, fillI32, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "./arrays.ts";
import { SimplexState } from "./simplex-state.ts";

export class InfeasibleRows {
  squared: F64 = newF64(0); // by row; zero = feasible
  lower: F64 = newF64(0); // by row: working bounds of its basic variable
  upper: F64 = newF64(0);
  tolerance: f64 = 0;
  list: I32 = newI32(0);
  listed: I32 = newI32(0); // by row, 0 or 1
  count: i32 = 0;

  resize(rows: i32): void {
    this.squared = roomF64(this.squared, 0, rows);
    this.lower = roomF64(this.lower, 0, rows);
    this.upper = roomF64(this.upper, 0, rows);
    this.list = roomI32(this.list, 0, rows);
    this.listed = roomI32(this.listed, 0, rows);
  }

  /** Recompute everything from the basic values. */
  rebuild(state: SimplexState): void {
    this.count = 0;
    this.tolerance = state.primalTolerance;
    fillI32(this.listed, 0, 0, state.rows);
    for (let row = 0; row < state.rows; row++) this.enter(state, row);
  }

  /** The row has a new basic variable. */
  enter(state: SimplexState, row: i32): void {
    const j = state.head[row];
    this.lower[row] = state.workLower[j];
    this.upper[row] = state.workUpper[j];
    this.note(row, state.baseValue[row]);
  }

  /** The basic value of the row is now x. */
  note(row: i32, x: f64): void {
    const below = this.lower[row] - x;
    const above = x - this.upper[row];
    const violation = Math.max(below, above);
    if (violation > this.tolerance) {
      this.squared[row] = violation * violation;
      if (this.listed[row] === 0) {
        this.listed[row] = 1;
        this.list[this.count++] = row;
      }
    } else {
      this.squared[row] = 0;
    }
  }

  /** The row with the largest violation squared over weight, or -1. Feasible rows leave the list. */
  choose(weight: F64): i32 {
    const squared = this.squared;
    const list = this.list;
    const listed = this.listed;
    let count: i32 = this.count;
    let best: i32 = -1;
    let bestSquared: f64 = 0;
    let bestWeight: f64 = 1;
    let k: i32 = 0;
    while (k < count) {
      const row = list[k];
      const s = squared[row];
      if (s === 0) {
        listed[row] = 0;
        list[k] = list[--count];
        continue;
      }
      if (s * bestWeight > bestSquared * weight[row]) {
        best = row;
        bestSquared = s;
        bestWeight = weight[row];
      }
      k++;
    }
    this.count = count;
    return best;
  }

  free(): void {
    freeF64(this.squared);
    freeF64(this.lower);
    freeF64(this.upper);
    freeI32(this.list);
    freeI32(this.listed);
  }
}
