// What all scenarios of a sweep have in common: the base portfolio and plan, where its solve left off, and how to solve. Plain JSON, so that it can be kept in a
// file and sent to workers elsewhere.

import { AnswerError, decisionsOf, hasDecisions } from "../answers/solver.ts";
import { type WarmState } from "../compile/warm-state.ts";
import type { Engine } from "../engine/engine.ts";
import { createEngine } from "../engine/load.ts";
import type { Decisions, SolvedPlan } from "../plan/plan.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { solveWithin } from "../solve.ts";
import { VERSION } from "../version.ts";
import { contentKey } from "./content-key.ts";
import type { Commitments } from "./scenario-schema.ts";
import { type FullSettings, type SweepEngine, type SweepSettings, sweepSettings } from "./sweep-settings.ts";

export interface BasePlan extends Decisions {
  readonly valueUsd: number;
  readonly boundUsd: number | null;
  readonly sunkUsd: number;
}

/** A WarmState without its typed arrays. */
interface StoredSolver {
  readonly names: NonNullable<WarmState["solver"]>["names"];
  readonly expansionAllowed: readonly number[];
  readonly dual: readonly number[];
  readonly basis: readonly number[];
}

export interface SweepContext {
  readonly schema: "megalloc/sweep@1";
  /** Content of what was asked: version, portfolio, plan given, commitments, settings. The same key, the same sweep. */
  readonly key: string;
  readonly version: string;
  readonly portfolio: Portfolio;
  readonly commitments: Commitments;
  readonly settings: FullSettings;
  readonly plan: BasePlan;
  /** Where the solve of the base portfolio left off; null: nothing but the plan is known. */
  readonly solver: StoredSolver | null;
}

export interface SweepQuestion {
  readonly portfolio: Portfolio;
  readonly commitments: Commitments;
  readonly settings: FullSettings;
  /** The base plan where one is given; else the portfolio is solved. */
  readonly plan: SolvedPlan | undefined;
}

export function sweepQuestion(
  portfolio: Portfolio,
  commitments: Commitments,
  settings: SweepSettings = {},
  plan?: SolvedPlan,
): SweepQuestion {
  return { portfolio, commitments, settings: sweepSettings(settings), plan };
}

export function questionKey({ portfolio, commitments, settings, plan }: SweepQuestion): Promise<string> {
  const given = plan === undefined ? null : decisionsOf(plan);
  return contentKey([VERSION, portfolio, commitments, settings, given]);
}

const stored = ({ names, expansionAllowed, dual, basis }: NonNullable<WarmState["solver"]>): StoredSolver => ({
  names,
  expansionAllowed: [...expansionAllowed],
  dual: [...dual],
  basis: [...basis],
});

/** Where every scenario starts: the base plan, and its solve's multipliers. */
export function warmStateOf({ plan, solver }: SweepContext): WarmState {
  const { contracts, expansions } = plan;
  if (solver === null) return { contracts, expansions };
  const { names, expansionAllowed, dual, basis } = solver;
  const arrays = {
    expansionAllowed: Int32Array.from(expansionAllowed),
    dual: Float64Array.from(dual),
    basis: Int32Array.from(basis),
  };
  return { contracts, expansions, solver: { names, ...arrays } };
}

/** Moves of the base plan's solve for each one of a scenario's: every scenario starts from it. */
const BASE_EFFORT = 4;

/** Solves the base portfolio (from the given plan, if any). Throws AnswerError when it has no plan. */
export async function sweepContext(
  question: SweepQuestion,
  engine: SweepEngine = "auto",
  signal?: AbortSignal,
): Promise<SweepContext> {
  const { portfolio, commitments, settings, plan } = question;
  const key = await questionKey(question);
  const { moveLimit, gap, seed, timeLimitMs } = settings;
  const outcome = await solveWithin(
    portfolio,
    {
      ...{ gap, seed, moveLimit: moveLimit * BASE_EFFORT },
      ...(timeLimitMs !== null && { timeLimitMs: timeLimitMs * BASE_EFFORT }),
      ...(plan !== undefined && { start: plan }),
      ...(signal !== undefined && { signal }),
    },
    {
      engine: (choice): Promise<Engine> => createEngine({ engine: choice === "auto" ? engine : choice }),
      keepsWarm: true,
    },
  );
  const found = plan ?? outcome.plan;
  if (!hasDecisions(found)) {
    const why =
      found.status === "infeasible" ? "is infeasible: megalloc conflicts says why" : "got no plan: allow more moves";
    throw new AnswerError(`the portfolio as it is ${why}`);
  }
  const { valueUsd, sunkUsd } = found.objective;
  const { boundUsd } = outcome.plan.objective;
  const solver = outcome.warm?.solver;
  return {
    schema: "megalloc/sweep@1",
    ...{ key, version: VERSION, portfolio, commitments, settings },
    plan: { ...decisionsOf(found), valueUsd, boundUsd, sunkUsd },
    solver: solver === undefined ? null : stored(solver),
  };
}
