// One task, on whatever thread it is called: what a worker does.
import { engineFrom } from "../engine/load.ts";
import { solveWithin } from "../solve.ts";
import { VERSION } from "../version.ts";
import { type FromWorker, type SolveTask, sharedNow, type TaskReply, type ToWorker } from "./task.ts";
import { toTaskError } from "./task-error.ts";

/** Solve the task. Never rejects: failures are replies too. */
export async function runTask(task: SolveTask): Promise<TaskReply> {
  const { port } = task;
  try {
    if (task.version !== VERSION) {
      throw new Error(
        `this worker is of megalloc ${VERSION}, its task of ${task.version}: rebuild or reinstall the package`,
      );
    }
    return { ok: true, plan: await solveTask(task) };
  } catch (error) {
    return { ok: false, error: toTaskError(error) };
  } finally {
    port.close();
  }
}

async function solveTask(task: SolveTask) {
  const { port, stopFlag, options, portfolio } = task;
  let isTold = false;
  port.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if (data.kind === "stop") isTold = true;
  };
  const isStopped = stopFlag === undefined ? () => isTold : () => isTold || Atomics.load(stopFlag, 0) !== 0;
  const send = (message: FromWorker): void => port.postMessage(message);
  const engine = await engineFrom(task.kernel);
  return solveWithin(
    portfolio,
    { ...options, onProgress: (progress) => send({ kind: "progress", progress }) },
    { engine, isStopped, spentMs: Math.max(0, sharedNow() - task.begunAt) },
  );
}
