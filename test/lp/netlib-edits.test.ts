// Changes whose effect is known, on Netlib: warm re-solves against fresh solves.
import { beforeAll, describe, expect, it } from "vitest";
import { Engine } from "../../src/engine/engine.ts";
import { createEngine } from "../../src/engine/load.ts";
import { LpSession } from "../../src/lp/session.ts";
import { solveLp } from "../../src/lp/solve-lp.ts";
import { LpModel } from "../../src/mps/model.ts";
import { readMps } from "../../src/mps/read.ts";
import { haveInstances, instanceRows, instanceText } from "../mps/support.ts";

/** Larger ones take long and teach nothing new. */
const MAX_NONZEROS = 6000;
/** Far beyond what any of them needs, so that a solver that cycles is caught within seconds. */
const LIMIT = { iterationLimit: 20_000 };

describe.skipIf(!haveInstances())("edits on Netlib", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine({ engine: "wasm" });
  });

  const rows = haveInstances() ? instanceRows("netlib").filter(({ nz }) => Number(nz) <= MAX_NONZEROS) : [];

  it.each(rows)("$name: bounds cut and restored, a cost changed", { timeout: 120_000 }, async ({ name }) => {
    const model = readMps(instanceText("netlib", name));
    const session = await LpSession.open(model, { engine });
    const first = session.solve(LIMIT);
    if (first.status !== "optimal") throw new Error(`${name} is ${first.status}`);
    for (const col of largestColumns(model, first.primal)) {
      const base = Math.max(model.colLower[col], 0);
      session.setColumnBounds(col, model.colLower[col], base + 0.9 * (first.primal[col] - base));
      await expectAsFresh(session, engine);
      session.setColumnBounds(col, model.colLower[col], model.colUpper[col]);
      const back = session.solve(LIMIT);
      expect(back.status, `column ${col} restored`).toBe("optimal");
      if (back.status === "optimal") expect(close(back.objective, first.objective)).toBe(true);
      session.setCost(col, model.cost[col] + 1);
      await expectAsFresh(session, engine);
      session.setCost(col, model.cost[col]);
    }
    session.close();
  });

  it.each(rows)(
    "$name: a row that forbids the optimum moves it exactly so far",
    { timeout: 120_000 },
    async ({ name }) => {
      const model = readMps(instanceText("netlib", name));
      const session = await LpSession.open(model, { engine });
      const first = session.solve(LIMIT);
      if (first.status !== "optimal") throw new Error(`${name} is ${first.status}`);
      const cols = [...model.cost.keys()].filter((col) => model.cost[col] !== 0);
      const atLeast = first.objective - model.objectiveOffset + 1e-3 * (1 + Math.abs(first.objective));
      session.addRows({
        rowStart: Int32Array.of(0, cols.length),
        colIndex: Int32Array.from(cols),
        value: Float64Array.from(cols, (col) => model.cost[col]),
        lower: Float64Array.of(atLeast),
        upper: Float64Array.of(Number.POSITIVE_INFINITY),
      });
      const moved = session.solve(LIMIT);
      if (moved.status === "optimal") expect(close(moved.objective, atLeast + model.objectiveOffset)).toBe(true);
      else expect(moved.status).toBe("infeasible"); // every feasible point was optimal
      session.close();
    },
  );
});

/** Three columns of largest value strictly between their bounds. */
function largestColumns(model: LpModel, x: Float64Array): number[] {
  return [...x.keys()]
    .filter((col) => x[col] > Math.max(model.colLower[col], 0) + 1e-6 && x[col] < model.colUpper[col] - 1e-6)
    .sort((a, b) => x[b] - x[a] || a - b)
    .slice(0, 3);
}

async function expectAsFresh(session: LpSession, engine: Engine): Promise<void> {
  const warm = session.solve(LIMIT);
  const fresh = await solveLp(session.model, { engine, ...LIMIT });
  expect(warm.status, "reason" in warm ? warm.reason : "").toBe(fresh.status);
  if (warm.status === "optimal" && fresh.status === "optimal")
    expect(close(warm.objective, fresh.objective)).toBe(true);
}

function close(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-6 * (1 + Math.abs(b));
}
