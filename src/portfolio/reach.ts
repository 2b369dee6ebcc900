// The most that could ever be there, period by period, were everything built and ordered at once and nothing else served: an upper
// bound on what any plan can give one contract. What exceeds it is impossible; what stays below it may still be.
import { Calendar } from "./calendar.ts";
import { EligibleHall, racksPerUnit } from "./eligible.ts";
import { Contract, Expansion, Hall, Platform, Portfolio, Site } from "./schema.ts";
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

/** What one site offers a contract: per hall the IT MW a unit takes at least, for all of them the meter MW it takes at least. */
interface SiteOffer {
  readonly site: number;
  readonly halls: readonly { readonly mw: Float64Array; readonly itMwPerUnit: number }[];
  readonly meterMwPerUnit: number;
}

function leastItMw(contract: Contract, eligible: EligibleHall): number {
  let least = Number.POSITIVE_INFINITY;
  for (const platform of eligible.platforms) {
    const racks = racksPerUnit(contract.unit, platform);
    if (racks !== undefined) least = Math.min(least, (racks * platform.kwPerRack) / 1000);
  }
  return least;
}

function siteOffers(
  contract: Contract,
  portfolio: Portfolio,
  eligible: readonly EligibleHall[],
  reach: Reach,
): SiteOffer[] {
  const offers = new Map<
    number,
    { site: number; halls: { mw: Float64Array; itMwPerUnit: number }[]; meterMwPerUnit: number }
  >();
  for (const place of eligible) {
    const hall = portfolio.sites[place.site].halls[place.hall];
    const itMwPerUnit = leastItMw(contract, place);
    const offer = offers.get(place.site) ?? { site: place.site, halls: [], meterMwPerUnit: Number.POSITIVE_INFINITY };
    offer.halls.push({ mw: reach.hallMw[place.site][place.hall], itMwPerUnit });
    offer.meterMwPerUnit = Math.min(offer.meterMwPerUnit, itMwPerUnit * (hall.peakPue ?? hall.pue));
    offers.set(place.site, offer);
  }
  return [...offers.values()];
}

/** Units at period t: what the site's halls hold, and what its firm power feeds at the most frugal of them. */
function unitsOffered(offer: SiteOffer, reach: Reach, t: number): number {
  let held = 0;
  for (const { mw, itMwPerUnit } of offer.halls) held += mw[t] / itMwPerUnit;
  return Math.min(held, reach.firmMw[offer.site][t] / offer.meterMwPerUnit);
}

/** Units of the contract that its platforms' racks make up; unlimited when customers bring them. */
function chipUnits(contract: Contract, platforms: ReadonlySet<Platform>, reach: Reach, t: number): number {
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

/** Units of a contract in one period; "at least" when the count ended where there were enough. */
export interface ReachableUnits {
  readonly units: number;
  readonly limit: Limit;
  readonly isAtLeast: boolean;
}

/** Most units of one contract that can be served, period by period. */
export class ContractReach {
  readonly #contract: Contract;
  readonly #reach: Reach;
  readonly #offers: readonly SiteOffer[];
  readonly #platforms: ReadonlySet<Platform>;
  readonly #mostSites: number;
  readonly #known: ReachableUnits[] = [];

  constructor(contract: Contract, portfolio: Portfolio, halls: readonly EligibleHall[], reach: Reach) {
    this.#contract = contract;
    this.#reach = reach;
    this.#offers = siteOffers(contract, portfolio, halls, reach);
    const platforms = new Set<Platform>();
    for (const hall of halls) for (const platform of hall.platforms) platforms.add(platform);
    this.#platforms = platforms;
    this.#mostSites = contract.placement.maxSites ?? this.#offers.length;
  }

  /** Units in period t. Sites are looked at until there are `enough`: of hundreds a few usually do. */
  units(t: number, enough = Number.POSITIVE_INFINITY): ReachableUnits {
    const known = this.#known[t];
    if (known !== undefined && (!known.isAtLeast || known.units >= enough)) return known;
    const chips = chipUnits(this.#contract, this.#platforms, this.#reach, t);
    const placed = this.#placed(t, enough, chips);
    const limit = chips < placed ? "racks" : "halls and power";
    const units = Math.min(chips, placed);
    this.#known[t] = { units, limit, isAtLeast: units >= enough };
    return this.#known[t];
  }

  /** Units of the best sites, as many as the contract may have; no more sites are looked at once these hold enough, or more than there are chips. */
  #placed(t: number, enough: number, chips: number): number {
    const best: number[] = []; // falling
    let placed = 0;
    for (const offer of this.#offers) {
      const units = unitsOffered(offer, this.#reach, t);
      placed += units;
      if (this.#mostSites < this.#offers.length) placed -= leftOut(best, units, this.#mostSites);
      if (placed >= enough || placed > chips) break;
    }
    return placed;
  }
}

/** Enter `value` into the falling list of the `most` largest; answers what does not stay in it, 0 while there is room. */
function leftOut(best: number[], value: number, most: number): number {
  let at = best.length;
  while (at > 0 && best[at - 1] < value) at--;
  best.splice(at, 0, value);
  return best.length > most ? best.pop()! : 0;
}
