// Section 5 of MODEL.md, terms of contracts. Every expected figure is written out from the formula, number by number.
import { describe, expect, test } from "vitest";
import {
  auditFeasible,
  contract,
  expectUsd,
  GPU,
  HOURS,
  hall,
  OWN,
  placed,
  portfolio,
  SERVE_ALL,
  site,
} from "./fixture.ts";

describe("contract revenue", () => {
  test("a level contract over the whole horizon", () => {
    const { value } = auditFeasible(portfolio(), { contracts: SERVE_ALL });
    // 10 racks * 1000 USD * 6 months = 60 000 a period, at mid-period factors.
    const expected = 60_000 * (1.1 ** -0.25 + 1.1 ** -0.75 + 1.1 ** -1.25 + 1.1 ** -1.75);
    expectUsd(value.breakdown.revenueUsd, expected);
    expectUsd(value.valueUsd, expected);
    expect(value.nominal.revenueUsd).toEqual([60_000, 60_000, 60_000, 60_000]);
  });

  test("fraction, shortfall, ramp, escalation, take-or-pay, own discount rate and default", () => {
    const c = contract({
      usdPerUnitMonth: 2000,
      escalation: 0.03,
      utilisation: 0.8,
      takeOrPay: 0.9,
      termMonths: 18,
      ramp: { "0": 0.5, "12": 1 },
      minFraction: 0.5,
      start: { earliest: "2026-07", latest: "2026-07" },
      credit: { discountRate: 0.08, annualDefaultProbability: 0.02 },
      shortfall: { maxFraction: 0.5, usdPerUnitMonth: 0 },
    });
    const plan = {
      contracts: [
        { id: "c", accepted: true, start: "2026-07", fraction: 0.75, unserved: 0.25, placements: [placed(0.5)] },
      ],
    };
    const { value } = auditFeasible(portfolio({ contracts: [c] }), plan);
    // tau = 1, three periods t = 1, 2, 3, 0, 6 and 12 months after the start: g = 0.5, 0.5, 1; the price steps up once, in t = 3.
    // max(utilisation, takeOrPay) = 0.9. Mid-period years: 0.75, 1.25, 1.75, for discounting and for default alike.
    const perPeriod = (0.75 - 0.25) * 10 * 2000 * 6 * 0.9;
    const expected =
      perPeriod * 0.5 * 1.08 ** -0.75 * 0.98 ** 0.75 +
      perPeriod * 0.5 * 1.08 ** -1.25 * 0.98 ** 1.25 +
      perPeriod * 1.03 * 1.08 ** -1.75 * 0.98 ** 1.75;
    expectUsd(value.breakdown.revenueUsd, expected);
  });

  test("utilisation above take-or-pay is paid", () => {
    const c = contract({ utilisation: 0.7, takeOrPay: 0.6, termMonths: 6 });
    const { value } = auditFeasible(portfolio({ contracts: [c] }), { contracts: SERVE_ALL });
    expectUsd(value.breakdown.revenueUsd, 10 * 1000 * 6 * 0.7 * 1.1 ** -0.25);
  });

  test("the term ends with the horizon; a term of 7 months takes two half-years", () => {
    const late = auditFeasible(portfolio({ contracts: [contract({ termMonths: 120 })] }), {
      contracts: [{ ...SERVE_ALL[0], start: "2027-07" }],
    });
    expectUsd(late.value.breakdown.revenueUsd, 60_000 * 1.1 ** -1.75);
    const short = auditFeasible(portfolio({ contracts: [contract({ termMonths: 7 })] }), { contracts: SERVE_ALL });
    expectUsd(short.value.breakdown.revenueUsd, 60_000 * (1.1 ** -0.25 + 1.1 ** -0.75));
  });

  test("escalation steps on whole years since the contract's start, also where periods do not divide the year", () => {
    // M = 9, D = 0.75: months since start 0, 9, 18, 27 -> whole years 0, 0, 1, 2.
    const input = portfolio({
      horizon: { start: "2026-01", periods: 4, monthsPerPeriod: 9 },
      contracts: [contract({ escalation: 0.1, termMonths: 36 })],
    });
    const { value } = auditFeasible(input, { contracts: SERVE_ALL });
    const perPeriod = 10 * 1000 * 9;
    const expected =
      perPeriod *
      (1.1 ** -(0.5 * 0.75) + 1.1 ** -(1.5 * 0.75) + 1.1 * 1.1 ** -(2.5 * 0.75) + 1.1 ** 2 * 1.1 ** -(3.5 * 0.75));
    expectUsd(value.breakdown.revenueUsd, expected);
  });

  test("a ramp step inside a period counts from the next one, and may go down", () => {
    const c = contract({ ramp: { "0": 1, "7": 0.25, "18": 0 } });
    const { value } = auditFeasible(portfolio({ contracts: [c] }), { contracts: SERVE_ALL });
    // Months since start 0, 6, 12, 18.
    expect(value.nominal.revenueUsd).toEqual([60_000, 60_000, 15_000, 0]);
  });

  test("a refused contract earns nothing", () => {
    const { value } = auditFeasible(portfolio(), { contracts: [{ id: "c", accepted: false }] });
    expect(value.valueUsd).toBe(0);
    expect(value.contracts).toEqual([]);
  });
});

