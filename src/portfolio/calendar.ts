// Months to periods and back (MODEL.md section 1). Period t starts at month `start + t*M`.
import { monthIndex, monthText } from "./month.ts";
import { Portfolio } from "./schema.ts";

/** Hours in a month: 8760 / 12. */
const HOURS_PER_MONTH = 730;

export interface Calendar {
  /** T, number of periods. */
  readonly periods: number;
  /** M. */
  readonly monthsPerPeriod: number;
  /** D = M / 12. */
  readonly yearsPerPeriod: number;
  /** HOURS = 730 * M. */
  readonly hoursPerPeriod: number;
  /** T * D. */
  readonly horizonYears: number;
  /** First month of period 0. */
  readonly start: string;
  /** First month after the horizon. */
  readonly end: string;
  /** First period that starts on or after `month`: 0 when the month is earlier than the horizon; T or more means never. */
  at(month: string): number;
  /** Last period (at most T - 1) that starts on or before `month`; -1 when the month is earlier than the horizon. */
  before(month: string): number;
  /** n(months) = ceil(months / M). */
  periodsIn(months: number): number;
  /** First month of period t; t may be T or more. */
  monthOfPeriod(t: number): string;
  /** Months from the horizon's start to `month`; negative before it. */
  monthOffset(month: string): number;
  /** t * D: years from the horizon's start to the start of period t, the clock of payments made at a period's start. */
  startYears(t: number): number;
  /** (t + 1/2) * D: the clock of what is earned over period t. */
  midYears(t: number): number;
}

/** The calendar of a validated horizon. */
export function makeCalendar(horizon: Portfolio["horizon"]): Calendar {
  const { start, periods, monthsPerPeriod } = horizon;
  const first = monthIndex(start);
  const yearsPerPeriod = monthsPerPeriod / 12;
  const monthOffset = (month: string): number => monthIndex(month) - first;
  const monthOfPeriod = (t: number): string => monthText(first + t * monthsPerPeriod);
  const periodsIn = (months: number): number => Math.ceil(months / monthsPerPeriod);
  return Object.freeze({
    periods,
    monthsPerPeriod,
    yearsPerPeriod,
    hoursPerPeriod: HOURS_PER_MONTH * monthsPerPeriod,
    horizonYears: periods * yearsPerPeriod,
    start,
    end: monthOfPeriod(periods),
    at: (month: string): number => periodsIn(Math.max(0, monthOffset(month))),
    before: (month: string): number => {
      const offset = monthOffset(month);
      return offset < 0 ? -1 : Math.min(periods - 1, Math.floor(offset / monthsPerPeriod));
    },
    periodsIn,
    monthOfPeriod,
    monthOffset,
    startYears: (t: number): number => t * yearsPerPeriod,
    midYears: (t: number): number => (t + 0.5) * yearsPerPeriod,
  });
}
