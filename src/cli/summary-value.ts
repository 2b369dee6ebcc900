// Where the value comes from: the terms of the objective in a handful of lines.
import { valueBySource } from "../answers/value-sources.ts";
import { SolvedPlan } from "../plan/plan.ts";
import { Colours } from "./colours.ts";
import { formatUsd } from "./format.ts";
import { textTable } from "./text-table.ts";

/** Discounted USD by source; empty for a plan without its breakdown. */
export function valueSection({ valueBreakdown }: SolvedPlan, colours: Colours): string {
  const sources = valueBySource(valueBreakdown ?? {});
  if (sources.length === 0) return "";
  const lines = sources.map(({ name, usd }) => [name, formatUsd(usd)]);
  return `${colours.bold("Where the value comes from")} (discounted)\n${textTable([], lines, ["left", "right"])}`;
}
