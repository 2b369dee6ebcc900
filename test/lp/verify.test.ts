// The verifier itself: it accepts answers known to be right (by hand, and HiGHS' on Netlib) and refuses spoilt ones.
import { describe, expect, it } from "vitest";
import { ExactSum } from "../../src/lp/exact-sum.ts";
import { checkFarkas, checkRay, missedBy, recompute } from "../../src/lp/verify.ts";
import { readMps } from "../../src/mps/read.ts";
import { haveInstances, instanceRows, instanceText } from "../mps/support.ts";
import { askHighs, lpOf } from "./support.ts";

const f = (...values: number[]) => Float64Array.from(values);
const INF = Number.POSITIVE_INFINITY;

describe("ExactSum", () => {
  it("keeps what plain summation loses", () => {
    const sum = new ExactSum();
    for (const x of [1e16, 1, -1e16, 1]) sum.add(x);
    expect(sum.value).toBe(2);
    sum.reset();
    sum.addProduct(1 + 2 ** -30, 1 + 2 ** -30);
    sum.add(-1 - 2 ** -29);
    expect(sum.value).toBe(2 ** -60);
  });

  it("gives the rounded sum where a product overflows its splitting", () => {
    const sum = new ExactSum();
    sum.addProduct(1e305, 10);
    expect(sum.value).toBe(1e305 * 10);
  });
});

describe("recompute", () => {
  // minimise -x - 2y, x + y <= 4, x - y >= -2, 0 <= x, 0 <= y <= 10: optimum (1, 3), objective -7, duals -1.5 and 0.5.
  const lp = lpOf({ cost: [-1, -2], rows: [[1, 1], [1, -1]], rowLower: [-INF, -2], rowUpper: [4, INF], colUpper: [INF, 10] }); // biome-ignore format: a matrix

  it("proves an optimum known by hand, in both senses", () => {
    const result = recompute(lp, { primal: f(1, 3), dual: f(-1.5, 0.5) });
    expect(result.objective).toBe(-7);
    expect(result.dualObjective).toBe(-7);
    expect([...result.rowActivity]).toEqual([4, -2]);
    expect([...result.reducedCosts]).toEqual([0, 0]);
    for (const violation of Object.values(result.residuals)) expect(violation).toEqual({ absolute: 0, scaled: 0 });
    expect(missedBy(result.residuals)).toBe("");
    const max = { ...lp, sense: "max" as const, cost: f(1, 2), objectiveOffset: 5 };
    const mirrored = recompute(max, { primal: f(1, 3), dual: f(1.5, -0.5) });
    expect([mirrored.objective, mirrored.dualObjective]).toEqual([12, 12]);
    expect(missedBy(mirrored.residuals)).toBe("");
  });

  it.each([
    ["a row violated", f(1.5, 3), f(-1.5, 0.5), /primal residual is 0\.125/],
    ["a bound violated", f(-0.5, 1.5), f(-1.5, 0.5), /primal residual is 0\.5/],
    ["a dual of the wrong sign", f(1, 3), f(1.5, 0.5), /dual residual/],
    ["a reduced cost of the wrong sign", f(1, 3), f(0, -0.5), /dual residual/],
    ["feasible, not optimal", f(0, 0), f(-1.5, 0.5), /gap residual is 7/],
    ["optimal point, poor duals", f(1, 3), f(-2, 0), /gap residual/],
    ["NaN in the point", f(Number.NaN, 3), f(-1.5, 0.5), /primal residual is Infinity/],
    ["NaN in the duals", f(1, 3), f(Number.NaN, 0.5), /residual is Infinity/],
  ])("refuses: %s", (_what, primal, dual, message) => {
    expect(missedBy(recompute(lp, { primal, dual }).residuals)).toMatch(message);
  });

  it("measures the answer and not its own rounding", () => {
    // Plain sums make 0 of 1e16 + 1 - 1e16, and the largest term hides that from the scaled residual.
    const row = lpOf({
      cost: [0, 0, 0],
      rows: [[1, 1, 1]],
      rowLower: [1],
      rowUpper: [1],
      colLower: [-INF, -INF, -INF],
    });
    const right = recompute(row, { primal: f(1e16, 1, -1e16), dual: f(0) });
    expect([...right.rowActivity]).toEqual([1]);
    expect(right.residuals.primal).toEqual({ absolute: 0, scaled: 0 });
    // And -2 of 1 - 1e16 - 2 + 1e16.
    const costs = lpOf({ cost: [1], rows: [[1e16], [1], [1e16]], rowLower: [0, 0, 0], rowUpper: [9e16, 9, 9e16] });
    const { reducedCosts } = recompute(costs, { primal: f(0), dual: f(1, 2, -1) });
    expect([...reducedCosts]).toEqual([-1]);
  });

  it("measures complementarity", () => {
    const { residuals } = recompute(lp, { primal: f(0, 0), dual: f(-1.5, 0.5) });
    expect(residuals.complementarity.absolute).toBe(6);
  });
});

describe("certificates", () => {
  // x + y >= 3 with x, y in [0, 1].
  const infeasible = lpOf({ cost: [0, 0], rows: [[1, 1]], rowLower: [3], rowUpper: [INF], colUpper: [1, 1] });

  it("checkFarkas takes a proof and refuses its negative, zero and a proof spoilt by a missing bound", () => {
    expect(checkFarkas(infeasible, f(1))).toEqual({ proved: true, margin: 1 / 3, residual: 0 });
    expect(checkFarkas(infeasible, f(-1)).proved).toBe(false);
    expect(checkFarkas(infeasible, f(0)).proved).toBe(false);
    expect(checkFarkas({ ...infeasible, colUpper: f(1, INF) }, f(1))).toMatchObject({ proved: false, residual: 1 });
    expect(checkFarkas({ ...infeasible, rowLower: f(2) }, f(1)).proved).toBe(false);
  });

  it("checkRay takes a ray and refuses blocked, worthless and backward ones", () => {
    const lp = lpOf({ cost: [-1, 0], rows: [[1, -1]], rowLower: [-INF], rowUpper: [2] });
    expect(checkRay(lp, f(1, 1))).toMatchObject({ proved: true, residual: 0 });
    expect(checkRay(lp, f(1, 0)).proved).toBe(false);
    expect(checkRay(lp, f(0, 1)).proved).toBe(false);
    expect(checkRay(lp, f(-1, -1)).proved).toBe(false);
    expect(checkRay({ ...lp, colUpper: f(9, INF) }, f(1, 1)).proved).toBe(false);
    expect(checkRay({ ...lp, sense: "max" }, f(1, 1)).proved).toBe(false);
  });
});

describe.skipIf(!haveInstances())("on Netlib", () => {
  it("proves what HiGHS finds, and the objective is the published one", { timeout: 180_000 }, async () => {
    for (const row of instanceRows("netlib")) {
      if (Number(row["nz"]) > 6000) continue; // the large ones take HiGHS a while and teach nothing new
      const lp = readMps(instanceText("netlib", row["name"]));
      const answer = await askHighs(lp);
      expect(answer.status, row["name"]).toBe("optimal");
      const { objective, residuals } = recompute(lp, answer);
      expect(missedBy(residuals), row["name"]).toBe("");
      const optimum = Number(row["optimum"]);
      expect(Math.abs(objective - optimum) / (1 + Math.abs(optimum)), row["name"]).toBeLessThan(1e-8);
    }
  });
});
