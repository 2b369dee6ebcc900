// Workers behind one interface. Which kind there is depends on the host.
import type { OptimizerStats } from "./optimizer.ts";
import type { SolveTask, TaskReply } from "./task.ts";

export interface Crew {
  readonly kind: OptimizerStats["workerKind"];
  /**
   * Run a task on a free worker, starting one where there is none; the caller sees to it that no more run than there may be workers.
   * Rejects when the worker dies, which is then replaced; aborting `kill` ends the worker.
   */
  run(task: SolveTask, kill: AbortSignal): Promise<TaskReply>;
  close(): Promise<void>;
}

export interface CrewOptions {
  readonly workers: number;
  readonly idleTimeoutMs: number;
  /** The engine that will be needed first. */
  readonly kernel: "wasm" | "js";
}

const isNode = typeof process === "object" && typeof process.versions?.node === "string";

/** The crew this host can have. */
export async function makeCrew(options: CrewOptions): Promise<Crew> {
  if (isNode) {
    const { nodeCrew } = await import("./crew-node.ts");
    const crew = nodeCrew(options);
    if (crew !== undefined) return crew;
  } else if (typeof Worker === "function") {
    const { webCrew } = await import("./crew-web.ts");
    const crew = await webCrew(options).catch(() => undefined);
    if (crew !== undefined) return crew;
  }
  const { inlineCrew } = await import("./crew-inline.ts");
  return inlineCrew();
}
