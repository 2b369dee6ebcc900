// Calendar, series and discount factors for the textbook MILP, written from MODEL.md section 1 alone, in closed forms.
import { type Portfolio, type Series } from "../../src/portfolio/schema.ts";

export interface TextbookCalendar {
  /** T */
  periods: number;
  /** M, months per period. */
  months: number;
  /** D, years per period. */
  years: number;
  hours: number;
  at(month: string): number;
  before(month: string): number;
  /** n(months) */
  periodsIn(months: number): number;
  /** First month of period t, "YYYY-MM". */
  label(t: number): string;
  valueAt(series: Series, t: number): number;
  /** Whole months from `month` to the first month of period t (negative when t comes first). */
  monthsFrom(month: string, t: number): number;
}

function monthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
}

export function textbookCalendar(horizon: Portfolio["horizon"]): TextbookCalendar {
  const origin = monthNumber(horizon.start);
  const M = horizon.monthsPerPeriod;
  const T = horizon.periods;
  const firstMonth = (t: number): number => origin + t * M;
  return {
    periods: T,
    months: M,
    years: M / 12,
    hours: 730 * M,
    at: (month) => Math.max(0, Math.ceil((monthNumber(month) - origin) / M)),
    before: (month) => {
      const offset = monthNumber(month) - origin;
      return offset < 0 ? -1 : Math.min(T - 1, Math.floor(offset / M));
    },
    periodsIn: (months) => Math.ceil(months / M),
    label: (t) => {
      const month = firstMonth(t);
      return `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`;
    },
    valueAt: (series, t) => {
      if (typeof series === "number") return series;
      const reached = Object.entries(series).filter(([month]) => monthNumber(month) <= firstMonth(t));
      reached.sort(([a], [b]) => monthNumber(a) - monthNumber(b));
      return reached.at(-1)?.[1] ?? 0;
    },
    monthsFrom: (month, t) => firstMonth(t) - monthNumber(month),
  };
}

/** S(t, r): paid at the start of period t. */
export const startFactor = (calendar: TextbookCalendar, t: number, rate: number): number =>
  (1 + rate) ** -(t * calendar.years);

/** F(t, r): earned over period t. */
export const overFactor = (calendar: TextbookCalendar, t: number, rate: number): number =>
  (1 + rate) ** -((t + 0.5) * calendar.years);

/** E(r): at the end of the horizon. */
export const endFactor = (calendar: TextbookCalendar, rate: number): number =>
  (1 + rate) ** -(calendar.periods * calendar.years);
