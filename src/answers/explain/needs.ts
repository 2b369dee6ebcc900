// What a contract takes up, and what of that is not free: its needs in the plan that was made to take it, against what the plan at hand leaves over,
// at the prices of the relaxation.
import { type AuditResult, auditPlan } from "../../plan/audit.ts";
import type { MatchedContract } from "../../plan/audit-decisions.ts";
import type { Decisions, SolvedPlan } from "../../plan/plan.ts";
import type { PriceRow } from "../../plan/sections-schema.ts";
import type { Portfolio } from "../../portfolio/schema.ts";

export interface ResourceNeed {
  resource: "firmPower" | "hall" | "chips";
  site: string | null;
  hall: string | null;
  platform: string | null;
  unit: "MW" | "IT MW" | "racks";
  /** Most that the contract takes up in any period, and the least that the plan at hand leaves free while it runs. */
  needed: number;
  freeAtLeast: number;
  /** Months in which less is free than it needs: first and last; null when there is always enough. */
  shortFrom: string | null;
  shortTo: string | null;
  /** What it takes up at the plan's prices, discounted USD: what others would pay for the same. */
  pricedUsd: number;
}

interface Row {
  need: Omit<ResourceNeed, "needed" | "freeAtLeast" | "shortFrom" | "shortTo" | "pricedUsd">;
  needed: number[];
  free: number[];
}

function rows(matched: MatchedContract, planned: AuditResult): Row[] {
  const found = new Map<string, Row>();
  const add = (need: Row["need"], racks: number, perRack: number, free: number[]): void => {
    const key = JSON.stringify(need);
    const row = found.get(key) ?? { need, needed: matched.rampFactor.map(() => 0), free };
    found.set(key, row);
    matched.rampFactor.forEach((g, t) => {
      row.needed[t] += g * racks * perRack;
    });
  };
  for (const { site, hall, platform, racks } of matched.placements) {
    const rackMw = platform.kwPerRack / 1000;
    const use = planned.use.sites.find((candidate) => candidate.site.id === site.id)!;
    const own = use.halls.find((candidate) => candidate.hall.id === hall.id)!;
    const freePower = use.firmMw.map((mw, t) => mw + use.expansionMw[t] - use.peakMw[t]);
    const freeHall = own.capacityMw.map((mw, t) => mw - own.installedMw[t]);
    const place = { site: site.id, hall: null, platform: null };
    add({ resource: "firmPower", ...place, unit: "MW" }, racks, rackMw * (hall.peakPue ?? hall.pue), freePower);
    add({ resource: "hall", ...place, hall: hall.id, unit: "IT MW" }, racks, rackMw, freeHall);
    const chips = planned.use.chips.find((candidate) => candidate.platform.id === platform.id);
    if (chips === undefined) continue;
    const freeRacks = chips.racksArrived.map((arrived, t) => arrived - chips.racksInstalled[t]);
    add({ resource: "chips", site: null, hall: null, platform: platform.id, unit: "racks" }, racks, 1, freeRacks);
  }
  return [...found.values()];
}

/** The worth of a need at prices by month. */
function pricedUsd({ need, needed }: Row, prices: readonly PriceRow[], months: readonly string[]): number {
  const at = new Map(months.map((month, t) => [month, needed[t]]));
  return prices
    .filter(({ resource, site, hall, platform }) => {
      if (need.resource === "firmPower") return resource === "firmPower" && site === need.site;
      if (need.resource === "hall") return resource === "hall" && site === need.site && hall === need.hall;
      return resource === "chips" && platform === need.platform;
    })
    .reduce((sum, { month, usdPerUnit }) => sum + (at.get(month ?? "") ?? 0) * usdPerUnit, 0);
}

/**
 * What the contract takes up in `taken` (a plan of a portfolio much like this one that accepts it), the scarcest first. Prices are those of `plan`.
 */
export function contractNeeds(
  portfolio: Portfolio,
  plan: SolvedPlan,
  taken: Partial<Decisions>,
  contract: string,
): ResourceNeed[] {
  const planned = auditPlan(portfolio, plan);
  const matched = auditPlan(portfolio, taken).decisions.contracts.find((found) => found.contract.id === contract);
  if (matched === undefined) return [];
  const { months } = planned.calendar;
  return rows(matched, planned)
    .map((row) => {
      const running = row.needed.flatMap((mw, t) => (mw > 0 ? [t] : []));
      const short = running.filter((t) => row.needed[t] > row.free[t] + 1e-6);
      return {
        ...row.need,
        needed: Math.max(0, ...row.needed),
        freeAtLeast: Math.max(0, Math.min(...running.map((t) => row.free[t]))),
        shortFrom: short.length > 0 ? months[short[0]] : null,
        shortTo: short.length > 0 ? months[short[short.length - 1]] : null,
        pricedUsd: pricedUsd(row, plan.prices ?? [], months),
      };
    })
    .sort((a, b) => b.pricedUsd - a.pricedUsd || b.needed - b.freeAtLeast - (a.needed - a.freeAtLeast));
}
