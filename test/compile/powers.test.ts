// Powers of 1 + rate: the compiler's pairs of doubles against the audit's whole numbers, and both against the runtime's own.
import { describe, expect, it } from "vitest";
import { gainOver, growthOver } from "../../src/compile/powers.ts";
import { compounded, instalment } from "../../src/plan/audit-powers.ts";

const RATES = [
  0,
  1e-300,
  1e-17,
  1e-12,
  0.001,
  0.03,
  0.07,
  0.1,
  0.12,
  1 / 3,
  1,
  4,
  250,
  -1e-9,
  -0.02,
  -0.35,
  -0.9,
  -0.9999,
];
const HALF_MONTHS = [-960, -481, -240, -36, -3, -1, 0, 1, 2, 3, 24, 27, 36, 120, 479, 960];
/** Rates discount as well as grow; the survival of defaults only shrinks. */
const cases = RATES.flatMap((rate) =>
  HALF_MONTHS.filter((halfMonths) => rate >= 0 || halfMonths >= 0).map((halfMonths) => [rate, halfMonths] as const),
);

describe("powers of 1 + rate", () => {
  it("are the same to the bit in the compiler and in the audit, which share no code", () => {
    for (const [rate, halfMonths] of cases) {
      expect(growthOver(rate, halfMonths), `(1 + ${rate})^(${halfMonths}/24)`).toBe(compounded(rate, halfMonths / 24));
    }
  });

  it("are those of the runtime but for its rounding", () => {
    for (const [rate, halfMonths] of cases) {
      // 1 + rate is rounded before the runtime sees it, and every year multiplies that.
      const tolerance = 1e-15 * (1 + Math.abs(halfMonths) / 24);
      const expected = (1 + rate) ** (halfMonths / 24);
      expect(Math.abs(growthOver(rate, halfMonths) / expected - 1)).toBeLessThan(tolerance);
    }
  });

  it("are exact where the exact power is a double", () => {
    expect(growthOver(-0.75, 12)).toBe(0.5);
    expect(growthOver(3, 36)).toBe(8);
    expect(growthOver(0.5, 24 * 5)).toBe(1.5 ** 5);
    expect(growthOver(2 ** 24 - 1, 1)).toBe(2);
    expect([growthOver(-1, 0), growthOver(-1, 5), growthOver(0, -7)]).toEqual([1, 0, 1]);
    expect([compounded(-1, 0), compounded(-1, 5 / 24), compounded(0, -7 / 24)]).toEqual([1, 0, 1]);
  });

  it("keep the digits of small gains", () => {
    for (const rate of [1e-15, 1e-9, 1e-4, 0.08]) {
      expect(gainOver(rate, 6) / Math.expm1(Math.log1p(rate) / 4) - 1).toBeCloseTo(0, 13);
    }
  });

  it("give level instalments that repay what was drawn", () => {
    for (const rate of [0, 1e-14, 1e-6, 0.045, 0.12, 0.6]) {
      const [years, periods] = [0.25, 28];
      const interest = gainOver(rate, 6);
      let left = 1;
      const pay = instalment(rate, years, periods);
      for (let k = 0; k < periods; k++) left = left * (1 + interest) - pay;
      expect(Math.abs(left), `${rate}`).toBeLessThan(1e-11);
    }
  });
});
