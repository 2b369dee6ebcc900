// Problems with an MPS file: always where, what was found, and how to mend it.

const FOUND_CHARS = 60;

/** A file that cannot be read. `line` and `column` count from 1; `found` is the text at that place ("" at the end of the file). */
export class MpsError extends Error {
  readonly line: number;
  readonly column: number;
  /** What is wrong. */
  readonly problem: string;
  readonly found: string;
  /** How to mend it. */
  readonly hint: string;

  constructor(line: number, column: number, problem: string, found: string, hint: string) {
    const shown = found.length > FOUND_CHARS ? `${found.slice(0, FOUND_CHARS)}...` : found;
    const quoted = shown === "" ? "" : ` (found ${JSON.stringify(shown)})`;
    super(`MPS line ${line}, column ${column}: ${problem}${quoted}. ${hint}`);
    this.name = "MpsError";
    this.line = line;
    this.column = column;
    this.problem = problem;
    this.found = shown;
    this.hint = hint;
  }
}

/** Something the reader accepted but had to interpret, e.g. a bound given twice. `line` counts from 1. */
export interface MpsNote {
  readonly line: number;
  readonly note: string;
}
