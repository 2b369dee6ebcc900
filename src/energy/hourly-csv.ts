// Hourly prices from a CSV text: one column of prices, one or two columns of time. What is odd about the file is counted and told.
import Papa from "papaparse";
import { HOUR_MS, LocalClock, monthOfHour } from "./local-time.ts";
import { readDateAndHour, readStamp, Stamp } from "./time-stamp.ts";

export interface HourlyOptions {
  /** Name of the price column, USD/MWh. */
  readonly column: string;
  /** Name of the timestamp column, or of a date and an hour column; found by its name when absent. */
  readonly time?: string | readonly [string, string];
  /** IANA zone of the clock the file is written by; tells clock changes from gaps. */
  readonly timezone?: string;
}

export interface PriceHours {
  /** Month (as monthIndex) and price of each hour that has one. */
  readonly months: Int32Array;
  readonly usdPerMwh: Float64Array;
  /** Hours between the first and the last that the file does not have, or has no price for. */
  readonly missing: number;
  /** Hours given more than once; their mean counts. */
  readonly duplicates: number;
  readonly negative: number;
}

export interface HourlyFault {
  readonly message: string;
  readonly hint: string;
}

export type HourlyReading =
  | { readonly ok: true; readonly hours: PriceHours }
  | { readonly ok: false; readonly fault: HourlyFault };

const STAMP_NAMES = ["timestamp", "time", "datetime", "date_time", "hour_beginning", "interval_start"];
const DATE_NAMES = ["date", "delivery_date", "deliverydate", "day"];
const HOUR_NAMES = ["hour_ending", "hourending", "he", "hour"];

const fault = (message: string, hint: string): HourlyReading => ({ ok: false, fault: { message, hint } });
const listed = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(", ");

/** The columns of time: as asked for, or by the names such columns usually have. */
function timeColumns(fields: readonly string[], asked: HourlyOptions["time"]): readonly string[] | undefined {
  if (asked !== undefined) return typeof asked === "string" ? [asked] : asked;
  const find = (names: readonly string[]): string | undefined =>
    fields.find((field) => names.includes(field.trim().toLowerCase().replaceAll(" ", "_")));
  const stamp = find(STAMP_NAMES);
  if (stamp !== undefined) return [stamp];
  const date = find(DATE_NAMES);
  const hour = find(HOUR_NAMES);
  if (date === undefined) return undefined;
  return hour === undefined ? [date] : [date, hour];
}

type Row = Record<string, string | undefined>;

/** Reads the time of every row; the number of the first row (header = 1) that has none. */
function readTimes(rows: readonly Row[], columns: readonly string[]): Stamp[] | number {
  const [first, second] = columns;
  const hourTexts = second === undefined ? [] : rows.map((row) => row[second] ?? "");
  const firstHour = hourTexts.some((text) => /^0+(:00)?$/.test(text.trim())) ? 0 : 1;
  const stamps: Stamp[] = [];
  for (const [index, row] of rows.entries()) {
    const text = row[first] ?? "";
    const stamp = second === undefined ? readStamp(text) : readDateAndHour(text, hourTexts[index], firstHour);
    if (stamp === undefined) return index + 2;
    stamps.push(stamp);
  }
  return stamps;
}

/** Sum and count of prices by local hour. */
class HourTable {
  readonly sums = new Map<number, { usdPerMwh: number; count: number }>();

  add(hour: number, usdPerMwh: number): void {
    const entry = this.sums.get(hour);
    if (entry === undefined) this.sums.set(hour, { usdPerMwh, count: 1 });
    else {
      entry.usdPerMwh += usdPerMwh;
      entry.count++;
    }
  }

