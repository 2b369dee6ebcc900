// Everything whole-numbered in a plan, listed: for each contract its start and the set of sites it may use, for each hall its modules per
// period, for each expansion its start, for each indivisible lot yes or no.
import { type Contract, type Portfolio } from "../../src/portfolio/schema.ts";
import { dollarOfCapex, MILLION } from "./enumerate-money.ts";
import { overTime, periodFrom, periodUntil, type Timeline, wholePeriods } from "./enumerate-time.ts";

export interface Place {
  site: number;
  hall: number;
  platform: number;
  /** Racks that serve the whole quantity. */
  racks: number;
}

/** One way to accept a contract. */
export interface ContractChoice {
  contract: number;
  start: number;
  places: Place[];
  /** Sites that must hold at least `minMwPerSite`. */
  minMwSites: number[];
}

/** One set of investments, and what it amounts to per period. */
export interface Investment {
  modules: { site: number; hall: number; period: number; count: number }[];
  expansions: { site: number; expansion: number; period: number }[];
  lots: number[];
  /** M$ */
  value: number;
  /** M$ paid up to and including each period, committed lots included. */
  paid: number[];
  /** MW by site, hall, period. */
  hallMw: number[][][];
  /** MW by site, period. */
  expandedMw: number[][];
  /** Racks by platform, period: committed and chosen whole lots. */
  racks: number[][];
}

/** All products of one item from each list. */
export function* product<T>(lists: readonly (readonly T[])[]): Generator<T[]> {
  if (lists.length === 0) {
    yield [];
    return;
  }
  for (const head of lists[0]) for (const tail of product(lists.slice(1))) yield [head, ...tail];
}

function subsets<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  const rest = subsets(items.slice(1));
  return rest.concat(rest.map((set) => [items[0], ...set]));
}

function placesOf(portfolio: Portfolio, contract: Contract): Place[] {
  const places: Place[] = [];
  for (const [s, site] of portfolio.sites.entries()) {
    const { sites, excludeSites, regions, maxPue } = contract.placement;
    const isListed = sites === undefined || sites.includes(site.id);
    const isBarred = excludeSites?.includes(site.id) ?? false;
    const isInRegion = regions === undefined || regions.some((region) => region === site.region);
    if (!isListed || isBarred || !isInRegion) continue;
    for (const [h, hall] of site.halls.entries()) {
      for (const [p, platform] of portfolio.platforms.entries()) {
        const isCooled = platform.cooling.some((cooling) => cooling === hall.cooling);
        if (!isCooled || hall.pue > (maxPue ?? hall.pue) || !contract.platforms.some((id) => id === platform.id))
          continue;
        const unitsPerRack = {
          mw: platform.kwPerRack / 1000,
          racks: 1,
          accelerators: platform.acceleratorsPerRack,
          pflops: platform.pflopsPerRack,
        };
        places.push({ site: s, hall: h, platform: p, racks: contract.quantity / unitsPerRack[contract.unit]! });
      }
    }
  }
  return places;
}

/** All ways to accept the contract, and null (refused) unless it is signed. */
export function contractChoices(portfolio: Portfolio, time: Timeline, index: number): (ContractChoice | null)[] {
  const contract = portfolio.contracts[index];
  const { maxSites, minMwPerSite } = contract.placement;
  const all = placesOf(portfolio, contract);
  const sites = [...new Set(all.map(({ site }) => site))];
  const mattersWhere = minMwPerSite !== undefined || (maxSites !== undefined && maxSites < sites.length);
  const sets = mattersWhere ? subsets(sites).filter((set) => set.length <= (maxSites ?? set.length)) : [sites];
  const first = periodFrom(time, contract.start.earliest);
  const last = Math.max(first, periodUntil(time, contract.start.latest));
  const choices: (ContractChoice | null)[] = contract.signed ? [] : [null];
  for (let start = first; start <= Math.min(last, time.firstMonths.length - 1); start++) {
    for (const set of sets) {
      const places = all.filter(({ site }) => set.includes(site));
      choices.push({ contract: index, start, places, minMwSites: minMwPerSite === undefined ? [] : set });
    }
  }
  return choices;
}

/** All selections of contracts that respect the groups. */
export function* contractSelections(portfolio: Portfolio, time: Timeline): Generator<ContractChoice[]> {
  const lists = portfolio.contracts.map((_, index) => contractChoices(portfolio, time, index));
  for (const selection of product(lists)) {
    const accepted = selection.filter((choice) => choice !== null);
    const groups = accepted.flatMap(({ contract }) => portfolio.contracts[contract].group ?? []);
    if (new Set(groups).size === groups.length) yield accepted;
  }
}

type Change = (investment: Investment) => void;

/** Ways to spread at most `total` modules over `periods` periods with at most `most` in each. */
function spreads(periods: number, total: number, most: number): number[][] {
  if (periods === 0) return [[]];
  const found: number[][] = [];
  for (let count = 0; count <= Math.min(total, most); count++)
    for (const rest of spreads(periods - 1, total - count, most)) found.push([count, ...rest]);
  return found;
}

