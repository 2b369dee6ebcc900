// Presolve reduction by reduction: problems with a known optimum that invite it, the reduction seen at work, the optimum reached, and
// the way back exact: the original is optimal at the basis that postsolve hands over (no pivots are left to do).
import { describe, expect, it } from "vitest";
import { LpStatus } from "../../../assembly/abi-lp.ts";
import { ModelView } from "../../../assembly/lp/certificate.ts";
import { LpSolver } from "../../../assembly/lp/lp-solver.ts";
import { Reduction } from "../../../assembly/lp/presolve-model.ts";
import { PresolvedSolve } from "../../../assembly/lp/presolved-solve.ts";
import { expectOptimal, loadProblem, type Problem, randomProblem } from "./lp-problem.ts";
import { Random } from "./random.ts";

const ALL = 1_000_000;
const INF = Number.POSITIVE_INFINITY;

/** A problem as dense rows, to be changed at will. */
interface Dense {
  rows: number[][];
  cost: number[];
  colLower: number[];
  colUpper: number[];
  rowLower: number[];
  rowUpper: number[];
}

function denseOf(p: Problem): Dense {
  const rows = Array.from({ length: p.matrix.rows }, () => new Array<number>(p.matrix.cols).fill(0));
  for (let col = 0; col < p.matrix.cols; col++) {
    for (let e = p.matrix.start[col]; e < p.matrix.start[col + 1]; e++)
      rows[p.matrix.index[e]][col] += p.matrix.value[e];
  }
  const list = (array: Float64Array): number[] => Array.from(array);
  return {
    rows,
    cost: list(p.cost),
    colLower: list(p.colLower),
    colUpper: list(p.colUpper),
    rowLower: list(p.rowLower),
    rowUpper: list(p.rowUpper),
  };
}

function sparseOf(d: Dense): Problem {
  const cols = d.cost.length;
  const start = new Int32Array(cols + 1);
  const index: number[] = [];
  const value: number[] = [];
  for (let col = 0; col < cols; col++) {
    for (let row = 0; row < d.rows.length; row++) {
      if (d.rows[row][col] === 0) continue;
      index.push(row);
      value.push(d.rows[row][col]);
    }
    start[col + 1] = index.length;
  }
  return {
    matrix: { rows: d.rows.length, cols, start, index: Int32Array.from(index), value: Float64Array.from(value) },
    cost: Float64Array.from(d.cost),
    colLower: Float64Array.from(d.colLower),
    colUpper: Float64Array.from(d.colUpper),
    rowLower: Float64Array.from(d.rowLower),
    rowUpper: Float64Array.from(d.rowUpper),
  };
}

/** A new column with values in the given rows; the rows' bounds are as before. */
function addCol(d: Dense, entries: number[], lower: number, upper: number, cost: number): number {
  for (const [row, x] of entries.entries()) d.rows[row].push(x);
  d.cost.push(cost);
  d.colLower.push(lower);
  d.colUpper.push(upper);
  return d.cost.length - 1;
}

function addRow(d: Dense, entries: number[], lower: number, upper: number): void {
  d.rows.push(entries);
  d.rowLower.push(lower);
  d.rowUpper.push(upper);
}

