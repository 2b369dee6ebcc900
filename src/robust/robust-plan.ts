// One plan for many futures: the here-and-now decisions that maximise a mix of mean and CVaR over the scenarios, with a proven bound.
import { AnswerError, hasDecisions } from "../answers/solver.ts";
import type { Engine } from "../engine/engine.ts";
import { createEngine } from "../engine/load.ts";
import type { Plan, SolvedPlan } from "../plan/plan.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { gapOf } from "../solve-options.ts";
import { wholeBox } from "./box.ts";
import { hindsight, type Node } from "./dual-bound.ts";
import { type Candidate, Evaluator, type Refusal } from "./evaluate.ts";
import { type FutureInput, type Futures, makeFutures, withPenalty } from "./futures.ts";
import { type NowDecisions, nowDecisions, pointOf } from "./now-space.ts";
import { cvarOf, meanOf, type RiskMeasure, riskValue } from "./risk.ts";
import { type RobustOptions, type RobustSettings, robustSettings } from "./robust-options.ts";
import { RobustSearch, type SearchState } from "./search.ts";
import { type RobustSolver, Work } from "./work.ts";

/** How decisions do over the scenarios. */
export interface RobustOutcome {
  /** meanWeight * meanUsd + (1 - meanWeight) * cvarUsd */
  readonly valueUsd: number;
  readonly meanUsd: number;
  readonly cvarUsd: number;
}

export interface RobustScenario {
  readonly id: string;
  readonly probability: number;
  /** With the robust decisions. */
  readonly valueUsd: number;
  /** With those of the base plan; null where they are impossible. */
  readonly baseUsd: number | null;
  /** Planned with hindsight, and the proven bound on that. */
  readonly hindsightUsd: number;
  readonly hindsightBoundUsd: number;
  /** How the robust decisions are carried out in this scenario: decisions of the scenario's portfolio, audited. */
  readonly plan: Pick<SolvedPlan, "contracts" | "builds" | "expansions" | "orders" | "debt">;
}

export interface RobustPlan {
  readonly schema: "megalloc/robust@1";
  readonly portfolio: string;
  readonly alpha: number;
  readonly meanWeight: number;
  readonly until: string;
  readonly unservedPenalty: number | null;
  /** "optimal": within the gap asked for. */
  readonly status: "optimal" | "feasible";
  readonly stopReason: "gap" | "effort" | "timeLimit" | "cancelled";
  readonly objective: { readonly valueUsd: number; readonly boundUsd: number; readonly gap: number };
  /** What to do now, and where it comes from. */
  readonly decisions: NowDecisions;
  readonly source: string;
  readonly outcome: RobustOutcome;
  /** The base plan's own decisions, done now. */
  readonly base: {
    readonly decisions: NowDecisions;
    /** null: impossible in a scenario, for the reason given. */
    readonly outcome: RobustOutcome | null;
    readonly refusal: { readonly scenario: string; readonly why: string } | null;
  };
  /** As if the future were known: what the plans found are worth, and the bound on that. */
  readonly hindsight: RobustOutcome & { readonly boundUsd: number };
  readonly scenarios: readonly RobustScenario[];
  readonly effort: {
    readonly solves: number;
    readonly rounds: number;
    readonly candidates: number;
    readonly nodes: number;
  };
}

function outcomeOf(valuesUsd: readonly number[], { futures }: Futures, risk: RiskMeasure): RobustOutcome {
  const probabilities = futures.map(({ probability }) => probability);
  return {
    valueUsd: riskValue(valuesUsd, probabilities, risk),
    meanUsd: meanOf(valuesUsd, probabilities),
    cvarUsd: cvarOf(valuesUsd, probabilities, risk.alpha),
  };
}

