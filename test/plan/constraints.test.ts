// Section 4 of MODEL.md: each constraint met to the edge, and just broken. The sides that the audit must find are written out by hand.
import { describe, expect, test } from "vitest";
import { type Decisions } from "../../src/plan/plan.ts";
import {
  auditFeasible,
  type ContractInput,
  contract,
  hall,
  lot,
  placed,
  portfolio,
  SERVE_ALL,
  site,
  violationsOf,
} from "./fixture.ts";

const take = (id: string, start = "2026-01", site = "site"): Decisions["contracts"][number] => ({
  id,
  accepted: true,
  start,
  fraction: 1,
  placements: [placed(1, { site })],
});

describe("1: signed contracts and groups", () => {
  test("a signed contract is accepted", () => {
    const input = portfolio({ contracts: [contract({ signed: true })] });
    auditFeasible(input, { contracts: SERVE_ALL });
    expect(violationsOf(input, {}, "signed")[0]).toMatchObject({
      section: "4.1",
      subject: { contract: "c" },
      lhs: 0,
      rhs: 1,
    });
    violationsOf(input, { contracts: [{ id: "c", accepted: false }] }, "signed");
  });

  test("of a group at most one is accepted", () => {
    const input = portfolio({
      contracts: [contract({ group: "g" }), contract({ id: "d", group: "g" }), contract({ id: "e", group: "h" })],
    });
    auditFeasible(input, {});
    auditFeasible(input, { contracts: [take("d"), take("e")] });
    const [violation] = violationsOf(input, { contracts: [take("c"), take("d"), take("e")] }, "group");
    expect(violation).toMatchObject({ subject: { group: "g" }, lhs: 2, rhs: 1 });
    expect(violation.message).toContain("c, d");
  });
});

describe("2: sites of a contract", () => {
  const inputWith = (changes: Partial<ContractInput>) =>
    portfolio({
      sites: [site({ halls: [hall(), hall({ id: "second" })] }), site({ id: "far" }), site({ id: "third" })],
      contracts: [contract(changes)],
    });
  const over = (...placements: ReturnType<typeof placed>[]) => ({ contracts: [{ ...SERVE_ALL[0], placements }] });

  test("maxSites counts sites with a share above 0, not halls", () => {
    const input = inputWith({ placement: { maxSites: 2 } });
    const twoHalls = [placed(0.3), placed(0.3, { hall: "second" })];
    auditFeasible(input, over(...twoHalls, placed(0.4, { site: "far" }), placed(0, { site: "third" })));
    const [violation] = violationsOf(
      input,
      over(...twoHalls, placed(0.3, { site: "far" }), placed(0.1, { site: "third" })),
      "maxSites",
    );
    expect(violation).toMatchObject({ subject: { contract: "c" }, lhs: 3, rhs: 2 });
    expect(violation.message).toContain("site, far, third");
  });

  test("minMwPerSite counts nameplate IT MW at ramp factor 1, over halls and platforms", () => {
    // 10 racks of 100 kW: a share of 0.4 is 0.4 MW; the tenant's racks have 50 kW, so that its 0.2 is 0.1 MW.
    const input = inputWith({ placement: { minMwPerSite: 0.4 }, ramp: { "0": 0.01 } });
    const first = [placed(0.3), placed(0.2, { hall: "second", platform: "own" })];
    auditFeasible(input, over(...first, placed(0.5, { site: "far" })));
    auditFeasible(input, over(placed(1), placed(0, { site: "far" })));
    const [violation] = violationsOf(
      input,
      over(placed(0.29), placed(0.2, { hall: "second", platform: "own" }), placed(0.51, { site: "far" })),
      "minMwPerSite",
    );
    expect(violation.subject).toEqual({ contract: "c", site: "site" });
    expect(violation.lhs).toBeCloseTo(0.29 + 0.1, 12);
    expect(violation.rhs).toBe(0.4);
  });
});

