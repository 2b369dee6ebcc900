// Dual steepest edge weights when only they are to follow a basis change (the primal method); dual-update.ts does the same in
// one pass with the basic values.
import { MIN_EDGE_WEIGHT } from "./params.ts";
import { SimplexState } from "./simplex-state.ts";
import { SparseVector } from "./sparse-vector.ts";

/** `exact`: squared norm of row `row` of B^-1; colTau = B^-1 of that row. Call before the basis changes. */
export function updateEdgeWeights(
  state: SimplexState,
  row: i32,
  exact: f64,
  colAq: SparseVector,
  colTau: SparseVector,
): void {
  const weight = state.edgeWeight;
  const a = colAq.value;
  const tau = colTau.value;
  const alpha = a[row];
  const pivotWeight = exact / (alpha * alpha);
  const cross = -2.0 / alpha;
  for (let k = 0; k < colAq.count; k++) {
    const i = colAq.index[k];
    const x = a[i];
    weight[i] = Math.max(weight[i] + x * (x * pivotWeight + cross * tau[i]), MIN_EDGE_WEIGHT);
  }
  weight[row] = Math.max(pivotWeight, MIN_EDGE_WEIGHT);
}
