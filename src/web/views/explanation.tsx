// Why a contract is refused or taken, and what would change that.
import type { PriceCheck } from "../../answers/explain/break-even.ts";
import type { ContractExplanation, TermFlip } from "../../answers/explain/explain-contract.ts";
import type { ResourceNeed } from "../../answers/explain/needs.ts";
import type { Portfolio } from "../../portfolio/schema.ts";
import { certaintyWords, TERM_WORDS, UNIT_WORDS } from "../../report/answer-words.ts";
import { mwText, percentText, periodName, usdText } from "../../report/figures.ts";
import { DataTable } from "../widgets/data-table.tsx";
import { DiffTables } from "./diff-tables.tsx";
import { countText, priceText } from "./formats.ts";

interface ExplanationProps {
  answer: ContractExplanation;
  portfolio: Portfolio;
}

function verdictText({ gainUsd, isProved, obstacle }: ContractExplanation): string {
  if (gainUsd === null) return `${obstacle ?? "As offered, no plan with it was found in the time given"}.`;
  const sure = isProved ? "That is proved." : "That holds for the plans found, within their gap.";
  return gainUsd < 0
    ? `Taking it would cost ${usdText(-gainUsd)} of value. ${sure}`
    : `Taking it is worth ${usdText(gainUsd)} more than refusing it. ${sure}`;
}

function Price({ answer, portfolio }: ExplanationProps) {
  const { price } = answer;
  const contract = portfolio.contracts.find(({ id }) => id === answer.contract);
  if (price === null || contract === undefined) return null;
  if (!price.found) {
    return (
      <p>{price.isProved ? "No price helps: no plan with it exists." : "No plan with it was found at any price."}</p>
    );
  }
  const unit = UNIT_WORDS[contract.unit];
  const offered = contract.usdPerUnitMonth;
  const share = offered > 0 ? price.usdPerUnitMonth / offered - 1 : 0;
  const against =
    offered > 0
      ? `, ${percentText(Math.abs(share))} ${share >= 0 ? "above" : "below"} the ${priceText(offered)} offered`
      : "";
  const said = (check: PriceCheck): string =>
    `${check.accepted ? "taken" : "refused"} at ${priceText(check.usdPerUnitMonth)}${check.isProved ? " (proved)" : ""}`;
  const checks = [price.below, price.above].filter((check) => check !== null).map(said);
  return (
    <p class="price-answer">
      <strong>{priceText(price.usdPerUnitMonth)}</strong> a {unit} and month is the price from which on it is worth
      taking
      {against}. {price.isVerified ? "Verified by solving again: " : "Not verified: "}
      {checks.join(", ")}. {certaintyWords(price, priceText)}
    </p>
  );
}

function termValue(value: string | number | null | undefined, { unit }: TermFlip, portfolio: Portfolio): string {
  if (value === null || value === undefined) return "";
  if (unit === "month") return periodName(portfolio.horizon, String(value));
  if (unit === "share") return percentText(Number(value));
  if (unit === "MW") return `${mwText(Number(value))} MW`;
  return typeof value === "number" ? countText(value) : value;
}

/** "a start as late as, up to" without what a value would follow. */
const termName = (term: TermFlip["term"]): string => TERM_WORDS[term].replace(/,? (up to|from|such as)$/, "");

function flipRow(flip: TermFlip, portfolio: Portfolio): string[] {
  const offered = termValue(flip.offered, flip, portfolio);
  if (!flip.flips) {
    const loss =
      flip.lossUsd === null || flip.lossUsd === undefined
        ? "no plan even then"
        : `still ${usdText(flip.lossUsd)} short`;
    return [termName(flip.term), offered, flip.isProved ? "does not help" : "not found to help", loss];
  }
  const needed = termValue(flip.needed, flip, portfolio);
  const gain = `worth ${usdText(flip.gainUsd ?? 0)} more than refusing`;
  return [TERM_WORDS[flip.term], offered, needed === "" ? "dropped" : needed, gain];
}

function Terms({ answer, portfolio }: ExplanationProps) {
  if (answer.terms.length === 0 && answer.notTried.length === 0) return null;
  const rows = [...answer.terms]
    .sort((a, b) => Number(b.flips) - Number(a.flips))
    .map((flip) => flipRow(flip, portfolio));
  const missing = answer.notTried.map(termName).join("; ");
  return (
    <>
      {rows.length === 0 ? null : (
        <DataTable
          title="It would be taken if it could (one term at a time)"
          head={["Term", "Now", "Least change", "Then"]}
          rows={rows}
          words={[1, 2, 3]}
          showTitle
        />
      )}
      {missing === "" ? null : <p class="note">Not tried for want of time: {missing}.</p>}
    </>
  );
}

const NEED_WORDS = { firmPower: "firm power", hall: "hall", chips: "racks" } as const;

function needRow(need: ResourceNeed, portfolio: Portfolio): string[] {
  const where = [need.site, need.hall].filter((part) => part !== null).join("/") || (need.platform ?? "");
  const { shortFrom, shortTo } = need;
  const name = (month: string): string => periodName(portfolio.horizon, month);
  const short = shortFrom === null || shortTo === null ? "enough" : `${name(shortFrom)} to ${name(shortTo)}`;
  const amount = (value: number): string => (need.unit === "racks" ? countText(value) : mwText(value));
  return [
    `${NEED_WORDS[need.resource]} ${where}`,
    `${amount(need.needed)} ${need.unit}`,
    amount(need.freeAtLeast),
    short,
    need.pricedUsd > 0.5 ? usdText(need.pricedUsd) : "",
  ];
}

export function Explanation({ answer, portfolio }: ExplanationProps) {
  const needs = answer.needs.map((need) => needRow(need, portfolio));
  return (
    <>
      <p>{verdictText(answer)}</p>
      <Price answer={answer} portfolio={portfolio} />
      <Terms answer={answer} portfolio={portfolio} />
      {needs.length === 0 ? null : (
        <DataTable
          title="What it takes up"
          head={["Resource", "Needs", "Free without it", "Short", "Worth to others"]}
          rows={needs}
          words={[3]}
          showTitle
        />
      )}
      {answer.displaces === null ? null : (
        <>
          <h4>With it, against without it</h4>
          <DiffTables diff={answer.displaces} horizon={portfolio.horizon} />
        </>
      )}
      {answer.betterPlan === null ? null : (
        <p>
          A better plan turned up on the way, worth {usdText(answer.betterPlan.objective.valueUsd)}: search on, for
          longer.
        </p>
      )}
    </>
  );
}
