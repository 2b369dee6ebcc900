// Why is a contract refused (or taken), and what would change that? The contract is forced into a plan and left out of one; the two values say what
// it gains or costs, their difference in decisions what it displaces, and re-solves with eased terms what would flip the decision.
import type { Plan, SolvedPlan } from "../../plan/plan.ts";
import { eligibility } from "../../portfolio/eligible.ts";
import type { Contract, Portfolio } from "../../portfolio/schema.ts";
import { diffPlans, type PlanDiff } from "../diff/plan-diff.ts";
import { adopt, hasDecisions, neverWorse, type Solver } from "../solver.ts";
import { type BreakEvenResult, breakEven, type Without } from "./break-even.ts";
import { contractOf, forced, signedRival, withContract, withdrawn } from "./forced.ts";
import { isWorthMore, leastChange } from "./least-change.ts";
import { contractNeeds, type ResourceNeed } from "./needs.ts";
import { type PlanWith, planWith } from "./plan-with.ts";
import { easableTerms, type Term, type TermName } from "./terms.ts";

/** One term, all others as offered. */
export interface TermFlip {
  term: TermName;
  field: string;
  unit: Term["unit"];
  offered: string | number | null;
  /** The least change found that makes taking it worth more than refusing it; undefined where none does. */
  flips: boolean;
  needed?: string | number | null;
  /** Where it does not flip: proved; else no plan was found in which it would. */
  isProved?: boolean;
  /** Value gained over refusing it, at that change. */
  gainUsd?: number;
  /** One step less was tried and is refused; false where the solves ran out first, or there is no step less. */
  isVerifiedBelow?: boolean;
  /** Where it does not flip: what is still lost with the largest change; null when even then there is no plan with it. */
  lossUsd?: number | null;
}

export interface ContractExplanation {
  contract: string;
  customer: string | null;
  signed: boolean;
  /** As planned. */
  accepted: boolean;
  withUsd: number | null;
  withoutUsd: number | null;
  /** withUsd - withoutUsd: below 0, refusing it is right. null when one of them has no plan. */
  gainUsd: number | null;
  /** The sign of gainUsd is proved by the bounds; else it holds for the plans found, within their gap. */
  isProved: boolean;
  /** Why no plan can take it, where that is known; null otherwise. */
  obstacle: string | null;
  /** What a plan with it does otherwise than one without. */
  displaces: PlanDiff | null;
  /** What it takes up, the scarcest first. */
  needs: ResourceNeed[];
  price: BreakEvenResult | null;
  terms: TermFlip[];
  /** Terms that there was no time left for. */
  notTried: TermName[];
  /** A better plan than the one asked about turned up; null otherwise. */
  betterPlan: SolvedPlan | null;
}

export interface ExplainOptions {
  /** Terms to try besides the price; all of them unless given. */
  terms?: readonly TermName[];
  /** Asked between solves: once true, the answer ends with what is known. Never late unless given. */
  isLate?: () => boolean;
}

const OBSTACLES = {
  sites: "no site passes its placement (sites, excludeSites, regions)",
  maxPue: "every hall it may use has an annual PUE above its maxPue",
  cooling: "no hall it may use cools any of its platforms",
} as const;

/** What rules the contract out before any solve; null for nothing. */
function obstacleTo(portfolio: Portfolio, contract: Contract): string | null {
  const rival = signedRival(portfolio, contract);
  if (rival !== undefined) return `contract "${rival.id}" of the same group "${contract.group}" is signed`;
  const eligible = eligibility(contract, portfolio);
  return eligible.ok || contract.shortfall?.maxFraction === 1 ? null : OBSTACLES[eligible.obstacle];
}

/** Best plan without the contract, as one of the portfolio; null for none. */
async function planWithout(
  portfolio: Portfolio,
  contract: Contract,
  plan: SolvedPlan,
  accepted: boolean,
  solver: Solver,
): Promise<Without | null> {
  if (!accepted) return { plan, boundUsd: plan.objective.boundUsd };
  const unsigned = withContract(portfolio, { ...contract, signed: false });
  const rest = { ...plan, contracts: plan.contracts.filter(({ id }) => id !== contract.id) };
  const found = await neverWorse(solver)(withdrawn(portfolio, contract.id), rest);
  if (!hasDecisions(found)) return null;
  const adopted = adopt(unsigned, found, found.objective.boundUsd);
  return adopted === undefined ? null : { plan: adopted, boundUsd: found.objective.boundUsd };
}

/**
 * The better plan with the contract as offered: the one found for it, or the one of the break-even price. Where that does not stand at the price
 * offered (lenders advance less on it), a solve starts from it, unless it is late.
 */
async function bestWith(
  free: Portfolio,
  contract: Contract,
  found: SolvedPlan | null,
  price: BreakEvenResult | null,
  solver: Solver,
  isLate = (): boolean => false,
): Promise<SolvedPlan | null> {
  if (found === null || price === null || !price.found) return found;
  const offered = forced(free, contract);
  let priced: Plan | undefined = adopt(offered, price.plan, found.objective.boundUsd);
  if (priced === undefined && !isLate()) priced = await solver(offered, price.plan);
  if (priced === undefined || !hasDecisions(priced)) return found;
  return isWorthMore(priced.objective.valueUsd, found.objective.valueUsd) ? priced : found;
}

