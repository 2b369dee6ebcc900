// One site's energy and flexible loads: mining fleets become loads, hourly prices become blocks that value the site's loads as the hours do.
import { blocksAsPrices, CondensedBlock, condenseExactly, condenseToBlocks, meanMargin } from "../energy/condense.ts";
import { PeriodPrices } from "../energy/period-prices.ts";
import { Calendar } from "../portfolio/calendar.ts";
import { Report } from "../portfolio/problem.ts";
import { expandSeries } from "../portfolio/series.ts";
import { figure, Path, pathText, quote } from "../portfolio/show.ts";
import { subjectOf } from "../portfolio/subject.ts";
import { isObject, Json, SourceSeries } from "./fields.ts";
import { miningLoads, seriesOf } from "./mining.ts";
import { ResolveNote } from "./note.ts";
import { HourlyFiles, hourlyPrices, marketPrices, SitePrices } from "./site-prices.ts";

const isSeries = (value: unknown): value is SourceSeries => typeof value === "number" || isObject(value);

/** PPA price per period; undefined without a sound PPA. */
function ppaPrices(energy: Json, calendar: Calendar): Float64Array | undefined {
  const { ppa } = energy;
  return isObject(ppa) && isSeries(ppa.usdPerMwh) ? expandSeries(ppa.usdPerMwh, calendar) : undefined;
}

/** What a flexible load pays: the PPA's price where there is one, else the market's. */
function pricesPaid(
  prices: SitePrices | undefined,
  ppa: Float64Array | undefined,
): readonly PeriodPrices[] | undefined {
  if (ppa === undefined) return prices?.periods;
  return Array.from(ppa, (price) => ({ usdPerMwh: Float64Array.of(price), weight: Float64Array.of(1) }));
}

/** Per period the prices at which something changes: each load's earnings, and the PPA price where power can be resold. */
function thresholds(site: Json, ppa: Float64Array | undefined, calendar: Calendar): number[][] {
  const loads = Array.isArray(site.flexible) ? site.flexible : [];
  const series = loads.flatMap((load: unknown) =>
    isObject(load) && isSeries(load.usdPerMwh) ? [expandSeries(load.usdPerMwh, calendar)] : [],
  );
  if (ppa !== undefined) series.push(ppa);
  return Array.from({ length: calendar.periods }, (_, t) => series.map((values) => values[t]));
}

/** Largest change of a load's mean margin that the blocks make, over loads and periods. */
function largestError(
  prices: readonly PeriodPrices[],
  blocks: readonly CondensedBlock[],
  at: readonly (readonly number[])[],
): number {
  let worst = 0;
  prices.forEach((period, t) => {
    const condensed = blocksAsPrices(blocks, t);
    for (const price of at[t])
      worst = Math.max(worst, Math.abs(meanMargin(period, price) - meanMargin(condensed, price)));
  });
  return worst;
}

function hourlyNote(prices: SitePrices, blocks: readonly CondensedBlock[], at: readonly (readonly number[])[]): string {
  const { hourly } = prices;
  if (hourly === undefined) return "";
  const { hours, file, blocks: asked } = hourly;
  const odd = [
    hours.missing > 0 ? `${hours.missing} hours missing (their months count by the hours they have)` : "",
    hours.duplicates > 0 ? `${hours.duplicates} given twice (their mean counts)` : "",
    hours.negative > 0 ? `${hours.negative} with negative prices` : "",
  ].filter((text) => text !== "");
  const error =
    asked === undefined
      ? "exact"
      : `an approximation: a load's mean margin is off by at most ${figure(largestError(prices.periods, blocks, at))} USD per MWh`;
  return `${hours.months.length} hourly prices of ${quote(file)}${odd.length > 0 ? `, ${odd.join(", ")}` : ""}, condensed into ${blocks.length} blocks (${error})`;
}

/** `flexible: {mining, loads}` becomes a list; its mining loads come first. */
function expandMining(
  site: Json,
  path: Path,
  calendar: Calendar,
  prices: readonly PeriodPrices[] | undefined,
  root: unknown,
  report: Report,
): ResolveNote[] {
  const { flexible } = site;
  if (!isObject(flexible)) return [];
  const at = [...path, "flexible"];
  for (const key of Object.keys(flexible)) {
    if (key !== "mining" && key !== "loads")
      report.error("unknown-key", [...at, key], `unknown key ${quote(key)}`, "the keys here are mining, loads");
  }
  const { loads, notes } = miningLoads(flexible.mining, [...at, "mining"], { calendar, prices }, root, report);
  site.flexible = [...loads, ...(Array.isArray(flexible.loads) ? flexible.loads : [])];
  return notes;
}

/** Resolve the energy of one site in place. */
export function resolveSiteEnergy(
  site: Json,
  path: Path,
  calendar: Calendar,
  files: HourlyFiles,
  root: unknown,
  report: Report,
): ResolveNote[] {
  const energy = isObject(site.energy) ? site.energy : {};
  const energyPath = [...path, "energy"];
  const isHourly = Object.hasOwn(energy, "hourly");
  const prices = isHourly ? hourlyPrices(energy, energyPath, calendar, files, report) : marketPrices(energy, calendar);
  const ppa = ppaPrices(energy, calendar);
  const notes = expandMining(site, path, calendar, pricesPaid(prices, ppa), root, report);
  if (!isHourly || prices?.hourly === undefined) return notes;
  const at = thresholds(site, ppa, calendar);
  const count = prices.hourly.blocks;
  const blocks = count === undefined ? condenseExactly(prices.periods, at) : condenseToBlocks(prices.periods, count);
  delete energy.hourly;
  energy.market = blocks.map(({ share, usdPerMwh }) => ({ share, usdPerMwh: seriesOf(usdPerMwh, calendar) }));
  notes.push({ path: pathText(energyPath), subject: subjectOf(root, path), message: hourlyNote(prices, blocks, at) });
  return notes;
}
