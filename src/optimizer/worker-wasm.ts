// Entry of the Web Worker that runs kernels in WASM. The JS kernel has a worker of its own: bundlers that put a worker into one file
// would have every page load both.
import { expose } from "comlink";
import { openWasm } from "../engine/open-wasm.ts";
import { runTask } from "./run-task.ts";
import type { SolveTask } from "./task.ts";
import { WORKER_GREETING } from "./worker-greeting.ts";

const workerApi = {
  run: (task: SolveTask) =>
    runTask(task, async ({ module }, memoryLimitBytes) => {
      if (module === undefined) throw new Error("the worker for WASM was sent a task without the kernel");
      return openWasm(module, memoryLimitBytes);
    }),
};
export type WorkerApi = typeof workerApi;

expose(workerApi);
postMessage(WORKER_GREETING);
