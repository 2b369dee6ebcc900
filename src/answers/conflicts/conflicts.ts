// Why is there no plan? A minimal set of signed contracts and limits that cannot be kept together, by a deletion filter that tries to
// leave out halves before single ones (as QuickXplain does), and the smallest easing of each that mends it. Every claim is a solve.
import type { Portfolio } from "../../portfolio/schema.ts";
import { AnswerError, hasDecisions, type Solver } from "../solver.ts";
import { type Easing, easingsOf, type Limit, lifted, limitsOf } from "./limits.ts";

export interface Repair {
  limit: Limit;
  how: Easing["how"];
  unit: Easing["unit"];
  /** The least amount (for terms of contracts: their value) that was found to mend the conflict. */
  amount: number | string;
  /** One step less was tried and proved not to. */
  isLeast: boolean;
}

export interface Conflict {
  /** They cannot all be kept; without any one of them the others can. */
  limits: Limit[];
  /** Each was proved: the set has no plan, and without any one of its members there is one. Else some solves ended undecided. */
  isMinimal: boolean;
  /** Each mends this conflict by itself. */
  repairs: Repair[];
}

export interface Conflicts {
  /** Conflicts that share no limit; a plan exists only when all of them are mended. */
  conflicts: Conflict[];
  solves: number;
}

const MOST_CONFLICTS = 5;

type Verdict = "feasible" | "infeasible" | "undecided";

class Filter {
  solves = 0;
  readonly #portfolio: Portfolio;
  readonly #limits: readonly Limit[];
  readonly #solver: Solver;
  #undecided = false;

  constructor(portfolio: Portfolio, limits: readonly Limit[], solver: Solver) {
    this.#portfolio = portfolio;
    this.#limits = limits;
    this.#solver = solver;
  }

  /** Whether there is a plan; offers do not matter, nor how good it is. */
  async verdict(portfolio: Portfolio): Promise<Verdict> {
    this.solves++;
    const signed = { ...portfolio, contracts: portfolio.contracts.filter((contract) => contract.signed) };
    const plan = await this.#solver(signed, undefined, ({ valueUsd }) => valueUsd !== null);
    if (hasDecisions(plan)) return "feasible";
    return plan.status === "infeasible" ? "infeasible" : "undecided";
  }

  /** Only these limits hold. */
  keeping(kept: readonly Limit[]): Portfolio {
    return this.#limits.filter((limit) => !kept.includes(limit)).reduce(lifted, this.#portfolio);
  }

  async #isInfeasible(kept: readonly Limit[]): Promise<boolean> {
    const verdict = await this.verdict(this.keeping(kept));
    if (verdict === "undecided") this.#undecided = true;
    return verdict === "infeasible";
  }

  /** Leaves out of `kept` what it can of `block`, as long as no plan exists. */
  async #without(kept: readonly Limit[], block: readonly Limit[]): Promise<readonly Limit[]> {
    if (block.length === 0) return kept;
    const rest = kept.filter((limit) => !block.includes(limit));
    if (await this.#isInfeasible(rest)) return rest;
    if (block.length === 1) return kept;
    const half = block.length >> 1;
    const first = await this.#without(kept, block.slice(0, half));
    return this.#without(first, block.slice(half));
  }

  /** A minimal conflict among `among`, which has no plan. */
  async conflictAmong(among: readonly Limit[]): Promise<Omit<Conflict, "repairs">> {
    this.#undecided = false;
    const limits = await this.#without(among, among);
    return { limits: [...limits], isMinimal: !this.#undecided };
  }
}

/** The least step at which the portfolio has a plan; undefined when not even the largest helps. */
async function leastRepair(portfolio: Portfolio, easing: Easing, filter: Filter): Promise<Repair | undefined> {
  if ((await filter.verdict(easing.at(portfolio, easing.steps))) !== "feasible") return undefined;
  let low = 0;
  let high = easing.steps;
  let isLeast = true;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const verdict = await filter.verdict(easing.at(portfolio, middle));
    if (verdict === "feasible") high = middle;
    else {
      low = middle;
      isLeast = verdict === "infeasible";
    }
  }
  const { limit, how, unit } = easing;
  return { limit, how, unit, amount: easing.amountAt(high), isLeast };
}

/** Throws AnswerError when the portfolio has a plan, or when neither that nor the contrary could be shown. */
export async function findConflicts(portfolio: Portfolio, solver: Solver): Promise<Conflicts> {
  const limits = limitsOf(portfolio);
  const filter = new Filter(portfolio, limits, solver);
  const verdict = await filter.verdict(portfolio);
  if (verdict === "feasible") throw new AnswerError("there is no conflict: the portfolio has a plan");
  if (verdict === "undecided") {
    throw new AnswerError("it is not decided yet whether the portfolio has a plan: give it more time (--time-limit)");
  }
  const conflicts: Conflict[] = [];
  let among: readonly Limit[] = limits;
  while (
    conflicts.length < MOST_CONFLICTS &&
    (conflicts.length === 0 || (await filter.verdict(filter.keeping(among))) === "infeasible")
  ) {
    const found = await filter.conflictAmong(among);
    // Nothing that could be lifted is to blame: the portfolio has no plan even without all of it.
    if (found.limits.length === 0) {
      conflicts.push({ ...found, repairs: [] });
      break;
    }
    conflicts.push({ ...found, repairs: [] });
    among = among.filter((limit) => !found.limits.includes(limit));
  }
  for (const conflict of conflicts) {
    const others = conflicts.filter((other) => other !== conflict).flatMap((other) => other.limits);
    const alone = others.reduce(lifted, portfolio);
    for (const limit of conflict.limits) {
      if (limit.kind === "signed" && !alone.contracts.some(({ id }) => id === limit.contract)) continue;
      for (const easing of easingsOf(alone, limit)) {
        const repair = await leastRepair(alone, easing, filter);
        if (repair !== undefined) conflict.repairs.push(repair);
      }
    }
  }
  return { conflicts, solves: filter.solves };
}
