// Bounds carried over an edit: never below a plan of the edited portfolio, and given up where nothing is known.
import { describe, expect, it } from "vitest";
import { carriedBoundUsd } from "../../src/compile/carried-bound.ts";
import { compile } from "../../src/compile/compile.ts";
import { createEngine } from "../../src/engine/load.ts";
import { parsePortfolio } from "../../src/portfolio/parse.ts";
import type { Contract, Portfolio } from "../../src/portfolio/schema.ts";
import { solveSync } from "../../src/solve.ts";
import { portfolioOf, TWO_SITES } from "../answers/two-sites.ts";
import { randomPortfolio, SMALL } from "../support/random-portfolio.ts";

const engine = await createEngine();
const carried = (before: Portfolio, boundUsd: number, after: Portfolio) =>
  carriedBoundUsd(before, boundUsd, after, compile(after));

const ofContract = (portfolio: Portfolio, k: number, change: (contract: Contract) => Contract): Portfolio => ({
  ...portfolio,
  contracts: portfolio.contracts.map((contract, c) => (c === k ? change(contract) : contract)),
});

/** Edits over which a bound carries, with or without a price on it. */
const CARRIED: Record<string, (portfolio: Portfolio, k: number) => Portfolio> = {
  "a lower price": (p, k) => ofContract(p, k, (c) => ({ ...c, usdPerUnitMonth: c.usdPerUnitMonth * 0.7 })),
  "a higher price": (p, k) => ofContract(p, k, (c) => ({ ...c, usdPerUnitMonth: c.usdPerUnitMonth * 1.4 })),
  "a contract signed": (p, k) => ofContract(p, k, (c) => ({ ...c, signed: true })),
  "a contract withdrawn": (p, k) => ({ ...p, contracts: p.contracts.filter((c, at) => at !== k || c.signed) }),
  "a contract more": (p, k) => ({
    ...p,
    contracts: [...p.contracts, { ...p.contracts[k], id: "more", signed: false }],
  }),
  "less power": (p) => ({
    ...p,
    sites: p.sites.map((site) => ({
      ...site,
      firmMw:
        typeof site.firmMw === "number"
          ? site.firmMw * 0.8
          : Object.fromEntries(Object.entries(site.firmMw).map(([month, mw]) => [month, mw * 0.8])),
    })),
  }),
  "an optional lot gone": (p) => ({ ...p, backlog: p.backlog.filter(({ committed }) => committed) }),
};

describe("a bound carried over an edit", () => {
  it.each(Object.keys(CARRIED))("%s: bounds the plans of the edited portfolio", (name) => {
    let carries = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const parsed = parsePortfolio(randomPortfolio(seed, SMALL));
      if (!parsed.ok) throw new Error(`seed ${seed} makes no portfolio`);
      const before = parsed.portfolio;
      const { objective } = solveSync(before, { engine, moveLimit: 60, gap: 1e-6 });
      if (objective.boundUsd === null || before.contracts.length === 0) continue;
      const after = CARRIED[name](before, seed % before.contracts.length);
      const boundUsd = carried(before, objective.boundUsd, after);
      if (boundUsd === null) continue;
      carries++;
      const { valueUsd } = solveSync(after, { engine, moveLimit: 60, gap: 1e-6 }).objective;
      if (valueUsd !== null) expect(boundUsd, `seed ${seed}`).toBeGreaterThanOrEqual(valueUsd);
    }
    expect(carries).toBeGreaterThan(2);
  });

  const portfolio = portfolioOf(TWO_SITES);
  it.each<[string, Portfolio]>([
    ["a signed contract withdrawn", { ...portfolio, contracts: portfolio.contracts.slice(1) }],
    ["a longer window", ofContract(portfolio, 1, (c) => ({ ...c, start: { ...c.start, latest: "2029-01" } }))],
    ["a smaller least share", ofContract(portfolio, 3, (c) => ({ ...c, minFraction: 0.1 }))],
    ["a higher price that lenders count", ofContract(portfolio, 2, (c) => ({ ...c, usdPerUnitMonth: 1e6 }))],
    ["more power", { ...portfolio, sites: portfolio.sites.map((site) => ({ ...site, firmMw: 1000 })) }],
    ["cheaper modules", structuredClone(portfolio)],
    [
      "a lot that is paid later",
      { ...portfolio, backlog: portfolio.backlog.map((l) => ({ ...l, arrives: "2028-01" })) },
    ],
    ["more equity", { ...portfolio, finance: { ...portfolio.finance, cumulativeEquityUsd: 1e12 } }],
    ["another discount rate", { ...portfolio, finance: { ...portfolio.finance, discountRate: 0.2 } }],
    ["another horizon", { ...portfolio, horizon: { ...portfolio.horizon, periods: 8 } }],
  ])("nothing is known after %s", (name, after) => {
    const before =
      name === "a signed contract withdrawn" ? ofContract(portfolio, 0, (c) => ({ ...c, signed: true })) : portfolio;
    if (name === "cheaper modules") after.sites[0].halls[0].build!.capexUsdPerMw = 1;
    expect(carried(before, 1e9, after)).toBeNull();
  });

  it("adds to it what a dearer contract earns more at most", () => {
    const dearer = ofContract(portfolio, 0, (c) => ({ ...c, usdPerUnitMonth: c.usdPerUnitMonth + 10_000 }));
    const gainUsd = carried(portfolio, 1e9, dearer)! - 1e9;
    // 8 MW for 12 quarters at most, discounted.
    expect(gainUsd).toBeGreaterThan(0.7 * 8 * 10_000 * 36);
    expect(gainUsd).toBeLessThan(8 * 10_000 * 36);
  });
});
