// `megalloc sweep` in words: the spread of values, what commitments cost, which decisions hold, which risks matter, scenario by scenario; and as a table.

import { sheetToCsv } from "../sheets/sheet-csv.ts";
import { Cell } from "../sheets/workbook.ts";
import { Holding } from "../sweep/holding.ts";
import { RiskEffect } from "../sweep/risk-effect.ts";
import { Spread } from "../sweep/spread.ts";
import { ScenarioRow, SweepAnswer } from "../sweep/sweep-answer.ts";
import { Colours } from "./colours.ts";
import { formatChange } from "./diff-report.ts";
import { counted, formatCount, formatPercent, formatUsd, printable } from "./format.ts";
import { textTable } from "./text-table.ts";

const BINS = 12;
const BAR_WIDTH = 24;
const ROWS_SHOWN = 12;
const RISKS_SHOWN = 12;

const usd = (value: number | null | undefined): string =>
  value === null || value === undefined ? "-" : formatUsd(value);

function spreadTable({ hindsight, kept, regret, alpha }: SweepAnswer): string {
  const columns: [string, Omit<Spread, "cvar"> | null, number | undefined][] = [
    ["hindsight", hindsight, hindsight?.cvar],
    ["base plan", kept, kept?.cvar],
    ["regret", regret, regret?.cvar],
  ];
  const line = (name: string, of: (spread: Omit<Spread, "cvar">) => number): string[] => [
    name,
    ...columns.map(([, spread]) => usd(spread && of(spread))),
  ];
  const tail = formatPercent(1 - alpha);
  const rows = [
    line("mean", ({ mean }) => mean),
    line("  standard error", ({ standardError }) => standardError),
    line("standard deviation", ({ sd }) => sd),
    line("least", ({ min }) => min),
    line("5 %", ({ quantiles }) => quantiles.p5),
    line("25 %", ({ quantiles }) => quantiles.p25),
    line("median", ({ quantiles }) => quantiles.p50),
    line("75 %", ({ quantiles }) => quantiles.p75),
    line("95 %", ({ quantiles }) => quantiles.p95),
    line("most", ({ max }) => max),
    [`CVaR, the worst ${tail}`, ...columns.map(([, , cvar]) => usd(cvar))],
  ];
  return textTable(["", ...columns.map(([name]) => name)], rows, ["left", "right", "right", "right"]);
}

/** How often values fall where: hindsight and base plan on one scale, a bar for each. */
function histogram({ rows, hindsight, kept }: SweepAnswer, colours: Colours): string {
  if (hindsight === null) return "";
  const least = Math.min(hindsight.min, kept?.min ?? hindsight.min);
  const most = Math.max(hindsight.max, kept?.max ?? hindsight.max);
  if (most - least < 1) return "";
  const width = (most - least) / BINS;
  const shares = (field: "valueUsd" | "keptUsd"): number[] => {
    const bins = new Array<number>(BINS).fill(0);
    for (const row of rows) {
      const value = row[field];
      if (value !== null) bins[Math.min(BINS - 1, Math.floor((value - least) / width))] += row.probability;
    }
    return bins;
  };
  const free = shares("valueUsd");
  const held = shares("keptUsd");
  const tallest = Math.max(...free, ...held);
  const bar = (share: number): string =>
    share === 0 ? "" : "▇".repeat(Math.max(1, Math.round((share / tallest) * BAR_WIDTH)));
  const lines = free.map((share, k) => [
    `${usd(least + k * width)} to ${usd(least + (k + 1) * width)}`,
    bar(share).padEnd(BAR_WIDTH),
    bar(held[k]),
  ]);
  const head = ["", colours.dim("hindsight"), colours.dim("base plan")];
  return textTable(head, lines, ["right", "left", "left"]);
}

