// What energy costs at a site, hour by hour or block by block, before it is condensed: from `energy.hourly`, or from `energy.market`.
import { blocksAsPrices } from "../energy/condense.ts";
import { PriceHours, readHourlyCsv } from "../energy/hourly-csv.ts";
import { PeriodPrices, pricesByPeriod } from "../energy/period-prices.ts";
import { Calendar } from "../portfolio/calendar.ts";
import { monthIndex } from "../portfolio/month.ts";
import { Report } from "../portfolio/problem.ts";
import { expandSeries } from "../portfolio/series.ts";
import { has, Path, quote } from "../portfolio/show.ts";
import { Fields, isObject, Json, listAt, SourceSeries } from "./fields.ts";

const MAX_BLOCKS = 1000;
const HOURLY_KEYS = ["file", "column", "time", "timezone", "scale", "blocks"];

export interface SitePrices {
  /** One entry per period. */
  readonly periods: readonly PeriodPrices[];
  /** Set where an hourly file gave the prices. */
  readonly hourly?: { readonly hours: PriceHours; readonly file: string; readonly blocks: number | undefined };
}

/** Files named by a portfolio, as text. Answers the reason (an Error's message) by throwing. */
export type ReadText = (file: string) => string;

/** Files read once each, whatever the number of sites that use them. */
export class HourlyFiles {
  readonly #texts = new Map<string, string>();
  readonly #readings = new Map<string, ReturnType<typeof readHourlyCsv>>();

  constructor(private readonly readText: ReadText | undefined) {}

  private text(file: string): string {
    if (this.readText === undefined) throw new Error("no way to read files was given (option readText)");
    const known = this.#texts.get(file);
    if (known !== undefined) return known;
    const text = this.readText(file);
    this.#texts.set(file, text);
    return text;
  }

  read(
    file: string,
    column: string,
    time: string | readonly [string, string] | undefined,
    timezone: string | undefined,
  ) {
    const key = JSON.stringify([file, column, time, timezone]);
    const known = this.#readings.get(key);
    if (known !== undefined) return known;
    const reading = readHourlyCsv(this.text(file), {
      column,
      ...(time !== undefined && { time }),
      ...(timezone !== undefined && { timezone }),
    });
    this.#readings.set(key, reading);
    return reading;
  }
}

function timeOption(hourly: Json, path: Path, report: Report): string | readonly [string, string] | undefined | false {
  const { time } = hourly;
  if (time === undefined || typeof time === "string") return time;
  if (Array.isArray(time) && time.length === 2 && time.every((name) => typeof name === "string")) {
    return [String(time[0]), String(time[1])];
  }
  report.error(
    "wrong-type",
    [...path, "time"],
    "time is no column name",
    'write a column name, or two: ["date", "hour"]',
  );
  return false;
}

/** Prices from `energy.hourly`; undefined after a problem has been told. */
export function hourlyPrices(
  energy: Json,
  path: Path,
  calendar: Calendar,
  files: HourlyFiles,
  report: Report,
): SitePrices | undefined {
  const at = [...path, "hourly"];
  if (has(energy, "market")) {
    report.error("market-twice", path, 'has both "market" and "hourly"', "keep one of them");
    return undefined;
  }
  const { hourly } = energy;
  if (!isObject(hourly)) {
    report.error("wrong-type", at, "hourly is no object", 'write {"file": "prices.csv", "column": "usd_per_mwh"}');
    return undefined;
  }
  const fields = new Fields(hourly, at, report);
  fields.refuseOthers(HOURLY_KEYS);
  const file = fields.text("file", "the name of a CSV file");
  const column = fields.text("column", "the name of the price column");
  const timezone = fields.optionalText("timezone", 'an IANA time zone such as "America/Chicago"');
  const scale = fields.numberOr("scale", 1, 0, 1000, "a factor on every price, 0 to 1000");
  const blocks = fields.numberOr("blocks", 0, 0, MAX_BLOCKS, `a whole number of blocks, 1 to ${MAX_BLOCKS}`);
  const time = timeOption(hourly, at, report);
  if (file === undefined || column === undefined || scale === undefined || blocks === undefined || time === false)
    return undefined;
  let reading: ReturnType<typeof readHourlyCsv>;
  try {
    reading = files.read(file, column, time, timezone);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    report.error(
      "hourly-file",
      [...at, "file"],
      `cannot read ${quote(file)}: ${reason}`,
      "name a CSV file beside the portfolio",
    );
    return undefined;
  }
  if (!reading.ok) {
    report.error("hourly-file", at, `${quote(file)}: ${reading.fault.message}`, reading.fault.hint);
    return undefined;
  }
  const { hours } = reading;
  const periods = pricesByPeriod(hours, monthIndex(calendar.start), calendar.periods, calendar.monthsPerPeriod, scale);
  if (typeof periods === "number") {
    const month = String(periods).padStart(2, "0");
    report.error(
      "hourly-file",
      [...at, "file"],
      `${quote(file)} has no hour of any month ${month}`,
      "give prices of every month of the year",
    );
    return undefined;
  }
  return { periods, hourly: { hours, file, blocks: blocks === 0 ? undefined : Math.round(blocks) } };
}

/** Prices from `energy.market`; undefined where they are not sound (the schema will tell). */
export function marketPrices(energy: unknown, calendar: Calendar): SitePrices | undefined {
  const blocks = listAt(energy, "market").flatMap((block) => {
    if (!isObject(block) || typeof block.share !== "number") return [];
    const { usdPerMwh } = block;
    if (typeof usdPerMwh !== "number" && !isObject(usdPerMwh)) return [];
    return [{ share: block.share, usdPerMwh: expandSeries(usdPerMwh as SourceSeries, calendar) }];
  });
  if (blocks.length === 0) return undefined;
  return { periods: Array.from({ length: calendar.periods }, (_, t) => blocksAsPrices(blocks, t)) };
}
