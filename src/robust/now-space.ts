// What is decided here and now, as one vector: how much of each contract on offer is signed, how much of each lot that was to arrive before a
// month is ordered, and how many modules and which expansions are started before it. All else is recourse: decided when the future is known.
import type { Decisions } from "../plan/plan.ts";
import { makeCalendar } from "../portfolio/calendar.ts";
import type { Hall, Portfolio, Site } from "../portfolio/schema.ts";

/** One here-and-now decision. `upper`: its largest value; the least is 0. */
export type Coordinate =
  | { readonly kind: "contract"; readonly id: string; readonly upper: number }
  | { readonly kind: "lot"; readonly id: string; readonly upper: number; readonly isDivisible: boolean }
  | {
      readonly kind: "modules";
      readonly site: string;
      readonly hall: string;
      readonly period: number;
      readonly month: string;
      readonly upper: number;
    }
  | {
      readonly kind: "expansion";
      readonly site: string;
      readonly expansion: string;
      readonly period: number;
      readonly month: string;
      readonly upper: number;
    };

export interface NowSpace {
  /** Modules and expansions started, and lots arriving, before this month are here and now. */
  readonly until: string;
  readonly coordinates: readonly Coordinate[];
}

/** The here-and-now decisions in the portfolio's terms. What is not listed is not signed, ordered or started now. */
export interface NowDecisions {
  /** Fraction of the quantity, in (0, 1]. */
  readonly contracts: readonly { readonly id: string; readonly fraction: number }[];
  readonly orders: readonly { readonly lot: string; readonly fraction: number }[];
  readonly builds: Decisions["builds"];
  readonly expansions: Decisions["expansions"];
}

/** Fractions below this are rounding: a thousandth of the tolerance plans are checked with. */
const DUST = 1e-9;

const mostAPeriod = ({ build }: Hall): number =>
  build === undefined ? 0 : Math.min(build.maxModules, build.maxModulesPerPeriod ?? build.maxModules);

/** The largest of a figure over the portfolios that have the site. */
function largest(portfolios: readonly Portfolio[], site: string, figure: (site: Site) => number): number {
  return Math.max(
    ...portfolios.map((portfolio) => {
      const own = portfolio.sites.find(({ id }) => id === site);
      return own === undefined ? 0 : figure(own);
    }),
  );
}

/**
 * `base`: names what there is to decide; `scenarios`: the same portfolio in each future, which may differ in figures. `later`: ids of contracts
 * and lots that are decided when the future is known.
 */
export function nowSpace(
  base: Portfolio,
  scenarios: readonly Portfolio[],
  until: string,
  later: ReadonlySet<string>,
): NowSpace {
  const calendar = makeCalendar(base.horizon);
  const end = Math.min(calendar.periods, calendar.at(until));
  const all = [base, ...scenarios];
  const contracts = base.contracts
    .filter(({ id, signed }) => !signed && !later.has(id))
    .map(({ id }): Coordinate => ({ kind: "contract", id, upper: 1 }));
  const lots = base.backlog
    .filter(({ id, committed, arrives, racks }) => !committed && racks > 0 && arrives < until && !later.has(id))
    .map(({ id, divisible }): Coordinate => ({ kind: "lot", id, upper: 1, isDivisible: divisible }));
  const started = base.sites.flatMap((site): Coordinate[] => {
    const periods = Array.from({ length: end }, (_, period) => ({ period, month: calendar.monthOfPeriod(period) }));
    const modules = site.halls.flatMap(({ id: hall }): Coordinate[] => {
      const upper = largest(all, site.id, ({ halls }) =>
        Math.max(0, ...halls.filter(({ id }) => id === hall).map(mostAPeriod)),
      );
      if (upper === 0) return [];
      return periods.map(({ period, month }) => ({ kind: "modules", site: site.id, hall, period, month, upper }));
    });
    const expansions = site.expansions.flatMap(({ id: expansion }): Coordinate[] =>
      periods.map(({ period, month }) => ({ kind: "expansion", site: site.id, expansion, period, month, upper: 1 })),
    );
    return [...modules, ...expansions];
  });
  return { until, coordinates: [...contracts, ...lots, ...started] };
}

/** Whether each coordinate is a decision in the scenario: customers that are gone and lots that never come bind nothing. */
export function presence({ coordinates }: NowSpace, scenario: Portfolio): boolean[] {
  const contracts = new Set(scenario.contracts.flatMap(({ id, signed }) => (signed ? [] : [id])));
  const lots = new Set(scenario.backlog.flatMap(({ id, committed }) => (committed ? [] : [id])));
  return coordinates.map((coordinate) => {
    if (coordinate.kind === "contract") return contracts.has(coordinate.id);
    if (coordinate.kind === "lot") return lots.has(coordinate.id);
    return true;
  });
}

const nameOf = (coordinate: Coordinate): string => {
  switch (coordinate.kind) {
    case "contract":
    case "lot":
      return JSON.stringify([coordinate.kind, coordinate.id]);
    case "modules":
      return JSON.stringify(["modules", coordinate.site, coordinate.hall, coordinate.month]);
    case "expansion":
      return JSON.stringify(["expansion", coordinate.site, coordinate.expansion, coordinate.month]);
  }
};

/** The here-and-now part of a plan, by coordinate. */
export function pointOf(space: NowSpace, decisions: Decisions): Float64Array {
  const values = new Map<string, number>();
  for (const { id, accepted, fraction } of decisions.contracts) {
    if (accepted) values.set(JSON.stringify(["contract", id]), fraction ?? 1);
  }
  for (const { lot, fraction } of decisions.orders) values.set(JSON.stringify(["lot", lot]), fraction);
  for (const { site, hall, start, modules } of decisions.builds) {
    values.set(JSON.stringify(["modules", site, hall, start]), modules);
  }
  for (const { site, expansion, start } of decisions.expansions) {
    values.set(JSON.stringify(["expansion", site, expansion, start]), 1);
  }
  return Float64Array.from(space.coordinates, (coordinate) => {
    const value = values.get(nameOf(coordinate)) ?? 0;
    return value <= DUST ? 0 : Math.abs(value - coordinate.upper) <= DUST ? coordinate.upper : value;
  });
}

/** The decisions a point stands for. */
export function nowDecisions({ coordinates }: NowSpace, point: Float64Array): NowDecisions {
  const contracts: { id: string; fraction: number }[] = [];
  const orders: { lot: string; fraction: number }[] = [];
  const builds: Decisions["builds"] = [];
  const expansions: Decisions["expansions"] = [];
  coordinates.forEach((coordinate, k) => {
    const value = point[k];
    if (value <= 0) return;
    if (coordinate.kind === "contract") contracts.push({ id: coordinate.id, fraction: value });
    else if (coordinate.kind === "lot") orders.push({ lot: coordinate.id, fraction: value });
    else if (coordinate.kind === "modules") {
      const { site, hall, month } = coordinate;
      builds.push({ site, hall, start: month, modules: value });
    } else {
      const { site, expansion, month } = coordinate;
      expansions.push({ site, expansion, start: month });
    }
  });
  return { contracts, orders, builds, expansions };
}
