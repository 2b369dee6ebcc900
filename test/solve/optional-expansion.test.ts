// Expansions that no load needs earn by flexible use alone; where equity cannot pay for them they must be left out.
import { describe, expect, it } from "vitest";
import { Portfolio, PortfolioInput, portfolioSchema } from "../../src/portfolio/schema.ts";
import { solveTextbook } from "../oracle/textbook-milp.ts";
import { randomPortfolio, TINY } from "../support/random-portfolio.ts";
import { soundPlan } from "./plan.ts";

/** A substation of 20 MW for $1M pays within the horizon: a fleet takes 15 MW at a margin of $30 per MWh. */
function mine(cumulativeEquityUsd: number, contracts: PortfolioInput["contracts"] = []): Portfolio {
  return portfolioSchema.parse({
    schema: "megalloc/portfolio@1",
    name: "mine",
    horizon: { start: "2026-01", periods: 8, monthsPerPeriod: 3 },
    finance: { discountRate: 0.1, cumulativeEquityUsd },
    platforms: [{ id: "own", kwPerRack: 40, cooling: ["air"], supply: "tenant" }],
    backlog: [],
    sites: [
      {
        id: "a",
        firmMw: 1,
        energy: { market: [{ share: 1, usdPerMwh: 40 }] },
        flexible: [{ id: "fleet", mw: 15, usdPerMwh: 70 }],
        expansions: [{ id: "substation", mw: 20, capexUsd: 1e6, leadMonths: 3 }],
        halls: [
          {
            id: "hall",
            cooling: "air",
            pue: 1.25,
            build: { moduleMw: 2, maxModules: 4, capexUsdPerMw: 5e6, leadMonths: 3 },
          },
        ],
      },
    ],
    contracts,
  });
}

const LEASE: PortfolioInput["contracts"][number] = {
  id: "lease",
  unit: "mw",
  quantity: 0.8,
  platforms: ["own"],
  usdPerUnitMonth: 2_000_000,
  start: { earliest: "2026-04", latest: "2026-07" },
  termMonths: 18,
};

async function compare(portfolio: Portfolio, words: string): Promise<void> {
  const { valueUsd } = await solveTextbook(portfolio);
  const plan = await soundPlan(portfolio, { moveLimit: 300 }, words);
  expect(plan.objective.valueUsd, `${words}: ${plan.status}`).not.toBeNull();
  const missed = (valueUsd! - plan.objective.valueUsd!) / Math.max(1, Math.abs(valueUsd!));
  expect(missed, `${words}: ${plan.objective.valueUsd} instead of ${valueUsd}`).toBeLessThan(1e-3);
}

describe("regression: optional expansions", () => {
  it.each([2e6, 1e6, 0.99e6, 0])("nothing signed, equity of %d USD", async (equityUsd) => {
    await compare(mine(equityUsd), `equity ${equityUsd}`);
  });

  it.each([12e6, 10.5e6])("compete with a lease's module for equity of %d USD", async (equityUsd) => {
    await compare(mine(equityUsd, [LEASE]), `lease, equity ${equityUsd}`);
  });

  it.each([1062, 1124])("doing nothing is a plan: randomPortfolio(%i, TINY)", async (seed) => {
    const plan = await soundPlan(randomPortfolio(seed, TINY), { moveLimit: 300 }, `seed ${seed}`);
    expect(plan.status).not.toBe("unknown");
  });
});
