// The rows of the LP at work as cut generators see them: sides, activities, and which slacks are whole. Rows behind those of the model (cuts,
// the owner's rows) are read from the LP itself.
import { F64, fillI32, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "../lp/arrays.ts";
import { CutRow } from "./cut-row.ts";
import { SearchState } from "./search-state.ts";

export class RowSides {
  state: SearchState;
  rows: i32 = 0;
  lower: F64 = newF64(0);
  upper: F64 = newF64(0);
  activity: F64 = newF64(0);
  /** 1: all columns and coefficients are integer and so are the finite sides. */
  isWhole: I32 = newI32(0);
  private start: I32 = newI32(0); // rows of the LP by rows
  private index: I32 = newI32(0);
  private value: F64 = newF64(0);

  constructor(state: SearchState) {
    this.state = state;
  }

  /** Take the rows of the LP as it was solved last. */
  read(): void {
    const lp = this.state.nodeLp.lp;
    const simplex = lp.state;
    const rows = simplex.rows;
    const cols = simplex.cols;
    const view = this.state.nodeLp.rowView();
    this.rows = rows;
    this.lower = roomF64(this.lower, 0, rows);
    this.upper = roomF64(this.upper, 0, rows);
    this.activity = roomF64(this.activity, 0, rows);
    this.isWhole = roomI32(this.isWhole, 0, rows);
    this.start = roomI32(this.start, 0, rows + 2);
    this.index = roomI32(this.index, 0, simplex.aStart[cols]);
    this.value = roomF64(this.value, 0, simplex.aStart[cols]);
    const start = this.start;
    fillI32(start, 0, 0, rows + 2);
    for (let e = 0; e < simplex.aStart[cols]; e++) start[simplex.aIndex[e] + 2]++;
    for (let row = 0; row < rows; row++) {
      start[row + 2] += start[row + 1];
      this.lower[row] = view.rowLower(row);
      this.upper[row] = view.rowUpper(row);
      this.activity[row] = lp.rowActivity[row];
      this.isWhole[row] = isInteger(this.lower[row]) && isInteger(this.upper[row]) ? 1 : 0;
    }
    for (let col = 0; col < cols; col++) {
      const integer = this.state.model.integer[col] !== 0;
      for (let e = simplex.aStart[col]; e < simplex.aStart[col + 1]; e++) {
        const row = simplex.aIndex[e];
        const at = start[row + 1]++;
        this.index[at] = col;
        this.value[at] = simplex.aValue[e] / (lp.rowScale[row] * lp.colScale[col]);
        if (!integer || !isInteger(this.value[at])) this.isWhole[row] = 0;
      }
    }
  }

  length(row: i32): i32 {
    return this.start[row + 1] - this.start[row];
  }

  entry(row: i32, k: i32): i32 {
    return this.index[this.start[row] + k];
  }

  entryValue(row: i32, k: i32): f64 {
    return this.value[this.start[row] + k];
  }

  /** target += factor * row. */
  addRow(row: i32, factor: f64, target: CutRow): void {
    for (let e = this.start[row]; e < this.start[row + 1]; e++) target.add(this.index[e], factor * this.value[e]);
  }

  /** Whether the row is nearer to its upper side. */
  nearUpper(row: i32): bool {
    return this.upper[row] - this.activity[row] <= this.activity[row] - this.lower[row];
  }

  /** Distance to the nearer side. */
  slack(row: i32): f64 {
    return Math.min(this.upper[row] - this.activity[row], this.activity[row] - this.lower[row]);
  }

  free(): void {
    freeF64(this.lower);
    freeF64(this.upper);
    freeF64(this.activity);
    freeI32(this.isWhole);
    freeI32(this.start);
    freeI32(this.index);
    freeF64(this.value);
  }
}

function isInteger(x: f64): bool {
  return Math.abs(x) === Infinity || x === Math.floor(x);
}
