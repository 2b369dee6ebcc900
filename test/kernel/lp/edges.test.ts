// Small and broken models: nothing in them, no optimum, contradictions, NaN; stopping by poll; two solvers side by side; memory.
import { beforeAll, describe, expect, it } from "vitest";
import { LpFloats, LpInts, LpReport, LpStatus } from "../../../assembly/abi-lp.ts";
import { setPoll } from "../../../assembly/glue/mem.ts";
import type { Kernel } from "../../../src/engine/engine.ts";
import { createEngine } from "../../../src/engine/load.ts";
import { expectOptimal, farkasGap, loadProblem, type Problem, randomProblem } from "./lp-problem.ts";
import { multiply, Random } from "./random.ts";

const ALL = 1_000_000;
const INF = Number.POSITIVE_INFINITY;

/** From dense rows. */
function dense(rows: number[][], cost: number[], parts: Partial<Problem> = {}): Problem {
  const cols = cost.length;
  const start = new Int32Array(cols + 1);
  const index: number[] = [];
  const value: number[] = [];
  for (let j = 0; j < cols; j++) {
    for (let i = 0; i < rows.length; i++) {
      if (rows[i][j] === 0) continue;
      index.push(i);
      value.push(rows[i][j]);
    }
    start[j + 1] = index.length;
  }
  return {
    matrix: { rows: rows.length, cols, start, index: Int32Array.from(index), value: Float64Array.from(value) },
    cost: Float64Array.from(cost),
    colLower: new Float64Array(cols),
    colUpper: new Float64Array(cols).fill(INF),
    rowLower: new Float64Array(rows.length).fill(-INF),
    rowUpper: new Float64Array(rows.length).fill(INF),
    ...parts,
  };
}

