// LpSession: edits and warm re-solves give what a fresh solve gives; random LPs and random edits against HiGHS.
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { LpPhase } from "../../assembly/abi-lp.ts";
import { Engine } from "../../src/engine/engine.ts";
import { createEngine } from "../../src/engine/load.ts";
import { LpInput } from "../../src/lp/input.ts";
import { LpSession } from "../../src/lp/session.ts";
import { LpInputError } from "../../src/lp/validate.ts";
import { askHighs, lpOf } from "./support.ts";

const INF = Number.POSITIVE_INFINITY;
const SEED = 414;

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ engine: "wasm" });
});

const TRANSPORT = lpOf({
  cost: [4, 6, 9, 5, 3, 8],
  rows: [
    [1, 1, 1, 0, 0, 0],
    [0, 0, 0, 1, 1, 1],
    [1, 0, 0, 1, 0, 0],
    [0, 1, 0, 0, 1, 0],
    [0, 0, 1, 0, 0, 1],
  ],
  rowLower: [-INF, -INF, 30, 20, 25],
  rowUpper: [50, 60, INF, INF, INF],
});

describe("profile", () => {
  it("counts the phases of the simplex where it was asked for, and nothing otherwise", async () => {
    for (const profile of [true, false]) {
      const session = await LpSession.open(TRANSPORT, { engine, presolve: false, profile });
      const { status, iterations } = session.solve();
      expect({ status, isWork: iterations > 0 }).toEqual({ status: "optimal", isWork: true });
      const phases = session.profile();
      session.close();
      expect(Object.keys(phases)).toHaveLength(LpPhase.size);
      const calls = phases.ftran.calls + phases.primal.calls;
      expect(calls > 0).toBe(profile);
      expect(phases.factorise.calls > 0).toBe(profile);
      for (const { ms, calls: count, entries } of Object.values(phases)) {
        for (const figure of [ms, count, entries]) expect(figure).toBeGreaterThanOrEqual(0);
        if (!profile) expect({ ms, count, entries }).toEqual({ ms: 0, count: 0, entries: 0 });
      }
    }
  });
});

