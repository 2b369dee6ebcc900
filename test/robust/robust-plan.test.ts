// Robust plans against the extensive form solved by HiGHS, and what a caller may count on.
import { describe, expect, it } from "vitest";
import { applyEdits } from "../../src/answers/edits/apply.ts";
import { AnswerError } from "../../src/answers/solver.ts";
import { OptionError } from "../../src/errors.ts";
import { auditPlan } from "../../src/plan/audit.ts";
import { makeCalendar } from "../../src/portfolio/calendar.ts";
import type { Portfolio } from "../../src/portfolio/schema.ts";
import { type FutureInput, withPenalty } from "../../src/robust/futures.ts";
import { nowDecisions, nowSpace, pointOf } from "../../src/robust/now-space.ts";
import type { RobustOptions } from "../../src/robust/robust-options.ts";
import { type RobustPlan, robustPlan } from "../../src/robust/robust-plan.ts";
import { solve } from "../../src/solve.ts";
import { portfolioOf, TWO_SITES } from "../answers/two-sites.ts";
import { extensiveOptimum } from "./extensive-form.ts";
import { randomCase } from "./random-futures.ts";

const hair = (usd: number): number => 1e-6 * Math.max(1, Math.abs(usd));

const BASE = portfolioOf(TWO_SITES);

function future(id: string, edits: string[], weight = 1): FutureInput {
  const edited = applyEdits(BASE, edits);
  if (!edited.ok) throw new Error(edited.problems.map(({ message }) => message).join("; "));
  return { id, weight, portfolio: edited.portfolio };
}

const FUTURES: FutureInput[] = [
  future("as planned", []),
  future("power a year late", ["sites[*].firmMw+=12mo"]),
  future("less power", ["sites[*].firmMw*=0.6"]),
  future("lease-a gone", ["contracts[lease-a]=null"]),
  future("dear and scarce", ["sites[*].halls[*].build.capexUsdPerMw*=2", "sites[*].firmMw*=0.5"]),
];

const robust = (options: RobustOptions = {}, futures = FUTURES): Promise<RobustPlan> =>
  robustPlan(BASE, futures, solve, { moveLimit: 100, gap: 0.01, rounds: 6, alpha: 0.75, ...options });

/** The plans of all scenarios pass the audit, are worth what is said, and agree on what is decided now. */
function expectSound(plan: RobustPlan, base: Portfolio, scenarios: readonly FutureInput[], words: string): void {
  const { unservedPenalty, until } = plan;
  const counted = scenarios.filter(({ weight }) => weight > 0);
  const space = nowSpace(
    base,
    counted.map(({ portfolio }) => portfolio),
    until,
    new Set(),
  );
  plan.scenarios.forEach((own, s) => {
    const { portfolio } = counted[s];
    const priced = unservedPenalty === null ? portfolio : withPenalty(portfolio, base, unservedPenalty);
    const contracts = priced.contracts.map(
      ({ id }) => own.plan.contracts.find((c) => c.id === id) ?? { id, accepted: false },
    );
    const audit = auditPlan(priced, { ...own.plan, contracts });
    expect(audit.violations, `${words}, ${own.id}`).toEqual([]);
    expect(Math.abs(audit.value.valueUsd - own.valueUsd), `${words}, ${own.id}`).toBeLessThanOrEqual(
      hair(own.valueUsd),
    );
    expect(own.hindsightBoundUsd, `${words}, ${own.id}`).toBeGreaterThanOrEqual(own.valueUsd - hair(own.valueUsd));
    const now = nowDecisions(space, pointOf(space, { ...own.plan, contracts }));
    const there = new Set(priced.contracts.flatMap(({ id, signed }) => (signed ? [] : [id])));
    expect(
      now.contracts.map(({ id }) => id),
      `${words}, ${own.id}`,
    ).toEqual(plan.decisions.contracts.map(({ id }) => id).filter((id) => there.has(id)));
    for (const { id, fraction } of now.contracts) {
      expect(fraction, `${words}, ${own.id}, ${id}`).toBeCloseTo(
        plan.decisions.contracts.find((c) => c.id === id)!.fraction,
        6,
      );
    }
    expect(now.builds, `${words}, ${own.id}`).toEqual(plan.decisions.builds);
    expect(now.expansions, `${words}, ${own.id}`).toEqual(plan.decisions.expansions);
  });
  const { meanUsd, cvarUsd, valueUsd } = plan.outcome;
  expect(valueUsd).toBeCloseTo(plan.meanWeight * meanUsd + (1 - plan.meanWeight) * cvarUsd, 2);
  expect(plan.objective.valueUsd).toBe(valueUsd);
}

/** Seed 21: a base portfolio without a plan unless it may pay; 66: prices alone leave a gap that branching closes. */
const SEEDS = [...Array.from({ length: 16 }, (_, k) => k + 1), 21, 66];

/** Hundreds of solves: a few seconds of processor time, but minutes on a machine that is busy with other things. */
const TIMEOUT_MS = 300_000;

