// `megalloc compare`: a plan beside the baselines, and beside other plans.
import { Command } from "commander";
import { baselines } from "../answers/compare/baselines.ts";
import { BusinessKpis, businessKpis } from "../answers/kpi/business.ts";
import { USES } from "../answers/kpi/slices.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { AskFlags, ask, loadAsked, withAskOptions, writeAnswer } from "./ask.ts";
import { coloursFor } from "./colours.ts";
import { formatPercent, formatUsd, printable } from "./format.ts";
import { loadFeasiblePlan } from "./load-plan.ts";
import { USE_WORDS } from "./site-report.ts";
import { textTable } from "./text-table.ts";

const EXAMPLES = `
Examples:
  megalloc compare west-texas.json plan.json               beside doing nothing, and beside mining only
  megalloc compare west-texas.json plan.json other.json    and beside other plans
`;

const EFFORT = { timeLimitMs: 3000, solves: 2 };

interface Column {
  name: string;
  kpis: BusinessKpis | null;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const percent = (share: number | null): string => (share === null ? "-" : formatPercent(share));

function trough(kpis: BusinessKpis): string {
  const known = kpis.periods.equityHeadroomUsd.filter((usd) => usd !== null);
  return known.length === 0 ? "unlimited" : formatUsd(Math.min(...known));
}

function largest(kpis: BusinessKpis, by: "customer" | "site" | "guarantor"): string {
  const top = kpis.concentration.find((entry) => entry.by === by)?.shares[0];
  return top === undefined ? "-" : `${formatPercent(top.share)} ${printable(top.name)}`;
}

const FIGURES: { name: string; of: (kpis: BusinessKpis) => string }[] = [
  { name: "value (discounted)", of: ({ valueUsd }) => formatUsd(valueUsd) },
  { name: "revenue", of: ({ periods }) => formatUsd(sum(periods.revenueUsd)) },
  { name: "EBITDA", of: ({ periods }) => formatUsd(sum(periods.ebitdaUsd)) },
  { name: "capex", of: ({ periods }) => formatUsd(sum(periods.capexUsd)) },
  { name: "debt drawn", of: ({ periods }) => formatUsd(sum(periods.debtDrawnUsd)) },
  { name: "least equity headroom", of: trough },
  ...USES.map((use) => ({
    name: `a MW-year: ${USE_WORDS[use]}`,
    of: (kpis: BusinessKpis): string => {
      const usd = kpis.uses.find((figures) => figures.use === use)?.revenueUsdPerMwYear ?? null;
      return usd === null ? "-" : formatUsd(usd);
    },
  })),
  {
    name: "stranded power (mean MW)",
    of: ({ periods }) => (sum(periods.strandedMw) / periods.months.length).toFixed(0),
  },
  { name: "revenue guaranteed", of: ({ guaranteedShare }) => percent(guaranteedShare) },
  { name: "revenue take or pay", of: ({ takeOrPayShare }) => percent(takeOrPayShare) },
  { name: "largest customer", of: (kpis) => largest(kpis, "customer") },
  { name: "largest site", of: (kpis) => largest(kpis, "site") },
  { name: "largest guarantor", of: (kpis) => largest(kpis, "guarantor") },
];

function words(columns: readonly Column[], portfolio: Portfolio): string {
  const colours = coloursFor(process.stdout, process.env);
  const rows = FIGURES.map(({ name, of }) => [
    name,
    ...columns.map(({ kpis }) => (kpis === null ? "no plan" : of(kpis))),
  ]);
  const title = `${colours.bold(printable(portfolio.name))} (nominal over the horizon, unless discounted)\n`;
  return (
    title + textTable(["", ...columns.map(({ name }) => name)], rows, ["left", ...columns.map(() => "right" as const)])
  );
}

async function runCompare(portfolioSource: string, planSources: string[], flags: AskFlags): Promise<void> {
  const [first, ...others] = planSources;
  const { portfolio, plan } = await loadAsked(portfolioSource, first, flags);
  const columns: Column[] = [{ name: first ?? "plan", kpis: businessKpis(portfolio, plan) }];
  for (const other of others) {
    columns.push({ name: other, kpis: businessKpis(portfolio, await loadFeasiblePlan(portfolio, other)) });
  }
  const found = await ask(flags, EFFORT, (solver) => baselines(portfolio, plan, solver));
  const names = { doNothing: "signed contracts only", miningOnly: "mining only" };
  columns.push(...found.map(({ name, kpis }) => ({ name: names[name], kpis })));
  await writeAnswer(flags, columns, () => words(columns, portfolio));
}

export function compareCommand(): Command {
  const command = new Command("compare")
    .summary("a plan beside doing nothing, mining only and other plans")
    .description(
      "Key figures of one or more plans beside two baselines: keep the signed contracts and mine, or just mine.",
    )
    .argument("<portfolio>", 'portfolio file (JSON); "-" reads standard input')
    .argument("[plans...]", "plans (JSON); solved first when left out");
  return withAskOptions(command, EFFORT).addHelpText("after", EXAMPLES).action(runCompare);
}
