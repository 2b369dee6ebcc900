// solveLp on small LPs with answers known by hand, on both engines; limits; claims that do not hold.
import { beforeAll, describe, expect, it } from "vitest";
import { LpStatus } from "../../assembly/abi-lp.ts";
import { Engine } from "../../src/engine/engine.ts";
import { createEngine } from "../../src/engine/load.ts";
import { LpInput } from "../../src/lp/input.ts";
import { judge } from "../../src/lp/judge.ts";
import { KernelLp } from "../../src/lp/kernel-lp.ts";
import { LpResult } from "../../src/lp/result.ts";
import { LpSession } from "../../src/lp/session.ts";
import { solveLp } from "../../src/lp/solve-lp.ts";
import { LpInputError } from "../../src/lp/validate.ts";
import { checkFarkas, checkRay } from "../../src/lp/verify.ts";
import { WorkingLp } from "../../src/lp/working-lp.ts";
import { DenseLp, lpOf } from "./support.ts";

const INF = Number.POSITIVE_INFINITY;

// Two products, two machines: maximise 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18 (Hillier and Lieberman's example).
const WYNDOR: DenseLp = {
  sense: "max",
  cost: [3, 5],
  rows: [
    [1, 0],
    [0, 2],
    [3, 2],
  ],
  rowUpper: [4, 12, 18],
};

// Beale's LP, on which the textbook simplex cycles: optimum -1/20.
const BEALE: DenseLp = {
  cost: [-0.75, 150, -0.02, 6],
  rows: [
    [0.25, -60, -0.04, 9],
    [0.5, -90, -0.02, 3],
    [0, 0, 1, 0],
  ],
  rowUpper: [0, 0, 1],
};

interface Known {
  readonly what: string;
  readonly lp: DenseLp;
  readonly objective: number;
  readonly primal?: number[];
  readonly dual?: number[];
}

const OPTIMAL: readonly Known[] = [
  { what: "Wyndor, maximising", lp: WYNDOR, objective: 36, primal: [2, 6], dual: [0, 1.5, 1] },
  { what: "an offset", lp: { ...WYNDOR, objectiveOffset: -6 }, objective: 30, primal: [2, 6] },
  { what: "Beale's cycle", lp: BEALE, objective: -0.05, primal: [0.04, 0, 1, 0] },
  {
    what: "free columns and equations",
    lp: { cost: [1, 1], rows: [[1, -1], [1, 2]], rowLower: [3, -6], rowUpper: [3, -6], colLower: [-INF, -INF] },
    objective: -3,
    primal: [0, -3],
  },
  { what: "a range row", lp: { cost: [1], rows: [[2]], rowLower: [3], rowUpper: [8] }, objective: 1.5, primal: [1.5], dual: [0.5] },
  { what: "bounds alone", lp: { cost: [1, -1, 0], colLower: [-2, 0, 3], colUpper: [5, 7, 3] }, objective: -9, primal: [-2, 7, 3] },
  { what: "fixed columns", lp: { cost: [1, 1], rows: [[1, 1]], rowLower: [1], colLower: [2, -1], colUpper: [2, -1] }, objective: 1 },
  { what: "no columns", lp: { cost: [], objectiveOffset: 7 }, objective: 7, primal: [] },
  { what: "rows without columns", lp: { cost: [], rows: [[]], rowLower: [-1], rowUpper: [1] }, objective: 0, dual: [0] },
  { what: "no objective", lp: { cost: [0, 0], rows: [[1, 1]], rowLower: [2], rowUpper: [2] }, objective: 0 },
  { what: "a redundant equation", lp: { cost: [1, 2], rows: [[1, 1], [2, 2]], rowLower: [4, 8], rowUpper: [4, 8] }, objective: 4 },
]; // biome-ignore format: matrices

const INFEASIBLE: readonly [string, DenseLp][] = [
  ["a row beyond its columns", { cost: [1, 1], rows: [[1, 1]], rowLower: [3], colUpper: [1, 1] }],
  ["rows against each other", { cost: [0], rows: [[1], [1]], rowLower: [2, -INF], rowUpper: [INF, 1], colLower: [-INF] }],
  ["two parallel equations", { cost: [0, 0], rows: [[1, 1], [1, 1]], rowLower: [1, 2], rowUpper: [1, 2], colLower: [-INF, -INF] }],
  ["an empty row", { cost: [1], rows: [[0]], rowLower: [1] }],
  ["a row without columns", { cost: [], rows: [[]], rowLower: [1], rowUpper: [2] }],
  ["infeasible, and unbounded without the row", { cost: [-1, 0], rows: [[0, 1]], rowLower: [1], colUpper: [INF, 0] }],
]; // biome-ignore format: matrices

