// One solver on one portfolio.
import { BenchRecordBase } from "../harness/result-file.ts";
import { CurvePoint } from "../mip/curve.ts";
import { MilpStatus } from "../mip/milp-run.ts";

export interface PortfolioTask {
  readonly solver: string;
  readonly portfolio: string;
  readonly cpuSeconds: number;
}

/** What the process reports; money in USD. */
export interface PortfolioResult {
  readonly status: MilpStatus;
  /** Value the solver claims, and what the audit makes of its plan; null without one. */
  readonly claimedUsd: number | null;
  readonly auditedUsd: number | null;
  /** Violations the audit finds; null without a plan. */
  readonly violations: number | null;
  readonly boundUsd: number | null;
  readonly nodes: number | null;
  /** primal and dual in USD. */
  readonly curve: readonly CurvePoint[];
  readonly loadMs: number;
  /** Compiling the portfolio (ours: part of the solve) or writing the model. */
  readonly buildMs: number;
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Size of the model solved; null for ours. */
  readonly model: {
    readonly rows: number;
    readonly cols: number;
    readonly nz: number;
    readonly integers: number;
  } | null;
}

export interface PortfolioRecord extends BenchRecordBase, PortfolioTask {
  /** Undefined when the process ended without one. */
  readonly result?: PortfolioResult;
  readonly failure?: string;
}
