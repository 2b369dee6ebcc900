// Presolve by duplicates. A row that is a multiple of another one only adds its bounds to it. A column that is a multiple of another
// one, with the same multiple of its cost, merges with it: z = x_1 + m x_2; with another cost the dearer one is dominated where the
// cheaper one is unlimited. Candidates are found by a hash of their pattern. (Andersen and Andersen 1995, sections 3.6, 3.7.)
import { divI32, F64, fillI32, freeI32, I32, mulI32, newI32, toI32 } from "../glue/mem.ts";
import { PresolveModel, Reduction } from "./presolve-model.ts";

/** Ratios of entries may differ by this much, relatively. */
const EPSILON: f64 = 1e-12;
/** Members of one pattern a new one is compared with. */
const COMPARED: i32 = 16;
/** Multiples beyond this, or below its inverse, would make tolerances mean different things. */
const LARGEST_RATIO: f64 = 1e3;

/** Vectors by the hash of their patterns. */
class Buckets {
  head: I32;
  next: I32;
  size: i32;

  constructor(items: i32) {
    const size: i32 = 2 * items + 1;
    const head = newI32(size);
    fillI32(head, -1, 0, size);
    this.head = head;
    this.next = newI32(items);
    this.size = size;
  }

  slot(hash: i32): i32 {
    const positive = hash & 0x7fffffff;
    return positive - mulI32(divI32(positive, this.size), this.size);
  }

  add(item: i32, slot: i32): void {
    this.next[item] = this.head[slot];
    this.head[slot] = item;
  }

  free(): void {
    freeI32(this.head);
    freeI32(this.next);
  }
}

/** Copy the alive entries of begin..end, whose other side is alive in `alive`, to index and value from 0; returns how many. */
function gather(from: I32, values: F64, begin: i32, end: i32, alive: I32, index: I32, value: F64, at: i32): i32 {
  let count: i32 = at;
  for (let e = begin; e < end; e++) {
    if (alive[from[e]] === 0) continue;
    index[count] = from[e];
    value[count] = values[e];
    count++;
  }
  return count - at;
}

/** Equal for multiples of each other (but where rounding puts a ratio on the other side of a step, which loses a duplicate). */
function hashOf(index: I32, value: F64, count: i32): i32 {
  let hash: i32 = count;
  for (let k = 0; k < count; k++) {
    hash = (mulI32(hash, 31) + mulI32(index[k] + 1, -1640531535)) | 0;
  }
  for (let k = count - 1; k > 0; k = k >> 1) {
    const ratio = value[k] / value[0];
    if (Math.abs(ratio) < 1e5) hash = (mulI32(hash, 31) + toI32(Math.floor(ratio * 4096 + 0.3))) | 0;
  }
  return hash ^ (hash >>> 15);
}

/** second / first where that is the same for all entries, else 0. Both lists are in the same order. */
function multiple(index: I32, value: F64, first: i32, second: i32, count: i32): f64 {
  const ratio = value[second] / value[first];
  if (!(Math.abs(ratio) <= LARGEST_RATIO && Math.abs(ratio) >= 1 / LARGEST_RATIO)) return 0;
  for (let k = 0; k < count; k++) {
    if (index[first + k] !== index[second + k]) return 0;
    const x = ratio * value[first + k];
    if (Math.abs(x - value[second + k]) > EPSILON * Math.abs(x)) return 0;
  }
  return ratio;
}

/** One pass over the rows. `index` and `value` are scratch of twice the longest row. */
export function mergeRows(model: PresolveModel, index: I32, value: F64): void {
  const buckets = new Buckets(model.rows);
  for (let row = 0; row < model.rows && !model.infeasible; row++) {
    const count = model.rowCount[row];
    if (model.rowAlive[row] === 0 || count < 2) continue;
    const length = gatherRow(model, row, index, value, 0);
    const slot = buckets.slot(hashOf(index, value, length));
    let found = false;
    let other = buckets.head[slot];
    for (let tries = 0; other >= 0 && tries < COMPARED && !found; tries++) {
      if (model.rowCount[other] === count) {
        gatherRow(model, other, index, value, length);
        const ratio = multiple(index, value, length, 0, length);
        if (ratio !== 0) {
          mergeRow(model, other, row, ratio);
          found = true;
        }
      }
      other = buckets.next[other];
    }
    if (!found) buckets.add(row, slot);
  }
  buckets.free();
}

