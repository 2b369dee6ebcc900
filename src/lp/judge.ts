// Turns what the kernel claims into what may be passed on: every claim is checked on the session's own copy of the model, and one
// that does not hold becomes "numericalTrouble" with the reason.
import { LpStatus } from "../../assembly/abi-lp.ts";
import { basisInWords } from "./basis.ts";
import { KernelLp } from "./kernel-lp.ts";
import { InfeasibilityCertificate, LpOutcome, LpSolution } from "./result.ts";
import { checkFarkas, checkRay, missedBy, recompute, VERIFY_TOLERANCE } from "./verify.ts";
import { WorkingLp } from "./working-lp.ts";

/** The outcome of a solve that ended with `status`. `sign` is -1 where the kernel minimised the negated objective. */
export function judge(lp: WorkingLp, kernel: KernelLp, status: LpStatus, sign: number): LpOutcome {
  switch (status) {
    case LpStatus.optimal: {
      const solution = readSolution(lp, kernel, sign);
      const missed = missedBy(solution.residuals);
      if (missed === "") return { status: "optimal", ...solution };
      return { status: "numericalTrouble", reason: missed, iterate: solution };
    }
    case LpStatus.infeasible:
      return judgeInfeasible(lp, kernel, sign);
    case LpStatus.unbounded:
      return judgeUnbounded(lp, kernel, sign);
    case LpStatus.iterationLimit:
      return { status: "iterationLimit" };
    case LpStatus.polled:
      return { status: "timeLimit" };
    case LpStatus.inaccurate: {
      const iterate = readSolution(lp, kernel, sign);
      const reason = missedBy(iterate.residuals) || "the kernel's own tolerances were missed";
      return { status: "numericalTrouble", reason, iterate };
    }
    default:
      throw new Error(
        `the LP kernel answered ${status} to a validated model: a bug of megalloc, please report it with the model`,
      );
  }
}

function judgeInfeasible(lp: WorkingLp, kernel: KernelLp, sign: number): LpOutcome {
  const rowMultipliers = kernel.ray(lp.rows);
  const { proved, margin, residual } = checkFarkas(lp, rowMultipliers);
  if (proved) return { status: "infeasible", certificate: { kind: "farkas", rowMultipliers } };
  const reason = `the proof of infeasibility does not hold: it separates by ${margin}, with a residual of ${residual}`;
  return { status: "numericalTrouble", reason, iterate: readSolution(lp, kernel, sign) };
}

function judgeUnbounded(lp: WorkingLp, kernel: KernelLp, sign: number): LpOutcome {
  const direction = kernel.ray(lp.cols);
  const solution = readSolution(lp, kernel, sign);
  const ray = checkRay(lp, direction);
  const infeasibility = solution.residuals.primal.scaled;
  if (ray.proved && infeasibility <= VERIFY_TOLERANCE) {
    return { status: "unbounded", certificate: { kind: "ray", direction }, feasiblePoint: solution.primal };
  }
  const reason = ray.proved
    ? `the improving ray starts at a point that misses feasibility by ${infeasibility} (scaled)`
    : `the proof of unboundedness does not hold: the ray improves by ${ray.margin}, with a residual of ${ray.residual}`;
  return { status: "numericalTrouble", reason, iterate: solution };
}

function readSolution(lp: WorkingLp, kernel: KernelLp, sign: number): LpSolution {
  const primal = kernel.x(lp.cols);
  const dual = kernel.y(lp.rows);
  if (sign < 0) for (let row = 0; row < dual.length; row++) dual[row] = 0 - dual[row];
  const { objective, rowActivity, reducedCosts, residuals } = recompute(lp, { primal, dual });
  const basis = basisInWords(kernel.columnStatus(lp.cols), kernel.rowStatus(lp.rows));
  return { objective, primal, dual, reducedCosts, rowActivity, basis, residuals };
}

/** The first row or column whose lower bound exceeds its upper bound. */
export function crossedBounds(lp: WorkingLp): InfeasibilityCertificate | undefined {
  const row = firstCrossed(lp.rowLower, lp.rowUpper);
  if (row >= 0) return { kind: "crossedBounds", of: "row", index: row };
  const column = firstCrossed(lp.colLower, lp.colUpper);
  return column >= 0 ? { kind: "crossedBounds", of: "column", index: column } : undefined;
}

function firstCrossed(lower: Float64Array, upper: Float64Array): number {
  for (let i = 0; i < lower.length; i++) if (lower[i] > upper[i]) return i;
  return -1;
}
