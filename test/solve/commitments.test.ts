// Commitments of a solve against the textbook MILP with the same columns bounded: the plan keeps them, its value never passes the optimum, and
// its bound never falls below it, bonuses included.
import { describe, expect, it } from "vitest";
import { FloatField, IntField } from "../../assembly/abi.ts";
import { bonusUsdOf, type Commitments } from "../../src/compile/commit.ts";
import { compile } from "../../src/compile/compile.ts";
import { floatField, intField } from "../../src/compile/instance.ts";
import { OptionError } from "../../src/errors.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { makeCalendar } from "../../src/portfolio/calendar.ts";
import type { Portfolio } from "../../src/portfolio/schema.ts";
import { solve } from "../../src/solve.ts";
import { portfolioOf, TWO_SITES } from "../answers/two-sites.ts";
import { loadSolver, solveModel } from "../oracle/highs-model.ts";
import { textbookColumns } from "../oracle/textbook-columns.ts";
import { commitColumns } from "../oracle/textbook-now.ts";
import { addTextbookRows } from "../oracle/textbook-rows.ts";
import { USD_PER_MILLION } from "../oracle/textbook-terms.ts";
import { randomPortfolio, TINY } from "../support/random-portfolio.ts";
import { type Rng, rng } from "../support/rng.ts";
import { isSolved, soundPlan } from "./plan.ts";

const FREE: Commitments = {
  ...{ contracts: [], orders: [], builds: [], expansions: [], closedHalls: [], closedExpansions: [] },
};

const hair = (usd: number): number => 1e-6 * Math.max(1, Math.abs(usd));

/** Least cost of leaving the contract unserved: what a bonus may not exceed. */
function mostBonus(portfolio: Portfolio, id: string): number {
  const contract = portfolio.contracts.find((c) => c.id === id)!;
  if (contract.shortfall === undefined) return 2e8;
  const instance = compile(portfolio);
  const starts = intField(instance, IntField.contractOptionStart);
  const c = instance.index.contractIds.indexOf(id);
  return Math.min(...floatField(instance, FloatField.optionUnservedUsd).subarray(starts[c], starts[c + 1]));
}

function lotNetUsd(portfolio: Portfolio, id: string): number {
  const instance = compile(portfolio);
  const l = instance.index.lotIds.indexOf(id);
  return l < 0 ? 0 : floatField(instance, FloatField.lotNetUsd)[l];
}

/** Commitments on about half of what could be decided. */
function randomCommitments(portfolio: Portfolio, draw: Rng): Commitments {
  const calendar = makeCalendar(portfolio.horizon);
  const commitments = structuredClone(FREE) as { -readonly [K in keyof Commitments]: Commitments[K][number][] };
  for (const { id, minFraction, signed } of portfolio.contracts) {
    if (draw.chance(0.4)) continue;
    const most = draw.chance(0.3) && !signed ? 0 : Math.max(minFraction, draw.pick([1, 1, draw.between(0.3, 1)]));
    const least = most > 0 && draw.chance(0.4) ? draw.pick([most, Math.max(minFraction, most / 2)]) : 0;
    const bonusUsd = draw.chance(0.5) ? draw.between(-1, 1) * 5e7 : 0;
    commitments.contracts.push({ id, least, most, bonusUsd: Math.min(bonusUsd, mostBonus(portfolio, id)) });
  }
  for (const { id, committed, divisible } of portfolio.backlog) {
    if (committed || draw.chance(0.3)) continue;
    const most = divisible ? draw.pick([0, 1, draw.between(0.2, 1)]) : draw.pick([0, 1]);
    const least = divisible ? draw.pick([0, most / 2, most]) : draw.pick([0, most]);
    const bonusUsd = draw.between(-1, 1) * lotNetUsd(portfolio, id);
    commitments.orders.push({ id, least, most, bonusUsd });
  }
  for (const site of portfolio.sites) {
    for (const { id, build } of site.halls) {
      if (build === undefined || draw.chance(0.4)) continue;
      const start = draw.int(0, 1);
      const isPossible = start + calendar.periodsIn(build.leadMonths) < calendar.periods;
      const most = Math.min(build.maxModules, build.maxModulesPerPeriod ?? build.maxModules);
      if (isPossible && most > 0 && draw.chance(0.6)) {
        const month = calendar.monthOfPeriod(start);
        commitments.builds.push({ site: site.id, hall: id, start: month, modules: draw.int(1, most) });
      }
      commitments.closedHalls.push({ site: site.id, hall: id, until: calendar.monthOfPeriod(2) });
    }
    for (const { id, leadMonths, earliest } of site.expansions) {
      if (draw.chance(0.3)) continue;
      const start = earliest === undefined ? 0 : calendar.at(earliest);
      const isPossible = start < 2 && start + calendar.periodsIn(leadMonths) < calendar.periods;
      if (isPossible && draw.chance(0.5)) {
        commitments.expansions.push({ site: site.id, expansion: id, start: calendar.monthOfPeriod(start) });
      } else {
        commitments.closedExpansions.push({ site: site.id, expansion: id, until: calendar.monthOfPeriod(2) });
      }
    }
  }
  return commitments;
}

