// Derived sections of a small plan, every figure computed by hand in the comments.
import { describe, expect, test } from "vitest";
import { auditPlan } from "../../src/plan/audit.ts";
import { planSections } from "../../src/plan/sections.ts";
import { SECTION_SCHEMAS, type SectionName } from "../../src/plan/sections-schema.ts";
import { randomPortfolio } from "../support/random-portfolio.ts";
import { auditFeasible, contract, HOURS, hall, lot, placed, portfolio, site } from "./fixture.ts";
import { randomPlan } from "./random-plan.ts";

// Contract c: ten racks of 100 kW in hall "hall" for a year from 2026-01; d: ten tenant racks of 50 kW in hall "air" from 2026-07 on.
// The PPA at 30 resells at market (20 or 50); a flexible load takes 0.2 MW at 45.
const input = portfolio({
  finance: {
    discountRate: 0.1,
    cumulativeEquityUsd: { "2026-01": 4_500_000, "2026-07": 5_000_000 },
    debt: { rate: 0.05, termYears: 5, maxLoanToCost: 0.5 },
  },
  backlog: [
    lot({ racks: 20, usdPerRack: 100_000 }),
    lot({ id: "more", racks: 10, usdPerRack: 50_000, committed: false }),
  ],
  sites: [
    site({
      firmMw: 2,
      interruptibleMw: 0.5,
      expansions: [{ id: "x", mw: 1, capexUsd: 600_000, leadMonths: 6 }],
      energy: {
        market: [
          { share: 0.25, usdPerMwh: 50 },
          { share: 0.75, usdPerMwh: 20 },
        ],
        ppa: { usdPerMwh: 30, resale: true },
      },
      flexible: [{ id: "mine", mw: 0.2, usdPerMwh: 45 }],
      halls: [
        hall({ builtMw: 1, build: { moduleMw: 1, maxModules: 2, capexUsdPerMw: 1_000_000, leadMonths: 12 } }),
        hall({ id: "air", cooling: "air", pue: 1.5, peakPue: 1.6, builtMw: 1 }),
      ],
    }),
    site({ id: "idle", firmMw: 3, energy: { market: [{ share: 1, usdPerMwh: 40 }] }, halls: [] }),
  ],
  contracts: [
    contract({ termMonths: 12, takeOrPay: 1, credit: { advanceRate: 1 }, usdPerUnitMonth: 20_000 }),
    contract({
      id: "d",
      usdPerUnitMonth: 500,
      start: { earliest: "2026-01", latest: "2026-07", due: "2026-05", lateUsdPerUnitMonth: 10 },
    }),
    contract({ id: "e" }),
  ],
});

const audit = auditFeasible(input, {
  contracts: [
    { id: "c", accepted: true, start: "2026-01", fraction: 1, placements: [placed(1)] },
    {
      id: "d",
      accepted: true,
      start: "2026-07",
      fraction: 1,
      placements: [placed(1, { hall: "air", platform: "own" })],
    },
  ],
  builds: [{ site: "site", hall: "hall", start: "2026-07", modules: 1 }],
  expansions: [{ site: "site", expansion: "x", start: "2026-01" }],
  orders: [{ lot: "more", fraction: 0.5 }],
  debt: [{ period: "2026-01", usd: 1_000_000 }],
});
const sections = planSections(audit);

test("months", () => expect(sections.months).toEqual(["2026-01", "2026-07", "2027-01", "2027-07"]));

