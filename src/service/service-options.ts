// What a service may be told, and its defaults.
import { OptionError } from "../errors.ts";
import type { Optimizer } from "../optimizer/optimizer.ts";
import type { OptimizerOptions } from "../optimizer/optimizer-options.ts";

export interface ServiceOptions {
  /** An optimizer of the caller's, which the service does not close. Absent: one is made of `optimizerOptions`. */
  optimizer?: Optimizer;
  optimizerOptions?: OptimizerOptions;
  /** Requests must carry `Authorization: Bearer <token>` (all but GET /healthz). Absent: nobody is asked. */
  token?: string;
  /** Largest body in bytes (default 5 MiB); more is answered with 413. */
  bodyLimit?: number;
  /** Time limit of solves that name none, in ms (default 10 000). */
  defaultTimeLimitMs?: number;
  /** Longest time limit a client may ask for, in ms (default 60 000). */
  maxTimeLimitMs?: number;
  /** Told of failures that are bugs: a crashed worker, a plan that did not pass the audit. `replay` repeats the case. */
  onFailure?: (error: Error & { replay?: unknown }) => void;
}

export interface ServiceSettings {
  readonly token: string | undefined;
  readonly bodyLimit: number;
  readonly defaultTimeLimitMs: number;
  readonly maxTimeLimitMs: number;
}

function positive(name: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new OptionError(`${name} is ${String(value)}; it must be a number above 0`);
}

/** Check and fill in defaults. Throws OptionError. */
export function serviceSettings(options: ServiceOptions): ServiceSettings {
  const { token, bodyLimit = 5 * 2 ** 20, defaultTimeLimitMs = 10_000, maxTimeLimitMs = 60_000 } = options;
  if (token !== undefined && !/^\S{16,}$/.test(token)) {
    throw new OptionError("token must be at least 16 characters without spaces");
  }
  positive("defaultTimeLimitMs", defaultTimeLimitMs);
  return {
    token,
    bodyLimit: Math.floor(positive("bodyLimit", bodyLimit)),
    maxTimeLimitMs: positive("maxTimeLimitMs", maxTimeLimitMs),
    defaultTimeLimitMs: Math.min(defaultTimeLimitMs, maxTimeLimitMs),
  };
}