  /** Judge the counts against how often the clock shows each hour. */
  finish(clock: LocalClock | undefined): PriceHours {
    const hours = [...this.sums.keys()].sort((a, b) => a - b);
    const months: number[] = [];
    const prices: number[] = [];
    let missing = 0;
    let duplicates = 0;
    let expectedFrom = hours[0];
    for (const hour of hours) {
      for (let gap = expectedFrom; gap < hour; gap++) missing += clock === undefined ? 1 : clock.occurrences(gap);
      expectedFrom = hour + 1;
      const entry = this.sums.get(hour) ?? { usdPerMwh: 0, count: 1 };
      const times = Math.max(1, clock?.occurrences(hour) ?? 1);
      if (entry.count > times) duplicates += entry.count - times;
      missing += Math.max(0, times - entry.count);
      for (let copy = 0; copy < Math.min(times, entry.count); copy++) {
        months.push(monthOfHour(hour));
        prices.push(entry.usdPerMwh / entry.count);
      }
    }
    const negative = prices.filter((price) => price < 0).length;
    return { months: Int32Array.from(months), usdPerMwh: Float64Array.from(prices), missing, duplicates, negative };
  }
}

function clockOf(timezone: string | undefined): LocalClock | undefined | HourlyFault {
  if (timezone === undefined) return undefined;
  try {
    return new LocalClock(timezone);
  } catch {
    return {
      message: `timezone is ${JSON.stringify(timezone)}, which is no time zone`,
      hint: 'use an IANA name such as "America/Chicago"',
    };
  }
}

/** Reads the prices of `text`. Never throws on any text. */
export function readHourlyCsv(text: string, options: HourlyOptions): HourlyReading {
  const clock = clockOf(options.timezone);
  if (clock !== undefined && "message" in clock) return { ok: false, fault: clock };
  const table = Papa.parse<Row>(text, { header: true, skipEmptyLines: "greedy" });
  const fields = table.meta.fields ?? [];
  if (!fields.includes(options.column)) {
    return fault(`the file has no column ${JSON.stringify(options.column)}`, `its columns are ${listed(fields)}`);
  }
  const columns = timeColumns(fields, options.time);
  const unknown = columns?.find((column) => !fields.includes(column));
  if (columns === undefined || unknown !== undefined) {
    const what = unknown === undefined ? "no column that looks like time" : `no column ${JSON.stringify(unknown)}`;
    return fault(`the file has ${what}`, `name it in "time": one of ${listed(fields)}, or a date and an hour column`);
  }
  if (table.data.length === 0) return fault("the file has no rows below its header", "give one row per hour");
  const stamps = readTimes(table.data, columns);
  if (typeof stamps === "number") {
    const row = table.data[stamps - 2];
    const shown = columns.map((column) => JSON.stringify(row[column] ?? "")).join(" and ");
    return fault(
      `row ${stamps} has ${shown} where a time belongs`,
      'write times as "2026-01-31 13:00", or as a date and an hour from 1 to 24',
    );
  }
  return collect(table.data, stamps, options, clock);
}

function collect(
  rows: readonly Row[],
  stamps: readonly Stamp[],
  options: HourlyOptions,
  clock: LocalClock | undefined,
): HourlyReading {
  const table = new HourTable();
  for (const [index, row] of rows.entries()) {
    const cell = (row[options.column] ?? "").trim();
    if (cell === "" || /^(nan|na|n\/a|null|-)$/i.test(cell)) continue;
    const price = Number(cell);
    if (!Number.isFinite(price)) {
      return fault(
        `row ${index + 2} has ${JSON.stringify(cell)} in column ${JSON.stringify(options.column)}`,
        "write prices as plain numbers in USD per MWh, or leave the cell empty",
      );
    }
    const { hour, universal } = stamps[index];
    table.add(universal && clock !== undefined ? clock.localHour(hour * HOUR_MS) : hour, price);
  }
  if (table.sums.size === 0)
    return fault(
      `column ${JSON.stringify(options.column)} has no price in any row`,
      "name the column that holds the prices",
    );
  return { ok: true, hours: table.finish(clock) };
}
