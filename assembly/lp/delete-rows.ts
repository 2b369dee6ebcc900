// Rows leave the model, as cuts do that are slack. With their logicals basic the rest of the basis is a basis of the rest of the
// model, with the same values, reduced costs and edge weights (B = [B' 0; R I]); only the factors have to be made anew.
import { F64, freeI32, I32, newI32 } from "../glue/mem.ts";
import { fillWithLogicals } from "./basis-snapshot.ts";
import { SimplexState } from "./simplex-state.ts";

/** Remove the rows in `rows[0..count)` (any order, repeats allowed); those behind them move up. rowScale moves along. */
export function removeRows(state: SimplexState, count: i32, rows: I32, rowScale: F64): void {
  const before = state.rows;
  const target = newI32(before); // new number of a row, -1 = gone
  for (let k = 0; k < count; k++) target[rows[k]] = -1;
  let left: i32 = 0;
  for (let row = 0; row < before; row++) {
    if (target[row] < 0) continue;
    target[row] = left;
    rowScale[left] = rowScale[row];
    left++;
  }
  packBasis(state, target, left);
  packLogicals(state, target);
  const entries = packMatrix(state, target);
  freeI32(target);
  state.lu.lPositions = 0;
  state.lu.uPositions = 0;
  state.lu.etas = 0;
  state.lu.etaUsed = 0;
  state.factorValid = false;
  state.resize(left, state.cols, entries);
  if (!state.basisValid) return;
  let basic: i32 = 0;
  while (basic < left && state.head[basic] >= 0) basic++;
  fillWithLogicals(state, basic);
}

/** head, in new numbers; -1 behind the basic variables that are left. Too many of them: the last ones leave the basis. */
function packBasis(state: SimplexState, target: I32, left: i32): void {
  if (!state.basisValid) return;
  const cols = state.cols;
  const head = state.head;
  const place = state.place;
  let basic: i32 = 0;
  for (let slot = 0; slot < state.rows; slot++) {
    const variable = head[slot];
    place[variable] = -1;
    const row = variable < cols ? 0 : target[variable - cols];
    if (row < 0) continue;
    if (basic === left) {
      state.dualsValid = false; // a tight row left: its dual was not zero
      continue;
    }
    state.edgeWeight[basic] = state.edgeWeight[slot];
    place[variable] = basic; // packLogicals moves it to its new number
    head[basic++] = variable < cols ? variable : cols + row;
  }
  for (let slot = basic; slot < state.rows; slot++) head[slot] = -1;
}

function packLogicals(state: SimplexState, target: I32): void {
  const cols = state.cols;
  for (let row = 0; row < state.rows; row++) {
    if (target[row] < 0) continue;
    const from = cols + row;
    const to = cols + target[row];
    state.lower[to] = state.lower[from];
    state.upper[to] = state.upper[from];
    state.cost[to] = state.cost[from];
    state.value[to] = state.value[from];
    state.dual[to] = state.dual[from];
    state.move[to] = state.move[from];
    state.place[to] = state.place[from];
  }
}

/** Returns how many entries are left. */
function packMatrix(state: SimplexState, target: I32): i32 {
  const aStart = state.aStart;
  const aIndex = state.aIndex;
  const aValue = state.aValue;
  let at: i32 = 0;
  let begin: i32 = 0;
  for (let col = 0; col < state.cols; col++) {
    const end = aStart[col + 1];
    for (let e = begin; e < end; e++) {
      const row = target[aIndex[e]];
      if (row < 0) continue;
      aIndex[at] = row;
      aValue[at] = aValue[e];
      at++;
    }
    aStart[col + 1] = at;
    begin = end;
  }
  return at;
}