/** How often each reduction is applied to the problem. */
function reductions(problem: Problem): Map<Reduction, number> {
  const lp = loadProblem(problem);
  const presolved = new PresolvedSolve(lp.state.profile);
  const counts = new Map<Reduction, number>();
  if (!presolved.begin(new ModelView(lp.state, lp.rowScale, lp.colScale))) return counts;
  for (let k = 0; k < presolved.model.records; k++) {
    const kind: Reduction = presolved.model.kind[k];
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/**
 * Solve with presolve; the answer is that of a solve without. Answers the pivots the original needed after postsolve, or -1 when the
 * problem has no optimum.
 */
function checked(problem: Problem): number {
  const plain = loadProblem(problem);
  plain.solve(ALL);
  const lp: LpSolver = loadProblem(problem);
  lp.presolve = true;
  lp.solve(ALL);
  if (plain.status !== LpStatus.optimal) {
    expect([LpStatus.infeasible, LpStatus.unbounded]).toContain(plain.status);
    expect([LpStatus.infeasible, LpStatus.unbounded]).toContain(lp.status);
    return -1;
  }
  expect(lp.status).toBe(LpStatus.optimal);
  expect(Math.abs(lp.objective - plain.objective)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(plain.objective)));
  expectOptimal(problem, lp);
  return lp.state.iterations; // those of the reduced model are counted in its own solver
}

/** 60 problems made by `change`: all solved, the reduction found in most, and hardly a pivot left after postsolve. */
function series(kind: Reduction, firstSeed: number, change: (d: Dense, random: Random) => void): void {
  let seen = 0;
  let pivots = 0;
  let solved = 0;
  let exact = 0;
  for (let seed = firstSeed; seed < firstSeed + 60; seed++) {
    const random = new Random(seed);
    const dense = denseOf(randomProblem(random, random.integer(3, 25), random.integer(4, 35)).problem);
    change(dense, random);
    const problem = sparseOf(dense);
    const left = checked(problem);
    if (left < 0) continue;
    solved++;
    if (reductions(problem).has(kind)) seen++;
    pivots += left;
    if (left === 0) exact++;
  }
  const words = `seeds ${firstSeed}-${firstSeed + 59}: ${solved} solved, seen ${seen}, no pivots left ${exact}, pivots ${pivots}`;
  console.log(words);
  expect(seen, words).toBeGreaterThanOrEqual(30);
  expect(exact, words).toBeGreaterThanOrEqual(0.8 * solved);
}

const nonzero = (random: Random): number => (random.integer(0, 1) === 0 ? -1 : 1) * (random.integer(1, 8) / 2);

describe("presolve", () => {
  it("substitutes by way of equalities with two columns", () => {
    series(Reduction.substitution, 2001, (d, random) => {
      for (let k = 0; k < 4; k++) {
        // a twin of column j: a x_j + b x_new = a x_j' + b x_new' with new entries of its own, so that the optimum moves
        const j = random.integer(0, d.cost.length - 1);
        const row = d.rows.map((_, i) => (random.integer(0, 5) === 0 && i > 0 ? nonzero(random) : 0));
        const free = random.integer(0, 2) === 0;
        const twin = addCol(d, row, free ? -INF : -random.integer(5, 40), free ? INF : random.integer(5, 40), 0);
        const link = new Array<number>(d.cost.length).fill(0);
        link[j] = nonzero(random);
        link[twin] = nonzero(random);
        for (let i = 0; i < d.rows.length; i++) {
          d.rowLower[i] -= 60;
          d.rowUpper[i] += 60;
        }
        for (let col = 0; col < d.cost.length; col++) {
          d.colLower[col] = Math.max(d.colLower[col], -50) - 1;
          d.colUpper[col] = Math.min(d.colUpper[col], 50) + 1;
        }
        addRow(d, link, 0, 0);
      }
    });
  });

  it("substitutes implied free columns of longer equalities", () => {
    series(Reduction.substitution, 2101, (d, random) => {
      const defined = addCol(
        d,
        d.rows.map((_, i) => (i < 3 ? nonzero(random) : 0)),
        -INF,
        INF,
        0,
      );
      const row = new Array<number>(d.cost.length).fill(0);
      row[defined] = 1;
      for (let k = 0; k < 3; k++) row[random.integer(0, defined - 1)] = -nonzero(random);
      for (let i = 0; i < d.rows.length; i++) {
        d.rowLower[i] -= 60;
        d.rowUpper[i] += 60;
      }
      for (let col = 0; col < defined; col++) {
        d.colLower[col] = Math.max(d.colLower[col], -50) - 1;
        d.colUpper[col] = Math.min(d.colUpper[col], 50) + 1;
      }
      addRow(d, row, 0, 0);
    });
  });

  it("merges rows that are multiples of each other", () => {
    series(Reduction.duplicateRow, 2201, (d, random) => {
      for (let k = 0; k < 5; k++) {
        const i = random.integer(0, d.rows.length - 1);
        const ratio = nonzero(random);
        const slack = random.integer(-1, 3); // sometimes the new row's side is the one that binds
        const lower = d.rowLower[i] - slack > d.rowUpper[i] ? d.rowLower[i] : d.rowLower[i] - slack;
        const upper = d.rowUpper[i] + random.integer(0, 3);
        addRow(
          d,
          d.rows[i].map((x) => x * ratio),
          ratio > 0 ? ratio * lower : ratio * upper,
          ratio > 0 ? ratio * upper : ratio * lower,
        );
        if (slack < 0) d.rowUpper[i] += 1;
      }
    });
  });

  it("merges columns that are multiples of each other", () => {
    series(Reduction.duplicateCol, 2301, (d, random) => {
      for (let k = 0; k < 5; k++) {
        const j = random.integer(0, d.cost.length - 1);
        const ratio = nonzero(random);
        const open = random.integer(0, 4) === 0;
        addCol(
          d,
          d.rows.map((row) => row[j] * ratio),
          -random.integer(0, 2),
          open && d.cost[j] * ratio > 0 ? INF : random.integer(0, 3),
          d.cost[j] * ratio,
        );
      }
    });
  });

  it("fixes columns that bounds on the duals dominate", () => {
    series(Reduction.column, 2401, (d, random) => {
      for (let k = 0; k < 3; k++) {
        // a row with a slack that pays at most 1 a unit: nobody serves it for more
        const entries = d.cost.map(() => (random.integer(0, 3) === 0 ? nonzero(random) : 0));
        const slack = addCol(
          d,
          d.rows.map(() => 0),
          0,
          INF,
          1,
        );
        entries.push(0);
        entries[slack] = 1;
        const dear = addCol(
          d,
          d.rows.map(() => 0),
          0,
          random.integer(2, 9),
          random.integer(3, 9),
        );
        entries.push(0);
        entries[dear] = 1;
        addRow(d, entries, random.integer(-5, 5), INF);
      }
    });
  });

  it("finds contradictions between duplicate rows, and in doubletons, and proves them on the original", () => {
    const problems: Dense[] = [
      {
        rows: [
          [1, 2],
          [2, 4],
        ],
        cost: [1, 1],
        colLower: [0, 0],
        colUpper: [9, 9],
        rowLower: [4, -INF],
        rowUpper: [INF, 7],
      },
      {
        rows: [
          [1, -1],
          [1, 1],
        ],
        cost: [1, 1],
        colLower: [0, 5],
        colUpper: [2, 9],
        rowLower: [0, 1],
        rowUpper: [0, 20],
      },
    ];
    for (const dense of problems) {
      const lp = loadProblem(sparseOf(dense));
      lp.presolve = true;
      expect(lp.solve(ALL)).toBe(LpStatus.infeasible);
    }
  });
});
