// LPs whose optimum is known by construction: cold, in small steps, warm after changes, with new rows and columns. Each seed is in
// the test's name.
import { describe, expect, it } from "vitest";
import { LpStatus } from "../../../assembly/abi-lp.ts";
import { expectOptimal, loadProblem, type Problem, randomProblem } from "./lp-problem.ts";
import { type Csc, Random } from "./random.ts";

const ALL = 1_000_000;

function sized(seed: number): { random: Random; problem: Problem; optimum: number } {
  const random = new Random(seed);
  const rows = random.integer(1, 60);
  const cols = random.integer(1, 90);
  return { random, ...randomProblem(random, rows, cols) };
}

/** The problem with only its first rows and columns. */
function corner(p: Problem, rows: number, cols: number): Problem {
  const start = new Int32Array(cols + 1);
  const index: number[] = [];
  const value: number[] = [];
  for (let j = 0; j < cols; j++) {
    for (let e = p.matrix.start[j]; e < p.matrix.start[j + 1]; e++) {
      if (p.matrix.index[e] >= rows) continue;
      index.push(p.matrix.index[e]);
      value.push(p.matrix.value[e]);
    }
    start[j + 1] = index.length;
  }
  const matrix: Csc = { rows, cols, start, index: Int32Array.from(index), value: Float64Array.from(value) };
  return {
    matrix,
    cost: p.cost.slice(0, cols),
    colLower: p.colLower.slice(0, cols),
    colUpper: p.colUpper.slice(0, cols),
    rowLower: p.rowLower.slice(0, rows),
    rowUpper: p.rowUpper.slice(0, rows),
  };
}

/** Rows first.. of the matrix, by rows. */
function rowsFrom(matrix: Csc, first: number): { start: Int32Array; index: Int32Array; value: Float64Array } {
  const start = new Int32Array(matrix.rows - first + 1);
  const index: number[] = [];
  const value: number[] = [];
  for (let i = first; i < matrix.rows; i++) {
    for (let j = 0; j < matrix.cols; j++) {
      for (let e = matrix.start[j]; e < matrix.start[j + 1]; e++) {
        if (matrix.index[e] !== i) continue;
        index.push(j);
        value.push(matrix.value[e]);
      }
    }
    start[i - first + 1] = index.length;
  }
  return { start, index: Int32Array.from(index), value: Float64Array.from(value) };
}

describe("LPs with known optima", () => {
  for (let seed = 1; seed <= 150; seed++) {
    it(`are solved cold and in steps of 3 alike (seed ${seed})`, () => {
      const { problem, optimum } = sized(seed);
      const lp = loadProblem(problem);
      expect(lp.solve(ALL)).toBe(LpStatus.optimal);
      expect(Math.abs(lp.objective - optimum)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(optimum)));
      expectOptimal(problem, lp);
      expect(lp.dualBound).toBeLessThanOrEqual(optimum + 1e-7 * (1 + Math.abs(optimum)));
      const stepped = loadProblem(problem);
      let calls = 1;
      while (stepped.solve(3) === LpStatus.iterationLimit) calls++;
      expect(calls).toBeGreaterThanOrEqual(Math.floor(stepped.iterations / 3));
      expect(stepped.status).toBe(LpStatus.optimal);
      expect(stepped.iterations).toBe(lp.iterations);
      expect(Array.from(stepped.x)).toEqual(Array.from(lp.x));
      expect(Array.from(stepped.y)).toEqual(Array.from(lp.y));
    });
  }
});

describe("a solver that had another model before", () => {
  for (let seed = 441; seed <= 470; seed++) {
    it(`solves to the bit as a new one (seed ${seed})`, () => {
      const first = sized(seed);
      const second = sized(seed + 1000);
      const presolve = seed % 2 === 0;
      const used = loadProblem(first.problem);
      const fresh = loadProblem(second.problem);
      used.presolve = fresh.presolve = presolve;
      used.solve(seed % 3 === 0 ? 2 : ALL);
      const { matrix, colLower, colUpper, cost, rowLower, rowUpper } = second.problem;
      const { rows, cols, start, index, value } = matrix;
      used.load(rows, cols, start, index, value, colLower, colUpper, cost, rowLower, rowUpper);
      expect(used.solve(ALL)).toBe(fresh.solve(ALL));
      expect(used.iterations).toBe(fresh.iterations);
      expect(Array.from(used.x.subarray(0, cols))).toEqual(Array.from(fresh.x.subarray(0, cols)));
      expect(Array.from(used.y.subarray(0, rows))).toEqual(Array.from(fresh.y.subarray(0, rows)));
    });
  }
});

describe("presolve", () => {
  for (let seed = 501; seed <= 650; seed++) {
    it(`changes nothing but the way (seed ${seed})`, () => {
      const { problem, optimum } = sized(seed);
      const lp = loadProblem(problem);
      lp.presolve = true;
      expect(lp.solve(ALL)).toBe(LpStatus.optimal);
      expect(Math.abs(lp.objective - optimum)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(optimum)));
      expectOptimal(problem, lp);
      const stepped = loadProblem(problem);
      stepped.presolve = true;
      while (stepped.solve(3) === LpStatus.iterationLimit)
        expect(stepped.iterations).toBeLessThanOrEqual(lp.iterations);
      expect(stepped.status).toBe(LpStatus.optimal);
      expect(stepped.iterations).toBe(lp.iterations);
      expect(Array.from(stepped.x)).toEqual(Array.from(lp.x));
    });
  }
});

