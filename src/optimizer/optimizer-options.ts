// What a caller may ask of an optimizer, and its defaults.
import type { EngineChoice } from "../engine/load.ts";
import { InputLimitError, OptionError } from "../errors.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { type SolveOptions, type SolveSettings, solveSettings } from "../solve-options.ts";

/** Most of each that a portfolio may have; a limit left out is none. */
export interface InputLimits {
  contracts?: number;
  sites?: number;
  /** Halls of all sites together. */
  halls?: number;
  lots?: number;
  periods?: number;
}

export interface OptimizerOptions {
  /** "auto" (default): WASM where it can be had, else JS. */
  engine?: EngineChoice;
  /** Worker threads at most (default: one less than the host has cores, at least 1). They start when needed. */
  workers?: number;
  /** Solves that may wait while all workers are busy (default 100); one more is refused with QueueFullError. */
  queueLimit?: number;
  /** Memory one kernel may take (default 2 GiB); a solve that needs more ends with MemoryLimitError. */
  memoryLimitBytes?: number;
  /** Larger portfolios are refused with InputLimitError before any work is done (default: no limits). */
  inputLimits?: InputLimits;
  /** Milliseconds after which a worker without work ends (default 30 000). */
  idleTimeoutMs?: number;
  /** Cancel through shared memory (default: where the host has it). Without it a cancel is a message, read every 20 ms. */
  sharedMemory?: boolean;
}

/** Options of one solve. */
export interface OptimizeOptions extends Omit<SolveOptions, "engine"> {
  /** Workers that search side by side, sharing plans and bounds (default 1: repeatable under a moveLimit). */
  threads?: number;
  /**
   * What a cancelled solve without a plan does: "resolve" (default) to a plan of status "unknown", or "reject" with CancelledError. With a
   * plan both resolve to it (stopReason "cancelled").
   */
  onCancel?: "resolve" | "reject";
}

/** The options of an optimizer with every default filled in. */
export interface OptimizerSettings {
  readonly engine: EngineChoice;
  readonly workers: number;
  readonly queueLimit: number;
  readonly memoryLimitBytes: number;
  readonly inputLimits: InputLimits;
  readonly idleTimeoutMs: number;
  readonly sharedMemory: boolean;
}

export interface OptimizeSettings {
  readonly solve: SolveSettings;
  readonly threads: number;
  readonly onCancel: "resolve" | "reject";
}

const DEFAULT_QUEUE_LIMIT = 100;
const DEFAULT_MEMORY_BYTES = 2 ** 31;
const DEFAULT_IDLE_MS = 30_000;
/** 32-bit memories end at 4 GiB; a kernel does not start with less than one page. */
const MEMORY_RANGE = [2 ** 16, 2 ** 32] as const;

function wholeOption(name: string, value: unknown, least: number, most: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`;
  throw new OptionError(`${name} is ${String(value)}; it must be a whole number, ${range}`);
}

/** Cores this host may use. Node tells them by itself: it has no `navigator` before 21. */
export function hostCores(): number {
  const os = globalThis.process?.getBuiltinModule?.("node:os");
  if (os !== undefined) return os.availableParallelism();
  return globalThis.navigator?.hardwareConcurrency ?? 1;
}

/** Shared memory is a thing of Node and of pages that are cross-origin isolated. */
function hasSharedMemory(): boolean {
  const { crossOriginIsolated } = globalThis as { crossOriginIsolated?: boolean };
  return typeof SharedArrayBuffer === "function" && crossOriginIsolated !== false;
}

function checkedLimits(limits: InputLimits): InputLimits {
  for (const [name, value] of Object.entries(limits)) {
    if (!["contracts", "sites", "halls", "lots", "periods"].includes(name)) {
      throw new OptionError(`inputLimits.${name} is not known; there are contracts, sites, halls, lots and periods`);
    }
    if (value !== undefined) wholeOption(`inputLimits.${name}`, value, 0, Number.MAX_SAFE_INTEGER);
  }
  return limits;
}

/** Check options and fill in defaults. `cores`: those of the host. Throws OptionError. */
export function optimizerSettings(options: OptimizerOptions = {}, cores: number = hostCores()): OptimizerSettings {
  const { engine = "auto", sharedMemory = hasSharedMemory() } = options;
  if (!["wasm", "js", "auto"].includes(engine)) {
    throw new OptionError(`engine is ${JSON.stringify(engine)}; it must be "wasm", "js" or "auto"`);
  }
  if (sharedMemory && !hasSharedMemory()) {
    throw new OptionError("sharedMemory is true, but this host has none (a page must be cross-origin isolated)");
  }
  const { workers, queueLimit, memoryLimitBytes, idleTimeoutMs } = options;
  return {
    engine,
    sharedMemory,
    workers: wholeOption("workers", workers ?? Math.max(1, cores - 1), 1, 1024),
    queueLimit: wholeOption("queueLimit", queueLimit ?? DEFAULT_QUEUE_LIMIT, 0, Number.MAX_SAFE_INTEGER),
    memoryLimitBytes: wholeOption("memoryLimitBytes", memoryLimitBytes ?? DEFAULT_MEMORY_BYTES, ...MEMORY_RANGE),
    idleTimeoutMs: wholeOption("idleTimeoutMs", idleTimeoutMs ?? DEFAULT_IDLE_MS, 0, 2 ** 31 - 1),
    inputLimits: checkedLimits(options.inputLimits ?? {}),
  };
}

/** Check the options of one solve. Throws OptionError. */
export function optimizeSettings(options: OptimizeOptions, workers: number): OptimizeSettings {
  const { threads = 1, onCancel = "resolve", ...rest } = options;
  if ("engine" in rest) {
    throw new OptionError("engine is an option of createOptimizer, not of its solves: they share one kernel");
  }
  if (onCancel !== "resolve" && onCancel !== "reject") {
    throw new OptionError(`onCancel is ${JSON.stringify(onCancel)}; it must be "resolve" or "reject"`);
  }
  wholeOption("threads", threads, 1, Number.MAX_SAFE_INTEGER);
  if (threads > workers) {
    throw new OptionError(
      `threads is ${threads}, but this optimizer has ${workers} workers: createOptimizer({ workers })`,
    );
  }
  return { solve: solveSettings(rest), threads, onCancel };
}

/** Throws InputLimitError when the portfolio is larger than the limits. */
export function checkInputLimits(portfolio: Portfolio, limits: InputLimits): void {
  const found: Required<InputLimits> = {
    contracts: portfolio.contracts.length,
    sites: portfolio.sites.length,
    halls: portfolio.sites.reduce((sum, site) => sum + site.halls.length, 0),
    lots: portfolio.backlog.length,
    periods: portfolio.horizon.periods,
  };
  for (const name of Object.keys(found) as (keyof InputLimits)[]) {
    const limit = limits[name];
    if (limit === undefined || found[name] <= limit) continue;
    throw new InputLimitError(
      `portfolio "${portfolio.name}" has ${found[name]} ${name}, more than the ${limit} this optimizer takes (inputLimits.${name})`,
    );
  }
}
