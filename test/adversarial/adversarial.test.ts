// Hostile portfolios: see portfolios.ts for what is hostile about them, check.ts for what must hold, run.ts for many more seeds.
import { describe, expect, it } from "vitest";
import { SMALL } from "../support/random-portfolio.ts";
import { check } from "./check.ts";
import { Adversary, plainAdversaries, randomAdversaries } from "./portfolios.ts";

const MOVES = 300;

/** Optima to six digits; a plan of nothing in millions is worth a rounding error to the oracle. */
function isExact(valueUsd: number | null, optimumUsd: number): boolean {
  return valueUsd !== null && optimumUsd - valueUsd <= 1e-6 * Math.abs(optimumUsd) + 1e-3;
}

interface Seen {
  infeasible: number;
  proved: number;
  compared: number;
  exact: number;
}

async function checkAll(adversaries: readonly Adversary[]): Promise<Seen> {
  const seen = { infeasible: 0, proved: 0, compared: 0, exact: 0 };
  for (const adversary of adversaries) {
    const { plan, optimumUsd, faults } = await check(adversary, MOVES);
    expect(faults, adversary.words).toEqual([]);
    if (plan.status === "infeasible") seen.infeasible++;
    if (plan.status === "optimal") seen.proved++;
    if (optimumUsd === undefined || optimumUsd === null) continue;
    seen.compared++;
    if (isExact(plan.objective.valueUsd, optimumUsd)) seen.exact++;
  }
  return seen;
}

describe("hostile portfolios", () => {
  it("written by hand are solved to the oracle's optimum or proved infeasible", async () => {
    const adversaries = plainAdversaries();
    const seen = await checkAll(adversaries);
    expect(seen.infeasible).toBe(1); // a hair too much is signed
    expect(seen.proved).toBe(adversaries.length - 1);
    expect(seen.exact).toBe(seen.compared);
    expect(seen.compared).toBeGreaterThan(9);
  });

  it("of odd sizes and with ties (tiny)", async () => {
    const adversaries = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((seed) => randomAdversaries(seed));
    const seen = await checkAll(adversaries);
    expect(seen.proved + seen.infeasible).toBe(adversaries.length);
    expect(seen.exact).toBe(seen.compared);
    expect(seen.compared).toBeGreaterThan(60);
  });

  it("of odd sizes and with ties (small)", async () => {
    const seen = await checkAll([12, 13].flatMap((seed) => randomAdversaries(seed, SMALL)));
    expect(seen.proved).toBeGreaterThan(15);
    expect(seen.compared).toBeGreaterThan(15);
  });
});
