// Workers behind one interface. Which kind there is depends on the host.
import type { OptimizerStats } from "./optimizer.ts";
import type { WorkerKind } from "./started-worker.ts";
import type { SolveTask, TaskReply } from "./task.ts";

export interface Crew {
  readonly kind: OptimizerStats["workerKind"];
  /** Why there are no workers, where there are none. */
  readonly inlineReason?: string;
  /**
   * Run a task on a free worker, starting one where there is none; the caller sees to it that no more run than there may be workers.
   * Rejects when the worker dies, which is then replaced; aborting `kill` ends the worker.
   */
  run(task: SolveTask, kill: AbortSignal): Promise<TaskReply>;
  close(): Promise<void>;
}

export interface CrewOptions {
  readonly idleTimeoutMs: number;
  /** The engine that will be needed first. */
  readonly kernel: WorkerKind;
}

const isNode = typeof process === "object" && typeof process.versions?.node === "string";

async function workers(options: CrewOptions): Promise<Crew | string> {
  if (isNode) {
    const { startThread, whyNoThreads } = await import("./start-thread.ts");
    const { threadCrew } = await import("./crew-workers.ts");
    return whyNoThreads() ?? threadCrew(startThread, options);
  }
  if (typeof Worker !== "function") return "this host has no workers";
  const [{ startWebWorker }, { webCrew }] = await Promise.all([
    import("./start-web-worker.ts"),
    import("./crew-workers.ts"),
  ]);
  return webCrew(startWebWorker, options).catch((error: Error) => error.message);
}

/** The crew this host can have. */
export async function makeCrew(options: CrewOptions): Promise<Crew> {
  const crew = await workers(options);
  if (typeof crew !== "string") return crew;
  const { inlineCrew } = await import("./crew-inline.ts");
  return inlineCrew(crew);
}
