// Option values as users type them: durations, gaps, whole numbers. Errors are commander's, which names the option.
import { InvalidArgumentError } from "commander";

const MS_PER_UNIT: Record<string, number> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** A fortnight: longer limits are typing errors. */
const MAX_DURATION_MS = 14 * 24 * 3_600_000;

const DURATION = /^(\d+(?:\.\d+)?|\.\d+)\s*([a-z]*)$/i;

/** "10s", "500ms", "2m", "1.5h" -> milliseconds. */
export function parseDuration(text: string): number {
  const match = DURATION.exec(text.trim());
  if (!match) throw new InvalidArgumentError(`"${text}" is not a duration: write a number and a unit, such as 10s.`);
  const [, amount, unit] = match;
  if (unit === "") {
    throw new InvalidArgumentError(`"${text}" has no unit: write ${amount}s for seconds, ${amount}m for minutes.`);
  }
  const msPerUnit = MS_PER_UNIT[unit.toLowerCase()];
  if (msPerUnit === undefined) {
    throw new InvalidArgumentError(`"${unit}" is not a unit of time: use ms, s, m or h, as in 500ms or 1.5h.`);
  }
  const ms = Number(amount) * msPerUnit;
  if (ms < 1) throw new InvalidArgumentError(`"${text}" leaves no time: the least is 1ms.`);
  if (ms > MAX_DURATION_MS)
    throw new InvalidArgumentError(`"${text}" is longer than a fortnight: give a shorter limit.`);
  return ms;
}

const GAP = /^(\d+(?:\.\d+)?|\.\d+)(e-?\d+)?\s*(%?)$/i;

/** "0.1%" or "0.001" -> 0.001. */
export function parseGap(text: string): number {
  const match = GAP.exec(text.trim());
  if (!match) {
    throw new InvalidArgumentError(
      `"${text}" is not a gap: write a percentage such as 0.1% or a fraction such as 0.001.`,
    );
  }
  const value = Number(match[1] + (match[2] ?? ""));
  const gap = match[3] === "%" ? value / 100 : value;
  if (gap < 1) return gap;
  const meant = match[3] === "%" ? "" : ` (did you mean ${text.trim()}%?)`;
  throw new InvalidArgumentError(`"${text}" is ${gap * 100} % of the plan's value: a gap is less than 100%${meant}.`);
}

const WHOLE = /^-?\d{1,16}$/;

function parseWhole(text: string, minimum: number, maximum: number): number {
  const value = WHOLE.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= minimum && value <= maximum) return value;
  throw new InvalidArgumentError(`"${text}" is not a whole number from ${minimum} to ${maximum}.`);
}

/** A seed of the search: any 32-bit integer. */
export function parseSeed(text: string): number {
  return parseWhole(text, -(2 ** 31), 2 ** 31 - 1);
}

/** A limit on moves. */
export function parseMoves(text: string): number {
  return parseWhole(text, 1, Number.MAX_SAFE_INTEGER);
}

/** Threads of a search: more than a machine has cores only get in one another's way. */
export function parseThreads(text: string): number {
  return parseWhole(text, 1, 256);
}

/** A parser of whole numbers in this range. */
export function wholeBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`"${text}" must be a whole number from ${least} to ${most}.`);
  };
}

/** Adds up an option that may be given as often as needed. */
export const collect = (text: string, others: string[]): string[] => [...others, text];
