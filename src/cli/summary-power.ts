// Power of each site over time, in as few columns as tell the story: neighbouring periods with equal figures share one.
import { SolvedPlan } from "../plan/plan.ts";
import { PowerRow } from "../plan/sections-schema.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { Colours } from "./colours.ts";
import { formatMw, printable } from "./format.ts";
import { periodLabel } from "./period-label.ts";
import { Align, textTable } from "./text-table.ts";

interface Use {
  site: string;
  name: string;
  /** Written out, one per period. */
  mw: string[];
}

const ROWS: { name: string; pick: (row: PowerRow) => number[]; always: boolean }[] = [
  { name: "energised", pick: (row) => row.energisedMw, always: true },
  { name: "contracts", pick: (row) => row.peakMw, always: true },
  { name: "flexible", pick: (row) => row.flexibleMw, always: false },
  { name: "resale", pick: (row) => row.resaleMw, always: false },
  { name: "stranded", pick: (row) => row.strandedMw, always: true },
];

function usesOf(power: readonly PowerRow[]): Use[] {
  return power.flatMap((row) =>
    ROWS.flatMap(({ name, pick, always }) => {
      const mw = pick(row).map(formatMw);
      if (!always && mw.every((text) => text === "0")) return [];
      return [{ site: name === "energised" ? printable(row.site) : "", name, mw }];
    }),
  );
}

/** Periods whose figures differ from those of the period before. */
function turningPeriods(uses: readonly Use[], periods: number): number[] {
  const turns: number[] = [];
  for (let t = 0; t < periods; t++) {
    if (t === 0 || uses.some(({ mw }) => mw[t] !== mw[t - 1])) turns.push(t);
  }
  return turns;
}

/** Columns of a number and its heading, with the gap before it. */
function columnWidth(label: string, uses: readonly Use[], t: number): number {
  return 2 + Math.max(label.length, ...uses.map(({ mw }) => mw[t].length));
}

/** Splits `turns` so that each table is at most `width` wide; at least one period to a table. */
function pages(turns: readonly number[], widths: readonly number[], room: number): number[][] {
  const result: number[][] = [];
  let left = 0;
  for (const [index, t] of turns.entries()) {
    if (result.length === 0 || widths[index] > left) {
      result.push([]);
      left = room;
    }
    result[result.length - 1].push(t);
    left -= widths[index];
  }
  return result;
}

/** MW at the meter by site, use and period; empty for a plan without its power section. */
export function powerSection(
  plan: SolvedPlan,
  portfolio: Portfolio,
  { width, colours }: { width: number; colours: Colours },
): string {
  const { power, months } = plan;
  if (power === undefined || months === undefined || power.length === 0) return "";
  const uses = usesOf(power);
  const labels = months.map((month) => periodLabel(portfolio.horizon, month));
  const turns = turningPeriods(uses, months.length);
  const widths = turns.map((t) => columnWidth(labels[t], uses, t));
  const namesWidth = 2 + Math.max(...uses.map(({ site }) => site.length), 4) + 2 + "energised".length;
  const tables = pages(turns, widths, width - namesWidth).map((page) =>
    textTable(
      ["site", "", ...page.map((t) => labels[t])],
      uses.map(({ site, name, mw }) => [site, name, ...page.map((t) => mw[t])]),
      ["left", "left", ...page.map((): Align => "right")],
    ),
  );
  const note = turns.length < months.length ? "; a column holds until the next one" : "";
  return `${colours.bold("Power")} (MW at the meter, means over the period's hours${note})\n${tables.join("\n")}`;
}
