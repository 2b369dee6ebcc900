// One scenario: planned afresh with hindsight, planned with the base plan's commitments, and the base plan to the letter.
import { adopt, hasDecisions } from "../answers/solver.ts";
import type { Engine } from "../engine/engine.ts";
import { OptionError } from "../errors.ts";
import type { Decisions, Plan, SolvedPlan } from "../plan/plan.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { solveWithin } from "../solve.ts";
import type { SolveOptions } from "../solve-options.ts";
import { VERSION } from "../version.ts";
import { type Base, committedPortfolio, KEPT_LEVELS, type KeptLevel, softened } from "./commitments.ts";
import { contentKey } from "./content-key.ts";
import { applyScenario, type Scenario } from "./scenario.ts";
import { type SweepContext, warmStateOf } from "./sweep-context.ts";

/** A contract signed in the base plan of which a part cannot be served. */
export interface Unserved {
  readonly contract: string;
  /** Share of its quantity, in (0, 1]. */
  readonly share: number;
}

/** The base plan's commitments in this scenario. */
export interface KeptResult {
  /** How much of them stands; null: nothing does, whatever is paid. */
  readonly level: KeptLevel | null;
  /** Penalties included; null without a level. */
  readonly valueUsd: number | null;
  readonly unserved: readonly Unserved[];
}

export interface ScenarioResult {
  /** Content of sweep and scenario: the same key, the same work. */
  readonly key: string;
  readonly scenario: string;
  /** "infeasible": proved that no plan exists; "unknown": none was found. */
  readonly status: "solved" | "infeasible" | "unknown";
  /** Planned with hindsight; null without a plan. */
  readonly valueUsd: number | null;
  /** Proven: no plan of the scenario is worth more; null: none proved. */
  readonly boundUsd: number | null;
  /** Of committed lots, in this scenario. */
  readonly sunkUsd: number;
  /** With hindsight: refusals and debt left out. Empty without a plan. */
  readonly plan: Decisions;
  /** Of signed contracts, with hindsight. */
  readonly unserved: readonly Unserved[];
  readonly kept: KeptResult;
  /** The base plan followed to the letter; null where that breaks a limit. */
  readonly letterUsd: number | null;
  /** What the solves took: the only figure that depends on the machine. */
  readonly ms: number;
}

export function scenarioKey(context: Pick<SweepContext, "key">, scenario: Pick<Scenario, "edits">): Promise<string> {
  return contentKey([context.key, scenario.edits]);
}

type Solve = (portfolio: Portfolio, constraints?: SolveOptions["constraints"]) => Promise<Plan>;

const NO_DECISIONS: Decisions = { contracts: [], builds: [], expansions: [], orders: [], debt: [] };

function lean({ contracts, builds, expansions, orders }: Decisions): Decisions {
  return { contracts: contracts.filter(({ accepted }) => accepted), builds, expansions, orders, debt: [] };
}

interface KeptPlan {
  readonly level: KeptLevel;
  readonly plan: SolvedPlan;
}

/** As much of the base plan's commitments as has a plan. */
async function keptPlan(scenario: Portfolio, base: Base, solve: Solve): Promise<KeptPlan | undefined> {
  for (const level of KEPT_LEVELS) {
    const { portfolio, commit } = committedPortfolio(scenario, base, level);
    try {
      const plan = await solve(portfolio, { commit });
      if (hasDecisions(plan)) return { level, plan };
    } catch (error) {
      // What the scenario's dates and limits do not allow at all, such as modules that would be ready after the horizon.
      if (!(error instanceof OptionError)) throw error;
    }
  }
  return undefined;
}

function unservedOf({ contracts }: Decisions): Unserved[] {
  return contracts.flatMap(({ id, unserved }) =>
    unserved !== undefined && unserved > 1e-6 ? [{ contract: id, share: unserved }] : [],
  );
}

/** The best of several plans of one portfolio, the first of equals. */
function bestOf(plans: readonly (SolvedPlan | undefined)[]): SolvedPlan | undefined {
  let best: SolvedPlan | undefined;
  for (const plan of plans) {
    if (plan !== undefined && (best === undefined || plan.objective.valueUsd > best.objective.valueUsd)) best = plan;
  }
  return best;
}

/**
 * Results depend on context and scenario alone, not on what this thread solved before: every solve starts from the base plan. Throws
 * ScenarioError when the edits do not fit, InternalError as solve does.
 */
export async function runScenario(context: SweepContext, scenario: Scenario, engine: Engine): Promise<ScenarioResult> {
  const from = performance.now();
  if (context.version !== VERSION) {
    throw new OptionError(`this worker is of megalloc ${VERSION}, the sweep of ${context.version}: install the same`);
  }
  const { portfolio: basePortfolio, plan: basePlan, commitments, settings } = context;
  const base: Base = { portfolio: basePortfolio, plan: basePlan, commitments };
  const portfolio = applyScenario(basePortfolio, scenario);
  const warm = warmStateOf(context);
  const { moveLimit, gap, seed, timeLimitMs } = settings;
  const solve: Solve = async (asked, constraints = {}) => {
    const options = { moveLimit, gap, seed, constraints, ...(timeLimitMs !== null && { timeLimitMs }) };
    return (await solveWithin(asked, options, { engine: () => Promise.resolve(engine), warm })).plan;
  };
  const soft = softened(portfolio, base);
  const strict = await solve(portfolio);
  const found = hasDecisions(strict) ? strict : await solve(soft);
  const { boundUsd, sunkUsd } = found.objective;
  const letter = adopt(portfolio, basePlan, null);
  const kept = await keptPlan(portfolio, base, solve);
  // A search that got less lucky must not pass for an effect: what can be had with commitments, or to the letter, can be had without them.
  const free = kept && adopt(soft, kept.plan, null);
  const best = bestOf([hasDecisions(found) ? found : undefined, letter, free]);
  const keptUsd = kept === undefined ? Number.NEGATIVE_INFINITY : kept.plan.objective.valueUsd;
  const letterUsd = letter?.objective.valueUsd ?? null;
  const isLetter = letterUsd !== null && letterUsd >= keptUsd;
  const valueUsd = best?.objective.valueUsd ?? null;
  return {
    key: await scenarioKey(context, scenario),
    scenario: scenario.id,
    status: best !== undefined ? "solved" : found.status === "infeasible" ? "infeasible" : "unknown",
    valueUsd,
    boundUsd: boundUsd === null ? null : Math.max(boundUsd, valueUsd ?? boundUsd),
    sunkUsd,
    plan: best === undefined ? NO_DECISIONS : lean(best),
    unserved: best === undefined ? [] : unservedOf(best),
    kept: {
      level: isLetter ? "whole" : (kept?.level ?? null),
      valueUsd: isLetter ? letterUsd : kept === undefined ? null : keptUsd,
      unserved: isLetter || kept === undefined ? [] : unservedOf(kept.plan),
    },
    letterUsd,
    ms: performance.now() - from,
  };
}