describe("robust plan", { timeout: TIMEOUT_MS }, () => {
  it("finds the optimum of the extensive form, under a bound that is never below it", async () => {
    const seen = { solved: 0, proved: 0, none: 0, movedByRisk: 0 };
    for (const seed of SEEDS) {
      const { base, scenarios } = randomCase(seed, seed === 66 ? 5 : 3);
      const calendar = makeCalendar(base.horizon);
      const periods = Math.min(2, calendar.periods);
      const until = calendar.monthOfPeriod(periods);
      const meanWeight = [0, 0.5, 1][seed % 3];
      const alpha = [0.5, 0.8][seed % 2];
      const unservedPenalty = seed % 4 === 0 ? null : 0.25;
      const total = scenarios.reduce((sum, { weight }) => sum + weight, 0);
      const optimum = await extensiveOptimum({
        ...{ base, periods, until, meanWeight, alpha },
        scenarios: scenarios.map(({ weight, portfolio }) => ({
          probability: weight / total,
          portfolio: unservedPenalty === null ? portfolio : withPenalty(portfolio, base, unservedPenalty),
        })),
      });
      const words = `seed ${seed}, optimum ${optimum}`;
      const options = { meanWeight, alpha, until, unservedPenalty, moveLimit: 150, gap: 1e-5 };
      if (optimum === null) {
        await expect(robustPlan(base, scenarios, solve, options), words).rejects.toThrow(AnswerError);
        seen.none++;
        continue;
      }
      const plan = await robustPlan(base, scenarios, solve, options);
      seen.solved++;
      expect(plan.objective.valueUsd, words).toBeLessThanOrEqual(optimum + hair(optimum));
      expect(plan.objective.boundUsd, words).toBeGreaterThanOrEqual(optimum - hair(optimum));
      expect(optimum - plan.objective.valueUsd, `${words}: the value`).toBeLessThanOrEqual(
        1e-5 * Math.max(1, Math.abs(optimum)),
      );
      if (plan.status === "optimal") seen.proved++;
      if (plan.source !== "the base plan") seen.movedByRisk++;
      expectSound(plan, base, scenarios, words);
    }
    expect(seen.solved).toBeGreaterThan(13);
    expect(seen.proved).toBeGreaterThan(0.9 * seen.solved);
    expect(seen.none).toBeGreaterThan(0);
    expect(seen.movedByRisk).toBeGreaterThan(3);
  });

  it("does better than the base plan's decisions, and no better than hindsight", async () => {
    const plan = await robust({ meanWeight: 0.5, unservedPenalty: 0.25 });
    expectSound(plan, BASE, FUTURES, "two sites");
    expect(plan.status).toBe("optimal");
    expect(plan.objective.gap).toBeLessThanOrEqual(0.01);
    // Two modules begun now are more than the equity of the dear future carries.
    expect(plan.base.decisions.builds).toHaveLength(1);
    expect(plan.base.outcome).toBeNull();
    expect(plan.base.refusal?.scenario).toBe("dear and scarce");
    expect(plan.decisions.builds).toEqual([]);
    expect(plan.hindsight.valueUsd).toBeGreaterThan(plan.outcome.valueUsd);
    expect(plan.hindsight.boundUsd).toBeGreaterThanOrEqual(plan.objective.boundUsd);
  });

  it("leaves out what is decided later, and scenarios without weight", async () => {
    const stress = future("no power at all", ["sites[*].firmMw=0"], 0);
    const plan = await robust({ later: ["cloud"] }, [...FUTURES, stress]);
    expect(plan.scenarios.map(({ id }) => id)).toEqual(FUTURES.map(({ id }) => id));
    expect(plan.decisions.contracts.map(({ id }) => id)).not.toContain("cloud");
    const all = await robust();
    // What may wait can only gain.
    expect(plan.objective.boundUsd).toBeGreaterThanOrEqual(all.objective.valueUsd - hair(all.objective.valueUsd));
  });

  it("is the same whatever the number of jobs, and twice", async () => {
    const strip = ({ effort: _, ...rest }: RobustPlan): object => rest;
    const one = await robust({ jobs: 1 });
    const three = await robust({ jobs: 3 });
    expect(strip(three)).toEqual(strip(one));
  });

  it("tells its progress, and stops when asked, with what it has", async () => {
    const controller = new AbortController();
    const phases = new Set<string>();
    const plan = await robust({
      gap: 0,
      signal: controller.signal,
      onProgress: ({ phase, valueUsd }) => {
        phases.add(phase);
        if (valueUsd !== null) controller.abort();
      },
    });
    expect(phases).toContain("base");
    expect(phases).toContain("hindsight");
    expect(plan.stopReason).toBe("cancelled");
    expect(plan.objective.boundUsd).toBeGreaterThanOrEqual(plan.objective.valueUsd);
  });

  it("says what is wrong with what it is asked", async () => {
    await expect(robust({ alpha: 1 })).rejects.toThrow("alpha is 1; it must be from 0 to below 1");
    await expect(robust({ meanWeight: -1 })).rejects.toThrow("meanWeight is -1");
    await expect(robust({ later: ["clout"] })).rejects.toThrow(
      'later[0] is "clout", which is no contract or lot of the portfolio; did you mean "cloud"?',
    );
    await expect(robust({ until: "soon" })).rejects.toThrow('until is "soon"; it must be a month');
    await expect(robust({}, [future("x", [], 0)])).rejects.toThrow("none of 1 scenarios counts");
    const without = { ...BASE, sites: BASE.sites.slice(1) };
    const lost = robust({}, [{ id: "north lost", weight: 1, portfolio: without }]);
    await expect(lost).rejects.toThrow(OptionError);
    await expect(lost).rejects.toThrow('scenario "north lost" has no site "north"; what may be started there now');
    const signed = future("signed and dark", ["contracts[lease-a].signed=true", "sites[*].firmMw=0"]);
    await expect(robust({ unservedPenalty: null }, [signed])).rejects.toThrow(
      'scenario "signed and dark" has no plan whatever is decided now',
    );
  });
});
