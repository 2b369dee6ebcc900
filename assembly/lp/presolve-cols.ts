// Presolve by columns: fixed, empty and dominated columns get their values; a column with a single entry becomes the slack of its
// row, which leaves altogether when the row is redundant afterwards (an implied free column).
import { F64 } from "../glue/mem.ts";
import { PresolveModel, Reduction } from "./presolve-model.ts";

/** Columns whose bounds are this close are fixed. */
const EPSILON: f64 = 1e-12;
/** A slack's coefficient must be at least this share of its row's largest: the cost share c / a grows with its inverse. */
const SLACK_PIVOT: f64 = 0.01;

/**
 * A slack with a cost shifts the costs of its whole row. Shifts that dwarf the typical cost would drown the others: dfl001, with
 * penalties of 1e7 on slacks and costs of 5e3, took five times the iterations.
 */
const LARGEST_SHIFT: f64 = 200;

/** One pass over all columns. `bounds` is scratch of two elements. */
export function reduceCols(model: PresolveModel, bounds: F64): void {
  for (let col = 0; col < model.cols; col++) {
    if (model.colAlive[col] === 0) continue;
    const lower = model.colLower[col];
    const upper = model.colUpper[col];
    if (upper - lower < Infinity && upper - lower <= EPSILON * (1 + Math.abs(lower))) {
      model.fixColumn(col, lower);
      continue;
    }
    const side = preferredSide(model, col);
    if (side !== 0 && dominated(model, col, side)) {
      const x = side < 0 ? lower : upper;
      if (Math.abs(x) < Infinity) {
        model.fixColumn(col, x);
        continue;
      }
    }
    if (model.colCount[col] === 1) absorb(model, col, bounds);
  }
}

/** -1 when the cost wants the column low, 1 high; without cost the finite side, 0 when there is no preference. */
function preferredSide(model: PresolveModel, col: i32): i32 {
  const cost = model.cost[col];
  if (cost > 0) return -1;
  if (cost < 0) return 1;
  if (dominated(model, col, -1) && model.colLower[col] > -Infinity) return -1;
  return model.colUpper[col] < Infinity ? 1 : 0;
}

/** Whether moving the column to `side` never hurts a row. */
function dominated(model: PresolveModel, col: i32, side: i32): bool {
  for (let e = model.start[col]; e < model.end[col]; e++) {
    const row = model.index[e];
    if (model.rowAlive[row] === 0) continue;
    const rises = model.value[e] > 0 === side > 0;
    if (rises ? model.rowUpper[row] < Infinity : model.rowLower[row] > -Infinity) return false;
  }
  return true;
}

/** The only entry of the column is in `row`: in an equality (or where cost and bounds make it one) it is the row's slack. */
function absorb(model: PresolveModel, col: i32, bounds: F64): void {
  let at: i32 = model.start[col];
  while (model.rowAlive[model.index[at]] === 0) at++;
  const row = model.index[at];
  const a = model.value[at];
  let largest: f64 = 0;
  for (let e = model.rowStart[row]; e < model.rowStart[row + 1]; e++) {
    if (model.colAlive[model.rowIndex[e]] !== 0) largest = Math.max(largest, Math.abs(model.rowValue[e]));
  }
  if (Math.abs(a) < SLACK_PIVOT * largest) return;
  const share = model.cost[col] / a;
  if (Math.abs(share) * largest > LARGEST_SHIFT * model.typicalCost) return;
  const equality = model.rowLower[row] === model.rowUpper[row];
  let side: f64 = model.rowLower[row];
  if (!equality) {
    // optimal rows rest at the side the share asks for, if the column can always take them there
    if (share < 0 || (share === 0 && side === -Infinity)) side = model.rowUpper[row];
    if (Math.abs(side) === Infinity || !canReach(model, row, col, a, side, bounds)) return;
  }
  const low = a > 0 ? a * model.colLower[col] : a * model.colUpper[col];
  const high = a > 0 ? a * model.colUpper[col] : a * model.colLower[col];
  const atUpper = !equality && side === model.rowUpper[row] ? 1 : 0;
  model.record(Reduction.slack, row, col, share, atUpper);
  model.dropCol(col);
  model.rowLower[row] = side - high;
  model.rowUpper[row] = side - low;
  if (share === 0) return;
  for (let e = model.rowStart[row]; e < model.rowStart[row + 1]; e++) {
    const other = model.rowIndex[e];
    if (model.colAlive[other] !== 0) model.cost[other] -= share * model.rowValue[e];
  }
}

/** Whether the row meets `side` with the column inside its bounds, whatever the others do. */
function canReach(model: PresolveModel, row: i32, col: i32, a: f64, side: f64, bounds: F64): bool {
  model.colAlive[col] = 0;
  model.activity(row, bounds);
  model.colAlive[col] = 1;
  const low = a > 0 ? a * model.colLower[col] : a * model.colUpper[col];
  const high = a > 0 ? a * model.colUpper[col] : a * model.colLower[col];
  return side - bounds[1] >= low && side - bounds[0] <= high;
}
