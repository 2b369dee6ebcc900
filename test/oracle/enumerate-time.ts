// Calendar, profiles and discounting for the enumeration, by counting months one at a time instead of by formula, so that a slip in
// MODEL.md section 1 is not made the same way twice.
import { type Contract, type Portfolio, type Series } from "../../src/portfolio/schema.ts";

export interface Timeline {
  /** First month of each period, "YYYY-MM". */
  firstMonths: string[];
  monthsPerPeriod: number;
}

export function followingMonth(month: string): string {
  const [year, number] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}

export function timeline({ start, periods, monthsPerPeriod }: Portfolio["horizon"]): Timeline {
  const firstMonths: string[] = [];
  let month = start;
  for (let k = 0; k < periods * monthsPerPeriod; k++) {
    if (k % monthsPerPeriod === 0) firstMonths.push(month);
    month = followingMonth(month);
  }
  return { firstMonths, monthsPerPeriod };
}

/** First period that starts on or after the month; the number of periods when there is none. Months compare as text. */
export function periodFrom({ firstMonths }: Timeline, month: string): number {
  const found = firstMonths.findIndex((first) => first >= month);
  return found === -1 ? firstMonths.length : found;
}

/** Last period that starts on or before the month, or -1. */
export function periodUntil({ firstMonths }: Timeline, month: string): number {
  return firstMonths.findLastIndex((first) => first <= month);
}

/** Fewest whole periods that last at least `months`. */
export function wholePeriods({ monthsPerPeriod }: Timeline, months: number): number {
  let periods = 0;
  while (periods * monthsPerPeriod < months) periods++;
  return periods;
}

/** Values of a series over the horizon. */
export function overTime({ firstMonths }: Timeline, series: Series): number[] {
  if (typeof series === "number") return firstMonths.map(() => series);
  return firstMonths.map((first) => {
    let latest = "";
    for (const month of Object.keys(series)) if (month <= first && month > latest) latest = month;
    return latest === "" ? 0 : series[latest];
  });
}

/** Whole months from one month to a later one, 0 when it is not later. */
export function monthsLate(due: string, actual: string): number {
  let months = 0;
  for (let month = due; month < actual; month = followingMonth(month)) months++;
  return months;
}

/** Ramp factor of a contract in each period of the horizon: 0 outside its term. */
export function rampProfile(time: Timeline, contract: Contract, start: number): number[] {
  const length = wholePeriods(time, contract.termMonths);
  return time.firstMonths.map((_, t) => {
    if (t < start || t >= start + length) return 0;
    let factor = 0;
    for (let month = 0; month <= (t - start) * time.monthsPerPeriod; month++) factor = contract.ramp[month] ?? factor;
    return factor;
  });
}

/** Discount for `months` months at an annual rate. */
export const discount = (rate: number, months: number): number => 1 / (1 + rate) ** (months / 12);

export const discountToStart = (time: Timeline, rate: number, t: number): number =>
  discount(rate, t * time.monthsPerPeriod);

export const discountToMiddle = (time: Timeline, rate: number, t: number): number =>
  discount(rate, (t + 0.5) * time.monthsPerPeriod);
