// Entry of a Node worker thread. CommonJS, for the pool would load an ES module by generated code.
import type { SolveTask, TaskReply } from "./task.ts";

module.exports = async (task: SolveTask): Promise<TaskReply> => {
  const [{ runTask }, { engineFrom }] = await Promise.all([import("./run-task.ts"), import("../engine/load.ts")]);
  return runTask(task, engineFrom);
};