describe("3 and 4: racks and chips", () => {
  const contracts = [
    contract({ termMonths: 6 }),
    contract({ id: "d", termMonths: 6, start: { earliest: "2026-01", latest: "2027-07" } }),
  ];
  const twoSites = [site(), site({ id: "far" })];

  test("racks arrive with their lots: at the first period on or after the month, before the horizon at once", () => {
    const backlog = [
      lot({ id: "a", racks: 6, arrives: "2025-03" }),
      lot({ id: "b", racks: 3, arrives: "2026-02" }),
      lot({ id: "o", racks: 4, arrives: "2026-07", committed: false }),
    ];
    const input = portfolio({ backlog, contracts });
    const orders = (fraction: number) => [{ lot: "o", fraction }];
    // 6 + 3 + 0.25 * 4 = 10 racks from 2026-07 on.
    auditFeasible(input, { contracts: [take("c", "2026-07")], orders: orders(0.25) });
    const short = violationsOf(input, { contracts: [take("c", "2026-07")], orders: orders(0.2) }, "chips");
    expect(short.map(({ month }) => month)).toEqual(["2026-07", "2027-01", "2027-07"]);
    expect(short[0]).toMatchObject({ subject: { platform: "gpu" }, lhs: 10, relation: "<=" });
    expect(short[0].rhs).toBeCloseTo(9.8, 12);
    const early = violationsOf(input, { contracts: [take("c", "2026-01")], orders: orders(1) }, "chips");
    expect(early.map(({ month, rhs }) => [month, rhs])).toEqual([["2026-01", 6]]);
  });

  test("installed for good: racks whose contract has ended serve again in the same hall, not at another site", () => {
    const input = portfolio({ backlog: [lot({ racks: 10 })], sites: twoSites, contracts });
    auditFeasible(input, { contracts: [take("c"), take("d", "2026-07")] });
    const [violation] = violationsOf(input, { contracts: [take("c"), take("d", "2026-07", "far")] }, "chips");
    expect(violation).toMatchObject({ month: "2026-07", lhs: 20, rhs: 10 });
  });

  test("in one hall the most that was ever in use stays installed", () => {
    const input = portfolio({ contracts: [contract({ ramp: { "0": 0.2, "6": 1, "12": 0.5 } })] });
    const { use } = auditFeasible(input, { contracts: SERVE_ALL });
    expect(use.chips[0].racksInUse).toEqual([2, 10, 5, 5]);
    expect(use.chips[0].racksInstalled).toEqual([2, 10, 10, 10]);
  });

  test("a tenant brings its racks and takes them away", () => {
    const input = portfolio({ backlog: [], sites: twoSites, contracts });
    const own = [placed(1, { platform: "own" })];
    const away = [placed(1, { platform: "own", site: "far" })];
    const { use } = auditFeasible(input, {
      contracts: [
        { ...take("c"), placements: own },
        { ...take("d", "2026-07"), placements: away },
      ],
    });
    expect(use.sites[0].halls[0].racks[0].racksInstalled).toEqual([10, 0, 0, 0]);
    violationsOf(input, { contracts: [take("c")] }, "chips");
  });
});

