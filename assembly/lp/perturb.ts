// Cost perturbation against dual degeneracy: every cost moves a little in the direction that keeps its reduced cost feasible,
// so that ties in the ratio test break at random (Koberstein 2005, section 6.3). Removed before optimality is claimed.
import { mulI32, toF64 } from "../glue/mem.ts";
import { COST_PERTURBATION } from "./params.ts";
import { SimplexState } from "./simplex-state.ts";

/** Reproducible pseudo-random number in [0, 1) for variable `j`. */
export function randomOf(j: i32, seed: i32): f64 {
  let h: i32 = mulI32(j + 1, -1640531535) ^ mulI32(seed + 1, 668265263);
  h ^= h >>> 15;
  h = mulI32(h, 739982445);
  h ^= h >>> 12;
  h = mulI32(h, 695872825);
  h ^= h >>> 15;
  return toF64(h & 2147483647) / 2147483648.0;
}

/** Size of the perturbation for the costs at hand. */
export function perturbationBase(state: SimplexState): f64 {
  let largest: f64 = 0;
  let boxed: i32 = 0;
  for (let j = 0; j < state.total; j++) {
    largest = Math.max(largest, Math.abs(state.workCost[j]));
    if (state.upper[j] - state.lower[j] < Infinity) boxed++;
  }
  if (largest > 100) largest = Math.sqrt(Math.sqrt(largest));
  if (boxed < 0.01 * state.total) largest = Math.min(largest, 1);
  return COST_PERTURBATION * Math.max(largest, 1e-3);
}

/** Perturb the costs of all structurals. Duals must be computed anew afterwards. */
export function perturbCosts(state: SimplexState, seed: i32): void {
  const base = perturbationBase(state);
  for (let j = 0; j < state.cols; j++) {
    state.workCost[j] += step(state, j, base, seed);
  }
  for (let j = state.cols; j < state.total; j++) state.workCost[j] += (0.5 - randomOf(j, seed)) * 1e-12;
  state.costsChanged = true;
}

/** Perturb nonbasic variables only, costs and reduced costs alike: possible in the middle of a solve. */
export function perturbNonbasic(state: SimplexState, seed: i32): void {
  const base = perturbationBase(state);
  for (let j = 0; j < state.cols; j++) {
    if (state.place[j] >= 0 || state.move[j] === 0) continue;
    const delta = Math.abs(step(state, j, base, seed)) * (state.move[j] === 2 ? 0 : state.move[j]);
    state.workCost[j] += delta;
    state.dual[j] += delta;
  }
  state.costsChanged = true;
}

function step(state: SimplexState, j: i32, base: f64, seed: i32): f64 {
  const lower = state.lower[j];
  const upper = state.upper[j];
  if (lower === upper) return 0;
  const cost = state.workCost[j];
  const size = (Math.abs(cost) + 1) * base * (1 + randomOf(j, seed));
  if (upper === Infinity) return lower === -Infinity ? 0 : size;
  if (lower === -Infinity) return -size;
  return cost >= 0 ? size : -size;
}

/** Relax the working bounds of all variables at random, against primal degeneracy. */
export function perturbBounds(state: SimplexState, seed: i32): void {
  for (let j = 0; j < state.total; j++) {
    const lower = state.workLower[j];
    const upper = state.workUpper[j];
    if (lower === upper) continue;
    const size = COST_PERTURBATION * (1 + randomOf(j, seed));
    if (lower !== -Infinity) state.workLower[j] = lower - size * (1 + Math.abs(lower));
    if (upper !== Infinity) state.workUpper[j] = upper + size * (1 + Math.abs(upper));
  }
  state.boundsChanged = true;
}