function standingText({ standing, unservedPenalty, committedBefore, rows }: SweepAnswer): string {
  const line = (share: number, text: string): string =>
    share > 0 ? `  ${formatPercent(share).padStart(6)}  ${text}\n` : "";
  const named = (level: ScenarioRow["keptLevel"]): string => {
    const of = rows.filter(({ keptLevel }) => keptLevel === level).map(({ scenario }) => printable(scenario));
    return of.length === 0 ? "" : ` (${of.slice(0, 3).join(", ")}${of.length > 3 ? " ..." : ""})`;
  };
  const letter = standing.letter > 0 ? ` (${formatPercent(standing.letter)}: nothing need change at all)` : "";
  const penalty = unservedPenalty === 1 ? "their rent" : `${formatPercent(unservedPenalty)} of their rent`;
  return (
    `Contracts as signed and turned down now; what begins or arrives before ${committedBefore} as planned now\n` +
    line(standing.whole, `the commitments stand; the rest is planned again${letter}`) +
    line(standing.unserved, `signed contracts stay unserved in part, for a penalty of ${penalty}${named("unserved")}`) +
    line(standing.rebuilt, `construction begun cannot go on as planned either${named("rebuilt")}`) +
    line(standing.broken, `the commitments cannot be kept at any price${named(null)}`)
  );
}

function startText({ starts }: Holding): string {
  if (starts === undefined) return "";
  return starts.earliest === starts.latest ? starts.earliest : `${starts.earliest} to ${starts.latest}`;
}

function amountText({ kind, amount }: Holding): string {
  if (amount === undefined) return "";
  const text = kind === "construction" ? formatCount : formatPercent;
  return amount.least === amount.most ? text(amount.least) : `${text(amount.least)} to ${text(amount.most)}`;
}

function baseText({ inBase, starts, amount, kind }: Holding): string {
  if (!inBase) return "no";
  const much =
    amount === undefined ? "" : kind === "construction" ? formatCount(amount.base) : formatPercent(amount.base);
  return [starts?.base ?? "", much === "100%" ? "" : much].filter((text) => text !== "").join(", ") || "yes";
}

const TITLES: Readonly<Record<Holding["kind"], string>> = {
  contract: "Contracts",
  construction: "Modules",
  expansion: "Expansions",
  lot: "Lots",
};

function holdingsText({ holdings }: SweepAnswer, colours: Colours): string {
  const kinds = Object.keys(TITLES) as Holding["kind"][];
  const sections = kinds.flatMap((kind) => {
    const rows = holdings
      .filter((holding) => holding.kind === kind)
      .map((holding) => [
        printable(holding.name),
        `${formatCount(holding.count)} of ${formatCount(holding.of)}`,
        holding.probability >= 1 - 1e-9 ? colours.bold("always") : formatPercent(holding.probability),
        startText(holding),
        amountText(holding),
        baseText(holding),
      ]);
    if (rows.length === 0) return [];
    const head = [
      TITLES[kind],
      "taken in",
      "by weight",
      "starts",
      kind === "construction" ? "modules" : "how much",
      "base plan",
    ];
    return [textTable(head, rows, ["left", "right", "right", "left", "left", "left"])];
  });
  return sections.join("\n");
}

function risksText(risks: readonly RiskEffect[]): string {
  const rows = risks
    .slice(0, RISKS_SHOWN)
    .map(({ risk, low, high, correlation }) => [
      printable(risk),
      rangeText(low),
      usd(low.meanUsd),
      rangeText(high),
      usd(high.meanUsd),
      formatChange(high.meanUsd - low.meanUsd),
      correlation.toFixed(2),
    ]);
  const head = ["", "low", "mean then", "high", "mean then", "difference", "rank corr."];
  const left = risks.length - rows.length;
  const table = textTable(head, rows, ["left", "right", "right", "right", "right", "right", "right"]);
  return table + (left > 0 ? `  and ${counted(left, "more risk")} that moves it less\n` : "");
}

function rangeText({ from, to }: RiskEffect["low"]): string {
  const text = (value: number): string => String(Number(value.toPrecision(3)));
  return from === to ? text(from) : `${text(from)}..${text(to)}`;
}

