// What an answer is worth, held against the published optimum.
import { relativeError } from "../harness/statistics.ts";
import { MipRecord } from "./record.ts";

/** Optima are published to about ten digits, and solvers stop at a gap of 1e-6. */
const OPTIMUM_TOLERANCE = 1e-5;
/** Feasibility to the solvers' usual tolerance. */
const VIOLATION_TOLERANCE = 1e-5;

/** "open": cut short, and nothing said is wrong. Every instance of the set is a minimisation. */
export type Verdict = "solved" | "open" | "wrong" | "failed";

export function verdictOf({ result, optimum }: MipRecord): Verdict {
  if (result === undefined || result.status === "failed") return "failed";
  const { status, objective, bound, violation } = result;
  const slack = OPTIMUM_TOLERANCE * (1 + Math.abs(optimum));
  const isWrong =
    status === "infeasible" ||
    status === "unbounded" ||
    (violation ?? 0) > VIOLATION_TOLERANCE ||
    (objective !== null && objective < optimum - slack) ||
    (bound !== null && bound > optimum + slack) ||
    (status === "optimal" && (objective === null || relativeError(objective, optimum) > OPTIMUM_TOLERANCE));
  if (isWrong) return "wrong";
  return status === "optimal" ? "solved" : "open";
}
