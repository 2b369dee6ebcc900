// One solver on one MIPLIB instance.
import { BenchRecordBase } from "../harness/result-file.ts";
import { MilpRun } from "./milp-run.ts";

export interface MipTask {
  readonly solver: string;
  /** Name in ../shared/data/miplib3. */
  readonly instance: string;
  readonly cpuSeconds: number;
}

/** The run without its point, and what a check of that point on the model found. */
export interface MipResult extends Omit<MilpRun, "values"> {
  /** Largest violation of a row, bound or integrality by the point, relative to the row's largest term; null without a point. */
  readonly violation: number | null;
}

export interface MipRecord extends BenchRecordBase, MipTask {
  readonly optimum: number;
  /** Undefined when the process ended without one. */
  readonly result?: MipResult;
  readonly failure?: string;
}