describe("5: halls and modules", () => {
  const build = { moduleMw: 0.3, maxModules: 3, capexUsdPerMw: 1, leadMonths: 12, maxModulesPerPeriod: 2 };
  const halls = [hall({ builtMw: 0.5, build })];
  const input = portfolio({ sites: [site({ halls })], contracts: [contract()] });
  const start = (month: string, modules: number) => ({ site: "site", hall: "hall", start: month, modules });

  test("built capacity", () => {
    auditFeasible(portfolio({ sites: [site({ halls: [hall({ builtMw: 1 })] })] }), { contracts: SERVE_ALL });
    const tight = portfolio({ sites: [site({ halls: [hall({ builtMw: { "2026-01": 0.99, "2026-07": 1 } })] })] });
    const found = violationsOf(tight, { contracts: SERVE_ALL }, "hall");
    expect(found.map(({ month }) => month)).toEqual(["2026-01"]);
    expect(found[0]).toMatchObject({ subject: { site: "site", hall: "hall" }, lhs: 1, rhs: 0.99 });
  });

  test("modules count once their lead time is over", () => {
    // 0.5 + 2 * 0.3 = 1.1 MW from the third period on.
    const builds = [start("2026-01", 2)];
    auditFeasible(input, { contracts: [take("c", "2027-01")], builds });
    const [early] = violationsOf(input, { contracts: [take("c", "2026-07")], builds }, "hall");
    expect(early).toMatchObject({ month: "2026-07", lhs: 1, rhs: 0.5 });
    const few = violationsOf(input, { contracts: [take("c", "2027-01")], builds: [start("2026-01", 1)] }, "hall");
    expect(few.map(({ month, rhs }) => [month, rhs])).toEqual([
      ["2027-01", 0.8],
      ["2027-07", 0.8],
    ]);
  });

  test("maxModules over all periods, maxModulesPerPeriod in each", () => {
    auditFeasible(input, { builds: [start("2026-01", 2), start("2026-07", 1)] });
    const [many] = violationsOf(input, { builds: [start("2026-01", 2), start("2026-07", 2)] }, "maxModules");
    expect(many).toMatchObject({ lhs: 4, rhs: 3, month: null });
    const [fast] = violationsOf(input, { builds: [start("2026-07", 3)] }, "maxModulesPerPeriod");
    expect(fast).toMatchObject({ lhs: 3, rhs: 2, month: "2026-07" });
  });

  test("maxModulesPerPeriod is maxModules unless given", () => {
    const { maxModulesPerPeriod: _, ...free } = build;
    const open = portfolio({ sites: [site({ halls: [hall({ build: free })] })] });
    auditFeasible(open, { builds: [start("2026-07", 3)] });
  });

  test("a hall without build takes no modules", () => {
    const [violation] = violationsOf(portfolio(), { builds: [start("2026-01", 1)] }, "noBuild");
    expect(violation).toMatchObject({ section: "4.5", path: "builds[0]" });
  });

  test("several platforms share the hall, tenants' racks included", () => {
    // 6 racks of 100 kW and 4 of 50 kW: 0.8 MW.
    const placements = [placed(0.6), placed(0.4, { platform: "own" })];
    const shared = (builtMw: number) => portfolio({ sites: [site({ halls: [hall({ builtMw })] })] });
    auditFeasible(shared(0.8), { contracts: [{ ...SERVE_ALL[0], placements }] });
    expect(violationsOf(shared(0.79), { contracts: [{ ...SERVE_ALL[0], placements }] }, "hall")[0].lhs).toBeCloseTo(
      0.8,
    );
  });
});

