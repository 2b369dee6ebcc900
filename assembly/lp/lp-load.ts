// A caller's model into the solver's scaled state.
import { F64, freeF64, I32, newF64 } from "../glue/mem.ts";
import { ModelView } from "./certificate.ts";
import { setScaledColBounds, setScaledRowBounds } from "./lp-edit.ts";
import { computeScales, costFactor } from "./scale.ts";
import { isNumber } from "./validate.ts";

/**
 * Fill the state behind `model`, which has room for it; its scales are computed first, or taken as they are (`scaled`). False when
 * a bound is NaN or a cost is not finite. The matrix is valid.
 */
export function loadModel(
  model: ModelView,
  scaled: bool,
  start: I32,
  index: I32,
  value: F64,
  colLower: F64,
  colUpper: F64,
  cost: F64,
  rowLower: F64,
  rowUpper: F64,
): bool {
  const state = model.state;
  const rows = state.rows;
  const cols = state.cols;
  const rowScale = model.rowScale;
  const colScale = model.colScale;
  const aStart = state.aStart;
  const aIndex = state.aIndex;
  const aValue = state.aValue;
  if (!scaled) scaleModel(rows, cols, start, index, value, rowScale, colScale);
  let good = true;
  aStart[0] = 0;
  for (let col = 0; col < cols; col++) {
    const last = start[col + 1];
    const scale = colScale[col];
    aStart[col + 1] = last;
    for (let e = start[col]; e < last; e++) {
      aIndex[e] = index[e];
      aValue[e] = value[e] * rowScale[index[e]] * scale;
    }
    if (!isNumber(colLower[col]) || !isNumber(colUpper[col]) || !(Math.abs(cost[col]) < Infinity)) good = false;
    setScaledColBounds(state, colScale, col, colLower[col], colUpper[col]);
    state.cost[col] = cost[col] * scale * model.costScale;
  }
  for (let row = 0; row < rows; row++) {
    if (!isNumber(rowLower[row]) || !isNumber(rowUpper[row])) good = false;
    setScaledRowBounds(state, rowScale, row, rowLower[row], rowUpper[row]);
    state.cost[cols + row] = 0;
  }
  return good;
}

function scaleModel(rows: i32, cols: i32, start: I32, index: I32, value: F64, rowScale: F64, colScale: F64): void {
  const least = newF64(rows);
  const most = newF64(rows);
  computeScales(rows, cols, start, index, value, rowScale, colScale, least, most);
  freeF64(least);
  freeF64(most);
}

/** Bring the costs to a size the tolerances are meant for. */
export function scaleCosts(model: ModelView): void {
  const state = model.state;
  const cost = state.cost;
  const factor = costFactor(cost, state.cols);
  if (factor === 1) return;
  for (let col = 0; col < state.cols; col++) cost[col] *= factor;
  model.costScale *= factor;
  state.dualsValid = false;
}
