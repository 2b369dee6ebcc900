import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePortfolio } from "../../src/portfolio/parse.ts";
import { portfolioSchema } from "../../src/portfolio/schema.ts";
import { type PortfolioCase, portfolioArbitrary } from "./arbitraries.ts";
import { FEATURES } from "./random-features.ts";
import { type Limits, randomPortfolio, randomPortfolioInput, SMALL, TINY } from "./random-portfolio.ts";
import { rng } from "./rng.ts";

const seeds = Array.from({ length: 300 }, (_, k) => k + 1);

/** Paths of all values, without list positions and step-map keys. */
function fieldsOf(value: unknown, path: string, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) fieldsOf(item, path, found);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value))
      fieldsOf(inner, /^\d/.test(key) ? path : `${path}.${key}`.replace(/^\./, ""), found);
  } else {
    found.add(path);
  }
}

/** The same paths of the schema. */
function schemaFields(schema: unknown, path: string, found: Set<string>): void {
  const node = schema as { def: Record<string, unknown> & { type: string } };
  const { type, innerType, element, shape, options } = node.def;
  if (innerType) schemaFields(innerType, path, found);
  else if (type === "array") schemaFields(element, path, found);
  else if (type === "union") for (const option of options as unknown[]) schemaFields(option, path, found);
  else if (type === "object")
    for (const [key, field] of Object.entries(shape as object))
      schemaFields(field, `${path}.${key}`.replace(/^\./, ""), found);
  else found.add(path);
}

describe("random portfolios", () => {
  test("are the same for the same seed, and differ between seeds", () => {
    expect(randomPortfolioInput(5, SMALL)).toEqual(randomPortfolioInput(5, SMALL));
    const names = new Set(seeds.map((seed) => JSON.stringify({ ...randomPortfolioInput(seed, TINY), name: "" })));
    expect(names.size).toBe(seeds.length);
  });

  test.for([["TINY", TINY] as const, ["SMALL", SMALL] as const])(
    "%s ones are valid and within their limits",
    ([, limits]) => {
      for (const seed of seeds) {
        const parsed = parsePortfolio(randomPortfolioInput(seed, limits));
        if (!parsed.ok) throw new Error(`seed ${seed}: ${JSON.stringify(parsed.problems)}`);
        const { sites, contracts, horizon } = parsed.portfolio;
        const sizes = { sites: sites.length, contracts: contracts.length, periods: horizon.periods };
        for (const [name, size] of Object.entries(sizes)) {
          const [low, high] = limits[name as keyof typeof sizes];
          expect(size, `seed ${seed}: ${name}`).toBeGreaterThanOrEqual(low);
          expect(size, `seed ${seed}: ${name}`).toBeLessThanOrEqual(high);
        }
      }
    },
  );

  test("use every field of the schema", () => {
    const wanted = new Set<string>();
    schemaFields(portfolioSchema, "", wanted);
    const used = new Set<string>();
    for (const seed of seeds) fieldsOf(randomPortfolioInput(seed, SMALL), "", used);
    expect(wanted.size).toBeGreaterThan(70);
    expect([...wanted].filter((field) => !used.has(field))).toEqual([]);
  });

  test("keep what they have when there is less of them", () => {
    const many = randomPortfolio(9, { ...SMALL, sites: [3, 3], contracts: [6, 6] });
    const few = randomPortfolio(9, { ...SMALL, sites: [3, 3], contracts: [2, 2] });
    expect(few.sites).toEqual(many.sites);
    expect(few.contracts).toEqual(many.contracts.slice(0, 2));
  });

  test.for([...FEATURES])("without the feature %s it is not there, and they stay valid", (feature) => {
    const limits: Limits = { ...SMALL, features: FEATURES.filter((other) => other !== feature) };
    let differing = 0;
    for (const seed of seeds.slice(0, 40)) {
      const without = randomPortfolioInput(seed, limits);
      if (JSON.stringify(without) !== JSON.stringify(randomPortfolioInput(seed, SMALL))) differing++;
      const parsed = parsePortfolio(without);
      if (!parsed.ok) throw new Error(`seed ${seed}: ${JSON.stringify(parsed.problems)}`);
    }
    expect(differing).toBeGreaterThan(0);
  });
});

describe("random streams", () => {
  test("are uniform enough and do not depend on one another", () => {
    const draw = rng(1, "a");
    const values = Array.from({ length: 20_000 }, () => draw.unit());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean).toBeCloseTo(0.5, 2);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(rng(1, "a").unit()).toBe(values[0]);
    expect(rng(1, "b").unit()).not.toBe(values[0]);
    expect(rng(2, "a").unit()).not.toBe(values[0]);
    const counts = [0, 0, 0];
    for (let k = 0; k < 3000; k++) counts[rng(k, "die").int(0, 2)]++;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120);
    expect(rng(1, "some").some([1, 2, 3, 4, 5], 3)).toHaveLength(3);
  });
});

describe("portfolioArbitrary", () => {
  test("shrinks to the feature that fails and prints how to rebuild the portfolio", () => {
    const property = fc.property(portfolioArbitrary(SMALL), ({ portfolio }: PortfolioCase) =>
      portfolio.contracts.every(({ shortfall }) => shortfall === undefined),
    );
    const outcome = fc.check(property, { seed: 11, numRuns: 100 });
    expect(outcome.failed).toBe(true);
    const { portfolio, limits, seed } = outcome.counterexample![0];
    expect(limits.features).toEqual(["shortfall"]);
    expect(portfolio.sites).toHaveLength(SMALL.sites[0]);
    expect(portfolio.horizon.periods).toBe(SMALL.periods[0]);
    expect(randomPortfolio(seed, limits)).toEqual(portfolio);
    expect(fc.stringify(outcome.counterexample![0])).toContain(`randomPortfolio(${seed}, `);
  });
});
