// What is one more MW, rack, module or dollar worth? First by the prices of the relaxation, for every resource at once; exactly by solving again with more of it.
import type { SolvedPlan } from "../../plan/plan.ts";
import type { PriceRow } from "../../plan/sections-schema.ts";
import { makeCalendar } from "../../portfolio/calendar.ts";
import type { Portfolio, Series, Site } from "../../portfolio/schema.ts";
import { expandSeries } from "../../portfolio/series.ts";
import { named } from "../named.ts";
import { neverWorse, QuestionError, type Solver, solvedOr } from "../solver.ts";

/** `month`: any month of the first period that has more; all until `until` (a month after it; the horizon's end when left out). */
export type Resource =
  | { kind: "firmPower"; site: string }
  | { kind: "interruptiblePower"; site: string }
  | { kind: "hall"; site: string; hall: string }
  | { kind: "module"; site: string; hall: string }
  | { kind: "rack"; platform: string }
  | { kind: "equity" };

export interface MoreOf {
  resource: Resource;
  /** In MW, IT MW, modules, racks or USD. */
  amount: number;
  /** First month in which there is more; the horizon's start unless given. Modules are more throughout. */
  from?: string;
  /** First month in which there is as much as before again; never unless given. Racks stay. */
  until?: string;
}

export interface Worth {
  asked: MoreOf;
  unit: "MW" | "IT MW" | "module" | "rack" | "USD";
  /** Prices of the relaxation, summed over the periods, times the amount; null for modules, which have none, and for plans without prices. */
  pricedUsd: number | null;
  /** valueUsd with more, less valueUsd; null unless solved. */
  exactUsd: number | null;
  /** Between these the true difference lies: proved; null without bounds. */
  certainUsd: { low: number; high: number } | null;
  plan: SolvedPlan | null;
}

/** First and one past the last period with more. */
function span(portfolio: Portfolio, { from, until }: MoreOf): [number, number] {
  const calendar = makeCalendar(portfolio.horizon);
  const first = from === undefined ? 0 : Math.max(0, calendar.before(from));
  const end = until === undefined ? calendar.periods : Math.max(0, Math.min(calendar.periods, calendar.at(until)));
  if (end > first) return [first, end];
  throw new QuestionError(`no period lies between ${from ?? calendar.start} and ${until ?? calendar.end}`);
}

/** The series with `amount` more in the periods from first to end. */
function raised(portfolio: Portfolio, series: Series, amount: number, [first, end]: [number, number]): Series {
  const calendar = makeCalendar(portfolio.horizon);
  const values = expandSeries(series, calendar);
  const steps: Record<string, number> = {};
  for (let t = 0; t < values.length; t++) {
    steps[calendar.monthOfPeriod(t)] = values[t] + (t >= first && t < end ? amount : 0);
  }
  return steps;
}

const changeSite = (portfolio: Portfolio, site: Site, change: Partial<Site>): Portfolio => ({
  ...portfolio,
  sites: portfolio.sites.map((other) => (other === site ? { ...site, ...change } : other)),
});

/** The portfolio with more of a resource; every plan of the given one stays feasible. Throws QuestionError for unknown ids. */
export function withMore(portfolio: Portfolio, asked: MoreOf): Portfolio {
  const { resource, amount } = asked;
  if (!(amount > 0)) throw new QuestionError(`the amount is ${amount}; it must be more than 0`);
  const periods = span(portfolio, asked);
  if (resource.kind === "equity") {
    const { cumulativeEquityUsd: equity } = portfolio.finance;
    if (equity === undefined) return portfolio;
    return {
      ...portfolio,
      finance: { ...portfolio.finance, cumulativeEquityUsd: raised(portfolio, equity, amount, periods) },
    };
  }
  if (resource.kind === "rack") {
    const platform = named(portfolio.platforms, resource.platform, "platform");
    if (platform.supply === "tenant")
      throw new QuestionError(`tenants bring the racks of platform "${platform.id}" themselves`);
    const arrives = makeCalendar(portfolio.horizon).monthOfPeriod(periods[0]);
    const lot = {
      id: `one more ${platform.id}`,
      platform: platform.id,
      racks: amount,
      arrives,
      usdPerRack: 0,
      committed: true,
      divisible: true,
    };
    return { ...portfolio, backlog: [...portfolio.backlog, lot] };
  }
  const site = named(portfolio.sites, resource.site, "site");
  if (resource.kind === "firmPower")
    return changeSite(portfolio, site, { firmMw: raised(portfolio, site.firmMw, amount, periods) });
  if (resource.kind === "interruptiblePower") {
    return changeSite(portfolio, site, { interruptibleMw: raised(portfolio, site.interruptibleMw, amount, periods) });
  }
  const hall = named(site.halls, resource.hall, `hall at site "${site.id}"`);
  const changeHall = (change: Partial<typeof hall>): Portfolio =>
    changeSite(portfolio, site, {
      halls: site.halls.map((other) => (other === hall ? { ...hall, ...change } : other)),
    });
  if (resource.kind === "hall") return changeHall({ builtMw: raised(portfolio, hall.builtMw, amount, periods) });
  if (hall.build === undefined)
    throw new QuestionError(`nothing can be built in hall "${hall.id}" of site "${site.id}"`);
  const maxModules = hall.build.maxModules + Math.ceil(amount);
  const perPeriod = hall.build.maxModulesPerPeriod;
  return changeHall({
    build: {
      ...hall.build,
      maxModules,
      ...(perPeriod !== undefined && { maxModulesPerPeriod: perPeriod + Math.ceil(amount) }),
    },
  });
}