/** Optimum of value plus bonuses by HiGHS, USD; null when infeasible. */
async function textbookOptimum(portfolio: Portfolio, commitments: Commitments): Promise<number | null> {
  const highs = await loadSolver();
  const columns = textbookColumns(portfolio);
  addTextbookRows(columns);
  commitColumns(columns, commitments);
  const { status, objective } = solveModel(highs, columns.model, {});
  return status === "infeasible" ? null : objective * USD_PER_MILLION;
}

function expectKept(
  plan: Plan,
  { contracts, orders, builds, expansions, closedHalls }: Commitments,
  words: string,
): void {
  for (const { id, least, most } of contracts) {
    const decision = plan.contracts.find((c) => c.id === id)!;
    const fraction = decision.accepted ? decision.fraction! : 0;
    expect(fraction, `${words}, contract ${id}`).toBeGreaterThanOrEqual(least - 1e-9);
    expect(fraction, `${words}, contract ${id}`).toBeLessThanOrEqual(most + 1e-9);
  }
  for (const { id, least, most } of orders) {
    const fraction = plan.orders.find(({ lot }) => lot === id)?.fraction ?? 0;
    expect(fraction, `${words}, lot ${id}`).toBeGreaterThanOrEqual(least - 1e-9);
    expect(fraction, `${words}, lot ${id}`).toBeLessThanOrEqual(most + 1e-9);
  }
  expect(plan.builds, words).toEqual(expect.arrayContaining([...builds]));
  expect(plan.expansions, words).toEqual(expect.arrayContaining([...expansions]));
  for (const { site, hall, until } of closedHalls) {
    const others = plan.builds.filter((b) => b.site === site && b.hall === hall && b.start < until);
    expect(others, `${words}, hall ${site}/${hall}`).toEqual(builds.filter((b) => b.site === site && b.hall === hall));
  }
}

describe("commitments", () => {
  it("are kept, with the optimum between value and bound", async () => {
    const seen = { solved: 0, optimal: 0, infeasible: 0, refused: 0 };
    for (let seed = 1; seed <= 50; seed++) {
      const portfolio = randomPortfolio(seed, TINY);
      const commitments = randomCommitments(portfolio, rng(seed, "commitments"));
      const words = `seed ${seed}`;
      const optimum = await textbookOptimum(portfolio, commitments);
      let plan: Plan;
      try {
        plan = await soundPlan(portfolio, { moveLimit: 200, gap: 0, constraints: { commit: commitments } }, words);
      } catch (error) {
        if (!(error instanceof OptionError)) throw error;
        // Fractions that a contract cannot take; the MILP cannot either.
        expect(optimum, `${words}: ${error.message}`).toBeNull();
        seen.refused++;
        continue;
      }
      if (optimum === null) {
        expect(["infeasible", "unknown"], words).toContain(plan.status);
        seen.infeasible++;
        continue;
      }
      expect(plan.status, words).not.toBe("infeasible");
      if (!isSolved(plan)) continue;
      seen.solved++;
      const bonusUsd = bonusUsdOf(commitments, plan);
      const { valueUsd, boundUsd } = plan.objective;
      expect(valueUsd + bonusUsd, `${words}: value and bonus`).toBeLessThanOrEqual(optimum + hair(optimum));
      expect(boundUsd! + bonusUsd, `${words}: bound`).toBeGreaterThanOrEqual(optimum - hair(optimum));
      if (Math.abs(valueUsd + bonusUsd - optimum) <= 1e-5 * Math.max(1, Math.abs(optimum))) seen.optimal++;
      expectKept(plan, commitments, words);
    }
    expect(seen.solved).toBeGreaterThan(25);
    expect(seen.optimal).toBeGreaterThan(0.9 * seen.solved);
    expect(seen.infeasible + seen.refused).toBeGreaterThan(0);
  });

  it("that make no sense are refused by name", async () => {
    const portfolio = portfolioOf(TWO_SITES);
    const ask = (commit: Partial<Commitments>, more: object = {}) =>
      solve(portfolio, { moveLimit: 0, constraints: { commit: { ...FREE, ...commit }, ...more } });
    await expect(ask({ contracts: [{ id: "cloud", least: 0.1, most: 0.4 }] })).rejects.toThrow(
      'commit.contracts names "cloud" with fractions from 0.1 to 0.4, which it cannot take (minFraction 0.5)',
    );
    const build = { site: "north", hall: "hall-z", start: "2027-01", modules: 1 };
    await expect(ask({ builds: [build] })).rejects.toThrow('commit.builds[0] names hall "hall-z" (to build in)');
    await expect(ask({ orders: [{ id: "lot-2", least: 0, most: 1, bonusUsd: 1e9 }] })).rejects.toThrow(
      'the bonus of lot "lot-2"',
    );
    const keep = { plan: await solve(portfolio, { moveLimit: 10 }), before: "2028-01" };
    await expect(ask({}, { keep })).rejects.toThrow("keep and commit are both given");
  });
});
