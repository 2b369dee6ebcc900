// The writer: random models survive the round trip to the bit; what the format cannot hold is refused.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LpModel } from "../../src/mps/model.ts";
import { readMps } from "../../src/mps/read.ts";
import { writeMps } from "../../src/mps/write.ts";
import { expectSameModel } from "./support.ts";

const INF = Number.POSITIVE_INFINITY;
const SEED = 20260;

/** Any finite number the format reads back as such: below 1e20, no negative zero. */
const finite = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.double({ noNaN: true, min: -9e19, max: 9e19 }).map((value) => value + 0),
);
const nonzero = finite.filter((value) => value !== 0);

/** Bounds whose width is exact, so that RHS plus RANGES meets both. */
const bounds = fc.oneof(
  fc.constant([-INF, INF] as const),
  finite.map((value) => [value, value] as const),
  finite.map((value) => [-INF, value] as const),
  finite.map((value) => [value, INF] as const),
  fc
    .tuple(fc.integer({ min: -5e6, max: 5e6 }), fc.integer({ min: 0, max: 5e6 }))
    .map(([a, w]) => [a / 8, (a + w) / 8] as const),
);

const model: fc.Arbitrary<LpModel> = fc
  .record({
    rows: fc.array(bounds, { maxLength: 6 }),
    cols: fc.array(fc.record({ bounds, cost: finite, integer: fc.boolean() }), { minLength: 1, maxLength: 6 }),
    maximise: fc.boolean(),
    offset: finite,
    blanks: fc.boolean(),
  })
  .chain((shape) => {
    const entry = fc.option(nonzero, { freq: 2, nil: undefined });
    const column = fc.array(entry, { minLength: shape.rows.length, maxLength: shape.rows.length });
    return fc.array(column, { minLength: shape.cols.length, maxLength: shape.cols.length }).map((dense) => {
      const colStart = [0];
      const rowIndex: number[] = [];
      const value: number[] = [];
      for (const entries of dense) {
        for (const [row, v] of entries.entries()) {
          if (v === undefined) continue;
          rowIndex.push(row);
          value.push(v);
        }
        colStart.push(value.length);
      }
      const blank = shape.blanks ? " " : "";
      return {
        name: "any model",
        objectiveName: "COST",
        sense: shape.maximise ? ("max" as const) : ("min" as const),
        objectiveOffset: shape.offset,
        cost: Float64Array.from(shape.cols, (col) => col.cost),
        colStart: Int32Array.from(colStart),
        rowIndex: Int32Array.from(rowIndex),
        value: Float64Array.from(value),
        rowLower: Float64Array.from(shape.rows, ([lower]) => lower),
        rowUpper: Float64Array.from(shape.rows, ([, upper]) => upper),
        colLower: Float64Array.from(shape.cols, (col) => col.bounds[0]),
        colUpper: Float64Array.from(shape.cols, (col) => col.bounds[1]),
        integer: Uint8Array.from(shape.cols, (col) => (col.integer ? 1 : 0)),
        rowNames: shape.rows.map((_, row) => `R${blank}${row}`),
        colNames: shape.cols.map((_, col) => `X${blank}${col}`),
      };
    });
  });

const SMALL: LpModel = {
  name: "small",
  objectiveName: "COST",
  sense: "min",
  objectiveOffset: 0,
  cost: Float64Array.of(1, 2),
  colStart: Int32Array.of(0, 1, 1),
  rowIndex: Int32Array.of(0),
  value: Float64Array.of(3),
  rowLower: Float64Array.of(1),
  rowUpper: Float64Array.of(2),
  colLower: Float64Array.of(0, 0),
  colUpper: Float64Array.of(1, INF),
  integer: Uint8Array.of(0, 0),
  rowNames: ["R1"],
  colNames: ["X1", "X2"],
};

describe("writeMps", () => {
  it("writes what readMps reads back to the bit", () => {
    fc.assert(
      fc.property(model, (original) => expectSameModel(readMps(writeMps(original), { freeRows: "keep" }), original)),
      { seed: SEED, numRuns: 1500 },
    );
  });

  it("writes long names in free format and generic names on request", () => {
    const long = { ...SMALL, rowNames: ["a row with blanks and a long name"] };
    expect(() => writeMps(long)).toThrow(
      /"a row with blanks and a long name" is too long for the fixed format.*generic/,
    );
    expect(readMps(writeMps(long, { names: "generic" })).rowNames).toEqual(["R1"]);
    const free = { ...SMALL, rowNames: ["a_row_with_a_name_far_beyond_eight_letters"] };
    expectSameModel(readMps(writeMps(free)), free);
  });

  it("needs no objective row where there is no objective", () => {
    const none = {
      ...SMALL,
      objectiveName: "",
      cost: Float64Array.of(0),
      colStart: Int32Array.of(0, 1),
      colNames: ["X1"],
    };
    const one = { ...none, colLower: Float64Array.of(0), colUpper: Float64Array.of(1), integer: Uint8Array.of(0) };
    expect(writeMps(one)).not.toContain(" N ");
    expectSameModel(readMps(writeMps(one)), one);
    expect(readMps(writeMps({ ...SMALL, objectiveName: "" })).objectiveName).toBe("OBJ");
  });

  it.each([
    ["crossed row bounds", { rowLower: Float64Array.of(3) }, /row 0 "R1" has the bounds \[3, 2\]/],
    ["NaN row bound", { rowLower: Float64Array.of(Number.NaN) }, /row 0 "R1"/],
    ["row bound at the wrong infinity", { rowLower: Float64Array.of(INF), rowUpper: Float64Array.of(INF) }, /row 0/],
    ["NaN column bound", { colLower: Float64Array.of(0, Number.NaN) }, /column 1 "X2"/],
    ["NaN coefficient", { value: Float64Array.of(Number.NaN) }, /coefficient of X1 is NaN/],
    ["infinite cost", { cost: Float64Array.of(1, INF) }, /cost of X2 is Infinity/],
    ["infinite offset", { objectiveOffset: INF }, /objective constant/],
    ["missing names", { colNames: ["X1"] }, /1 column names for 2 columns/],
    ["double names", { colNames: ["X1", "X1"] }, /column 1: "X1" comes twice/],
    ["empty name", { colNames: ["X1", ""] }, /column 1: "" is empty/],
    ["name with a line break", { rowNames: ["R\n1"] }, /row 0: "R\\n1" has a meaning/],
    ["objective named as a row", { rowNames: ["COST"] }, /objective: "COST" is also the name of a row/],
  ])("refuses %s", (_what, change, message) => {
    expect(() => writeMps({ ...SMALL, ...change })).toThrow(message);
  });
});
