// How the command ends: one number per outcome, and the error that carries it.

export const ExitCode = {
  /** A plan was found, or the command did what it was asked. */
  done: 0,
  /** `audit`: the plan breaks the model or misstates its value. */
  auditFailed: 1,
  /** Bad input, bad usage, or an output that cannot be written. */
  badInput: 2,
  /** Proved that no plan exists. */
  infeasible: 3,
  /** Stopped before a plan was found. */
  noPlan: 4,
  /** `lp`, `mip`: the objective has no bound. A portfolio's plan is never unbounded. */
  unbounded: 5,
  /** A bug of megalloc (sysexits EX_SOFTWARE). */
  internal: 70,
  /** 128 + SIGINT. */
  interrupted: 130,
  /** 128 + SIGTERM. */
  terminated: 143,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Ends the command with words for the user and no stack. */
export class CliError extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = ExitCode.badInput) {
    super(message);
    this.name = "CliError";
    this.exitCode = exitCode;
  }
}
