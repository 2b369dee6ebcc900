// The solves of a robust plan: a future with a box of here-and-now decisions and prices on them, in; what it is worth at most, and a plan, out.

import { hasDecisions } from "../answers/solver.ts";
import { bonusUsdOf, type Commitments } from "../compile/commit.ts";
import { OptionError } from "../errors.ts";
import type { Plan, SolvedPlan } from "../plan/plan.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import type { SolveOptions } from "../solve-options.ts";
import { type Box, commitmentsOf } from "./box.ts";
import type { Future, Futures } from "./futures.ts";
import { pointOf } from "./now-space.ts";

/** Solves a portfolio: `solve`, or an optimizer's, which works on other threads. */
export type RobustSolver = (portfolio: Portfolio, options: SolveOptions) => PromiseLike<Plan>;

export interface WorkSettings {
  /** Solves side by side. */
  readonly jobs: number;
  /** Of each solve. */
  readonly moveLimit: number;
  readonly gap: number;
  readonly seed: number;
  /** For everything. */
  readonly timeLimitMs: number;
  readonly signal: AbortSignal | undefined;
}

export type Answer =
  | {
      readonly status: "solved";
      readonly plan: SolvedPlan;
      /** Of its decisions. */
      readonly valueUsd: number;
      /** Upper bound on value and bonuses over the box. */
      readonly boundUsd: number;
      readonly point: Float64Array;
    }
  /** No plan has these decisions: proved. */
  | { readonly status: "impossible"; readonly why: string }
  /** None was found. */
  | { readonly status: "unknown"; readonly boundUsd: number };

/** The least time a solve gets, however little is left. */
const LEAST_SOLVE_MS = 50;

/** Calls `each` for 0..count-1, `jobs` at a time; in order of the indices. Rejects with the first failure. */
export async function inParallel(jobs: number, count: number, each: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const line = async (): Promise<void> => {
    while (next < count) await each(next++);
  };
  await Promise.all(Array.from({ length: Math.min(jobs, count) }, line));
}

export class Work {
  /** Done so far. */
  solves = 0;
  readonly #begun = performance.now();
  /** By future: where its solves start. */
  readonly #starts: (SolvedPlan | undefined)[];

  constructor(
    readonly futures: Futures,
    readonly settings: WorkSettings,
    readonly solver: RobustSolver,
    base: SolvedPlan,
  ) {
    // One and the same start for all solves of a future, so that results do not depend on the order they are done in.
    this.#starts = futures.futures.map(() => base);
  }

  get elapsedMs(): number {
    return performance.now() - this.#begun;
  }

  /** Whether there is no time for more. */
  get isOver(): boolean {
    return this.settings.signal?.aborted === true || this.elapsedMs >= this.settings.timeLimitMs;
  }

  /** Later solves of the future start from this plan. */
  startFrom(s: number, plan: SolvedPlan): void {
    this.#starts[s] = plan;
  }

  /** Solve `portfolio` with the commitments. */
  async solve(portfolio: Portfolio, commit: Commitments | undefined, start: SolvedPlan | undefined): Promise<Plan> {
    const { moveLimit, gap, seed, timeLimitMs, signal } = this.settings;
    this.solves++;
    return this.solver(portfolio, {
      ...{ moveLimit, gap, seed },
      ...(timeLimitMs < Infinity && { timeLimitMs: Math.max(LEAST_SOLVE_MS, timeLimitMs - this.elapsedMs) }),
      ...(signal !== undefined && { signal }),
      ...(start !== undefined && { start }),
      ...(commit !== undefined && { constraints: { commit } }),
    });
  }

  /** What future `s` is worth with decisions in the box, each paid the bonus besides. */
  async answer(s: number, box: Box, bonusUsd?: Float64Array): Promise<Answer> {
    const { space, futures } = this.futures;
    return this.answerOf(futures[s], commitmentsOf(space, box, futures[s].present, bonusUsd), this.#starts[s]);
  }

  async answerOf(future: Future, commit: Commitments, start: SolvedPlan | undefined): Promise<Answer> {
    let plan: Plan;
    try {
      plan = await this.solve(future.portfolio, commit, start);
    } catch (error) {
      // Decisions that the future's dates or limits do not allow; everything else was checked when it was solved without any.
      if (error instanceof OptionError) return { status: "impossible", why: error.message };
      throw error;
    }
    if (plan.status === "infeasible") return { status: "impossible", why: "no plan keeps every limit" };
    const bonus = bonusUsdOf(commit, plan);
    const boundUsd = plan.objective.boundUsd === null ? Number.POSITIVE_INFINITY : plan.objective.boundUsd + bonus;
    if (!hasDecisions(plan)) return { status: "unknown", boundUsd };
    const { valueUsd } = plan.objective;
    return { status: "solved", plan, valueUsd, boundUsd, point: pointOf(this.futures.space, plan) };
  }

  /** `answer` for all futures, or those that `wanted` names. */
  async answers(
    box: Box,
    bonusUsd: (s: number) => Float64Array | undefined,
    wanted?: readonly number[],
  ): Promise<Answer[]> {
    const asked = wanted ?? this.futures.futures.map((_, s) => s);
    const found: Answer[] = [];
    await inParallel(this.settings.jobs, asked.length, async (k) => {
      found[k] = await this.answer(asked[k], box, bonusUsd(asked[k]));
    });
    return found;
  }
}
