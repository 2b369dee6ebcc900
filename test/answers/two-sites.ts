// A portfolio small enough to be solved to proof in milliseconds and to be understood: two sites, three offers, one of them refused.

import { hasDecisions, type Solver } from "../../src/answers/solver.ts";
import type { Plan, SolvedPlan } from "../../src/plan/plan.ts";
import { parsePortfolio } from "../../src/portfolio/parse.ts";
import type { Portfolio, PortfolioInput } from "../../src/portfolio/schema.ts";
import { solve } from "../../src/solve.ts";

const offer = (id: string, quantity: number, usdPerUnitMonth: number): PortfolioInput["contracts"][number] => ({
  id,
  customer: `${id} Inc`,
  unit: "mw",
  quantity,
  platforms: ["tenant-rack"],
  usdPerUnitMonth,
  takeOrPay: 1,
  utilisation: 0.9,
  start: { earliest: "2027-01", latest: "2027-07" },
  termMonths: 48,
  placement: { maxSites: 1 },
});

export const TWO_SITES: PortfolioInput = {
  schema: "megalloc/portfolio@1",
  name: "two-sites",
  horizon: { start: "2027-01", periods: 12, monthsPerPeriod: 3 },
  finance: {
    discountRate: 0.1,
    cumulativeEquityUsd: { "2027-01": 60e6, "2028-01": 90e6 },
    debt: { rate: 0.07, termYears: 5, maxLoanToCost: 0.5 },
  },
  platforms: [
    { id: "tenant-rack", kwPerRack: 100, cooling: ["liquid"], supply: "tenant" },
    { id: "own-rack", kwPerRack: 120, cooling: ["liquid"], supply: "backlog", acceleratorsPerRack: 72 },
  ],
  backlog: [
    {
      id: "lot-1",
      platform: "own-rack",
      racks: 40,
      arrives: "2027-04",
      usdPerRack: 2e5,
      committed: true,
      lifeYears: 5,
    },
    {
      id: "lot-2",
      platform: "own-rack",
      racks: 40,
      arrives: "2027-10",
      usdPerRack: 2e5,
      committed: false,
      lifeYears: 5,
    },
  ],
  sites: [
    {
      id: "north",
      region: "up",
      firmMw: { "2027-01": 20, "2027-07": 30 },
      energy: {
        market: [
          { share: 0.25, usdPerMwh: 80 },
          { share: 0.75, usdPerMwh: 30 },
        ],
      },
      halls: [
        {
          id: "hall-a",
          cooling: "liquid",
          pue: 1.2,
          builtMw: 10,
          build: { moduleMw: 5, maxModules: 3, capexUsdPerMw: 5e6, leadMonths: 6, lifeYears: 20 },
        },
      ],
      flexible: [{ id: "mining", mw: 30, usdPerMwh: 60 }],
    },
    {
      id: "south",
      region: "down",
      firmMw: 12,
      energy: { market: [{ share: 1, usdPerMwh: 45 }] },
      halls: [{ id: "hall-b", cooling: "liquid", pue: 1.25, builtMw: 8 }],
      flexible: [{ id: "mining", mw: 12, usdPerMwh: 55 }],
    },
  ],
  contracts: [
    offer("lease-a", 8, 140_000),
    offer("lease-b", 12, 110_000),
    { ...offer("lease-c", 14, 60_000), credit: { guarantor: "Bank", advanceRate: 0.5 } },
    {
      ...offer("cloud", 2880, 900),
      unit: "accelerators",
      platforms: ["own-rack"],
      minFraction: 0.5,
      takeOrPay: 0.8,
    },
  ],
};

export function portfolioOf(input: PortfolioInput): Portfolio {
  const parsed = parsePortfolio(input);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join("; "));
  return parsed.portfolio;
}

/** Counts its solves; proves within `gap` or stops after the moves. */
export function countingSolver(moveLimit = 400, gap = 1e-9): Solver & { solves: number } {
  const solver = Object.assign(
    (portfolio: Portfolio): Promise<Plan> => {
      solver.solves++;
      return solve(portfolio, { moveLimit, gap });
    },
    { solves: 0 },
  );
  return solver;
}

export async function planOf(portfolio: Portfolio, solver: Solver = countingSolver()): Promise<SolvedPlan> {
  const plan = await solver(portfolio);
  if (!hasDecisions(plan)) throw new Error(`the portfolio was not solved: ${plan.status}`);
  return plan;
}

/** Signed contracts taken out of `decisions` would be a violation; this names the accepted ones. */
export function acceptedIn(plan: Plan): string[] {
  return plan.contracts.filter(({ accepted }) => accepted).map(({ id }) => id);
}
