// What answers need of an optimiser: a portfolio in, an audited plan out. Whoever asks decides which one, how long, on which thread.
import { auditPlan } from "../plan/audit.ts";
import type { Decisions, Plan, SolvedPlan } from "../plan/plan.ts";
import { planSections } from "../plan/sections.ts";
import type { Portfolio } from "../portfolio/schema.ts";

/** What is known so far in a solve. */
export interface SoFar {
  valueUsd: number | null;
  boundUsd: number | null;
}

/** What a plan to start from was a plan of, and a proven bound on that portfolio (null for none). */
export interface Origin {
  portfolio: Portfolio;
  boundUsd: number | null;
}

/**
 * `from` is a plan of a portfolio much like this one: a solver that can start from it may. `isEnough` says when what is known so far answers the question;
 * a solver that can stop early may. `origin` tells a solver that did not find `from` itself what it was a plan of: where the two portfolios differ is
 * where it is most likely out of date.
 */
export type Solver = (
  portfolio: Portfolio,
  from?: SolvedPlan,
  isEnough?: (soFar: SoFar) => boolean,
  origin?: Origin,
) => Promise<Plan>;

/** Thrown when a question has no answer as it was put: says why and what to do. */
export class AnswerError extends Error {
  override readonly name: string = "AnswerError";
}

/** The question itself is wrong: it asks about what the portfolio does not have, or has a value that makes no sense. */
export class QuestionError extends AnswerError {
  override readonly name = "QuestionError";
}

/** A plan with decisions. */
export function hasDecisions(plan: Plan): plan is SolvedPlan {
  return plan.status === "optimal" || plan.status === "feasible";
}

/** The plan, when it has decisions; else an AnswerError that says what there was to be solved. */
export function solvedOr(plan: Plan, what: string): SolvedPlan {
  if (hasDecisions(plan)) return plan;
  const why = plan.status === "infeasible" ? "is infeasible" : "was not solved in the time given";
  throw new AnswerError(`${what} ${why}`);
}

/** The decisions of a plan and nothing else. */
export function decisionsOf({ contracts, builds, expansions, orders, debt }: Decisions): Decisions {
  return { contracts, builds, expansions, orders, debt };
}

/** Decisions for the contracts this portfolio has; those of others are dropped, missing ones are refusals. */
export function forContractsOf(portfolio: Portfolio, decisions: Decisions): Decisions {
  const known = new Map(decisions.contracts.map((decision) => [decision.id, decision]));
  const contracts = portfolio.contracts.map(({ id }) => known.get(id) ?? { id, accepted: false });
  return { ...decisionsOf(decisions), contracts };
}

/**
 * The same decisions as a plan of another portfolio, revalued and with its sections; undefined when they break it. `boundUsd` is a
 * proven bound on that portfolio, null for none.
 */
export function adopt(portfolio: Portfolio, decisions: Decisions, boundUsd: number | null): SolvedPlan | undefined {
  const kept = forContractsOf(portfolio, decisions);
  const audit = auditPlan(portfolio, kept);
  if (!audit.feasible) return undefined;
  const { valueUsd, sunkUsd, npvUsd } = audit.value;
  // Bounds are safe to rounding; a value above its bound by less than that would make a negative gap.
  const bound = boundUsd === null ? null : Math.max(boundUsd, valueUsd);
  const gap = bound === null ? null : (bound - valueUsd) / Math.max(1, Math.abs(valueUsd));
  return {
    schema: "megalloc/plan@1",
    portfolio: portfolio.name,
    status: gap !== null && gap <= 1e-9 ? "optimal" : "feasible",
    stopReason: "adopted",
    objective: { valueUsd, boundUsd: bound, gap, sunkUsd, npvUsd },
    ...kept,
    ...planSections(audit),
  };
}

/**
 * A solver that never answers worse than the plan it was given to start from: where that plan's decisions are still feasible and worth more than
 * what was found, they are the answer. Questions compare values, so a search that got less lucky must not pass for an effect.
 */
export function neverWorse(solver: Solver): Solver {
  return async (portfolio, from, isEnough, origin) => {
    const plan = await solver(portfolio, from, isEnough, origin);
    if (from === undefined) return plan;
    const kept = adopt(portfolio, from, plan.objective.boundUsd);
    if (kept === undefined) return plan;
    if (hasDecisions(plan) && plan.objective.valueUsd >= kept.objective.valueUsd) return plan;
    const { prices, engine, timings } = plan;
    return { ...kept, ...(prices && { prices }), ...(engine && { engine }), ...(timings && { timings }) };
  };
}
