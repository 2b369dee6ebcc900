// Is there a simpler plan nearly as good? Sites, builds and capital are taken away one by one, the least valuable first, as long as the value stays
// within a share of the best; and each contract decision that differs from an older plan is turned back while that costs little.
import type { SolvedPlan } from "../../plan/plan.ts";
import type { Contract, Portfolio } from "../../portfolio/schema.ts";
import { diffPlans, type PlanDiff } from "../diff/plan-diff.ts";
import { businessKpis } from "../kpi/business.ts";
import { AnswerError, adopt, hasDecisions, neverWorse, type Solver } from "../solver.ts";

export type Aim = "fewestSites" | "fewestBuilds" | "leastCapital" | "leastChange";

export interface Simplicity {
  /** Sites with IT load. */
  sites: number;
  /** Halls in which modules are started, and expansions. */
  builds: number;
  /** Capex over the horizon, nominal; committed lots included. */
  capexUsd: number;
  contracts: number;
}

export interface Alternative {
  aim: Aim;
  plan: SolvedPlan;
  before: Simplicity;
  after: Simplicity;
  /** valueUsd lost against the plan asked about; may be below 0 where a better plan turned up. */
  lossUsd: number;
  diff: PlanDiff;
  solves: number;
}

export function simplicityOf(portfolio: Portfolio, plan: SolvedPlan): Simplicity {
  const kpis = businessKpis(portfolio, plan);
  const halls = new Set(plan.builds.map(({ site, hall }) => JSON.stringify([site, hall])));
  return {
    sites: kpis.sites.filter(({ peakItMw }) => peakItMw > 1e-6).length,
    builds: halls.size + plan.expansions.length,
    capexUsd: kpis.periods.capexUsd.reduce((sum, usd) => sum + usd, 0),
    contracts: plan.contracts.filter(({ accepted }) => accepted).length,
  };
}

/** Portfolios in which one thing more is taken away, in the order to try. */
type Removal = (portfolio: Portfolio) => Portfolio;

function siteRemovals(portfolio: Portfolio, plan: SolvedPlan): Removal[] {
  return businessKpis(portfolio, plan)
    .sites.filter(({ peakItMw }) => peakItMw > 1e-6)
    .sort((a, b) => a.valueUsd - b.valueUsd)
    .map(({ site: gone }) => (asked) => ({
      ...asked,
      sites: asked.sites.map((site) => (site.id === gone ? { ...site, halls: [] } : site)),
    }));
}

function buildRemovals(portfolio: Portfolio, plan: SolvedPlan): Removal[] {
  const modules = new Map<string, { site: string; hall: string; count: number }>();
  for (const { site, hall, modules: count } of plan.builds) {
    const key = JSON.stringify([site, hall]);
    modules.set(key, { site, hall, count: count + (modules.get(key)?.count ?? 0) });
  }
  const halls = [...modules.values()].sort((a, b) => a.count - b.count);
  const withoutHall =
    (gone: { site: string; hall: string }): Removal =>
    (asked) => ({
      ...asked,
      sites: asked.sites.map((site) =>
        site.id !== gone.site
          ? site
          : {
              ...site,
              halls: site.halls.map((hall) => {
                if (hall.id !== gone.hall) return hall;
                const { build: _, ...rest } = hall;
                return rest;
              }),
            },
      ),
    });
  const withoutExpansion =
    (gone: { site: string; expansion: string }): Removal =>
    (asked) => ({
      ...asked,
      sites: asked.sites.map((site) =>
        site.id === gone.site
          ? { ...site, expansions: site.expansions.filter(({ id }) => id !== gone.expansion) }
          : site,
      ),
    });
  const expansions = plan.expansions.filter(({ site }) => portfolio.sites.some(({ id }) => id === site));
  return [...expansions.map(withoutExpansion), ...halls.map(withoutHall)];
}

interface Search {
  portfolio: Portfolio;
  plan: SolvedPlan;
  leastUsd: number;
  solver: Solver;
}

/**
 * Takes away one after the other what the value can do without. A plan counts only where it has less of what `count` counts: another site opened or
 * hall built in place of the one taken away makes nothing simpler.
 */
