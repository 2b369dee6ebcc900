// Series (MODEL.md section 1): a constant, or a step map whose latest step at or before a period's first month counts.
import { Calendar } from "./calendar.ts";
import { monthIndex } from "./month.ts";
import { Series } from "./schema.ts";

/** The steps of a series in order of time; a constant has none. */
export function stepsOf(series: Series): { month: string; value: number }[] {
  if (typeof series === "number") return [];
  return Object.entries(series)
    .map(([month, value]) => ({ month, value }))
    .sort((a, b) => monthIndex(a.month) - monthIndex(b.month));
}

/** One value per period (length T); 0 before the first step. */
export function expandSeries(series: Series, calendar: Calendar): Float64Array {
  const values = new Float64Array(calendar.periods);
  if (typeof series === "number") return values.fill(series);
  const steps = stepsOf(series);
  let next = 0;
  let value = 0;
  for (let t = 0; t < calendar.periods; t++) {
    while (next < steps.length && calendar.monthOffset(steps[next].month) <= t * calendar.monthsPerPeriod) {
      value = steps[next].value;
      next++;
    }
    values[t] = value;
  }
  return values;
}

/**
 * First month of a step map that says nothing about the horizon's start, the empty text when it has no step at all,
 * undefined when the series has a value from the start on. A price must have one: an unstated price is not zero.
 */
export function lateFirstStep(series: Series, calendar: Calendar): string | undefined {
  if (typeof series === "number") return undefined;
  const steps = stepsOf(series);
  if (steps.length === 0) return "";
  return calendar.monthOffset(steps[0].month) > 0 ? steps[0].month : undefined;
}

/** Ramp factor `months` after a contract's start: that of the latest step at or before it ("0" is always there). */
export function rampFactor(ramp: Readonly<Record<string, number>>, months: number): number {
  let latest = -1;
  let factor = 0;
  for (const [key, value] of Object.entries(ramp)) {
    const step = Number(key);
    if (step <= months && step > latest) {
      latest = step;
      factor = value;
    }
  }
  return factor;
}
