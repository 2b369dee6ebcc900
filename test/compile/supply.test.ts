// Halls, power, backlog and finance: everything that is bought.
import { describe, expect, it } from "vitest";
import { FloatField, IntField } from "../../assembly/abi.ts";
import { compiled, contract, deviation, floats, ints } from "./hand-made.ts";

const S = (t: number): number => 1.1 ** -t;
const E = 1.1 ** -4;
const never = Number.POSITIVE_INFINITY;

describe("halls", () => {
  const instance = compiled((portfolio) => {
    portfolio.sites[0].halls = [
      {
        id: "a",
        cooling: "air",
        pue: 1.5,
        peakPue: 1.75,
        builtMw: { "2026-02": 3, "2027-01": 5 },
        build: { moduleMw: 2, maxModules: 5, capexUsdPerMw: 1e6, leadMonths: 7, maxModulesPerPeriod: 3, lifeYears: 4 },
      },
      { id: "b", cooling: "dlc", pue: 1.2, build: { moduleMw: 4, maxModules: 2, capexUsdPerMw: 5e5, leadMonths: 0 } },
    ];
    portfolio.sites[1].halls[0].build = { moduleMw: 1, maxModules: 9, capexUsdPerMw: 1, leadMonths: 24, lifeYears: 1 };
  });

  it("sizes and PUE", () => {
    expect(floats(instance, FloatField.hallPue)).toEqual([1.5, 1.2, 1.1]);
    expect(floats(instance, FloatField.hallPeakPue)).toEqual([1.75, 1.2, 1.1]);
    expect(floats(instance, FloatField.hallBuiltMw)).toEqual([0, 3, 5, 5, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(floats(instance, FloatField.hallModuleMw)).toEqual([2, 4, 1]);
    expect(ints(instance, IntField.hallMaxModules)).toEqual([5, 2, 9]);
    expect(ints(instance, IntField.hallMaxPerPeriod)).toEqual([3, 2, 9]);
    expect(ints(instance, IntField.hallLead)).toEqual([2, 0, 4]);
  });

  it("cost of a module by start, less its residual, never when it would be late", () => {
    expect(floats(instance, FloatField.hallModuleUsd)).toEqual([2e6, 2e6, 1]);
    // Hall a is ready two periods after the start: ages 1 year and half a year of 4. Hall b has no life, so no residual.
    const a = [2e6 * (S(0) - (3 / 4) * E), 2e6 * (S(1) - (7 / 8) * E), never, never];
    const b = [0, 1, 2, 3].map((t) => 2e6 * S(t));
    expect(
      deviation(floats(instance, FloatField.hallModuleNetUsd), [...a, ...b, never, never, never, never]),
    ).toBeLessThan(1e-14);
  });

  it("a life shorter than the age leaves nothing, not less than nothing", () => {
    const short = compiled((portfolio) => {
      const build = { moduleMw: 1, maxModules: 1, capexUsdPerMw: 1e6, leadMonths: 0, lifeYears: 1.25 };
      portfolio.sites = [{ ...portfolio.sites[0], halls: [{ id: "a", cooling: "air", pue: 1.5, build }] }];
    });
    // Ages 2, 1.5, 1, 0.5 years of 1.25.
    const net = [S(0), S(1), S(2) - 0.2 * E, S(3) - 0.6 * E].map((factor) => 1e6 * factor);
    expect(deviation(floats(short, FloatField.hallModuleNetUsd), net)).toBeLessThan(1e-14);
  });

  it("no build, nothing to start", () => {
    const plain = compiled();
    expect(ints(plain, IntField.hallMaxModules)).toEqual([0, 0, 0]);
    expect(floats(plain, FloatField.hallModuleNetUsd)).toEqual(new Array(12).fill(never));
  });
});

describe("power", () => {
  it("firm, interruptible, PUE cap and expansions", () => {
    const instance = compiled((portfolio) => {
      portfolio.sites[0].interruptibleMw = { "2027-07": 4 };
      portfolio.sites[0].pueCap = 1.3;
      portfolio.sites[1].expansions = [
        { id: "line", mw: 5, capexUsd: 3e6, leadMonths: 6, earliest: "2026-02", lifeYears: 2 },
        { id: "late", mw: 1, capexUsd: 1, leadMonths: 1, earliest: "2030-01" },
        { id: "slow", mw: 2, capexUsd: 8, leadMonths: 999 },
        { id: "now", mw: 2, capexUsd: 8, leadMonths: 0, earliest: "2020-01" },
      ];
    });
    expect(floats(instance, FloatField.siteFirmMw)).toEqual([10, 10, 20, 20, 30, 30, 30, 30]);
    expect(floats(instance, FloatField.siteInterruptibleMw)).toEqual([0, 0, 0, 4, 0, 0, 0, 0]);
    expect(floats(instance, FloatField.sitePueCap)).toEqual([1.3, never]);
    expect(ints(instance, IntField.siteExpansionStart)).toEqual([0, 0, 4]);
    expect(ints(instance, IntField.expansionLead)).toEqual([1, 1, 4, 0]);
    expect(ints(instance, IntField.expansionEarliest)).toEqual([1, 4, 0, 0]);
    expect(floats(instance, FloatField.expansionMw)).toEqual([5, 1, 2, 2]);
    expect(floats(instance, FloatField.expansionUsd)).toEqual([3e6, 1, 8, 8]);
    // Ready in 2 and 3: ages 1 and 0.5 years of 2.
    const line = [never, 3e6 * (S(1) - 0.5 * E), 3e6 * (S(2) - 0.75 * E), never];
    const now = [0, 1, 2, 3].map((t) => 8 * S(t));
    const none = [never, never, never, never];
    expect(deviation(floats(instance, FloatField.expansionNetUsd), [...line, ...none, ...none, ...now])).toBeLessThan(
      1e-14,
    );
    expect(instance.index.expansionIds).toEqual(["line", "late", "slow", "now"]);
    expect([...instance.index.expansionSite]).toEqual([1, 1, 1, 1]);
  });
});

describe("backlog", () => {
  const lot = { platform: "air-box", racks: 100, arrives: "2026-07", committed: false };
  const instance = compiled((portfolio) => {
    portfolio.backlog = [
      { ...lot, id: "liquid", platform: "liquid-rack", usdPerRack: 1000, lifeYears: 3 },
      { ...lot, id: "here", racks: 30, arrives: "2025-06", committed: true },
      { ...lot, id: "whole", divisible: false, arrives: "2026-08", usdPerRack: 10 },
      { ...lot, id: "empty", racks: 0 },
      { ...lot, id: "paid", racks: 50, arrives: "2026-12", committed: true, usdPerRack: 2000, lifeYears: 2 },
      { ...lot, id: "after", arrives: "2028-01", usdPerRack: 5 },
      { ...lot, id: "after-all", arrives: "2027-08", committed: true, usdPerRack: 5 },
      { ...lot, id: "early", arrives: "2024-01", usdPerRack: 7 },
    ];
  });

  it("racks in MW, lots by platform and in the portfolio's order", () => {
    expect(floats(instance, FloatField.rackMw)).toEqual([0.04, 0.125, 0.02]);
    expect(ints(instance, IntField.platformBacklog)).toEqual([1, 1, 0]);
    expect(instance.index.lotIds).toEqual(["whole", "early", "liquid"]);
    expect(instance.index.idleLotIds).toEqual(["empty", "after"]);
    expect(instance.index.committedLotIds).toEqual(["here", "paid", "after-all"]);
    expect(ints(instance, IntField.platformLotStart)).toEqual([0, 2, 3, 3]);
    expect(ints(instance, IntField.lotPeriod)).toEqual([2, 0, 1]);
    expect(ints(instance, IntField.lotDivisible)).toEqual([0, 1, 1]);
    expect(floats(instance, FloatField.lotMw)).toEqual([4, 4, 12.5]);
  });

  it("prices, nominal and net of residual", () => {
    expect(floats(instance, FloatField.lotUsd)).toEqual([1000, 700, 1e5]);
    // liquid arrives in period 1: 1.5 of 3 years old at the end.
    expect(deviation(floats(instance, FloatField.lotNetUsd), [1000 * S(2), 700, 1e5 * (S(1) - 0.5 * E)])).toBeLessThan(
      1e-14,
    );
  });

  it("committed lots: racks and capex from arrival on, sunk value apart, nothing from those that arrive too late", () => {
    const committed = floats(instance, FloatField.committedMw);
    expect(deviation(committed, [1.2, 1.2, 3.2, 3.2, 0, 0, 0, 0, 0, 0, 0, 0])).toBeLessThan(1e-15);
    expect(floats(instance, FloatField.committedUsd)).toEqual([0, 0, 1e5, 1e5]);
    expect(deviation([instance.index.sunkUsd], [-1e5 * (S(2) - 0.5 * E)])).toBeLessThan(1e-14);
  });
});

describe("finance", () => {
  it("no equity limit and no debt", () => {
    const instance = compiled();
    expect(floats(instance, FloatField.equityUsd)).toEqual([never, never, never, never]);
    expect(floats(instance, FloatField.drawUsd)).toEqual([0, 0, 0, 0]);
    expect(floats(instance, FloatField.maxLoanToCost)).toEqual([0]);
    expect(instance.counts.hasDebt).toBe(0);
  });

  it("equity by steps, and a dollar of debt at 44 % over one year, which costs more than it brings", () => {
    const instance = compiled((portfolio) => {
      portfolio.finance.cumulativeEquityUsd = { "2026-02": 5, "2027-01": 9 };
      portfolio.finance.debt = { rate: 0.44, termYears: 1, maxLoanToCost: 0.65 };
    });
    // i = 0.2, two instalments: pay = 0.2 / (1 - 1/1.44) = 0.2 * 1.44 / 0.44
    const pay = (0.2 * 1.44) / 0.44;
    const kappa = pay / 1.1 + pay / 1.21;
    expect(kappa).toBeGreaterThan(1);
    expect(floats(instance, FloatField.equityUsd)).toEqual([0, 5, 9, 9]);
    expect(
      deviation(
        floats(instance, FloatField.drawUsd),
        [0, 1, 2, 3].map((t) => S(t) * (1 - kappa)),
      ),
    ).toBeLessThan(1e-14);
    expect(floats(instance, FloatField.maxLoanToCost)).toEqual([0.65]);
    expect(instance.counts.hasDebt).toBe(1);
  });

  it("debt without interest is paid back in equal parts; the number of instalments is rounded", () => {
    const draw = (termYears: number): number[] =>
      floats(
        compiled((portfolio) => {
          portfolio.finance.debt = { rate: 0, termYears, maxLoanToCost: 1 };
        }),
        FloatField.drawUsd,
      );
    const value = (q: number): number => 1 - Array.from({ length: q }, (_, j) => S(j + 1) / q).reduce((a, b) => a + b);
    expect(deviation([draw(1.2)[0], draw(1.25)[0], draw(1.7)[0]], [value(2), value(3), value(3)])).toBeLessThan(1e-14);
  });

  it("interest near zero costs what none costs", () => {
    const [tiny, none] = [1e-13, 0].map((rate) =>
      floats(
        compiled((portfolio) => {
          portfolio.finance.debt = { rate, termYears: 10, maxLoanToCost: 1 };
        }),
        FloatField.drawUsd,
      ),
    );
    expect(deviation(tiny, none)).toBeLessThan(1e-11);
  });

  it("a rate of zero discounts nothing", () => {
    const instance = compiled((portfolio) => {
      portfolio.finance.discountRate = 0;
      portfolio.contracts = [contract()];
    });
    expect(floats(instance, FloatField.optionServedUsd)).toEqual([10 * 1000 * 12]);
  });
});
