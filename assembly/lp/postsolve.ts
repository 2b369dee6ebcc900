// From a basis and duals of the reduced model to a basis of the original, undoing presolve's records in reverse. y holds the duals
// of the rows restored so far, model.cost the costs as they were at that point of presolve, so c_j - A_j'y over the alive rows
// is the reduced cost there.

import { BasisStatus } from "../abi-lp.ts";
import { F64, I32 } from "../glue/mem.ts";
import { PresolveModel, Reduction } from "./presolve-model.ts";

/**
 * colStatus, rowStatus and y of the alive rows and columns are set on entry; all others on return. x holds the values of the alive
 * columns (NaN where not known); with them, columns that were merged can be told apart.
 */
export function postsolve(model: PresolveModel, colStatus: I32, rowStatus: I32, y: F64, x: F64): void {
  for (let k = model.records - 1; k >= 0; k--) {
    const kind = model.kind[k];
    const row = model.row[k];
    const col = model.col[k];
    if (kind === Reduction.row) {
      rowStatus[row] = BasisStatus.basic;
      y[row] = 0;
      model.rowAlive[row] = 1;
    } else if (kind === Reduction.column) {
      model.colAlive[col] = 1;
      x[col] = model.number[k];
      colStatus[col] = reducedCost(model, col, y) >= 0 ? BasisStatus.atLower : BasisStatus.atUpper;
    } else if (kind === Reduction.singletonRow) {
      undoSingletonRow(model, k, colStatus, rowStatus, y);
    } else if (kind === Reduction.forcingRow) {
      undoForcingRow(model, row, model.sides[k] === 1, colStatus, rowStatus, y);
    } else if (kind === Reduction.slack) {
      undoSlack(model, k, colStatus, rowStatus, y);
    } else if (kind === Reduction.substitution) {
      undoSubstitution(model, k, colStatus, rowStatus, y);
    } else if (kind === Reduction.merge) {
      model.start[col] = model.oldStart[k];
      model.end[col] = model.oldEnd[k];
      model.cost[col] += model.number[k] * model.cost[model.other[k]];
    } else if (kind === Reduction.rows) {
      model.formerRows();
    } else if (kind === Reduction.duplicateRow) {
      undoDuplicateRow(model, k, rowStatus, y);
    } else {
      undoDuplicateCol(model, k, colStatus, x);
    }
  }
}

function reducedCost(model: PresolveModel, col: i32, y: F64): f64 {
  let d = model.cost[col];
  for (let e = model.start[col]; e < model.end[col]; e++) {
    const row = model.index[e];
    if (model.rowAlive[row] !== 0) d -= model.value[e] * y[row];
  }
  return d;
}

/** A column that rests at a bound the row gave it is basic in the original, and the row is tight. */
function undoSingletonRow(model: PresolveModel, k: i32, colStatus: I32, rowStatus: I32, y: F64): void {
  const row = model.row[k];
  const col = model.col[k];
  const a = model.number[k];
  const sides = model.sides[k];
  const atLower = colStatus[col] === BasisStatus.atLower && (sides & 1) !== 0;
  const atUpper = colStatus[col] === BasisStatus.atUpper && (sides & 2) !== 0;
  y[row] = 0;
  rowStatus[row] = BasisStatus.basic;
  if (atLower || atUpper) {
    y[row] = reducedCost(model, col, y) / a;
    rowStatus[row] = atLower === a > 0 ? BasisStatus.atLower : BasisStatus.atUpper;
    colStatus[col] = BasisStatus.basic;
  }
  model.rowAlive[row] = 1;
}

/** y moves just far enough that all columns of the row keep right-sided reduced costs; the last one to do so becomes basic. */
function undoForcingRow(model: PresolveModel, row: i32, atUpper: bool, colStatus: I32, rowStatus: I32, y: F64): void {
  let best: f64 = 0;
  let basic: i32 = -1;
  for (let e = model.rowStart[row]; e < model.rowStart[row + 1]; e++) {
    const col = model.rowIndex[e];
    if (model.colAlive[col] === 0) continue;
    const a = model.rowValue[e];
    colStatus[col] = a > 0 === atUpper ? BasisStatus.atLower : BasisStatus.atUpper;
    const ratio = reducedCost(model, col, y) / a;
    if (atUpper ? ratio < best : ratio > best) {
      best = ratio;
      basic = col;
    }
  }
  y[row] = best;
  model.rowAlive[row] = 1;
  if (basic < 0) {
    rowStatus[row] = BasisStatus.basic;
    return;
  }
  colStatus[basic] = BasisStatus.basic;
  rowStatus[row] = atUpper ? BasisStatus.atUpper : BasisStatus.atLower;
}