async function takenAway(
  { portfolio, plan, leastUsd, solver }: Search,
  removals: readonly Removal[],
  count?: (plan: SolvedPlan) => number,
) {
  let asked = portfolio;
  let best = plan;
  let solves = 0;
  for (const removal of removals) {
    const smaller = removal(asked);
    solves++;
    const found = await neverWorse(solver)(smaller, best, ({ boundUsd }) => boundUsd !== null && boundUsd < leastUsd);
    if (!hasDecisions(found) || found.objective.valueUsd < leastUsd) continue;
    if (count !== undefined && count(found) >= count(best)) continue;
    asked = smaller;
    best = found;
  }
  return { plan: best, solves };
}

/** Bisections of the capital. */
const HALVINGS = 7;

/** Equity is cut, in every period alike, to what the value can do without. */
async function lessCapital({ portfolio, plan, leastUsd, solver }: Search) {
  const { periods } = businessKpis(portfolio, plan);
  const used = (share: number): Record<string, number> =>
    Object.fromEntries(periods.months.map((month, t) => [month, Math.max(0, share * periods.equityUsedUsd[t])]));
  let best = plan;
  let [low, high] = [0, 1];
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    const asked = { ...portfolio, finance: { ...portfolio.finance, cumulativeEquityUsd: used(middle) } };
    const found = await neverWorse(solver)(asked, best, ({ boundUsd }) => boundUsd !== null && boundUsd < leastUsd);
    if (hasDecisions(found) && found.objective.valueUsd >= leastUsd) {
      best = found;
      high = middle;
    } else low = middle;
  }
  return { plan: best, solves: HALVINGS };
}

/** The contract as the older plan decided it: out, or in with that start and no less of it. */
export function keptContract(contract: Contract, older: SolvedPlan): Contract | undefined {
  const decision = older.contracts.find(({ id }) => id === contract.id);
  if (!decision?.accepted || decision.start === undefined) return undefined;
  return {
    ...contract,
    signed: true,
    start: { ...contract.start, earliest: decision.start, latest: decision.start },
    minFraction: Math.max(contract.minFraction, Math.min(1, (decision.fraction ?? 1) - 1e-9)),
  };
}

function keepRemovals(portfolio: Portfolio, plan: SolvedPlan, older: SolvedPlan): Removal[] {
  return diffPlans(older, plan)
    .contracts.filter(({ contract }) => portfolio.contracts.some(({ id }) => id === contract))
    .map(({ contract: id }) => (asked) => ({
      ...asked,
      contracts: asked.contracts.flatMap((contract) =>
        contract.id === id ? (keptContract(contract, older) ?? []) : contract,
      ),
    }));
}

/**
 * The simplest plans found within `share` of the plan's value (0.01 is 1 %), one per aim. "leastChange" needs the older plan that should change least.
 * What is left can do without nothing more by itself: whether two things together could be spared for less is not tried.
 */
export async function simplerPlans(
  portfolio: Portfolio,
  plan: SolvedPlan,
  share: number,
  aims: readonly Aim[],
  solver: Solver,
  older?: SolvedPlan,
): Promise<Alternative[]> {
  const { valueUsd } = plan.objective;
  const search: Search = { portfolio, plan, leastUsd: valueUsd - share * Math.abs(valueUsd), solver };
  const before = simplicityOf(portfolio, plan);
  const found: Alternative[] = [];
  for (const aim of aims) {
    if (aim === "leastChange" && older === undefined) {
      throw new AnswerError("leastChange needs an older plan that should change least");
    }
    const simpler =
      aim === "leastCapital"
        ? await lessCapital(search)
        : aim === "fewestSites"
          ? await takenAway(search, siteRemovals(portfolio, plan), (found) => simplicityOf(portfolio, found).sites)
          : aim === "fewestBuilds"
            ? await takenAway(search, buildRemovals(portfolio, plan), (found) => simplicityOf(portfolio, found).builds)
            : await takenAway(search, keepRemovals(portfolio, plan, older!));
    const adopted = adopt(portfolio, simpler.plan, plan.objective.boundUsd) ?? plan;
    found.push({
      aim,
      plan: adopted,
      before,
      after: simplicityOf(portfolio, adopted),
      lossUsd: valueUsd - adopted.objective.valueUsd,
      diff: diffPlans(plan, adopted),
      solves: simpler.solves,
    });
  }
  return found;
}
