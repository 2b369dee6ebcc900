// Products of a model's matrix with a point or with multipliers, in working precision or as if in twice that.
import { ExactSum, ExactSums } from "./exact-sum.ts";
import { LpInput } from "./input.ts";

/** The sums, and the largest term of each by magnitude. */
export interface Product {
  readonly value: Float64Array;
  readonly largestTerm: Float64Array;
}

export interface Products {
  /** A x. */
  readonly activity: Product;
  /** c - A' y. */
  readonly reducedCosts: Float64Array;
}

export function exactProducts(lp: LpInput, x: Float64Array, y: Float64Array): Products {
  return { activity: rowProduct(lp, x), reducedCosts: columnSums(lp, y, -1, lp.cost) };
}

/** Largest term of cost[col] - (A' y)[col] by magnitude. */
export function largestReducedTerm({ cost, colStart, rowIndex, value }: LpInput, y: Float64Array, col: number): number {
  let largest = Math.abs(cost[col]);
  for (let entry = colStart[col]; entry < colStart[col + 1]; entry++)
    largest = Math.max(largest, Math.abs(value[entry] * y[rowIndex[entry]]));
  return largest;
}

/** A x. Row sums run over columns, so each row keeps its own running sum. */
export function rowProduct(lp: LpInput, x: Float64Array): Product {
  const rows = lp.rowLower.length;
  const sums = new ExactSums(rows);
  const largestTerm = new Float64Array(rows);
  for (let col = 0; col < x.length; col++) {
    if (x[col] === 0) continue;
    for (let entry = lp.colStart[col]; entry < lp.colStart[col + 1]; entry++) {
      const row = lp.rowIndex[entry];
      sums.addProduct(row, lp.value[entry], x[col]);
      largestTerm[row] = Math.max(largestTerm[row], Math.abs(lp.value[entry] * x[col]));
    }
  }
  return { value: sums.values(), largestTerm };
}

/** A' y. */
export function colProduct(lp: LpInput, y: Float64Array): Float64Array {
  return columnSums(lp, y, 1, new Float64Array(lp.cost.length));
}

function columnSums(lp: LpInput, y: Float64Array, factor: number, first: Float64Array): Float64Array {
  const cols = lp.cost.length;
  const value = new Float64Array(cols);
  const sum = new ExactSum();
  for (let col = 0; col < cols; col++) {
    sum.reset();
    sum.add(first[col]);
    for (let entry = lp.colStart[col]; entry < lp.colStart[col + 1]; entry++)
      sum.addProduct(lp.value[entry], factor * y[lp.rowIndex[entry]]);
    value[col] = sum.value;
  }
  return value;
}

/** As exactProducts with plain sums, in a tenth of the time. A sum of n terms is off by at most n^2 2^-53 times its largest term. */
export function plainProducts(lp: LpInput, x: Float64Array, y: Float64Array): Products {
  return { activity: plainActivity(lp, x), reducedCosts: plainReducedCosts(lp, y) };
}

function plainActivity({ colStart, rowIndex, value: coefficient, rowLower }: LpInput, x: Float64Array): Product {
  const value = new Float64Array(rowLower.length);
  const largestTerm = new Float64Array(rowLower.length);
  for (let col = 0; col < x.length; col++) {
    const factor = x[col];
    if (factor === 0) continue;
    for (let entry = colStart[col]; entry < colStart[col + 1]; entry++) {
      const row = rowIndex[entry];
      const term = coefficient[entry] * factor;
      value[row] += term;
      if (Math.abs(term) > largestTerm[row]) largestTerm[row] = Math.abs(term);
    }
  }
  return { value, largestTerm };
}

function plainReducedCosts({ colStart, rowIndex, value, cost }: LpInput, y: Float64Array): Float64Array {
  const reduced = new Float64Array(cost.length);
  for (let col = 0; col < cost.length; col++) {
    let sum = cost[col];
    for (let entry = colStart[col]; entry < colStart[col + 1]; entry++) sum -= value[entry] * y[rowIndex[entry]];
    reduced[col] = sum;
  }
  return reduced;
}
