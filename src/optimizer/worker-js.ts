// Entry of the Web Worker that runs the kernel in JavaScript, for pages that may not have WASM.
import { expose } from "comlink";
import { jsEngine } from "../engine/js.ts";
import { runTask } from "./run-task.ts";
import type { SolveTask } from "./task.ts";
import { WORKER_GREETING } from "./worker-greeting.ts";

expose({
  run: (task: SolveTask) =>
    runTask(task, async ({ fallbackReason }, limitBytes) => jsEngine(fallbackReason, limitBytes)),
});
postMessage(WORKER_GREETING);
