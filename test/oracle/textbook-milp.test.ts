import { describe, expect, test } from "vitest";
import { auditPlan } from "../../src/plan/audit.ts";
import { portfolioSchema } from "../../src/portfolio/schema.ts";
import { bestKnown, sharedPortfolio, skipsWithoutShared } from "../support/shared-portfolios.ts";
import { solveTextbook } from "./textbook-milp.ts";

/** One site of 10 MW, one tenant platform, one contract of 4 MW for a year of quarters. */
function oneContract(change: { signed?: boolean; earliest?: string; firmMw?: number } = {}) {
  return portfolioSchema.parse({
    schema: "megalloc/portfolio@1",
    name: "one-contract",
    horizon: { start: "2026-01", periods: 4, monthsPerPeriod: 3 },
    finance: { discountRate: 0.1 },
    platforms: [{ id: "tenant", kwPerRack: 100, cooling: ["dlc"], supply: "tenant", opexUsdPerRackMonth: 1000 }],
    backlog: [],
    sites: [
      {
        id: "north",
        firmMw: change.firmMw ?? 10,
        energy: { market: [{ share: 1, usdPerMwh: 50 }] },
        halls: [{ id: "a", cooling: "dlc", pue: 1.2, peakPue: 1.5, builtMw: 8 }],
        flexible: [{ id: "fleet", mw: 100, usdPerMwh: 60 }],
      },
    ],
    contracts: [
      {
        id: "lease",
        unit: "mw",
        quantity: 4,
        platforms: ["tenant"],
        usdPerUnitMonth: 150_000,
        utilisation: 0.8,
        takeOrPay: 0.5,
        start: { earliest: change.earliest ?? "2026-04", latest: "2027-12" },
        termMonths: 60,
        signed: change.signed ?? false,
      },
    ],
  });
}

describe("textbook MILP", () => {
  test("one contract, by hand: start at once, sell the rest", async () => {
    // The contract starts in period 1 of 0..3 (later starts only lose revenue) and uses 4 * 1.5 = 6 of the 10 MW.
    const F = (t: number): number => 1.1 ** -((t + 0.5) / 4);
    let expected = 10 * (60 - 50) * 2190 * F(0);
    for (const t of [1, 2, 3]) {
      const rent = 4 * 150_000 * 3 * 0.8;
      const opex = 40 * 1000 * 3;
      const energy = 4 * 1.2 * 0.8 * 2190 * 50;
      const flexible = (10 - 6) * (60 - 50) * 2190;
      expected += (rent - opex - energy + flexible) * F(t);
    }
    const result = await solveTextbook(oneContract());
    expect(result.status).toBe("optimal");
    expect(result.valueUsd).toBeCloseTo(expected, 2);
    expect(result.boundUsd).toBeCloseTo(expected, 2);
    expect(result.decisions!.contracts).toEqual([
      {
        id: "lease",
        accepted: true,
        start: "2026-04",
        fraction: 1,
        unserved: 0,
        placements: [{ site: "north", hall: "a", platform: "tenant", share: 1, racks: 40 }],
      },
    ]);
  });

  test("a contract that does not fit is refused, or makes a portfolio infeasible when signed", async () => {
    const refused = await solveTextbook(oneContract({ firmMw: 5.9 }));
    expect(refused.decisions!.contracts).toEqual([{ id: "lease", accepted: false }]);
    const signed = await solveTextbook(oneContract({ firmMw: 5.9, signed: true }));
    expect(signed).toMatchObject({ status: "infeasible", valueUsd: null, boundUsd: null, gap: null, decisions: null });
  });

  test("a signed contract that starts after the horizon is infeasible", async () => {
    expect((await solveTextbook(oneContract({ earliest: "2027-01", signed: true }))).status).toBe("infeasible");
    expect((await solveTextbook(oneContract({ earliest: "2026-11", signed: true }))).status).toBe("infeasible");
    expect((await solveTextbook(oneContract({ earliest: "2026-10", signed: true }))).status).toBe("optimal");
  });

  test("fixed decisions bind, and those no plan can take are named", async () => {
    const portfolio = oneContract();
    const late = await solveTextbook(portfolio, {
      fixed: { contracts: [{ id: "lease", accepted: true, start: "2026-10" }] },
    });
    expect(late.decisions!.contracts[0].start).toBe("2026-10");
    const audited = auditPlan(portfolio, late.decisions!);
    expect(audited.violations).toEqual([]);
    expect(late.valueUsd).toBeCloseTo(audited.value.valueUsd, 2);
    const free = await solveTextbook(portfolio);
    expect(late.valueUsd!).toBeLessThan(free.valueUsd!);
    const early = await solveTextbook(portfolio, {
      fixed: { contracts: [{ id: "lease", accepted: true, start: "2026-01" }] },
    });
    expect(early.status).toBe("infeasible");
    expect(early.impossible).toEqual(["contract lease cannot start in 2026-01"]);
  });

  test("a time limit that leaves no time ends as feasible or unknown, with a bound no lower than the optimum", async () => {
    if (skipsWithoutShared("time limit")) return;
    const portfolio = sharedPortfolio("medium-2");
    const result = await solveTextbook(portfolio, { timeLimitSeconds: 1 });
    expect(["feasible", "unknown"]).toContain(result.status);
    expect(result.decisions === null).toBe(result.status === "unknown");
    expect(result.boundUsd!).toBeGreaterThanOrEqual(bestKnown().get("medium-2")!.valueUsd);
  });

  test.for(["tiny-1", "tiny-2", "tiny-3", "small-1"])("reproduces the best known value of %s", async (name) => {
    if (skipsWithoutShared(name)) return;
    const portfolio = sharedPortfolio(name);
    const known = bestKnown().get(name)!;
    const result = await solveTextbook(portfolio);
    expect(result.status).toBe("optimal");
    expect(Math.abs(result.valueUsd! - known.valueUsd)).toBeLessThanOrEqual(1e-6 * Math.abs(known.valueUsd));
    const { violations, value } = auditPlan(portfolio, result.decisions!);
    expect(violations).toEqual([]);
    expect(Math.abs(value.valueUsd - known.valueUsd)).toBeLessThanOrEqual(1e-6 * Math.abs(known.valueUsd));
    expect(value.sunkUsd).toBeCloseTo(result.sunkUsd, 0);
  });
});
