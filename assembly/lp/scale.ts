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
  spreadOfRows(rows, cols, aStart, aIndex, aValue, least, most);
  for (let pass = 1; pass < PASSES; pass++) {
    meanOfRows(rows, rowScale, least, most);
    columnPass(rows, cols, aStart, aIndex, aValue, rowScale, colScale, least, most);
  }
  meanOfRows(rows, rowScale, least, most);
  for (let row = 0; row < rows; row++) rowScale[row] = powerOfTwo(rowScale[row]);
  largestToOne(cols, aStart, aIndex, aValue, rowScale, colScale);
}

/** least[row] and most[row]: the magnitudes of the rows of the unscaled matrix. */
function spreadOfRows(rows: i32, cols: i32, aStart: I32, aIndex: I32, aValue: F64, least: F64, most: F64): void {
  fillF64(least, Infinity, 0, rows);
  fillF64(most, 0, 0, rows);
  const entries = aStart[cols];
  for (let e = 0; e < entries; e++) {
    const a = Math.abs(aValue[e]);
    if (a === 0) continue;
    const row = aIndex[e];
    if (a < least[row]) least[row] = a;
    if (a > most[row]) most[row] = a;
  }
}

function meanOfRows(rows: i32, rowScale: F64, least: F64, most: F64): void {
  for (let row = 0; row < rows; row++) {
    if (most[row] > 0) rowScale[row] = 1 / Math.sqrt(least[row] * most[row]);
  }
}

/** Geometric column scales, and the magnitudes of the rows under them. */
function columnPass(
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
    let smallest: f64 = Infinity;
    let largest: f64 = 0;
    const last = aStart[col + 1];
    for (let e = aStart[col]; e < last; e++) {
      const a = Math.abs(aValue[e]) * rowScale[aIndex[e]];
      if (a === 0) continue;
      if (a < smallest) smallest = a;
      if (a > largest) largest = a;
    }
    if (largest === 0) continue;
    const scale: f64 = 1 / Math.sqrt(smallest * largest);
    colScale[col] = scale;
    for (let e = aStart[col]; e < last; e++) {
      const a = Math.abs(aValue[e]) * scale;
      if (a === 0) continue;
      const row = aIndex[e];
      if (a < least[row]) least[row] = a;
      if (a > most[row]) most[row] = a;
    }
  }
}

/** Column scales, powers of two, that bring the largest magnitude of every column near one. */
function largestToOne(cols: i32, aStart: I32, aIndex: I32, aValue: F64, rowScale: F64, colScale: F64): void {
  for (let col = 0; col < cols; col++) {
    let largest: f64 = 0;
    const last = aStart[col + 1];
    for (let e = aStart[col]; e < last; e++) {
      const a = Math.abs(aValue[e]) * rowScale[aIndex[e]];
      if (a > largest) largest = a;
    }
    if (largest > 0) colScale[col] = powerOfTwo(1 / largest);
  }
}