test("power", () => {
  const [row, idle] = sections.power;
  expect(row).toEqual({
    site: "site",
    firmMw: [2, 2, 2, 2],
    interruptibleMw: [0.5, 0.5, 0.5, 0.5],
    expansionMw: [0, 1, 1, 1],
    energisedMw: [2.5, 3.5, 3.5, 3.5],
    // c is 1 MW in the first year, d 0.5 MW from the second half-year on.
    itMw: [1, 1.5, 0.5, 0.5],
    // 1.3 * 1; 1.3 * 1 + 1.6 * 0.5; 1.6 * 0.5.
    peakMw: [1.3, 2.1, 0.8, 0.8],
    // Dear hours (25 %): resale at 50 beats the load at 45 and takes all. Cheap hours (75 %): the load's 0.2 MW; the rest is stranded.
    flexibleMw: [0.15, 0.15, 0.15, 0.15],
    resaleMw: [0.3, 0.35, 0.675, 0.675],
    strandedMw: [0.75, 0.9, 1.875, 1.875],
    // (1.2 * 1 + 1.5 * 0.5) / 1.5 = 1.3.
    meanPue: [1.2, 1.3, 1.5, 1.5],
  });
  expect(idle).toMatchObject({ site: "idle", strandedMw: [3, 3, 3, 3], meanPue: [null, null, null, null] });
  for (const { energisedMw, peakMw, flexibleMw, resaleMw, strandedMw } of sections.power) {
    for (const [t, mw] of energisedMw.entries()) {
      expect(peakMw[t] + flexibleMw[t] + resaleMw[t] + strandedMw[t]).toBeCloseTo(mw, 6);
    }
  }
});

test("halls and installs", () => {
  expect(sections.halls).toEqual([
    {
      site: "site",
      hall: "hall",
      cooling: "dlc",
      modulesStarted: [0, 1, 0, 0],
      // The module's twelve months are over in 2027-07.
      capacityMw: [1, 1, 1, 2],
      // c's racks stay after its year.
      installedMw: [1, 1, 1, 1],
      inUseMw: [1, 1, 0, 0],
      idleMw: [0, 0, 1, 1],
    },
    {
      site: "site",
      hall: "air",
      cooling: "air",
      modulesStarted: [0, 0, 0, 0],
      capacityMw: [1, 1, 1, 1],
      installedMw: [0, 0.5, 0.5, 0.5],
      inUseMw: [0, 0.5, 0.5, 0.5],
      idleMw: [0, 0, 0, 0],
    },
  ]);
  expect(sections.installs).toEqual([
    { site: "site", hall: "hall", platform: "gpu", racksInstalled: [10, 10, 10, 10], racksInUse: [10, 10, 0, 0] },
    { site: "site", hall: "air", platform: "own", racksInstalled: [0, 10, 10, 10], racksInUse: [0, 10, 10, 10] },
  ]);
});

test("chips: twenty committed racks and half a lot of ten", () => {
  expect(sections.chips).toEqual([
    {
      platform: "gpu",
      racksArrived: [25, 25, 25, 25],
      racksInstalled: [10, 10, 10, 10],
      racksInUse: [10, 10, 0, 0],
    },
  ]);
});

test("flexible use and resale by load", () => {
  // 0.2 MW for 75 % of 4380 hours: 657 MWh at 45, 15 above the PPA's 30.
  const resaleMwh = [1.2, 1.4, 2.7, 2.7].map((mw) => mw * 0.25 * HOURS);
  expect(sections.flexible).toEqual([
    {
      site: "site",
      load: null,
      energyMwh: resaleMwh.map((mwh) => expect.closeTo(mwh, 6)),
      revenueUsd: resaleMwh.map((mwh) => expect.closeTo(mwh * 50, 2)),
      marginUsd: resaleMwh.map((mwh) => expect.closeTo(mwh * 20, 2)),
    },
    {
      site: "site",
      load: "mine",
      energyMwh: [657, 657, 657, 657],
      revenueUsd: [29_565, 29_565, 29_565, 29_565],
      marginUsd: [9855, 9855, 9855, 9855],
    },
  ]);
});

test("money by period", () => {
  expect(sections.money).toEqual({
    // c: 10 * 20 000 * 6 for two periods; d: 10 * 500 * 6 for three.
    contractRevenueUsd: [1_200_000, 1_230_000, 30_000, 30_000],
    // d starts two months after it is due: 10 * 10 * 2.
    latenessUsd: [0, 200, 0, 0],
    penaltyUsd: [0, 0, 0, 0],
    opexUsd: [0, 0, 0, 0],
    // At 30 USD/MWh: 1 MW at 1.2, 0.5 MW at 1.5.
    energyUsd: [1.2, 1.95, 0.75, 0.75].map((mw) => mw * HOURS * 30),
    flexibleMarginUsd: [9855, 9855, 9855, 9855],
    resaleMarginUsd: [1.2, 1.4, 2.7, 2.7].map((mw) => expect.closeTo(mw * 0.25 * HOURS * 20, 2)),
    // 20 committed racks at 100 000, half of ten at 50 000, the expansion; then the module.
    capexUsd: [2_850_000, 1_000_000, 0, 0],
    debtDrawnUsd: [1_000_000, 0, 0, 0],
    equityUsedUsd: [1_850_000, 2_850_000, 2_850_000, 2_850_000],
    equityHeadroomUsd: [2_650_000, 2_150_000, 2_150_000, 2_150_000],
  });
});

