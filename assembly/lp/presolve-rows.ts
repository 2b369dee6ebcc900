// Presolve by rows: empty, singleton, redundant and forcing rows. (Andersen and Andersen 1995.)
import { F64 } from "../glue/mem.ts";
import { PresolveModel, Reduction } from "./presolve-model.ts";

/** Differences below this, relative to the terms, are rounding. */
const EPSILON: f64 = 1e-9;

/** One pass over all rows. `bounds` is scratch of two elements. */
export function reduceRows(model: PresolveModel, bounds: F64): void {
  for (let row = 0; row < model.rows && !model.infeasible; row++) {
    if (model.rowAlive[row] === 0 || model.rowDirty[row] === 0) continue;
    model.rowDirty[row] = 0;
    if (model.rowCount[row] === 1) {
      singletonRow(model, row);
      continue;
    }
    model.activity(row, bounds);
    judgeRow(model, row, bounds[0], bounds[1]);
  }
}

function judgeRow(model: PresolveModel, row: i32, least: f64, most: f64): void {
  const lower = model.rowLower[row];
  const upper = model.rowUpper[row];
  const slackLow = EPSILON * (1 + Math.abs(lower));
  const slackUp = EPSILON * (1 + Math.abs(upper));
  if (most < lower - 1e3 * slackLow || least > upper + 1e3 * slackUp) {
    model.infeasible = true;
    return;
  }
  if (least >= lower && most <= upper) {
    model.record(Reduction.row, row, -1, 0, 0);
    model.dropRow(row);
    return;
  }
  if (model.rowCount[row] === 0) {
    // within rounding of feasible: the row says nothing about columns any more
    model.record(Reduction.row, row, -1, 0, 0);
    model.dropRow(row);
    return;
  }
  if (least >= upper - slackUp && least > -Infinity) force(model, row, 1);
  else if (most <= lower + slackLow && most < Infinity) force(model, row, 0);
}

/** All columns rest at the bounds that give the extreme activity; `atUpper`: the least activity meets the row's upper side. */
function force(model: PresolveModel, row: i32, atUpper: i32): void {
  model.record(Reduction.forcingRow, row, -1, 0, atUpper);
  for (let e = model.rowStart[row]; e < model.rowStart[row + 1]; e++) {
    const col = model.rowIndex[e];
    if (model.colAlive[col] === 0) continue;
    const low = model.rowValue[e] > 0 === (atUpper === 1);
    model.fixColumn(col, low ? model.colLower[col] : model.colUpper[col]);
  }
  model.dropRow(row);
}

function singletonRow(model: PresolveModel, row: i32): void {
  let e: i32 = model.rowStart[row];
  while (model.colAlive[model.rowIndex[e]] === 0) e++;
  const col = model.rowIndex[e];
  const a = model.rowValue[e];
  let lower = (a > 0 ? model.rowLower[row] : model.rowUpper[row]) / a;
  let upper = (a > 0 ? model.rowUpper[row] : model.rowLower[row]) / a;
  const size = 1 + Math.min(Math.abs(model.colLower[col]), Math.abs(model.colUpper[col]));
  if (lower > model.colUpper[col] + 1e3 * EPSILON * size || upper < model.colLower[col] - 1e3 * EPSILON * size) {
    model.infeasible = true;
    return;
  }
  lower = Math.min(lower, model.colUpper[col]);
  upper = Math.max(upper, model.colLower[col]);
  let sides: i32 = 0;
  if (lower > model.colLower[col]) {
    model.colLower[col] = lower;
    sides = 1;
  }
  if (upper < model.colUpper[col]) {
    model.colUpper[col] = upper;
    sides += 2;
  }
  if (sides !== 0) model.touchRows(col);
  model.record(Reduction.singletonRow, row, col, a, sides);
  model.dropRow(row);
}
