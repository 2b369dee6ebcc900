// Months as text ("2026-07") and as a count, so that windows and lead times become subtraction.

/** Months as users write them. Years before 1900 are slips of the keyboard ("0026-07") that would otherwise mean "long ago". */
export const MONTH_PATTERN = /^(19|[2-9]\d)\d{2}-(0[1-9]|1[0-2])$/;

/** Months since January of year 0. `month` must match MONTH_PATTERN. */
export function monthIndex(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

/** The inverse of monthIndex. */
export function monthText(index: number): string {
  const year = Math.floor(index / 12);
  const monthOfYear = index - year * 12 + 1;
  return `${String(year).padStart(4, "0")}-${String(monthOfYear).padStart(2, "0")}`;
}

/** Whole months from `from` to `to`; negative when `to` is earlier. */
export function monthsBetween(from: string, to: string): number {
  return monthIndex(to) - monthIndex(from);
}