test("figures for the board", () => {
  expect(sections.kpis).toEqual({
    contractsAccepted: 2,
    contractsRefused: 1,
    contractRevenueUsd: 2_490_000,
    flexibleRevenueUsd: 4 * 29_565,
    // 8 MW-periods * 25 % * 4380 h * 50.
    resaleRevenueUsd: 438_000,
    capexUsd: 3_850_000,
    debtDrawnUsd: 1_000_000,
    equityPeakUsd: 2_850_000,
    equityTroughUsd: 2_150_000,
    equityTroughMonth: "2026-07",
    // 20 rack-periods of 100.
    chipUtilisation: 0.2,
    // (1 + 1.5 + 0.5 + 0.5) / (1 + 1 + 1 + 2 + 4).
    hallUtilisation: 0.388889,
    // (1.3 + 2.1 + 0.8 + 0.8) / (2 + 3 + 3 + 3 + 4 * 3).
    firmPowerUtilisation: 0.217391,
    // (1.2 + 1.95 + 0.75 + 0.75) / 3.5.
    meanPue: 1.328571,
    flexibleMwh: 4 * 657,
    resaleMwh: 8760,
    // Site: 0.75 + 0.9 + 1.875 + 1.875 MW; the idle one: 3 MW for four periods.
    strandedMwh: (5.4 + 12) * HOURS,
  });
});

describe("values", () => {
  test("by contract, costs negative, with what is left", () => {
    const [c] = sections.contractValues;
    expect(c.contract).toBe("c");
    const mid = 1.1 ** -0.25 + 1.1 ** -0.75;
    expect(c.revenueUsd).toBeCloseTo(1_200_000 * mid, 2);
    expect(c.energyUsd).toBeCloseTo(-1.2 * HOURS * 30 * mid, 2);
    expect(c.netUsd).toBeCloseTo((1_200_000 - 1.2 * HOURS * 30) * mid, 2);
  });

  test("by term, to the cent", () => {
    expect(sections.valueBreakdown.expansionCapexUsd).toBe(-600_000);
    expect(sections.valueBreakdown.committedLotCapexUsd).toBe(-2_000_000);
    const { committedLotCapexUsd: _, committedLotResidualUsd: __, ...terms } = sections.valueBreakdown;
    const total = Object.values(terms).reduce((sum, usd) => sum + usd, 0);
    expect(Math.abs(total - audit.value.valueUsd)).toBeLessThan(0.1);
  });
});

test("doing nothing in an empty portfolio: shares of nothing are null, never NaN", () => {
  const empty = portfolio({ platforms: [], backlog: [], sites: [], contracts: [] });
  const { kpis } = planSections(auditFeasible(empty, {}));
  expect(kpis).toMatchObject({
    contractsAccepted: 0,
    chipUtilisation: null,
    hallUtilisation: null,
    firmPowerUtilisation: null,
    meanPue: null,
    equityTroughUsd: null,
    equityTroughMonth: null,
    strandedMwh: 0,
  });
});

test("sections of random plans have the shape that plans are read back with, and survive JSON unchanged", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const world = randomPortfolio(seed);
    const derived = planSections(auditPlan(world, randomPlan(world, seed)));
    for (const [name, section] of Object.entries(derived)) {
      const parsed = SECTION_SCHEMAS[name as SectionName].safeParse(section);
      expect(parsed.error, `seed ${seed}, section ${name}`).toBeUndefined();
      expect(JSON.parse(JSON.stringify(section)), `seed ${seed}, section ${name}`).toEqual(section);
    }
  }
});
