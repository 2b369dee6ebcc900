// How good plans and bounds are on the reference portfolios, within a budget of moves.
import { describe, expect, it } from "vitest";
import { solve } from "../../src/solve.ts";
import { bestKnown, hasSharedPortfolios, sharedPortfolio, skipsWithoutShared } from "../support/shared-portfolios.ts";
import { expectSound } from "./plan.ts";

/** Moves, and how far below the best known value a plan may be. */
const GATES: [name: string, moveLimit: number, below: number][] = [
  ["tiny-1", 3000, 0.05],
  ["tiny-2", 3000, 0.05],
  ["tiny-3", 3000, 0.05],
  ["small-1", 3000, 0.05],
  ["small-2", 3000, 0.05],
  ["small-3", 3000, 0.05],
  ["monthly-1", 2000, 0.05],
  ["medium-1", 2000, 0.08],
  ["medium-2", 1500, 0.08],
];

describe("quality", () => {
  it.each(GATES)("%s with %i moves", async (name, moveLimit, below) => {
    if (!hasSharedPortfolios) return void skipsWithoutShared(`quality of ${name}`);
    const portfolio = sharedPortfolio(name);
    const best = bestKnown().get(name)!;
    const plan = await solve(portfolio, { moveLimit, gap: 1e-4 });
    expectSound(portfolio, plan, 1e-4, name);
    const { valueUsd, boundUsd } = plan.objective;
    const scale = Math.max(1, Math.abs(best.valueUsd));
    const missed = (best.valueUsd - valueUsd!) / scale;
    const above = (boundUsd! - best.valueUsd) / scale;
    console.log(
      `${name}: ${(100 * missed).toFixed(2)} % below the best known value, bound ${(100 * above).toFixed(2)} % above`,
    );
    expect(missed, "below the best known value").toBeLessThanOrEqual(below);
    expect(above, "bound below a value that exists").toBeGreaterThanOrEqual(-1e-9);
    if (best.isProven) expect(missed, "above a proven optimum").toBeGreaterThanOrEqual(-1e-6);
  });
});
