// Packs the fields of an instance into the two blobs of assembly/abi.ts. Stages hand over whole arrays; nothing is copied twice.
import { ABI_VERSION, Count, FloatField, IntField } from "../../assembly/abi.ts";
import { COUNTS_AT, FLOAT_OFFSETS_AT, INT_DATA_AT, INT_OFFSETS_AT, InstanceCounts } from "./instance.ts";

export class InstanceWriter {
  private readonly intFields = new Map<IntField, Int32Array>();
  private readonly floatFields = new Map<FloatField, Float64Array>();

  setInts(field: IntField, data: Int32Array): void {
    if (this.intFields.has(field))
      throw new Error(`compile: integer field ${field} is written twice (a bug of megalloc)`);
    this.intFields.set(field, data);
  }

  setFloats(field: FloatField, data: Float64Array): void {
    if (this.floatFields.has(field))
      throw new Error(`compile: float field ${field} is written twice (a bug of megalloc)`);
    this.floatFields.set(field, data);
  }

  /** The two blobs. Throws (our own bug) when a field is missing or holds NaN. */
  pack(counts: InstanceCounts): { ints: Int32Array; floats: Float64Array } {
    const intOffsets = offsetsOf(this.intFields, IntField.count, "integer");
    const floatOffsets = offsetsOf(this.floatFields, FloatField.count, "float");
    const ints = new Int32Array(INT_DATA_AT + intOffsets[IntField.count]);
    const floats = new Float64Array(floatOffsets[FloatField.count]);
    ints[0] = ABI_VERSION;
    writeCounts(ints, counts);
    ints.set(intOffsets, INT_OFFSETS_AT);
    ints.set(floatOffsets, FLOAT_OFFSETS_AT);
    for (const [field, data] of this.intFields) ints.set(data, INT_DATA_AT + intOffsets[field]);
    for (const [field, data] of this.floatFields) {
      requireNumbers(data, field);
      floats.set(data, floatOffsets[field]);
    }
    return { ints, floats };
  }
}

function offsetsOf(fields: ReadonlyMap<number, { readonly length: number }>, count: number, kind: string): Int32Array {
  const offsets = new Int32Array(count + 1);
  let total = 0;
  for (let field = 0; field < count; field++) {
    const data = fields.get(field);
    if (data === undefined) throw new Error(`compile: ${kind} field ${field} was never written (a bug of megalloc)`);
    total += data.length;
    // Offsets are i32 in the kernel; a portfolio this large would need 16 GB for its floats alone.
    if (total > 0x7fffffff) throw new Error(`compile: the instance needs more than 2^31 elements; split the portfolio`);
    offsets[field + 1] = total;
  }
  return offsets;
}

function writeCounts(ints: Int32Array, counts: InstanceCounts): void {
  ints[COUNTS_AT + Count.periods] = counts.periods;
  ints[COUNTS_AT + Count.sites] = counts.sites;
  ints[COUNTS_AT + Count.halls] = counts.halls;
  ints[COUNTS_AT + Count.platforms] = counts.platforms;
  ints[COUNTS_AT + Count.spots] = counts.spots;
  ints[COUNTS_AT + Count.lots] = counts.lots;
  ints[COUNTS_AT + Count.expansions] = counts.expansions;
  ints[COUNTS_AT + Count.contracts] = counts.contracts;
  ints[COUNTS_AT + Count.options] = counts.options;
  ints[COUNTS_AT + Count.columns] = counts.columns;
  ints[COUNTS_AT + Count.groups] = counts.groups;
  ints[COUNTS_AT + Count.hasDebt] = counts.hasDebt;
}

/** NaN would spread through the kernel without a sound, so it stops here. */
function requireNumbers(data: Float64Array, field: number): void {
  for (let at = 0; at < data.length; at++) {
    if (Number.isNaN(data[at])) throw new Error(`compile: float field ${field} holds NaN at ${at} (a bug of megalloc)`);
  }
}
