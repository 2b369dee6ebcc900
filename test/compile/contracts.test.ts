import { describe, expect, it } from "vitest";
import { FloatField, IntField } from "../../assembly/abi.ts";
import { compiled, compiledWith, contract, deviation, floats, ints } from "./hand-made.ts";

const F = (t: number): number => 1.1 ** -(t + 0.5);
const S = (t: number): number => 1.1 ** -t;

describe("starts", () => {
  it.each([
    ["whole window", "2026-01", "2027-07", [0, 1, 2, 3], [2, 3, 4, 4]],
    ["rounded inwards: at() up, before() down", "2026-02", "2027-06", [1, 2], [3, 4]],
    ["a window before and inside the horizon", "2025-01", "2026-07", [0, 1], [2, 3]],
    ["a window that ends after the horizon", "2027-01", "2031-01", [2, 3], [4, 4]],
    ["no period inside: the first after it", "2026-02", "2026-06", [1], [3]],
    ["after the horizon: never", "2028-01", "2029-01", [], []],
    ["no period inside and none after it", "2027-08", "2027-10", [], []],
  ])("%s", (_, earliest, latest, start, end) => {
    const instance = compiledWith(contract({ start: { earliest, latest } }));
    expect(ints(instance, IntField.optionStart)).toEqual(start);
    expect(ints(instance, IntField.optionEnd)).toEqual(end);
    expect(ints(instance, IntField.contractOptionStart)).toEqual([0, start.length]);
    expect(instance.counts.options).toBe(start.length);
  });

  it("a term takes as many periods as it needs, rounded up, inside the horizon", () => {
    const ends = [1, 6, 7, 13, 24, 60].map(
      (termMonths) => ints(compiledWith(contract({ termMonths })), IntField.optionEnd)[0],
    );
    expect(ends).toEqual([1, 1, 2, 3, 4, 4]);
  });

  it("ramp factors are those of the latest step at or before the age", () => {
    const instance = compiledWith(
      contract({ ramp: { "0": 0.5, "7": 1, "18": 0.25 } }),
      contract({ id: "d", ramp: { "12": 0.75, "0": 0, "6": 0.5 } }),
      contract({ id: "e" }),
    );
    expect(floats(instance, FloatField.ramp)).toEqual([0.5, 0.5, 1, 0.25, 0, 0.5, 0.75, 0.75, 1, 1, 1, 1]);
    expect(ints(instance, IntField.contractRampStart)).toEqual([0, 4, 8, 12]);
  });
});