describe("6 to 8: power", () => {
  // Peak load of the contract: 1.3 * 10 * 0.1 = 1.3 MW.
  const withSite = (changes: Parameters<typeof site>[0]) => portfolio({ sites: [site(changes)] });

  test("firm power carries the peak load; interruptible power does not", () => {
    auditFeasible(withSite({ firmMw: 1.3 }), { contracts: SERVE_ALL });
    const short = withSite({ firmMw: { "2026-01": 1.29, "2027-01": 1.3 }, interruptibleMw: 5 });
    const found = violationsOf(short, { contracts: SERVE_ALL }, "firmPower");
    expect(found.map(({ month }) => month)).toEqual(["2026-01", "2026-07"]);
    expect(found[0].lhs).toBeCloseTo(1.3, 12);
    expect(found[0]).toMatchObject({ section: "4.6", subject: { site: "site" }, rhs: 1.29 });
  });

  test("an expansion is firm power from the end of its lead time on", () => {
    const input = withSite({ firmMw: 1, expansions: [{ id: "x", mw: 0.3, capexUsd: 1, leadMonths: 7 }] });
    const expansions = [{ site: "site", expansion: "x", start: "2026-01" }];
    auditFeasible(input, { contracts: [take("c", "2027-01")], expansions });
    const early = violationsOf(input, { contracts: [take("c", "2026-07")], expansions }, "firmPower", "totalPower");
    expect(early.map(({ month }) => month)).toEqual(["2026-07", "2026-07"]);
  });

  test("total power: peak load beyond firm and interruptible power together", () => {
    const input = withSite({ firmMw: 1, interruptibleMw: 0.2, flexible: [{ id: "f", mw: 9, usdPerMwh: 9 }] });
    const total = violationsOf(input, { contracts: SERVE_ALL }, "firmPower", "totalPower").filter(
      ({ constraint }) => constraint === "totalPower",
    );
    expect(total[0].lhs).toBeCloseTo(1.3, 12);
    expect(total[0]).toMatchObject({ section: "4.7", rhs: 1.2 });
  });

  test("flexible use fills what is left and no more", () => {
    const input = withSite({ firmMw: 2, interruptibleMw: 1, flexible: [{ id: "f", mw: 9, usdPerMwh: 9 }] });
    const { flexible, use } = auditFeasible(input, { contracts: SERVE_ALL });
    expect(use.sites[0].leftoverMw[0]).toBeCloseTo(1.7, 12);
    expect(flexible[0][0][0].usedMw).toBeCloseTo(1.7, 12);
  });

  const mixed = (pueCap: number) =>
    withSite({ pueCap, halls: [hall({ pue: 1.1 }), hall({ id: "hot", cooling: "air", pue: 1.5 })] });
  const share = (hot: number) => ({
    contracts: [{ ...SERVE_ALL[0], placements: [placed(1 - hot), placed(hot, { hall: "hot", platform: "own" })] }],
  });

  test("pueCap: load-weighted over the site's halls", () => {
    // 5 racks of 0.1 MW at 1.1 and 5 of 0.05 MW at 1.5: (0.55 + 0.375) / 0.75 = 1.2333.
    auditFeasible(mixed(1.2334), share(0.5));
    const found = violationsOf(mixed(1.2333), share(0.5), "pueCap");
    expect(found).toHaveLength(4);
    expect(found[0].lhs).toBeCloseTo(0.925, 12);
    expect(found[0].rhs).toBeCloseTo(1.2333 * 0.75, 12);
    auditFeasible(mixed(1.1), {});
  });

  test("pueCap holds in each period by itself", () => {
    // The tenant's load in the hot hall comes a period later than the other contract's load, which would have balanced it.
    const input = portfolio({
      sites: [site({ pueCap: 1.3, halls: [hall({ pue: 1.1 }), hall({ id: "hot", cooling: "air", pue: 1.5 })] })],
      contracts: [contract({ termMonths: 6 }), contract({ id: "d", termMonths: 6 })],
    });
    const hot = (start: string) => [
      take("c"),
      { ...take("d", start), placements: [placed(1, { hall: "hot", platform: "own" })] },
    ];
    auditFeasible(input, { contracts: hot("2026-01") });
    const found = violationsOf(input, { contracts: hot("2026-07") }, "pueCap");
    expect(found.map(({ month }) => month)).toEqual(["2026-07"]);
  });
});

