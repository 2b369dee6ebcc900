// Presolve by substitution: an equality  sum a_k x_k = b  gives x_j = (b - sum of the others) / a_j, which replaces x_j everywhere.
// The row and the column leave. Either the row has two columns (a doubleton; the bounds of x_j become bounds of the other one) or
// x_j is implied free: whatever the others do within their bounds, it stays within its own. (Andersen and Andersen 1995, 3.3, 3.4.)
//
// Columns that change are written anew at the end of the pool, so that postsolve finds the old ones where they were. Rows are
// brought up to date at the end of a pass (PresolveModel.rewriteRows); until then a row with a substituted column is left alone.
import { F64, fillI32, I32 } from "../glue/mem.ts";
import { PresolveModel, Reduction } from "./presolve-model.ts";

/** The eliminated entry must be at least this share of its row's largest: the others' multipliers stay below its inverse. */
const LEAST_SHARE: f64 = 0.01;
/** Rows longer than this are not substituted: every column of theirs would take over the eliminated column. */
const LONGEST_ROW: i32 = 12;
/** Columns longer than this are not eliminated. */
const LONGEST_COLUMN: i32 = 20;
/** A pass is made when one row in this many is a candidate. */
const WORTHWHILE: i32 = 50;
/** Entries that may come in addition to those that leave. */
const FILL: i32 = 6;
/** What is left of an entry below this share of its two terms is rounding: it is dropped. */
const CANCELLED: f64 = 1e-12;
/** Costs may not grow beyond this multiple of the typical one, as in presolve-cols.ts. */
const LARGEST_SHIFT: f64 = 200;

/** One pass over the equalities. `bounds` is scratch of two elements; `stale` (rows) and `place` (rows) are scratch. */
export function substitute(model: PresolveModel, bounds: F64, stale: I32, place: I32): void {
  if (!worthwhile(model)) return;
  const before = model.records;
  fillI32(stale, 0, 0, model.rows);
  for (let row = 0; row < model.rows && !model.infeasible; row++) {
    if (model.rowAlive[row] === 0 || stale[row] !== 0) continue;
    if (model.rowLower[row] !== model.rowUpper[row]) continue;
    const length = model.rowCount[row];
    if (length < 2 || length > LONGEST_ROW) continue;
    const entry = length === 2 ? doubletonEntry(model, row) : impliedFreeEntry(model, row, bounds);
    if (entry < 0) continue;
    eliminate(model, row, entry, stale, place);
  }
  if (model.records > before) model.rewriteRows();
}

/** Whether enough equalities are short: writing all rows anew has to pay. */
function worthwhile(model: PresolveModel): bool {
  let alive: i32 = 0;
  let short: i32 = 0;
  for (let row = 0; row < model.rows; row++) {
    if (model.rowAlive[row] === 0) continue;
    alive++;
    const length = model.rowCount[row];
    if (model.rowLower[row] === model.rowUpper[row] && length >= 2 && length <= LONGEST_ROW) short++;
  }
  return short * WORTHWHILE >= alive;
}

/** Largest magnitude among the alive entries of a row. */
function largestEntry(model: PresolveModel, row: i32): f64 {
  let largest: f64 = 0;
  for (let e = model.rowStart[row]; e < model.rowStart[row + 1]; e++) {
    if (model.colAlive[model.rowIndex[e]] !== 0) largest = Math.max(largest, Math.abs(model.rowValue[e]));
  }
  return largest;
}

/** Whether taking the column out through the row adds few entries and no large costs. */
function affordable(model: PresolveModel, row: i32, e: i32, largest: f64): bool {
  const col = model.rowIndex[e];
  const a = Math.abs(model.rowValue[e]);
  if (a < LEAST_SHARE * largest) return false;
  const count = model.colCount[col];
  if (count > LONGEST_COLUMN) return false;
  const length = model.rowCount[row];
  if ((count - 1) * (length - 1) > count + length - 1 + FILL) return false;
  return (Math.abs(model.cost[col]) / a) * largest <= LARGEST_SHIFT * model.typicalCost;
}

/** The entry of the shorter affordable column of a row with two, or -1. */
function doubletonEntry(model: PresolveModel, row: i32): i32 {
  const largest = largestEntry(model, row);
  let best: i32 = -1;
  let bestCount: i32 = 0;
  for (let e = model.rowStart[row]; e < model.rowStart[row + 1]; e++) {
    const col = model.rowIndex[e];
    if (model.colAlive[col] === 0 || !affordable(model, row, e, largest)) continue;
    if (best >= 0 && model.colCount[col] >= bestCount) continue;
    best = e;
    bestCount = model.colCount[col];
  }
  return best;
}

