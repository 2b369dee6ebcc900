// What a reader wants to know first, in words and figures: the plan in a sentence, its key figures, what it is compared with, what a
// megawatt earns. Whoever shows them decides how.
import type { Baseline } from "../answers/compare/baselines.ts";
import type { BusinessKpis, UseFigures } from "../answers/kpi/business.ts";
import type { SolvedPlan } from "../plan/plan.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import type { Table } from "./chart.ts";
import { mwText, percentText, periodName, usdText } from "./figures.ts";

export interface KeyFigure {
  name: string;
  figure: string;
  /** What it means; empty where the name says it. */
  note: string;
}

/** A table with its title; columns of words (others are figures) by index. */
export interface TitledTable extends Table {
  title: string;
  words: number[];
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const USE_NAMES: Record<UseFigures["use"], string> = {
  cloud: "Cloud (own racks)",
  lease: "Lease (tenants' racks)",
  flexible: "Mining, flexible loads",
  resale: "Resale of PPA energy",
};

const meanStrandedMw = ({ periods }: BusinessKpis): string => mwText(sum(periods.strandedMw) / periods.months.length);

export function keyFigures(portfolio: Portfolio, plan: SolvedPlan, kpis: BusinessKpis): KeyFigure[] {
  const { objective } = plan;
  const { periods } = kpis;
  const accepted = plan.contracts.filter((decision) => decision.accepted).length;
  const headroom = periods.equityHeadroomUsd.filter((usd) => usd !== null);
  const least = headroom.length === 0 ? null : Math.min(...headroom);
  const when =
    least === null ? "" : periodName(portfolio.horizon, periods.months[periods.equityHeadroomUsd.indexOf(least)]);
  const bound =
    objective.gap === null
      ? "no bound proved"
      : `at most ${percentText(Math.max(0, objective.gap))} below the best possible`;
  const figure = (name: string, text: string, note = ""): KeyFigure => ({ name, figure: text, note });
  return [
    figure("Value of the decisions", usdText(objective.valueUsd), bound),
    figure("With committed orders", usdText(objective.npvUsd), "net present value"),
    figure("Contracts taken", `${accepted} of ${portfolio.contracts.length}`),
    figure("Capex", usdText(sum(periods.capexUsd)), "committed orders included"),
    figure("Debt drawn", usdText(sum(periods.debtDrawnUsd))),
    figure("Least equity headroom", least === null ? "unlimited" : usdText(least), when),
    figure(
      "Revenue guaranteed",
      kpis.guaranteedShare === null ? "\u2013" : percentText(kpis.guaranteedShare),
      "of contract revenue",
    ),
    figure("Power stranded", `${meanStrandedMw(kpis)} MW`, "mean over the horizon"),
  ];
}

/** The plan in a sentence or two. */
export function leadText(portfolio: Portfolio, plan: SolvedPlan, kpis: BusinessKpis): string {
  const ai = kpis.sites.filter(({ peakItMw }) => peakItMw > 1e-6);
  const taken = plan.contracts.filter(({ accepted }) => accepted).length;
  const top = kpis.concentration[0]?.shares[0];
  const mw = sum(ai.map(({ peakItMw }) => peakItMw));
  const hangs = top === undefined ? "" : ` ${percentText(top.share)} of contract revenue comes from ${top.name}.`;
  return `Take ${taken} of ${portfolio.contracts.length} contracts at ${ai.length} of ${portfolio.sites.length} sites, up to ${mwText(mw)} IT MW. That is worth ${usdText(plan.objective.valueUsd)} today.${hangs}`;
}

/** The plan beside its baselines, and what it gains over doing nothing; the sentence is empty where that baseline has no plan. */
export function comparison(
  plan: SolvedPlan,
  kpis: BusinessKpis,
  baselines: readonly Pick<Baseline, "name" | "kpis">[],
): { sentence: string; table: TitledTable } {
  const names = { doNothing: "Signed contracts only", miningOnly: "Mining only" };
  const columns = [
    { name: "The plan", kpis },
    ...baselines.map((baseline) => ({ name: names[baseline.name], kpis: baseline.kpis })),
  ];
  const row = (name: string, of: (known: BusinessKpis) => string): string[] => [
    name,
    ...columns.map((column) => (column.kpis === null ? "no plan" : of(column.kpis))),
  ];
  const rows = [
    row("Value, discounted", ({ valueUsd }) => usdText(valueUsd)),
    row("Revenue", ({ periods }) => usdText(sum(periods.revenueUsd))),
    row("EBITDA", ({ periods }) => usdText(sum(periods.ebitdaUsd))),
    row("Capex", ({ periods }) => usdText(sum(periods.capexUsd))),
    row("Debt drawn", ({ periods }) => usdText(sum(periods.debtDrawnUsd))),
    row("Power stranded, mean MW", meanStrandedMw),
  ];
  const nothing = baselines.find(({ name, kpis: known }) => name === "doNothing" && known !== null)?.kpis?.valueUsd;
  const sentence =
    nothing === undefined
      ? ""
      : `The plan is worth ${usdText(plan.objective.valueUsd - nothing)} more than keeping to the signed contracts and mining.`;
  const title = "The plan and two baselines, nominal over the horizon unless discounted";
  return { sentence, table: { title, head: ["Figure", ...columns.map(({ name }) => name)], rows, words: [] } };
}

/** What a megawatt earns by use and by site, and how much hangs on whom. */
export function earningTables({ horizon }: Portfolio, kpis: BusinessKpis): TitledTable[] {
  const perYear = (usd: number | null): string => (usd === null ? "\u2013" : usdText(usd));
  const uses = kpis.uses
    .filter(({ mwYears }) => mwYears > 0)
    .map((use) => [USE_NAMES[use.use], usdText(use.revenueUsd), mwText(use.mwYears), perYear(use.revenueUsdPerMwYear)]);
  const sites = kpis.sites.map((site) => [
    site.site,
    usdText(site.valueUsd),
    usdText(site.revenueUsd),
    perYear(site.revenueUsdPerMwYear),
    usdText(site.capexUsd),
    mwText(site.peakItMw),
    site.firstAiMonth === null ? "no AI" : periodName(horizon, site.firstAiMonth),
    mwText(site.strandedMwh / 1000),
  ]);
  const top = kpis.concentration.map(({ by, shares, index }) => [
    by,
    shares
      .slice(0, 3)
      .map(({ name, share }) => `${name} ${percentText(share)}`)
      .join(", "),
    index === null ? "\u2013" : index.toFixed(2),
  ]);
  const byUse = ["Use", "Revenue", "MW-years at the meter", "Revenue a MW-year"];
  const bySite = [
    "Site",
    "Value, discounted",
    "Revenue",
    "A MW-year",
    "Capex",
    "Peak IT MW",
    "AI from",
    "Stranded, GWh",
  ];
  return [
    { title: "By use, nominal over the horizon", head: byUse, rows: uses, words: [] },
    { title: "By site", head: bySite, rows: sites, words: [] },
    {
      title: "How much hangs on whom: shares of contract revenue",
      head: ["By", "Largest", "Concentration index"],
      rows: top,
      words: [1],
    },
  ];
}