describe("9: capital", () => {
  const paid = lot({ id: "paid", racks: 10, usdPerRack: 100, arrives: "2026-01" });
  const build = { moduleMw: 1, maxModules: 9, capexUsdPerMw: 500, leadMonths: 0 };
  const builds = [{ site: "site", hall: "hall", start: "2026-07", modules: 2 }];
  const debt = { rate: 0.08, termYears: 1, maxLoanToCost: 0.5 };
  const funded = (changes: { equity?: number | Record<string, number>; debt?: typeof debt; credit?: number }) =>
    portfolio({
      finance: {
        discountRate: 0.1,
        ...(changes.equity === undefined ? {} : { cumulativeEquityUsd: changes.equity }),
        ...(changes.debt ? { debt: changes.debt } : {}),
      },
      backlog: [lot(), paid],
      sites: [site({ halls: [hall({ build })] })],
      contracts: [
        contract({
          usdPerUnitMonth: 10,
          escalation: 0.1,
          takeOrPay: 0.5,
          minFraction: 0.1,
          ramp: { "0": 0.5, "6": 1 },
          shortfall: { maxFraction: 0.5, usdPerUnitMonth: 0 },
          credit: { advanceRate: changes.credit ?? 0, annualDefaultProbability: 0.3, discountRate: 0.5 },
        }),
      ],
    });

  test("capex to date, committed lots included, within cumulative equity", () => {
    // K = 1000 from the start (committed lot), 2000 from 2026-07 (two modules of 500).
    auditFeasible(funded({ equity: { "2026-01": 1000, "2026-02": 2000 } }), { builds });
    const found = violationsOf(funded({ equity: { "2026-01": 999, "2027-01": 1999 } }), { builds }, "equity");
    expect(found.map(({ month, lhs, rhs }) => [month, lhs, rhs])).toEqual([
      ["2026-01", 1000, 999],
      ["2026-07", 2000, 999],
      ["2027-01", 2000, 1999],
      ["2027-07", 2000, 1999],
    ]);
    auditFeasible(funded({}), { builds });
  });

  // PVtop: periods 0 and 1 only, since (t - tau) * D < 1; 10 units * g * 10 USD * 6 months * 0.5, at 8 %; no escalation yet, no default.
  const pvTop = 10 * 0.5 * 10 * 6 * 0.5 * 1.08 ** -0.25 + 10 * 1 * 10 * 6 * 0.5 * 1.08 ** -0.75;
  const draw = (usd: number, month = "2026-01") => [{ period: month, usd }];

  test("debt takes the place of equity", () => {
    const input = funded({ equity: 1900, debt, credit: 1 });
    auditFeasible(input, { contracts: SERVE_ALL, builds, debt: draw(100) });
    const found = violationsOf(input, { contracts: SERVE_ALL, builds, debt: draw(99) }, "equity");
    expect(found[0]).toMatchObject({ month: "2026-07", lhs: 1901, rhs: 1900 });
    const late = violationsOf(input, { contracts: SERVE_ALL, builds, debt: draw(100, "2027-01") }, "equity");
    expect(late.map(({ month }) => month)).toEqual(["2026-07"]);
  });

  test("loan to cost, of the capex paid so far", () => {
    const input = funded({ debt: { ...debt, maxLoanToCost: 0.1 }, credit: 1 });
    auditFeasible(input, { contracts: SERVE_ALL, builds, debt: [...draw(100), ...draw(100, "2026-07")] });
    const found = violationsOf(input, { contracts: SERVE_ALL, builds, debt: draw(101) }, "loanToCost");
    expect(found[0]).toMatchObject({ month: "2026-01", lhs: 101, rhs: 100 });
    expect(found).toHaveLength(1);
  });

  test("all debt within what the accepted contracts' take-or-pay payments support", () => {
    const input = funded({ debt, credit: 0.8 });
    const serve = [
      { id: "c", accepted: true, start: "2026-01", fraction: 0.75, unserved: 0.25, placements: [placed(0.5)] },
    ];
    const capacity = 0.8 * (0.75 - 0.25) * pvTop;
    auditFeasible(input, { contracts: serve, debt: draw(capacity) });
    const [violation] = violationsOf(input, { contracts: serve, debt: draw(capacity + 0.01) }, "debtCapacity");
    expect(violation).toMatchObject({ section: "4.9", period: null });
    expect(violation.rhs).toBeCloseTo(capacity, 9);
    violationsOf(input, { debt: draw(1) }, "debtCapacity");
  });

  test("PVtop: payments escalate, and end with the debt's term counted from the start", () => {
    const input = funded({ debt: { ...debt, termYears: 1.25 }, credit: 1 });
    // Periods 0, 1 and 2 of the term are less than 1.25 years in; the third pays 10 % more.
    const third = 10 * 1 * 10 * 1.1 * 6 * 0.5 * 1.08 ** -1.25;
    const { capital } = auditFeasible(input, { contracts: SERVE_ALL });
    expect(capital.debtCapacityUsd).toBeCloseTo(pvTop + third, 9);
    const exact = auditFeasible(funded({ debt, credit: 1 }), { contracts: SERVE_ALL });
    expect(exact.capital.debtCapacityUsd).toBeCloseTo(pvTop, 9);
  });

  test("without debt nothing can be drawn", () => {
    const [violation] = violationsOf(funded({ credit: 1 }), { contracts: SERVE_ALL, debt: draw(1) }, "noDebt");
    expect(violation).toMatchObject({ lhs: 1, rhs: 0 });
    auditFeasible(funded({ credit: 1 }), { contracts: SERVE_ALL, debt: draw(0) });
  });
});
