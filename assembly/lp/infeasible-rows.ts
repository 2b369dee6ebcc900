// The rows whose basic variable violates a bound, with squared violations: what dual CHUZR looks at. Rows are listed when
// they become infeasible and dropped lazily, so a choice costs the number of infeasible rows, not of all rows.
import { F64, fillI32, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "./arrays.ts";
import { SimplexState } from "./simplex-state.ts";

export class InfeasibleRows {
  squared: F64 = newF64(0); // by row; zero = feasible
  list: I32 = newI32(0);
  listed: I32 = newI32(0); // by row, 0 or 1
  count: i32 = 0;

  resize(rows: i32): void {
    this.squared = roomF64(this.squared, 0, rows);
    this.list = roomI32(this.list, 0, rows);
    this.listed = roomI32(this.listed, 0, rows);
  }

  /** Recompute everything from the basic values. */
  rebuild(state: SimplexState): void {
    this.count = 0;
    fillI32(this.listed, 0, 0, state.rows);
    for (let row = 0; row < state.rows; row++) this.note(state, row);
  }

  note(state: SimplexState, row: i32): void {
    const x = state.baseValue[row];
    const j = state.head[row];
    const below = state.workLower[j] - x;
    const above = x - state.workUpper[j];
    const violation = below > above ? below : above;
    if (violation > state.primalTolerance) {
      this.squared[row] = violation * violation;
      if (this.listed[row] == 0) {
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
      if (s == 0) {
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
    freeI32(this.list);
    freeI32(this.listed);
  }
}
