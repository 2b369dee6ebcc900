// What a tree of LPs needs besides solving: bases saved and restored, rows deleted, rows of the tableau, bounds of unfinished solves.
// Each seed is in the test's name.
import { describe, expect, it } from "vitest";
import { BasisStatus, LpStatus } from "../../../assembly/abi-lp.ts";
import { BasisSnapshot } from "../../../assembly/lp/basis-snapshot.ts";
import type { LpSolver } from "../../../assembly/lp/lp-solver.ts";
import { expectOptimal, loadProblem, type Problem, randomProblem } from "./lp-problem.ts";
import { multiply, Random } from "./random.ts";

const ALL = 1_000_000;

function sized(seed: number): { random: Random; problem: Problem; optimum: number } {
  const random = new Random(seed);
  return { random, ...randomProblem(random, random.integer(2, 50), random.integer(2, 70)) };
}

function solved(problem: Problem, presolve = false): LpSolver {
  const lp = loadProblem(problem);
  lp.presolve = presolve;
  expect(lp.solve(ALL)).toBe(LpStatus.optimal);
  return lp;
}

/** The problem without the marked rows. */
function withoutRows(p: Problem, gone: Set<number>): Problem {
  const kept = Array.from({ length: p.matrix.rows }, (_, row) => row).filter((row) => !gone.has(row));
  const number = new Map(kept.map((row, k) => [row, k]));
  const start = new Int32Array(p.matrix.cols + 1);
  const index: number[] = [];
  const value: number[] = [];
  for (let col = 0; col < p.matrix.cols; col++) {
    for (let e = p.matrix.start[col]; e < p.matrix.start[col + 1]; e++) {
      const row = number.get(p.matrix.index[e]);
      if (row === undefined) continue;
      index.push(row);
      value.push(p.matrix.value[e]);
    }
    start[col + 1] = index.length;
  }
  const matrix = {
    ...p.matrix,
    rows: kept.length,
    start,
    index: Int32Array.from(index),
    value: Float64Array.from(value),
  };
  const pick = (array: Float64Array): Float64Array => Float64Array.from(kept, (row) => array[row]);
  return { ...p, matrix, rowLower: pick(p.rowLower), rowUpper: pick(p.rowUpper) };
}

describe("a saved basis", () => {
  for (let seed = 701; seed <= 730; seed++) {
    it(`brings the solver back without an iteration, and starts another one (seed ${seed})`, () => {
      const { random, problem, optimum } = sized(seed);
      const lp = solved(problem, seed % 2 === 0);
      const snapshot = new BasisSnapshot();
      expect(lp.saveBasis(snapshot)).toBe(true);
      const col = random.integer(0, problem.matrix.cols - 1);
      const { colLower, colUpper } = problem;
      const at = lp.x[col];
      lp.setColBounds(col, colLower[col], Math.max(colLower[col], at - 1));
      lp.solve(ALL);
      lp.setColBounds(col, colLower[col], colUpper[col]);
      lp.restoreBasis(snapshot);
      expect(lp.solve(ALL)).toBe(LpStatus.optimal);
      expect(lp.iterations).toBe(0);
      expectOptimal(problem, lp);
      const other = loadProblem(problem);
      other.restoreBasis(snapshot);
      expect(other.solve(ALL)).toBe(LpStatus.optimal);
      expect(other.iterations).toBe(0);
      expect(Math.abs(other.objective - optimum)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(optimum)));
    });

    it(`keeps its edge weights (seed ${seed})`, () => {
      const { problem } = sized(seed);
      const lp = solved(problem);
      const snapshot = new BasisSnapshot();
      lp.saveBasis(snapshot);
      const { state } = lp;
      const weightOf = new Map<number, number>();
      for (let row = 0; row < state.rows; row++) weightOf.set(state.head[row], state.edgeWeight[row]);
      const other = loadProblem(problem);
      other.restoreBasis(snapshot);
      for (let row = 0; row < state.rows; row++) {
        expect(other.state.edgeWeight[row]).toBe(weightOf.get(other.state.head[row]));
      }
    });

    it(`takes rows that came later as slack (seed ${seed})`, () => {
      const { problem } = sized(seed);
      const lp = solved(problem);
      const snapshot = new BasisSnapshot();
      lp.saveBasis(snapshot);
      const objective = lp.objective;
      const activity = lp.x[0] + lp.x[1];
      const inf = Number.POSITIVE_INFINITY;
      const bound = (x: number) => Float64Array.of(x);
      lp.addRows(1, Int32Array.of(0, 2), Int32Array.of(0, 1), Float64Array.of(1, 1), bound(-inf), bound(activity + 1));
      lp.restoreBasis(snapshot);
      expect(lp.solve(ALL)).toBe(LpStatus.optimal);
      expect(lp.iterations).toBe(0);
      expect(Math.abs(lp.objective - objective)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(objective)));
    });
  }

  it("is refused before the first solve", () => {
    const snapshot = new BasisSnapshot();
    expect(loadProblem(sized(1).problem).saveBasis(snapshot)).toBe(false);
    expect(snapshot.filled).toBe(false);
  });
});

