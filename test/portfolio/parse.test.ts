// The door as a whole: defaults, round trips, any JSON value.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePortfolio, parsePortfolioText } from "../../src/portfolio/parse.ts";
import { formatProblems } from "../../src/portfolio/problem.ts";
import { portfolioArbitrary } from "../support/arbitraries.ts";
import { SMALL } from "./small.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Every path into a JSON value. */
function pathsOf(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, item]) =>
      pathsOf(item, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

function replaced(value: unknown, [key, ...rest]: (string | number)[], put: unknown): unknown {
  if (key === undefined) return put;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? replaced(item, rest, put) : item));
  return Object.fromEntries(
    Object.entries(value as object).map(([name, item]) => [name, name === key ? replaced(item, rest, put) : item]),
  );
}

describe("defaults", () => {
  it("are filled in", () => {
    const result = parsePortfolio(SMALL);
    if (!result.ok) throw new Error(formatProblems(result.problems));
    const { portfolio } = result;
    expect(portfolio.platforms[1].opexUsdPerRackMonth).toBe(0);
    expect(portfolio.backlog[0].divisible).toBe(true);
    expect(portfolio.sites[1]).toMatchObject({ interruptibleMw: 0, expansions: [], flexible: [] });
    expect(portfolio.contracts[1]).toMatchObject({
      escalation: 0,
      takeOrPay: 0,
      utilisation: 1,
      ramp: { "0": 1 },
      minFraction: 1,
      signed: false,
    });
    expect(portfolio.contracts[2]).toMatchObject({
      placement: {},
      credit: { annualDefaultProbability: 0, advanceRate: 0 },
    });
    expect(portfolio.contracts[2].start.lateUsdPerUnitMonth).toBe(0);
    expect(Object.hasOwn(portfolio.sites[1].halls[0], "peakPue")).toBe(false);
  });

  it("leave the input as it was", () => {
    const before = JSON.stringify(SMALL);
    parsePortfolio(SMALL);
    expect(JSON.stringify(SMALL)).toBe(before);
  });
});

describe("round trips", () => {
  it("parse what they wrote", () => {
    const first = parsePortfolio(SMALL);
    if (!first.ok) throw new Error(formatProblems(first.problems));
    const again = parsePortfolioText(JSON.stringify(first.portfolio));
    expect(again.ok && again.portfolio).toEqual(first.portfolio);
  });

  it("hold for random portfolios", () => {
    fc.assert(
      fc.property(portfolioArbitrary(), ({ portfolio }) => {
        const first = parsePortfolio(portfolio);
        if (!first.ok) throw new Error(formatProblems(first.problems));
        const again = parsePortfolioText(JSON.stringify(first.portfolio));
        if (!again.ok) throw new Error(formatProblems(again.problems));
        expect(again.portfolio).toEqual(first.portfolio);
        expect(again.warnings).toEqual(first.warnings);
      }),
      { numRuns: 100, seed: 20260102 },
    );
  });
});

describe("any value", () => {
  const wellFormed = (value: unknown): void => {
    const result = parsePortfolio(value);
    const problems = result.ok ? [] : result.problems;
    if (!result.ok) expect(problems.length).toBeGreaterThan(0);
    for (const problem of [...problems, ...result.warnings]) {
      expect(problem.subject).not.toBe("");
      expect(problem.message).not.toBe("");
      expect(problem.hint).not.toBe("");
      expect(problem.message + problem.hint).not.toMatch(/undefined|NaN(?! is not)|\[object/);
    }
    expect(formatProblems(problems)).toMatch(problems.length === 0 ? /^$/ : /error/);
  };

  it("never throws", () => {
    fc.assert(fc.property(fc.jsonValue(), wellFormed), { numRuns: 300, seed: 20260103 });
  });

  it("never throws on a portfolio with one value replaced by any other", () => {
    const paths = pathsOf(SMALL);
    const others: fc.Arbitrary<Json> = fc.oneof(
      fc.constantFrom<Json[]>(
        null,
        true,
        0,
        -1,
        1e300,
        0.5,
        7,
        "",
        "x",
        "2026-05",
        [],
        {},
        { "2026-01": 1 },
        { "0": 1 },
        ["dlc"],
        { __proto__: null },
      ),
      fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
    );
    fc.assert(
      fc.property(fc.constantFrom(...paths), others, (path, other) => wellFormed(replaced(SMALL, path, other))),
      { numRuns: 600, seed: 20260104 },
    );
  });

  it("never throws on values that JSON does not know", () => {
    const cyclic: Record<string, unknown> = { ...SMALL };
    cyclic["sites"] = [cyclic];
    cyclic["platforms"] = cyclic;
    for (const value of [undefined, 5n, Symbol("x"), () => 1, new Date(0), new Map(), cyclic, { ...SMALL, name: 5n }])
      wellFormed(value);
  });
});
