// The price at which a contract is worth taking: where the best plan with it is worth as much as the best plan without it. Verified just below and just
// above: by bounds where they prove it, else by solves in which nothing is forced.
import type { SolvedPlan } from "../../plan/plan.ts";
import type { Contract, Portfolio } from "../../portfolio/schema.ts";
import { adopt, hasDecisions, neverWorse, type SoFar, type Solver } from "../solver.ts";
import { forced, withContract, withdrawn } from "./forced.ts";
import { type Grid, isWorthMore, type LeastChange, leastChange, type Probe } from "./least-change.ts";
import { acceptedFromUsd, PriceBounds, type PriceBracket, priced, priceOf } from "./price-bracket.ts";

/** Steps of the price are this share of the break-even first guessed. */
const STEP = 1e-3;

/** Times that a check may turn up a better plan and send the search back. */
const ROUNDS = 4;

/** What is decided at a price where the contract is free to be taken or refused. */
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
  /** Between these prices lies the break-even for certain; how far they are apart is what the gaps leave open. */
  certain: PriceBracket;
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

const priceAt = (step: number, stepUsd: number): number => Math.max(0, (step - 0.5) * stepUsd);

/** Prices from 0 in steps: what is feasible at one is feasible at every higher one, for debt capacity only grows. */
function priceGrid(portfolio: Portfolio, contract: Contract, stepUsd: number, steps: number): Grid {
  return { steps, at: (step) => forced(portfolio, priced(contract, priceAt(step, stepUsd))) };
}

/** What is decided at a price where the contract is free to be taken or refused. */
type FreeSolve = Omit<PriceCheck, "isProved"> & { plan: SolvedPlan | null };

/** What one search along the prices found. */
interface Search {
  least: Extract<LeastChange, { flips: true }>;
  stepUsd: number;
  below: FreeSolve | null;
  above: FreeSolve;
}

/** Solves for the price of one contract: counted, and every bound on plans with it kept. */
class PriceSearch {
  solves = 0;
  readonly bounds: PriceBounds;
  readonly #portfolio: Portfolio;
  readonly #contract: Contract;
  readonly #inner: Solver;
  readonly #isLate: () => boolean;

  constructor(portfolio: Portfolio, contract: Contract, solver: Solver, isLate: () => boolean) {
    this.#portfolio = portfolio;
    this.#contract = contract;
    this.#inner = solver;
    this.#isLate = isLate;
    this.bounds = new PriceBounds(portfolio, contract);
  }

  readonly solve: Solver = async (asked, ...rest) => {
    this.solves++;
    const plan = await this.#inner(asked, ...rest);
    const own = asked.contracts.find(({ id }) => id === this.#contract.id);
    if (own?.signed) {
      // Without a plan at this price there is none at a lower one.
      const boundUsd = plan.status === "infeasible" ? Number.NEGATIVE_INFINITY : plan.objective.boundUsd;
      this.bounds.note(own.usdPerUnitMonth, boundUsd);
    }
    return plan;
  };

  /** From `start`, which stands at `startUsd`, down to the least price, and the checks on either side; undefined where no price pays. */
  async along(start: SolvedPlan, startUsd: number, without: Without): Promise<Search | undefined> {
    const portfolio = this.#portfolio;
    const contract = this.#contract;
    const withoutUsd = without.plan.objective.valueUsd;
    const guess = priceOf(portfolio, contract, start, withoutUsd);
    if (guess === undefined) return undefined;
    // The guess lies half a step from the prices on either side: at the price itself both plans are worth the same.
    const stepUsd = Math.max(guess, 1e-6) * STEP;
    const steps = Math.max(1, Math.ceil(Math.max(guess, startUsd) / stepUsd + 0.5));
    const grid = priceGrid(portfolio, contract, stepUsd, steps);
    const known = adopt(grid.at(steps), start, null);
    const least = await leastChange(grid, withoutUsd, start, this.solve, known, this.#isLate);
    if (!least.flips) return undefined;
    const above = await this.#above(least.plan, priceAt(least.step, stepUsd), without);
    const below = least.step > 0 ? await this.#below(priceAt(least.step - 1, stepUsd), least.below, without) : null;
    return { least, stepUsd, below, above };
  }

  /** The contract is taken at this price, where `plan` takes it: by the bound on leaving it, else by a solve. */
  async #above(plan: SolvedPlan, usdPerUnitMonth: number, { boundUsd }: Without): Promise<FreeSolve> {
    const { valueUsd } = plan.objective;
    if (boundUsd === null || !isWorthMore(valueUsd, boundUsd)) return this.#free(usdPerUnitMonth, plan);
    return { usdPerUnitMonth, accepted: true, valueUsd, plan };
  }

  /** The contract is refused at this price: by the bounds on plans with it or the solve that forced it in, else by one of its own. */
  async #below(usdPerUnitMonth: number, probe: Probe | null, { plan }: Without): Promise<FreeSolve> {
    const { valueUsd } = plan.objective;
    const isKnown = probe !== null || this.bounds.refusedUpToUsd(valueUsd) >= usdPerUnitMonth;
    if (!isKnown) return this.#free(usdPerUnitMonth, plan);
    return { usdPerUnitMonth, accepted: false, valueUsd, plan };
  }