async function flipOf(
  term: Term,
  without: Without,
  from: SolvedPlan | null,
  solver: Solver,
  isLate?: () => boolean,
): Promise<TermFlip> {
  const withoutUsd = without.plan.objective.valueUsd;
  const found = await leastChange(term, withoutUsd, from ?? undefined, solver, undefined, isLate);
  const said = { term: term.name, field: term.field, unit: term.unit, offered: term.valueAt(0) };
  if (!found.flips) {
    const { valueUsd, boundUsd, isInfeasible } = found.largest;
    const isProved = isInfeasible || (boundUsd !== null && !isWorthMore(boundUsd, withoutUsd));
    return { ...said, flips: false, isProved, lossUsd: valueUsd === null ? null : withoutUsd - valueUsd };
  }
  return {
    ...said,
    flips: true,
    needed: term.valueAt(found.step),
    gainUsd: found.plan.objective.valueUsd - withoutUsd,
    isVerifiedBelow: found.below !== null,
  };
}

/** Whether the bounds, or the prices that are certain, prove which of the two is worth more. */
function isGainProved(
  contract: Contract,
  { boundUsd: withBound, plan }: PlanWith,
  without: Without,
  price: BreakEvenResult | null,
): boolean {
  const withUsd = plan?.objective.valueUsd ?? Number.NEGATIVE_INFINITY;
  const withoutUsd = without.plan.objective.valueUsd;
  if (price?.found) {
    const { refusedUpToUsd, acceptedFromUsd } = price.certain;
    if (!isWorthMore(withUsd, withoutUsd) && contract.usdPerUnitMonth <= refusedUpToUsd) return true;
    if (acceptedFromUsd !== null && contract.usdPerUnitMonth >= acceptedFromUsd) return true;
  }
  if (isWorthMore(withUsd, withoutUsd)) return without.boundUsd !== null && withUsd >= without.boundUsd;
  return withBound !== null && withBound <= withoutUsd;
}

/**
 * Explains the plan's decision about one contract. Throws AnswerError for an unknown id. Terms are eased one by one, all others as offered; those
 * of a contract that is worth taking as it is are not tried, but for the price, whose break-even is then the least at which it stays.
 */
export async function explainContract(
  portfolio: Portfolio,
  plan: SolvedPlan,
  id: string,
  solver: Solver,
  options: ExplainOptions = {},
): Promise<ContractExplanation> {
  const { isLate } = options;
  const contract = contractOf(portfolio, id);
  const accepted = plan.contracts.some((decision) => decision.id === id && decision.accepted);
  const obstacle = obstacleTo(portfolio, contract);
  const head = { contract: id, customer: contract.customer ?? null, signed: contract.signed, accepted };
  const none = {
    withUsd: null,
    withoutUsd: null,
    gainUsd: null,
    displaces: null,
    needs: [],
    price: null,
    betterPlan: null,
  };
  if (obstacle !== null && signedRival(portfolio, contract) !== undefined) {
    return { ...head, ...none, isProved: true, obstacle, terms: [], notTried: [] };
  }
  const free = withContract(portfolio, { ...contract, signed: false });
  const without = await planWithout(portfolio, contract, plan, accepted, solver);
  const asOffered = accepted
    ? { plan, status: plan.status, boundUsd: plan.objective.boundUsd }
    : await planWith(free, contract, plan, solver);
  // The price before the other terms: its plans may do better at the price offered too, and are what those then start from.
  const price = without && (await breakEven(free, contract, asOffered.plan, without, solver, isLate));
  const taken = { ...asOffered, plan: await bestWith(free, contract, asOffered.plan, price, solver, isLate) };
  const withUsd = taken.plan?.objective.valueUsd ?? null;
  const withoutUsd = without?.plan.objective.valueUsd ?? null;
  const gainUsd = withUsd === null || withoutUsd === null ? null : withUsd - withoutUsd;
  const isOffer = without !== null && !(gainUsd !== null && gainUsd > 0);
  const wanted = easableTerms(free, contract).filter(({ name }) => options.terms?.includes(name) ?? true);
  const terms: TermFlip[] = [];
  const notTried: TermName[] = [];
  if (isOffer) {
    for (const term of wanted) {
      if (isLate?.()) notTried.push(term.name);
      else terms.push(await flipOf(term, without, taken.plan, solver, isLate));
    }
  }
  const refusedPlan = accepted ? without?.plan : plan;
  const best = isOffer || without === null ? without?.plan : taken.plan;
  return {
    ...head,
    withUsd,
    withoutUsd,
    gainUsd,
    isProved:
      withUsd === null
        ? taken.status === "infeasible"
        : without !== null && isGainProved(contract, taken, without, price),
    obstacle: obstacle ?? (taken.status === "infeasible" ? "it cannot be kept beside the signed contracts" : null),
    displaces: taken.plan && refusedPlan ? diffPlans(refusedPlan, taken.plan) : null,
    needs:
      taken.plan && refusedPlan
        ? contractNeeds(free, { ...refusedPlan, ...(plan.prices && { prices: plan.prices }) }, taken.plan, id)
        : [],
    price,
    terms,
    notTried,
    betterPlan: best && isWorthMore(best.objective.valueUsd, plan.objective.valueUsd) ? best : null,
  };
}
