// What the checks say of an answer.
import { BreakEvenRecord, WorthRecord } from "./record.ts";

/** Differences below this are the rounding of sums of discounted dollars. */
const ROUNDING_USD = 1;

export type BreakEvenVerdict = "proved" | "verified" | "noPriceProved" | "noPrice" | "moved" | "wrong";

/**
 * "moved": the answer said that its price holds within the gap, and the check, which had longer, took the contract just below it or refused it just
 * above. "wrong": the same of a price that was said to be proved.
 */
export function breakEvenVerdict({ found, isProved, below, above }: BreakEvenRecord): BreakEvenVerdict {
  if (!found || above === null) return isProved ? "noPriceProved" : "noPrice";
  if (below?.accepted || !above.accepted) return isProved ? "wrong" : "moved";
  return (below === null || below.isProved) && above.isProved ? "proved" : "verified";
}

/** The answer and the check differ by no more than the gaps leave open, and both lie in the interval that is said to be certain. */
export function isWorthRight({ exactUsd, scratchUsd, openUsd, certainUsd }: WorthRecord): boolean {
  if (scratchUsd === null || Math.abs(exactUsd - scratchUsd) > openUsd + ROUNDING_USD) return false;
  if (certainUsd === null) return true;
  const { low, high } = certainUsd;
  const holds = (usd: number): boolean => usd <= high + ROUNDING_USD && usd >= low - openUsd - ROUNDING_USD;
  return exactUsd >= low - ROUNDING_USD && holds(exactUsd) && holds(scratchUsd);
}
