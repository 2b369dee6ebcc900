// From a portfolio as planners write it (presets, hourly price files, mining fleets) to the portfolio that is solved (MODEL.md section 2).
// What has none of these comes out as it went in.
import { Calendar, makeCalendar } from "../portfolio/calendar.ts";
import { MONTH_PATTERN } from "../portfolio/month.ts";
import { makeReport, Problem } from "../portfolio/problem.ts";
import { MAX_HORIZON_MONTHS } from "../portfolio/ranges.ts";
import { child } from "../portfolio/show.ts";
import { isObject, Json, listAt } from "./fields.ts";
import { fillPresets } from "./fill-presets.ts";
import { ResolveNote } from "./note.ts";
import { resolveSiteEnergy } from "./site-energy.ts";
import { HourlyFiles, ReadText } from "./site-prices.ts";

export interface ResolveOptions {
  /** Text of a file the portfolio names, such as an hourly price file; throws when there is none. Without it such portfolios are refused. */
  readonly readText?: ReadText;
}

export interface Resolution {
  /** The resolved portfolio, still to be checked by parsePortfolio. */
  readonly value: unknown;
  /** What was filled in, and from where. */
  readonly notes: ResolveNote[];
  /** What is wrong with presets, price files and mining; empty when all could be resolved. */
  readonly problems: Problem[];
}

/** The calendar of the horizon, undefined while the horizon is not sound (parsePortfolio tells why). */
function calendarOf(value: unknown): Calendar | undefined {
  const horizon = child(value, "horizon");
  const start = child(horizon, "start");
  const periods = child(horizon, "periods");
  const monthsPerPeriod = child(horizon, "monthsPerPeriod");
  const isCount = (count: unknown): count is number =>
    Number.isInteger(count) && Number(count) >= 1 && Number(count) <= MAX_HORIZON_MONTHS;
  if (typeof start !== "string" || !MONTH_PATTERN.test(start) || !isCount(periods) || !isCount(monthsPerPeriod))
    return undefined;
  return makeCalendar({ start, periods, monthsPerPeriod });
}

/** Whether the value has anything to resolve: a key `preset`, `hourly` or `mining` where one may stand. */
function needsResolving(value: unknown): boolean {
  const hasPreset = (object: unknown): boolean => child(object, "preset") !== undefined;
  if (
    hasPreset(child(value, "finance")) ||
    listAt(value, "platforms").some(hasPreset) ||
    listAt(value, "backlog").some(hasPreset)
  )
    return true;
  if (listAt(value, "contracts").some((contract) => hasPreset(child(contract, "credit")))) return true;
  return listAt(value, "sites").some(
    (site) =>
      hasPreset(site) ||
      isObject(child(site, "flexible")) ||
      child(child(site, "energy"), "hourly") !== undefined ||
      listAt(site, "halls").some(hasPreset),
  );
}

/**
 * Resolve presets (`"preset": "gb300-nvl72"` in platforms, lots, halls, sites, finance and credit), hourly price files
 * (`energy: {hourly: {file, column}}`) and mining fleets (`flexible: {mining: {...}}`). Fields the user wrote are never changed.
 * The input is not touched. Never throws on JSON values.
 */
export function resolvePortfolio(value: unknown, options: ResolveOptions = {}): Resolution {
  if (!isObject(value) || !needsResolving(value)) return { value, notes: [], problems: [] };
  const report = makeReport(value);
  const portfolio: Json = structuredClone(value);
  const notes = fillPresets(portfolio, portfolio, report);
  const calendar = calendarOf(portfolio);
  if (calendar !== undefined) {
    const files = new HourlyFiles(options.readText);
    for (const [s, site] of listAt(portfolio, "sites").entries()) {
      if (isObject(site)) notes.push(...resolveSiteEnergy(site, ["sites", s], calendar, files, portfolio, report));
    }
  }
  return { value: portfolio, notes, problems: report.problems };
}
