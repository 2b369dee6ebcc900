// Where the value comes from: the terms of the objective in a handful of lines.
import { SolvedPlan } from "../plan/plan.ts";
import { Colours } from "./colours.ts";
import { formatUsd } from "./format.ts";
import { textTable } from "./text-table.ts";

/** Terms of `valueBreakdown` that belong together, as people count them. */
const SOURCES: { name: string; terms: string[] }[] = [
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

/** Discounted USD by source; empty for a plan without its breakdown. */
export function valueSection({ valueBreakdown }: SolvedPlan, colours: Colours): string {
  if (valueBreakdown === undefined) return "";
  const rows = SOURCES.map(({ name, terms }) => ({
    name,
    usd: terms.reduce((sum, term) => sum + (valueBreakdown[term] ?? 0), 0),
  })).filter(({ usd }) => Math.abs(usd) >= NOTHING_USD);
  if (rows.length === 0) return "";
  const lines = rows.map(({ name, usd }) => [name, formatUsd(usd)]);
  return `${colours.bold("Where the value comes from")} (discounted)\n${textTable([], lines, ["left", "right"])}`;
}
