import { describe, expect, it } from "vitest";
import { riskEffects } from "../../src/sweep/risk-effect.ts";
import { quantileOf, spreadOf, tailMean } from "../../src/sweep/spread.ts";

const evenly = (...values: (number | null)[]): { value: number | null; weight: number }[] =>
  values.map((value) => ({ value, weight: 1 }));

describe("a spread", () => {
  it("is that of a textbook sample", () => {
    const spread = spreadOf(evenly(8, 2, 4, 4, 4, 5, 5, 7, 9, 2), 0.8)!;
    expect(spread.mean).toBeCloseTo(5, 12);
    expect(spread.sd).toBeCloseTo(Math.sqrt(5), 12);
    expect(spread.standardError).toBeCloseTo(Math.sqrt(0.5), 12);
    expect(spread.cvar).toBe(2);
    expect(spread.quantiles).toEqual({ p5: 2, p25: 4, p50: 4, p75: 7, p95: 9 });
    expect([spread.min, spread.max, spread.probability]).toEqual([2, 9, 1]);
  });

  it("counts by weight, leaves out weight 0 and says what has no value", () => {
    const items = [
      { value: 10, weight: 3 },
      { value: 20, weight: 1 },
      { value: -1000, weight: 0 },
      { value: null, weight: 4 },
    ];
    const spread = spreadOf(items, 0.5)!;
    expect(spread).toMatchObject({ probability: 0.5, mean: 12.5, min: 10, max: 20, cvar: 10 });
    expect(spreadOf([{ value: null, weight: 1 }], 0.5)).toBeUndefined();
  });

  it("takes the item at the edge of the tail in part", () => {
    const items = [
      { value: 1, weight: 0.05 },
      { value: 2, weight: 0.2 },
      { value: 9, weight: 0.75 },
    ];
    expect(tailMean(items, 0.1)).toBeCloseTo((0.05 * 1 + 0.05 * 2) / 0.1, 12);
    expect(tailMean(items, 1)).toBeCloseTo(0.05 + 0.4 + 6.75, 12);
    expect(quantileOf(items, 0.25)).toBe(2);
    expect(quantileOf(items, 0.26)).toBe(9);
  });
});

describe("the effect of a risk", () => {
  const draws = (values: readonly (readonly [number, number])[]) =>
    values.map(([x, valueUsd], k) => ({ drawn: { x, steady: 1, other: k % 2 }, valueUsd, weight: 1 }));

  it("is the difference between its lowest and highest quarter, with the rank correlation", () => {
    const effects = riskEffects(
      draws([
        [1, 80],
        [2, 70],
        [3, 60],
        [4, 50],
        [5, 40],
        [6, 30],
        [7, 20],
        [8, 10],
      ]),
    );
    expect(effects.map(({ risk }) => risk)).toEqual(["x", "other"]);
    expect(effects[0]).toEqual({
      risk: "x",
      low: { from: 1, to: 2, count: 2, meanUsd: 75 },
      high: { from: 6, to: 8, count: 3, meanUsd: 20 },
      correlation: -1,
    });
    expect(effects[1]).toMatchObject({ low: { from: 0, to: 0, count: 4 }, high: { from: 1, to: 1, count: 4 } });
  });

  it("of a rare event is taken over all its draws", () => {
    const values = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1].map((x) => [x, x === 1 ? -5 : 3] as const);
    expect(riskEffects(draws(values))[0]).toMatchObject({
      low: { count: 9, meanUsd: 3 },
      high: { count: 1, meanUsd: -5 },
      correlation: -1,
    });
  });
});
