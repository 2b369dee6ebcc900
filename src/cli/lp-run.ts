// One solved model: all that the reports of `megalloc lp` are made of.
import { EngineKind } from "../engine/engine.ts";
import { LpResult, LpSolution } from "../lp/result.ts";
import { MpsReading } from "../mps/read.ts";

export interface LpRun {
  readonly reading: MpsReading;
  readonly result: LpResult;
  readonly engine: EngineKind;
  /** Why the JS engine stood in for WASM; absent otherwise. */
  readonly fallbackReason?: string | undefined;
}

/** The point that the result comes with: the optimum or, unproved, where numerical trouble ended; absent otherwise. */
export function solutionOf(result: LpResult): LpSolution | undefined {
  switch (result.status) {
    case "optimal":
      return result;
    case "numericalTrouble":
      return result.iterate;
    case "infeasible":
    case "unbounded":
    case "iterationLimit":
    case "timeLimit":
      return undefined;
  }
}
