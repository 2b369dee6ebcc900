// Presolve by bounds on the duals. A row open on one side has a dual of one sign; a column with one entry and an open side has a
// reduced cost of one sign, which bounds the dual of its row. Where these bounds leave the reduced cost of a column only one sign,
// the column rests at the bound that goes with it in every optimum. (Andersen and Andersen 1995, section 3.4.)
import { F64 } from "../glue/mem.ts";
import { PresolveModel } from "./presolve-model.ts";

/** A reduced cost counts as nonzero beyond this, relative to the terms it is made of. */
const EPSILON: f64 = 1e-9;

/** One pass; `low` and `high` (rows) are scratch. */
export function fixDominated(model: PresolveModel, low: F64, high: F64): void {
  boundDuals(model, low, high);
  for (let col = 0; col < model.cols; col++) {
    if (model.colAlive[col] === 0 || model.colCount[col] === 0) continue;
    let least: f64 = model.cost[col]; // of the reduced cost
    let most: f64 = least;
    let size: f64 = Math.abs(least);
    for (let e = model.start[col]; e < model.end[col]; e++) {
      const row = model.index[e];
      if (model.rowAlive[row] === 0) continue;
      const a = model.value[e];
      const first: f64 = a * low[row];
      const last: f64 = a * high[row];
      least -= Math.max(first, last);
      most -= Math.min(first, last);
      if (Math.abs(first) < Infinity) size = Math.max(size, Math.abs(first));
      if (Math.abs(last) < Infinity) size = Math.max(size, Math.abs(last));
    }
    const tolerance: f64 = EPSILON * (1 + size);
    if (least > tolerance && model.colLower[col] > -Infinity) model.fixColumn(col, model.colLower[col]);
    else if (most < -tolerance && model.colUpper[col] < Infinity) model.fixColumn(col, model.colUpper[col]);
  }
}

/** low[row] <= y[row] <= high[row] at every optimum. */
function boundDuals(model: PresolveModel, low: F64, high: F64): void {
  for (let row = 0; row < model.rows; row++) {
    low[row] = model.rowUpper[row] === Infinity ? 0 : -Infinity;
    high[row] = model.rowLower[row] === -Infinity ? 0 : Infinity;
  }
  for (let col = 0; col < model.cols; col++) {
    if (model.colAlive[col] === 0 || model.colCount[col] !== 1) continue;
    const openBelow = model.colLower[col] === -Infinity;
    const openAbove = model.colUpper[col] === Infinity;
    if (!openBelow && !openAbove) continue;
    let e: i32 = model.start[col];
    while (model.rowAlive[model.index[e]] === 0) e++;
    const row = model.index[e];
    const a = model.value[e];
    const ratio = model.cost[col] / a;
    // open above: cost - a y >= 0; open below: cost - a y <= 0
    if (openAbove === a > 0 || (openAbove && openBelow)) high[row] = Math.min(high[row], ratio);
    if (openAbove !== a > 0 || (openAbove && openBelow)) low[row] = Math.max(low[row], ratio);
  }
}
