// Every shared instance has the size its table gives, and survives writing and reading again to the bit.
import loadHighs from "highs";
import { describe, expect, it } from "vitest";
import { readMpsWithNotes } from "../../src/mps/read.ts";
import { writeMps } from "../../src/mps/write.ts";
import { expectSameModel, haveInstances, INSTANCE_SETS, instanceRows, instanceText } from "./support.ts";

// Under Node's ESM rules TypeScript takes the default import for the CommonJS namespace; at run time it is the function itself.
const load = loadHighs as unknown as typeof loadHighs.default;

describe.skipIf(!haveInstances())("shared instances", () => {
  for (const set of INSTANCE_SETS) {
    it(`${set}: sizes as in the table; written and read again they are the same`, () => {
      for (const row of instanceRows(set)) {
        const { model, format } = readMpsWithNotes(instanceText(set, row["name"]));
        const sizes = { rows: model.rowLower.length, cols: model.cost.length, nz: model.value.length };
        expect(sizes, row["name"]).toEqual({
          rows: Number(row["rows"]),
          cols: Number(row["cols"]),
          nz: Number(row["nz"]),
        });
        if (row["ints"] !== undefined) expect(sum(model.integer), row["name"]).toBe(Number(row["ints"]));
        expect(format, row["name"]).toBe(row["name"] === "forplan" ? "fixed" : "free");
        expectSameModel(readMpsWithNotes(writeMps(model)).model, model);
      }
    });

    it(`${set}: reads the same with free rows kept, and they survive the round trip`, () => {
      for (const row of instanceRows(set)) {
        const text = instanceText(set, row["name"]);
        const { model, notes } = readMpsWithNotes(text, { freeRows: "keep" });
        const dropped = readMpsWithNotes(text);
        const freeRows = dropped.notes.filter(({ note }) => note.startsWith("free row")).length;
        expect(model.rowLower.length, row["name"]).toBe(Number(row["rows"]) + freeRows);
        expect(notes.length).toBe(dropped.notes.length - freeRows);
        expectSameModel(readMpsWithNotes(writeMps(model), { freeRows: "keep" }).model, model);
      }
    });
  }

  it("reads fixed-format files as fixed the same as free, where no name has blanks", () => {
    for (const name of ["afiro", "25fv47", "boeing1", "e226", "greenbea"]) {
      const text = instanceText("netlib", name);
      expectSameModel(
        readMpsWithNotes(text, { format: "fixed" }).model,
        readMpsWithNotes(text, { format: "free" }).model,
      );
    }
  });

  it("takes the objective constant from the objective's right-hand side", () => {
    expect(readMpsWithNotes(instanceText("netlib", "e226")).model.objectiveOffset).toBe(7.113);
  });

  it("uses the first of two BOUNDS sets and says so", () => {
    const { notes } = readMpsWithNotes(instanceText("netlib-infeas", "greenbea"));
    expect(notes.filter(({ note }) => note.includes('BOUNDS set "85BOUND" left out'))).toHaveLength(1);
  });

  it("reads every instance as HiGHS reads it (but for infeasible greenbea, whose bound sets HiGHS merges)", async () => {
    const highs = await load();
    for (const set of INSTANCE_SETS) {
      for (const { name } of instanceRows(set)) {
        const text = instanceText(set, name);
        const ours = readMpsWithNotes(text).model;
        const theirs = highs.withModel({ format: "mps", data: text }, (model) => model.getModel("csc"));
        expect(theirs.offset + 0, name).toBe(ours.objectiveOffset);
        for (const [mine, other] of [
          [ours.cost, theirs.colCost],
          [ours.colStart, theirs.matrix.starts],
          [ours.rowIndex, theirs.matrix.indices],
          [ours.value, theirs.matrix.values],
          [ours.rowLower, theirs.rowLower],
          [ours.rowUpper, theirs.rowUpper],
          [ours.colLower, theirs.colLower],
          [ours.integer, theirs.integrality],
        ] as const) {
          expect(differences(mine, other), `${set}/${name}`).toBe(0);
        }
        const merged = set === "netlib-infeas" && name === "greenbea" ? 4 : 0;
        expect(differences(ours.colUpper, theirs.colUpper), `${set}/${name}`).toBe(merged);
      }
    }
  });
});

function differences(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let count = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count++;
  return count;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}