describe("warm starts reach what cold starts reach", () => {
  for (let seed = 201; seed <= 280; seed++) {
    it(`after changes of bounds and costs (seed ${seed})`, () => {
      const { random, problem } = sized(seed);
      const lp = loadProblem(problem);
      lp.solve(ALL);
      for (let round = 0; round < 6; round++) {
        const { cols, rows } = problem.matrix;
        for (let k = 0; k < 3; k++) {
          const j = random.integer(0, cols - 1);
          const at = lp.status === LpStatus.optimal ? lp.x[j] : 0;
          const kind = random.integer(0, 3);
          if (kind === 0) problem.colUpper[j] = problem.colLower[j] = at;
          if (kind === 1) problem.colLower[j] = Math.min(at, 0) - random.integer(0, 3);
          if (kind === 1) problem.colUpper[j] = Math.max(at, 0) + random.integer(0, 3);
          if (kind === 2) problem.cost[j] = random.integer(-5, 5);
          if (kind === 3) {
            const i = random.integer(0, rows - 1);
            problem.rowLower[i] = Math.min(problem.rowLower[i], -2);
            problem.rowUpper[i] = Math.max(problem.rowLower[i], random.integer(-2, 8));
            lp.setRowBounds(i, problem.rowLower[i], problem.rowUpper[i]);
          }
          lp.setColBounds(j, problem.colLower[j], problem.colUpper[j]);
          lp.setCost(j, problem.cost[j]);
        }
        const cold = loadProblem(problem);
        const expected = cold.solve(ALL);
        expect([LpStatus.optimal, LpStatus.infeasible, LpStatus.unbounded]).toContain(expected);
        const status = lp.solve(ALL);
        // a model may be infeasible and dual infeasible at once: either proof is right
        if (status !== expected) expect([status, expected]).not.toContain(LpStatus.optimal);
        if (status !== LpStatus.optimal) continue;
        expect(Math.abs(lp.objective - cold.objective)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(cold.objective)));
        expectOptimal(problem, lp);
      }
    });
  }

  for (let seed = 301; seed <= 360; seed++) {
    it(`after new rows and columns (seed ${seed})`, () => {
      const { random, problem, optimum } = sized(seed);
      const { rows, cols } = problem.matrix;
      const rowsFirst = random.integer(1, rows);
      const colsFirst = random.integer(1, cols);
      const small = corner(problem, rowsFirst, colsFirst);
      const lp = loadProblem(small);
      lp.solve(random.next() < 0.2 ? 2 : ALL);
      if (rowsFirst < rows) {
        const grown = corner(problem, rows, colsFirst);
        const added = rowsFrom(grown.matrix, rowsFirst);
        const { rowLower, rowUpper } = problem;
        lp.addRows(
          rows - rowsFirst,
          added.start,
          added.index,
          added.value,
          rowLower.slice(rowsFirst),
          rowUpper.slice(rowsFirst),
        );
        if (random.next() < 0.5) lp.solve(ALL);
      }
      if (colsFirst < cols) {
        const from = problem.matrix.start[colsFirst];
        lp.addCols(
          cols - colsFirst,
          problem.matrix.start.slice(colsFirst).map((at) => at - from),
          problem.matrix.index.slice(from),
          problem.matrix.value.slice(from),
          problem.colLower.slice(colsFirst),
          problem.colUpper.slice(colsFirst),
          problem.cost.slice(colsFirst),
        );
      }
      expect(lp.solve(ALL)).toBe(LpStatus.optimal);
      expect(Math.abs(lp.objective - optimum)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(optimum)));
      expectOptimal(problem, lp);
    });
  }

  for (let seed = 401; seed <= 430; seed++) {
    it(`from a given basis, in no or few iterations (seed ${seed})`, () => {
      const { random, problem } = sized(seed);
      const lp = loadProblem(problem);
      lp.solve(ALL);
      const { rows, cols } = problem.matrix;
      const again = loadProblem(problem);
      again.setBasis(lp.colStatus.slice(0, cols), lp.rowStatus.slice(0, rows));
      expect(again.solve(ALL)).toBe(LpStatus.optimal);
      expect(again.iterations).toBe(0);
      expect(Math.abs(again.objective - lp.objective)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(lp.objective)));
      const nonsense = Int32Array.from({ length: cols }, () => random.integer(0, 3));
      const rowNonsense = Int32Array.from({ length: rows }, () => random.integer(0, 3));
      again.setBasis(nonsense, rowNonsense);
      expect(again.solve(ALL)).toBe(LpStatus.optimal);
      expect(Math.abs(again.objective - lp.objective)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(lp.objective)));
      expectOptimal(problem, again);
    });
  }
});
