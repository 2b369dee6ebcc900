// Terms of the value that belong together, as people count them.
import type { PlanSections } from "../plan/sections-schema.ts";

export interface ValueSource {
  name: string;
  /** Keys of the plan's valueBreakdown. */
  terms: readonly string[];
}

export const VALUE_SOURCES: readonly ValueSource[] = [
  { name: "contract revenue", terms: ["revenueUsd"] },
  { name: "late starts and shortfalls", terms: ["latenessUsd", "penaltyUsd"] },
  { name: "serving: energy and upkeep", terms: ["energyUsd", "opexUsd"] },
  { name: "flexible loads", terms: ["flexibleUsd"] },
  { name: "resale of PPA energy", terms: ["resaleUsd"] },
  {
    name: "halls and grid, after residuals",
    terms: ["moduleCapexUsd", "moduleResidualUsd", "expansionCapexUsd", "expansionResidualUsd"],
  },
  { name: "ordered lots, after residuals", terms: ["lotCapexUsd", "lotResidualUsd"] },
  { name: "cheap debt", terms: ["debtUsd"] },
];

/** Less than this is rounding. */
const NOTHING_USD = 0.5;

/** Discounted USD by source; those that come to nothing are left out. */
export function valueBySource(breakdown: PlanSections["valueBreakdown"]): { name: string; usd: number }[] {
  return VALUE_SOURCES.map(({ name, terms }) => ({
    name,
    usd: terms.reduce((sum, term) => sum + (breakdown[term] ?? 0), 0),
  })).filter(({ usd }) => Math.abs(usd) >= NOTHING_USD);
}
