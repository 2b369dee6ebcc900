// A basis as plain data, for tree nodes and probes: two bits a variable for where it rests, and the steepest-edge weights of the
// basic ones. Rows and columns that came later than the snapshot are taken as basic logicals and nonbasic columns.
import { F64, fillI32, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { freshF64, freshI32 } from "./arrays.ts";
import { Move, SimplexState } from "./simplex-state.ts";

const enum Rest {
  basic,
  up, // at its lower bound
  down, // at its upper bound
  none, // fixed or free
}

export class BasisSnapshot {
  rows: i32 = 0;
  cols: i32 = 0;
  /** False until something was saved. */
  filled: bool = false;
  private codes: I32 = newI32(0); // sixteen variables an element: columns, then rows
  private weight: F64 = newF64(0); // by basic variable in ascending order

  /** Take the basis of the state over; what was here before is gone. */
  save(state: SimplexState): void {
    const total = state.total;
    const length: i32 = (total + 15) >> 4;
    if (!this.filled || this.rows !== state.rows || this.cols !== state.cols) {
      this.codes = freshI32(this.codes, length);
      this.weight = freshF64(this.weight, state.rows);
    } else {
      fillI32(this.codes, 0, 0, length);
    }
    this.rows = state.rows;
    this.cols = state.cols;
    this.filled = true;
    const codes = this.codes;
    const weight = this.weight;
    const place = state.place;
    const move = state.move;
    const edgeWeight = state.edgeWeight;
    let basic: i32 = 0;
    for (let j = 0; j < total; j++) {
      const at = place[j];
      let code: i32 = Rest.basic;
      if (at >= 0) weight[basic++] = edgeWeight[at];
      else code = move[j] === Move.up ? Rest.up : move[j] === Move.down ? Rest.down : Rest.none;
      codes[j >> 4] |= code << ((j & 15) << 1);
    }
  }

  /** Where variable `j` of the snapshot's own numbering rests. */
  private rest(j: i32): i32 {
    return (this.codes[j >> 4] >> ((j & 15) << 1)) & 3;
  }

  /** The state gets this basis. Its factors and reduced costs stay valid when it is the one they belong to. */
  restore(state: SimplexState): void {
    const same = state.basisValid && this.sameAs(state);
    state.primalValid = false;
    let basic: i32 = 0; // of this snapshot
    let count: i32 = 0; // of the state
    for (let j = 0; j < state.total; j++) {
      const row = j - state.cols;
      const known = row < 0 ? j < this.cols : row < this.rows;
      let code: i32 = row < 0 ? Rest.none : Rest.basic;
      let weight: f64 = 1;
      if (known) code = this.rest(row < 0 ? j : this.cols + row);
      if (known && code === Rest.basic) weight = this.weight[basic++];
      state.move[j] = code === Rest.up ? Move.up : code === Rest.down ? Move.down : Move.none;
      if (same) continue;
      state.place[j] = -1;
      if (code !== Rest.basic || count >= state.rows) continue;
      state.edgeWeight[count] = weight;
      state.head[count] = j;
      state.place[j] = count;
      count++;
    }
    if (same) return;
    fillWithLogicals(state, count);
    state.basisValid = true;
    state.factorValid = false;
    state.dualsValid = false;
  }

  private sameAs(state: SimplexState): bool {
    if (state.rows !== this.rows || state.cols !== this.cols) return false;
    for (let j = 0; j < state.total; j++) {
      if ((this.rest(j) === Rest.basic) !== state.place[j] >= 0) return false;
    }
    return true;
  }

  free(): void {
    freeF64(this.weight);
    freeI32(this.codes);
  }
}

/** Basic variables beyond the first `count` are logicals that are not basic yet. */
export function fillWithLogicals(state: SimplexState, count: i32): void {
  let at: i32 = count;
  for (let j = state.cols; j < state.total && at < state.rows; j++) {
    if (state.place[j] >= 0) continue;
    state.head[at] = j;
    state.place[j] = at;
    state.move[j] = Move.none;
    state.edgeWeight[at] = 1;
    at++;
  }
}
