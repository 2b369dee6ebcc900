// How values that are no plain number look in a cell, both ways: steps, lists, and texts a spreadsheet would spoil.
import { MONTH_PATTERN } from "../portfolio/month.ts";

/** "2026-01: 650; 2026-07: 750". */
export function stepsText(steps: Readonly<Record<string, number>>): string {
  return Object.entries(steps)
    .map(([key, value]) => `${key}: ${value}`)
    .join("; ");
}

/** Key and value of each step as written; undefined for what are no steps. */
export function splitSteps(text: string): { key: string; value: string }[] | undefined {
  const parts = text.split(";").map((part) => part.trim());
  if (parts.at(-1) === "") parts.pop();
  const steps = parts.map((part) => /^(.+?)\s*[:=]\s*(.+)$/.exec(part));
  if (parts.length === 0 || steps.some((step) => step === null)) return undefined;
  return steps.map((step) => ({ key: step?.[1] ?? "", value: step?.[2] ?? "" }));
}

export const NO_ITEMS = "(none)";
/** A step map without steps. */
export const NO_STEPS = "(no steps)";

/** "a; b"; as JSON where an item has what lists are split at. */
export function listText(items: readonly string[]): string {
  if (items.length === 0) return NO_ITEMS;
  const plain = items.every((item) => /^[^;,"[\]\n]+$/.test(item) && item.trim() === item && item !== NO_ITEMS);
  return plain ? items.join("; ") : JSON.stringify(items);
}

export function splitList(text: string): string[] {
  if (text.trim() === NO_ITEMS) return [];
  if (text.startsWith("[")) {
    try {
      const items: unknown = JSON.parse(text);
      if (Array.isArray(items) && items.every((item) => typeof item === "string")) return items;
    } catch {
      // Not JSON after all: an item that begins with a bracket.
    }
  }
  return text
    .split(/[;,\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/** What a line that sums up the others is called. */
export const TOTAL = /^((sub|grand )?total|sum)s?:?$/i;

/** Texts whose ends a spreadsheet trims, that look like our own quotes or like a line of totals, go in JSON quotes. */
export function quotedText(text: string): string {
  const safe = text.trim() === text && !TOTAL.test(text) && !text.startsWith('"') && !/[\r\n\t]/.test(text);
  return safe ? text : JSON.stringify(text);
}

export function unquotedText(text: string): string {
  if (!text.startsWith('"')) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : text;
  } catch {
    return text;
  }
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const monthOf = (year: number, month: number): string => `${year}-${String(month).padStart(2, "0")}`;
const fullYear = (text: string): number => (text.length === 2 ? 2000 + Number(text) : Number(text));

/** First and last month of a span of time. */
export interface MonthSpan {
  readonly first: string;
  readonly last: string;
}

const spanOf = (year: number, month: number, length: number): MonthSpan => ({
  first: monthOf(year, month),
  last: monthOf(year, month + length - 1),
});

type Rule = readonly [RegExp, (match: RegExpExecArray) => MonthSpan | undefined];

function named(name: string, year: string): MonthSpan | undefined {
  const month = MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  return month === 0 ? undefined : spanOf(fullYear(year), month, 1);
}

const YEAR = "((?:19|2\\d)\\d{2}|\\d{2})";
const RULES: readonly Rule[] = [
  [
    new RegExp(`^(?:q([1-4])|([1-4])q)[\\s/'-]*${YEAR}$`, "i"),
    ([, q, p, year]) => spanOf(fullYear(year), Number(q ?? p) * 3 - 2, 3),
  ],
  [/^(\d{4})[\s/-]*q([1-4])$/i, ([, year, q]) => spanOf(Number(year), Number(q) * 3 - 2, 3)],
  [
    new RegExp(`^(?:h([12])|([12])h)[\\s/'-]*${YEAR}$`, "i"),
    ([, h, g, year]) => spanOf(fullYear(year), Number(h ?? g) * 6 - 5, 6),
  ],
  [/^(\d{4})[\s/-]*h([12])$/i, ([, year, h]) => spanOf(Number(year), Number(h) * 6 - 5, 6)],
  [new RegExp(`^([a-z]{3,9})\\.?[\\s/'-]*${YEAR}$`, "i"), ([, name, year]) => named(name, year)],
  [/^(\d{4})[\s-]+([a-z]{3,9})$/i, ([, year, name]) => named(name, year)],
  [/^(\d{4})-(0?[1-9]|1[0-2])(?:-\d{1,2})?(?:[T ].*)?$/, ([, year, month]) => spanOf(Number(year), Number(month), 1)],
  [/^(0?[1-9]|1[0-2])[/.](\d{4})$/, ([, month, year]) => spanOf(Number(year), Number(month), 1)],
  [/^(?:fy|cy)?\s*(20\d{2})$/i, ([, year]) => spanOf(Number(year), 1, 12)],
];

/** "2026-07", "Q3-27", "3Q27", "H2 2026", "Jul 2026", "7/2026", "2026"; undefined for what names no span of months. */
export function readSpan(text: string): MonthSpan | undefined {
  const trimmed = text.trim();
  if (MONTH_PATTERN.test(trimmed)) return { first: trimmed, last: trimmed };
  for (const [pattern, spanOfMatch] of RULES) {
    const match = pattern.exec(trimmed);
    const span = match === null ? undefined : spanOfMatch(match);
    if (span !== undefined && MONTH_PATTERN.test(span.first)) return span;
  }
  return undefined;
}
