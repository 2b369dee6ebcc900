// Linear programs for the tests: a plain shape, loading into the solver, random ones with an optimum known by construction, and
// checks of optimality and of certificates that share no code with the kernel.
import { expect } from "vitest";
import { LpSolver } from "../../../assembly/lp/lp-solver.ts";
import { type Csc, multiply, type Random, randomCsc } from "./random.ts";

export interface Problem {
  matrix: Csc;
  cost: Float64Array;
  colLower: Float64Array;
  colUpper: Float64Array;
  rowLower: Float64Array;
  rowUpper: Float64Array;
}

export function loadProblem(p: Problem): LpSolver {
  const lp = new LpSolver();
  const { rows, cols, start, index, value } = p.matrix;
  lp.load(rows, cols, start, index, value, p.colLower, p.colUpper, p.cost, p.rowLower, p.rowUpper);
  return lp;
}

/**
 * A feasible bounded LP whose optimum is known: x and y are chosen first, then bounds and costs that make them complementary.
 * Covers free, fixed, boxed and one-sided columns; equality, one-sided, ranged and free rows; degenerate vertices.
 */
export function randomProblem(random: Random, rows: number, cols: number): { problem: Problem; optimum: number } {
  const matrix = randomCsc(random, rows, cols, random.integer(1, 5), 2);
  const x = Float64Array.from({ length: cols }, () => (random.next() < 0.3 ? 0 : random.integer(-20, 20) / 4));
  const activity = multiply(matrix, x, false);
  const y = Float64Array.from({ length: rows }, () => (random.next() < 0.4 ? 0 : random.integer(-12, 12) / 3));
  const d = Float64Array.from({ length: cols }, () => (random.next() < 0.5 ? 0 : random.integer(-12, 12) / 3));
  const cost = multiply(matrix, y, true);
  for (let j = 0; j < cols; j++) cost[j] += d[j];
  const [colLower, colUpper] = boxes(random, x, d);
  const [rowLower, rowUpper] = boxes(random, activity, y);
  const problem = { matrix, cost, colLower, colUpper, rowLower, rowUpper };
  return { problem, optimum: dot(cost, x) };
}

/** Bounds around `at` that are active where `price` asks: positive price at the lower bound, negative at the upper. */
function boxes(random: Random, at: Float64Array, price: Float64Array): [Float64Array, Float64Array] {
  const lower = new Float64Array(at.length);
  const upper = new Float64Array(at.length);
  const far = (): number => (random.next() < 0.4 ? Number.POSITIVE_INFINITY : random.integer(0, 30) / 2);
  for (let k = 0; k < at.length; k++) {
    const fixed = random.next() < 0.15;
    lower[k] = price[k] > 0 || fixed ? at[k] : at[k] - far();
    upper[k] = price[k] < 0 || fixed ? at[k] : at[k] + far();
  }
  return [lower, upper];
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

/** Feasibility, dual feasibility and equality of both objectives, from the definitions. */
export function expectOptimal(p: Problem, lp: LpSolver, tolerance = 1e-6): void {
  const { rows, cols } = p.matrix;
  const x = lp.x.subarray(0, cols);
  const y = lp.y.subarray(0, rows);
  const activity = multiply(p.matrix, x, false);
  const priced = multiply(p.matrix, y, true);
  const near = (gap: number, bound: number): void => expect(gap).toBeLessThanOrEqual(tolerance * (1 + Math.abs(bound)));
  let dualObjective = lp.offset;
  const side = (price: number, lower: number, upper: number, size: number): void => {
    const bound = price > 0 ? lower : upper;
    if (Number.isFinite(bound)) dualObjective += price * bound;
    else near(Math.abs(price), size);
  };
  for (let j = 0; j < cols; j++) {
    near(p.colLower[j] - x[j], p.colLower[j]);
    near(x[j] - p.colUpper[j], p.colUpper[j]);
    side(p.cost[j] - priced[j], p.colLower[j], p.colUpper[j], p.cost[j]);
  }
  for (let i = 0; i < rows; i++) {
    near(p.rowLower[i] - activity[i], p.rowLower[i]);
    near(activity[i] - p.rowUpper[i], p.rowUpper[i]);
    side(y[i], p.rowLower[i], p.rowUpper[i], 0);
  }
  const objective = lp.offset + dot(p.cost, x);
  expect(Math.abs(objective - lp.objective)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(objective)));
  expect(Math.abs(objective - dualObjective)).toBeLessThanOrEqual(tolerance * (1 + Math.abs(objective)));
}

/** y proves infeasibility: its least value over the row boxes exceeds the largest value of A'y over the column boxes. */
export function farkasGap(p: Problem, y: ArrayLike<number>): number {
  const { rows, cols } = p.matrix;
  let least = 0;
  let size = 0;
  const magnitude = new Float64Array(cols);
  for (let j = 0; j < cols; j++) {
    for (let e = p.matrix.start[j]; e < p.matrix.start[j + 1]; e++) {
      magnitude[j] += Math.abs(p.matrix.value[e] * y[p.matrix.index[e]]);
    }
  }
  for (let i = 0; i < rows; i++) {
    if (y[i] === 0) continue;
    const term = y[i] * (y[i] > 0 ? p.rowLower[i] : p.rowUpper[i]);
    least += term;
    size += Math.abs(term);
  }
  let most = 0;
  const z = multiply(
    p.matrix,
    Array.from({ length: rows }, (_, i) => y[i]),
    true,
  );
  for (let j = 0; j < cols; j++) {
    const bound = z[j] > 0 ? p.colUpper[j] : p.colLower[j];
    if (z[j] === 0 || (!Number.isFinite(bound) && Math.abs(z[j]) <= 1e-9 * magnitude[j])) continue;
    most += z[j] * bound;
    size += Math.abs(z[j] * bound);
  }
  return (least - most) / size;
}
