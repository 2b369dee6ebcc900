// Section 7 of MODEL.md, sentence by sentence.
import { describe, expect, test } from "vitest";
import { auditPlan } from "../../src/plan/audit.ts";
import {
  auditFeasible,
  contract,
  expectUsd,
  HOURS,
  hall,
  lot,
  placed,
  portfolio,
  SERVE_ALL,
  site,
  violationsOf,
} from "./fixture.ts";

const MID = 1.1 ** -0.25 + 1.1 ** -0.75 + 1.1 ** -1.25 + 1.1 ** -1.75;

describe("N (installed) binds chips and halls, U (in use) binds power; idle racks take hall, not power", () => {
  // c leaves after the first half-year; its ten racks stay idle. d serves five racks of the tenant beside them afterwards.
  const contracts = [contract({ termMonths: 6 }), contract({ id: "d", platforms: ["own"] })];
  const plan = {
    contracts: [
      ...SERVE_ALL,
      {
        id: "d",
        accepted: true,
        start: "2026-07",
        fraction: 1,
        placements: [placed(1, { platform: "own" })],
      },
    ],
  };
  // Peak load: 1.3 * 1 MW first, then 1.3 * 0.5 MW. Hall: 1 MW, then 1 MW idle + 0.5 MW in use.
  const input = (firmMw: number, builtMw: number) =>
    portfolio({ sites: [site({ firmMw, halls: [hall({ builtMw })] })], contracts });

  test("power of the racks in use is enough", () => {
    const { use } = auditFeasible(input(1.3, 1.5), plan);
    expect(use.sites[0].inUseMw).toEqual([1, 0.5, 0.5, 0.5]);
    expect(use.sites[0].halls[0].installedMw).toEqual([1, 1.5, 1.5, 1.5]);
    expect(use.sites[0].leftoverMw[1]).toBeCloseTo(1.3 - 0.65, 12);
  });

  test("room for the racks in use is not", () => {
    const found = violationsOf(input(1.3, 1.49), plan, "hall");
    expect(found.map(({ month }) => month)).toEqual(["2026-07", "2027-01", "2027-07"]);
  });
});

describe("peakPue reserves power and decides what is left over; pue prices energy and meets maxPue and pueCap", () => {
  const energy = { market: [{ share: 1, usdPerMwh: 10 }] };
  const flexible = [{ id: "load", mw: 100, usdPerMwh: 11 }];
  const input = portfolio({
    sites: [site({ firmMw: 1.5, pueCap: 1.2, energy, flexible, halls: [hall({ pue: 1.2, peakPue: 1.4 })] })],
    contracts: [contract({ placement: { maxPue: 1.2 } })],
  });

  test("both, in the same plan", () => {
    const { value } = auditFeasible(input, { contracts: SERVE_ALL });
    expectUsd(value.breakdown.energyUsd, -1 * 1.2 * HOURS * 10 * MID);
    expectUsd(value.breakdown.flexibleUsd, (1.5 - 1.4 * 1) * HOURS * (11 - 10) * MID);
  });

  test("without peakPue the annual one reserves power", () => {
    const plain = portfolio({
      sites: [site({ firmMw: 1.2, halls: [{ id: "hall", cooling: "dlc", pue: 1.2, builtMw: 1 }] })],
    });
    expect(auditFeasible(plain, { contracts: SERVE_ALL }).use.sites[0].peakMw[0]).toBeCloseTo(1.2, 12);
  });
});

test("a share already contains the fraction: racks are not multiplied by it again", () => {
  const input = portfolio({
    platforms: [
      { id: "gpu", kwPerRack: 100, cooling: ["dlc"], supply: "backlog", opexUsdPerRackMonth: 1 },
      { id: "own", kwPerRack: 50, cooling: ["dlc"], supply: "tenant" },
    ],
    contracts: [contract({ minFraction: 0.5 })],
  });
  const { use, value } = auditFeasible(input, {
    contracts: [{ id: "c", accepted: true, start: "2026-01", fraction: 0.5, placements: [placed(0.5)] }],
  });
  expect(use.chips[0].racksInUse).toEqual([5, 5, 5, 5]);
  expectUsd(value.breakdown.opexUsd, -5 * 6 * MID);
  expectUsd(value.breakdown.revenueUsd, 0.5 * 60_000 * MID);
});