describe("models at the edges", () => {
  for (const presolve of [false, true]) {
    const solved = (p: Problem) => {
      const lp = loadProblem(p);
      lp.presolve = presolve;
      lp.solve(ALL);
      return lp;
    };
    const way = presolve ? " (presolved)" : "";

    it(`have no rows or no columns at all${way}`, () => {
      const nothing = solved(dense([], []));
      expect([nothing.status, nothing.objective]).toEqual([LpStatus.optimal, 0]);
      const boxes = dense([], [1, -2], { colLower: Float64Array.of(3, 0), colUpper: Float64Array.of(9, 5) });
      const lp = solved(boxes);
      expect(lp.status).toBe(LpStatus.optimal);
      expect(lp.objective).toBe(3 - 10);
      expect(solved(dense([[]], [], { rowLower: Float64Array.of(-1) })).status).toBe(LpStatus.optimal);
      const impossible = dense([[]], [], { rowLower: Float64Array.of(1) });
      const none = solved(impossible);
      expect(none.status).toBe(LpStatus.infeasible);
      expect(farkasGap(impossible, none.ray)).toBeGreaterThan(0);
    });

    it(`are unbounded, with a direction that proves it${way}`, () => {
      const p = dense([[1, -1, 0]], [-1, -1, 1], { rowLower: Float64Array.of(-2), rowUpper: Float64Array.of(4) });
      const lp = solved(p);
      expect(lp.status).toBe(LpStatus.unbounded);
      const r = lp.ray.slice(0, 3);
      expect(Math.min(...r)).toBeGreaterThanOrEqual(0);
      expect(multiply(p.matrix, r, false)[0]).toBeCloseTo(0, 12);
      expect(-r[0] - r[1] + r[2]).toBeLessThan(0);
      const free = dense([], [1], { colLower: Float64Array.of(-INF) });
      expect(solved(free).status).toBe(LpStatus.unbounded);
    });

    it(`are infeasible and dual infeasible at once${way}`, () => {
      const p = dense(
        [
          [1, -1],
          [1, -1],
        ],
        [-1, 0],
        { rowLower: Float64Array.of(1, -INF), rowUpper: Float64Array.of(INF, 0) },
      );
      const lp = solved(p);
      expect(lp.status).toBe(LpStatus.infeasible);
      expect(farkasGap(p, lp.ray)).toBeGreaterThan(1e-9);
    });

    it(`contradict themselves in a box${way}`, () => {
      const p = dense([[1, 1]], [1, 1], { colLower: Float64Array.of(0, 2), colUpper: Float64Array.of(5, 1) });
      const lp = solved(p);
      expect([lp.status, lp.emptyBox]).toEqual([LpStatus.infeasible, 1]);
      lp.setColBounds(1, 1, 2);
      expect(lp.solve(ALL)).toBe(LpStatus.optimal);
      lp.setRowBounds(0, 3, 2);
      lp.solve(ALL);
      expect([lp.status, lp.emptyBox]).toEqual([LpStatus.infeasible, 2]);
    });

    it(`keep their optimum when money is counted in other units${way}`, () => {
      for (const unit of [1e-9, 1, 1e9]) {
        const { problem, optimum } = randomProblem(new Random(77), 30, 40);
        problem.cost = problem.cost.map((c) => c * unit);
        const lp = solved(problem);
        expect(lp.status).toBe(LpStatus.optimal);
        expect(Math.abs(lp.objective / unit - optimum)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(optimum)));
      }
    });
  }

  it("are refused with NaN, infinite costs or indices out of range", () => {
    const bad = (change: (p: Problem) => void): number => {
      const p = dense([[1, 1]], [1, 1]);
      change(p);
      return loadProblem(p).solve(ALL);
    };
    expect(bad(() => {})).toBe(LpStatus.optimal);
    expect(bad((p) => p.cost.fill(Number.NaN))).toBe(LpStatus.badInput);
    expect(bad((p) => p.cost.fill(INF))).toBe(LpStatus.badInput);
    expect(bad((p) => p.colLower.fill(Number.NaN))).toBe(LpStatus.badInput);
    expect(bad((p) => p.rowUpper.fill(Number.NaN))).toBe(LpStatus.badInput);
    expect(bad((p) => p.matrix.value.fill(INF))).toBe(LpStatus.badInput);
    expect(bad((p) => p.matrix.index.fill(1))).toBe(LpStatus.badInput);
  });

  it("stop at the host's poll and go on to the same end", () => {
    const { problem } = randomProblem(new Random(5), 200, 300);
    const straight = loadProblem(problem);
    straight.solve(ALL);
    expect(straight.iterations).toBeGreaterThan(64);
    const lp = loadProblem(problem);
    let asked = 0;
    setPoll(() => (++asked === 1 ? 1 : 0));
    expect(lp.solve(ALL)).toBe(LpStatus.polled);
    expect(lp.iterations).toBeLessThan(straight.iterations);
    expect(lp.solve(ALL)).toBe(LpStatus.optimal);
    setPoll(() => 0);
    expect(lp.iterations).toBe(straight.iterations);
    expect(Array.from(lp.x)).toEqual(Array.from(straight.x));
  });

  for (const presolve of [false, true]) {
    it(`take no more iterations a call than allowed, and ask the host at least every 64${presolve ? " (presolved)" : ""}`, () => {
      const { problem } = randomProblem(new Random(6), 220, 320);
      const straight = loadProblem(problem);
      straight.presolve = presolve;
      straight.solve(ALL);
      expect(straight.iterations).toBeGreaterThan(130);
      const limited = loadProblem(problem);
      limited.presolve = presolve;
      for (let done = 0; limited.solve(7) === LpStatus.iterationLimit; done = limited.iterations) {
        expect(limited.iterations - done).toBe(7);
      }
      expect(limited.status).toBe(LpStatus.optimal);
      expect(limited.iterations).toBe(straight.iterations);
      const polled = loadProblem(problem);
      polled.presolve = presolve;
      let asked = 0;
      setPoll(() => {
        asked++;
        return 1;
      });
      for (let done = 0; polled.solve(ALL) === LpStatus.polled; done = polled.iterations) {
        expect(polled.iterations - done).toBeLessThanOrEqual(64);
      }
      setPoll(() => 0);
      expect(polled.status).toBe(LpStatus.optimal);
      expect(asked).toBeGreaterThanOrEqual(2);
      expect(Array.from(polled.x)).toEqual(Array.from(straight.x));
    });
  }

  it("do not disturb each other", () => {
    const a = randomProblem(new Random(21), 40, 60);
    const b = randomProblem(new Random(22), 50, 50);
    const first = loadProblem(a.problem);
    const second = loadProblem(b.problem);
    let open = 2;
    for (let round = 0; open > 0 && round < 1000; round++) {
      open = 0;
      if (first.solve(2) === LpStatus.iterationLimit) open++;
      if (second.solve(3) === LpStatus.iterationLimit) open++;
    }
    expectOptimal(a.problem, first);
    expectOptimal(b.problem, second);
  });
});