describe("edits", () => {
  it("changes bounds, costs, rows and columns, each time solving to the fresh optimum", async () => {
    const session = await LpSession.open(TRANSPORT, { engine });
    const objectives: number[] = [];
    const solve = async (): Promise<void> => {
      const result = session.solve();
      expect(result.status).toBe("optimal");
      if (result.status !== "optimal") return;
      const fresh = await askHighs(session.model);
      expect(result.objective).toBeCloseTo(fresh.objective, 9);
      objectives.push(result.objective);
    };
    await solve();
    session.setColumnBounds(0, 0, 10);
    await solve();
    session.setCost(4, 7);
    await solve();
    session.setRowBounds(0, -INF, 35);
    await solve();
    session.addRows({
      rowStart: Int32Array.of(0, 2, 3),
      colIndex: Int32Array.of(1, 3, 5),
      value: Float64Array.of(1, 1, 2),
      lower: Float64Array.of(-INF, 10),
      upper: Float64Array.of(25, INF),
    });
    await solve();
    session.addColumns({
      colStart: Int32Array.of(0, 2),
      rowIndex: Int32Array.of(4, 5),
      value: Float64Array.of(1, 1),
      cost: Float64Array.of(2),
      lower: Float64Array.of(0),
      upper: Float64Array.of(4),
    });
    await solve();
    expect(session.rows).toBe(7);
    expect(session.cols).toBe(7);
    expect(objectives[0]).toBe(30 * 4 + 20 * 3 + 20 * 9 + 5 * 8 - (20 * 9 + 5 * 8) + cheapestLast());
    session.close();
  });

  it("needs few iterations after a small change", async () => {
    const session = await LpSession.open(TRANSPORT, { engine });
    const first = session.solve();
    expect(session.solve().iterations).toBe(0);
    session.setColumnBounds(0, 0, 28);
    const again = session.solve();
    expect(again.iterations).toBeLessThan(first.iterations);
    expect(again.iterations).toBeLessThanOrEqual(2);
    session.close();
  });

  it("goes through infeasible and back", async () => {
    const session = await LpSession.open(TRANSPORT, { engine });
    const before = session.solve();
    session.setRowBounds(0, -INF, 5);
    expect(session.solve().status).toBe("infeasible");
    session.setRowBounds(0, 9, 5);
    expect(session.solve()).toMatchObject({
      status: "infeasible",
      certificate: { kind: "crossedBounds", of: "row", index: 0 },
    });
    session.setRowBounds(0, -INF, 50);
    const after = session.solve();
    expect(after.status).toBe("optimal");
    if (before.status === "optimal" && after.status === "optimal")
      expect(after.objective).toBeCloseTo(before.objective, 10);
    session.close();
  });

  it("keeps several sessions apart and the caller's arrays untouched", async () => {
    const copy = structuredClone(TRANSPORT);
    const [a, b] = [await LpSession.open(TRANSPORT, { engine }), await LpSession.open(TRANSPORT, { engine })];
    a.setCost(0, 100);
    const [first, second] = [a.solve(), b.solve()];
    expect(first.status === "optimal" && second.status === "optimal" && first.objective > second.objective).toBe(true);
    expect(TRANSPORT).toEqual(copy);
    a.close();
    expect(b.solve().status).toBe("optimal");
    b.close();
  });

  it("says what is wrong with an edit", async () => {
    const session = await LpSession.open(TRANSPORT, { engine });
    expect(() => session.setColumnBounds(6, 0, 1)).toThrow(/no column 6: they count from 0 to 5/);
    expect(() => session.setRowBounds(-1, 0, 1)).toThrow(/no row -1/);
    expect(() => session.setCost(0.5, 1)).toThrow(/no column 0\.5/);
    expect(() => session.setCost(0, Number.NaN)).toThrow(/cost of column 0 is NaN/);
    expect(() => session.setColumnBounds(0, Number.NaN, 1)).toThrow(LpInputError);
    expect(() => session.setColumnBounds(0, INF, INF)).toThrow(/lower bound is Infinity/);
    const row = { lower: Float64Array.of(0), upper: Float64Array.of(1) };
    const entry = { rowStart: Int32Array.of(0, 1), colIndex: Int32Array.of(9), value: Float64Array.of(1) };
    expect(() => session.addRows({ ...row, ...entry })).toThrow(/colIndex\[0\] \(new row 0\): there is no column 9/);
    const nan = { ...entry, colIndex: Int32Array.of(1), value: Float64Array.of(Number.NaN) };
    expect(() => session.addRows({ ...row, ...nan })).toThrow(/the coefficient is NaN/);
    const column = {
      colStart: Int32Array.of(0, 1),
      rowIndex: Int32Array.of(7),
      value: Float64Array.of(1),
      cost: Float64Array.of(1),
    };
    expect(() => session.addColumns({ ...row, ...column })).toThrow(/there is no row 7\. They count from 0 to 4/);
    expect(() => session.addColumns({ ...row, ...column, cost: Float64Array.of(INF) })).toThrow(
      /new column 0\): the cost is Infinity/,
    );
    expect(session.solve().status).toBe("optimal");
    session.close();
    session.close();
    expect(() => session.solve()).toThrow(/closed/);
    expect(() => session.setCost(0, 1)).toThrow(/closed/);
  });
});

// 30 at 4 and 20 at 3 are the cheap lanes; 20 go by (0, 2) at 9 and the rest by (1, 2) at 8, but all 25 fit the cheaper lane.
function cheapestLast(): number {
  return 25 * 8;
}

const coefficient = fc.integer({ min: -4, max: 4 });
const bound = fc.oneof(fc.constant(INF), fc.integer({ min: 0, max: 9 }));

