// Months, periods, series and discount factors, straight from MODEL.md section 1. Written apart from src/portfolio's calendar on
// purpose: a mistake made there must not be repeated by the audit.
import { Portfolio, Series } from "../portfolio/schema.ts";
import { compounded } from "./audit-powers.ts";

export interface AuditCalendar {
  /** T */
  readonly periods: number;
  /** M */
  readonly monthsPerPeriod: number;
  /** D = M / 12 */
  readonly yearsPerPeriod: number;
  /** HOURS = 730 M */
  readonly hoursPerPeriod: number;
  /** Months since year 0 of the horizon's first month. */
  readonly startMonth: number;
  /** First month of each period, "YYYY-MM". */
  readonly months: readonly string[];
}

/** Months since year 0; NaN when the text is not "YYYY-MM". */
export function monthNumber(month: string): number {
  const parts = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month);
  return parts === null ? Number.NaN : Number(parts[1]) * 12 + Number(parts[2]) - 1;
}

export function monthText(monthsSinceYearZero: number): string {
  const year = Math.floor(monthsSinceYearZero / 12);
  const month = monthsSinceYearZero - year * 12 + 1;
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
}

export function auditCalendar(horizon: Portfolio["horizon"]): AuditCalendar {
  const { start, periods, monthsPerPeriod } = horizon;
  const startMonth = monthNumber(start);
  return {
    periods,
    monthsPerPeriod,
    yearsPerPeriod: monthsPerPeriod / 12,
    hoursPerPeriod: 730 * monthsPerPeriod,
    startMonth,
    months: Array.from({ length: periods }, (_, period) => monthText(startMonth + period * monthsPerPeriod)),
  };
}

/** at(m): first period that starts on or after month m; 0 before the horizon, may be >= T. */
export function at(calendar: AuditCalendar, month: string): number {
  return Math.max(0, Math.ceil((monthNumber(month) - calendar.startMonth) / calendar.monthsPerPeriod));
}

/** before(m): last period that starts on or before month m; -1 before the horizon. Not cut at T - 1: nothing may start there anyway. */
export function before(calendar: AuditCalendar, month: string): number {
  return Math.max(-1, Math.floor((monthNumber(month) - calendar.startMonth) / calendar.monthsPerPeriod));
}

/** n(months) = ceil(months / M). */
export function periodsIn(calendar: AuditCalendar, months: number): number {
  return Math.ceil(months / calendar.monthsPerPeriod);
}

/** The period that starts exactly in this month, inside the horizon or not; NaN when none does. */
export function periodStartingIn(calendar: AuditCalendar, month: string): number {
  const period = (monthNumber(month) - calendar.startMonth) / calendar.monthsPerPeriod;
  return Number.isInteger(period) ? period : Number.NaN;
}

/** Value of a series in each period. */
export function seriesValues(calendar: AuditCalendar, series: Series): number[] {
  if (typeof series === "number") return new Array<number>(calendar.periods).fill(series);
  const steps = Object.entries(series)
    .map(([month, value]) => ({ month: monthNumber(month), value }))
    .sort((a, b) => a.month - b.month);
  return calendar.months.map((_, period) => {
    const firstMonth = calendar.startMonth + period * calendar.monthsPerPeriod;
    let current = 0;
    for (const step of steps) if (step.month <= firstMonth) current = step.value;
    return current;
  });
}

/** S(t, r): discount factor of what is paid at a period's start. */
export function startFactor(calendar: AuditCalendar, period: number, rate: number): number {
  return compounded(rate, -(period * calendar.yearsPerPeriod));
}

/** F(t, r): discount factor of what is earned over a period. */
export function midFactor(calendar: AuditCalendar, period: number, rate: number): number {
  return compounded(rate, -((period + 0.5) * calendar.yearsPerPeriod));
}

/** E(r): discount factor at the end of the horizon. */
export function endFactor(calendar: AuditCalendar, rate: number): number {
  return compounded(rate, -(calendar.periods * calendar.yearsPerPeriod));
}