describe("money of a start", () => {
  it("revenue: ramp, escalation by whole years, what is drawn or promised, default on the horizon's clock", () => {
    const instance = compiledWith(
      contract({
        start: { earliest: "2026-07", latest: "2026-07" },
        termMonths: 18,
        escalation: 0.1,
        ramp: { "0": 0.5, "6": 1 },
        utilisation: 0.6,
        takeOrPay: 0.8,
        credit: { annualDefaultProbability: 0.19 },
      }),
    );
    // Survival over half a year: sqrt(0.81) = 0.9. Ages 0, 6, 12 months: the third period is the second year.
    const expected = 10 * 1000 * 6 * 0.8 * (0.5 * F(1) * 0.9 ** 1.5 + 1 * F(2) * 0.9 ** 2.5 + 1.1 * F(3) * 0.9 ** 3.5);
    expect(deviation(floats(instance, FloatField.optionServedUsd), [expected])).toBeLessThan(1e-14);
  });

  it("revenue is paid on utilisation where that exceeds take-or-pay, discounted at the customer's rate where given", () => {
    const instance = compiledWith(
      contract({ termMonths: 6, takeOrPay: 0.5, utilisation: 0.75, credit: { discountRate: 0.44 } }),
    );
    // 1.44^-(1/4) = 1.2^-(1/2)
    expect(deviation(floats(instance, FloatField.optionServedUsd), [10 * 1000 * 6 * 0.75 * 1.2 ** -0.5])).toBeLessThan(
      1e-14,
    );
  });

  it("lateness counts whole months from due to the start's first month and is paid at the start, by served and unserved", () => {
    const start = { earliest: "2026-01", latest: "2027-01", due: "2026-05", lateUsdPerUnitMonth: 7 };
    const instance = compiledWith(
      contract({ start, termMonths: 6, usdPerUnitMonth: 0, shortfall: { maxFraction: 1, usdPerUnitMonth: 0 } }),
    );
    // Starts 2026-01 (early), 2026-07 (2 months late), 2027-01 (8 months late).
    const late = [0, 10 * 7 * 2 * S(1), 10 * 7 * 8 * S(2)];
    expect(
      deviation(
        floats(instance, FloatField.optionServedUsd),
        late.map((usd) => 0 - usd),
      ),
    ).toBeLessThan(1e-14);
    expect(deviation(floats(instance, FloatField.optionUnservedUsd), late)).toBeLessThan(1e-14);
  });

  it("due before the horizon counts from there; without due nothing is late", () => {
    const late = compiledWith(
      contract({
        start: { earliest: "2026-01", latest: "2026-01", due: "2025-10", lateUsdPerUnitMonth: 7 },
        usdPerUnitMonth: 0,
      }),
    );
    expect(floats(late, FloatField.optionServedUsd)).toEqual([-10 * 7 * 3]);
    const never = compiledWith(
      contract({ start: { earliest: "2026-01", latest: "2026-01", lateUsdPerUnitMonth: 7 }, usdPerUnitMonth: 0 }),
    );
    expect(floats(never, FloatField.optionServedUsd)).toEqual([0]);
  });

  it("penalty follows the ramp, at the portfolio's rate, without escalation or default", () => {
    const instance = compiledWith(
      contract({
        termMonths: 18,
        escalation: 0.5,
        ramp: { "0": 0.25, "6": 1 },
        credit: { annualDefaultProbability: 0.5, discountRate: 0.9 },
        shortfall: { maxFraction: 0.2, usdPerUnitMonth: 300 },
      }),
    );
    const expected = 10 * 300 * 6 * (0.25 * F(0) + F(1) + F(2));
    expect(deviation(floats(instance, FloatField.optionUnservedUsd), [expected])).toBeLessThan(1e-14);
  });

  it("debt capacity: take-or-pay payments within the debt's term, at the debt's rate, without default", () => {
    const pledged = contract({
      start: { earliest: "2026-01", latest: "2026-07" },
      termMonths: 24,
      escalation: 0.1,
      takeOrPay: 0.4,
      ramp: { "0": 0.5, "6": 1 },
      credit: { advanceRate: 0.7, annualDefaultProbability: 0.3, discountRate: 0.01 },
    });
    const instance = compiled((portfolio) => {
      portfolio.finance.debt = { rate: 0.44, termYears: 1.5, maxLoanToCost: 0.6 };
      portfolio.contracts = [pledged];
    });
    // Years since start 0, 0.5, 1 are within 1.5, and 1.5 is not; 1.44^-D = 1/1.2.
    const at = (start: number): number =>
      0.5 * 1.2 ** -(start + 0.5) + 1.2 ** -(start + 1.5) + 1.1 * 1.2 ** -(start + 2.5);
    const usd = [0, 1].map((start) => 0.7 * 10 * 1000 * 6 * 0.4 * at(start));
    expect(deviation(floats(instance, FloatField.optionDebtUsd), usd)).toBeLessThan(1e-14);
    expect(floats(compiledWith(pledged), FloatField.optionDebtUsd)).toEqual([0, 0]);
  });

  it("the last year of debt does not depend on the rounding of M/12", () => {
    // 7 periods of one month: 7 * (1/12) is below 7/12 in binary, so (t - tau)*D < termYears would count an eighth month.
    const instance = compiled((portfolio) => {
      portfolio.horizon = { start: "2026-01", periods: 12, monthsPerPeriod: 1 };
      portfolio.finance.debt = { rate: 0, termYears: 7 / 12, maxLoanToCost: 1 };
      portfolio.contracts = [contract({ takeOrPay: 1, credit: { advanceRate: 1 } })];
    });
    expect(deviation(floats(instance, FloatField.optionDebtUsd), [10 * 1000 * 7])).toBeLessThan(1e-14);
  });
});

describe("obligations", () => {
  it("signed, groups, sites, least fraction and least served share", () => {
    const instance = compiledWith(
      contract({ id: "plain" }),
      contract({ id: "x", group: "g2", minFraction: 0.5, shortfall: { maxFraction: 0.2, usdPerUnitMonth: 1 } }),
      contract({ id: "y", group: "g1", signed: true, placement: { maxSites: 2, minMwPerSite: 3.5 } }),
      contract({ id: "z", group: "g2", shortfall: { maxFraction: 1, usdPerUnitMonth: 1 } }),
    );
    expect(ints(instance, IntField.contractSigned)).toEqual([0, 0, 1, 0]);
    expect(ints(instance, IntField.contractGroup)).toEqual([-1, 0, 1, 0]);
    expect(instance.index.groupIds).toEqual(["g2", "g1"]);
    expect(instance.counts.groups).toBe(2);
    expect(ints(instance, IntField.contractMaxSites)).toEqual([0, 0, 2, 0]);
    expect(floats(instance, FloatField.contractMinSiteMw)).toEqual([0, 0, 3.5, 0]);
    expect(floats(instance, FloatField.contractMinFraction)).toEqual([1, 0.5, 1, 1]);
    expect(floats(instance, FloatField.contractServedMin)).toEqual([1, 0.4, 1, 0]);
  });
});
