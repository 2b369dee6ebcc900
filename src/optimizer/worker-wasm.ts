// Entry of the worker that runs kernels in WASM. The JS kernel has a worker of its own: bundlers that put a worker into one file would have
// every page load both.
import { openWasm } from "../engine/open-wasm.ts";
import { runTask } from "./run-task.ts";
import { serveCaller } from "./serve-caller.ts";
import type { SolveTask } from "./task.ts";

const workerApi = {
  run: (task: SolveTask) =>
    runTask(task, async ({ module }, memoryLimitBytes) => {
      if (module === undefined) throw new Error("the worker for WASM was sent a task without the kernel");
      return openWasm(module, memoryLimitBytes);
    }),
};
export type WorkerApi = typeof workerApi;

serveCaller(workerApi);
