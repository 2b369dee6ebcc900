// Dual feasibility of a basis: what a bound flip mends, what a cost shift must mend, and the artificial bounds of phase 1.
import { dualInfeasibility } from "./basic-solution.ts";
import { randomOf } from "./perturb.ts";
import { Move, SimplexState } from "./simplex-state.ts";

/** Box of a free variable in phase 1; larger than the unit boxes so that free variables enter first. */
const FREE_BOX: f64 = 1000;

/** Nonbasic variables that are dual infeasible and that no bound flip can mend. */
export function countUnfixable(state: SimplexState): i32 {
  let count: i32 = 0;
  for (let j = 0; j < state.total; j++) {
    if (dualInfeasibility(state, j) > state.dualTolerance && state.workUpper[j] - state.workLower[j] === Infinity)
      count++;
  }
  return count;
}

/** Flip boxed variables to the bound their reduced cost asks for; shift the costs of the others by just enough. */
export function correctDual(state: SimplexState): void {
  const total = state.total;
  for (let j = 0; j < total; j++) {
    if (dualInfeasibility(state, j) <= state.dualTolerance) continue;
    const move = state.move[j];
    if (move === Move.free) {
      state.workCost[j] -= state.dual[j];
      state.dual[j] = 0;
      state.costsChanged = true;
    } else if (state.workUpper[j] - state.workLower[j] < Infinity) {
      state.move[j] = -move;
      state.value[j] = move === Move.up ? state.workUpper[j] : state.workLower[j];
    } else {
      const target = move * (1 + randomOf(j, state.iterations)) * state.dualTolerance;
      state.workCost[j] += target - state.dual[j];
      state.dual[j] = target;
      state.costsChanged = true;
    }
  }
}

/** Working bounds of phase 1: boxes around zero that only infeasible reduced costs can use. */
export function phaseOneBounds(state: SimplexState): void {
  const total = state.total;
  for (let j = 0; j < total; j++) {
    const hasLower = state.lower[j] !== -Infinity;
    const hasUpper = state.upper[j] !== Infinity;
    state.workLower[j] = hasLower ? 0 : hasUpper ? -1 : -FREE_BOX;
    state.workUpper[j] = hasUpper ? 0 : hasLower ? 1 : FREE_BOX;
  }
  state.boundsChanged = true;
}
