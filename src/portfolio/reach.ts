// The most that could ever be there, period by period, were everything built and ordered at once and nothing else served: an upper
// bound on what any plan can give one contract. What exceeds it is impossible; what stays below it may still be.
import { Calendar } from "./calendar.ts";
import { EligibleHall, racksPerUnit } from "./eligible.ts";
import { Contract, Expansion, Hall, Portfolio, Site } from "./schema.ts";
import { expandSeries } from "./series.ts";

export interface Reach {
  /** IT MW per site, hall and period. */
  readonly hallMw: readonly (readonly Float64Array[])[];
  /** Firm MW at the meter per site and period. */
  readonly firmMw: readonly Float64Array[];
  /** Racks arrived per backlog platform and period; tenant platforms are absent (unlimited). */
  readonly racks: ReadonlyMap<string, Float64Array>;
}

/** First period in which an expansion can be ready; T or more means never. */
export function expansionReady(expansion: Expansion, calendar: Calendar): number {
  const start = expansion.earliest === undefined ? 0 : calendar.at(expansion.earliest);
  return start + calendar.periodsIn(expansion.leadMonths);
}

function hallReach(hall: Hall, calendar: Calendar): Float64Array {
  const mw = expandSeries(hall.builtMw, calendar);
  const { build } = hall;
  if (build === undefined) return mw;
  const ready = calendar.periodsIn(build.leadMonths);
  const perPeriod = build.maxModulesPerPeriod ?? build.maxModules;
  for (let t = ready; t < mw.length; t++) {
    mw[t] += build.moduleMw * Math.min(build.maxModules, perPeriod * (t - ready + 1));
  }
  return mw;
}

function firmReach(site: Site, calendar: Calendar): Float64Array {
  const mw = expandSeries(site.firmMw, calendar);
  for (const expansion of site.expansions) {
    for (let t = expansionReady(expansion, calendar); t < mw.length; t++) mw[t] += expansion.mw;
  }
  return mw;
}

function rackReach(portfolio: Portfolio, calendar: Calendar): Map<string, Float64Array> {
  const racks = new Map<string, Float64Array>();
  for (const platform of portfolio.platforms) {
    if (platform.supply === "backlog") racks.set(platform.id, new Float64Array(calendar.periods));
  }
  for (const lot of portfolio.backlog) {
    const arrived = racks.get(lot.platform);
    if (arrived === undefined) continue;
    for (let t = calendar.at(lot.arrives); t < arrived.length; t++) arrived[t] += lot.racks;
  }
  return racks;
}

export function reachOf(portfolio: Portfolio, calendar: Calendar): Reach {
  return {
    hallMw: portfolio.sites.map((site) => site.halls.map((hall) => hallReach(hall, calendar))),
    firmMw: portfolio.sites.map((site) => firmReach(site, calendar)),
    racks: rackReach(portfolio, calendar),
  };
}

/** Per eligible hall: IT MW and meter MW that one unit of the contract takes at least. */
function leastPerUnit(contract: Contract, hall: Hall, eligible: EligibleHall): { itMw: number; meterMw: number } {
  let itMw = Number.POSITIVE_INFINITY;
  for (const platform of eligible.platforms) {
    const perUnit = racksPerUnit(contract.unit, platform);
    if (perUnit !== undefined) itMw = Math.min(itMw, (perUnit * platform.kwPerRack) / 1000);
  }
  return { itMw, meterMw: itMw * (hall.peakPue ?? hall.pue) };
}

/** Units per site at period t: what its halls hold, and what its firm power feeds at the most frugal of them. */
function siteUnits(
  contract: Contract,
  portfolio: Portfolio,
  halls: readonly EligibleHall[],
  reach: Reach,
  t: number,
): number[] {
  const held = new Map<number, { units: number; meterMw: number }>();
  for (const eligible of halls) {
    const { itMw, meterMw } = leastPerUnit(contract, portfolio.sites[eligible.site].halls[eligible.hall], eligible);
    const site = held.get(eligible.site) ?? { units: 0, meterMw: Number.POSITIVE_INFINITY };
    site.units += reach.hallMw[eligible.site][eligible.hall][t] / itMw;
    site.meterMw = Math.min(site.meterMw, meterMw);
    held.set(eligible.site, site);
  }
  return [...held].map(([site, { units, meterMw }]) => Math.min(units, reach.firmMw[site][t] / meterMw));
}

/** Units of the contract that its platforms' racks make up; unlimited when customers bring them. */
function chipUnits(contract: Contract, halls: readonly EligibleHall[], reach: Reach, t: number): number {
  const platforms = new Set(halls.flatMap((hall) => hall.platforms));
  let units = 0;
  for (const platform of platforms) {
    const arrived = reach.racks.get(platform.id);
    const perUnit = racksPerUnit(contract.unit, platform);
    if (arrived === undefined) return Number.POSITIVE_INFINITY;
    if (perUnit !== undefined) units += arrived[t] / perUnit;
  }
  return units;
}

/** What limits a contract most. */
export type Limit = "halls and power" | "racks";

/** Most units of the contract that can be served in each period, and what limits it there. */
export function reachableUnits(
  contract: Contract,
  portfolio: Portfolio,
  halls: readonly EligibleHall[],
  reach: Reach,
  calendar: Calendar,
): { units: number; limit: Limit }[] {
  const most = contract.placement.maxSites ?? portfolio.sites.length;
  return Array.from({ length: calendar.periods }, (_, t) => {
    const sites = siteUnits(contract, portfolio, halls, reach, t).sort((a, b) => b - a);
    const placed = sites.slice(0, most).reduce((sum, units) => sum + units, 0);
    const chips = chipUnits(contract, halls, reach, t);
    return chips < placed ? { units: chips, limit: "racks" } : { units: placed, limit: "halls and power" };
  });
}
