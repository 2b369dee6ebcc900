// Small random MIPs, and their optima by enumeration of the integer columns with an LP for the rest: shares no code with the tree.
import { LpStatus } from "../../../assembly/abi-lp.ts";
import { LpSolver } from "../../../assembly/lp/lp-solver.ts";
import { MipModel } from "../../../assembly/mip/mip-model.ts";
import { Random } from "../lp/random.ts";

export interface Mip {
  rows: number;
  cols: number;
  start: Int32Array;
  index: Int32Array;
  value: Float64Array;
  colLower: Float64Array;
  colUpper: Float64Array;
  cost: Float64Array;
  rowLower: Float64Array;
  rowUpper: Float64Array;
  integer: Int32Array;
}

/** Whole coefficients, a handful of integer columns with small boxes, rows of all kinds; many are infeasible. */
export function randomMip(seed: number): Mip {
  const random = new Random(seed);
  const rows = random.integer(1, 6);
  const cols = random.integer(1, 7);
  const start = new Int32Array(cols + 1);
  const index: number[] = [];
  const value: number[] = [];
  for (let col = 0; col < cols; col++) {
    for (let row = 0; row < rows; row++) {
      if (random.next() < 0.35) continue;
      index.push(row);
      value.push(random.integer(1, 9) * (random.next() < 0.3 ? -1 : 1));
    }
    start[col + 1] = index.length;
  }
  const integer = Int32Array.from({ length: cols }, () => (random.next() < 0.75 ? 1 : 0));
  const colLower = Float64Array.from({ length: cols }, () => random.integer(-1, 1));
  const colUpper = colLower.map((lower) => lower + random.integer(0, 3));
  const cost = Float64Array.from({ length: cols }, () => random.integer(-9, 9));
  const rowLower = new Float64Array(rows);
  const rowUpper = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const side = random.integer(-4, 14);
    const kind = random.next();
    rowLower[row] = kind < 0.6 ? Number.NEGATIVE_INFINITY : kind < 0.75 ? side - random.integer(0, 4) : side - 8;
    rowUpper[row] = kind < 0.85 ? side : Number.POSITIVE_INFINITY;
  }
  return {
    rows,
    cols,
    start,
    index: Int32Array.from(index),
    value: Float64Array.from(value),
    colLower,
    colUpper,
    cost,
    rowLower,
    rowUpper,
    integer,
  };
}

/** The optimum, Infinity where there is no solution, and one solution that has it. */
export function enumerate(mip: Mip): { optimum: number; x: Float64Array } {
  const lp = new LpSolver();
  const { rows, cols, start, index, value, colLower, colUpper, cost, rowLower, rowUpper } = mip;
  lp.load(rows, cols, start, index, value, colLower, colUpper, cost, rowLower, rowUpper);
  let optimum = Number.POSITIVE_INFINITY;
  let x: Float64Array = new Float64Array(cols);
  const visit = (col: number): void => {
    if (col === cols) {
      if (lp.solve(100_000) === LpStatus.optimal && lp.objective < optimum - 1e-7) {
        optimum = lp.objective;
        x = lp.x.slice(0, cols);
      }
    }
    if (col >= cols) return;
    const isWhole = mip.integer[col] === 1;
    for (let whole = colLower[col]; whole <= colUpper[col]; whole++) {
      if (isWhole) lp.setColBounds(col, whole, whole);
      visit(col + 1);
      if (!isWhole) break;
    }
  };
  visit(0);
  return { optimum, x };
}

export function modelOf(mip: Mip): MipModel {
  const model = new MipModel();
  const { rows, cols, start, index, value, colLower, colUpper, cost, rowLower, rowUpper, integer } = mip;
  model.load(rows, cols, start, index, value, colLower, colUpper, cost, rowLower, rowUpper, integer);
  return model;
}
