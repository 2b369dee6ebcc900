// Names of periods: quarters, half-years and years where the periods are those of the calendar, else the first month.
import { Portfolio } from "../portfolio/schema.ts";

/** Name of the period that starts in `month` ("2026-04" -> "2026-Q2" when periods are quarters of the calendar). */
export function periodLabel(horizon: Portfolio["horizon"], month: string): string {
  const year = month.slice(0, 4);
  const monthOfYear = Number(month.slice(5, 7));
  const startOfYear = Number(horizon.start.slice(5, 7)) - 1;
  const { monthsPerPeriod } = horizon;
  const followsCalendar = startOfYear % monthsPerPeriod === 0 && (monthOfYear - 1) % monthsPerPeriod === 0;
  if (!followsCalendar) return month;
  const part = (monthOfYear - 1) / monthsPerPeriod + 1;
  if (monthsPerPeriod === 3) return `${year}-Q${part}`;
  if (monthsPerPeriod === 6) return `${year}-H${part}`;
  if (monthsPerPeriod === 12) return year;
  return month;
}