const UNITS: Record<Resource["kind"], Worth["unit"]> = {
  firmPower: "MW",
  interruptiblePower: "MW",
  hall: "IT MW",
  module: "module",
  rack: "rack",
  equity: "USD",
};

/** Rows of the plan's prices for this resource. A MW of firm power is one of all power too, and its price says so. */
function countsFor(resource: Resource, row: PriceRow): boolean {
  switch (resource.kind) {
    case "firmPower":
      return row.resource === "firmPower" && row.site === resource.site;
    case "interruptiblePower":
      return row.resource === "totalPower" && row.site === resource.site;
    case "hall":
      return row.resource === "hall" && row.site === resource.site && row.hall === resource.hall;
    case "rack":
      return row.resource === "chips" && row.platform === resource.platform;
    case "equity":
      return row.resource === "equity";
    case "module":
      return false;
  }
}

function pricedUsd(portfolio: Portfolio, plan: SolvedPlan, asked: MoreOf): number | null {
  if (plan.prices === undefined || asked.resource.kind === "module") return null;
  const calendar = makeCalendar(portfolio.horizon);
  const [first, end] = span(portfolio, asked);
  const last = asked.resource.kind === "rack" ? calendar.periods : end;
  return plan.prices
    .filter((row) => countsFor(asked.resource, row) && row.month !== undefined)
    .filter(({ month }) => calendar.at(month!) >= first && calendar.at(month!) < last)
    .reduce((sum, { usdPerUnit }) => sum + usdPerUnit * asked.amount, 0);
}

/** The worth of more of one resource; solved again where a solver is given. */
export async function worthOf(portfolio: Portfolio, plan: SolvedPlan, asked: MoreOf, solver?: Solver): Promise<Worth> {
  const larger = withMore(portfolio, asked);
  const head = { asked, unit: UNITS[asked.resource.kind], pricedUsd: pricedUsd(portfolio, plan, asked) };
  if (solver === undefined) return { ...head, exactUsd: null, certainUsd: null, plan: null };
  const found = solvedOr(await neverWorse(solver)(larger, plan), "the portfolio with more of the resource");
  const before = plan.objective;
  const after = found.objective;
  const bounded = before.boundUsd !== null && after.boundUsd !== null;
  return {
    ...head,
    exactUsd: after.valueUsd - before.valueUsd,
    certainUsd: bounded
      ? { low: Math.max(0, after.valueUsd - before.boundUsd!), high: after.boundUsd! - before.valueUsd }
      : null,
    plan: found,
  };
}

export interface HeatRow {
  resource: PriceRow["resource"];
  site: string | null;
  hall: string | null;
  platform: string | null;
  unit: string;
  /** Discounted USD by which one more unit in that period alone raises the value, by period. */
  usdPerUnit: number[];
  totalUsd: number;
}

/** The plan's prices as rows by period, the dearest of each resource first; empty for a plan without prices. */
export function priceHeatMap(portfolio: Portfolio, plan: SolvedPlan): HeatRow[] {
  const calendar = makeCalendar(portfolio.horizon);
  const rows = new Map<string, HeatRow>();
  for (const { resource, site = null, hall = null, platform = null, month, unit, usdPerUnit } of plan.prices ?? []) {
    if (month === undefined) continue;
    const key = JSON.stringify([resource, site, hall, platform]);
    const fresh = {
      resource,
      site,
      hall,
      platform,
      unit,
      usdPerUnit: new Array<number>(calendar.periods).fill(0),
      totalUsd: 0,
    };
    const row = rows.get(key) ?? fresh;
    rows.set(key, row);
    const t = calendar.at(month);
    if (t >= calendar.periods) continue;
    row.usdPerUnit[t] += usdPerUnit;
    row.totalUsd += usdPerUnit;
  }
  const order = ["firmPower", "totalPower", "hall", "chips", "equity", "debtCapacity"];
  return [...rows.values()].sort(
    (a, b) => order.indexOf(a.resource) - order.indexOf(b.resource) || b.totalUsd - a.totalUsd,
  );
}
