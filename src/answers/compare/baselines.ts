// Against what? Every plan stands beside two that anybody could have: keep the signed contracts and mine, or just mine.
import type { Plan, SolvedPlan } from "../../plan/plan.ts";
import type { Portfolio } from "../../portfolio/schema.ts";
import { type BusinessKpis, businessKpis } from "../kpi/business.ts";
import { adopt, decisionsOf, hasDecisions, neverWorse, type Solver } from "../solver.ts";

export type BaselineName = "doNothing" | "miningOnly";

export interface Baseline {
  name: BaselineName;
  plan: Plan;
  /** null when the baseline has no plan, e.g. because the signed contracts cannot be kept. */
  kpis: BusinessKpis | null;
}

/** Signed contracts only. */
export function withoutOffers(portfolio: Portfolio): Portfolio {
  return { ...portfolio, contracts: portfolio.contracts.filter(({ signed }) => signed) };
}

/** No contracts at all, not even signed ones. */
export function withoutContracts(portfolio: Portfolio): Portfolio {
  return { ...portfolio, contracts: [] };
}

async function baseline(name: BaselineName, portfolio: Portfolio, plan: SolvedPlan, solver: Solver): Promise<Baseline> {
  const kept = new Set(portfolio.contracts.map(({ id }) => id));
  // The plan's own decisions about these contracts are a start: without the offers they still hold.
  const start = adopt(
    portfolio,
    { ...decisionsOf(plan), contracts: plan.contracts.filter(({ id }) => kept.has(id)) },
    null,
  );
  const found = await neverWorse(solver)(portfolio, start);
  return { name, plan: found, kpis: hasDecisions(found) ? businessKpis(portfolio, found) : null };
}

/**
 * Best plans with signed contracts and flexible loads alone ("doNothing"), and with flexible loads alone ("miningOnly"); both may still build grid
 * expansions that flexible loads pay for.
 */
export async function baselines(portfolio: Portfolio, plan: SolvedPlan, solver: Solver): Promise<Baseline[]> {
  return [
    await baseline("doNothing", withoutOffers(portfolio), plan, solver),
    await baseline("miningOnly", withoutContracts(portfolio), plan, solver),
  ];
}
