// One solve on its workers, from the optimizer's side: posts the tasks, passes plans and bounds on from one worker to the others, stops them,
// and takes the best answer.
import type { WarmState } from "../compile/warm-state.ts";
import type { KernelSource } from "../engine/load.ts";
import { WorkerCrashError } from "../errors.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import type { SolveOutcome } from "../solve.ts";
import type { Progress } from "../solve-options.ts";
import { VERSION } from "../version.ts";
import type { Crew } from "./crew.ts";
import { mergedOutcome, ProgressMerge } from "./merge.ts";
import { type FromWorker, type SolveTask, sharedNow, type TaskOptions, type TaskReply, type ToWorker } from "./task.ts";
import { fromTaskError } from "./task-error.ts";
import { unsolvedPlan } from "./unsolved-plan.ts";

/** A worker without a plan that does not answer so soon after it should have stopped is not waited for: it has nothing to tell. */
const PATIENCE_MS = 25;
/** The same after its time limit, which holds within 100 ms. */
const LIMIT_PATIENCE_MS = 60;

/** A worker that has not answered this long after it should have stopped is ended. */
const GRACE_MS = 15_000;

export interface GangJob {
  readonly portfolio: Portfolio;
  readonly options: TaskOptions;
  readonly threads: number;
  readonly kernel: KernelSource;
  readonly memoryLimitBytes: number;
  readonly sharedMemory: boolean;
  /** When the time limit began to run (`sharedNow`). */
  readonly begunAt: number;
  readonly onProgress: (progress: Progress) => void;
  readonly warm: WarmState | undefined;
  readonly keepsWarm: boolean;
}

export class Gang {
  readonly #crew: Crew;
  readonly #job: GangJob;
  readonly #stopFlag: Int32Array | undefined;
  readonly #kill = new AbortController();
  readonly #ports: MessagePort[] = [];
  readonly #progress: ProgressMerge;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #overdue = false;
  #isPlanned = false;
  #giveUp: (reason: "cancelled" | "timeLimit") => void = () => undefined;
  #endWork: () => void = () => undefined;
  /** Resolves when no worker is at work for this solve any more, which may be after its answer. */
  readonly ended = new Promise<void>((resolve) => {
    this.#endWork = resolve;
  });
  #isStopped = false;

  constructor(crew: Crew, job: GangJob) {
    this.#crew = crew;
    this.#job = job;
    this.#stopFlag = job.sharedMemory ? new Int32Array(new SharedArrayBuffer(4)) : undefined;
    this.#progress = new ProgressMerge(job.threads);
  }

  /**
   * The workers' best plan; one of status "unknown" where none had a plan when they were to stop, and some were busy with a piece of work
   * that nothing interrupts. Rejects with what a worker failed with, or WorkerCrashError when one died.
   */
  async solve(): Promise<SolveOutcome> {
    const { options, begunAt, portfolio } = this.#job;
    const leftMs = options.timeLimitMs - (sharedNow() - begunAt);
    const givenUp = new Promise<SolveOutcome>((resolve) => {
      this.#giveUp = (reason) => {
        if (!this.#isPlanned) resolve({ plan: unsolvedPlan(portfolio, reason), warm: undefined });
      };
    });
    const isTimed = options.timeLimitMs < 2 ** 31 - 1 - GRACE_MS;
    if (isTimed) this.#expectWithin(options.timeLimitMs + GRACE_MS);
    const timer = isTimed ? setTimeout(() => this.#giveUp("timeLimit"), leftMs + LIMIT_PATIENCE_MS) : undefined;
    const answered = this.#answered().finally(() => {
      clearTimeout(this.#watch);
      this.#endWork();
    });
    try {
      return await Promise.race([answered, givenUp]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #answered(): Promise<SolveOutcome> {
    const { threads, options, memoryLimitBytes } = this.#job;
    const runs = Array.from({ length: threads }, (_, worker) => this.#run(worker));
    const settled = await Promise.allSettled(runs);
    const outcomes: SolveOutcome[] = [];
    for (const result of settled) {
      if (result.status === "rejected") throw result.reason;
      if (!result.value.ok) throw fromTaskError(result.value.error, memoryLimitBytes);
      outcomes.push(result.value);
    }
    return mergedOutcome(outcomes, options.gap, this.#isStopped);
  }

  /** Ask the workers to stop; they answer with what they have. */
  stop(): void {
    this.#isStopped = true;
    this.#halt();
    setTimeout(() => this.#giveUp("cancelled"), PATIENCE_MS);
  }

  #halt(): void {
    if (this.#stopFlag !== undefined) Atomics.store(this.#stopFlag, 0, 1);
    for (const port of this.#ports) port.postMessage({ kind: "stop" } satisfies ToWorker);
    this.#expectWithin(GRACE_MS);
  }

  #expectWithin(ms: number): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => {
      this.#overdue = true;
      this.#kill.abort();
    }, ms);
    (this.#watch as { unref?: () => void }).unref?.();
  }

  /** One worker's part. When it is done for good, or failed, the others need not go on. */
  async #run(worker: number): Promise<TaskReply> {
    const { port1, port2 } = new MessageChannel();
    this.#ports.push(port1);
    port1.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#hear(worker, port1, data);
    let isLast = true;
    try {
      const reply = await this.#crew.run(this.#task(worker, port2), this.#kill.signal);
      isLast = !reply.ok || reply.plan.stopReason === "gap" || reply.plan.stopReason === "infeasible";
      return reply;
    } catch (error) {
      throw this.#crashError(error);
    } finally {
      port1.close();
      this.#ports.splice(this.#ports.indexOf(port1), 1);
      if (isLast && this.#ports.length > 0) this.#halt();
    }
  }

  #task(worker: number, port: MessagePort): SolveTask {
    const { portfolio, options, kernel, memoryLimitBytes, begunAt, keepsWarm, warm, threads } = this.#job;
    return {
      version: VERSION,
      ...{ portfolio, options, kernel, memoryLimitBytes, begunAt, port, worker, threads, keepsWarm },
      ...(this.#stopFlag !== undefined && { stopFlag: this.#stopFlag }),
      ...(warm !== undefined && { warm }),
    };
  }

  #hear(worker: number, port: MessagePort, message: FromWorker): void {
    if (message.kind === "progress") {
      if (message.progress.valueUsd !== null) this.#isPlanned = true;
      this.#job.onProgress(this.#progress.merged(worker, message.progress));
      return;
    }
    if (message.kind === "planned") {
      this.#isPlanned = true;
      return;
    }
    for (const other of this.#ports) if (other !== port) other.postMessage(message);
  }

  #crashError(error: unknown): WorkerCrashError {
    const what = this.#overdue
      ? `it did not answer within ${GRACE_MS / 1000} s of when it should have stopped, and was ended`
      : error instanceof Error
        ? error.message
        : String(error);
    const { portfolio, options } = this.#job;
    const message = `the worker of the solve of portfolio "${portfolio.name}" died: ${what}`;
    const said = { plan: null, findings: [] };
    return new WorkerCrashError(
      message,
      { schema: "megalloc/replay@1", version: VERSION, message, portfolio, options, ...said },
      error,
    );
  }
}
