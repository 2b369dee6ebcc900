// `flexible: {mining: {...}, loads: [...]}`: a mining fleet described by what miners know (hash price, J/TH, pool fee, halvings) becomes
// flexible loads with earnings per MWh (MODEL.md section 2).
import { equivalentPrice, hashRevenueUsdPerMwh } from "../energy/mining.ts";
import { PeriodPrices } from "../energy/period-prices.ts";
import { Calendar } from "../portfolio/calendar.ts";
import { Report } from "../portfolio/problem.ts";
import { expandSeries } from "../portfolio/series.ts";
import { figure, Path, pathText, quote } from "../portfolio/show.ts";
import { subjectOf } from "../portfolio/subject.ts";
import { Fields, isObject, Json, listAt, SourceSeries } from "./fields.ts";
import { fillPreset } from "./fill-presets.ts";
import { ResolveNote } from "./note.ts";

const MINING_KEYS = ["hashPriceUsdPerPhDay", "poolFee", "halvings", "halvingFactor", "fleets"];
const FLEET_KEYS = [
  "id",
  "joulesPerTh",
  "mw",
  "ph",
  "pue",
  "opexUsdPerMwh",
  "switchOffUsdPerMwh",
  "demandResponseUsdPerMwYear",
];
const HOURS_PER_YEAR = 8760;

export interface Load {
  id: string;
  mw: SourceSeries;
  usdPerMwh: SourceSeries;
}

interface Market {
  readonly calendar: Calendar;
  /** Prices the loads meet per period; undefined where the site's energy is not sound. */
  readonly prices: readonly PeriodPrices[] | undefined;
}

/** Hash price per period, halvings included. */
function hashPrices(fields: Fields, calendar: Calendar): Float64Array | undefined {
  const price = fields.series("hashPriceUsdPerPhDay", 0, "USD per PH/s and day: a number or a step map by month");
  const halvings = fields.months("halvings", 'a list of months such as ["2028-04"]');
  const factor = fields.numberOr("halvingFactor", 0.5, 0, 1, "what a halving leaves of the hash price, 0 to 1");
  if (price === undefined || halvings === undefined || factor === undefined) return undefined;
  const values = expandSeries(price, calendar);
  // Multiplied out: powers are the runtime's own and differ in their last bits.
  return values.map((value, t) =>
    halvings
      .filter((month) => calendar.monthOffset(month) <= t * calendar.monthsPerPeriod)
      .reduce((left) => left * factor, value),
  );
}

/** A series by period, as a step map that says only what changes. */
export function seriesOf(values: ArrayLike<number>, calendar: Calendar): SourceSeries {
  const steps: Record<string, number> = {};
  let last = Number.NaN;
  for (let t = 0; t < values.length; t++) {
    if (values[t] !== last) steps[calendar.monthOfPeriod(t)] = values[t];
    last = values[t];
  }
  return Object.keys(steps).length === 1 ? values[0] : steps;
}

function fleetLoad(
  fleet: Json,
  path: Path,
  hash: Float64Array,
  poolFee: number,
  market: Market,
  report: Report,
): Load | undefined {
  const { calendar, prices } = market;
  const fields = new Fields(fleet, path, report);
  fields.refuseOthers(FLEET_KEYS);
  const id = fields.text("id", "a name, or a preset that has one");
  const joulesPerTh = fields.number("joulesPerTh", 1, 1000, "energy per terahash in J/TH (= W per TH/s), 1 to 1000");
  const pue = fields.numberOr("pue", 1, 1, 2, "MWh at the meter per MWh at the machines, 1 to 2");
  const opex = fields.numberOr("opexUsdPerMwh", 0, 0, 1000, "cost of running in USD per MWh, energy apart");
  const off = fields.numberOr(
    "switchOffUsdPerMwh",
    Number.POSITIVE_INFINITY,
    -1000,
    1e6,
    "the price in USD per MWh above which the fleet is off",
  );
  const response = fields.numberOr("demandResponseUsdPerMwYear", 0, 0, 1e7, "payment in USD per MW and year");
  const inMw = Object.hasOwn(fleet, "mw");
  const size = inMw
    ? fields.series("mw", 0, "MW at the meter: a number or a step map")
    : fields.series("ph", 0, "PH/s (or mw at the meter): a number or a step map");
  if (inMw && Object.hasOwn(fleet, "ph"))
    report.error("size-twice", path, 'has both "mw" and "ph"', "keep one of them");
  if (id === undefined || joulesPerTh === undefined || pue === undefined || opex === undefined) return undefined;
  if (off === undefined || response === undefined || size === undefined) return undefined;
  const special = response > 0 || Number.isFinite(off);
  if (special && prices === undefined) return undefined;
  const usdPerMwh = hash.map((price, t) => {
    const revenue = hashRevenueUsdPerMwh(price, joulesPerTh, poolFee, pue) - opex;
    return special && prices !== undefined
      ? equivalentPrice(prices[t], revenue, off, response / HOURS_PER_YEAR)
      : revenue;
  });
  const mwPerPh = (joulesPerTh * pue) / 1000;
  const mw = inMw
    ? size
    : typeof size === "number"
      ? size * mwPerPh
      : Object.fromEntries(Object.entries(size).map(([month, ph]) => [month, ph * mwPerPh]));
  return { id, mw, usdPerMwh: seriesOf(usdPerMwh, calendar) };
}

function loadNote(load: Load, path: Path, root: unknown): ResolveNote {
  const values = typeof load.usdPerMwh === "number" ? [load.usdPerMwh] : Object.values(load.usdPerMwh);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const earns = low === high ? figure(low) : `${figure(low)} to ${figure(high)}`;
  return {
    path: pathText(path),
    subject: subjectOf(root, path),
    message: `mining fleet ${quote(load.id)} earns ${earns} USD per MWh: it is off above that price`,
  };
}

/** The fleets of `mining` as flexible loads. `path` leads to the mining object. */
export function miningLoads(
  mining: unknown,
  path: Path,
  market: Market,
  root: unknown,
  report: Report,
): { loads: Load[]; notes: ResolveNote[] } {
  if (!isObject(mining)) {
    report.error(
      "wrong-type",
      path,
      "mining is no object",
      'write {"hashPriceUsdPerPhDay": 38, "fleets": [{"preset": "s21", "mw": 50}]}',
    );
    return { loads: [], notes: [] };
  }
  const fields = new Fields(mining, path, report);
  fields.refuseOthers(MINING_KEYS);
  const hash = hashPrices(fields, market.calendar);
  const poolFee = fields.numberOr("poolFee", 0, 0, 1, "the pool's share as a fraction: 0.02 for 2 %");
  const fleets = listAt(mining, "fleets");
  if (fleets.length === 0)
    report.error("empty-list", path, "names no fleet", 'add "fleets": [{"preset": "s21", "mw": 50}]');
  const loads: Load[] = [];
  const notes: ResolveNote[] = [];
  for (const [index, fleet] of fleets.entries()) {
    const at = [...path, "fleets", index];
    if (!isObject(fleet)) {
      report.error("wrong-type", at, "a fleet is no object", 'write {"id": "s21", "joulesPerTh": 17.5, "mw": 50}');
      continue;
    }
    notes.push(...fillPreset(fleet, "fleet", at, root, report));
    if (hash === undefined || poolFee === undefined) continue;
    const load = fleetLoad(fleet, at, hash, poolFee, market, report);
    if (load === undefined) continue;
    loads.push(load);
    notes.push(loadNote(load, at, root));
  }
  return { loads, notes };
}
