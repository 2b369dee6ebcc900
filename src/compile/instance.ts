// The compiled instance: two flat blobs that are copied into the kernel in bulk, and what is needed to find the way back to the
// portfolio's own ids. The layout of the blobs is fixed by assembly/abi.ts; instance-writer.ts packs them.
import { Count, FloatField, IntField } from "../../assembly/abi.ts";
import { Calendar } from "../portfolio/calendar.ts";

/** The sizes of `Count`, by name. */
export interface InstanceCounts {
  readonly periods: number;
  readonly sites: number;
  readonly halls: number;
  readonly platforms: number;
  readonly spots: number;
  readonly lots: number;
  readonly expansions: number;
  readonly contracts: number;
  readonly options: number;
  readonly columns: number;
  readonly groups: number;
  readonly hasDebt: number;
}

/** From kernel indices back to the portfolio, and facts that never enter the kernel. */
export interface InstanceIndex {
  readonly portfolio: string;
  readonly calendar: Calendar;
  /** T: first month of each period. */
  readonly periodMonths: readonly string[];
  /** S */
  readonly siteIds: readonly string[];
  /** H: unique within their site only. */
  readonly hallIds: readonly string[];
  /** H -> site */
  readonly hallSite: Int32Array;
  /** P */
  readonly platformIds: readonly string[];
  /** K -> hall */
  readonly spotHall: Int32Array;
  /** K -> platform */
  readonly spotPlatform: Int32Array;
  /** L: optional lots that can arrive inside the horizon. */
  readonly lotIds: readonly string[];
  /** Optional lots left out because ordering them changes nothing: no racks, or arrival after the horizon. */
  readonly idleLotIds: readonly string[];
  readonly committedLotIds: readonly string[];
  /** X: unique within their site only. */
  readonly expansionIds: readonly string[];
  /** X -> site */
  readonly expansionSite: Int32Array;
  /** C */
  readonly contractIds: readonly string[];
  /** G: names of the exclusive groups. */
  readonly groupIds: readonly string[];
  /** Capex and residuals of the committed lots, discounted (<= 0 but for rounding): npvUsd = valueUsd + sunkUsd. */
  readonly sunkUsd: number;
}

/** What the kernel solves: see assembly/abi.ts for the arrays. */
export interface Instance {
  readonly counts: InstanceCounts;
  /** [ABI_VERSION, counts, IntField.count+1 offsets, FloatField.count+1 offsets, integer data]; offsets count from the start of the data. */
  readonly ints: Int32Array;
  /** The data of each FloatField in order. */
  readonly floats: Float64Array;
  readonly index: InstanceIndex;
}

/** Places in `Instance.ints`, elements. */
export const COUNTS_AT = 1;
export const INT_OFFSETS_AT = COUNTS_AT + Count.size;
export const FLOAT_OFFSETS_AT = INT_OFFSETS_AT + IntField.count + 1;
export const INT_DATA_AT = FLOAT_OFFSETS_AT + FloatField.count + 1;

/** The data of one integer field: a view, not a copy. */
export function intField(instance: Instance, field: IntField): Int32Array {
  const { ints } = instance;
  const from = ints[INT_OFFSETS_AT + field];
  const to = ints[INT_OFFSETS_AT + field + 1];
  return ints.subarray(INT_DATA_AT + from, INT_DATA_AT + to);
}

/** The data of one floating-point field: a view, not a copy. */
export function floatField(instance: Instance, field: FloatField): Float64Array {
  const { ints, floats } = instance;
  return floats.subarray(ints[FLOAT_OFFSETS_AT + field], ints[FLOAT_OFFSETS_AT + field + 1]);
}