describe("the WASM engine", () => {
  let kernel: Kernel;
  beforeAll(async () => {
    kernel = (await createEngine({ engine: "wasm" })).open();
  });

  function solve(handle: number, p: Problem): number {
    const lp = kernel.functions;
    const { rows, cols, start, index, value } = p.matrix;
    lp.lpReserve(handle, rows, cols, value.length);
    kernel.writeInts(lp.lpInts(handle, LpInts.start), start);
    kernel.writeInts(lp.lpInts(handle, LpInts.index), index);
    kernel.writeFloats(lp.lpFloats(handle, LpFloats.value), value);
    kernel.writeFloats(lp.lpFloats(handle, LpFloats.colLower), p.colLower);
    kernel.writeFloats(lp.lpFloats(handle, LpFloats.colUpper), p.colUpper);
    kernel.writeFloats(lp.lpFloats(handle, LpFloats.cost), p.cost);
    kernel.writeFloats(lp.lpFloats(handle, LpFloats.rowLower), p.rowLower);
    kernel.writeFloats(lp.lpFloats(handle, LpFloats.rowUpper), p.rowUpper);
    lp.lpLoad(handle, rows, cols, 0);
    expect(lp.lpSolve(handle, ALL)).toBe(LpStatus.optimal);
    return kernel.readFloats(lp.lpFloats(handle, LpFloats.report), LpReport.size)[LpReport.objective];
  }

  it("holds its memory over a long branching on one row and three columns (the LP of miplib2017/ej)", () => {
    const lp = kernel.functions;
    const handle = lp.lpCreate();
    const equality = { rowLower: Float64Array.of(0), rowUpper: Float64Array.of(0) };
    solve(handle, dense([[31013, -41014, -51015]], [1, 0, 0], { ...equality, colLower: Float64Array.of(1, 0, 0) }));
    const settled = kernel.memoryBytes() ?? 0;
    const random = new Random(17);
    let infeasible = 0;
    for (let node = 0; node < 20_000; node++) {
      const at = random.integer(1, 25_508);
      lp.lpSetColBounds(handle, 0, at, random.integer(0, 3) === 0 ? at : INF);
      const other = random.integer(0, 9_000);
      lp.lpSetColBounds(handle, random.integer(1, 2), other, random.integer(0, 1) === 0 ? other : INF);
      const status = lp.lpSolve(handle, ALL);
      expect([LpStatus.optimal, LpStatus.infeasible]).toContain(status);
      if (status === LpStatus.infeasible) infeasible++;
    }
    lp.lpFree(handle);
    expect(infeasible).toBeGreaterThan(1000);
    expect(kernel.memoryBytes()).toBe(settled);
  });

  it("that ran out of memory can be used again, with the same kernel and with another one", async () => {
    const engine = await createEngine({ engine: "wasm" });
    const { problem, optimum } = randomProblem(new Random(10), 60, 90);
    kernel = engine.open();
    const handle = kernel.functions.lpCreate();
    for (const entries of [300_000_000, 1_000_000_000, 2_000_000_000]) {
      expect(() => kernel.functions.lpReserve(handle, 1, 1, entries)).toThrow();
      expect(() => kernel.functions.lpReserve(handle, entries, 1, 1)).toThrow();
      expect(Math.abs(solve(handle, problem) - optimum)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(optimum)));
    }
    kernel = engine.open();
    expect(Math.abs(solve(kernel.functions.lpCreate(), problem) - optimum)).toBeLessThanOrEqual(
      1e-7 * (1 + Math.abs(optimum)),
    );
  });

  it("holds its memory over many solves, with one handle and with many", () => {
    const { problem, optimum } = randomProblem(new Random(9), 60, 90);
    const lp = kernel.functions;
    const handle = lp.lpCreate();
    let settled = 0;
    for (let round = 0; round < 300; round++) {
      expect(Math.abs(solve(handle, problem) - optimum)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(optimum)));
      const other = lp.lpCreate();
      solve(other, problem);
      lp.lpFree(other);
      if (round === 20) settled = kernel.memoryBytes() ?? 0;
    }
    lp.lpFree(handle);
    expect(settled).toBeGreaterThan(0);
    expect(kernel.memoryBytes()).toBeLessThanOrEqual(settled + 4 * 65536);
  });
});
