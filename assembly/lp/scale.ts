// Scaling by powers of two: a few geometric passes over rows and columns, then columns to a largest magnitude near one. Powers
// of two make scaling and unscaling exact, so the caller's model can be recovered to the bit.
import { F64, fillF64, I32 } from "../glue/mem.ts";
import { medianMagnitude } from "./heap-sort.ts";

const PASSES: i32 = 4;
/** A matrix whose magnitudes all lie in here is left alone. */
const GOOD_MIN: f64 = 0.2;
const GOOD_MAX: f64 = 5.0;
/** Factors stay within 2^-20 .. 2^20. */
const LARGEST: f64 = 1048576;
/** The cost factor stays within 2^-60 .. 2^60. */
const COST_LARGEST: f64 = 1.152921504606847e18;

/** The power of two nearest to `x` (in ratio), within the limits. */
export function powerOfTwo(x: f64): f64 {
  return boundedPower(x, LARGEST);
}

function boundedPower(x: f64, largest: f64): f64 {
  let p: f64 = 1;
  while (p < x && p < largest) p *= 2;
  while (p > x && p > 1 / largest) p *= 0.5;
  const ratio = x / p;
  return ratio * ratio > 2 && p < largest ? 2 * p : p;
}

/**
 * Factor for the costs that brings the median magnitude of the nonzero ones to about one, so that the dual tolerance means the
 * same for costs in dollars and in millions; 1 when it is within 1/16 .. 16 already.
 */
export function costFactor(cost: F64, cols: i32): f64 {
  const median = medianMagnitude(cost, cols);
  if (median === 0 || (median <= 16 && median >= 0.0625)) return 1;
  return boundedPower(1 / median, COST_LARGEST);
}

/** Fill rowScale and colScale for the matrix; scaled entries are a * rowScale * colScale. */
export function computeScales(
  rows: i32,
  cols: i32,
  aStart: I32,
  aIndex: I32,
  aValue: F64,
  rowScale: F64,
  colScale: F64,
  least: F64,
  most: F64,
): void {
  fillF64(rowScale, 1, 0, rows);
  fillF64(colScale, 1, 0, cols);
  const entries = aStart[cols];
  let smallest: f64 = Infinity;
  let largest: f64 = 0;
  for (let e = 0; e < entries; e++) {
    const a = Math.abs(aValue[e]);
    if (a === 0) continue;
    smallest = Math.min(smallest, a);
    largest = Math.max(largest, a);
  }
  if (smallest >= GOOD_MIN && largest <= GOOD_MAX) return;
  for (let pass = 0; pass < PASSES; pass++) {
    rowPass(rows, cols, aStart, aIndex, aValue, rowScale, colScale, least, most);
    columnPass(cols, aStart, aIndex, aValue, rowScale, colScale, pass === PASSES - 1);
  }
  for (let row = 0; row < rows; row++) rowScale[row] = powerOfTwo(rowScale[row]);
  columnPass(cols, aStart, aIndex, aValue, rowScale, colScale, true);
  for (let col = 0; col < cols; col++) colScale[col] = powerOfTwo(colScale[col]);
}

function rowPass(
  rows: i32,
  cols: i32,
  aStart: I32,
  aIndex: I32,
  aValue: F64,
  rowScale: F64,
  colScale: F64,
  least: F64,
  most: F64,
): void {
  fillF64(least, Infinity, 0, rows);
  fillF64(most, 0, 0, rows);
  for (let col = 0; col < cols; col++) {
    for (let e = aStart[col]; e < aStart[col + 1]; e++) {
      const a = Math.abs(aValue[e]) * colScale[col];
      if (a === 0) continue;
      const row = aIndex[e];
      least[row] = Math.min(least[row], a);
      most[row] = Math.max(most[row], a);
    }
  }
  for (let row = 0; row < rows; row++) {
    if (most[row] > 0) rowScale[row] = 1 / Math.sqrt(least[row] * most[row]);
  }
}

function columnPass(cols: i32, aStart: I32, aIndex: I32, aValue: F64, rowScale: F64, colScale: F64, last: bool): void {
  for (let col = 0; col < cols; col++) {
    let least: f64 = Infinity;
    let most: f64 = 0;
    for (let e = aStart[col]; e < aStart[col + 1]; e++) {
      const a = Math.abs(aValue[e]) * rowScale[aIndex[e]];
      if (a === 0) continue;
      least = Math.min(least, a);
      most = Math.max(most, a);
    }
    if (most > 0) colScale[col] = last ? 1 / most : 1 / Math.sqrt(least * most);
  }
}
