// Where the shared instances lie, and how two models are compared.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "vitest";
import { LpModel } from "../../src/mps/model.ts";

const DATA = resolve(import.meta.dirname, "../../../shared/data");

export type InstanceSet = "netlib" | "netlib-infeas" | "miplib3" | "miplib2017" | "fctp";

export const INSTANCE_SETS: readonly InstanceSet[] = ["netlib", "netlib-infeas", "miplib3", "miplib2017", "fctp"];

/** True where the shared instances are present; says so where they are not. */
export function haveInstances(): boolean {
  const found = existsSync(DATA);
  if (!found) console.warn("SKIPPED: ../shared/data is absent, so the Netlib and MIPLIB instances are not tested here");
  return found;
}

/** One row of a set's table, by column name. */
export type InstanceRow = Readonly<Record<string, string>>;

export function instanceRows(set: InstanceSet): InstanceRow[] {
  const [head, ...rows] = readFileSync(join(DATA, `${set}.tsv`), "utf8")
    .trim()
    .split("\n");
  const keys = head.split("\t");
  return rows.map((row) => Object.fromEntries(row.split("\t").map((cell, i) => [keys[i], cell])));
}

export function instanceText(set: InstanceSet, name: string): string {
  return readFileSync(join(DATA, set, `${name}.mps`), "latin1");
}

/** Expect two models to be the same to the bit. */
export function expectSameModel(actual: LpModel, expected: LpModel): void {
  expect(actual.name).toBe(expected.name);
  expect(actual.objectiveName).toBe(expected.objectiveName);
  expect(actual.sense).toBe(expected.sense);
  expect(Object.is(actual.objectiveOffset, expected.objectiveOffset)).toBe(true);
  expect(actual.rowNames).toEqual(expected.rowNames);
  expect(actual.colNames).toEqual(expected.colNames);
  for (const key of [
    "cost",
    "colStart",
    "rowIndex",
    "value",
    "rowLower",
    "rowUpper",
    "colLower",
    "colUpper",
    "integer",
  ] as const) {
    expect(firstDifference(actual[key], expected[key]), key).toBe(-1);
  }
}

/** Index of the first element that differs in its bits; -1 = none. Faster than toEqual on long arrays, and tells -0 from 0. */
function firstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Math.min(a.length, b.length);
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return i;
  return -1;
}
