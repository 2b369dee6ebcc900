// Options of solveMip, checked at the door.
import { Engine } from "../engine/engine.ts";
import { EngineChoice } from "../engine/load.ts";
import { MipIncumbent, MipProgress } from "./result.ts";

export interface MipOptions {
  /** Which engine to load, or one already loaded. Default "auto". */
  readonly engine?: EngineChoice | Engine;
  /** Wall time in milliseconds, >= 0, looked at within the simplex iterations, too. Default: no limit. */
  readonly timeLimitMs?: number;
  /** Nodes of the tree, a whole number >= 0. Default: no limit. */
  readonly nodeLimit?: number;
  /** Simplex iterations in all, a whole number >= 0: limits that repeat, unlike a clock. Default: no limit. */
  readonly iterationLimit?: number;
  /** Done when |objective - bound| <= gap * |objective|. Default 1e-6. */
  readonly gap?: number;
  /** Done when |objective - bound| <= absGap. Default 1e-9. */
  readonly absGap?: number;
  /** Any 32-bit integer: breaks ties another way. Same model, seed and counted limits: same result, on either engine. Default 0. */
  readonly seed?: number;
  /** A known solution (length cols): where it misses a row, its continuous columns are solved for again. */
  readonly start?: Float64Array;
  /** Ends the solve between two slices of work; the best solution so far is returned. */
  readonly signal?: AbortSignal;
  readonly onIncumbent?: (incumbent: MipIncumbent) => void;
  readonly onProgress?: (progress: MipProgress) => void;
  /** Least time between two calls of onProgress. Default 100. */
  readonly progressIntervalMs?: number;
  /** The clock, in milliseconds. Default performance.now. */
  readonly now?: () => number;
}

/** The kernel counts in 32 bits. */
const NO_LIMIT = 2 ** 30 - 1;

export interface MipSettings {
  readonly timeLimitMs: number;
  readonly nodeLimit: number;
  readonly iterationLimit: number;
  readonly gap: number;
  readonly absGap: number;
  readonly seed: number;
  readonly progressIntervalMs: number;
  readonly now: () => number;
}

/** Throws RangeError for an option that makes no sense. */
export function mipSettings(options: MipOptions, cols: number): MipSettings {
  const { seed = 0, start } = options;
  if (!Number.isInteger(seed) || seed < -(2 ** 31) || seed >= 2 ** 31) {
    throw new RangeError(`seed is ${seed}; use an integer from -2147483648 to 2147483647.`);
  }
  if (start !== undefined && start.length !== cols) {
    throw new RangeError(`start has ${start.length} values for ${cols} columns; give one for each.`);
  }
  if (start?.some((x) => !Number.isFinite(x))) throw new RangeError("start has a value that is not finite.");
  return {
    timeLimitMs: amount("timeLimitMs", options.timeLimitMs ?? Number.POSITIVE_INFINITY),
    nodeLimit: count("nodeLimit", options.nodeLimit),
    iterationLimit: count("iterationLimit", options.iterationLimit),
    gap: amount("gap", options.gap ?? 1e-6),
    absGap: amount("absGap", options.absGap ?? 1e-9),
    seed,
    progressIntervalMs: amount("progressIntervalMs", options.progressIntervalMs ?? 100),
    now: options.now ?? (() => performance.now()),
  };
}

function amount(name: string, value: number): number {
  if (value >= 0) return value;
  throw new RangeError(`${name} is ${value}; use a number >= 0.`);
}

function count(name: string, value: number | undefined): number {
  if (value === undefined || value === Number.POSITIVE_INFINITY) return NO_LIMIT;
  if (Number.isInteger(value) && value >= 0) return Math.min(value, NO_LIMIT);
  throw new RangeError(`${name} is ${value}; use a whole number >= 0, or leave it out for no limit.`);
}