/** The plan to compare with; where the portfolio as it is has none, one that pays for what it cannot serve. */
async function basePlanOf(
  portfolio: Portfolio,
  { basePlan, signal }: RobustOptions,
  { moveLimit, seed, timeLimitMs, unservedPenalty }: RobustSettings,
  solver: RobustSolver,
): Promise<SolvedPlan> {
  if (basePlan !== undefined) return basePlan;
  const solve = (asked: Portfolio): PromiseLike<Plan> =>
    solver(asked, {
      ...{ moveLimit, seed },
      ...(timeLimitMs < Infinity && { timeLimitMs }),
      ...(signal !== undefined && { signal }),
    });
  let plan = await solve(portfolio);
  if (plan.status === "infeasible" && unservedPenalty !== null) {
    plan = await solve(withPenalty(portfolio, portfolio, unservedPenalty));
  }
  if (hasDecisions(plan)) return plan;
  const why =
    plan.status === "infeasible" ? "is infeasible: megalloc conflicts says why" : "got no plan: allow more moves";
  throw new AnswerError(`the portfolio as it is ${why}`);
}

/** Throws AnswerError for the first scenario without a plan; later solves of the others start from theirs. */
function checkHindsight(work: Work, { answers }: Node): void {
  answers.forEach((answer, s) => {
    const name = `scenario ${JSON.stringify(work.futures.futures[s].id)}`;
    if (answer.status === "impossible")
      throw new AnswerError(`${name} has no plan whatever is decided now: ${answer.why}`);
    if (answer.status === "unknown") throw new AnswerError(`${name} got no plan: allow more moves or more time`);
    work.startFrom(s, answer.plan);
  });
}

function isRefusal(found: Candidate | Refusal): found is Refusal {
  return "kind" in found;
}

/** `refusal`: that of the base plan's decisions. */
function noDecisions({ work, evaluations }: Evaluator, refusal: Refusal | undefined): AnswerError {
  if (work.isOver) {
    return new AnswerError("stopped before decisions with a plan in every scenario were found: allow more time");
  }
  const scenario = work.futures.futures[refusal?.future ?? -1]?.id;
  const why =
    refusal === undefined ? "" : ` (those of the base plan not in ${JSON.stringify(scenario)}: ${refusal.why})`;
  return new AnswerError(`none of ${evaluations} sets of decisions tried has a plan in every scenario${why}`);
}

interface Ended {
  readonly settings: RobustSettings;
  readonly work: Work;
  readonly root: Node;
  readonly base: { readonly point: Float64Array; readonly found: Candidate | Refusal };
  readonly best: Candidate;
  readonly search: RobustSearch;
}

function baseOf({ work, base, settings }: Ended): RobustPlan["base"] {
  const { space, futures } = work.futures;
  const decisions = nowDecisions(space, base.point);
  if (!isRefusal(base.found)) {
    return { decisions, outcome: outcomeOf(base.found.valuesUsd, work.futures, settings), refusal: null };
  }
  const scenario = futures[base.found.future]?.id ?? "";
  return { decisions, outcome: null, refusal: { scenario, why: base.found.why } };
}

