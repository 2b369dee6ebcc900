// A solve after a few changes of bounds, from an optimal basis whose factors, values and reduced costs are at hand: only the
// variables that changed are looked at, and the basic values follow by one FTRAN of the moves of nonbasic ones. What a solve
// costs besides its pivots then grows with the change, not with the model.
import { dualInfeasibility } from "./basic-solution.ts";
import { settle } from "./basis.ts";
import { addColumn } from "./dual-update.ts";
import { ftran } from "./ftran.ts";
import { InfeasibleRows } from "./infeasible-rows.ts";
import { Move, SimplexState } from "./simplex-state.ts";
import { SparseVector } from "./sparse-vector.ts";

/** Whether the state is as the dual method left it at an optimum, but for touched variables. */
export function isWarm(state: SimplexState): bool {
  return (
    state.primalValid &&
    state.basisValid &&
    state.factorValid &&
    state.dualsValid &&
    !state.costsChanged &&
    !state.boundsChanged
  );
}

/** The touched variable whose bounds contradict each other, or -1. */
export function touchedEmptyBox(state: SimplexState): i32 {
  for (let k = 0; k < state.touchedCount; k++) {
    const j = state.touched[k];
    if (!(state.lower[j] <= state.upper[j])) return j;
  }
  return -1;
}

/**
 * Bring working bounds, values and infeasible rows in line with the touched variables' bounds. False when a reduced cost has the
 * wrong sign for them and no bound to flip to: then everything has to be set up anew. `move` is scratch of `rows` entries.
 */
export function absorbTouched(state: SimplexState, rows: InfeasibleRows, move: SparseVector): bool {
  const cols = state.cols;
  move.clear();
  for (let k = 0; k < state.touchedCount; k++) {
    const j = state.touched[k];
    state.workLower[j] = state.lower[j];
    state.workUpper[j] = state.upper[j];
    if (state.place[j] >= 0) continue;
    const before = state.value[j];
    settle(state, j);
    if (dualInfeasibility(state, j) > state.dualTolerance) {
      if (state.move[j] === Move.free || state.workUpper[j] - state.workLower[j] === Infinity) return false;
      state.move[j] = -state.move[j];
      settle(state, j);
    }
    if (state.value[j] !== before) addColumn(state, j, state.value[j] - before, move);
    if (j >= cols) continue;
    if (state.move[j] === Move.none) state.byRows.deactivate(j, state.aStart, state.aIndex);
    else state.byRows.activate(j, state.aStart, state.aIndex);
  }
  if (move.count > 0) {
    ftran(state.lu, move, false);
    for (let k = 0; k < move.count; k++) {
      const row = move.index[k];
      state.baseValue[row] -= move.value[row];
      rows.note(row, state.baseValue[row]);
    }
  }
  for (let k = 0; k < state.touchedCount; k++) {
    const row = state.place[state.touched[k]];
    if (row >= 0) rows.enter(state, row);
  }
  state.touchedCount = 0;
  return true;
}
