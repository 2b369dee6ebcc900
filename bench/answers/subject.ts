// The portfolios asked about, their plans, and how long answers and checks may take.
import { hasDecisions } from "../../src/answers/solver.ts";
import { SolvedPlan } from "../../src/plan/plan.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";
import { AnswerEffort, EXPLAIN_EFFORT } from "../../src/time-share.ts";
import { createWarmSolver } from "../../src/warm-solver.ts";
import { sharedPortfolio } from "../lp/condensed.ts";

export const INSTANCES = ["small-1", "small-2", "small-3", "medium-1", "medium-2"];

export interface AnswerBase {
  readonly name: string;
  readonly portfolio: Portfolio;
  readonly plan: SolvedPlan;
}

export interface Effort {
  /** Small portfolios: every check is solved from scratch to a proof. */
  readonly isProvable: boolean;
  /** The command line's limits, on the CPU's clock. */
  readonly explain: AnswerEffort;
  readonly whatIf: AnswerEffort;
  readonly worth: AnswerEffort;
  readonly conflicts: AnswerEffort;
  readonly gap: number;
  readonly checkCpuMs: number;
  readonly checkGap: number;
  /** Of the plan asked about: by moves, so that a run that is continued asks about the same plan. */
  readonly baseMoves: number;
}

export function effortFor(name: string): Effort {
  const isProvable = !name.startsWith("medium");
  return {
    isProvable,
    // Small ones are to be proved: with --time-limit 15s. Medium ones are to answer within the default.
    explain: { ...EXPLAIN_EFFORT, ...(isProvable && { timeLimitMs: 15_000 }) },
    whatIf: { timeLimitMs: 4800, solves: 1 },
    worth: { timeLimitMs: 5000, solves: 1 },
    conflicts: { timeLimitMs: 10_000, solves: 60 },
    gap: isProvable ? 1e-6 : 1e-4,
    checkCpuMs: isProvable ? 20_000 : 1000,
    checkGap: isProvable ? 1e-7 : 1e-4,
    baseMoves: isProvable ? 1_000_000 : 10_000,
  };
}

export async function solvedBase(name: string): Promise<AnswerBase> {
  const portfolio = sharedPortfolio(name);
  const { checkGap: gap, baseMoves: moveLimit } = effortFor(name);
  const plan = await createWarmSolver({ gap, moveLimit, timeLimitMs: Number.POSITIVE_INFINITY })(portfolio);
  if (!hasDecisions(plan)) throw new Error(`${name}: no plan after ${moveLimit} moves (${plan.status})`);
  return { name, portfolio, plan };
}