const randomLp: fc.Arbitrary<LpInput> = fc
  .record({ rows: fc.integer({ min: 0, max: 6 }), cols: fc.integer({ min: 1, max: 7 }), maximise: fc.boolean() })
  .chain(({ rows, cols, maximise }) =>
    fc
      .record({
        cost: fc.array(coefficient, { minLength: cols, maxLength: cols }),
        rows: fc.array(fc.array(fc.oneof(fc.constant(0), coefficient), { minLength: cols, maxLength: cols }), {
          minLength: rows,
          maxLength: rows,
        }),
        rowBounds: fc.array(fc.tuple(bound, bound), { minLength: rows, maxLength: rows }),
        rowShift: fc.array(coefficient, { minLength: rows, maxLength: rows }),
        colBounds: fc.array(fc.tuple(bound, bound), { minLength: cols, maxLength: cols }),
      })
      .map((d) =>
        lpOf({
          sense: maximise ? "max" : "min",
          cost: d.cost,
          rows: d.rows,
          rowLower: d.rowBounds.map(([below], row) => d.rowShift[row] - below),
          rowUpper: d.rowBounds.map(([, above], row) => d.rowShift[row] + above),
          colLower: d.colBounds.map(([below]) => 0 - below),
          colUpper: d.colBounds.map(([, above]) => above),
        }),
      ),
  );

type Edit =
  | { kind: "column" | "row"; at: number; lower: number; width: number }
  | { kind: "cost"; at: number; cost: number }
  | { kind: "addRow"; values: number[]; lower: number; width: number }
  | { kind: "addColumn"; values: number[]; cost: number; upper: number };

const at = fc.nat({ max: 99 });
const values = fc.array(coefficient, { minLength: 12, maxLength: 12 });
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constantFrom("column" as const, "row" as const), at, lower: coefficient, width: bound }),
  fc.record({ kind: fc.constant("cost" as const), at, cost: coefficient }),
  fc.record({ kind: fc.constant("addRow" as const), values, lower: coefficient, width: bound }),
  fc.record({ kind: fc.constant("addColumn" as const), values, cost: coefficient, upper: bound }),
);

describe("random LPs", () => {
  it("agree with HiGHS, after every edit", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(randomLp, fc.array(edit, { maxLength: 8 }), async (lp, edits) => {
        const session = await LpSession.open(lp, { engine });
        try {
          await expectAgreement(session);
          for (const change of edits) {
            apply(session, change);
            await expectAgreement(session);
          }
        } finally {
          session.close();
        }
      }),
      { seed: SEED, numRuns: 400 },
    );
  });
});

async function expectAgreement(session: LpSession): Promise<void> {
  const ours = session.solve();
  const theirs = await askHighs(session.model);
  // HiGHS may stop at "unbounded or infeasible"; ours has a proof for what it says, which session checked.
  if (theirs.status !== "other") expect(ours.status).toBe(theirs.status);
  else expect(["infeasible", "unbounded"]).toContain(ours.status);
  if (ours.status === "optimal")
    expect(Math.abs(ours.objective - theirs.objective)).toBeLessThan(1e-7 * (1 + Math.abs(ours.objective)));
}

function apply(session: LpSession, change: Edit): void {
  switch (change.kind) {
    case "column":
      session.setColumnBounds(change.at % session.cols, change.lower, change.lower + change.width);
      break;
    case "row":
      if (session.rows > 0) session.setRowBounds(change.at % session.rows, change.lower, change.lower + change.width);
      break;
    case "cost":
      session.setCost(change.at % session.cols, change.cost);
      break;
    case "addRow": {
      const { index, value } = sparse(change.values.slice(0, session.cols));
      const rowStart = Int32Array.of(0, index.length);
      const [lower, upper] = [Float64Array.of(change.lower), Float64Array.of(change.lower + change.width)];
      session.addRows({ rowStart, colIndex: index, value, lower, upper });
      break;
    }
    case "addColumn": {
      const { index, value } = sparse(change.values.slice(0, session.rows));
      const colStart = Int32Array.of(0, index.length);
      const [lower, upper] = [Float64Array.of(0), Float64Array.of(change.upper)];
      session.addColumns({ colStart, rowIndex: index, value, cost: Float64Array.of(change.cost), lower, upper });
      break;
    }
  }
}

function sparse(dense: number[]): { index: Int32Array; value: Float64Array } {
  const index = dense.map((_, i) => i).filter((i) => dense[i] !== 0);
  return { index: Int32Array.from(index), value: Float64Array.from(index, (i) => dense[i]) };
}
