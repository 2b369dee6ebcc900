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

/** A solve was refused because as many are waiting already as the optimizer takes. Try again later. */
export class QueueFullError extends Error {
  override readonly name = "QueueFullError";
  readonly running: number;
  readonly waiting: number;
  readonly queueLimit: number;

  constructor(running: number, waiting: number, queueLimit: number) {
    super(
      `the queue is full: ${running} solves are running and ${waiting} are waiting, queueLimit is ${queueLimit}; ` +
        "try again later, or create the optimizer with a larger queueLimit or more workers",
    );
    this.running = running;
    this.waiting = waiting;
    this.queueLimit = queueLimit;
  }
}

/** A solve was cancelled before it had a plan, and its caller asked to be told so (`onCancel: "reject"`). */
export class CancelledError extends Error {
  override readonly name = "CancelledError";

  constructor(reason?: unknown) {
    super("the solve was cancelled before it had a plan", reason === undefined ? undefined : { cause: reason });
  }
}

/** The optimizer or session was closed. */
export class ClosedError extends Error {
  override readonly name = "ClosedError";
}

/** A solve would need more memory than its ceiling (`memoryLimitBytes`). */
export class MemoryLimitError extends Error {
  override readonly name = "MemoryLimitError";
  readonly limitBytes: number;

  constructor(limitBytes: number) {
    const mb = Math.round(limitBytes / 2 ** 20);
    super(
      `the solve needs more memory than memoryLimitBytes allows (${limitBytes} bytes, ${mb} MiB): raise it, or make the portfolio ` +
        "smaller (fewer or longer periods, narrower start windows, fewer places to serve each contract)",
    );
    this.limitBytes = limitBytes;
  }
}

/** A portfolio is larger than the optimizer takes (`inputLimits`). */
export class InputLimitError extends Error {
  override readonly name = "InputLimitError";
}

/** The worker of a solve died. Other solves are not touched; `replay` repeats this one. */
export class WorkerCrashError extends Error {
  override readonly name = "WorkerCrashError";
  declare readonly replay: Replay;

  constructor(message: string, replay: Replay, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    // Not enumerable: a console would print the whole portfolio.
    Object.defineProperty(this, "replay", { value: replay });
  }
}
