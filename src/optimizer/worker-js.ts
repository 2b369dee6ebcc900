// Entry of the worker that runs the kernel in JavaScript, for hosts that may not have WASM.
import { jsEngine } from "../engine/js.ts";
import { runTask } from "./run-task.ts";
import { serveCaller } from "./serve-caller.ts";
import type { SolveTask } from "./task.ts";

serveCaller({
  run: (task: SolveTask) =>
    runTask(task, async ({ fallbackReason }, limitBytes) => jsEngine(fallbackReason, limitBytes)),
});
