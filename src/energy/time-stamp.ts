// What time columns of price files look like: one timestamp, or a date and an hour (hour ending 1..24, as ERCOT and NYISO count, or 0..23).
import { HOUR_MS } from "./local-time.ts";

const STAMP =
  /^(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\/(\d{1,2})\/(\d{4}))(?:[T ](\d{1,2})(?::(\d{2}))?(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;

export interface Stamp {
  /** Hour since 1970 on the clock the file is written by; universal time when `universal`. */
  readonly hour: number;
  /** The text names its offset, so the hour is universal time. */
  readonly universal: boolean;
}

function dayMs(year: number, month: number, day: number): number | undefined {
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? time : undefined;
}

const offsetMinutes = (zone: string): number => {
  if (zone === "Z") return 0;
  const digits = zone.replace(":", "");
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return digits.startsWith("-") ? -minutes : minutes;
};

/** "2025-01-31 13:00", "2025-01-31T13:00Z", "1/31/2025 13:00" (month first); undefined for what is no such time. */
export function readStamp(text: string): Stamp | undefined {
  const match = STAMP.exec(text.trim());
  if (match === null) return undefined;
  const [, isoYear, isoMonth, isoDay, usMonth, usDay, usYear, hour, minute, , zone] = match;
  const day = dayMs(Number(isoYear ?? usYear), Number(isoMonth ?? usMonth), Number(isoDay ?? usDay));
  if (day === undefined || Number(hour ?? 0) > 24 || Number(minute ?? 0) > 59) return undefined;
  const local = day + Number(hour ?? 0) * HOUR_MS + Number(minute ?? 0) * 60_000;
  const time = zone === undefined ? local : local - offsetMinutes(zone) * 60_000;
  return { hour: Math.floor(time / HOUR_MS), universal: zone !== undefined };
}

/** A date and the hour's number; `first` is the number of a day's first hour (1 = hour ending, 0 = hour beginning). */
export function readDateAndHour(date: string, hour: string, first: number): Stamp | undefined {
  const day = readStamp(date);
  const clock = /^(\d{1,2})(?::00)?$/.exec(hour.trim());
  if (day === undefined || clock === null) return undefined;
  const number = Number(clock[1]) - first;
  return number < 0 || number > 24 ? undefined : { hour: day.hour + number, universal: false };
}
