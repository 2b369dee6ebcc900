// What holds for every portfolio: plans pass the audit, the value never exceeds the optimum, the bound is never below it. fast-check
// shrinks what fails and prints the seed that rebuilds it.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Portfolio } from "../../src/portfolio/schema.ts";
import { solveTextbook } from "../oracle/textbook-milp.ts";
import { PortfolioCase, portfolioArbitrary } from "../support/arbitraries.ts";
import { SMALL, TINY } from "../support/random-portfolio.ts";
import { rng } from "../support/rng.ts";
import { withMoreCapacity } from "./more-capacity.ts";
import { isSolved, soundPlan } from "./plan.ts";

const SEED = 20_260_301;

/** Below this share of the magnitude two values are the same: HiGHS solves to 1e-9 of a model in millions. */
const TOLERANCE = 1e-7;
const slack = (...values: number[]): number => TOLERANCE * Math.max(1e3, ...values.map(Math.abs));

interface Tally {
  optimal: number;
  feasible: number;
  infeasible: number;
  unproved: number;
}

/** Solve, compare with the exact optimum; answers the optimum (null = none) and our bound. */
async function compare(portfolio: Portfolio, words: string, tally: Tally) {
  const exact = await solveTextbook(portfolio, { timeLimitSeconds: 60 });
  expect(["optimal", "infeasible"], `${words}: oracle`).toContain(exact.status);
  const plan = await soundPlan(portfolio, { moveLimit: 150, gap: 1e-6 }, words);
  const { valueUsd, boundUsd } = plan.objective;
  if (exact.status === "infeasible") {
    expect(isSolved(plan), `${words}: a plan where the oracle has none`).toBe(false);
    if (plan.status === "infeasible") tally.infeasible++;
    else tally.unproved++;
    return { optimumUsd: null, boundUsd };
  }
  const optimumUsd = exact.valueUsd!;
  expect(plan.status, `${words}: infeasible, but worth ${optimumUsd}`).not.toBe("infeasible");
  if (boundUsd !== null) expect(boundUsd, `${words}: bound`).toBeGreaterThanOrEqual(optimumUsd - slack(optimumUsd));
  if (valueUsd !== null) expect(valueUsd, `${words}: value`).toBeLessThanOrEqual(optimumUsd + slack(optimumUsd));
  if (plan.status === "optimal") {
    const missed = (optimumUsd - valueUsd!) / Math.max(1, Math.abs(optimumUsd));
    expect(missed, `${words}: called optimal`).toBeLessThanOrEqual(1e-6 + TOLERANCE);
    tally.optimal++;
  } else tally.feasible++;
  return { optimumUsd, boundUsd };
}

describe("properties", () => {
  it("plans of random portfolios pass the audit, bounds are bounds", async () => {
    console.log(`fast-check seed ${SEED}`);
    await fc.assert(
      fc.asyncProperty(portfolioArbitrary(SMALL), async (given: PortfolioCase) => {
        await soundPlan(given.portfolio, { moveLimit: 60, seed: given.seed | 0 }, given.toString());
      }),
      { seed: SEED, numRuns: 120 },
    );
  });

  it("the exact optimum of tiny portfolios lies between value and bound, also with more capacity", async () => {
    console.log(`fast-check seed ${SEED + 1}`);
    const tally: Tally = { optimal: 0, feasible: 0, infeasible: 0, unproved: 0 };
    await fc.assert(
      fc.asyncProperty(portfolioArbitrary(TINY), async (given: PortfolioCase) => {
        const before = await compare(given.portfolio, given.toString(), tally);
        for (const { words, larger } of withMoreCapacity(given.portfolio, rng(given.seed, "more"))) {
          const label = `${given.toString()}, ${words}`;
          const after = await compare(larger, label, tally);
          if (before.optimumUsd === null) continue;
          expect(after.optimumUsd, `${label}: no plan any more`).not.toBeNull();
          const least = before.optimumUsd - slack(before.optimumUsd, after.optimumUsd!);
          expect(after.optimumUsd, `${label}: optimum falls`).toBeGreaterThanOrEqual(least);
          if (after.boundUsd !== null) expect(after.boundUsd, `${label}: bound`).toBeGreaterThanOrEqual(least);
        }
      }),
      { seed: SEED + 1, numRuns: 36 },
    );
    console.log(`against the oracle: ${JSON.stringify(tally)}`);
    expect(tally.optimal + tally.feasible).toBeGreaterThan(80);
  });
});
