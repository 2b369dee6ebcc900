// Months as people write them, turned into "YYYY-MM" for a hint. Never applied silently.
import { MONTH_PATTERN } from "./month.ts";

const NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const monthOf = (year: string, month: number): string | undefined => {
  const text = `${year}-${String(month).padStart(2, "0")}`;
  return MONTH_PATTERN.test(text) ? text : undefined;
};

/** First month of a half-year or quarter ("H2 2026", "2026Q3", "Q3/26" is left alone). */
function ofPart(text: string): string | undefined {
  const found = /^(?:([hq])(\d)[\s/-]*(\d{4})|(\d{4})[\s/-]*([hq])(\d))$/.exec(text);
  if (found === null) return undefined;
  const year = found[3] ?? found[4];
  const part = Number(found[2] ?? found[6]);
  const length = (found[1] ?? found[5]) === "h" ? 6 : 3;
  return part >= 1 && part * length <= 12 ? monthOf(year, (part - 1) * length + 1) : undefined;
}

/** "Jul 2026", "July, 2026", "2026 jul", "1 July 2026". */
function ofName(text: string): string | undefined {
  const name = /[a-z]{3,}/.exec(text)?.[0].slice(0, 3);
  const year = /(?:^|\D)(\d{4})(?:\D|$)/.exec(text)?.[1];
  const month = name === undefined ? -1 : NAMES.indexOf(name);
  return month >= 0 && year !== undefined ? monthOf(year, month + 1) : undefined;
}

/** "2026-7", "2026/07", "2026.07", "202607", "2026-07-15", "07/2026", "2026". */
function ofDigits(text: string): string | undefined {
  const yearFirst = /^(\d{4})[\s/.-]?(\d{1,2})(?:[\s/.-]\d{1,2}(?:t.*)?)?$/.exec(text);
  if (yearFirst !== null) return monthOf(yearFirst[1], Number(yearFirst[2]));
  const monthFirst = /^(\d{1,2})[\s/.-](\d{4})$/.exec(text);
  if (monthFirst !== null) return monthOf(monthFirst[2], Number(monthFirst[1]));
  return /^\d{4}$/.test(text) ? monthOf(text, 1) : undefined;
}

/** The month that was probably meant; undefined when it cannot be told. */
export function suggestMonth(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const text = String(value).trim().toLowerCase();
  if (text.length > 40) return undefined;
  return ofPart(text) ?? ofDigits(text) ?? ofName(text);
}
