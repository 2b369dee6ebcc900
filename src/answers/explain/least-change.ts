// The least change of one term of a contract that makes it worth taking. Plans with the contract forced in are re-solved at chosen changes; between
// solves each plan found tells by itself, through the audit, down to which smaller change it would still be feasible and worth more than a plan
// without the contract. So few solves are needed: each either proves good at a smaller change and jumps to the least one it stands,
// or shows that just below nothing was found.
import { auditPlan } from "../../plan/audit.ts";
import type { SolvedPlan } from "../../plan/plan.ts";
import type { Portfolio } from "../../portfolio/schema.ts";
import { decisionsOf, hasDecisions, neverWorse, type SoFar, type Solver } from "../solver.ts";

/** A term on a grid: step 0 is as offered, step `steps` the largest change considered. Each step must be a relaxation of the one before. */
export interface Grid {
  steps: number;
  /** The portfolio with the contract forced in and its term at this step. */
  at(step: number): Portfolio;
}

/** What a solve said about one step of the grid. */
export interface Probe {
  step: number;
  /** Best value found with the contract; null for none. */
  valueUsd: number | null;
  boundUsd: number | null;
  /** There is none: proved. */
  isInfeasible: boolean;
}

export type LeastChange =
  | {
      flips: true;
      /** Taking the contract is worth more than the best plan known without it from this step on. */
      step: number;
      plan: SolvedPlan;
      /** Solved one step below: nothing better than without the contract was found; null at step 0. */
      below: Probe | null;
      /** The solves ran out before one step below was tried: the least change may be smaller. */
      isUpperLimit: boolean;
      solves: number;
    }
  | { flips: false; largest: Probe; solves: number };

/** After this many solves that each helped a little, the next ones reach further down, and twice as far each time. */
const JUMPS = 4;
const MOST_SOLVES = 12;

/** Values that differ by no more than this are the same but for rounding. */
export const tolUsd = (usd: number): number => Math.max(1, 1e-9 * Math.abs(usd));

/** Clearly more than without the contract. */
export const isWorthMore = (valueUsd: number, withoutUsd: number): boolean =>
  valueUsd > withoutUsd + tolUsd(withoutUsd);

/** The least step from `low` on at which these decisions are feasible and worth more than `withoutUsd`; they are at `high`. */
function leastStepOf(plan: SolvedPlan, grid: Grid, low: number, high: number, withoutUsd: number): number {
  const decisions = decisionsOf(plan);
  const stands = (step: number): boolean => {
    const audit = auditPlan(grid.at(step), decisions);
    return audit.feasible && isWorthMore(audit.value.valueUsd, withoutUsd);
  };
  let refused = low - 1;
  let accepted = high;
  while (accepted - refused > 1) {
    const middle = (accepted + refused) >> 1;
    if (stands(middle)) accepted = middle;
    else refused = middle;
  }
  return accepted;
}

/**
 * Finds the least step whose best plan with the contract is worth more than `withoutUsd`. `from` is a plan to start from; a plan known to stand at
 * `grid.steps` (priced out of the offered one, say) saves the first solve. Once `isLate`, the least step known so far is the answer.
 */
export async function leastChange(
  grid: Grid,
  withoutUsd: number,
  from: SolvedPlan | undefined,
  solver: Solver,
  known?: SolvedPlan,
  isLate = (): boolean => false,
): Promise<LeastChange> {
  const careful = neverWorse(solver);
  const isRefused = ({ boundUsd }: SoFar): boolean => boundUsd !== null && !isWorthMore(boundUsd, withoutUsd);
  let solves = 0;
  const probe = async (step: number, start: SolvedPlan | undefined) => {
    solves++;
    const plan = await careful(grid.at(step), start, isRefused);
    const worth = hasDecisions(plan) && isWorthMore(plan.objective.valueUsd, withoutUsd) ? plan : undefined;
    const { valueUsd, boundUsd } = plan.objective;
    const said: Probe = { step, valueUsd, boundUsd, isInfeasible: plan.status === "infeasible" };
    return { worth, said };
  };
  let plan = known;
  if (plan === undefined) {
    const { worth, said } = await probe(grid.steps, from);
    if (worth === undefined) return { flips: false, largest: said, solves };
    plan = worth;
  }
  let low = 0;
  let high = leastStepOf(plan, grid, 0, grid.steps, withoutUsd);
  let below: Probe | null = null;
  let reach = 1;
  while (high > low && solves < MOST_SOLVES && !isLate()) {
    if (solves > JUMPS) reach *= 2;
    const step = Math.max(low, below === null ? high - reach : (low + high) >> 1);
    const { worth, said } = await probe(step, plan);
    if (worth === undefined) {
      below = said;
      low = step + 1;
    } else {
      plan = worth;
      high = leastStepOf(plan, grid, low, step, withoutUsd);
    }
  }
  return {
    flips: true,
    step: high,
    plan,
    below: below?.step === high - 1 ? below : null,
    isUpperLimit: high > low,
    solves,
  };
}