describe("units", () => {
  // 100 kW racks of 8 accelerators and 0.5 PFLOPS: what 40 units are in racks.
  const gpu = { ...GPU, acceleratorsPerRack: 8, pflopsPerRack: 0.5, opexUsdPerRackMonth: 10 };
  test.each([
    ["mw", 40 * 10, 40],
    ["racks", 40, 4],
    ["accelerators", 40 / 8, 0.5],
    ["pflops", 40 / 0.5, 8],
  ] as const)("%s: %d racks", (unit, racks, itMw) => {
    const input = portfolio({
      platforms: [gpu, OWN],
      sites: [site({ firmMw: 100, halls: [hall({ builtMw: 100 })] })],
      contracts: [contract({ unit, quantity: 40, termMonths: 6 })],
    });
    const audit = auditFeasible(input, { contracts: [{ ...SERVE_ALL[0], placements: [placed(1, { racks })] }] });
    expect(audit.remarks).toEqual([]);
    expect(audit.use.sites[0].inUseMw[0]).toBeCloseTo(itMw, 12);
    expectUsd(audit.value.nominal.opexUsd[0], -racks * 10 * 6);
  });
});

describe("lateness", () => {
  const late = contract({
    minFraction: 0.5,
    start: { earliest: "2026-01", latest: "2027-07", due: "2026-03", lateUsdPerUnitMonth: 50 },
  });
  const startingIn = (start: string): number =>
    auditFeasible(portfolio({ contracts: [late] }), {
      contracts: [{ id: "c", accepted: true, start, fraction: 0.5, placements: [placed(0.5)] }],
    }).value.breakdown.latenessUsd;

  test("whole months from due to the start period's first month, at the start's factor", () => {
    // 2026-03 -> 2026-07 is 4 months, S(1) = 1.1^-0.5; 2027-01 is 10 months, S(2) = 1.1^-1.
    expectUsd(startingIn("2026-07"), -0.5 * 10 * 50 * 4 * 1.1 ** -0.5);
    expectUsd(startingIn("2027-01"), -0.5 * 10 * 50 * 10 * 1.1 ** -1);
  });

  test("in time or early costs nothing", () => expect(startingIn("2026-01") + 0).toBe(0));

  test("nothing is due without `due`", () => {
    const c = contract({ start: { earliest: "2026-01", latest: "2027-07", lateUsdPerUnitMonth: 50 } });
    const { value } = auditFeasible(portfolio({ contracts: [c] }), {
      contracts: [{ ...SERVE_ALL[0], start: "2027-07" }],
    });
    expect(value.breakdown.latenessUsd).toBe(0);
  });
});

test("shortfall penalty: the unserved share at the ramp factor, at r0 and without default", () => {
  const c = contract({
    termMonths: 12,
    ramp: { "0": 0.5, "6": 1 },
    credit: { discountRate: 0.2, annualDefaultProbability: 0.5 },
    shortfall: { maxFraction: 0.25, usdPerUnitMonth: 300 },
  });
  const { value } = auditFeasible(portfolio({ contracts: [c] }), {
    contracts: [{ id: "c", accepted: true, start: "2026-01", fraction: 1, unserved: 0.2, placements: [placed(0.8)] }],
  });
  expectUsd(value.breakdown.penaltyUsd, -0.2 * 10 * 300 * 6 * (0.5 * 1.1 ** -0.25 + 1.1 ** -0.75));
});

