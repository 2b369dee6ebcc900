// Presolve keeps the optimum and loses no solution it does not replace by one as good; what the reduced model's solutions stand for holds in
// the given model. Small random models by enumeration (each seed in the failure's message), instances of others by HiGHS.
import { describe, expect, it } from "vitest";
import { MipModel } from "../../../assembly/mip/mip-model.ts";
import { MipPresolve } from "../../../assembly/mip/mip-presolve.ts";
import { haveData, readInstance } from "../lp/engine-lp.ts";
import { knownOptimum } from "./known-optimum.ts";
import { enumerate, type Mip, modelOf, randomMip } from "./random-mip.ts";

/** The arrays of a model, cut to its size. */
function mipOf(model: MipModel): Mip {
  const { rows, cols } = model;
  return {
    rows,
    cols,
    start: model.start.slice(0, cols + 1),
    index: model.index.slice(0, model.start[cols]),
    value: model.value.slice(0, model.start[cols]),
    colLower: model.colLower.slice(0, cols),
    colUpper: model.colUpper.slice(0, cols),
    cost: model.cost.slice(0, cols),
    rowLower: model.rowLower.slice(0, rows),
    rowUpper: model.rowUpper.slice(0, rows),
    integer: model.integer.slice(0, cols),
  };
}

describe("presolve", () => {
  it("keeps the optimum of 250 small random models, or the proof that there is none", () => {
    let smaller = 0;
    let proved = 0;
    for (let seed = 7000; seed < 7250; seed++) {
      const mip = randomMip(seed);
      const { optimum } = enumerate(mip);
      const model = modelOf(mip);
      const presolve = new MipPresolve(model);
      presolve.run();
      if (presolve.isInfeasible) {
        expect(optimum, `seed ${seed}`).toBe(Number.POSITIVE_INFINITY);
        proved++;
        continue;
      }
      const reduced = presolve.reduced;
      if (reduced.cols < model.cols) smaller++;
      const after = enumerate(mipOf(reduced));
      if (optimum === Number.POSITIVE_INFINITY) {
        expect(after.optimum, `seed ${seed}`).toBe(Number.POSITIVE_INFINITY);
        continue;
      }
      expect(after.optimum + reduced.offset, `seed ${seed}`).toBeCloseTo(optimum, 6);
      const full = new Float64Array(model.cols);
      presolve.restore(after.x, full);
      expect(model.violation(full), `seed ${seed}`).toBeLessThan(1e-6);
      expect(model.objective(full), `seed ${seed}`).toBeCloseTo(optimum, 6);
    }
    expect(smaller).toBeGreaterThan(40);
    expect(proved).toBeGreaterThan(4);
  });

  for (const name of ["p0033", "lseu", "gt2", "egout"]) {
    it.skipIf(!haveData)(`keeps the optimum of ${name} (skipped without ../shared/data)`, async () => {
      const m = readInstance("miplib3", name);
      const model = new MipModel();
      const { colStart, rowIndex, value, colLower, colUpper, cost, rowLower, rowUpper, integer } = m;
      const [rows, cols] = [rowLower.length, cost.length];
      const whole = Int32Array.from(integer);
      model.load(rows, cols, colStart, rowIndex, value, colLower, colUpper, cost, rowLower, rowUpper, whole);
      const presolve = new MipPresolve(model);
      presolve.run();
      expect(presolve.isInfeasible).toBe(false);
      const [given, reduced] = [await knownOptimum(model), await knownOptimum(presolve.reduced)];
      const size = 1e-6 * (1 + Math.abs(given.objective));
      expect(Math.abs(reduced.objective - given.objective)).toBeLessThan(size);
      const full = new Float64Array(cols);
      presolve.restore(reduced.x, full);
      expect(model.violation(full)).toBeLessThan(1e-6);
    });
  }
});
