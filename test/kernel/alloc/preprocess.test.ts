// Reach on cases computed by hand from MODEL.md section 4. Limits may exceed the exact share by the tolerance plans are checked with.
import { describe, expect, test } from "vitest";
import { contract, limitsOf, lot, reachOf, site } from "./preprocess-fixture.ts";

const hall = { id: "hall", cooling: "dlc", pue: 1, builtMw: 100 };
const build = { moduleMw: 10, maxModules: 5, capexUsdPerMw: 1_000_000, leadMonths: 3 };

function expectLimits(actual: number[], expected: number[]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((limit, i) => {
    expect(limit).toBeGreaterThanOrEqual(expected[i] > 0 ? expected[i] * (1 - 1e-12) : 0);
    expect(limit).toBeLessThanOrEqual(expected[i] > 0 ? expected[i] * (1 + 2e-6) + 2e-6 : 0);
  });
}

describe("largest share by power", () => {
  test("peakPue reserves power: 50 MW at 1.5 into 60 MW is 0.8 of the contract", () => {
    const sites = [site({ firmMw: 60, halls: [{ ...hall, peakPue: 1.5 }] })];
    expectLimits(limitsOf(reachOf({ sites, contracts: [contract({ minFraction: 0.5 })] })), [0.8]);
  });

  test("expansions count from the period in which they can be ready, and need power before it", () => {
    const expansions = [{ id: "x", mw: 40, capexUsd: 0, leadMonths: 6 }];
    const sites = [site({ firmMw: 10, expansions })];
    const late = contract({ minFraction: 0.1, start: { earliest: "2026-07", latest: "2026-07" } });
    const early = contract({ minFraction: 0.1 });
    expectLimits(limitsOf(reachOf({ sites, contracts: [late] })), [1]);
    expectLimits(limitsOf(reachOf({ sites, contracts: [early] })), [0.2]);
  });

  test("a ramp needs less at first: 0.5 of the load while only half the power is there", () => {
    const sites = [site({ firmMw: { "2026-01": 25, "2026-04": 50 } })];
    const ramped = contract({ ramp: { "0": 0.5, "3": 1 } });
    expectLimits(limitsOf(reachOf({ sites, contracts: [ramped] })), [1]);
    expect(reachOf({ sites, contracts: [contract()] }).reach.contractAlive[0]).toBe(0);
  });

  test("interruptible power serves no contract", () => {
    const sites = [site({ firmMw: 20, interruptibleMw: 100 })];
    expectLimits(limitsOf(reachOf({ sites, contracts: [contract({ minFraction: 0.1 })] })), [0.4]);
  });
});

describe("largest share by halls", () => {
  const small = (given: object) => [site({ halls: [{ ...hall, builtMw: 0, build: { ...build, ...given } }] })];
  const from = (month: string) =>
    contract({ minFraction: 0.1, quantity: 100, start: { earliest: month, latest: month } });

  test("modules by then: lead time, per-period and total maximum", () => {
    const sites = small({ maxModulesPerPeriod: 2 });
    expectLimits(limitsOf(reachOf({ sites, contracts: [from("2026-04")] })), [0.2]);
    expectLimits(limitsOf(reachOf({ sites, contracts: [from("2026-07")] })), [0.4]);
    expectLimits(limitsOf(reachOf({ sites, contracts: [from("2026-10")] })), [0.5]);
    expect(reachOf({ sites, contracts: [from("2026-01")] }).reach.contractAlive[0]).toBe(0);
  });

  test("modules must be paid for: $25M of equity buy two of $10M, $40M at 50 % debt buy four", () => {
    const sites = small({});
    const bought = (finance: object, given = {}) =>
      limitsOf(
        reachOf({ sites, contracts: [{ ...from("2026-04"), ...given }], finance: { discountRate: 0.1, ...finance } }),
      );
    const debt = { rate: 0.05, termYears: 5, maxLoanToCost: 0.5 };
    expectLimits(bought({ cumulativeEquityUsd: 25e6 }), [0.2]);
    expectLimits(bought({ cumulativeEquityUsd: 20e6, debt }, { takeOrPay: 1, credit: { advanceRate: 1 } }), [0.4]);
    // Without any advance the contract carries no debt, and only the equity is there.
    expectLimits(bought({ cumulativeEquityUsd: 20e6, debt }), [0.2]);
  });

  test("backlog racks stay when the term is over, the tenant takes its own away", () => {
    const sites = [site({ halls: [{ ...hall, builtMw: { "2026-01": 50, "2026-10": 5 } }] })];
    const half = { termMonths: 6, minFraction: 0.1 };
    expectLimits(limitsOf(reachOf({ sites, contracts: [contract({ ...half, platforms: ["box"] })] })), [0.1]);
    expectLimits(limitsOf(reachOf({ sites, contracts: [contract(half)] })), [1]);
  });

  test("backlog racks of an earlier, higher ramp step stay too", () => {
    const sites = [site({ halls: [{ ...hall, builtMw: { "2026-01": 50, "2026-04": 25 } }] })];
    const falling = { ramp: { "0": 1, "3": 0.5 }, minFraction: 0.1 };
    expectLimits(limitsOf(reachOf({ sites, contracts: [contract({ ...falling, platforms: ["box"] })] })), [0.5]);
    expectLimits(limitsOf(reachOf({ sites, contracts: [contract(falling)] })), [1]);
  });
});

