// What is the least price to quote for a new contract? The one at which the best plan with it is worth as much as the best plan without.
import type { SolvedPlan } from "../../plan/plan.ts";
import { parsePortfolio } from "../../portfolio/parse.ts";
import { formatProblems } from "../../portfolio/problem.ts";
import type { Contract, Portfolio, PortfolioInput } from "../../portfolio/schema.ts";
import { diffPlans, type PlanDiff } from "../diff/plan-diff.ts";
import { type BreakEvenResult, breakEven } from "../explain/break-even.ts";
import { planWith } from "../explain/plan-with.ts";
import { AnswerError, adopt, QuestionError, type Solver } from "../solver.ts";

/** A contract to be quoted; its price does not matter. */
export type ContractDraft = Omit<PortfolioInput["contracts"][number], "usdPerUnitMonth">;

export interface Quote {
  contract: Contract;
  price: BreakEvenResult;
  /** What the plan at the quoted price does otherwise; null when there is none. */
  displaces: PlanDiff | null;
}

/** A price to start from: that of the offers for the same unit, or $1. */
function guessUsd(portfolio: Portfolio, draft: ContractDraft): number {
  const prices = portfolio.contracts
    .filter(({ unit, usdPerUnitMonth }) => unit === draft.unit && usdPerUnitMonth > 0)
    .map(({ usdPerUnitMonth }) => usdPerUnitMonth)
    .sort((a, b) => a - b);
  return prices.length === 0 ? 1 : prices[prices.length >> 1];
}

/** Least price for a contract that is not in the portfolio yet. Throws QuestionError when the draft makes no valid contract. Once `isLate`, what is known is the answer. */
export async function quote(
  portfolio: Portfolio,
  plan: SolvedPlan,
  draft: ContractDraft,
  solver: Solver,
  isLate = (): boolean => false,
): Promise<Quote> {
  const offered = { ...draft, usdPerUnitMonth: guessUsd(portfolio, draft), signed: false };
  const parsed = parsePortfolio({ ...portfolio, contracts: [...portfolio.contracts, offered] });
  if (!parsed.ok) throw new QuestionError(`the contract is not valid\n${formatProblems(parsed.problems).trimEnd()}`);
  const larger = parsed.portfolio;
  const contract = larger.contracts[larger.contracts.length - 1];
  const without = adopt(larger, plan, plan.objective.boundUsd);
  if (without === undefined) throw new AnswerError("the plan breaks the portfolio's limits; megalloc audit lists them");
  const taken = await planWith(larger, contract, without, solver);
  if (taken.plan === null) {
    return { contract, price: { found: false, isProved: taken.status === "infeasible", solves: 1 }, displaces: null };
  }
  const left = { plan: without, boundUsd: plan.objective.boundUsd };
  const price = await breakEven(larger, contract, taken.plan, left, solver, isLate);
  return { contract, price, displaces: price.found ? diffPlans(without, price.plan) : null };
}
