// Options of a solve, checked at the door.
import { LpBasis } from "./result.ts";

export interface LpSolveOptions {
  /** Simplex iterations of this call at most; a whole number >= 0. Default: no limit. */
  readonly iterationLimit?: number;
  /** Wall time of this call in milliseconds, >= 0, looked at within the simplex iterations. Default: no limit. */
  readonly timeLimitMs?: number;
  /** Basis to start from, e.g. that of an earlier result. Default: the slack basis, or in a session the last one. */
  readonly basis?: LpBasis;
  /** The clock, in milliseconds. Default performance.now. */
  readonly now?: () => number;
}

/** The kernel counts iterations in 32 bits. */
export const NO_ITERATION_LIMIT = 2 ** 30;

export interface CheckedOptions {
  readonly iterationLimit: number;
  readonly timeLimitMs: number;
  readonly basis: LpBasis | undefined;
  readonly now: () => number;
}

/** Throws RangeError for a limit that is none. */
export function checkOptions(options: LpSolveOptions): CheckedOptions {
  const { iterationLimit = NO_ITERATION_LIMIT, timeLimitMs = Number.POSITIVE_INFINITY } = options;
  if (!(iterationLimit >= 0) || (iterationLimit !== Number.POSITIVE_INFINITY && !Number.isInteger(iterationLimit))) {
    throw new RangeError(`iterationLimit is ${iterationLimit}; use a whole number >= 0, or leave it out for no limit.`);
  }
  if (!(timeLimitMs >= 0)) {
    throw new RangeError(`timeLimitMs is ${timeLimitMs}; use milliseconds >= 0, or leave it out for no limit.`);
  }
  return {
    iterationLimit: Math.min(iterationLimit, NO_ITERATION_LIMIT),
    timeLimitMs,
    basis: options.basis,
    now: options.now ?? (() => performance.now()),
  };
}
