// What must hold of every run whatever its speed: plans pass the audit and are worth what the solver says, bounds do not cut known
// plans off, values do not beat proved bounds.
import { relativeError } from "../harness/statistics.ts";
import { bestKnown } from "./instances.ts";
import { PortfolioRecord } from "./record.ts";

/** Solvers prove bounds to their own tolerances; beyond this, relative, a bound is wrong. */
const TOLERANCE = 1e-6;

/** Best audited value of a portfolio that anyone has found, here or before. */
export function bestValues(records: readonly PortfolioRecord[]): Map<string, number> {
  const best = new Map([...bestKnown()].map(([name, { valueUsd }]) => [name, valueUsd]));
  for (const { portfolio, result } of records) {
    if (result === undefined || result.auditedUsd === null || result.violations !== 0) continue;
    best.set(portfolio, Math.max(best.get(portfolio) ?? Number.NEGATIVE_INFINITY, result.auditedUsd));
  }
  return best;
}

/** What is wrong with the runs, in words; none when all is well. */
export function findings(records: readonly PortfolioRecord[]): string[] {
  const best = bestValues(records);
  const known = bestKnown();
  return records.flatMap(({ key, portfolio, result, failure }) => {
    if (result === undefined) return [`${key}: ${failure}`];
    const found: string[] = [];
    const { auditedUsd, claimedUsd, violations, status } = result;
    if (status === "failed" || status === "infeasible" || status === "unbounded")
      found.push(`${key}: answered ${status}`);
    if (claimedUsd !== null && violations === null) found.push(`${key}: its plan cannot be read or breaks the model`);
    if (violations !== null && violations > 0) found.push(`${key}: the audit finds ${violations} violations`);
    if (claimedUsd !== null && auditedUsd !== null && relativeError(claimedUsd, auditedUsd) > TOLERANCE)
      found.push(`${key}: claims ${claimedUsd}, audited ${auditedUsd}`);
    const floor = best.get(portfolio);
    const low = result.curve.find(({ dual }) => isBelow(dual, floor)) ?? { dual: result.boundUsd, cpuMs: result.cpuMs };
    if (isBelow(low.dual, floor))
      found.push(
        `${key}: bound ${low.dual} after ${(low.cpuMs / 1000).toFixed(1)} s is below the known value ${floor}`,
      );
    const ceiling = known.get(portfolio)?.boundUsd;
    if (violations === 0 && isBelow(ceiling ?? null, auditedUsd ?? undefined))
      found.push(`${key}: value ${auditedUsd} is above the known bound ${ceiling}`);
    return found;
  });
}

function isBelow(bound: number | null, value: number | undefined): boolean {
  return bound !== null && value !== undefined && bound < value - TOLERANCE * Math.max(1, Math.abs(value));
}
