// Prices against perturbation: the relaxation's value is concave in every right-hand side, so one more unit (epsilon of it) gains at most the
// price before and at least the price after; both are read from solves of their own.
import { describe, expect, it } from "vitest";
import { LpStatus } from "../../../assembly/abi-lp.ts";
import { Instance } from "../../../assembly/alloc/instance.ts";
import { Reach } from "../../../assembly/alloc/preprocess.ts";
import { priceCount, relaxationPrices } from "../../../assembly/alloc/prices.ts";
import { Relaxation } from "../../../assembly/alloc/relaxation.ts";
import { compile } from "../../../src/compile/compile.ts";
import { Portfolio } from "../../../src/portfolio/schema.ts";
import { randomPortfolio, SMALL } from "../../support/random-portfolio.ts";
import { hasSharedPortfolios, sharedPortfolio, skipsWithoutShared } from "../../support/shared-portfolios.ts";

const STEP = 1e-3;

interface Solved {
  relaxation: Relaxation;
  inst: Instance;
  valueUsd: number;
}

function solved(portfolio: Portfolio): Solved | null {
  const { ints, floats } = compile(portfolio);
  const inst = new Instance(ints, floats);
  const reach = new Reach(inst);
  if (reach.infeasible !== 0) return null;
  const relaxation = new Relaxation(inst, reach, true);
  if (relaxation.solve(1 << 30) !== LpStatus.optimal) return null;
  return { relaxation, inst, valueUsd: relaxation.valueUsd() };
}

/** Rows with their place in the price array and the factor from row units to price units. */
function rowsOf({ inst, relaxation }: Solved): { row: number; at: number; perUnit: number }[] {
  const { rows, unitUsd } = relaxation.build;
  const T = inst.periods;
  const siteAt = inst.halls * T;
  const chipAt = siteAt + 2 * inst.sites * T;
  const equityAt = chipAt + inst.platforms * T;
  const table = (source: Int32Array, from: number, perUnit: number) =>
    Array.from(source, (row, i) => ({ row, at: from + i, perUnit })).filter(({ row }) => row >= 0);
  return [
    ...table(rows.hall, 0, 1),
    ...table(rows.total, siteAt + inst.sites * T, 1),
    ...table(rows.chip, chipAt, 1),
    ...table(rows.equity, equityAt, 1 / unitUsd),
  ];
}

/** Checks every `stride`-th row; answers how many rows had a price. */
function check(portfolio: Portfolio, words: string, stride: number): number {
  const base = solved(portfolio);
  if (base === null) return 0;
  const { relaxation, inst, valueUsd } = base;
  const before = Float64Array.from(relaxationPrices(inst, relaxation));
  expect(before.length).toBe(priceCount(inst));
  let priced = 0;
  for (const { row, at, perUnit } of rowsOf(base).filter((_, i) => i % stride === 0)) {
    const { rowLower, rowUpper } = relaxation.build.lp;
    const step = STEP * Math.max(1, Math.abs(rowUpper[row]));
    relaxation.lp.setRowBounds(row, rowLower[row], rowUpper[row] + step);
    expect(relaxation.solve(1 << 30)).toBe(LpStatus.optimal);
    const gain = (relaxation.valueUsd() - valueUsd) / (step / perUnit);
    const after = relaxationPrices(inst, relaxation)[at];
    relaxation.lp.setRowBounds(row, rowLower[row], rowUpper[row]);
    const slack = 1e-6 * Math.max(1, Math.abs(before[at])) + (1e-9 * Math.abs(valueUsd)) / (step / perUnit);
    expect(gain, `${words}: price ${at} before`).toBeLessThanOrEqual(before[at] + slack);
    expect(gain, `${words}: price ${at} after`).toBeGreaterThanOrEqual(after - slack);
    if (before[at] > slack) priced++;
  }
  return priced;
}

describe("prices of the relaxation", () => {
  it("are what one more unit is worth, on random portfolios", () => {
    let priced = 0;
    for (let seed = 1; seed <= 25; seed++) priced += check(randomPortfolio(seed, SMALL), `seed ${seed}`, 3);
    console.log(`seeds 1-25: ${priced} rows with a price`);
    expect(priced).toBeGreaterThan(30);
  });

  it.each(["tiny-2", "small-2", "medium-1"])("are what one more unit is worth, on %s", (name) => {
    if (!hasSharedPortfolios) return void skipsWithoutShared(`prices of ${name}`);
    expect(check(sharedPortfolio(name), name, name === "medium-1" ? 11 : 2)).toBeGreaterThan(5);
  });
});