describe("largest share by chips", () => {
  const boxes = contract({ platforms: ["box"], minFraction: 0.1 });
  const later = { ...boxes, start: { earliest: "2026-07", latest: "2026-07" } };

  test("committed and optional lots arrived by the start", () => {
    const backlog = [lot(100), lot(150, { arrives: "2026-05", committed: false, usdPerRack: 1 })];
    expectLimits(limitsOf(reachOf({ backlog, contracts: [boxes] })), [0.2]);
    expectLimits(limitsOf(reachOf({ backlog, contracts: [later] })), [0.5]);
  });

  test("a divisible lot counts for the part that can be paid, an indivisible one not at all", () => {
    const finance = { discountRate: 0.1, cumulativeEquityUsd: 10e6 };
    const order = { committed: false, usdPerRack: 100_000 };
    const limit = (divisible: boolean) =>
      limitsOf(reachOf({ finance, contracts: [boxes], backlog: [lot(100), lot(200, { ...order, divisible })] }));
    expectLimits(limit(true), [0.4]);
    expectLimits(limit(false), [0.2]);
  });

  test("both platforms together stay below servedMin: the option is gone although each hall has room", () => {
    const sites = [site(), site({ id: "s2" }), site({ id: "s3" })];
    const backlog = [lot(200)];
    expect(reachOf({ sites, backlog, contracts: [{ ...boxes, minFraction: 0.5 }] }).reach.contractAlive[0]).toBe(0);
    expect(reachOf({ sites, backlog, contracts: [{ ...boxes, minFraction: 0.4 }] }).reach.contractAlive[0]).toBe(1);
  });
});

describe("largest share by pueCap", () => {
  const air = { id: "air", cooling: "air", pue: 1.5, builtMw: 100 };
  const efficient = { id: "dlc", cooling: "dlc", pue: 1.1, builtMw: 10 };
  const airOnly = { kwPerRack: 100, cooling: ["air"], supply: "tenant" as const };
  const platforms = [
    { id: "own", ...airOnly },
    { id: "box", kwPerRack: 100, cooling: ["dlc"], supply: "backlog" as const },
  ];
  const airContract = contract({ minFraction: 0.01 });
  const dlcContract = contract({ id: "c2", platforms: ["box"], minFraction: 0.01 });

  test("a hall above the cap is useless when nothing beside it can offset", () => {
    const sites = [site({ pueCap: 1.3, halls: [air] })];
    expect(reachOf({ platforms, sites, contracts: [airContract] }).reach.contractAlive[0]).toBe(0);
    // The efficient hall offsets only while some contract can use it.
    const both = [site({ pueCap: 1.3, halls: [air, efficient] })];
    expect(reachOf({ platforms, sites: both, contracts: [airContract] }).reach.contractAlive[0]).toBe(0);
  });

  test("10 efficient MW at 0.2 below the cap offset 10 MW at 0.2 above it", () => {
    const sites = [site({ pueCap: 1.3, halls: [air, efficient], firmMw: 1000 })];
    const limits = limitsOf(reachOf({ platforms, sites, contracts: [airContract, dlcContract] }));
    expect(limits[0]).toBeGreaterThanOrEqual(0.2);
    // The cap's tolerance grows with all power the site could use.
    expect(limits[0]).toBeLessThanOrEqual(0.2 + 1e-3);
  });

  test("power is shared between the hall above the cap and those that offset it", () => {
    const sites = [site({ pueCap: 1.3, halls: [air, { ...efficient, builtMw: 1000 }], firmMw: 26 })];
    // U air and U dlc with U(1.5) + U'(1.1) <= 26 and 0.2 U <= 0.2 U': U = U' = 10.
    const limits = limitsOf(reachOf({ platforms, sites, contracts: [airContract, dlcContract] }));
    expect(limits[0]).toBeGreaterThanOrEqual(0.2);
    expect(limits[0]).toBeLessThanOrEqual(0.2 + 1e-4);
  });
});

