// Several workers on one portfolio, told of as one.
import type { Plan, SolvedPlan, UnsolvedPlan } from "../plan/plan.ts";
import type { SolveOutcome } from "../solve.ts";
import { gapOf, type Progress } from "../solve-options.ts";

const PHASES: readonly Progress["phase"][] = ["preprocess", "bound", "construct", "search", "finished"];

/** Best value, best bound, furthest phase and all moves of the workers so far. */
export class ProgressMerge {
  readonly #moves: number[];
  #valueUsd: number | null = null;
  #boundUsd: number | null = null;
  #phase = 0;
  #elapsedMs = 0;

  constructor(workers: number) {
    this.#moves = new Array<number>(workers).fill(0);
  }

  merged(worker: number, told: Progress): Progress {
    this.#moves[worker] = told.moves;
    this.#valueUsd = higher(this.#valueUsd, told.valueUsd);
    this.#boundUsd = lower(this.#boundUsd, told.boundUsd);
    this.#phase = Math.max(this.#phase, PHASES.indexOf(told.phase));
    this.#elapsedMs = Math.max(this.#elapsedMs, told.elapsedMs);
    const valueUsd = this.#valueUsd;
    // One worker's plan may reach the hands of another after that one's bound: a bound is never below a plan's value.
    const boundUsd = this.#boundUsd === null ? null : Math.max(this.#boundUsd, valueUsd ?? -Infinity);
    return {
      phase: PHASES[this.#phase],
      ...{ valueUsd, boundUsd },
      gap: gapOf(valueUsd, boundUsd),
      elapsedMs: this.#elapsedMs,
      moves: this.#moves.reduce((sum, moves) => sum + moves, 0),
    };
  }
}

const higher = (a: number | null, b: number | null): number | null => (a === null || (b !== null && b > a) ? b : a);
const lower = (a: number | null, b: number | null): number | null => (a === null || (b !== null && b < a) ? b : a);

/** The best plan under the best bound. `isCancelled`: the caller asked to stop. */
export function mergedOutcome(outcomes: readonly SolveOutcome[], gapAsked: number, isCancelled: boolean): SolveOutcome {
  if (outcomes.length === 1) return outcomes[0];
  const infeasible = outcomes.find(({ plan }) => plan.status === "infeasible");
  if (infeasible !== undefined) return infeasible;
  const value = ({ plan }: SolveOutcome): number => plan.objective.valueUsd ?? -Infinity;
  const best = outcomes.reduce((a, b) => (value(b) > value(a) ? b : a));
  const boundUsd = outcomes.reduce<number | null>((least, { plan }) => lower(least, plan.objective.boundUsd), null);
  return { plan: underBound(best.plan, boundUsd, gapAsked, stopReasonOf(outcomes, isCancelled)), warm: best.warm };
}

function stopReasonOf(outcomes: readonly SolveOutcome[], isCancelled: boolean): string {
  const reasons = outcomes.map(({ plan }) => plan.stopReason);
  if (reasons.includes("gap")) return "gap";
  // Workers are stopped as if cancelled when another one is done.
  return isCancelled ? "cancelled" : (reasons.find((reason) => reason !== "cancelled") ?? "cancelled");
}

function underBound(plan: Plan, boundUsd: number | null, gapAsked: number, stopReason: string): Plan {
  const { objective } = plan;
  if (objective.valueUsd === null)
    return { ...(plan as UnsolvedPlan), stopReason, objective: { ...objective, boundUsd } };
  const bound = boundUsd === null ? null : Math.max(boundUsd, objective.valueUsd);
  const gap = gapOf(objective.valueUsd, bound);
  const status = gap !== null && gap <= gapAsked ? "optimal" : "feasible";
  return { ...(plan as SolvedPlan), stopReason, status, objective: { ...objective, boundUsd: bound, gap } };
}