describe("deleted rows", () => {
  for (let seed = 731; seed <= 760; seed++) {
    it(`leave the vertex as it is when they are slack (seed ${seed})`, () => {
      const { random, problem } = sized(seed);
      const lp = solved(problem, seed % 2 === 0);
      const gone = new Set<number>();
      for (let row = 0; row < problem.matrix.rows; row++) {
        if (lp.rowStatus[row] === BasisStatus.basic && random.next() < 0.6) gone.add(row);
      }
      const objective = lp.objective;
      lp.deleteRows(gone.size, Int32Array.from(gone));
      expect(lp.solve(ALL)).toBe(LpStatus.optimal);
      expect(lp.iterations).toBe(0);
      expect(Math.abs(lp.objective - objective)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(objective)));
      expectOptimal(withoutRows(problem, gone), lp);
    });

    it(`may be any rows (seed ${seed})`, () => {
      const { random, problem } = sized(seed);
      const lp = loadProblem(problem);
      lp.solve(seed % 3 === 0 ? 3 : ALL);
      const gone = new Set<number>();
      for (let row = 0; row < problem.matrix.rows; row++) if (random.next() < 0.4) gone.add(row);
      const rest = withoutRows(problem, gone);
      const cold = loadProblem(rest);
      cold.solve(ALL);
      lp.deleteRows(gone.size, Int32Array.from([...gone].reverse()));
      lp.solve(ALL);
      if (lp.status !== cold.status) expect([lp.status, cold.status]).not.toContain(LpStatus.optimal);
      if (lp.status !== LpStatus.optimal) return;
      expect(Math.abs(lp.objective - cold.objective)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(cold.objective)));
      expectOptimal(rest, lp);
    });
  }
});

describe("a row of the tableau", () => {
  for (let seed = 761; seed <= 790; seed++) {
    it(`is an aggregation of rows that isolates its variable (seed ${seed})`, () => {
      const { problem } = sized(seed);
      const { rows, cols } = problem.matrix;
      const lp = solved(problem);
      let checked = 0;
      for (let variable = 0; variable < cols + rows; variable++) {
        const basic = variable < cols ? lp.colStatus[variable] : lp.rowStatus[variable - cols];
        expect(lp.tableauRow(variable)).toBe(basic === BasisStatus.basic);
        if (basic !== BasisStatus.basic) continue;
        const multiplier = lp.tableau.multiplier.value.slice(0, rows);
        const coefficient = lp.tableau.coefficient.value.slice(0, cols);
        const expected = multiply(problem.matrix, multiplier, true);
        const size = Math.max(1, ...multiplier.map(Math.abs));
        for (let col = 0; col < cols; col++) {
          expect(Math.abs(coefficient[col] - expected[col])).toBeLessThanOrEqual(1e-9 * size);
          if (lp.colStatus[col] !== BasisStatus.basic) continue;
          expect(Math.abs(coefficient[col] - (col === variable ? 1 : 0))).toBeLessThanOrEqual(1e-9 * size);
        }
        if (variable >= cols) expect(multiplier[variable - cols]).toBeCloseTo(1, 9);
        checked++;
      }
      expect(checked).toBe(rows);
    });
  }
});

describe("the bound of an unfinished solve", () => {
  for (let seed = 791; seed <= 810; seed++) {
    it(`holds at every step (seed ${seed})`, () => {
      const { random, problem, optimum } = sized(seed);
      for (let col = 0; col < problem.matrix.cols; col++) {
        if (problem.colLower[col] === Number.NEGATIVE_INFINITY) problem.colLower[col] = -1e4;
        if (problem.colUpper[col] === Number.POSITIVE_INFINITY) problem.colUpper[col] = 1e4;
      }
      const lp = loadProblem(problem);
      const limit = random.integer(1, 4);
      let bound = Number.NEGATIVE_INFINITY;
      while (lp.solve(limit) === LpStatus.iterationLimit) {
        bound = lp.boundNow();
        expect(bound).toBeLessThanOrEqual(optimum + 1e-7 * (1 + Math.abs(optimum)));
        expect(bound).toBeGreaterThan(Number.NEGATIVE_INFINITY);
      }
      expect(lp.boundNow()).toBeGreaterThanOrEqual(optimum - 1e-6 * (1 + Math.abs(optimum)));
    });
  }
});
