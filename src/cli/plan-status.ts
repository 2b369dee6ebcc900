// Which of its two shapes a plan has.
import { Plan, SolvedPlan } from "../plan/plan.ts";

/** A plan with decisions. Each shape has two statuses, which the compiler does not tell apart by comparisons. */
export function isSolved(plan: Plan): plan is SolvedPlan {
  return plan.status === "optimal" || plan.status === "feasible";
}
