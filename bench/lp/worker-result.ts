// What a benchmark process is asked and what it reports.
import { BenchAnswer, BoundChange } from "./engine.ts";

export interface WorkerTask {
  readonly engine: string;
  /** MPS, or a serialised LpModel (model-file.ts). */
  readonly file: string;
  readonly changes: readonly BoundChange[];
}

/** Wall time, and CPU time of all threads of the process: the latter hardly minds what else the machine is doing. */
export interface Time {
  readonly ms: number;
  readonly cpuMs: number;
}

/** Re-solves after one bound change, each from the optimal basis of the model as it was. */
export interface Resolve {
  readonly times: readonly Time[];
  readonly answer: BenchAnswer;
}

export interface WorkerResult {
  /** Fetching and compiling the solver. */
  readonly load: Time;
  /** First model in the process: everything is cold. */
  readonly cold: Time;
  /** Model building and solve, each repeat. */
  readonly solves: readonly Time[];
  readonly answer: BenchAnswer;
  /** One for each change asked for. */
  readonly resolves: readonly Resolve[];
  readonly isWarm: boolean;
  /** Where the time of one solve went, where the solver tells. */
  readonly profile?: Readonly<Record<string, number>>;
}
