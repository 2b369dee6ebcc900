// What is wrong with an edit: which one, at which character, and how to mend it.
import type { Path } from "../../portfolio/show.ts";
import { pathText } from "../../portfolio/show.ts";

export interface EditProblem {
  /** The edit as it was written. */
  edit: string;
  /** Character of the edit, from 0, where the trouble begins; null when it lies in the edited portfolio. */
  position: number | null;
  /** Path in the portfolio, e.g. `sites[2].firmMw`; empty when the edit leads nowhere. */
  path: string;
  message: string;
  hint: string;
}

/** Thrown while an edit is read or applied; `applyEdits` turns it into an EditProblem. */
export class EditError extends Error {
  readonly position: number;
  readonly hint: string;
  readonly path: string;

  constructor(position: number, message: string, hint: string, path: Path = []) {
    super(message);
    this.position = position;
    this.hint = hint;
    this.path = pathText(path);
  }
}

function problemText({ edit, position, path, message, hint }: EditProblem): string {
  const where = path === "" ? "" : ` at ${path}`;
  const pointer = position === null ? "" : `  ${" ".repeat(position)}^\n`;
  return `error: edit${where}: ${message}\n  ${edit}\n${pointer}  mend: ${hint}\n`;
}

/** Problems as plain text: each with the edit, a pointer to the place, and how to mend it. */
export function formatEditProblems(problems: readonly EditProblem[]): string {
  return problems.map(problemText).join("");
}
