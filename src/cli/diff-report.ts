// What one plan does otherwise than another, in words and tables.
import { Change, ContractChange, PlanDiff } from "../answers/diff/plan-diff.ts";
import { VALUE_SOURCES } from "../answers/value-sources.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { Colours } from "./colours.ts";
import { counted, formatCount, formatPercent, formatUsd, printable } from "./format.ts";
import { periodLabel } from "./period-label.ts";
import { Align, textTable } from "./text-table.ts";

type Horizon = Portfolio["horizon"];

/** "+$3.0M", "-$3.0M" */
export function formatChange(usd: number): string {
  return usd >= 0 ? `+${formatUsd(usd)}` : formatUsd(usd);
}

/** Rows of a table that are written out; the rest are counted. */
const ROWS_SHOWN = 30;

const arrow = <T>({ before, after }: Change<T>, text: (value: T) => string): string =>
  `${text(before)} -> ${text(after)}`;

function movesText(change: ContractChange & { kind: "changed" }, horizon: Horizon): string {
  const { start, fraction, unserved, places } = change;
  const moved = (places ?? []).map(({ site, hall, platform, share }) => {
    const where = `${printable(site)}/${printable(hall)} on ${printable(platform)}`;
    return `${where} ${arrow(share, formatPercent)}`;
  });
  return [
    start === undefined ? "" : `starts ${arrow(start, (month) => periodLabel(horizon, month))}`,
    fraction === undefined ? "" : `takes ${arrow(fraction, formatPercent)}`,
    unserved === undefined ? "" : `unserved ${arrow(unserved, formatPercent)}`,
    ...moved,
  ]
    .filter((text) => text !== "")
    .join("\n");
}

function contractRow(change: ContractChange, horizon: Horizon, colours: Colours): string[] {
  const id = printable(change.contract);
  if (change.kind === "changed") return ["", id, movesText(change, horizon)];
  const sign = change.kind === "added" ? colours.green("+") : colours.red("-");
  const share = change.fraction < 1 ? `, ${formatPercent(change.fraction)}` : "";
  const verb = change.kind === "added" ? "from" : "was to start";
  return [sign, id, `${verb} ${periodLabel(horizon, change.start)}${share}`];
}

function buildRows({ builds, expansions, orders }: PlanDiff, horizon: Horizon): string[][] {
  const when = (month: string | null): string => (month === null ? "not built" : periodLabel(horizon, month));
  return [
    ...builds.map(({ site, hall, start, modules }) => [
      `${printable(site)}/${printable(hall)}`,
      `modules started ${periodLabel(horizon, start)}`,
      arrow(modules, formatCount),
    ]),
    ...expansions.map(({ site, expansion, start }) => [
      `${printable(site)}/${printable(expansion)}`,
      "grid expansion",
      arrow(start, when),
    ]),
    ...orders.map(({ lot, fraction }) => [printable(lot), "ordered", arrow(fraction, formatPercent)]),
  ];
}

/** Differences below this many USD are rounding. */
const NOTHING_USD = 0.5;

function sourceRows({ terms }: PlanDiff): string[][] {
  return VALUE_SOURCES.flatMap(({ name, terms: wanted }) => {
    const own = terms.filter(({ term }) => wanted.includes(term));
    const before = own.reduce((sum, { usd }) => sum + usd.before, 0);
    const after = own.reduce((sum, { usd }) => sum + usd.after, 0);
    return Math.abs(after - before) < NOTHING_USD ? [] : [[name, formatChange(after - before)]];
  });
}

function rowsTable(rows: string[][], align: Align[]): string {
  const shown = textTable([], rows.slice(0, ROWS_SHOWN), align);
  const left = rows.length - ROWS_SHOWN;
  return left > 0 ? `${shown}  and ${left} more\n` : shown;
}

/** Sections of a diff; "nothing moves" where the decisions are the same. */
export function renderDiff(diff: PlanDiff, portfolio: Portfolio, colours: Colours): string {
  const { horizon } = portfolio;
  const contracts = diff.contracts.map((change) => contractRow(change, horizon, colours));
  const builds = buildRows(diff, horizon);
  const kept = `${counted(diff.keptContracts, "contract")} as before`;
  const parts: string[] = [];
  if (contracts.length === 0) parts.push(`${colours.bold("Contracts")}: ${kept}, none moves\n`);
  else parts.push(`${colours.bold("Contracts")} (${kept})\n${rowsTable(contracts, ["left", "left", "left"])}`);
  if (builds.length > 0) {
    parts.push(`${colours.bold("Builds, expansions and orders")}\n${rowsTable(builds, ["left", "left", "left"])}`);
  }
  const terms = sourceRows(diff);
  if (terms.length > 0) {
    const rows = textTable([], terms, ["left", "right"]);
    parts.push(`${colours.bold("Change of value by source")} (discounted)\n${rows}`);
  }
  return parts.join("\n");
}
