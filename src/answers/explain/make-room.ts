// A start for a plan that must take one more contract: the plan at hand without the contracts that are cheapest to give up and stand in its way. The
// solver puts back what still fits.
import { type AuditResult, auditPlan } from "../../plan/audit.ts";
import type { MatchedContract } from "../../plan/audit-decisions.ts";
import type { SolvedPlan } from "../../plan/plan.ts";
import { eligibility, racksPerUnit } from "../../portfolio/eligible.ts";
import type { Contract, Hall, Platform, Portfolio, Site } from "../../portfolio/schema.ts";

/** Room at a site for the contract's platforms, IT MW: what its halls could be built to, but no more than its power carries. */
function roomMw(site: Site, halls: ReadonlySet<Hall>, audit: AuditResult, siteIndex: number): number {
  const { firmMw, expansionMw, peakMw, halls: uses } = audit.use.sites[siteIndex];
  const own = uses.filter(({ hall }) => halls.has(hall));
  if (own.length === 0) return 0;
  const last = firmMw.length - 1;
  const hallMw = own.reduce((sum, { hall, capacityMw, installedMw }) => {
    const started = audit.decisions.builds
      .filter((build) => build.hall === hall)
      .reduce((n, { modules }) => n + modules, 0);
    const more = hall.build === undefined ? 0 : (hall.build.maxModules - started) * hall.build.moduleMw;
    return sum + capacityMw[last] + more - Math.max(...installedMw);
  }, 0);
  const unbuilt = site.expansions.filter(
    ({ id }) => !audit.decisions.expansions.some(({ expansion }) => expansion.id === id),
  );
  const powerMw = firmMw[last] + expansionMw[last] + unbuilt.reduce((sum, { mw }) => sum + mw, 0) - Math.max(...peakMw);
  const pue = Math.min(...own.map(({ hall }) => hall.peakPue ?? hall.pue));
  return Math.max(0, Math.min(hallMw, powerMw / pue));
}

interface Need {
  mw: number;
  halls: Set<Hall>;
  /** Backlog platforms that alone can serve it; empty where tenants' racks can. */
  platforms: Set<Platform>;
}

function needOf(portfolio: Portfolio, contract: Contract): Need | undefined {
  const eligible = eligibility(contract, portfolio);
  if (!eligible.ok) return undefined;
  const halls = new Set(eligible.halls.map(({ site, hall }) => portfolio.sites[site].halls[hall]));
  const platforms = eligible.halls.flatMap(({ platforms: fitting }) => fitting);
  const mw = Math.min(
    ...platforms.map(
      (platform) => (racksPerUnit(contract.unit, platform)! * contract.quantity * platform.kwPerRack) / 1000,
    ),
  );
  const isOwn = platforms.every(({ supply }) => supply === "backlog");
  return { mw: mw * contract.minFraction, halls, platforms: new Set(isOwn ? platforms : []) };
}

const placedMw = (matched: MatchedContract, counts: (hall: Hall, platform: Platform) => boolean): number =>
  matched.placements
    .filter(({ hall, platform }) => counts(hall, platform))
    .reduce((sum, { racks, platform }) => sum + (racks * platform.kwPerRack) / 1000, 0);

/** Contracts given up, the cheapest per MW first, until `mw` are free. */
function givenUp(candidates: readonly { id: string; mw: number; usd: number }[], mw: number): string[] {
  const ids: string[] = [];
  let freed = 0;
  for (const { id, mw: own } of [...candidates].sort((a, b) => a.usd / a.mw - b.usd / b.mw)) {
    if (freed >= mw) break;
    ids.push(id);
    freed += own;
  }
  return ids;
}

/** The plan undecided about the contract and about what stands in its way; at the site where that costs least when it must not be spread. */
export function madeRoom(portfolio: Portfolio, plan: SolvedPlan, contract: Contract): SolvedPlan {
  const need = needOf(portfolio, contract);
  if (need === undefined) return plan;
  const audit = auditPlan(portfolio, plan);
  const signed = new Set(
    portfolio.contracts.filter((other) => other.signed || other.id === contract.id).map(({ id }) => id),
  );
  const net = new Map(
    audit.value.contracts.map(({ contract: id, ...usd }) => [id, Object.values(usd).reduce((a, b) => a + b, 0)]),
  );
  const rivals = portfolio.contracts.filter(
    ({ group, id }) => group !== undefined && group === contract.group && id !== contract.id,
  );
  const blockers = (counts: (hall: Hall, platform: Platform) => boolean) =>
    audit.decisions.contracts
      .filter((matched) => !signed.has(matched.contract.id))
      .map((matched) => ({
        id: matched.contract.id,
        mw: placedMw(matched, counts),
        usd: net.get(matched.contract.id) ?? 0,
      }))
      .filter(({ mw }) => mw > 0);
  const spread = (contract.placement.maxSites ?? portfolio.sites.length) > 1;
  const groups = spread ? [portfolio.sites] : portfolio.sites.map((site) => [site]);
  const choices = groups.map((sites) => {
    const halls = new Set(sites.flatMap((site) => site.halls.filter((hall) => need.halls.has(hall))));
    if (halls.size === 0) return undefined;
    const free = sites.reduce((sum, site) => sum + roomMw(site, halls, audit, portfolio.sites.indexOf(site)), 0);
    const candidates = blockers((hall) => halls.has(hall));
    const ids = givenUp(candidates, need.mw - free);
    const usd = ids.reduce((sum, id) => sum + (net.get(id) ?? 0), 0);
    const fits = free + candidates.reduce((sum, { mw }) => sum + mw, 0) >= need.mw;
    return { ids, usd: fits ? usd : Number.POSITIVE_INFINITY };
  });
  const best = choices.filter((choice) => choice !== undefined).sort((a, b) => a.usd - b.usd)[0];
  const chips =
    need.platforms.size > 0
      ? givenUp(
          blockers((_, platform) => need.platforms.has(platform)),
          need.mw,
        )
      : [];
  const gone = new Set([...(best?.ids ?? []), ...chips, ...rivals.map(({ id }) => id), contract.id]);
  return { ...plan, contracts: plan.contracts.filter(({ id }) => !gone.has(id)) };
}