/** The row's logical in the reduced model is the column in the original. */
function undoSlack(model: PresolveModel, k: i32, colStatus: I32, rowStatus: I32, y: F64): void {
  const row = model.row[k];
  const col = model.col[k];
  const share = model.number[k];
  let positive = true;
  for (let e = model.rowStart[row]; e < model.rowStart[row + 1]; e++) {
    const other = model.rowIndex[e];
    if (other === col) positive = model.rowValue[e] > 0;
    else if (share !== 0 && model.colAlive[other] !== 0) model.cost[other] += share * model.rowValue[e];
  }
  model.colAlive[col] = 1;
  y[row] += share;
  if (rowStatus[row] === BasisStatus.basic) colStatus[col] = BasisStatus.basic;
  else if (rowStatus[row] === BasisStatus.free) colStatus[col] = BasisStatus.free;
  // the reduced row at its lower side leaves the most to the column
  else
    colStatus[col] = (rowStatus[row] === BasisStatus.atLower) === positive ? BasisStatus.atUpper : BasisStatus.atLower;
  rowStatus[row] = model.sides[k] === 1 ? BasisStatus.atUpper : BasisStatus.atLower;
}

/** The substituted column is basic in its row, unless the other column of a doubleton rests at a bound that was its own. */
function undoSubstitution(model: PresolveModel, k: i32, colStatus: I32, rowStatus: I32, y: F64): void {
  const row = model.row[k];
  const col = model.col[k];
  const a = model.number[k];
  const other = model.other[k];
  const sides = model.sides[k];
  const atLower = other >= 0 && (sides & 1) !== 0 && colStatus[other] === BasisStatus.atLower;
  const atUpper = other >= 0 && (sides & 2) !== 0 && colStatus[other] === BasisStatus.atUpper;
  if (atLower || atUpper) {
    const b = entryOf(model, other, row);
    // x_col = constant - (b / a) x_other: at opposite bounds when b / a > 0
    colStatus[col] = atLower === b / a > 0 ? BasisStatus.atUpper : BasisStatus.atLower;
    colStatus[other] = BasisStatus.basic;
    y[row] = reducedCost(model, other, y) / b;
  } else {
    colStatus[col] = BasisStatus.basic;
    y[row] = reducedCost(model, col, y) / a;
  }
  rowStatus[row] = BasisStatus.atLower;
  model.rowAlive[row] = 1;
  model.colAlive[col] = 1;
}

function entryOf(model: PresolveModel, col: i32, row: i32): f64 {
  let e: i32 = model.start[col];
  while (model.index[e] !== row) e++;
  return model.value[e];
}

/** The bound the merged row rests at belongs to one of the two; the other row is slack. */
function undoDuplicateRow(model: PresolveModel, k: i32, rowStatus: I32, y: F64): void {
  const row = model.row[k];
  const kept = model.col[k];
  const ratio = model.number[k];
  model.rowAlive[row] = 1;
  y[row] = 0;
  const status = rowStatus[kept];
  rowStatus[row] = BasisStatus.basic;
  if (status === BasisStatus.basic || status === BasisStatus.free) return;
  const low: bool = y[kept] > 0 || (y[kept] === 0 && status === BasisStatus.atLower);
  rowStatus[kept] = low ? BasisStatus.atLower : BasisStatus.atUpper;
  if ((model.sides[k] & (low ? 1 : 2)) === 0) return;
  rowStatus[row] = low === ratio > 0 ? BasisStatus.atLower : BasisStatus.atUpper;
  rowStatus[kept] = BasisStatus.basic;
  y[row] = y[kept] / ratio;
  y[kept] = 0;
}

/** z = x_kept + ratio x_col: at a bound both rest at theirs; between them one is basic and the other at a bound that leaves it room. */
function undoDuplicateCol(model: PresolveModel, k: i32, colStatus: I32, x: F64): void {
  const col = model.col[k];
  const kept = model.other[k];
  const ratio = model.number[k];
  const status = colStatus[kept];
  const lower = model.oldLower[k];
  const upper = model.oldUpper[k];
  model.colAlive[col] = 1;
  const z = x[kept];
  x[kept] = NaN;
  x[col] = NaN;
  if (status !== BasisStatus.basic) {
    colStatus[col] =
      status === BasisStatus.free || ratio > 0 ? status : BasisStatus.atLower + BasisStatus.atUpper - status;
    return;
  }
  for (let side = 0; side < 2; side++) {
    const bound = side === 0 ? model.colLower[col] : model.colUpper[col];
    const rest = z - ratio * bound;
    if (Math.abs(bound) === Infinity || !(rest >= lower && rest <= upper)) continue;
    colStatus[col] = side === 0 ? BasisStatus.atLower : BasisStatus.atUpper;
    x[col] = bound;
    x[kept] = rest;
    return;
  }
  for (let side = 0; side < 2; side++) {
    const bound = side === 0 ? lower : upper;
    const rest = (z - bound) / ratio;
    if (Math.abs(bound) === Infinity || !(rest >= model.colLower[col] && rest <= model.colUpper[col])) continue;
    colStatus[kept] = side === 0 ? BasisStatus.atLower : BasisStatus.atUpper;
    colStatus[col] = BasisStatus.basic;
    x[kept] = bound;
    x[col] = rest;
    return;
  }
  // z is not known, or at the edge within rounding: the solve that follows finds the rest
  colStatus[col] = model.colLower[col] > -Infinity ? BasisStatus.atLower : BasisStatus.atUpper;
}
