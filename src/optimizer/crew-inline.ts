// No workers: tasks run on the caller's thread in slices of about 20 ms.
import { engineFrom } from "../engine/load.ts";
import type { Crew } from "./crew.ts";
import { runTask } from "./run-task.ts";

export function inlineCrew(inlineReason: string): Crew {
  return { kind: "inline", inlineReason, run: (task) => runTask(task, engineFrom), close: async () => undefined };
}
