// Node's worker threads, pooled by piscina.
import { Piscina } from "piscina";
import type { Crew, CrewOptions } from "./crew.ts";
import type { SolveTask, TaskReply } from "./task.ts";

/** Beside this file once built; the sources run their tests on the built worker, for loaders of TypeScript do not reach threads. */
function workerFile(): string {
  const built = import.meta.url.endsWith(".ts") ? "../../dist/src/optimizer/worker-node.cjs" : "./worker-node.cjs";
  return new URL(built, import.meta.url).href;
}

/** Whether Node's permission model lets threads be made (it does where it is not in force). */
function mayHaveThreads(): boolean {
  const { permission } = process as { permission?: { has(scope: string): boolean } };
  return permission === undefined || permission.has("worker");
}

export function nodeCrew({ workers, idleTimeoutMs }: CrewOptions): Crew | undefined {
  if (!mayHaveThreads()) return undefined;
  const pool = new Piscina({
    filename: workerFile(),
    minThreads: 0,
    maxThreads: workers,
    idleTimeout: idleTimeoutMs,
    // Options of the host process, such as loaders for its own sources, are no business of the workers.
    execArgv: [],
  });
  const waiting = new Set<(error: Error) => void>();
  // A thread that dies without a task is replaced when one is needed. But when tasks wait for a thread to start, and it does not, they
  // would wait for ever.
  pool.on("error", (error: Error) => {
    if (pool.queueSize > 0) for (const fail of [...waiting]) fail(error);
  });
  const run = (task: SolveTask, kill: AbortSignal): Promise<TaskReply> =>
    new Promise((resolve, reject) => {
      waiting.add(reject);
      pool
        .run(task, { transferList: [task.port] as never, signal: kill })
        .then(resolve, reject)
        .finally(() => waiting.delete(reject));
    });
  return { kind: "threads", run, close: () => pool.destroy() };
}