const UNBOUNDED: readonly [string, DenseLp][] = [
  ["a free descent", { cost: [-1] }],
  ["along a row", { cost: [-1, 0], rows: [[1, -1]], rowUpper: [2] }],
  ["downwards", { cost: [1], colLower: [-INF], colUpper: [5] }],
  ["maximising", { sense: "max", cost: [1, 1], rows: [[1, -1]], rowLower: [-1], rowUpper: [1] }],
  ["a free column in no row", { cost: [1, 1], rows: [[1, 0]], rowLower: [1], colLower: [0, -INF] }],
]; // biome-ignore format: matrices

describe.each(["wasm", "js"] as const)("solveLp on %s", (kind) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine({ engine: kind });
  });

  it.each(OPTIMAL)("optimal: $what", async ({ lp, objective, primal, dual }) => {
    const result = expectStatus(await solveLp(lpOf(lp), { engine }), "optimal");
    expect(result.objective).toBeCloseTo(objective, 12);
    if (primal !== undefined) expectClose(result.primal, primal);
    if (dual !== undefined) expectClose(result.dual, dual);
    expect(result.residuals.gap.scaled).toBeLessThan(1e-12);
    const basic = [...result.basis.columns, ...result.basis.rows].filter((status) => status === "basic");
    expect(basic).toHaveLength(lp.rows?.length ?? 0);
  });

  it.each(INFEASIBLE)("infeasible: %s", async (_what, dense) => {
    const lp = lpOf(dense);
    const { certificate } = expectStatus(await solveLp(lp, { engine }), "infeasible");
    expect(certificate.kind).toBe("farkas");
    if (certificate.kind === "farkas") expect(checkFarkas(lp, certificate.rowMultipliers).proved).toBe(true);
  });

  it.each(UNBOUNDED)("unbounded: %s", async (_what, dense) => {
    const lp = lpOf(dense);
    const { certificate } = expectStatus(await solveLp(lp, { engine }), "unbounded");
    expect(checkRay(lp, certificate.direction).proved).toBe(true);
  });

  it("crossed bounds are infeasible and say which", async () => {
    const column = expectStatus(
      await solveLp(lpOf({ cost: [1, 1], colLower: [0, 2], colUpper: [1, 1] }), { engine }),
      "infeasible",
    );
    expect(column.certificate).toEqual({ kind: "crossedBounds", of: "column", index: 1 });
    const row = expectStatus(
      await solveLp(lpOf({ cost: [1], rows: [[1]], rowLower: [2], rowUpper: [1] }), { engine }),
      "infeasible",
    );
    expect(row.certificate).toEqual({ kind: "crossedBounds", of: "row", index: 0 });
    expect([column.iterations, row.iterations]).toEqual([0, 0]);
  });

  it("stops at the iteration limit; a session goes on where it stopped", async () => {
    const lp = lpOf(WYNDOR);
    const whole = await solveLp(lp, { engine });
    const session = await LpSession.open(lp, { engine });
    expect(session.solve({ iterationLimit: 0 })).toMatchObject({ status: "iterationLimit", iterations: 0 });
    expect(session.solve({ iterationLimit: 1 })).toMatchObject({ status: "iterationLimit", iterations: 1 });
    const rest = expectStatus(session.solve(), "optimal");
    expect(rest.objective).toBeCloseTo(36, 12);
    expect(1 + rest.iterations).toBe(whole.iterations);
    expect(session.solve()).toMatchObject({ status: "optimal", iterations: 0 });
    session.close();
  });

  it("starts from a given basis: from the optimal one there is nothing left to do", async () => {
    const first = expectStatus(await solveLp(lpOf(WYNDOR), { engine }), "optimal");
    expect(first.iterations).toBeGreaterThan(0);
    const again = expectStatus(await solveLp(lpOf(WYNDOR), { engine, basis: first.basis }), "optimal");
    expect(again.iterations).toBe(0);
    expect(again.primal).toEqual(first.primal);
  });

  it("stops at the time limit, by the caller's clock, within the iterations", async () => {
    let ticks = 0;
    const now = (): number => ticks++;
    expect(await solveLp(lpOf(WYNDOR), { engine, timeLimitMs: 0, now })).toMatchObject({
      status: "timeLimit",
      iterations: 0,
    });
    const large = assignment(70);
    const whole = expectStatus(await solveLp(large, { engine }), "optimal");
    const cut = expectStatus(await solveLp(large, { engine, timeLimitMs: 3, now }), "timeLimit");
    expect(cut.iterations).toBeGreaterThan(0);
    expect(cut.iterations).toBeLessThan(whole.iterations);
    const session = await LpSession.open(large, { engine });
    let total = 0;
    let result = session.solve({ timeLimitMs: 3, now });
    for (; result.status === "timeLimit"; result = session.solve({ timeLimitMs: 3, now })) total += result.iterations;
    expect(expectStatus(result, "optimal").objective).toBe(whole.objective);
    expect(total + result.iterations).toBe(whole.iterations);
    session.close();
  });

  it("leaves its input alone", async () => {
    const lp = lpOf(WYNDOR);
    const before = structuredClone(lp);
    await solveLp(lp, { engine });
    expect(lp).toEqual(before);
  });
});

