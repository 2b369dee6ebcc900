// Demands on the plan: contracts forced in or out, and decisions that stand. The audit of every plan here is that of `expectSound`.
import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/errors.ts";
import type { Plan, SolvedPlan } from "../../src/plan/plan.ts";
import { makeCalendar } from "../../src/portfolio/calendar.ts";
import type { Portfolio } from "../../src/portfolio/schema.ts";
import { solve } from "../../src/solve.ts";
import { randomPortfolio, SMALL } from "../support/random-portfolio.ts";
import { hasSharedPortfolios, sharedPortfolio, skipsWithoutShared } from "../support/shared-portfolios.ts";
import { isSolved, soundPlan } from "./plan.ts";

const MOVES = { moveLimit: 150, gap: 0 } as const;

interface Case {
  seed: number;
  portfolio: Portfolio;
  plan: SolvedPlan;
}

/** Random portfolios that have a plan. */
async function cases(count: number): Promise<Case[]> {
  const found: Case[] = [];
  for (let seed = 300; found.length < count; seed++) {
    const portfolio = randomPortfolio(seed, { ...SMALL, sites: [2, 4], contracts: [5, 12], periods: [6, 10] });
    const plan = await solve(portfolio, MOVES);
    if (isSolved(plan)) found.push({ seed, portfolio, plan });
  }
  return found;
}

const accepted = (plan: Plan, id: string): boolean => plan.contracts.some((c) => c.id === id && c.accepted);
const hair = (usd: number): number => 1e-6 * Math.max(1, Math.abs(usd));

describe("forced and forbidden contracts", () => {
  it("are accepted and refused, under a bound of their own", async () => {
    const seen = { forced: 0, infeasible: 0, forbidden: 0 };
    for (const { seed, portfolio, plan } of await cases(8)) {
      const words = `seed ${seed}`;
      const refused = plan.contracts.find((c) => !c.accepted);
      if (refused !== undefined) {
        const forced = await soundPlan(portfolio, { ...MOVES, constraints: { force: [refused.id] } }, words);
        if (isSolved(forced)) {
          seen.forced++;
          expect(accepted(forced, refused.id), words).toBe(true);
          expect(forced.objective.valueUsd, words).toBeLessThanOrEqual(
            plan.objective.boundUsd! + hair(plan.objective.boundUsd!),
          );
        } else if (forced.status === "infeasible") seen.infeasible++;
      }
      const free = plan.contracts.find(
        ({ id, accepted }) => accepted && !portfolio.contracts.find((c) => c.id === id)!.signed,
      );
      if (free === undefined) continue;
      const without = await soundPlan(portfolio, { ...MOVES, constraints: { forbid: [free.id] } }, words);
      seen.forbidden++;
      expect(accepted(without, free.id), words).toBe(false);
      expect(without.contracts.map(({ id }) => id)).toEqual(portfolio.contracts.map(({ id }) => id));
      if (isSolved(without))
        expect(without.objective.valueUsd, words).toBeLessThanOrEqual(
          plan.objective.boundUsd! + hair(plan.objective.boundUsd!),
        );
    }
    expect(seen.forced + seen.infeasible).toBeGreaterThan(3);
    expect(seen.forced).toBeGreaterThan(0);
    expect(seen.forbidden).toBeGreaterThan(3);
  });

  it("that make no sense are refused by name", async () => {
    const portfolio = randomPortfolio(1);
    const [{ id }] = portfolio.contracts;
    const misspelt = `${id}x`;
    const ask = (constraints: object) => solve(portfolio, { moveLimit: 0, constraints });
    await expect(ask({ force: [misspelt] })).rejects.toThrow(`force[0] is "${misspelt}", which is no contract`);
    await expect(ask({ force: [misspelt] })).rejects.toThrow(`did you mean "${id}"?`);
    await expect(ask({ force: [id], forbid: [id] })).rejects.toThrow(`forbid[0] is "${id}", which is also in force`);
    const signed = structuredClone(portfolio);
    signed.contracts[0].signed = true;
    await expect(solve(signed, { constraints: { forbid: [id] } })).rejects.toThrow("a signed contract: edit it");
    const keep = { plan: await solve(portfolio, MOVES), before: "soon" };
    await expect(ask({ keep })).rejects.toThrow(OptionError);
    await expect(ask({ keep })).rejects.toThrow('keep.before is "soon"; it must be a month');
  });
});