/** Named scenarios, then the draws with the largest regret. */
function rowsText({ rows }: SweepAnswer): string {
  const named = rows.filter(({ drawn }) => drawn === null);
  const worst = rows
    .filter(({ drawn }) => drawn !== null)
    .sort((a, b) => (b.regretUsd ?? 0) - (a.regretUsd ?? 0))
    .slice(0, Math.max(0, ROWS_SHOWN - named.length));
  const shown = [...named, ...worst];
  const cells = shown.map(({ scenario, probability, valueUsd, keptUsd, regretUsd, keptLevel, unserved, status }) => [
    printable(scenario),
    formatPercent(probability),
    status === "solved" ? usd(valueUsd) : status === "infeasible" ? "no plan" : "none found",
    usd(keptUsd),
    usd(regretUsd),
    keptLevel === "whole" ? "" : keptLevel === null ? "broken" : keptLevel,
    unserved.map(({ contract, share }) => `${printable(contract)} ${formatPercent(share)}`).join(", "),
  ]);
  const head = ["", "weight", "hindsight", "base plan", "regret", "", "unserved"];
  const left = rows.length - shown.length;
  const table = textTable(head, cells, ["left", "right", "right", "right", "right", "left", "left"]);
  return table + (left > 0 ? `  and ${counted(left, "draw")} with less regret (--csv has all)\n` : "");
}

/** What is counted has a plan, or it is said how much has none. */
function missingText({ hindsight, kept }: SweepAnswer): string {
  const lost = (spread: Spread | null): number => 1 - (spread?.probability ?? 0);
  const line = (share: number, what: string): string =>
    share > 1e-9 ? `  ${formatPercent(share)} of the weight has no ${what}: the figures are of the rest\n` : "";
  return line(lost(hindsight), "plan at all") + line(lost(kept), "plan that keeps the commitments");
}

export function renderSweep(answer: SweepAnswer, colours: Colours): string {
  const { portfolio, scenarios, total, base, risks } = answer;
  const title = (text: string): string => `${colours.bold(text)}\n`;
  const sections = [
    `${colours.bold(printable(portfolio))}: ${counted(total, "scenario")} of ${printable(scenarios)}; the base plan is worth ${usd(base.valueUsd)} as it is\n`,
    `${title("Value over the scenarios")}${spreadTable(answer)}${missingText(answer)}`,
  ];
  const bars = histogram(answer, colours);
  if (bars !== "") sections.push(bars);
  sections.push(`${title("The base plan's commitments")}${standingText(answer)}`);
  sections.push(`${title("Decisions, planned with hindsight")}${holdingsText(answer, colours)}`);
  if (risks.length > 0) sections.push(`${title("What each risk does to the base plan's value")}${risksText(risks)}`);
  sections.push(`${title("Scenarios")}${rowsText(answer)}`);
  return sections.join("\n");
}

/** One row per scenario, one column per risk. */
export function sweepCsv({ rows }: SweepAnswer): string {
  const risks = [...new Set(rows.flatMap(({ drawn }) => Object.keys(drawn ?? {})))];
  const head: Cell[] = [
    ...[
      "scenario",
      "probability",
      "status",
      "hindsight (USD)",
      "bound (USD)",
      "base plan (USD)",
      "to the letter (USD)",
    ],
    ...["regret (USD)", "commitments", "unserved", ...risks],
  ];
  const body = rows.map((row): Cell[] => [
    ...[
      row.scenario,
      row.probability,
      row.status,
      row.valueUsd,
      row.boundUsd,
      row.keptUsd,
      row.letterUsd,
      row.regretUsd,
    ],
    row.keptLevel ?? "broken",
    row.unserved.map(({ contract, share }) => `${contract} ${share}`).join("; "),
    ...risks.map((risk) => row.drawn?.[risk] ?? null),
  ]);
  return sheetToCsv({ name: "scenarios", rows: [head, ...body] });
}
