// The value of a plan cut into parts that add up: by site and by use of its power. Each part is valued by the audit's own ledger, on the decisions
// that belong to it, so that no formula of the model is written twice.
import type { AuditResult } from "../../plan/audit.ts";
import type { MatchedContract, MatchedDecisions } from "../../plan/audit-decisions.ts";
import type { FlexibleBlock } from "../../plan/audit-flexible.ts";
import { type AuditValue, recomputeValue } from "../../plan/audit-value.ts";
import type { Platform, Portfolio, Site } from "../../portfolio/schema.ts";

/** cloud: on racks of the backlog; lease: on racks that tenants bring. */
export type Use = "cloud" | "lease" | "flexible" | "resale";

export const USES: readonly Use[] = ["cloud", "lease", "flexible", "resale"];

/** What a platform's racks are used for. */
export const useOf = (platform: Platform): "cloud" | "lease" => (platform.supply === "tenant" ? "lease" : "cloud");

/** The part of each contract that is served where `belongs`: revenue, lateness and penalty go along by share. */
export function contractsWhere(
  contracts: readonly MatchedContract[],
  belongs: (site: Site, platform: Platform) => boolean,
): MatchedContract[] {
  return contracts.flatMap((matched) => {
    const placements = matched.placements.filter(({ site, platform }) => belongs(site, platform));
    if (placements.length === 0) return [];
    const sum = (list: MatchedContract["placements"]): number => list.reduce((total, { share }) => total + share, 0);
    const whole = sum(matched.placements);
    const part = whole > 0 ? sum(placements) / whole : 0;
    return [{ ...matched, placements, fraction: matched.fraction * part, unserved: matched.unserved * part }];
  });
}

const NO_DECISIONS: Omit<MatchedDecisions, "debtUsd"> = {
  acceptedIds: new Set(),
  contracts: [],
  builds: [],
  expansions: [],
  orders: [],
};

/** Value of some of a plan's decisions and flexible runs alone. */
export function partValue(
  portfolio: Portfolio,
  audit: AuditResult,
  part: Partial<MatchedDecisions>,
  flexible: FlexibleBlock[][][] = [],
): AuditValue {
  const debtUsd = audit.calendar.months.map(() => 0);
  return recomputeValue(portfolio, audit.calendar, { ...NO_DECISIONS, debtUsd, ...part }, flexible);
}

function runsWhere(blocks: FlexibleBlock[][], isResale: boolean): FlexibleBlock[][] {
  return blocks.map((period) =>
    period.map((block) => ({ ...block, runs: block.runs.filter(({ load }) => (load === null) === isResale) })),
  );
}

/** Value of one use at one site, before the capex that uses share. */
export function useValue(portfolio: Portfolio, audit: AuditResult, siteIndex: number, use: Use): AuditValue {
  const { site } = audit.use.sites[siteIndex];
  if (use === "flexible" || use === "resale") {
    return partValue(portfolio, audit, {}, [runsWhere(audit.flexible[siteIndex], use === "resale")]);
  }
  const contracts = contractsWhere(audit.decisions.contracts, (at, platform) => at === site && useOf(platform) === use);
  return partValue(portfolio, audit, { contracts });
}

/** Value of everything at one site, its modules and expansions included. */
export function siteValue(portfolio: Portfolio, audit: AuditResult, siteIndex: number): AuditValue {
  const { site } = audit.use.sites[siteIndex];
  const { decisions, flexible } = audit;
  const part = {
    contracts: contractsWhere(decisions.contracts, (at) => at === site),
    builds: decisions.builds.filter((build) => build.site === site),
    expansions: decisions.expansions.filter((expansion) => expansion.site === site),
  };
  return partValue(portfolio, audit, part, [flexible[siteIndex]]);
}

/** What belongs to no site: ordered lots, debt, and contracts that are accepted and wholly unserved. */
export function sharedValue(portfolio: Portfolio, audit: AuditResult): AuditValue {
  const { contracts, orders, debtUsd } = audit.decisions;
  return partValue(portfolio, audit, {
    contracts: contracts.filter(({ placements }) => placements.reduce((sum, { share }) => sum + share, 0) <= 0),
    orders,
    debtUsd,
  });
}
