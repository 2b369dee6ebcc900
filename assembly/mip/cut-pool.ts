// Cuts offered in a round, cleaned and scored; the best that are not parallel to each other go into the LP. A cut is  coef'x <= rhs, valid for
// every solution better than the cutoff.
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "../lp/arrays.ts";
import { heapSort } from "../lp/heap-sort.ts";
import { CutRow } from "./cut-row.ts";
import { SearchState } from "./search-state.ts";

/** A cut must cut off the LP's solution by this distance. */
const LEAST_EFFICACY: f64 = 1e-4;
/** Largest over smallest coefficient: beyond it rounding may matter. */
const MOST_DYNAMISM: f64 = 1e6;
/** Cosine of the angle between two cuts of a round from which they count as parallel. */
const PARALLEL: f64 = 0.9;
/** Cuts kept in a round before selection. */
const MOST_OFFERED: i32 = 2000;

export class CutPool {
  state: SearchState;
  count: i32 = 0;
  entries: i32 = 0;
  /** Candidates by rows. */
  start: I32 = newI32(1);
  index: I32 = newI32(0);
  value: F64 = newF64(0);
  rhs: F64 = newF64(0);
  private score: F64 = newF64(0);
  private norm: F64 = newF64(0);
  // the selection, by rows
  chosen: i32 = 0;
  outStart: I32 = newI32(1);
  outIndex: I32 = newI32(0);
  outValue: F64 = newF64(0);
  outLower: F64 = newF64(0);
  outUpper: F64 = newF64(0);
  private key: F64 = newF64(0);
  private item: I32 = newI32(0);
  private dense: F64 = newF64(0); // cols, zero between uses
  private picked: I32 = newI32(0);

  constructor(state: SearchState) {
    this.state = state;
  }

  clear(): void {
    this.count = 0;
    this.entries = 0;
    this.start[0] = 0;
    this.dense = roomF64(this.dense, 0, this.state.model.cols);
  }

  /** Clean the row and keep it when it is worth it. The row is changed. */
  offer(row: CutRow): bool {
    if (this.count >= MOST_OFFERED || !this.clean(row)) return false;
    const norm = row.norm();
    const violation = row.activity(this.state.x) - row.rhs;
    if (!(violation > LEAST_EFFICACY * norm) || !(norm > 0)) return false;
    const at = this.count;
    this.start = roomI32(this.start, at + 1, at + 2);
    this.rhs = roomF64(this.rhs, at, at + 1);
    this.score = roomF64(this.score, at, at + 1);
    this.norm = roomF64(this.norm, at, at + 1);
    this.index = roomI32(this.index, this.entries, this.entries + row.count);
    this.value = roomF64(this.value, this.entries, this.entries + row.count);
    for (let k = 0; k < row.count; k++) {
      const col = row.list[k];
      if (row.coef[col] === 0) continue;
      this.index[this.entries] = col;
      this.value[this.entries] = row.coef[col];
      this.entries++;
    }
    this.rhs[at] = row.rhs;
    this.norm[at] = norm;
    this.score[at] = violation / norm - 1e-4 * row.count * (1.0 / (1.0 + this.state.model.cols));
    this.count++;
    this.start[this.count] = this.entries;
    return true;
  }

  /** Small coefficients give way to the bounds of their columns; rows of odd numbers or too many are refused. */
  private clean(row: CutRow): bool {
    const state = this.state;
    let largest: f64 = 0;
    for (let k = 0; k < row.count; k++) largest = Math.max(largest, Math.abs(row.coef[row.list[k]]));
    if (!(largest > 1e-9) || !(largest < 1e12)) return false;
    let least: f64 = Infinity;
    let used: i32 = 0;
    for (let k = 0; k < row.count; k++) {
      const col = row.list[k];
      const a = row.coef[col];
      if (a === 0) continue;
      const isFixed = state.globalLower[col] === state.globalUpper[col];
      if (isFixed || Math.abs(a) < 1e-6 * largest || Math.abs(a) < 1e-9) {
        const bound = a > 0 ? state.globalLower[col] : state.globalUpper[col];
        if (Math.abs(bound) === Infinity) return false;
        row.rhs -= a * bound;
        row.coef[col] = 0;
        continue;
      }
      least = Math.min(least, Math.abs(a));
      used++;
    }
    if (used === 0 || largest > MOST_DYNAMISM * least) return false;
    if (used > 100 + 0.3 * state.model.cols) return false;
    row.rhs += 1e-9 * (1 + Math.abs(row.rhs)); // rounding of the terms
    return Math.abs(row.rhs) < 1e12;
  }

  /** Fill out* with the best cuts, at most `most`. */
  select(most: i32): void {
    this.key = roomF64(this.key, 0, this.count);
    this.item = roomI32(this.item, 0, this.count);
    this.picked = roomI32(this.picked, 0, this.count);
    for (let k = 0; k < this.count; k++) {
      this.key[k] = -this.score[k];
      this.item[k] = k;
    }
    heapSort(this.key, this.item, this.count);
    this.chosen = 0;
    for (let k = 0; k < this.count && this.chosen < most; k++) {
      if (this.isNew(this.item[k])) this.picked[this.chosen++] = this.item[k];
    }
    this.copyOut();
  }

  private isNew(cut: i32): bool {
    const dense = this.dense;
    for (let e = this.start[cut]; e < this.start[cut + 1]; e++) dense[this.index[e]] = this.value[e];
    let isNew: bool = true;
    for (let k = 0; k < this.chosen && isNew; k++) {
      const other = this.picked[k];
      let dot: f64 = 0;
      for (let e = this.start[other]; e < this.start[other + 1]; e++) dot += dense[this.index[e]] * this.value[e];
      if (dot > PARALLEL * this.norm[cut] * this.norm[other]) isNew = false;
    }
    for (let e = this.start[cut]; e < this.start[cut + 1]; e++) dense[this.index[e]] = 0;
    return isNew;
  }

  private copyOut(): void {
    const chosen = this.chosen;
    this.outStart = roomI32(this.outStart, 0, chosen + 1);
    this.outLower = roomF64(this.outLower, 0, chosen);
    this.outUpper = roomF64(this.outUpper, 0, chosen);
    this.outIndex = roomI32(this.outIndex, 0, this.entries);
    this.outValue = roomF64(this.outValue, 0, this.entries);
    let at: i32 = 0;
    this.outStart[0] = 0;
    for (let k = 0; k < chosen; k++) {
      const cut = this.picked[k];
      for (let e = this.start[cut]; e < this.start[cut + 1]; e++) {
        this.outIndex[at] = this.index[e];
        this.outValue[at] = this.value[e];
        at++;
      }
      this.outStart[k + 1] = at;
      this.outLower[k] = -Infinity;
      this.outUpper[k] = this.rhs[cut];
    }
  }

  free(): void {
    freeI32(this.start);
    freeI32(this.index);
    freeF64(this.value);
    freeF64(this.rhs);
    freeF64(this.score);
    freeF64(this.norm);
    freeI32(this.outStart);
    freeI32(this.outIndex);
    freeF64(this.outValue);
    freeF64(this.outLower);
    freeF64(this.outUpper);
    freeF64(this.key);
    freeI32(this.item);
    freeF64(this.dense);
    freeI32(this.picked);
  }
}
