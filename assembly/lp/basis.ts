// The basis as a whole: slack start, factorisation, resting places of nonbasic variables, and which columns PRICE sees.
import { LuFactor } from "./lu-factor.ts";
import { Move, SimplexState } from "./simplex-state.ts";

/** All logicals basic, every structural at the bound nearest to zero. */
export function slackBasis(state: SimplexState): void {
  for (let j = 0; j < state.cols; j++) {
    state.place[j] = -1;
    state.move[j] = preferredMove(state, j);
  }
  for (let row = 0; row < state.rows; row++) {
    state.head[row] = state.cols + row;
    state.place[state.cols + row] = row;
    state.move[state.cols + row] = Move.none;
    state.edgeWeight[row] = 1;
  }
  state.basisValid = true;
  state.factorValid = false;
  state.dualsValid = false;
}

/** The move of a nonbasic variable at the finite bound nearest to zero. */
export function preferredMove(state: SimplexState, j: i32): i32 {
  const lower = state.workLower[j];
  const upper = state.workUpper[j];
  if (lower === upper) return Move.none;
  if (lower === -Infinity) return upper === Infinity ? Move.free : Move.down;
  if (upper === Infinity) return Move.up;
  return Math.abs(lower) <= Math.abs(upper) ? Move.up : Move.down;
}

/** Put a nonbasic variable where its move says, correcting moves that its bounds do not allow (any more). */
export function settle(state: SimplexState, j: i32): void {
  const lower = state.workLower[j];
  const upper = state.workUpper[j];
  let move = state.move[j];
  if (lower === upper) {
    state.move[j] = Move.none;
    state.value[j] = lower;
    return;
  }
  if (move === Move.up && lower === -Infinity) move = Move.none;
  if (move === Move.down && upper === Infinity) move = Move.none;
  if (move === Move.free && (lower !== -Infinity || upper !== Infinity)) move = Move.none;
  if (move === Move.none) move = preferredMove(state, j);
  state.move[j] = move;
  if (move === Move.up) state.value[j] = lower;
  else if (move === Move.down) state.value[j] = upper;
  else state.value[j] = 0;
}

/** Settle all nonbasic variables and bring the row-wise copy in line with the basis and the bounds. */
export function settleAll(state: SimplexState): void {
  const total = state.total;
  const cols = state.cols;
  const byRows = state.byRows;
  for (let j = 0; j < total; j++) {
    if (state.place[j] >= 0) {
      state.move[j] = Move.none;
      if (j < cols) byRows.deactivate(j, state.aStart, state.aIndex);
      continue;
    }
    settle(state, j);
    if (j >= cols) continue;
    if (state.move[j] === Move.none) byRows.deactivate(j, state.aStart, state.aIndex);
    else byRows.activate(j, state.aStart, state.aIndex);
  }
}

/** Factorise the basis. Returns how many variables a singular basis lost to logicals. */
export function refactor(state: SimplexState): i32 {
  const rows = state.rows;
  const cols = state.cols;
  const factor = state.factor;
  const head = state.head;
  const place = state.place;
  const edgeWeight = state.edgeWeight;
  const variableWeight = state.variableWeight;
  for (let row = 0; row < rows; row++) {
    factor.slotVariable[row] = head[row];
    variableWeight[head[row]] = edgeWeight[row];
  }
  factor.factorize(state.lu, state.aStart, state.aIndex, state.aValue, cols, head);
  state.factorisations++;
  if (factor.dropped > 0) dropSingular(state, factor);
  for (let row = 0; row < rows; row++) {
    const variable = head[row];
    place[variable] = row;
    edgeWeight[row] = variableWeight[variable];
  }
  state.factorValid = true;
  return factor.dropped;
}

function dropSingular(state: SimplexState, factor: LuFactor): void {
  state.dualsValid = false;
  for (let k = 0; k < factor.dropped; k++) {
    const variable = factor.droppedVariable[k];
    state.place[variable] = -1;
    state.move[variable] = preferredMove(state, variable);
    settle(state, variable);
    if (variable < state.cols && state.move[variable] !== Move.none) {
      state.byRows.activate(variable, state.aStart, state.aIndex);
    }
  }
  for (let row = 0; row < state.rows; row++) {
    const variable = state.head[row];
    if (state.place[variable] < 0) {
      state.variableWeight[variable] = 1;
      state.move[variable] = Move.none;
      if (variable < state.cols) state.byRows.deactivate(variable, state.aStart, state.aIndex);
    }
  }
}

/** The entering variable takes the row of the leaving one, which rests at its lower (move up) or upper bound. */
export function exchange(state: SimplexState, row: i32, entering: i32, leavingMove: i32): void {
  const leaving = state.head[row];
  const cols = state.cols;
  state.head[row] = entering;
  state.place[entering] = row;
  state.place[leaving] = -1;
  state.move[entering] = Move.none;
  state.move[leaving] = leavingMove;
  settle(state, leaving);
  if (entering < cols) state.byRows.deactivate(entering, state.aStart, state.aIndex);
  if (leaving < cols && state.move[leaving] !== Move.none) {
    state.byRows.activate(leaving, state.aStart, state.aIndex);
  }
}
