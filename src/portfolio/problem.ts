// What is wrong with a portfolio, where, and how to mend it.
import { Path, pathText } from "./show.ts";
import { subjectOf } from "./subject.ts";

/** Found in the text, before there is a value. */
export type TextCode = "json-syntax" | "duplicate-key" | "text-too-long" | "nested-too-deep";

/** Found by the schema: one field by itself. */
export type ShapeCode =
  | "missing-key"
  | "unknown-key"
  | "wrong-type"
  | "not-finite"
  | "not-whole"
  | "out-of-range"
  | "not-a-choice"
  | "bad-month"
  | "bad-ramp-step"
  | "empty-list"
  | "empty-text"
  | "too-long"
  | "too-many"
  | "wrong-schema";

/** Found by the rules: fields that contradict one another. */
export type RuleCode =
  | "duplicate-id"
  | "duplicate-reference"
  | "unknown-platform"
  | "unknown-site"
  | "missing-rating"
  | "market-shares"
  | "price-starts-late"
  | "window-upside-down"
  | "window-before-horizon"
  | "ramp-without-zero"
  | "debt-term-too-short"
  | "rate-too-small"
  | "horizon-too-long"
  | "group-signed-twice"
  | "beyond-arithmetic"
  | "too-large";

/** Legal, but hardly meant. */
export type WarningCode =
  | "no-eligible-hall"
  | "no-cooling"
  | "no-period-in-window"
  | "starts-after-horizon"
  | "window-past-horizon"
  | "due-outside-window"
  | "late-fee-without-due"
  | "cannot-fit"
  | "no-revenue"
  | "unknown-region"
  | "site-excluded"
  | "lonely-group"
  | "ramp-after-term"
  | "min-mw-too-large"
  | "cannot-borrow"
  | "lot-after-horizon"
  | "lot-for-tenant"
  | "lot-already-here"
  | "no-lots"
  | "unused-platform"
  | "cooling-nowhere"
  | "cooling-unused"
  | "zero-size"
  | "empty-series"
  | "no-power"
  | "no-firm-power"
  | "idle-site"
  | "lead-beyond-horizon"
  | "hall-without-capacity"
  | "peak-below-annual"
  | "pue-cap-out-of-reach"
  | "equity-decreases"
  | "equity-exceeded"
  | "looks-like-percent"
  | "looks-like-other-unit";

/** Found while presets, price files and mining are resolved. */
export type SourceCode = "unknown-preset" | "market-twice" | "size-twice" | "hourly-file";

export type ErrorCode = TextCode | ShapeCode | RuleCode | SourceCode;

export interface Problem {
  readonly severity: "error" | "warning";
  readonly code: ErrorCode | WarningCode;
  /** JSON path such as `contracts[3].start.latest`; empty for the portfolio as a whole. */
  readonly path: string;
  /** The user's own name for it, such as `contract "c-17"`. */
  readonly subject: string;
  /** What is wrong, with the value. */
  readonly message: string;
  /** How to mend it. */
  readonly hint: string;
}

/** Collects problems; paths are turned into words against the value as the user wrote it. */
export interface Report {
  readonly problems: Problem[];
  error(code: ErrorCode, path: Path, message: string, hint: string): void;
  warning(code: WarningCode, path: Path, message: string, hint: string): void;
}

export function makeReport(root: unknown): Report {
  const problems: Problem[] = [];
  const put = (
    severity: "error" | "warning",
    code: ErrorCode | WarningCode,
    path: Path,
    message: string,
    hint: string,
  ) => {
    problems.push({ severity, code, path: pathText(path), subject: subjectOf(root, path), message, hint });
  };
  return {
    problems,
    error: (code, path, message, hint) => put("error", code, path, message, hint),
    warning: (code, path, message, hint) => put("warning", code, path, message, hint),
  };
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** What can be written out: problems of other files have codes of their own. */
type AnyProblem = Omit<Problem, "code"> & { readonly code: string };

function formatProblem(problem: AnyProblem): string {
  const where = problem.path === "" ? problem.subject : `${problem.subject} at ${problem.path}`;
  return `${problem.severity}: ${where} [${problem.code}]\n  ${problem.message.replaceAll("\n", "\n  ")}\n  mend: ${problem.hint}`;
}

/**
 * Problems as plain text for a terminal or a log: errors first, a count at the end; empty for none.
 * `limit` bounds how many are written out (all of them unless given); the count says what was left off.
 */
export function formatProblems(problems: readonly AnyProblem[], limit = Number.POSITIVE_INFINITY): string {
  if (problems.length === 0) return "";
  const errors = problems.filter((problem) => problem.severity === "error");
  const warnings = problems.filter((problem) => problem.severity === "warning");
  const shown = [...errors, ...warnings].slice(0, limit);
  const counts = [
    errors.length > 0 ? counted(errors.length, "error") : "",
    warnings.length > 0 ? counted(warnings.length, "warning") : "",
  ];
  const left = problems.length - shown.length;
  const total = counts.filter((count) => count !== "").join(", ") + (left > 0 ? ` (${left} not shown)` : "");
  return `${shown.map(formatProblem).join("\n")}\n${total}\n`;
}