describe("drop rule", () => {
  const sites = [site({ firmMw: 10 }), site({ id: "s2", firmMw: 20 }), site({ id: "s3", firmMw: 25 })];

  test("a site is dropped when the best maxSites sites with it do not reach servedMin", () => {
    const two = (minFraction: number) =>
      limitsOf(reachOf({ sites, contracts: [contract({ minFraction, placement: { maxSites: 2 } })] }));
    expectLimits(two(0.6), [0.2, 0.4, 0.5]);
    expectLimits(two(0.75), [0, 0.4, 0.5]);
    expectLimits(two(0.95), [0, 0, 0]);
  });

  test("the shortfall lowers what must be served; with servedMin 0 the contract stays even without columns", () => {
    const shortfall = { maxFraction: 0.5, usdPerUnitMonth: 1 };
    const placement = { maxSites: 1 };
    expectLimits(limitsOf(reachOf({ sites, contracts: [contract({ placement, shortfall })] })), [0, 0, 0.5]);
    const none = reachOf({
      sites: [site({ firmMw: 0 })],
      contracts: [contract({ shortfall: { ...shortfall, maxFraction: 1 } })],
    });
    expectLimits(limitsOf(none), [0]);
    expect(none.reach.contractAlive[0]).toBe(1);
    expect(none.reach.optionAlive[0]).toBe(1);
  });

  test("minMwPerSite: sites below it are useless, and it bounds the number of sites", () => {
    const placed = (minMwPerSite: number, minFraction: number) =>
      limitsOf(reachOf({ sites, contracts: [contract({ minFraction, placement: { minMwPerSite } })] }));
    expectLimits(placed(15, 0.6), [0, 0.4, 0.5]);
    // 50 MW hold two sites of 18 MW at most: all three would be needed for 0.95.
    expectLimits(placed(18, 0.95), [0, 0, 0]);
  });

  test("halls of one site share its power", () => {
    const twin = [site({ firmMw: 25, halls: [hall, { ...hall, id: "second" }] })];
    expect(reachOf({ sites: twin, contracts: [contract({ minFraction: 0.6 })] }).reach.contractAlive[0]).toBe(0);
    expect(reachOf({ sites: twin, contracts: [contract({ minFraction: 0.5 })] }).reach.contractAlive[0]).toBe(1);
  });

  test("an exact fit survives rounding", () => {
    const exact = [site({ firmMw: 65, halls: [{ ...hall, pue: 1.3, builtMw: 50 }] })];
    expect(reachOf({ sites: exact, contracts: [contract()] }).reach.contractAlive[0]).toBe(1);
  });
});

describe("what must be", () => {
  test("a signed contract that fits nowhere proves infeasibility and is named", () => {
    const contracts = [contract(), contract({ id: "c2", quantity: 500, signed: true })];
    const { reach } = reachOf({ contracts });
    expect(reach.infeasible).toBe(1);
    expect(reach.infeasibleContract).toBe(1);
  });

  test("a signed contract excludes its group's others; two signed ones in a group are infeasible", () => {
    const one = contract({ group: "g" });
    const excluded = reachOf({ contracts: [one, contract({ id: "c2", group: "g", signed: true })] }).reach;
    expect([...excluded.contractAlive]).toEqual([0, 1]);
    expect(excluded.infeasible).toBe(0);
    const signed = { ...one, signed: true };
    const clash = reachOf({ contracts: [signed, { ...signed, id: "c2" }] }).reach;
    expect(clash.infeasible).toBe(1);
    expect(clash.infeasibleContract).toBe(1);
  });

  test("committed lots that cannot be paid for leave no plan, and no contract is to blame", () => {
    const backlog = [lot(100, { usdPerRack: 1_000_000 })];
    const broke = reachOf({ backlog, finance: { discountRate: 0.1, cumulativeEquityUsd: 99e6 } }).reach;
    expect(broke.infeasible).toBe(1);
    expect(broke.infeasibleContract).toBe(-1);
    const paid = reachOf({ backlog, finance: { discountRate: 0.1, cumulativeEquityUsd: 100e6 } }).reach;
    expect(paid.infeasible).toBe(0);
  });

  test("nothing at all is fine", () => {
    expect(reachOf({ sites: [], contracts: [], backlog: [] }).reach.infeasible).toBe(0);
    const homeless = reachOf({ sites: [], backlog: [] }).reach;
    expect([...homeless.contractAlive]).toEqual([0]);
  });
});
