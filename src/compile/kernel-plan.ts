// A plan as the kernel holds it: decisions by kernel index, everything derived left out.
import { InstanceCounts } from "./instance.ts";

export interface KernelPlan {
  /** C: chosen option, -1 = refused. */
  readonly contractOption: Int32Array;
  /** J: share of the contract's quantity served at this column, 0 = unused. */
  readonly columnShare: Float64Array;
  /** H*T: modules started, at h*T+t. */
  readonly moduleStarts: Int32Array;
  /** X: start period, -1 = never. */
  readonly expansionStart: Int32Array;
  /** X: 1 + first period in which the expansion may start for flexible use alone, 0 = never. Follows from no other decision. */
  readonly expansionAllowed: Int32Array;
  /** L: ordered fraction of the lot. */
  readonly lotFraction: Float64Array;
  /** T: USD drawn in the period, nominal. */
  readonly drawUsd: Float64Array;
}

/** The plan that does nothing. */
export function emptyKernelPlan(counts: InstanceCounts): KernelPlan {
  return {
    contractOption: new Int32Array(counts.contracts).fill(-1),
    columnShare: new Float64Array(counts.columns),
    moduleStarts: new Int32Array(counts.halls * counts.periods),
    expansionStart: new Int32Array(counts.expansions).fill(-1),
    expansionAllowed: new Int32Array(counts.expansions),
    lotFraction: new Float64Array(counts.lots),
    drawUsd: new Float64Array(counts.periods),
  };
}
