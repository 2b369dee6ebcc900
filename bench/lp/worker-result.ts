// What a benchmark process reports.
import { BenchAnswer } from "./engine.ts";

export interface WorkerResult {
  /** Fetching and compiling the solver. */
  readonly loadMs: number;
  /** First model in the process: everything is cold. */
  readonly coldMs: number;
  /** Model building and solve, each repeat. */
  readonly solveMs: readonly number[];
  readonly answer: BenchAnswer;
  /** Solve after the bound change: from the solved model where the solver can, else from scratch. */
  readonly resolveMs: readonly number[];
  readonly resolveAnswer?: BenchAnswer;
  readonly isWarm: boolean;
}