/** What of a plan takes effect before period n, and whether nothing else does. */
function earlier(portfolio: Portfolio, plan: Plan, n: number): unknown {
  const calendar = makeCalendar(portfolio.horizon);
  const early = (month: string | undefined): boolean => month !== undefined && calendar.at(month) < n;
  const arrives = new Map(portfolio.backlog.map((lot) => [lot.id, lot.arrives]));
  return {
    contracts: plan.contracts.filter((c) => c.accepted && early(c.start)),
    builds: plan.builds.filter(({ start }) => early(start)),
    expansions: plan.expansions.filter(({ start }) => early(start)),
    orders: plan.orders.filter(({ lot }) => early(arrives.get(lot))).sort((a, b) => (a.lot < b.lot ? -1 : 1)),
  };
}

describe("kept decisions", () => {
  it("stand to the letter, and nothing is added to their time", async () => {
    let kept = 0;
    for (const { seed, portfolio, plan } of await cases(10)) {
      const calendar = makeCalendar(portfolio.horizon);
      const n = Math.ceil(calendar.periods / 2);
      const keep = { plan, before: calendar.monthOfPeriod(n) };
      const again = await soundPlan(
        portfolio,
        { ...MOVES, seed: 7, constraints: { keep } },
        `seed ${seed}, before ${n}`,
      );
      const { valueUsd, boundUsd } = plan.objective;
      // The plan itself meets the demand, so no bound may be below it, and none above the bound without the demand.
      expect(again.status, `seed ${seed}`).not.toBe("infeasible");
      expect(again.objective.boundUsd! + hair(valueUsd), `seed ${seed}`).toBeGreaterThanOrEqual(valueUsd);
      if (!isSolved(again)) continue;
      expect(again.objective.valueUsd, `seed ${seed}`).toBeLessThanOrEqual(boundUsd! + hair(boundUsd!));
      expect(earlier(portfolio, again, n), `seed ${seed}`).toEqual(earlier(portfolio, plan, n));
      kept++;
    }
    expect(kept).toBeGreaterThan(7);
  });

  it("to the end of the horizon leave nothing but debt to decide: the same value", async () => {
    let same = 0;
    for (const { seed, portfolio, plan } of await cases(10)) {
      const keep = { plan, before: makeCalendar(portfolio.horizon).end };
      const again = await soundPlan(portfolio, { ...MOVES, constraints: { keep } }, `seed ${seed}`);
      if (!isSolved(again)) continue;
      const { valueUsd } = plan.objective;
      expect(Math.abs(again.objective.valueUsd - valueUsd), `seed ${seed}: ${valueUsd}`).toBeLessThanOrEqual(
        hair(valueUsd),
      );
      expect(again.objective.boundUsd! - again.objective.valueUsd, `seed ${seed}`).toBeLessThanOrEqual(hair(valueUsd));
      expect({ ...again, contracts: again.contracts.map((c) => c.accepted) }).toMatchObject({
        contracts: plan.contracts.map((c) => c.accepted),
        builds: plan.builds,
        expansions: plan.expansions,
      });
      same++;
    }
    expect(same).toBeGreaterThan(7);
  });

  it("of a larger portfolio: small-3", async () => {
    if (!hasSharedPortfolios) return void skipsWithoutShared("kept decisions of small-3");
    const portfolio = sharedPortfolio("small-3");
    const plan = await solve(portfolio, { moveLimit: 300, gap: 0 });
    const calendar = makeCalendar(portfolio.horizon);
    for (const n of [2, 4, calendar.periods]) {
      const keep = { plan, before: calendar.monthOfPeriod(n) };
      const again = await soundPlan(portfolio, { moveLimit: 300, gap: 0, constraints: { keep } }, `before ${n}`);
      expect(earlier(portfolio, again, n)).toEqual(earlier(portfolio, plan, n));
      expect(again.objective.boundUsd! + hair(plan.objective.valueUsd!)).toBeGreaterThanOrEqual(
        plan.objective.valueUsd!,
      );
      expect(again.objective.valueUsd! / plan.objective.valueUsd!).toBeGreaterThan(0.9999);
    }
  });

  it("that the portfolio does not know are refused by name", async () => {
    const [{ portfolio, plan }] = await cases(1);
    const before = makeCalendar(portfolio.horizon).end;
    const build = { site: "nowhere", hall: "h", start: portfolio.horizon.start, modules: 1 };
    const keep = { plan: { ...plan, builds: [build] }, before };
    await expect(solve(portfolio, { constraints: { keep } })).rejects.toThrow(
      'keep.plan.builds[0] names site "nowhere"',
    );
  });
});
