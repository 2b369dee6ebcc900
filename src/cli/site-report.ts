// `megalloc explain site` in words: what the site earns as planned, and what holding it to one use would cost.
import { SiteAlternative, SiteAnswer } from "../answers/compare/site-alternatives.ts";
import { UseFigures } from "../answers/kpi/business.ts";
import { Use } from "../answers/kpi/slices.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { PLANNED_WORDS } from "../report/answer-words.ts";
import { Colours } from "./colours.ts";
import { formatChange } from "./diff-report.ts";
import { formatCount, formatMw, formatUsd, printable } from "./format.ts";
import { periodLabel } from "./period-label.ts";
import { textTable } from "./text-table.ts";

export const USE_WORDS: Record<Use, string> = {
  cloud: "cloud (own racks)",
  lease: "lease (tenants' racks)",
  flexible: "mining, flexible loads",
  resale: "resale of PPA energy",
};

export function usesTable(uses: readonly UseFigures[]): string {
  const rows = uses
    .filter(({ mwYears }) => mwYears > 0)
    .map(({ use, revenueUsd, mwYears, revenueUsdPerMwYear }) => [
      USE_WORDS[use],
      formatUsd(revenueUsd),
      formatCount(Math.round(mwYears)),
      revenueUsdPerMwYear === null ? "" : formatUsd(revenueUsdPerMwYear),
    ]);
  if (rows.length === 0) return "  nothing runs here\n";
  return textTable(["use", "revenue", "MW-years", "a MW-year"], rows, ["left", "right", "right", "right"]);
}

function alternativeRow({ use, changeUsd, certainChangeUsd, plan }: SiteAlternative): string[] {
  const name = { miningOnly: "mining only", leaseOnly: "lease only", cloudOnly: "cloud only" }[use];
  if (changeUsd === null)
    return [name, plan.status === "infeasible" ? "impossible: signed contracts need the site" : "no plan found", ""];
  const certain =
    certainChangeUsd === null
      ? ""
      : `proved between ${formatChange(certainChangeUsd.low)} and ${formatChange(certainChangeUsd.high)}`;
  return [name, formatChange(changeUsd), certain];
}

export function renderSite(answer: SiteAnswer, portfolio: Portfolio, colours: Colours): string {
  const { site, planned, use, alternatives } = answer;
  const when =
    planned.firstAiMonth === null
      ? ""
      : `, from ${periodLabel(portfolio.horizon, planned.firstAiMonth)} on, up to ${formatMw(planned.peakItMw)} IT MW`;
  const title = `${colours.bold(printable(site))}: ${PLANNED_WORDS[use]}${when}\n`;
  const own = `  worth ${formatUsd(planned.valueUsd)} (discounted, its halls and grid paid; ordered racks and debt are the portfolio's)\n`;
  const rows = alternatives.map(alternativeRow);
  return [
    `${title}${own}`,
    `${colours.bold("As planned")} (nominal, over the horizon)\n${usesTable(planned.uses)}`,
    `${colours.bold("The portfolio's value, were the site held to")}\n${textTable([], rows, ["left", "right", "left"])}`,
  ].join("\n");
}