function pay(investment: Investment, capex: number, period: number, valuePerDollar: number): void {
  investment.value += capex * valuePerDollar;
  for (let t = period; t < investment.paid.length; t++) investment.paid[t] += capex;
}

function moduleChanges(portfolio: Portfolio, time: Timeline, site: number, hall: number): Change[] {
  const build = portfolio.sites[site].halls[hall].build;
  if (!build) return [];
  const lead = wholePeriods(time, build.leadMonths);
  const capex = (build.moduleMw * build.capexUsdPerMw) / MILLION;
  const starts = Math.max(0, time.firstMonths.length - lead);
  const most = build.maxModulesPerPeriod ?? build.maxModules;
  return spreads(starts, build.maxModules, most).map((counts) => (investment) => {
    counts.forEach((count, period) => {
      if (count === 0) return;
      const ready = period + lead;
      investment.modules.push({ site, hall, period, count });
      const worth = dollarOfCapex(portfolio, time, { paid: period, ready, lifeYears: build.lifeYears });
      pay(investment, count * capex, period, worth);
      for (let t = ready; t < time.firstMonths.length; t++) investment.hallMw[site][hall][t] += count * build.moduleMw;
    });
  });
}

function expansionChanges(portfolio: Portfolio, time: Timeline, site: number, index: number): Change[] {
  const expansion = portfolio.sites[site].expansions[index];
  const lead = wholePeriods(time, expansion.leadMonths);
  const changes: Change[] = [() => {}];
  const first = expansion.earliest === undefined ? 0 : periodFrom(time, expansion.earliest);
  for (let period = first; period + lead < time.firstMonths.length; period++) {
    changes.push((investment) => {
      const ready = period + lead;
      investment.expansions.push({ site, expansion: index, period });
      const worth = dollarOfCapex(portfolio, time, { paid: period, ready, lifeYears: expansion.lifeYears });
      pay(investment, expansion.capexUsd / MILLION, period, worth);
      for (let t = ready; t < time.firstMonths.length; t++) investment.expandedMw[site][t] += expansion.mw;
    });
  }
  return changes;
}

function arrive(portfolio: Portfolio, time: Timeline, investment: Investment, index: number): void {
  const lot = portfolio.backlog[index];
  const platform = portfolio.platforms.findIndex(({ id }) => id === lot.platform);
  for (let t = periodFrom(time, lot.arrives); t < time.firstMonths.length; t++)
    investment.racks[platform][t] += lot.racks;
}

function wholeLotChanges(portfolio: Portfolio, time: Timeline, index: number): Change[] {
  const lot = portfolio.backlog[index];
  const period = periodFrom(time, lot.arrives);
  if (lot.committed || lot.divisible || period >= time.firstMonths.length) return [];
  const order: Change = (investment) => {
    investment.lots.push(index);
    const worth = dollarOfCapex(portfolio, time, { paid: period, ready: period, lifeYears: lot.lifeYears });
    pay(investment, (lot.racks * lot.usdPerRack) / MILLION, period, worth);
    arrive(portfolio, time, investment, index);
  };
  return [() => {}, order];
}

/** What stands without any decision. */
function nothingInvested(portfolio: Portfolio, time: Timeline): Investment {
  const zeros = (): number[] => time.firstMonths.map(() => 0);
  const investment: Investment = {
    modules: [],
    expansions: [],
    lots: [],
    value: 0,
    paid: zeros(),
    hallMw: portfolio.sites.map((site) => site.halls.map((hall) => overTime(time, hall.builtMw))),
    expandedMw: portfolio.sites.map(zeros),
    racks: portfolio.platforms.map(zeros),
  };
  portfolio.backlog.forEach((lot, index) => {
    if (!lot.committed) return;
    pay(investment, (lot.racks * lot.usdPerRack) / MILLION, periodFrom(time, lot.arrives), 0);
    arrive(portfolio, time, investment, index);
  });
  return investment;
}

/** All investments; their number is the product of the lengths of `lists`. */
export function investmentLists(portfolio: Portfolio, time: Timeline): Change[][] {
  const lists = [
    ...portfolio.sites.flatMap((site, s) => site.halls.map((_, h) => moduleChanges(portfolio, time, s, h))),
    ...portfolio.sites.flatMap((site, s) => site.expansions.map((_, e) => expansionChanges(portfolio, time, s, e))),
    ...portfolio.backlog.map((_, index) => wholeLotChanges(portfolio, time, index)),
  ];
  return lists.filter((list) => list.length > 0);
}

export function* investments(portfolio: Portfolio, time: Timeline): Generator<Investment> {
  for (const changes of product(investmentLists(portfolio, time))) {
    const investment = nothingInvested(portfolio, time);
    for (const change of changes) change(investment);
    yield investment;
  }
}
