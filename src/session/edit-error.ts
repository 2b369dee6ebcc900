// Edits that cannot be made.
import { formatProblems, type Problem } from "../portfolio/problem.ts";

/** An edit that does not apply, or whose outcome is no portfolio. The session is as it was before. */
export class EditError extends Error {
  override readonly name = "EditError";
  /** Which operation, such as `patch[2] /contracts/7/start`; empty when all applied but the outcome is refused. */
  readonly where: string;
  /** What is wrong with the outcome, with paths and ids; empty when an operation did not apply. */
  readonly problems: readonly Problem[];

  constructor(where: string, message: string, problems: readonly Problem[] = []) {
    super(`${where === "" ? "" : `${where}: `}${message}`);
    this.where = where;
    this.problems = problems;
  }
}

export function outcomeRefused(problems: readonly Problem[]): EditError {
  return new EditError("", `the edited portfolio is refused:\n${formatProblems(problems, 10)}`, problems);
}
