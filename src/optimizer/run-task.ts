// One task, on whatever thread it is called: what a worker does.

import type { AllocRun } from "../engine/alloc-run.ts";
import type { Engine } from "../engine/engine.ts";
import type { KernelSource } from "../engine/load.ts";
import { isOutOfMemory } from "../engine/out-of-memory.ts";
import { MemoryLimitError } from "../errors.ts";
import { type SolveOutcome, solveWithin } from "../solve.ts";
import type { Progress } from "../solve-options.ts";
import { VERSION } from "../version.ts";
import { Exchange } from "./exchange.ts";
import { type FromWorker, type SolveTask, sharedNow, type TaskReply, type ToWorker } from "./task.ts";
import { toTaskError } from "./task-error.ts";

/** How this thread opens the kernel it is sent, whose memory is limited. */
export type EngineOf = (source: KernelSource, memoryLimitBytes: number) => Promise<Engine>;

/** Solve the task. Never rejects: failures are replies too. */
export async function runTask(task: SolveTask, engineOf: EngineOf): Promise<TaskReply> {
  const { port } = task;
  try {
    if (task.version !== VERSION) {
      throw new Error(
        `this worker is of megalloc ${VERSION}, its task of ${task.version}: rebuild or reinstall the package`,
      );
    }
    const { plan, warm } = await solveTask(task, engineOf);
    return { ok: true, plan, warm };
  } catch (error) {
    return {
      ok: false,
      error: toTaskError(isOutOfMemory(error) ? new MemoryLimitError(task.memoryLimitBytes) : error),
    };
  } finally {
    port.close();
  }
}

/** Seeds of the workers of one solve; the first has the one asked for. */
function seedOf(seed: number, worker: number): number {
  return (seed + Math.imul(worker, 0x9e3779b1)) | 0;
}

async function solveTask(task: SolveTask, engineOf: EngineOf): Promise<SolveOutcome> {
  const { port, stopFlag, options, portfolio, warm, keepsWarm, worker, threads } = task;
  let isTold = false;
  const send = (message: FromWorker): void => port.postMessage(message);
  const exchange = threads > 1 ? new Exchange(send) : undefined;
  port.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if (data.kind === "stop") isTold = true;
    else exchange?.receive(data);
  };
  const isStopped = stopFlag === undefined ? () => isTold : () => isTold || Atomics.load(stopFlag, 0) !== 0;
  let isPlanned = false;
  const betweenSlices = (run: AllocRun): void => {
    if (!isPlanned && run.report().valueUsd !== null) {
      isPlanned = true;
      send({ kind: "planned" });
    }
    exchange?.turn(run);
  };
  const { start, ...rest } = options;
  const solveOptions = {
    ...rest,
    ...(start !== undefined && { start }),
    seed: seedOf(options.seed, worker),
    onProgress: (progress: Progress) => send({ kind: "progress", progress }),
  };
  return solveWithin(portfolio, solveOptions, {
    ...{ engine: () => engineOf(task.kernel, task.memoryLimitBytes), isStopped, keepsWarm },
    spentMs: Math.max(0, sharedNow() - task.begunAt),
    ...(warm !== undefined && { warm }),
    exchange: betweenSlices,
  });
}
