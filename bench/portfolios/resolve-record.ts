// Solving again after an edit: from where the last solve left off, and from scratch.
import { BenchRecordBase } from "../harness/result-file.ts";
import { CurvePoint } from "../mip/curve.ts";
import { EditName } from "./edits.ts";

export interface ResolveTask {
  readonly portfolio: string;
  /** CPU seconds of the first solve, and of each solve from scratch; the warm one gets WARM_PART of the latter. */
  readonly baseSeconds: number;
  readonly scratchSeconds: number;
}

/** A plan as good in a tenth of the time is what is aimed at. */
export const WARM_PART = 0.1;

export interface EditResult {
  readonly edit: EditName;
  /** Values in USD, as audited; null without a plan. */
  readonly scratchUsd: number | null;
  readonly warmUsd: number | null;
  readonly scratch: readonly CurvePoint[];
  readonly warm: readonly CurvePoint[];
  readonly violations: number;
}

export interface ResolveRecord extends BenchRecordBase, ResolveTask {
  readonly results: readonly EditResult[];
  readonly failure?: string;
}