describe("serving cost", () => {
  const gpu = { ...GPU, opexUsdPerRackMonth: 500 };

  test("opex of racks and energy at the annual pue and the expected utilisation, market blocks averaged", () => {
    const input = portfolio({
      platforms: [gpu, OWN],
      sites: [
        site({
          energy: {
            market: [
              { share: 0.25, usdPerMwh: 100 },
              { share: 0.75, usdPerMwh: { "2026-01": 20, "2026-07": 40 } },
            ],
          },
        }),
      ],
      contracts: [contract({ termMonths: 12, utilisation: 0.6, ramp: { "0": 0.5, "6": 1 } })],
    });
    const { value } = auditFeasible(input, { contracts: SERVE_ALL });
    // R = 10 racks of 0.1 MW. Energy: 0.25 * 100 + 0.75 * 20 = 40, then 0.25 * 100 + 0.75 * 40 = 55 USD/MWh.
    expectUsd(value.breakdown.opexUsd, -10 * 500 * 6 * (0.5 * 1.1 ** -0.25 + 1 * 1.1 ** -0.75));
    const mwhAtFullRamp = 10 * 0.1 * 1.2 * 0.6 * HOURS;
    expectUsd(value.breakdown.energyUsd, -mwhAtFullRamp * (0.5 * 40 * 1.1 ** -0.25 + 1 * 55 * 1.1 ** -0.75));
  });

  test("a PPA prices the energy", () => {
    const energy = { market: [{ share: 1, usdPerMwh: 100 }], ppa: { usdPerMwh: 30 } };
    const input = portfolio({ sites: [site({ energy })], contracts: [contract({ termMonths: 6 })] });
    const { value } = auditFeasible(input, { contracts: SERVE_ALL });
    expectUsd(value.breakdown.energyUsd, -10 * 0.1 * 1.2 * HOURS * 30 * 1.1 ** -0.25);
  });

  test("each placement at its own site, hall and platform; tenants cost opex too", () => {
    const input = portfolio({
      platforms: [gpu, { ...OWN, opexUsdPerRackMonth: 70 }],
      sites: [
        site({ energy: { market: [{ share: 1, usdPerMwh: 10 }] } }),
        site({
          id: "far",
          energy: { market: [{ share: 1, usdPerMwh: 90 }] },
          halls: [hall({ id: "air", cooling: "air", pue: 1.5 })],
        }),
      ],
      contracts: [contract({ termMonths: 6 })],
    });
    const { value } = auditFeasible(input, {
      contracts: [
        {
          id: "c",
          accepted: true,
          start: "2026-01",
          fraction: 1,
          placements: [placed(0.7), placed(0.3, { site: "far", hall: "air", platform: "own" })],
        },
      ],
    });
    // 7 racks of 100 kW at pue 1.2 and 10 USD/MWh, 3 tenant racks of 50 kW at pue 1.5 and 90 USD/MWh.
    expectUsd(value.breakdown.opexUsd, -(7 * 500 + 3 * 70) * 6 * 1.1 ** -0.25);
    expectUsd(value.breakdown.energyUsd, -(7 * 0.1 * 1.2 * 10 + 3 * 0.05 * 1.5 * 90) * HOURS * 1.1 ** -0.25);
  });
});

test("values by contract add up to the contract terms", () => {
  const input = portfolio({
    platforms: [{ ...GPU, opexUsdPerRackMonth: 40 }, OWN],
    contracts: [contract(), contract({ id: "d", usdPerUnitMonth: 700 })],
  });
  const { value } = auditFeasible(input, { contracts: [...SERVE_ALL, { ...SERVE_ALL[0], id: "d" }] });
  expect(value.contracts.map((row) => row.contract)).toEqual(["c", "d"]);
  expectUsd(value.contracts[0].revenueUsd / value.contracts[1].revenueUsd, 1000 / 700);
  for (const term of ["revenueUsd", "opexUsd"] as const) {
    expectUsd(value.contracts[0][term] + value.contracts[1][term], value.breakdown[term]);
  }
});
