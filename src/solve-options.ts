// What a caller may ask of a solve, and its defaults.
import type { SolveConstraints } from "./compile/constraints.ts";
import type { EngineChoice } from "./engine/load.ts";
import { OptionError } from "./errors.ts";
import type { Decisions } from "./plan/plan.ts";

export interface Progress {
  phase: "preprocess" | "bound" | "construct" | "search" | "finished";
  /** Value of the incumbent; null before the first. */
  valueUsd: number | null;
  /** Proven upper bound; null before the first. */
  boundUsd: number | null;
  gap: number | null;
  elapsedMs: number;
  moves: number;
}

/** (bound - value) / max(1, |value|); null while one of them is. */
export function gapOf(valueUsd: number | null, boundUsd: number | null): number | null {
  if (valueUsd === null || boundUsd === null) return null;
  return (boundUsd - valueUsd) / Math.max(1, Math.abs(valueUsd));
}

export interface SolveOptions {
  /** "auto" (default): WASM where it can be had, else JS. */
  engine?: EngineChoice;
  /** Stop after this long (default 10 000, or none when `moveLimit` is given). */
  timeLimitMs?: number;
  /** Stop when (bound - value) / max(1, |value|) is at most this (default 1e-4). */
  gap?: number;
  /** Any 32-bit integer (default 1). Same portfolio, seed and moveLimit: same plan, on either engine. */
  seed?: number;
  /** Stop after this many search moves, a whole number (default none). */
  moveLimit?: number;
  /** Stops the search; the best plan so far is returned with stopReason "cancelled". */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  /** Least time between two calls of onProgress (default 100). */
  progressIntervalMs?: number;
  /** A plan to start from, of this portfolio or of one like it: what does not fit is mended (default none; decisions that stand). */
  start?: Pick<Decisions, "contracts" | "expansions">;
  /** Contracts that must be accepted or refused, decisions that stand (default none). */
  constraints?: SolveConstraints;
}

/** The options with every default filled in. */
export interface SolveSettings {
  engine: EngineChoice;
  timeLimitMs: number;
  gap: number;
  seed: number;
  moveLimit: number;
  signal: AbortSignal | undefined;
  onProgress: ((progress: Progress) => void) | undefined;
  progressIntervalMs: number;
  constraints: SolveConstraints;
  start: Pick<Decisions, "contracts" | "expansions"> | undefined;
}

const DEFAULT_TIME_LIMIT_MS = 10_000;
const DEFAULT_GAP = 1e-4;
const DEFAULT_PROGRESS_INTERVAL_MS = 100;

function numberOption(name: string, value: number, least: number, must: string): number {
  if (typeof value === "number" && value >= least) return value;
  throw new OptionError(`${name} is ${String(value)}; it must be ${must}`);
}

/** Check options and fill in defaults. Throws OptionError. */
export function solveSettings(options: SolveOptions = {}): SolveSettings {
  const { engine = "auto", seed = 1, signal, onProgress } = options;
  if (!["wasm", "js", "auto"].includes(engine)) {
    throw new OptionError(`engine is ${JSON.stringify(engine)}; it must be "wasm", "js" or "auto"`);
  }
  if (!Number.isInteger(seed) || seed < -(2 ** 31) || seed >= 2 ** 31) {
    throw new OptionError(`seed is ${String(seed)}; it must be an integer from -2147483648 to 2147483647`);
  }
  const moveLimit = options.moveLimit ?? Infinity;
  // A part of a move would be cut off by one engine and rounded up by the other.
  if (moveLimit !== Infinity && !(Number.isInteger(moveLimit) && moveLimit >= 0)) {
    throw new OptionError(`moveLimit is ${String(moveLimit)}; it must be a whole number of moves, 0 or more`);
  }
  const defaultTime = Number.isFinite(moveLimit) ? Infinity : DEFAULT_TIME_LIMIT_MS;
  return {
    engine,
    seed,
    signal,
    onProgress,
    moveLimit,
    constraints: options.constraints ?? {},
    start: options.start ?? options.constraints?.keep?.plan,
    timeLimitMs: numberOption("timeLimitMs", options.timeLimitMs ?? defaultTime, 0, "milliseconds, 0 or more"),
    gap: numberOption("gap", options.gap ?? DEFAULT_GAP, 0, "a fraction, 0 or more (0.001 is 0.1 %)"),
    progressIntervalMs: numberOption(
      "progressIntervalMs",
      options.progressIntervalMs ?? DEFAULT_PROGRESS_INTERVAL_MS,
      0,
      "milliseconds, 0 or more",
    ),
  };
}