function answerOf(portfolio: Portfolio, ended: Ended): RobustPlan {
  const { settings, work, root, base, best, search } = ended;
  const { futures, space } = work.futures;
  const { alpha, meanWeight, until, unservedPenalty } = settings;
  const boundUsd = Math.max(search.boundUsd, best.valueUsd);
  const gap = gapOf(best.valueUsd, boundUsd)!;
  const found = root.answers.map((answer) => (answer.status === "solved" ? answer : undefined));
  // A search that got less lucky with hindsight than without must not pass for an effect.
  const hindsightUsd = futures.map((_, s) => Math.max(found[s]?.valueUsd ?? -Infinity, best.valuesUsd[s]));
  const bounds = futures.map((_, s) => Math.max(found[s]?.boundUsd ?? Infinity, hindsightUsd[s]));
  const isCancelled = work.settings.signal?.aborted === true;
  const isLate = work.elapsedMs >= settings.timeLimitMs;
  return {
    schema: "megalloc/robust@1",
    portfolio: portfolio.name,
    ...{ alpha, meanWeight, until, unservedPenalty },
    status: gap <= settings.gap ? "optimal" : "feasible",
    stopReason: gap <= settings.gap ? "gap" : isCancelled ? "cancelled" : isLate ? "timeLimit" : "effort",
    objective: { valueUsd: best.valueUsd, boundUsd, gap },
    decisions: nowDecisions(space, best.point),
    source: best.source,
    outcome: outcomeOf(best.valuesUsd, work.futures, settings),
    base: baseOf(ended),
    hindsight: {
      ...outcomeOf(hindsightUsd, work.futures, settings),
      boundUsd: riskValue(
        bounds,
        futures.map(({ probability }) => probability),
        settings,
      ),
    },
    scenarios: futures.map(({ id, probability }, s) => {
      const { contracts, builds, expansions, orders, debt } = best.answers[s].plan;
      return {
        ...{ id, probability, valueUsd: best.valuesUsd[s] },
        baseUsd: isRefusal(base.found) ? null : base.found.valuesUsd[s],
        ...{ hindsightUsd: hindsightUsd[s], hindsightBoundUsd: bounds[s] },
        plan: { contracts: contracts.filter(({ accepted }) => accepted), builds, expansions, orders, debt },
      };
    }),
    effort: {
      solves: work.solves,
      rounds: search.rounds,
      candidates: search.evaluator.evaluations,
      nodes: search.nodes,
    },
  };
}

/**
 * The here-and-now decisions (contracts signed, lots ordered, construction begun) that maximise meanWeight * mean + (1 - meanWeight) * CVaR over
 * the scenarios, in each of which everything else is planned again, and a proven upper bound on what any such decisions are worth. `solver`: `solve`, or
 * an optimizer's. Repeatable under move limits, whatever `jobs` is.
 *
 * Rejects with OptionError (options, scenarios that lack a place), AnswerError (no plan), and as the solver does.
 */
export async function robustPlan(
  portfolio: Portfolio,
  scenarios: readonly FutureInput[],
  solver: RobustSolver,
  options: RobustOptions = {},
): Promise<RobustPlan> {
  const settings = robustSettings(portfolio, options);
  const futures = makeFutures(portfolio, scenarios, settings.until, settings.later, settings.unservedPenalty);
  const engine: Engine = await createEngine();
  const basePlan = await basePlanOf(portfolio, options, settings, solver);
  const { jobs, moveLimit, seed, timeLimitMs } = settings;
  const workSettings = { jobs, moveLimit, seed, timeLimitMs, gap: settings.gap / 5, signal: options.signal };
  const work = new Work(futures, workSettings, solver, basePlan);
  const tell = (state: SearchState | { phase: "base"; valueUsd: null; boundUsd: null }): void =>
    options.onProgress?.({ ...state, solves: work.solves, elapsedMs: work.elapsedMs });
  tell({ phase: "base", valueUsd: null, boundUsd: null });
  const root = await hindsight(work, settings, wholeBox(futures.space));
  checkHindsight(work, root);
  const mostUsd = root.answers.map((answer) => (answer.status === "impossible" ? -Infinity : answer.boundUsd));
  const evaluator = new Evaluator(work, settings, mostUsd);
  const point = pointOf(futures.space, basePlan);
  const found = await evaluator.consider(point, "the base plan");
  const limits = { gap: settings.gap, rounds: settings.rounds, candidates: settings.candidates, nodes: settings.nodes };
  const search = new RobustSearch(work, settings, evaluator, limits, root, portfolio, engine, tell);
  await search.run();
  const { best } = evaluator;
  if (best === undefined) throw noDecisions(evaluator, isRefusal(found) ? found : undefined);
  return answerOf(portfolio, { settings, work, root, base: { point, found }, best, search });
}
