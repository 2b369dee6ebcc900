// What if these figures were others? The edited portfolio is solved, and compared with the plan at hand and with sticking to it.
import { auditPlan } from "../../plan/audit.ts";
import type { Plan, SolvedPlan } from "../../plan/plan.ts";
import type { Violation } from "../../plan/violation.ts";
import { parsePortfolio } from "../../portfolio/parse.ts";
import type { Problem } from "../../portfolio/problem.ts";
import type { Portfolio } from "../../portfolio/schema.ts";
import { diffPlans, type PlanDiff } from "../diff/plan-diff.ts";
import { applyEdits, type ValueChange } from "../edits/apply.ts";
import type { EditProblem } from "../edits/edit-problem.ts";
import { adopt, forContractsOf, hasDecisions, neverWorse, type Solver } from "../solver.ts";
import { type Keep, keeping, type NotKept, notKept } from "./keep.ts";
import { stabilised } from "./stability.ts";

export interface WhatIf {
  /** The portfolio after the edits. */
  portfolio: Portfolio;
  changes: ValueChange[];
  /** Those that the edits bring up. */
  warnings: Problem[];
  /** Best plan of the edited portfolio. */
  plan: Plan;
  /** What that plan does otherwise; null when there is none. */
  diff: PlanDiff | null;
  /** The plan at hand kept to the letter under the edited figures. */
  unchanged: {
    feasible: boolean;
    /** What its decisions are worth then, feasible or not. */
    valueUsd: number;
    violations: Violation[];
  };
  /** valueUsd(plan) - unchanged.valueUsd: what re-planning gains; null unless both are feasible. */
  replanningUsd: number | null;
  /**
   * Within which the change of value is certain, USD: [plan - bound before, bound - plan before]. null without bounds.
   */
  changeUsd: { low: number; high: number } | null;
  /** Contracts turned back to how they were decided, for want of a gain above `usdPerChange`. */
  turnedBack: string[];
  /** Builds and orders in the kept periods that differ all the same. */
  notKept: NotKept[];
}

export interface WhatIfOptions {
  /** Decisions of the old plan that stay. */
  keep?: Keep;
  /** A contract is decided otherwise only where that gains more than this, USD. */
  usdPerChange?: number;
}

export type WhatIfResult = ({ readonly ok: true } & WhatIf) | { readonly ok: false; readonly problems: EditProblem[] };

function certainChange(before: SolvedPlan, after: SolvedPlan): WhatIf["changeUsd"] {
  if (before.objective.boundUsd === null || after.objective.boundUsd === null) return null;
  return {
    low: after.objective.valueUsd - before.objective.boundUsd,
    high: after.objective.boundUsd - before.objective.valueUsd,
  };
}

function newWarnings(portfolio: Portfolio, warnings: readonly Problem[]): Problem[] {
  const key = ({ code, subject, message }: Problem): string => JSON.stringify([code, subject, message]);
  const known = new Set(parsePortfolio(portfolio).warnings.map(key));
  return warnings.filter((warning) => !known.has(key(warning)));
}

/**
 * Applies the edits to the portfolio, solves it again from `plan`, and says what moved; with `keep` and `usdPerChange` the new plan stays close to the old.
 * Problems of the edits come back as such.
 */
export async function whatIf(
  portfolio: Portfolio,
  plan: SolvedPlan,
  edits: readonly string[],
  solver: Solver,
  options: WhatIfOptions = {},
): Promise<WhatIfResult> {
  const edited = applyEdits(portfolio, edits);
  if (!edited.ok) return edited;
  const { changes } = edited;
  const warnings = newWarnings(portfolio, edited.warnings);
  const { keep = {}, usdPerChange } = options;
  const asked = keeping(edited.portfolio, plan, keep);
  const found = await neverWorse(solver)(asked, plan);
  const free = hasDecisions(found) && usdPerChange !== undefined && usdPerChange > 0;
  const stable = free ? await stabilised(asked, plan, found, usdPerChange, solver) : { plan: found, turnedBack: [] };
  // As a plan of the edited portfolio: with its refusals, and without a bound where decisions were kept.
  const bound = asked === edited.portfolio ? found.objective.boundUsd : null;
  const isPlain = keep.contracts === undefined && keep.periods === undefined && stable.turnedBack.length === 0;
  const adopted = !isPlain && hasDecisions(stable.plan) ? adopt(edited.portfolio, stable.plan, bound) : undefined;
  const after = adopted ?? stable.plan;
  const audit = auditPlan(edited.portfolio, forContractsOf(edited.portfolio, plan));
  const unchanged = {
    feasible: audit.feasible,
    valueUsd: audit.value.valueUsd,
    violations: audit.violations,
  };
  const solved = hasDecisions(after) ? after : null;
  return {
    ok: true,
    portfolio: edited.portfolio,
    changes,
    warnings,
    plan: after,
    diff: solved && diffPlans(plan, solved),
    unchanged,
    replanningUsd: solved && audit.feasible ? solved.objective.valueUsd - audit.value.valueUsd : null,
    changeUsd: solved && certainChange(plan, solved),
    turnedBack: stable.turnedBack,
    notKept: solved ? notKept(edited.portfolio, plan, solved, keep) : [],
  };
}
