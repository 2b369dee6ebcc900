// The embedding API: solves off the caller's thread, one after the other or side by side, behind a bounded queue.
import { kernelSource } from "../engine/load.ts";
import { CancelledError, ClosedError } from "../errors.ts";
import type { Plan } from "../plan/plan.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { LiveSession, type SolveRequest } from "../session/live-session.ts";
import type { Session } from "../session/session.ts";
import type { SolveOutcome } from "../solve.ts";
import type { Progress } from "../solve-options.ts";
import { type Crew, makeCrew } from "./crew.ts";
import { Gang } from "./gang.ts";
import type { Optimizer, OptimizerStats, RunningSolve } from "./optimizer.ts";
import {
  checkInputLimits,
  type OptimizeOptions,
  type OptimizerOptions,
  type OptimizerSettings,
  type OptimizeSettings,
  optimizerSettings,
  optimizeSettings,
} from "./optimizer-options.ts";
import { runningSolve } from "./running-solve.ts";
import { SolveQueue } from "./solve-queue.ts";
import { sharedNow } from "./task.ts";
import { unsolvedPlan } from "./unsolved-plan.ts";

/** What hosts without these symbols leave out; TypeScript's polyfill uses the same names. */
const DISPOSE: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");
const ASYNC_DISPOSE: typeof Symbol.asyncDispose = Symbol.asyncDispose ?? Symbol.for("Symbol.asyncDispose");

interface Counts {
  solved: number;
  cancelled: number;
  failed: number;
}

class LiveOptimizer implements Optimizer {
  readonly #settings: OptimizerSettings;
  readonly #queue: SolveQueue;
  /** What is told when the optimizer closes. */
  readonly #onClose = new Set<() => void>();
  readonly #counts: Counts = { solved: 0, cancelled: 0, failed: 0 };
  readonly #pending = new Set<Promise<unknown>>();
  #crew: Promise<Crew> | undefined;
  #workers: Pick<OptimizerStats, "workerKind" | "inlineReason"> = { workerKind: "threads" };
  #closed: Promise<void> | undefined;

  constructor(settings: OptimizerSettings) {
    this.#settings = settings;
    this.#queue = new SolveQueue(settings.workers, settings.queueLimit);
  }

  solve(portfolio: Portfolio, options: OptimizeOptions = {}): RunningSolve {
    return this.#begin({ portfolio, options, warm: undefined, keep: undefined });
  }

  session(portfolio: Portfolio): Session {
    return new LiveSession(portfolio, (request) => this.#begin(request));
  }

  #begin(request: SolveRequest): RunningSolve {
    const stop = new AbortController();
    const start = (tell: (progress: Progress) => void): Promise<Plan> => {
      const plan = this.#run(request, stop, tell);
      const forget = (): void => void this.#pending.delete(plan);
      this.#pending.add(plan);
      plan.then(forget, forget);
      return plan;
    };
    return runningSolve(start, (reason) => stop.abort(reason));
  }

  async #run(request: SolveRequest, stop: AbortController, tell: (progress: Progress) => void): Promise<Plan> {
    const { portfolio, options } = request;
    const { signal } = options;
    const onAbort = (): void => stop.abort(signal?.reason);
    const onClose = (): void => stop.abort(new ClosedError("the optimizer was closed"));
    try {
      if (this.#isClosed) throw new ClosedError("the optimizer was closed");
      const settings = optimizeSettings(options, this.#settings.workers);
      checkInputLimits(portfolio, this.#settings.inputLimits);
      if (signal?.aborted) onAbort();
      signal?.addEventListener("abort", onAbort);
      this.#onClose.add(onClose);
      const { plan, warm } = await this.#queued(request, settings, stop.signal, tell);
      if (warm !== undefined) request.keep?.(plan, warm);
      if (plan.stopReason === "cancelled") this.#counts.cancelled++;
      else this.#counts.solved++;
      return plan;
    } catch (error) {
      if (error instanceof CancelledError) this.#counts.cancelled++;
      else this.#counts.failed++;
      throw error;
    } finally {
      signal?.removeEventListener("abort", onAbort);
      this.#onClose.delete(onClose);
    }
  }

  async #queued(
    request: SolveRequest,
    settings: OptimizeSettings,
    signal: AbortSignal,
    tell: (progress: Progress) => void,
  ): Promise<SolveOutcome> {
    let leave: () => void;
    try {
      leave = await this.#queue.enter(settings.threads, signal);
    } catch (error) {
      const isCancelled = error instanceof CancelledError && !this.#isClosed;
      if (isCancelled && settings.onCancel === "resolve")
        return { plan: unsolvedPlan(request.portfolio, "cancelled"), warm: undefined };
      throw error;
    }
    return this.#onWorkers(request, settings, signal, tell, leave);
  }

  get #isClosed(): boolean {
    return this.#closed !== undefined;
  }

