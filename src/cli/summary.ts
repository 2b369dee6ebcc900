// A plan as a page to read: Plan and Portfolio in, text out. The order is that of the questions people ask.
import { Plan, SolvedPlan, UnsolvedPlan } from "../plan/plan.ts";
import { formatProblems, Problem } from "../portfolio/problem.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { Colours } from "./colours.ts";
import { counted, formatPercent, formatUsd, printable } from "./format.ts";
import { isSolved } from "./plan-status.ts";
import { buildingSection } from "./summary-building.ts";
import { capitalSection } from "./summary-capital.ts";
import { contractsSection } from "./summary-contracts.ts";
import { powerSection } from "./summary-power.ts";
import { pricesSection } from "./summary-prices.ts";
import { valueSection } from "./summary-value.ts";

export interface SummaryOptions {
  /** Columns of the page; tables over periods are cut to it. */
  width: number;
  colours: Colours;
  /** Warnings of the portfolio, told at the end. */
  warnings: readonly Problem[];
}

/** Warnings written out in full; the rest are counted. */
export const WARNINGS_SHOWN = 10;

const STOPPED: Record<string, string> = {
  gap: "the gap asked for is proved",
  timeLimit: "time limit reached",
  moveLimit: "move limit reached",
  cancelled: "stopped by hand",
  infeasible: "proved infeasible",
};

function stoppedBecause({ stopReason }: Plan): string {
  return STOPPED[stopReason] ?? printable(stopReason);
}

function boundLine(boundUsd: number | null, gap: number | null): string {
  if (boundUsd === null) return "  bound  none proved\n";
  const within = gap === null ? "" : `: the gap is ${formatPercent(gap)}`;
  return `  bound  ${formatUsd(boundUsd).padStart(9)}  no plan is worth more${within}\n`;
}

function objectiveLines({ objective }: SolvedPlan): string {
  const { valueUsd, boundUsd, gap, sunkUsd, npvUsd } = objective;
  const line = (name: string, usd: number, meaning: string): string =>
    `  ${name}  ${formatUsd(usd).padStart(9)}  ${meaning}\n`;
  return (
    line("value", valueUsd, "of the decisions, discounted to the horizon's start") +
    boundLine(boundUsd, gap) +
    line("sunk ", sunkUsd, "lots already committed, whatever is decided") +
    line("npv  ", npvUsd, "value and sunk together")
  );
}

/** Who must be served in a portfolio that cannot: the reason people look for first. */
export function infeasibleText(portfolio: Portfolio): string {
  const signed = portfolio.contracts.filter((contract) => contract.signed);
  if (signed.length === 0) {
    const committed = portfolio.backlog.filter((lot) => lot.committed).map((lot) => `"${printable(lot.id)}"`);
    return committed.length === 0
      ? "no plan satisfies the portfolio's limits"
      : `no plan pays for the committed lots (${committed.join(", ")}) out of equity and debt: look at finance`;
  }
  const named = signed.map(({ id, customer }) => `"${printable(id)}"${customer ? ` (${printable(customer)})` : ""}`);
  const which = signed.length === 1 ? "the signed contract" : `the ${counted(signed.length, "signed contract")}`;
  return (
    `no plan keeps ${which} ${named.join(", ")} within power, halls, chips and capital; ` +
    "allow a shortfall, widen a start window, or add capacity or equity"
  );
}

function unsolvedText(plan: UnsolvedPlan, portfolio: Portfolio, { colours }: SummaryOptions): string {
  if (plan.status === "infeasible") {
    return `${colours.bold(printable(portfolio.name))}: ${colours.red("infeasible")}\n\n  ${infeasibleText(portfolio)}\n`;
  }
  const title = `${colours.bold(printable(portfolio.name))}: ${colours.red("no plan found")} (${stoppedBecause(plan)})\n\n`;
  return `${title}${boundLine(plan.objective.boundUsd, null)}  give it more time, or fewer signed contracts\n`;
}

function solvedText(plan: SolvedPlan, portfolio: Portfolio, options: SummaryOptions): string {
  const { colours } = options;
  const status = plan.status === "optimal" ? colours.green("optimal plan") : colours.yellow("feasible plan");
  const sections = [
    `${colours.bold(printable(portfolio.name))}: ${status} (${stoppedBecause(plan)})\n\n${objectiveLines(plan)}`,
    valueSection(plan, colours),
    contractsSection(plan, portfolio, colours),
    buildingSection(plan, portfolio, colours),
    capitalSection(plan, portfolio, colours),
    powerSection(plan, portfolio, options),
    pricesSection(plan, colours),
  ];
  return sections.filter((section) => section !== "").join("\n");
}

/** The plan in words and tables; several lines, the last one ended. Pure. */
export function renderSummary(plan: Plan, portfolio: Portfolio, options: SummaryOptions): string {
  const text = isSolved(plan) ? solvedText(plan, portfolio, options) : unsolvedText(plan, portfolio, options);
  const { warnings } = options;
  const slower = plan.engine?.fallbackReason;
  const engine =
    slower === undefined ? "" : `\nThe slower JavaScript engine ran, for want of WebAssembly: ${printable(slower)}\n`;
  return warnings.length === 0 ? `${text}${engine}` : `${text}${engine}\n${formatProblems(warnings, WARNINGS_SHOWN)}`;
}