function gatherRow(model: PresolveModel, row: i32, index: I32, value: F64, at: i32): i32 {
  const first = model.rowStart[row];
  return gather(model.rowIndex, model.rowValue, first, model.rowStart[row + 1], model.colAlive, index, value, at);
}

/** `row` is `ratio` times `kept`, which takes over its bounds. */
function mergeRow(model: PresolveModel, kept: i32, row: i32, ratio: f64): void {
  const lower = (ratio > 0 ? model.rowLower[row] : model.rowUpper[row]) / ratio;
  const upper = (ratio > 0 ? model.rowUpper[row] : model.rowLower[row]) / ratio;
  let sides: i32 = 0;
  if (lower > model.rowLower[kept]) {
    model.rowLower[kept] = lower;
    sides = 1;
  }
  if (upper < model.rowUpper[kept]) {
    model.rowUpper[kept] = upper;
    sides += 2;
  }
  const gap = model.rowLower[kept] - model.rowUpper[kept];
  if (gap > 1e-6 * (1 + Math.abs(model.rowUpper[kept]))) model.infeasible = true;
  else if (gap > 0) model.rowLower[kept] = model.rowUpper[kept];
  model.rowDirty[kept] = 1;
  model.record(Reduction.duplicateRow, row, kept, ratio, sides);
  model.dropRow(row);
}

/** One pass over the columns. `index` and `value` are scratch of twice the longest column. */
export function mergeCols(model: PresolveModel, index: I32, value: F64): void {
  const buckets = new Buckets(model.cols);
  for (let col = 0; col < model.cols; col++) {
    const count = model.colCount[col];
    if (model.colAlive[col] === 0 || count < 1) continue;
    const length = gatherCol(model, col, index, value, 0);
    const slot = buckets.slot(hashOf(index, value, length));
    let gone = false;
    let other = buckets.head[slot];
    for (let tries = 0; other >= 0 && tries < COMPARED && !gone; tries++) {
      if (model.colAlive[other] !== 0 && model.colCount[other] === count) {
        gatherCol(model, other, index, value, length);
        const ratio = multiple(index, value, length, 0, length);
        if (ratio !== 0) gone = mergeCol(model, other, col, ratio);
      }
      other = buckets.next[other];
    }
    if (!gone) buckets.add(col, slot);
  }
  buckets.free();
}

function gatherCol(model: PresolveModel, col: i32, index: I32, value: F64, at: i32): i32 {
  return gather(model.index, model.value, model.start[col], model.end[col], model.rowAlive, index, value, at);
}

/** `col` is `ratio` times `kept`. True when `col` has left. */
function mergeCol(model: PresolveModel, kept: i32, col: i32, ratio: f64): bool {
  const excess = model.cost[col] - ratio * model.cost[kept];
  const size = Math.abs(model.cost[col]) + Math.abs(ratio * model.cost[kept]);
  if (Math.abs(excess) > EPSILON * size) {
    // reduced costs: d_col = ratio d_kept + excess, so an open side of one gives the other one's sign
    if (dominated(model, kept, col, ratio, excess)) return true;
    dominated(model, col, kept, 1 / ratio, -excess / ratio);
    return false;
  }
  const low = ratio > 0 ? model.colLower[col] : model.colUpper[col];
  const high = ratio > 0 ? model.colUpper[col] : model.colLower[col];
  model.recordMergedCol(kept, col, ratio);
  model.dropCol(col);
  model.colLower[kept] += ratio * low;
  model.colUpper[kept] += ratio * high;
  model.touchRows(kept);
  return true;
}

/** Fix `col` where an open side of `kept` leaves its reduced cost one sign. */
function dominated(model: PresolveModel, kept: i32, col: i32, ratio: f64, excess: f64): bool {
  const low = excess > 0;
  // d_kept >= 0 when it is open above, <= 0 when it is open below
  const open = low === ratio > 0 ? model.colUpper[kept] === Infinity : model.colLower[kept] === -Infinity;
  const x = low ? model.colLower[col] : model.colUpper[col];
  if (!open || Math.abs(x) === Infinity) return false;
  model.fixColumn(col, x);
  return true;
}