  /** `leave` is called when the workers are free again. */
  async #onWorkers(
    request: SolveRequest,
    settings: OptimizeSettings,
    signal: AbortSignal,
    tell: (progress: Progress) => void,
    leave: () => void,
  ): Promise<SolveOutcome> {
    const gang = await this.#gang(request, settings, tell).catch((error: unknown) => {
      leave();
      throw error;
    });
    const onAbort = (): void => gang.stop();
    const solved = gang.solve();
    void gang.ended.then(leave);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort);
    try {
      const outcome = await solved;
      const isEmpty = outcome.plan.status === "unknown" && outcome.plan.stopReason === "cancelled";
      if (isEmpty && (settings.onCancel === "reject" || this.#isClosed)) throw new CancelledError(signal.reason);
      return outcome;
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  async #gang(
    { portfolio, warm, keep }: SolveRequest,
    settings: OptimizeSettings,
    tell: (progress: Progress) => void,
  ): Promise<Gang> {
    const begunAt = sharedNow();
    const { engine, memoryLimitBytes, sharedMemory, idleTimeoutMs } = this.#settings;
    const kernel = await kernelSource({ engine });
    this.#crew ??= makeCrew({ idleTimeoutMs, kernel: kernel.module === undefined ? "js" : "wasm" });
    const crew = await this.#crew;
    const { kind: workerKind, inlineReason } = crew;
    this.#workers = { workerKind, ...(inlineReason !== undefined && { inlineReason }) };
    const { timeLimitMs, gap, seed, moveLimit, progressIntervalMs, onProgress, constraints, start } = settings.solve;
    return new Gang(crew, {
      ...{ portfolio, kernel, memoryLimitBytes, sharedMemory, begunAt, warm },
      options: { timeLimitMs, gap, seed, moveLimit, progressIntervalMs, constraints, start },
      threads: settings.threads,
      keepsWarm: keep !== undefined,
      onProgress: (progress) => {
        tell(progress);
        onProgress?.(progress);
      },
    });
  }

  stats(): OptimizerStats {
    return {
      ...this.#workers,
      workers: this.#settings.workers,
      busyWorkers: this.#queue.busy,
      running: this.#queue.running,
      waiting: this.#queue.waiting,
      queueLimit: this.#settings.queueLimit,
      ...this.#counts,
      closed: this.#isClosed,
    };
  }

  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<void> {
    this.#queue.close();
    for (const tell of [...this.#onClose]) tell();
    await Promise.allSettled(this.#pending);
    await (await this.#crew)?.close();
  }

  [DISPOSE](): void {
    void this.close();
  }

  [ASYNC_DISPOSE](): Promise<void> {
    return this.close();
  }
}

/**
 * An optimizer: solves run on workers (Node's worker threads, Web Workers in browsers), the caller's thread stays free.
 *
 *     await using optimizer = createOptimizer({ workers: 4 });
 *     const plan = await optimizer.solve(portfolio, { timeLimitMs: 5000, signal });
 *
 * Throws OptionError. Nothing is loaded and no worker started before the first solve.
 */
export function createOptimizer(options: OptimizerOptions = {}): Optimizer {
  return new LiveOptimizer(optimizerSettings(options));
}
