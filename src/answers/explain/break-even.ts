// The price at which a contract is worth taking: where the best plan with it is worth as much as the best plan without it. Verified by solves in
// which nothing is forced, just below and just above.
import { auditPlan } from "../../plan/audit.ts";
import type { SolvedPlan } from "../../plan/plan.ts";
import type { Contract, Portfolio } from "../../portfolio/schema.ts";
import { adopt, decisionsOf, hasDecisions, neverWorse, type Solver } from "../solver.ts";
import { forced, withContract } from "./forced.ts";
import { type Grid, isWorthMore, leastChange, type Probe } from "./least-change.ts";

/** Steps of the price are this share of the break-even first guessed. */
const STEP = 1e-3;

/** Times that a check may turn up a better plan and send the search back. */
const ROUNDS = 4;

/** What a solve at a price, with the contract free to be taken or refused, decided. */
export interface PriceCheck {
  usdPerUnitMonth: number;
  accepted: boolean;
  valueUsd: number;
  /**
   * Whether the decision is proved right: below, that no plan with the contract is worth more than one without; above, that no plan without it is
   * worth more than one with it. Else it holds for the plans found, within their gap.
   */
  isProved: boolean;
}

export interface BreakEven {
  /** From this price on, taking the contract is worth more than refusing it (to one step, 0.1 %). */
  usdPerUnitMonth: number;
  stepUsd: number;
  /** Best plan found with the contract at that price. */
  plan: SolvedPlan;
  below: PriceCheck | null;
  above: PriceCheck | null;
  /** Both checks came out as they must. */
  isVerified: boolean;
  solves: number;
}

export type BreakEvenResult =
  | ({ readonly found: true } & BreakEven)
  /** No plan with the contract was found at any price; proved where `isProved`. */
  | { readonly found: false; readonly isProved: boolean; readonly solves: number };

export interface Without {
  /** Best plan known without the contract, as a plan of the portfolio. */
  plan: SolvedPlan;
  /** No plan without it is worth more; null when nothing is proved. */
  boundUsd: number | null;
}

const priced = (contract: Contract, usdPerUnitMonth: number): Contract => ({ ...contract, usdPerUnitMonth });

/** The price at which these decisions are worth `withoutUsd`; undefined when they earn nothing by the price. */
function priceOf(portfolio: Portfolio, contract: Contract, plan: SolvedPlan, withoutUsd: number): number | undefined {
  const valueAt = (usd: number): number =>
    auditPlan(withContract(portfolio, priced(contract, usd)), decisionsOf(plan)).value.valueUsd;
  const atZero = valueAt(0);
  const unit = Math.max(1, contract.usdPerUnitMonth);
  const slope = (valueAt(unit) - atZero) / unit;
  return slope > 0 ? (withoutUsd - atZero) / slope : undefined;
}

const priceAt = (step: number, stepUsd: number): number => Math.max(0, (step - 0.5) * stepUsd);

/** Prices from 0 in steps: what is feasible at one is feasible at every higher one, for debt capacity only grows. */
function priceGrid(portfolio: Portfolio, contract: Contract, stepUsd: number, steps: number): Grid {
  return { steps, at: (step) => forced(portfolio, priced(contract, priceAt(step, stepUsd))) };
}

async function check(
  portfolio: Portfolio,
  contract: Contract,
  usdPerUnitMonth: number,
  from: SolvedPlan,
  solver: Solver,
): Promise<Omit<PriceCheck, "isProved"> & { plan: SolvedPlan | null }> {
  const free = withContract(portfolio, { ...priced(contract, usdPerUnitMonth), signed: false });
  const plan = await neverWorse(solver)(free, from);
  if (!hasDecisions(plan)) return { usdPerUnitMonth, accepted: false, valueUsd: from.objective.valueUsd, plan: null };
  const accepted = plan.contracts.some(({ id, accepted: taken }) => id === contract.id && taken);
  return { usdPerUnitMonth, accepted, valueUsd: plan.objective.valueUsd, plan };
}

function belowCheck(found: Awaited<ReturnType<typeof check>>, probe: Probe | null, withoutUsd: number): PriceCheck {
  const { plan: _, ...said } = found;
  const isProved = probe !== null && probe.boundUsd !== null && !isWorthMore(probe.boundUsd, withoutUsd);
  return { ...said, isProved };
}

/**
 * Break-even price of a contract of the portfolio. `with_` is a plan with the contract at its own price (null when there is none yet),
 * `without` the best one without it. A plan without the contract that turns out better on the way replaces `without`. Once `isLate`, what is known so far is checked
 * and answered.
 */
export async function breakEven(
  portfolio: Portfolio,
  contract: Contract,
  with_: SolvedPlan | null,
  without: Without,
  solver: Solver,
  isLate = (): boolean => false,
): Promise<BreakEvenResult> {
  let solves = 0;
  const counted: Solver = (...request) => {
    solves++;
    return solver(...request);
  };
  let start = with_;
  // A price at which `start` keeps every limit; at lower ones lenders might not advance what it borrows.
  let startUsd = contract.usdPerUnitMonth;
  if (start === null) {
    const plan = await counted(forced(portfolio, contract));
    if (!hasDecisions(plan)) return { found: false, isProved: plan.status === "infeasible", solves };
    start = plan;
  }
  let withoutUsd = without.plan.objective.valueUsd;
  for (let round = 0; ; round++) {
    const guess = priceOf(portfolio, contract, start, withoutUsd);
    if (guess === undefined) return { found: false, isProved: false, solves };
    // The guess lies half a step from the prices on either side: at the price itself both plans are worth the same.
    const stepUsd = Math.max(guess, 1e-6) * STEP;
    const steps = Math.max(1, Math.ceil(Math.max(guess, startUsd) / stepUsd + 0.5));
    const grid = priceGrid(portfolio, contract, stepUsd, steps);
    const known = adopt(grid.at(steps), start, null);
    const least = await leastChange(grid, withoutUsd, start, counted, known, isLate);
    if (!least.flips) return { found: false, isProved: false, solves };
    const usdPerUnitMonth = priceAt(least.step, stepUsd);
    const above = await check(portfolio, contract, usdPerUnitMonth, least.plan, counted);
    // Something better without the contract: what it is compared with was not the best. Once more with that.
    if (!above.accepted && above.plan !== null && round < ROUNDS && !isLate()) {
      withoutUsd = above.plan.objective.valueUsd;
      start = least.plan;
      startUsd = usdPerUnitMonth;
      continue;
    }
    const lower =
      least.step > 0 ? await check(portfolio, contract, priceAt(least.step - 1, stepUsd), without.plan, counted) : null;
    // Something better with the contract: a lower price suffices.
    if (
      lower?.accepted &&
      isWorthMore(lower.valueUsd, withoutUsd) &&
      lower.plan !== null &&
      round < ROUNDS &&
      !isLate()
    ) {
      start = lower.plan;
      startUsd = lower.usdPerUnitMonth;
      continue;
    }
    const { plan: _, ...said } = above;
    const aboveProved = above.accepted && without.boundUsd !== null && isWorthMore(above.valueUsd, without.boundUsd);
    const below = lower && belowCheck(lower, least.below, withoutUsd);
    return {
      found: true,
      usdPerUnitMonth,
      stepUsd,
      plan: least.plan,
      below,
      above: { ...said, isProved: aboveProved },
      isVerified: above.accepted && (below === null || !below.accepted),
      solves,
    };
  }
}
