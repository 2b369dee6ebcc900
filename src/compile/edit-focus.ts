// Where two portfolios differ, in terms of the newer one's instance: the contracts and sites around which a plan made for the older one is most
// likely out of date.
import type { ContractDecision } from "../plan/plan.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import type { Instance } from "./instance.ts";

/** Ids of the items that are new, gone, or other than before. */
function changedIds<T extends { readonly id: string }>(before: readonly T[], after: readonly T[]): Set<string> {
  const old = new Map(before.map((item) => [item.id, JSON.stringify(item)]));
  const ids = new Set(after.filter((item) => old.get(item.id) !== JSON.stringify(item)).map(({ id }) => id));
  const kept = new Set(after.map(({ id }) => id));
  for (const { id } of before) if (!kept.has(id)) ids.add(id);
  return ids;
}

const usesPlatform = (decision: ContractDecision, platforms: ReadonlySet<string>): boolean =>
  (decision.placements ?? []).some(({ platform }) => platforms.has(platform));

/**
 * C + S: 1 = touched by what changed between the two. Contracts: those with other terms, those decided nothing about, those that run on platforms
 * whose lots changed. Sites: those that changed, and those where a contract that changed or is gone was placed. What changes everywhere (the horizon,
 * finance) touches nothing in particular.
 */
export function editFocus(
  before: Portfolio,
  after: Portfolio,
  decisions: readonly ContractDecision[],
  instance: Instance,
): Int32Array {
  const { contractIds, siteIds } = instance.index;
  const decided = new Map(decisions.map((decision) => [decision.id, decision]));
  const contracts = changedIds(before.contracts, after.contracts);
  const sites = changedIds(before.sites, after.sites);
  const lots = changedIds(before.backlog, after.backlog);
  const platforms = new Set(
    [...before.backlog, ...after.backlog].filter(({ id }) => lots.has(id)).map(({ platform }) => platform),
  );
  for (const id of contracts) for (const { site } of decided.get(id)?.placements ?? []) sites.add(site);
  const isTouched = (id: string): boolean => {
    const decision = decided.get(id);
    return contracts.has(id) || decision === undefined || usesPlatform(decision, platforms);
  };
  return Int32Array.from([
    ...contractIds.map((id) => (isTouched(id) ? 1 : 0)),
    ...siteIds.map((id) => (sites.has(id) ? 1 : 0)),
  ]);
}
