// One spoiled portfolio per row: what is wrong, and all that must be said about it.
import { expect } from "vitest";
import { parsePortfolio } from "../../src/portfolio/parse.ts";
import { Problem } from "../../src/portfolio/problem.ts";

/** [input, code, path, subject, part of the message, part of the hint] */
export type Row = readonly [unknown, Problem["code"], string, string, string, string];

export function errorsOf(value: unknown): readonly Problem[] {
  const result = parsePortfolio(value);
  return result.ok ? [] : result.problems;
}

/** The row's problem is the only one, and says what it must. */
export function expectOnly([value, code, path, subject, says, mend]: Row): void {
  const problems = errorsOf(value);
  expect(problems.map((problem) => `${problem.code} at ${problem.path}`)).toEqual([`${code} at ${path}`]);
  expect(problems[0].severity).toBe("error");
  expect(problems[0].subject).toBe(subject);
  expect(problems[0].message).toContain(says);
  expect(problems[0].hint).toContain(mend);
}

export const rowName = (row: Row): string => `${row[1]} at ${row[2] === "" ? "the root" : row[2]}: ${row[4]}`;
