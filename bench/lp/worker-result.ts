// What a benchmark process reports.
import { BenchAnswer } from "./engine.ts";

/** Wall time, and CPU time of all threads of the process: the latter hardly minds what else the machine is doing. */
export interface Time {
  readonly ms: number;
  readonly cpuMs: number;
}

export interface WorkerResult {
  /** Fetching and compiling the solver. */
  readonly load: Time;
  /** First model in the process: everything is cold. */
  readonly cold: Time;
  /** Model building and solve, each repeat. */
  readonly solves: readonly Time[];
  readonly answer: BenchAnswer;
  /** Solve after the bound change: from the solved model where the solver can, else from scratch. */
  readonly resolves: readonly Time[];
  readonly resolveAnswer?: BenchAnswer;
  readonly isWarm: boolean;
}
