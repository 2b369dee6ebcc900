// Putting a model into the solver's scaled state, and changing it: bounds, costs, new rows, new columns. A scaled bound of
// column j is bound / colScale[j]; the logical of row i is minus its activity, so its bounds are those of the row, negated,
// exchanged and multiplied by rowScale[i].
import { F64, freeI32, I32, newI32 } from "../glue/mem.ts";
import { INFINITE_BOUND } from "./params.ts";
import { powerOfTwo } from "./scale.ts";
import { Move, SimplexState } from "./simplex-state.ts";

export function setScaledColBounds(state: SimplexState, colScale: F64, col: i32, lower: f64, upper: f64): void {
  const scale = colScale[col];
  const low = lower <= -INFINITE_BOUND ? -Infinity : lower / scale;
  state.setBounds(col, low, upper >= INFINITE_BOUND ? Infinity : upper / scale);
}

export function setScaledRowBounds(state: SimplexState, rowScale: F64, row: i32, lower: f64, upper: f64): void {
  const scale = rowScale[row];
  const low = upper >= INFINITE_BOUND ? -Infinity : -upper * scale;
  state.setBounds(state.cols + row, low, lower <= -INFINITE_BOUND ? Infinity : -lower * scale);
}

/** Geometric scale of a new vector whose other side is scaled already: entries `index` from start to end. */
export function vectorScale(index: I32, value: F64, start: i32, end: i32, otherScale: F64): f64 {
  let least: f64 = Infinity;
  let most: f64 = 0;
  for (let e = start; e < end; e++) {
    const a = Math.abs(value[e]) * otherScale[index[e]];
    if (a === 0) continue;
    least = Math.min(least, a);
    most = Math.max(most, a);
  }
  return most === 0 ? 1 : powerOfTwo(1 / Math.sqrt(least * most));
}

/**
 * Insert `count` rows given by rows (start, index = column, value unscaled) behind the last row. rowScale must already hold
 * their scales. Bounds are set by the caller.
 */
export function insertRows(
  state: SimplexState,
  count: i32,
  start: I32,
  index: I32,
  value: F64,
  rowScale: F64,
  colScale: F64,
): void {
  const rows = state.rows;
  const cols = state.cols;
  const added = start[count] - start[0];
  const entries = state.aStart[cols];
  state.resize(rows + count, cols, entries + added);
  state.dualsValid = false;
  const extra = newI32(cols + 1);
  for (let e = start[0]; e < start[count]; e++) extra[index[e]]++;
  const aStart = state.aStart;
  const aIndex = state.aIndex;
  const aValue = state.aValue;
  let to: i32 = entries + added;
  for (let col = cols - 1; col >= 0; col--) {
    const begin = aStart[col];
    const end = aStart[col + 1];
    aStart[col + 1] = to;
    to -= extra[col];
    extra[col] = to; // where the new entries of the column go
    for (let e = end - 1; e >= begin; e--) {
      to--;
      aIndex[to] = aIndex[e];
      aValue[to] = aValue[e];
    }
  }
  for (let row = 0; row < count; row++) {
    for (let e = start[row]; e < start[row + 1]; e++) {
      const at = extra[index[e]]++;
      aIndex[at] = rows + row;
      aValue[at] = value[e] * rowScale[rows + row] * colScale[index[e]];
    }
  }
  freeI32(extra);
}

/**
 * Append `count` columns given by columns (value unscaled). The variables of the logicals move up; colScale must hold the new
 * scales. Bounds and costs are set by the caller.
 */
export function insertCols(
  state: SimplexState,
  count: i32,
  start: I32,
  index: I32,
  value: F64,
  rowScale: F64,
  colScale: F64,
): void {
  const rows = state.rows;
  const cols = state.cols;
  const added = start[count] - start[0];
  const entries = state.aStart[cols];
  state.resize(rows, cols + count, entries + added);
  state.dualsValid = false;
  let at: i32 = entries;
  for (let k = 0; k < count; k++) {
    for (let e = start[k]; e < start[k + 1]; e++) {
      state.aIndex[at] = index[e];
      state.aValue[at] = value[e] * rowScale[index[e]] * colScale[cols + k];
      at++;
    }
    state.aStart[cols + k + 1] = at;
  }
  shiftF64(state.lower, cols, count, rows);
  shiftF64(state.upper, cols, count, rows);
  shiftF64(state.cost, cols, count, rows);
  shiftF64(state.value, cols, count, rows);
  shiftI32(state.place, cols, count, rows);
  shiftI32(state.move, cols, count, rows);
  for (let row = 0; row < rows; row++) {
    if (state.head[row] >= cols) state.head[row] += count;
  }
  for (let k = 0; k < count; k++) {
    state.place[cols + k] = -1;
    state.move[cols + k] = Move.none;
  }
}

function shiftF64(array: F64, from: i32, by: i32, length: i32): void {
  for (let k = length - 1; k >= 0; k--) array[from + by + k] = array[from + k];
}

function shiftI32(array: I32, from: i32, by: i32, length: i32): void {
  for (let k = length - 1; k >= 0; k--) array[from + by + k] = array[from + k];
}
