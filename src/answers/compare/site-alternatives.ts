// Convert or keep mining at a site, and for whom? The whole portfolio is planned again with the site held to one use; what is lost is what the
// freedom is worth.
import type { Plan, SolvedPlan } from "../../plan/plan.ts";
import type { Portfolio, Site } from "../../portfolio/schema.ts";
import { businessKpis, type SiteFigures } from "../kpi/business.ts";
import { named } from "../named.ts";
import { hasDecisions, neverWorse, type Solver } from "../solver.ts";

export type SiteUse = "miningOnly" | "leaseOnly" | "cloudOnly";

export interface SiteAlternative {
  use: SiteUse;
  /** The portfolio's plan with the site held to this use. */
  plan: Plan;
  /** valueUsd less the plan's; 0 or less but for the gap. null when there is no such plan. */
  changeUsd: number | null;
  /** The most that holding the site to this use can cost no more than: proved by the bounds; null without them. */
  certainChangeUsd: { low: number; high: number } | null;
  /** The site's figures under the alternative. */
  site: SiteFigures | null;
}

export interface SiteAnswer {
  site: string;
  /** As planned. */
  planned: SiteFigures;
  /** The plan's use: which of the alternatives it comes to, or both kinds of tenant at once. */
  use: SiteUse | "leaseAndCloud";
  alternatives: SiteAlternative[];
}

function replaceSite(portfolio: Portfolio, id: string, change: (site: Site) => Site): Portfolio {
  return { ...portfolio, sites: portfolio.sites.map((site) => (site.id === id ? change(site) : site)) };
}

/** A cooling technology that only the wanted platforms can use, at this site alone. */
function onlyFor(portfolio: Portfolio, id: string, supply: "tenant" | "backlog"): Portfolio {
  const own = (cooling: string): string => `${cooling} at ${id}`;
  const platforms = portfolio.platforms.map((platform) =>
    platform.supply === supply
      ? { ...platform, cooling: [...platform.cooling, ...platform.cooling.map(own)] }
      : platform,
  );
  const halls = (site: Site): Site => ({
    ...site,
    halls: site.halls.map((hall) => ({ ...hall, cooling: own(hall.cooling) })),
  });
  return { ...replaceSite(portfolio, id, halls), platforms };
}

/** The portfolio with one site held to one use. */
export function heldTo(portfolio: Portfolio, site: string, use: SiteUse): Portfolio {
  if (use === "miningOnly") return replaceSite(portfolio, site, (before) => ({ ...before, halls: [] }));
  return onlyFor(portfolio, site, use === "leaseOnly" ? "tenant" : "backlog");
}

function plannedUse({ uses }: SiteFigures): SiteAnswer["use"] {
  const runs = (name: string): boolean => uses.some(({ use, mwYears }) => use === name && mwYears > 0);
  if (runs("lease")) return runs("cloud") ? "leaseAndCloud" : "leaseOnly";
  return runs("cloud") ? "cloudOnly" : "miningOnly";
}

async function alternative(
  portfolio: Portfolio,
  plan: SolvedPlan,
  site: string,
  use: SiteUse,
  solver: Solver,
): Promise<SiteAlternative> {
  const held = heldTo(portfolio, site, use);
  const found = await neverWorse(solver)(held, plan);
  if (!hasDecisions(found)) return { use, plan: found, changeUsd: null, certainChangeUsd: null, site: null };
  const { valueUsd, boundUsd } = found.objective;
  const before = plan.objective;
  return {
    use,
    plan: found,
    changeUsd: valueUsd - before.valueUsd,
    certainChangeUsd:
      boundUsd === null || before.boundUsd === null
        ? null
        : { low: valueUsd - before.boundUsd, high: boundUsd - before.valueUsd },
    site: businessKpis(held, found).sites.find((figures) => figures.site === site) ?? null,
  };
}

/** Throws QuestionError for a site that the portfolio does not have. */
export async function siteAlternatives(
  portfolio: Portfolio,
  plan: SolvedPlan,
  site: string,
  solver: Solver,
): Promise<SiteAnswer> {
  named(portfolio.sites, site, "site");
  const planned = businessKpis(portfolio, plan).sites.find((figures) => figures.site === site)!;
  const use = plannedUse(planned);
  const alternatives: SiteAlternative[] = [];
  for (const other of ["miningOnly", "leaseOnly", "cloudOnly"] as const) {
    alternatives.push(await alternative(portfolio, plan, site, other, solver));
  }
  return { site, planned, use, alternatives };
}
