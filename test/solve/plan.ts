// Plans of solves in tests: solved within moves, audited, and comparable.
import { expect } from "vitest";
import { auditPlan } from "../../src/plan/audit.ts";
import { Plan, SolvedPlan } from "../../src/plan/plan.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";
import { solve } from "../../src/solve.ts";
import { SolveOptions } from "../../src/solve-options.ts";

/** Everything but how long it took. */
export function timeless(plan: Plan): Omit<Plan, "timings"> {
  const { timings: _, ...rest } = plan;
  return rest;
}

export const isSolved = (plan: Plan): plan is SolvedPlan => plan.status === "optimal" || plan.status === "feasible";

/** Solves, and checks what must hold of every plan there is: see `expectSound`. */
export async function soundPlan(portfolio: Portfolio, options: SolveOptions, words: string): Promise<Plan> {
  const plan = await solve(portfolio, options);
  expectSound(portfolio, plan, options.gap ?? 1e-4, words);
  return plan;
}

/** Audited, the bound no less than the value, status and objective saying the same; without decisions where there is no plan. */
export function expectSound(portfolio: Portfolio, plan: Plan, gapAsked: number, words: string): void {
  const { objective, status } = plan;
  expect(plan.portfolio, words).toBe(portfolio.name);
  if (!isSolved(plan)) {
    const { contracts, builds, expansions, orders, debt } = plan;
    expect({ contracts, builds, expansions, orders, debt }, words).toEqual({
      contracts: [],
      builds: [],
      expansions: [],
      orders: [],
      debt: [],
    });
    expect([objective.valueUsd, objective.npvUsd, objective.gap], words).toEqual([null, null, null]);
    if (status === "infeasible") expect([plan.stopReason, objective.boundUsd], words).toEqual(["infeasible", null]);
    return;
  }
  const audit = auditPlan(portfolio, plan);
  expect(audit.violations, words).toEqual([]);
  expect([audit.statedValueOk, audit.statedNpvOk], words).toEqual([true, true]);
  const { valueUsd, boundUsd, gap, sunkUsd, npvUsd } = plan.objective;
  expect(npvUsd, words).toBe(valueUsd + sunkUsd);
  if (boundUsd === null) {
    expect([gap, status], words).toEqual([null, "feasible"]);
    return;
  }
  expect(boundUsd, words).toBeGreaterThanOrEqual(valueUsd);
  expect(gap, words).toBe((boundUsd - valueUsd) / Math.max(1, Math.abs(valueUsd)));
  expect(status, `${words}: gap ${gap}, asked ${gapAsked}`).toBe(gap! <= gapAsked ? "optimal" : "feasible");
  if (plan.stopReason === "gap") expect(gap, `${words}: stopped for the gap`).toBeLessThanOrEqual(gapAsked);
}
