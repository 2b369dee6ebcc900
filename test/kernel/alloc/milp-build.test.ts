// The condensed MILP against the textbook's: same optimum, and its solution decodes to a plan of that value.
import { describe, expect, test } from "vitest";
import { solveTextbook } from "../../oracle/textbook-milp.ts";
import { randomPortfolio } from "../../support/random-portfolio.ts";
import { bestKnown, sharedPortfolio, skipsWithoutShared } from "../../support/shared-portfolios.ts";
import { solveCondensed } from "./milp-highs.ts";

// Seed 107: equity lets an expansion for flexible use start only later than would pay best.
const SEEDS = [...Array.from({ length: 32 }, (_, i) => 31 + i), 107];
const TOLERANCE = 1e-7;

describe("condensed MILP", () => {
  test("has the textbook MILP's optimum on random portfolios, and the evaluator agrees on its plan", async () => {
    let optimal = 0;
    let infeasible = 0;
    for (const seed of SEEDS) {
      const portfolio = randomPortfolio(seed);
      const textbook = await solveTextbook(portfolio, { timeLimitSeconds: 20 });
      if (textbook.status !== "optimal" && textbook.status !== "infeasible") continue;
      const condensed = await solveCondensed(portfolio);
      expect(condensed.status, `seed ${seed}`).toBe(textbook.status);
      if (textbook.valueUsd === null) {
        infeasible++;
        continue;
      }
      const slack = TOLERANCE * Math.max(1, Math.abs(textbook.valueUsd));
      expect(condensed.planUsd, `seed ${seed}: the gate refuses the plan`).not.toBeNull();
      expect(Math.abs(condensed.valueUsd! - textbook.valueUsd), `seed ${seed}`).toBeLessThanOrEqual(slack);
      expect(Math.abs(condensed.planUsd! - textbook.valueUsd), `seed ${seed}`).toBeLessThanOrEqual(slack);
      optimal++;
    }
    console.log(`seeds ${SEEDS[0]}-${SEEDS.at(-1)}: ${optimal} optima, ${infeasible} infeasible`);
    expect(optimal).toBeGreaterThan(20);
  });

  test.for(["tiny-1", "tiny-2", "tiny-3", "small-1", "small-2"])("has the best known value of %s", async (name) => {
    if (skipsWithoutShared(name)) return;
    const { status, valueUsd, planUsd } = await solveCondensed(sharedPortfolio(name));
    const known = bestKnown().get(name)!.valueUsd;
    expect(status).toBe("optimal");
    expect(Math.abs(valueUsd! - known)).toBeLessThanOrEqual(TOLERANCE * Math.abs(known));
    expect(Math.abs(planUsd! - known)).toBeLessThanOrEqual(TOLERANCE * Math.abs(known));
  });
});
