// One solve on its workers, from the optimizer's side: posts the tasks, passes on what they tell, stops them, and takes the best answer.
import type { KernelSource } from "../engine/load.ts";
import { WorkerCrashError } from "../errors.ts";
import type { Plan } from "../plan/plan.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import type { Progress } from "../solve-options.ts";
import { VERSION } from "../version.ts";
import type { Crew } from "./crew.ts";
import type { FromWorker, SolveTask, TaskOptions, TaskReply, ToWorker } from "./task.ts";
import { fromTaskError } from "./task-error.ts";

/** A worker that has not answered this long after it should have stopped is ended. */
const GRACE_MS = 15_000;

export interface GangJob {
  readonly portfolio: Portfolio;
  readonly options: TaskOptions;
  readonly kernel: KernelSource;
  readonly memoryLimitBytes: number;
  readonly sharedMemory: boolean;
  /** When the time limit began to run (`sharedNow`). */
  readonly begunAt: number;
  readonly onProgress: (progress: Progress) => void;
}

export class Gang {
  readonly #crew: Crew;
  readonly #job: GangJob;
  readonly #stopFlag: Int32Array | undefined;
  readonly #kill = new AbortController();
  #port: MessagePort | undefined;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #overdue = false;

  constructor(crew: Crew, job: GangJob) {
    this.#crew = crew;
    this.#job = job;
    this.#stopFlag = job.sharedMemory ? new Int32Array(new SharedArrayBuffer(4)) : undefined;
  }

  /** The workers' best plan. Rejects with what a worker failed with, or WorkerCrashError when it died. */
  async solve(): Promise<Plan> {
    const { timeLimitMs } = this.#job.options;
    if (timeLimitMs < 2 ** 31 - 1 - GRACE_MS) this.#expectWithin(timeLimitMs + GRACE_MS);
    try {
      const reply = await this.#runOne();
      if (reply.ok) return reply.plan;
      throw fromTaskError(reply.error, this.#job.memoryLimitBytes);
    } finally {
      clearTimeout(this.#watch);
    }
  }

  /** Ask the workers to stop; they answer with what they have. */
  stop(): void {
    if (this.#stopFlag !== undefined) Atomics.store(this.#stopFlag, 0, 1);
    this.#port?.postMessage({ kind: "stop" } satisfies ToWorker);
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

  async #runOne(): Promise<TaskReply> {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === "progress") this.#job.onProgress(data.progress);
    };
    const { portfolio, options, kernel, memoryLimitBytes, begunAt } = this.#job;
    const stopFlag = this.#stopFlag;
    const task: SolveTask = {
      version: VERSION,
      ...{ portfolio, options, kernel, memoryLimitBytes, begunAt },
      ...(stopFlag !== undefined && { stopFlag }),
      port: port2,
    };
    try {
      return await this.#crew.run(task, this.#kill.signal);
    } catch (error) {
      throw this.#crashError(error);
    } finally {
      port1.close();
    }
  }

  #crashError(error: unknown): WorkerCrashError {
    const what = this.#overdue
      ? `it did not answer within ${GRACE_MS / 1000} s of when it should have stopped, and was ended`
      : error instanceof Error
        ? error.message
        : String(error);
    const message = `the worker of the solve of portfolio "${this.#job.portfolio.name}" died: ${what}`;
    const { portfolio, options } = this.#job;
    const replay = {
      schema: "megalloc/replay@1",
      version: VERSION,
      message,
      portfolio,
      options,
      plan: null,
      findings: [],
    } as const;
    return new WorkerCrashError(message, replay, error);
  }
}
