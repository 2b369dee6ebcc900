// Edits applied to a portfolio: a new, validated portfolio and the list of what changed, or everything that is wrong.
import { parsePortfolio } from "../../portfolio/parse.ts";
import type { Problem } from "../../portfolio/problem.ts";
import type { Portfolio } from "../../portfolio/schema.ts";
import { type Path, pathText, valueAt } from "../../portfolio/show.ts";
import { subjectOf } from "../../portfolio/subject.ts";
import { changed, REMOVED } from "./change.ts";
import { type Edit, parseEdit } from "./edit.ts";
import { EditError, type EditProblem } from "./edit-problem.ts";
import { targetsOf } from "./targets.ts";

/** One value that an edit changed. */
export interface ValueChange {
  /** `sites[2].firmMw`, in the portfolio as it was when the edit applied. */
  path: string;
  /** The user's name for what owns it: `site "north"`. */
  subject: string;
  /** undefined: it was not there, or is not there any more. */
  before: unknown;
  after: unknown;
  /** The edit that did it. */
  edit: string;
}

export type EditResult =
  | { readonly ok: true; readonly portfolio: Portfolio; readonly changes: ValueChange[]; readonly warnings: Problem[] }
  | { readonly ok: false; readonly problems: EditProblem[] };

type Container = Record<string | number, unknown>;

/** Puts `value` at `path`; the value before decides about steps of a series that was a number so far. */
function put(root: Portfolio, path: Path, value: unknown, horizonStart: string): void {
  const owner = path.slice(0, -1);
  const key = path.at(-1)!;
  const container = valueAt(root, owner);
  if (typeof container === "object" && container !== null) {
    if (value !== REMOVED) (container as Container)[key] = value;
    else if (Array.isArray(container)) container.splice(Number(key), 1);
    else delete (container as Container)[key];
    return;
  }
  // A step is set in a series that is a number (that of the horizon's start on) or not there at all.
  const steps: Record<string, unknown> = typeof container === "number" ? { [horizonStart]: container } : {};
  if (value !== REMOVED) steps[key] = value;
  put(root, owner, steps, horizonStart);
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function applyOne(root: Portfolio, edit: Edit): ValueChange[] {
  const start = root.horizon.start;
  const targets = targetsOf(root, edit);
  const changes: ValueChange[] = [];
  let refusal: EditError | undefined;
  let understood = 0;
  // Last first, so that items taken out of a list do not move those still to come.
  for (const path of [...targets].reverse()) {
    const before = valueAt(root, path);
    const isOptional = before === undefined && edit.operator !== "=" && targets.length > 1;
    if (isOptional) continue;
    try {
      const after = changed(edit, path, structuredClone(before), start);
      understood++;
      if (after === REMOVED ? before === undefined : same(before, after)) continue;
      const subject = subjectOf(root, path);
      put(root, path, after, start);
      const text = pathText(path);
      changes.unshift({ path: text, subject, before, after: after === REMOVED ? undefined : after, edit: edit.text });
    } catch (error) {
      if (!(error instanceof EditError)) throw error;
      refusal = error;
    }
  }
  if (refusal !== undefined) throw refusal;
  if (understood === 0) {
    const hint = "set it with = where it is not stated, or select items that have it";
    throw new EditError(edit.operatorPosition, "nothing that is selected has this value", hint, targets[0]);
  }
  return changes;
}

function refused(edit: string, error: unknown): EditProblem {
  if (!(error instanceof EditError)) throw error;
  const { position, path, message, hint } = error;
  return { edit, position, path, message, hint };
}

/** The edits whose changes could have caused a problem: those at or around its path; else all of them. */
function blamed(problem: Problem, edits: readonly string[], changes: readonly ValueChange[]): string {
  const related = changes.filter(({ path }) => problem.path.startsWith(path) || path.startsWith(problem.path));
  const texts = new Set((related.length > 0 && problem.path !== "" ? related : []).map(({ edit }) => edit));
  return [...(texts.size > 0 ? texts : edits)].join("  ");
}

/**
 * Applies edits in order, each on the result of those before, and validates the outcome. The given portfolio is not touched.
 * An edit that matches nothing, or a value that makes no sense for its field, is an error that says where; an edit that leaves every value as
 * it is (a constant series has nothing that could slip) makes no change. Warnings are sought unless `seeksWarnings` is false.
 */
export function applyEdits(portfolio: Portfolio, edits: readonly string[], { seeksWarnings = true } = {}): EditResult {
  const root = structuredClone(portfolio);
  const changes: ValueChange[] = [];
  const problems: EditProblem[] = [];
  for (const text of edits) {
    try {
      changes.push(...applyOne(root, parseEdit(text)));
    } catch (error) {
      problems.push(refused(text, error));
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  const parsed = parsePortfolio(root, { seeksWarnings });
  if (parsed.ok) return { ok: true, portfolio: parsed.portfolio, changes, warnings: parsed.warnings };
  return {
    ok: false,
    problems: parsed.problems.map((problem) => {
      const { path, subject, message, hint } = problem;
      const told = `${subject}: ${message}`;
      return { edit: blamed(problem, edits, changes), position: null, path, message: told, hint };
    }),
  };
}
