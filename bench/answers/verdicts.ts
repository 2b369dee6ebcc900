// What the checks say of an answer.
import { BreakEvenRecord, WorthRecord } from "./record.ts";

/** Differences below this are the rounding of sums of discounted dollars. */
const ROUNDING_USD = 1;

export type BreakEvenVerdict = "proved" | "verified" | "noPriceProved" | "noPrice" | "moved" | "wrong";

/** A check took the contract at a price that was said to be refused for certain, or refused it at one said to be taken for certain. */
function contradicts({ refusedUpToUsd, acceptedFromUsd, below, above, certain }: BreakEvenRecord): boolean {
  const tookWrongly = [below, certain].some(
    (side) => side?.accepted && refusedUpToUsd !== null && side.usdPerUnitMonth <= refusedUpToUsd,
  );
  const isAbove = above !== null && acceptedFromUsd !== null && above.usdPerUnitMonth >= acceptedFromUsd;
  return tookWrongly || (isAbove && !above.accepted);
}

/**
 * "moved": the answer said that its price holds within the gap, and the check, which had longer, took the contract just below it or refused it just
 * above. "wrong": a check contradicts what was said to be certain.
 */
export function breakEvenVerdict(record: BreakEvenRecord): BreakEvenVerdict {
  const { found, isProved, below, above } = record;
  if (!found || above === null) return isProved ? "noPriceProved" : "noPrice";
  if (contradicts(record)) return "wrong";
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
