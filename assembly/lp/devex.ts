// Devex reference weights of the primal simplex: w_j >= (alpha_j / alpha_q)^2 w_q after a pivot in column q (Harris 1973).
import { F64 } from "../glue/mem.ts";
import { SimplexState } from "./simplex-state.ts";
import { SparseVector } from "./sparse-vector.ts";

/** Update `weight` (by variable) for a pivot; call before the basis changes. */
export function devexUpdate(
  state: SimplexState,
  weight: F64,
  rowAp: SparseVector,
  rowEp: SparseVector,
  entering: i32,
  leaving: i32,
  alpha: f64,
): void {
  const cols = state.cols;
  const place = state.place;
  const scale = weight[entering] / (alpha * alpha);
  let index = rowAp.index;
  let value = rowAp.value;
  for (let k = 0; k < rowAp.count; k++) {
    const j = index[k];
    const w = value[j] * value[j] * scale;
    if (w > weight[j]) weight[j] = w;
  }
  index = rowEp.index;
  value = rowEp.value;
  for (let k = 0; k < rowEp.count; k++) {
    const i = index[k];
    if (place[cols + i] >= 0) continue;
    const w = value[i] * value[i] * scale;
    if (w > weight[cols + i]) weight[cols + i] = w;
  }
  weight[leaving] = Math.max(scale, 1);
}
