// What is wrong with a scenario file, where, and how to mend it: the same shape as the problems of a portfolio.
import { child, type Path, pathText, quote, valueAt } from "../portfolio/show.ts";

export type ScenarioProblemCode =
  | "json-syntax"
  | "duplicate-key"
  | "text-too-long"
  | "nested-too-deep"
  | "missing-key"
  | "unknown-key"
  | "wrong-type"
  | "out-of-range"
  | "not-a-choice"
  | "wrong-schema"
  | "bad-month"
  | "empty"
  | "too-many"
  | "duplicate-id"
  | "contradiction"
  | "bad-edit"
  | "bad-distribution"
  | "no-scenario"
  | "hits-nothing"
  | "does-not-fit";

export interface ScenarioProblem {
  readonly severity: "error";
  readonly code: ScenarioProblemCode;
  /** JSON path such as `monteCarlo.risks[2].distribution.low`; empty for the file as a whole. */
  readonly path: string;
  /** The user's own name for it, such as `risk "hash-price"`. */
  readonly subject: string;
  readonly message: string;
  readonly hint: string;
}

/** The user's name for what a path lies in. */
function subjectOf(root: unknown, path: Path): string {
  for (const [depth, kind] of [
    [3, "risk"],
    [2, "scenario"],
  ] as const) {
    const isIn = kind === "risk" ? path[1] === "risks" : path[0] === "scenarios";
    const id = isIn ? child(valueAt(root, path.slice(0, depth)), "id") : undefined;
    if (typeof id === "string") return `${kind} ${quote(id)}`;
  }
  return "scenario file";
}

/** A problem at a path of the file `root`. */
export function problemAt(
  root: unknown,
  path: Path,
  code: ScenarioProblemCode,
  message: string,
  hint: string,
): ScenarioProblem {
  return { severity: "error", code, path: pathText(path), subject: subjectOf(root, path), message, hint };
}