/** The entry of the shortest affordable column whose bounds the row implies, or -1. */
function impliedFreeEntry(model: PresolveModel, row: i32, bounds: F64): i32 {
  const largest = largestEntry(model, row);
  let best: i32 = -1;
  let bestCount: i32 = 0;
  for (let e = model.rowStart[row]; e < model.rowStart[row + 1]; e++) {
    const col = model.rowIndex[e];
    if (model.colAlive[col] === 0 || !affordable(model, row, e, largest)) continue;
    if (best >= 0 && model.colCount[col] >= bestCount) continue;
    if (!impliedFree(model, row, col, model.rowValue[e], bounds)) continue;
    best = e;
    bestCount = model.colCount[col];
  }
  return best;
}

function impliedFree(model: PresolveModel, row: i32, col: i32, a: f64, bounds: F64): bool {
  const lower = model.colLower[col];
  const upper = model.colUpper[col];
  if (lower === -Infinity && upper === Infinity) return true;
  model.colAlive[col] = 0;
  model.activity(row, bounds);
  model.colAlive[col] = 1;
  const b = model.rowLower[row];
  const first = (b - bounds[1]) / a;
  const last = (b - bounds[0]) / a;
  return Math.min(first, last) >= lower && Math.max(first, last) <= upper;
}

/** Take the column of entry `at` of the row out of the model, with the row. */
function eliminate(model: PresolveModel, row: i32, at: i32, stale: I32, place: I32): void {
  const col = model.rowIndex[at];
  const a = model.rowValue[at];
  const constant = model.rowLower[row] / a;
  const doubleton = model.rowCount[row] === 2;
  model.colAlive[col] = 0;
  model.rowAlive[row] = 0;
  model.record(Reduction.substitution, row, col, a, 0);
  const record: i32 = model.records - 1;
  model.other[record] = -1;
  for (let e = model.rowStart[row]; e < model.rowStart[row + 1]; e++) {
    const other = model.rowIndex[e];
    if (model.colAlive[other] === 0) continue;
    const factor = model.rowValue[e] / a;
    if (doubleton) {
      model.sides[record] = takeBounds(model, col, other, factor, constant);
      model.other[record] = other;
    }
    model.recordMerge(other, col, factor);
    model.cost[other] -= factor * model.cost[col];
    merge(model, col, other, factor, place);
  }
  for (let e = model.start[col]; e < model.end[col]; e++) {
    const touched = model.index[e];
    if (model.rowAlive[touched] === 0) continue;
    stale[touched] = 1;
    if (constant === 0) continue;
    model.rowLower[touched] -= model.value[e] * constant;
    model.rowUpper[touched] -= model.value[e] * constant;
  }
}

/** x_col = constant - factor x_other within its bounds: which bounds of `other` come from it (1 = lower, 2 = upper)? */
function takeBounds(model: PresolveModel, col: i32, other: i32, factor: f64, constant: f64): i32 {
  const atUpper = (constant - model.colUpper[col]) / factor;
  const atLower = (constant - model.colLower[col]) / factor;
  const lower = factor > 0 ? atUpper : atLower;
  const upper = factor > 0 ? atLower : atUpper;
  let sides: i32 = 0;
  if (lower > model.colLower[other]) {
    model.colLower[other] = lower;
    sides = 1;
  }
  if (upper < model.colUpper[other]) {
    model.colUpper[other] = upper;
    sides += 2;
  }
  const size = 1 + Math.min(Math.abs(model.colLower[other]), Math.abs(model.colUpper[other]));
  if (model.colLower[other] > model.colUpper[other] + 1e-9 * size) model.infeasible = true;
  else if (model.colLower[other] > model.colUpper[other]) model.colLower[other] = model.colUpper[other];
  return sides;
}

/** Column `other` becomes itself minus factor times column `col`, over the rows that are left; `place` is scratch. */
function merge(model: PresolveModel, col: i32, other: i32, factor: f64, place: I32): void {
  const from = model.start[other];
  const to = model.end[other];
  model.roomForColumn(to - from + model.end[col] - model.start[col]);
  const begin = model.used;
  let at: i32 = begin;
  for (let e = from; e < to; e++) {
    const row = model.index[e];
    if (model.rowAlive[row] === 0) continue;
    model.index[at] = row;
    model.value[at] = model.value[e];
    at++;
    place[row] = at; // plus one
  }
  for (let e = model.start[col]; e < model.end[col]; e++) {
    const row = model.index[e];
    if (model.rowAlive[row] === 0) continue;
    const term = -factor * model.value[e];
    const known: i32 = place[row] - 1;
    if (known >= begin && known < at && model.index[known] === row) {
      const before = model.value[known];
      const sum = before + term;
      model.value[known] = Math.abs(sum) <= CANCELLED * Math.max(Math.abs(before), Math.abs(term)) ? 0 : sum;
    } else {
      model.index[at] = row;
      model.value[at] = term;
      at++;
    }
  }
  let kept: i32 = begin;
  for (let e = begin; e < at; e++) {
    const row = model.index[e];
    if (model.value[e] === 0) continue;
    model.index[kept] = row;
    model.value[kept] = model.value[e];
    kept++;
  }
  model.moveColumn(other, begin, kept);
}
