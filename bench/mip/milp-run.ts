// What a mixed-integer solver is asked and what it answers.
import { LpModel } from "../../src/mps/model.ts";
import { CurvePoint } from "./curve.ts";

export interface MilpLimits {
  /** CPU time of the process, seconds. */
  readonly cpuSeconds: number;
  /** Relative gap at which to stop. */
  readonly gap: number;
}

export type MilpStatus = "optimal" | "infeasible" | "unbounded" | "limit" | "failed";

export interface MilpRun {
  /** "optimal": within the gap asked for. */
  readonly status: MilpStatus;
  readonly objective: number | null;
  readonly bound: number | null;
  /** The point found. */
  readonly values: Float64Array | null;
  readonly nodes: number | null;
  readonly curve: readonly CurvePoint[];
  /** Fetching and compiling the solver, milliseconds. */
  readonly loadMs: number;
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** Load the solver, then (timed) solve the model. */
export type MilpSolver = (model: LpModel, limits: MilpLimits) => Promise<MilpRun>;
