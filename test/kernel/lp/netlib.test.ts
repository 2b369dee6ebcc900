// Netlib: published optima, certificates of the infeasible instances checked by code of the tests' own, and equal bits from both
// engines. Instances that take the JS engine more than about a second run in WASM only; dfl001 is left to the benchmarks.
import { beforeAll, describe, expect, it } from "vitest";
import { LpReport, LpStatus } from "../../../assembly/abi-lp.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { createEngine } from "../../../src/engine/load.ts";
import type { LpModel } from "../../../src/mps/model.ts";
import { haveData, type LpAnswer, listed, readInstance, solveModel } from "./engine-lp.ts";
import { farkasGap } from "./lp-problem.ts";
import { multiply } from "./random.ts";

const LONG = new Set(["dfl001"]);
const WASM_ONLY = new Set([
  "truss",
  "greenbea",
  "greenbeb",
  "d2q06c",
  "pilot",
  "25fv47",
  "80bau3b",
  "ceria3d",
  "cplex1",
]);

let wasm: Engine;
let js: Engine;
beforeAll(async () => {
  wasm = await createEngine({ engine: "wasm" });
  js = await createEngine({ engine: "js" });
});

if (!haveData) console.log("skipped: Netlib tests, because ../shared/data is absent");

function matrixOf(model: LpModel) {
  const rows = model.rowLower.length;
  const cols = model.colLower.length;
  return { rows, cols, start: model.colStart, index: model.rowIndex, value: model.value };
}

/** Residuals of the answer from the definitions, relative to 1 + |bound| and 1 + |cost|. */
function residuals(model: LpModel, answer: LpAnswer): { primal: number; dual: number } {
  const activity = multiply(matrixOf(model), answer.x, false);
  const priced = multiply(matrixOf(model), answer.y, true);
  let primal = 0;
  let dual = 0;
  const outside = (x: number, lower: number, upper: number): number =>
    Math.max(0, (lower - x) / (1 + Math.abs(lower)) || 0, (x - upper) / (1 + Math.abs(upper)) || 0);
  const wrong = (d: number, x: number, lower: number, upper: number, size: number): number => {
    const bound = d > 0 ? lower : upper;
    const slack = Math.abs(x - bound) / (1 + Math.abs(bound));
    return slack <= 1e-6 ? 0 : Math.abs(d) / (1 + size);
  };
  for (let j = 0; j < answer.x.length; j++) {
    primal = Math.max(primal, outside(answer.x[j], model.colLower[j], model.colUpper[j]));
    const d = model.cost[j] - priced[j];
    dual = Math.max(dual, wrong(d, answer.x[j], model.colLower[j], model.colUpper[j], Math.abs(model.cost[j])));
  }
  for (let i = 0; i < activity.length; i++) {
    primal = Math.max(primal, outside(activity[i], model.rowLower[i], model.rowUpper[i]));
    dual = Math.max(dual, wrong(answer.y[i], activity[i], model.rowLower[i], model.rowUpper[i], 0));
  }
  return { primal, dual };
}

function expectSameBits(a: LpAnswer, b: LpAnswer): void {
  expect(Array.from(a.report)).toEqual(Array.from(b.report));
  expect(Array.from(a.x)).toEqual(Array.from(b.x));
  expect(Array.from(a.y)).toEqual(Array.from(b.y));
  expect(Array.from(a.d)).toEqual(Array.from(b.d));
  expect(Array.from(a.colStatus)).toEqual(Array.from(b.colStatus));
}

describe.skipIf(!haveData)("Netlib", () => {
  for (const { name, fields } of listed("netlib")) {
    if (LONG.has(name)) continue;
    it(name, () => {
      const model = readInstance("netlib", name);
      const answer = solveModel(wasm, model);
      const optimum = Number(fields[4]);
      expect(answer.report[LpReport.status]).toBe(LpStatus.optimal);
      const objective = answer.report[LpReport.objective];
      expect(Math.abs(objective - optimum)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(optimum)));
      const { primal, dual } = residuals(model, answer);
      expect(primal).toBeLessThanOrEqual(1e-6);
      expect(dual).toBeLessThanOrEqual(1e-6);
      if (!WASM_ONLY.has(name)) expectSameBits(solveModel(js, model), answer);
    });
  }
});

describe.skipIf(!haveData)("Netlib's infeasible instances", () => {
  for (const { name } of listed("netlib-infeas")) {
    it(name, () => {
      const model = readInstance("netlib-infeas", name);
      const answer = solveModel(wasm, model);
      expect(answer.report[LpReport.status]).toBe(LpStatus.infeasible);
      const box = answer.report[LpReport.emptyBox];
      if (box >= 0) expect(model.colLower[box]).toBeGreaterThan(model.colUpper[box]);
      else expect(farkasGap({ ...model, matrix: matrixOf(model) }, answer.ray)).toBeGreaterThan(1e-9);
      if (!WASM_ONLY.has(name)) expectSameBits(solveModel(js, model), answer);
    });
  }
});