describe("the door of solveLp", () => {
  it("rejects malformed models, integers unless relaxed, bad limits and bad bases", async () => {
    const lp = lpOf(WYNDOR);
    await expect(solveLp({ ...lp, cost: Float64Array.of(Number.NaN, 1) })).rejects.toThrow(LpInputError);
    const integer: LpInput = { ...lp, integer: Uint8Array.of(1, 0) };
    await expect(solveLp(integer)).rejects.toThrow(/relaxIntegers/);
    expect((await solveLp(integer, { relaxIntegers: true })).status).toBe("optimal");
    await expect(solveLp(lp, { iterationLimit: -1 })).rejects.toThrow(/iterationLimit is -1/);
    await expect(solveLp(lp, { iterationLimit: 1.5 })).rejects.toThrow(/iterationLimit is 1\.5/);
    await expect(solveLp(lp, { timeLimitMs: Number.NaN })).rejects.toThrow(/timeLimitMs is NaN/);
    await expect(solveLp(lp, { basis: { columns: [], rows: [] } })).rejects.toThrow(
      /basis\.columns has 0 statuses for 2 columns/,
    );
    const basis = { columns: ["basic", "nonsense" as "basic"], rows: ["basic", "basic", "atUpper"] } as const;
    await expect(solveLp(lp, { basis })).rejects.toThrow(/basis\.columns\[1\] is "nonsense"/);
  });
});

describe("judge", () => {
  const lp = new WorkingLp(lpOf(WYNDOR));

  function claiming(x: number[], y: number[], ray: number[]): KernelLp {
    const kernel = {
      x: () => Float64Array.from(x),
      y: () => Float64Array.from(y),
      ray: () => Float64Array.from(ray),
      columnStatus: () => Int32Array.of(0, 0),
      rowStatus: () => Int32Array.of(1, 1, 1),
    };
    return kernel as unknown as KernelLp;
  }

  it.each([
    ["an infeasible point as optimal", LpStatus.optimal, claiming([5, 6], [0, -1.5, -1], []), /primal residual/],
    ["a poor point as optimal", LpStatus.optimal, claiming([0, 0], [0, -1.5, -1], []), /gap residual/],
    ["NaN as optimal", LpStatus.optimal, claiming([Number.NaN, 6], [0, -1.5, -1], []), /primal residual is Infinity/],
    [
      "infeasible without a proof",
      LpStatus.infeasible,
      claiming([0, 0], [0, 0, 0], [1, 1, 1]),
      /proof of infeasibility does not hold/,
    ],
    [
      "unbounded without a ray",
      LpStatus.unbounded,
      claiming([0, 0], [0, 0, 0], [1, 1]),
      /proof of unboundedness does not hold/,
    ],
  ])("does not pass on %s", (_what, status, kernel, reason) => {
    const outcome = judge(lp, kernel, status, -1);
    expect(outcome.status).toBe("numericalTrouble");
    if (outcome.status === "numericalTrouble") expect(outcome.reason).toMatch(reason);
  });

  it("passes on a proved optimum and calls a refusal of the kernel a bug", () => {
    expect(judge(lp, claiming([2, 6], [0, -1.5, -1], []), LpStatus.optimal, -1).status).toBe("optimal");
    expect(() => judge(lp, claiming([], [], []), LpStatus.badInput, -1)).toThrow(/bug of megalloc/);
  });
});

/** An assignment of n to n with scattered costs. */
function assignment(n: number): LpInput {
  const cols = n * n;
  const rowIndex = new Int32Array(2 * cols);
  for (let col = 0; col < cols; col++) {
    rowIndex[2 * col] = Math.floor(col / n);
    rowIndex[2 * col + 1] = n + (col % n);
  }
  const ones = new Float64Array(2 * n).fill(1);
  return {
    cost: Float64Array.from({ length: cols }, (_, col) => (col * 7919) % 1009),
    colStart: Int32Array.from({ length: cols + 1 }, (_, col) => 2 * col),
    rowIndex,
    value: new Float64Array(2 * cols).fill(1),
    rowLower: ones,
    rowUpper: ones,
    colLower: new Float64Array(cols),
    colUpper: new Float64Array(cols).fill(INF),
  };
}

function expectStatus<Status extends LpResult["status"]>(
  result: LpResult,
  status: Status,
): Extract<LpResult, { status: Status }> {
  expect(result.status, result.status === "numericalTrouble" ? result.reason : "").toBe(status);
  return result as Extract<LpResult, { status: Status }>;
}

function expectClose(actual: Float64Array, expected: number[]): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 12);
}
