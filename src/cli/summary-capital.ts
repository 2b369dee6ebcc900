// Debt drawn and equity used.
import { SolvedPlan } from "../plan/plan.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { Colours } from "./colours.ts";
import { formatUsd } from "./format.ts";
import { periodLabel } from "./period-label.ts";

function debtLine(plan: SolvedPlan, portfolio: Portfolio): string {
  const draws = plan.debt.filter(({ usd }) => usd > 0);
  if (draws.length === 0) return portfolio.finance.debt === undefined ? "" : "  debt    none drawn\n";
  const total = draws.reduce((sum, { usd }) => sum + usd, 0);
  const byPeriod = draws.map(({ period, usd }) => `${formatUsd(usd)} in ${periodLabel(portfolio.horizon, period)}`);
  return `  debt    ${formatUsd(total)} drawn: ${byPeriod.join(", ")}\n`;
}

function equityLine({ kpis }: SolvedPlan, portfolio: Portfolio): string {
  if (kpis === undefined) return "";
  const { equityPeakUsd, equityTroughUsd, equityTroughMonth } = kpis;
  const least =
    equityTroughUsd === null || equityTroughMonth === null
      ? "; no limit"
      : `; least headroom ${formatUsd(equityTroughUsd)} in ${periodLabel(portfolio.horizon, equityTroughMonth)}`;
  return `  equity  ${formatUsd(equityPeakUsd)} in use at most${least}\n`;
}

/** Nominal USD. */
export function capitalSection(plan: SolvedPlan, portfolio: Portfolio, colours: Colours): string {
  const { kpis } = plan;
  const capex = kpis === undefined ? "" : `  capex   ${formatUsd(kpis.capexUsd)}, committed lots included\n`;
  const body = capex + debtLine(plan, portfolio) + equityLine(plan, portfolio);
  return body === "" ? "" : `${colours.bold("Capital")}\n${body}`;
}
