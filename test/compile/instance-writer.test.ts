import { describe, expect, it } from "vitest";
import { ABI_VERSION, Count, FloatField, IntField } from "../../assembly/abi.ts";
import { COUNTS_AT, FLOAT_OFFSETS_AT, INT_DATA_AT, INT_OFFSETS_AT } from "../../src/compile/instance.ts";
import { InstanceWriter } from "../../src/compile/instance-writer.ts";
import { compiled, compiledWith, contract } from "./hand-made.ts";

describe("the blobs", () => {
  const instance = compiledWith(contract(), contract({ id: "d", platforms: ["own-rack"], group: "g" }));
  const { ints, floats, counts } = instance;

  it("begin with version and counts", () => {
    expect(ints[0]).toBe(ABI_VERSION);
    expect([...ints.subarray(COUNTS_AT, COUNTS_AT + Count.size)]).toEqual([
      counts.periods,
      counts.sites,
      counts.halls,
      counts.platforms,
      counts.spots,
      counts.lots,
      counts.expansions,
      counts.contracts,
      counts.options,
      counts.columns,
      counts.groups,
      counts.hasDebt,
    ]);
    expect(counts).toMatchObject({
      periods: 4,
      sites: 2,
      halls: 3,
      platforms: 3,
      spots: 4,
      contracts: 2,
      columns: 4,
      groups: 1,
    });
  });

  it("hold every field at its offset, without gaps", () => {
    const intOffsets = ints.subarray(INT_OFFSETS_AT, FLOAT_OFFSETS_AT);
    const floatOffsets = ints.subarray(FLOAT_OFFSETS_AT, INT_DATA_AT);
    expect(intOffsets).toHaveLength(IntField.count + 1);
    expect(floatOffsets).toHaveLength(FloatField.count + 1);
    expect(intOffsets[0]).toBe(0);
    expect(floatOffsets[0]).toBe(0);
    expect(intOffsets[IntField.count]).toBe(ints.length - INT_DATA_AT);
    expect(floatOffsets[FloatField.count]).toBe(floats.length);
    for (let field = 0; field < IntField.count; field++)
      expect(intOffsets[field + 1]).toBeGreaterThanOrEqual(intOffsets[field]);
    for (let field = 0; field < FloatField.count; field++)
      expect(floatOffsets[field + 1]).toBeGreaterThanOrEqual(floatOffsets[field]);
  });

  it("have the lengths that abi.ts promises", () => {
    const T = counts.periods;
    const intLength = (field: IntField): number => ints[INT_OFFSETS_AT + field + 1] - ints[INT_OFFSETS_AT + field];
    const floatLength = (field: FloatField): number =>
      ints[FLOAT_OFFSETS_AT + field + 1] - ints[FLOAT_OFFSETS_AT + field];
    expect(intLength(IntField.siteHallStart)).toBe(counts.sites + 1);
    expect(intLength(IntField.hallSpotStart)).toBe(counts.halls + 1);
    expect(intLength(IntField.spotPlatform)).toBe(counts.spots);
    expect(intLength(IntField.platformBacklog)).toBe(counts.platforms);
    expect(intLength(IntField.platformLotStart)).toBe(counts.platforms + 1);
    expect(intLength(IntField.segmentStart)).toBe(counts.sites * T + 1);
    expect(intLength(IntField.contractOptionStart)).toBe(counts.contracts + 1);
    expect(intLength(IntField.optionServeStart)).toBe(counts.options);
    expect(intLength(IntField.contractColumnStart)).toBe(counts.contracts + 1);
    expect(intLength(IntField.contractRampStart)).toBe(counts.contracts + 1);
    expect(floatLength(FloatField.rackMw)).toBe(counts.platforms);
    expect(floatLength(FloatField.committedMw)).toBe(counts.platforms * T);
    expect(floatLength(FloatField.siteFirmMw)).toBe(counts.sites * T);
    expect(floatLength(FloatField.sitePueCap)).toBe(counts.sites);
    expect(floatLength(FloatField.hallBuiltMw)).toBe(counts.halls * T);
    expect(floatLength(FloatField.hallModuleNetUsd)).toBe(counts.halls * T);
    expect(floatLength(FloatField.expansionNetUsd)).toBe(counts.expansions * T);
    expect(floatLength(FloatField.columnMw)).toBe(counts.columns);
    expect(floatLength(FloatField.optionServedUsd)).toBe(counts.options);
    expect(floatLength(FloatField.equityUsd)).toBe(T);
    expect(floatLength(FloatField.maxLoanToCost)).toBe(1);
  });

  it("are the same for the same portfolio", () => {
    const [a, b] = [compiled(), compiled()];
    expect(a.ints).toEqual(b.ints);
    expect(a.floats).toEqual(b.floats);
  });
});

describe("bugs of ours are caught before the kernel sees them", () => {
  it("a field written twice, or never", () => {
    const writer = new InstanceWriter();
    writer.setInts(IntField.lotPeriod, Int32Array.of(1));
    expect(() => writer.setInts(IntField.lotPeriod, Int32Array.of(1))).toThrow("written twice");
    writer.setFloats(FloatField.lotMw, Float64Array.of(1));
    expect(() => writer.setFloats(FloatField.lotMw, Float64Array.of(1))).toThrow("written twice");
    expect(() => writer.pack(compiled().counts)).toThrow("never written");
  });

  it("NaN", () => {
    const writer = new InstanceWriter();
    for (let field = 0; field < IntField.count; field++) writer.setInts(field, new Int32Array(1));
    for (let field = 0; field < FloatField.count; field++)
      writer.setFloats(field, Float64Array.of(0, field === 3 ? Number.NaN : 0));
    expect(() => writer.pack(compiled().counts)).toThrow("float field 3 holds NaN at 1");
  });
});
