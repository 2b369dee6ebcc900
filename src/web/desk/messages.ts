// What the page and its desk (the worker that reads, solves and answers) tell one another: plain data, cloned on the way.
import type { BaselineName } from "../../answers/compare/baselines.ts";
import type { PlanDiff } from "../../answers/diff/plan-diff.ts";
import type { ValueChange } from "../../answers/edits/apply.ts";
import type { EditProblem } from "../../answers/edits/edit-problem.ts";
import type { BusinessKpis } from "../../answers/kpi/business.ts";
import type { HeatRow } from "../../answers/worth/worth.ts";
import type { Plan, SolvedPlan } from "../../plan/plan.ts";
import type { Problem } from "../../portfolio/problem.ts";
import type { Portfolio } from "../../portfolio/schema.ts";
import type { Reason } from "../../report/reasons.ts";
import type { ChipFigures, SiteFigures } from "../../report/site-figures.ts";
import type { ResolveNote } from "../../resolve/note.ts";

/** A portfolio as it was read: the source as the user wrote it, and what became of it. */
export interface Reading {
  /** The source as a JSON value; undefined when the text is none. */
  readonly source: unknown;
  /** With presets filled in; undefined when the text is no JSON. */
  readonly resolved: unknown;
  /** null while there are errors. */
  readonly portfolio: Portfolio | null;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly notes: readonly ResolveNote[];
}

export interface Effort {
  /** Time of the solve; null for none. */
  readonly timeLimitMs: number | null;
  /** Moves of the search; null for none. */
  readonly moveLimit: number | null;
  /** Stop as soon as there is a plan and this much time has passed; null to go on. */
  readonly firstPlanMs: number | null;
}

/** What is known so far. */
export interface Told {
  readonly elapsedMs: number;
  readonly valueUsd: number | null;
  readonly boundUsd: number | null;
}

/** What the views show of a plan. */
export interface PlanFigures {
  readonly kpis: BusinessKpis;
  /** In the portfolio's order. */
  readonly reasons: Reason[];
  readonly sites: SiteFigures[];
  readonly chips: ChipFigures[];
  /** Priced power, halls and racks, the dearest first. */
  readonly heat: HeatRow[];
}

/** The plan before, kept to the letter under the portfolio as it is now. */
export interface Unchanged {
  readonly isFeasible: boolean;
  readonly valueUsd: number;
  /** What breaks, in words; the first few. */
  readonly violations: string[];
}

export interface Solved {
  readonly portfolio: Portfolio;
  readonly plan: Plan;
  /** null when there is no plan. */
  readonly figures: PlanFigures | null;
  readonly unchanged: Unchanged | null;
}

export interface BaselineFigures {
  readonly name: BaselineName;
  readonly kpis: BusinessKpis | null;
}

/** What if: the edits as they were applied, and what the plan does then; or why the edits cannot be. */
export type WhatIfAnswer =
  | {
      readonly ok: true;
      readonly changes: readonly ValueChange[];
      readonly status: Plan["status"];
      /** null when there is no plan. */
      readonly diff: PlanDiff | null;
      readonly unchanged: Unchanged;
      readonly horizon: Portfolio["horizon"];
    }
  | { readonly ok: false; readonly problems: readonly EditProblem[] };

/** A solved plan with its figures. */
export interface Planned {
  readonly portfolio: Portfolio;
  readonly plan: SolvedPlan;
  readonly figures: PlanFigures;
}
