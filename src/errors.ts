// Errors of our own making.

/** What it takes to repeat a failed solve: write it to a file and send it in. */
export interface Replay {
  schema: "megalloc/replay@1";
  version: string;
  message: string;
  /** The portfolio as solved, defaults filled. */
  portfolio: unknown;
  options: unknown;
  /** What the solver claimed, and what the audit says of it. */
  plan: unknown;
  findings: unknown;
}

/** A bug of ours: a plan that did not pass the audit is never returned. `replay` repeats it. */
export class InternalError extends Error {
  override readonly name = "InternalError";
  readonly replay: Replay;

  constructor(message: string, replay: Replay) {
    super(message);
    this.replay = replay;
  }
}

/** Options that make no sense: says which, its value, and what it must be. */
export class OptionError extends TypeError {
  override readonly name = "OptionError";
}
