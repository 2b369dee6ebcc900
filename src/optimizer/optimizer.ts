// The embedding API, by its types: an optimizer holds workers, a queue and sessions.
import type { Plan } from "../plan/plan.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import type { Session } from "../session/session.ts";
import type { Progress } from "../solve-options.ts";
import type { OptimizeOptions } from "./optimizer-options.ts";

/**
 * A solve under way: a promise of its plan, and a stream of its progress.
 *
 *     const solving = optimizer.solve(portfolio);
 *     for await (const progress of solving) console.log(progress.phase, progress.gap);
 *     const plan = await solving;
 *
 * The stream ends with the solve and throws what the promise rejects with. A reader that is slow misses steps, never the last one.
 */
export interface RunningSolve extends Promise<Plan>, AsyncIterable<Progress> {
  /** As aborting its signal: stops within 50 ms. */
  cancel(reason?: unknown): void;
}

/** What an optimizer is doing. */
export interface OptimizerStats {
  /** "threads": Node's worker threads; "web": Web Workers; "inline": the host has neither, solves run on the caller's thread in slices. */
  readonly workerKind: "threads" | "web" | "inline";
  /** Why solves run on the caller's thread, where they do. */
  readonly inlineReason?: string;
  /** Workers there may be, and those busy now. */
  readonly workers: number;
  readonly busyWorkers: number;
  /** Solves running and waiting. */
  readonly running: number;
  readonly waiting: number;
  readonly queueLimit: number;
  /** Since the optimizer was made: solves that gave a plan, were cancelled, and failed. */
  readonly solved: number;
  readonly cancelled: number;
  readonly failed: number;
  readonly closed: boolean;
}

export interface Optimizer {
  /**
   * Solve on a worker. Rejects with OptionError, InputLimitError, QueueFullError, CancelledError, MemoryLimitError, ClosedError,
   * WorkerCrashError or InternalError (the last two with a replayable object); never throws.
   */
  solve(portfolio: Portfolio, options?: OptimizeOptions): RunningSolve;
  /** A portfolio to edit and solve again, warm. */
  session(portfolio: Portfolio): Session;
  stats(): OptimizerStats;
  /** Cancel what runs and waits, end the workers. Solves afterwards reject with ClosedError. */
  close(): Promise<void>;
  [Symbol.dispose](): void;
  [Symbol.asyncDispose](): Promise<void>;
}
