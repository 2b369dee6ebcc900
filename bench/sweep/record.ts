// What the benchmark of sweeps keeps: one record per measurement.
import { BenchRecordBase } from "../harness/result-file.ts";

/** One sweep as a command of its own, from start to end: the base plan is solved first, by one process. */
export interface SweepTiming {
  readonly jobs: number;
  readonly wallMs: number;
  /** Of the command and all its workers. */
  readonly cpuMs: number;
}

export interface ScalingRecord extends BenchRecordBase {
  readonly kind: "scaling";
  readonly portfolio: string;
  readonly scenarios: number;
  readonly moves: number;
  readonly runs: readonly SweepTiming[];
  /** Whether all runs gave the same answer to the last character. */
  readonly isSame: boolean;
  /** With one worker process killed midway (SIGKILL), two at once. */
  readonly killed: { readonly results: number; readonly unique: number; readonly isSame: boolean };
}

/** Solves of one portfolio whose prices are stated in three ways, to the same number of moves. */
export interface HourlyRecord extends BenchRecordBase {
  readonly kind: "hourly";
  readonly portfolio: string;
  readonly moves: number;
  readonly ways: readonly {
    readonly name: string;
    /** Price blocks of the largest site after resolving. */
    readonly blocks: number;
    /** Reading and condensing. */
    readonly resolveMs: number;
    /** CPU time of the solve, least of several. */
    readonly solveCpuMs: number;
    readonly valueUsd: number;
  }[];
}

export type SweepRecord = ScalingRecord | HourlyRecord;
