// What is wrong with a plan file, where, and how to mend it: the same shape as the problems of a portfolio.

export type PlanProblemCode =
  | "json-syntax"
  | "missing-key"
  | "unknown-key"
  | "wrong-type"
  | "not-finite"
  | "not-a-choice"
  | "wrong-schema"
  | "empty-text"
  | "decisions-without-plan"
  | "unknown-id"
  | "duplicate-entry"
  | "not-a-period"
  | "committed-lot"
  | "refused-with-decisions"
  | "incomplete-acceptance"
  | "other-portfolio"
  | "bad-section";

export interface PlanProblem {
  readonly severity: "error" | "warning";
  readonly code: PlanProblemCode;
  /** JSON path such as `contracts[3].start`; empty for the plan as a whole. */
  readonly path: string;
  /** The user's own name for it, such as `contract "c-17"`. */
  readonly subject: string;
  readonly message: string;
  readonly hint: string;
}

/** Problems as plain text, two lines and a hint each. */
export function formatPlanProblems(problems: readonly PlanProblem[]): string {
  return problems
    .map(({ severity, code, path, subject, message, hint }) => {
      const where = path === "" ? subject : `${subject} at ${path}`;
      return `${severity}: ${where} [${code}]\n  ${message}\n  mend: ${hint}\n`;
    })
    .join("");
}
