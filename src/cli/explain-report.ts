// `megalloc explain contract` in words: the verdict, what stands in the way, what it displaces, and what would change the decision.
import { BreakEvenResult, PriceCheck } from "../answers/explain/break-even.ts";
import { ContractExplanation, TermFlip } from "../answers/explain/explain-contract.ts";
import { ResourceNeed } from "../answers/explain/needs.ts";
import { Contract, Portfolio } from "../portfolio/schema.ts";
import { certaintyWords, TERM_WORDS, UNIT_WORDS } from "../report/answer-words.ts";
import { Colours } from "./colours.ts";
import { renderDiff } from "./diff-report.ts";
import { formatCount, formatMw, formatPercent, formatUsd, printable } from "./format.ts";
import { periodLabel } from "./period-label.ts";
import { textTable } from "./text-table.ts";

/** A price per unit and month: dollars and cents where they matter. */
export function formatUnitPrice(usd: number): string {
  const decimals = Math.abs(usd) >= 1000 ? 0 : 2;
  return `$${usd.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals })}`;
}

function verdict(answer: ContractExplanation, colours: Colours): string {
  const { contract, customer, accepted, signed, gainUsd, isProved, obstacle } = answer;
  const name = `${printable(contract)}${customer === null ? "" : ` (${printable(customer)})`}`;
  const state = accepted ? colours.green("accepted") : colours.yellow("refused");
  const title = `${colours.bold(name)}: ${state}${signed ? ", being signed" : ""}\n\n`;
  if (gainUsd === null) return `${title}  ${printable(obstacle ?? "no plan with it was found in the time given")}\n`;
  const sure = isProved ? "proved" : "for the plans found, within their gap";
  if (gainUsd < 0) return `${title}  taking it would cost ${formatUsd(-gainUsd)} of value (${sure})\n`;
  return `${title}  taking it is worth ${formatUsd(gainUsd)} more than refusing it (${sure})\n`;
}

function checkText(check: PriceCheck, unit: string): string {
  const decision = check.accepted ? "accepted" : "refused";
  return `${decision} at ${formatUnitPrice(check.usdPerUnitMonth)} a ${unit}${check.isProved ? " (proved)" : ""}`;
}

/** Lines about the break-even price. */
export function priceLines(price: BreakEvenResult, contract: Contract): string {
  if (!price.found) {
    return price.isProved ? "  no price helps: no plan with it exists\n" : "  no plan with it was found at any price\n";
  }
  const unit = UNIT_WORDS[contract.unit];
  const offered = contract.usdPerUnitMonth;
  const change =
    offered > 0
      ? ` (${formatPercent(Math.abs(price.usdPerUnitMonth / offered - 1))} ${price.usdPerUnitMonth > offered ? "above" : "below"} the ${formatUnitPrice(offered)} offered)`
      : "";
  const checks = [price.below, price.above].filter((check) => check !== null).map((check) => checkText(check, unit));
  const state = price.isVerified ? "verified" : "not verified";
  const sure = certaintyWords(price, formatUnitPrice);
  return `  break-even price  ${formatUnitPrice(price.usdPerUnitMonth)} a ${unit} and month${change}\n    ${state}: ${checks.join(", ")}\n    ${sure.charAt(0).toLowerCase()}${sure.slice(1)}\n`;
}

function termValue(value: string | number | null | undefined, { unit }: TermFlip, portfolio: Portfolio): string {
  if (value === null || value === undefined) return "";
  if (unit === "month") return periodLabel(portfolio.horizon, String(value));
  if (unit === "share") return formatPercent(Number(value));
  if (unit === "MW") return `${formatMw(Number(value))} MW`;
  return typeof value === "number" ? formatCount(value) : printable(value);
}

/** The words without what a value would follow. */
const termName = (term: TermFlip["term"]): string => TERM_WORDS[term].replace(/,? (up to|from|such as)$/, "");

function flipRow(flip: TermFlip, portfolio: Portfolio): string[] {
  const offered = termValue(flip.offered, flip, portfolio);
  if (!flip.flips) {
    const loss =
      flip.lossUsd === null || flip.lossUsd === undefined
        ? "no plan even then"
        : `still ${formatUsd(flip.lossUsd)} short`;
    return [flip.isProved ? "no" : "not found to", termName(flip.term), loss];
  }
  const needed = termValue(flip.needed, flip, portfolio);
  const edge = flip.isVerifiedBelow ? ", less is refused" : "";
  const was = needed === "" ? ` (now ${offered})` : ` ${needed} (now ${offered}${edge})`;
  return ["yes", `${TERM_WORDS[flip.term]}${was}`, `worth ${formatUsd(flip.gainUsd ?? 0)} more than refusing`];
}

const NEEDS_SHOWN = 8;

function needRow(need: ResourceNeed, portfolio: Portfolio): string[] {
  const where =
    [need.site, need.hall]
      .filter((part) => part !== null)
      .map(printable)
      .join("/") || printable(need.platform ?? "");
  const { shortFrom, shortTo } = need;
  const label = (month: string): string => periodLabel(portfolio.horizon, month);
  const short =
    shortFrom === null || shortTo === null ? "enough is free" : `short ${label(shortFrom)} to ${label(shortTo)}`;
  const what = { firmPower: "firm power", hall: "hall", chips: "racks" }[need.resource];
  const amount = (value: number): string => (need.unit === "racks" ? formatCount(value) : formatMw(value));
  const priced = need.pricedUsd > 0.5 ? formatUsd(need.pricedUsd) : "";
  return [what, where, `${amount(need.needed)} ${need.unit}`, amount(need.freeAtLeast), short, priced];
}

export function renderExplanation(answer: ContractExplanation, portfolio: Portfolio, colours: Colours): string {
  const contract = portfolio.contracts.find(({ id }) => id === answer.contract)!;
  const sections = [verdict(answer, colours)];
  if (answer.price !== null || answer.terms.length > 0) {
    const rows = [...answer.terms]
      .sort((a, b) => Number(b.flips) - Number(a.flips))
      .map((flip) => flipRow(flip, portfolio));
    const title =
      answer.gainUsd !== null && answer.gainUsd > 0
        ? "From which price on"
        : "What would make it accepted (one term at a time)";
    const price = answer.price === null ? "" : priceLines(answer.price, contract);
    const { notTried } = answer;
    const missing = notTried.length === 0 ? "" : `  not tried for want of time: ${notTried.map(termName).join("; ")}\n`;
    sections.push(
      `${colours.bold(title)}\n${price}${rows.length === 0 ? "" : textTable([], rows, ["left", "left", "left"])}${missing}`,
    );
  }
  const needs = answer.needs.slice(0, NEEDS_SHOWN).map((need) => needRow(need, portfolio));
  if (needs.length > 0) {
    const head = ["", "", "needs", "free without it", "", "at the plan's prices"];
    sections.push(
      `${colours.bold("What it takes up")}\n${textTable(head, needs, ["left", "left", "right", "right", "left", "right"])}`,
    );
  }
  if (answer.displaces !== null) {
    sections.push(
      `${colours.bold("With it, against without it")}\n\n${renderDiff(answer.displaces, portfolio, colours)}`,
    );
  }
  if (answer.betterPlan !== null) {
    const { valueUsd } = answer.betterPlan.objective;
    sections.push(
      `A better plan than the one asked about turned up, worth ${formatUsd(valueUsd)}: solve again, for longer\n`,
    );
  }
  return sections.join("\n");
}