  /** The contract free to be taken or refused at this price. */
  async #free(usdPerUnitMonth: number, from: SolvedPlan): Promise<FreeSolve> {
    const contract = { ...priced(this.#contract, usdPerUnitMonth), signed: false };
    const plan = await neverWorse(this.solve)(withContract(this.#portfolio, contract), from);
    if (!hasDecisions(plan)) return { usdPerUnitMonth, accepted: false, valueUsd: from.objective.valueUsd, plan: null };
    const accepted = plan.contracts.some(({ id, accepted: taken }) => id === contract.id && taken);
    return { usdPerUnitMonth, accepted, valueUsd: plan.objective.valueUsd, plan };
  }

  /** The bound on leaving the contract, once it is the only thing that a proof still lacks. */
  async tightened(without: Without, wantedUsd: number): Promise<Without> {
    const asked = withdrawn(this.#portfolio, this.#contract.id);
    const isEnough = ({ boundUsd }: SoFar): boolean => boundUsd !== null && isWorthMore(wantedUsd, boundUsd);
    const { boundUsd } = (await this.solve(asked, without.plan, isEnough)).objective;
    if (boundUsd === null) return without;
    return { ...without, boundUsd: Math.min(boundUsd, without.boundUsd ?? Number.POSITIVE_INFINITY) };
  }
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
  const search = new PriceSearch(portfolio, contract, solver, isLate);
  const lost = (isProved: boolean): BreakEvenResult => ({ found: false, isProved, solves: search.solves });
  let start = with_;
  // A price at which `start` keeps every limit; at lower ones lenders might not advance what it borrows.
  let startUsd = contract.usdPerUnitMonth;
  if (start === null) {
    const plan = await search.solve(forced(portfolio, contract));
    if (!hasDecisions(plan)) return lost(plan.status === "infeasible");
    start = plan;
  }
  search.bounds.note(startUsd, start.objective.boundUsd);
  let left = without;
  for (let round = 0; ; round++) {
    const found = await search.along(start, startUsd, left);
    if (found === undefined) return lost(false);
    const { least, stepUsd, above, below } = found;
    const withoutUsd = left.plan.objective.valueUsd;
    const isLast = round >= ROUNDS || isLate();
    // Something better without the contract: what it is compared with was not the best. Once more with that.
    if (!above.accepted && above.plan !== null && !isLast) {
      left = { ...left, plan: above.plan };
      start = least.plan;
      startUsd = above.usdPerUnitMonth;
      continue;
    }
    // Something better with the contract: a lower price suffices.
    if (below?.accepted && below.plan !== null && isWorthMore(below.valueUsd, withoutUsd) && !isLast) {
      start = below.plan;
      startUsd = below.usdPerUnitMonth;
      continue;
    }
    const refusedUpToUsd = search.bounds.refusedUpToUsd(withoutUsd);
    const isBelowProved = below !== null && below.usdPerUnitMonth <= refusedUpToUsd;
    const from = (): number | null =>
      acceptedFromUsd(portfolio, contract, least.plan, left.boundUsd, above.usdPerUnitMonth);
    const isAboveProved = (usd: number | null): boolean =>
      above.accepted && usd !== null && above.usdPerUnitMonth >= usd;
    if ((below === null || isBelowProved) && !isAboveProved(from()) && !isLate()) {
      left = await search.tightened(left, above.valueUsd);
    }
    const { plan: _, ...aboveSaid } = above;
    const { plan: __, ...belowSaid } = below ?? { plan: null };
    const acceptedFrom = from();
    return {
      found: true,
      usdPerUnitMonth: above.usdPerUnitMonth,
      stepUsd,
      plan: least.plan,
      below: below && { ...(belowSaid as Omit<FreeSolve, "plan">), isProved: isBelowProved },
      above: { ...aboveSaid, isProved: isAboveProved(acceptedFrom) },
      isVerified: above.accepted && !below?.accepted,
      certain: { refusedUpToUsd, acceptedFromUsd: acceptedFrom },
      solves: search.solves,
    };
  }
}