test("default probability applies to revenue only, and its clock starts at the horizon", () => {
  const risky = (annualDefaultProbability: number) =>
    auditFeasible(
      portfolio({
        platforms: [
          { id: "gpu", kwPerRack: 100, cooling: ["dlc"], supply: "backlog", opexUsdPerRackMonth: 7 },
          { id: "own", kwPerRack: 50, cooling: ["dlc"], supply: "tenant" },
        ],
        sites: [site({ energy: { market: [{ share: 1, usdPerMwh: 50 }] } })],
        contracts: [
          contract({
            start: { earliest: "2027-07", latest: "2027-07", due: "2027-01", lateUsdPerUnitMonth: 9 },
            shortfall: { maxFraction: 0.5, usdPerUnitMonth: 3 },
            credit: { annualDefaultProbability },
          }),
        ],
      }),
      {
        contracts: [
          { id: "c", accepted: true, start: "2027-07", fraction: 1, unserved: 0.5, placements: [placed(0.5)] },
        ],
      },
    ).value.breakdown;
  const sure = risky(0);
  const unsure = risky(0.4);
  // Period 3 is 1.75 years after the horizon's start, though only 0.25 after the contract's.
  expectUsd(unsure.revenueUsd, sure.revenueUsd * 0.6 ** 1.75);
  for (const term of ["opexUsd", "energyUsd", "latenessUsd", "penaltyUsd"] as const) {
    expect(sure[term]).toBeLessThan(0);
    expect(unsure[term]).toBe(sure[term]);
  }
});

test("committed lots are in K but not in valueUsd", () => {
  const input = portfolio({
    finance: { discountRate: 0.1, cumulativeEquityUsd: 4999 },
    backlog: [lot({ racks: 5, usdPerRack: 1000 })],
  });
  const [violation] = violationsOf(input, {}, "equity");
  expect(violation).toMatchObject({ lhs: 5000, rhs: 4999 });
  const { value } = auditPlan(input, {});
  expect(value.valueUsd).toBe(0);
  expectUsd(value.npvUsd, -5000);
});

test("lateness is paid on f, served or not", () => {
  const input = portfolio({
    contracts: [
      contract({
        start: { earliest: "2026-01", latest: "2027-07", due: "2026-01", lateUsdPerUnitMonth: 20 },
        shortfall: { maxFraction: 1, usdPerUnitMonth: 0 },
      }),
    ],
  });
  const lateness = (unserved: number) =>
    auditFeasible(input, {
      contracts: [
        { id: "c", accepted: true, start: "2026-07", fraction: 1, unserved, placements: [placed(1 - unserved)] },
      ],
    }).value.breakdown.latenessUsd;
  expectUsd(lateness(0), -10 * 20 * 6 * 1.1 ** -0.5);
  expect(lateness(0.75)).toBe(lateness(0));
});

test("a contract that is accepted and wholly unserved is legal where shortfall allows it", () => {
  const allowed = (maxFraction: number) =>
    portfolio({ contracts: [contract({ signed: true, shortfall: { maxFraction, usdPerUnitMonth: 4 } })] });
  const plan = { contracts: [{ id: "c", accepted: true, start: "2026-01", fraction: 1, unserved: 1 }] };
  expectUsd(auditFeasible(allowed(1), plan).value.valueUsd, -10 * 4 * 6 * MID);
  violationsOf(allowed(0.99), plan, "unserved");
});

test("doing nothing has a value: leftover power earns", () => {
  const energy = { market: [{ share: 1, usdPerMwh: 60 }], ppa: { usdPerMwh: 35, resale: true } };
  const { value } = auditFeasible(portfolio({ sites: [site({ firmMw: 20, energy })] }), {});
  expectUsd(value.valueUsd, 20 * HOURS * (60 - 35) * MID);
});
