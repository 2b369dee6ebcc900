// Section 5 of MODEL.md: flexible margin, capex with residuals, sunk lots and debt, written out number by number.
import { describe, expect, test } from "vitest";
import { auditFeasible, contract, expectUsd, HOURS, hall, lot, portfolio, SERVE_ALL, site } from "./fixture.ts";

// Sum of the four mid-period factors at 10 %.
const MID = 1.1 ** -0.25 + 1.1 ** -0.75 + 1.1 ** -1.25 + 1.1 ** -1.75;

describe("flexible margin", () => {
  const market = [
    { share: 0.2, usdPerMwh: 90 },
    { share: 0.8, usdPerMwh: 30 },
  ];
  const loads = [
    { id: "small", mw: 4, usdPerMwh: 50 },
    { id: "dear", mw: 3, usdPerMwh: 120 },
    { id: "poor", mw: 100, usdPerMwh: 29 },
  ];

  test("best-paying first within the power left over; only positive margins run", () => {
    const input = portfolio({ sites: [site({ firmMw: 5, energy: { market }, flexible: loads })] });
    const { value, flexible } = auditFeasible(input, {});
    // Block 1 (20 % of hours, 90): dear runs 3 MW at 120 - 90; small and poor would lose. Block 2 (80 %, 30): dear 3 MW at 90, small
    // gets the remaining 2 of its 4 MW at 20; poor would lose.
    const perHour = 0.2 * 3 * 30 + 0.8 * (3 * 90 + 2 * 20);
    expectUsd(value.breakdown.flexibleUsd, perHour * HOURS * MID);
    expect(value.breakdown.resaleUsd).toBe(0);
    expect(flexible[0][0].map(({ strandedMw }) => strandedMw)).toEqual([2, 0]);
  });

  test("the peak load of contracts is taken away first, in all blocks", () => {
    const input = portfolio({ sites: [site({ firmMw: 5, energy: { market }, flexible: loads })] });
    const { value } = auditFeasible(input, { contracts: SERVE_ALL });
    // A = 1.3 * 10 * 0.1 = 1.3 MW, so 3.7 MW are left: dear 3 MW, small 0.7 MW in block 2.
    expectUsd(value.breakdown.flexibleUsd, (0.2 * 3 * 30 + 0.8 * (3 * 90 + 0.7 * 20)) * HOURS * MID);
  });

  test("interruptible power and energised expansions run flexible loads too", () => {
    const input = portfolio({
      sites: [
        site({
          firmMw: 1,
          interruptibleMw: { "2026-07": 2 },
          energy: { market: [{ share: 1, usdPerMwh: 10 }] },
          expansions: [{ id: "x", mw: 4, capexUsd: 0, leadMonths: 12 }],
          flexible: [{ id: "load", mw: 100, usdPerMwh: 25 }],
        }),
      ],
    });
    const { value } = auditFeasible(input, { expansions: [{ site: "site", expansion: "x", start: "2026-07" }] });
    // MW left over: 1, 1 + 2, 1 + 2, 1 + 2 + 4.
    const expected = 15 * HOURS * (1 * 1.1 ** -0.25 + 3 * 1.1 ** -0.75 + 3 * 1.1 ** -1.25 + 7 * 1.1 ** -1.75);
    expectUsd(value.breakdown.flexibleUsd, expected);
  });

  test("with a PPA the loads cost the PPA's price in every block, and without resale the rest is stranded", () => {
    const energy = { market, ppa: { usdPerMwh: 40 } };
    const { value, flexible } = auditFeasible(portfolio({ sites: [site({ firmMw: 5, energy, flexible: loads })] }), {});
    // dear 3 MW at 120 - 40, small 2 of 4 MW at 50 - 40; poor would lose.
    expectUsd(value.breakdown.flexibleUsd, (3 * 80 + 2 * 10) * HOURS * MID);
    expect(value.breakdown.resaleUsd).toBe(0);
    expect(flexible[0][0].map(({ usedMw }) => usedMw)).toEqual([5, 5]);
  });

  test("resale takes its place in the order of margins, block by block", () => {
    const energy = { market, ppa: { usdPerMwh: 25, resale: true } };
    const { value } = auditFeasible(portfolio({ sites: [site({ firmMw: 10, energy, flexible: loads })] }), {});
    // Block 1 (market 90): dear 120 - 25 = 95 first (3 MW), then resale 90 - 25 = 65 takes all the other 7 MW before small's 25.
    // Block 2 (market 30): dear 95 (3 MW), small 25 (4 MW), resale 30 - 25 = 5 (3 MW) before poor's 29 - 25 = 4.
    expectUsd(value.breakdown.flexibleUsd, (0.2 * 3 * 95 + 0.8 * (3 * 95 + 4 * 25)) * HOURS * MID);
    expectUsd(value.breakdown.resaleUsd, (0.2 * 7 * 65 + 0.8 * 3 * 5) * HOURS * MID);
  });

  test("resale below the PPA's price does not run; negative market prices pay flexible loads", () => {
    const ppa = auditFeasible(
      portfolio({
        sites: [site({ energy: { market: [{ share: 1, usdPerMwh: -20 }], ppa: { usdPerMwh: 5, resale: true } } })],
      }),
      {},
    );
    expect(ppa.value.valueUsd).toBe(0);
    const flexible = [{ id: "load", mw: 3, usdPerMwh: -5 }];
    const energy = { market: [{ share: 1, usdPerMwh: -20 }] };
    const { value } = auditFeasible(portfolio({ sites: [site({ energy, flexible })] }), {});
    expectUsd(value.valueUsd, 3 * (-5 + 20) * HOURS * MID);
  });
});

describe("modules", () => {
  const build = { moduleMw: 2, maxModules: 5, capexUsdPerMw: 3_000_000, leadMonths: 7 };
  const builds = [{ site: "site", hall: "hall", start: "2026-07", modules: 3 }];

  test("capex at the start; no residual without lifeYears", () => {
    const { value } = auditFeasible(portfolio({ sites: [site({ halls: [hall({ build })] })] }), { builds });
    expectUsd(value.valueUsd, -3 * 2 * 3_000_000 * 1.1 ** -0.5);
    expectUsd(value.breakdown.moduleCapexUsd, value.valueUsd);
  });

  test("residual by age since readiness, at the end of the horizon", () => {
    const halls = [hall({ build: { ...build, lifeYears: 10 } })];
    const { value } = auditFeasible(portfolio({ sites: [site({ halls })] }), { builds });
    // Started in t = 1, 7 months are 2 periods: ready in t = 3, so one period (0.5 years) old at the end of T = 4.
    expectUsd(value.breakdown.moduleResidualUsd, 18_000_000 * (1 - 0.5 / 10) * 1.1 ** -2);
    expectUsd(value.valueUsd, -18_000_000 * 1.1 ** -0.5 + 18_000_000 * 0.95 * 1.1 ** -2);
  });

  test("nothing is left of what has outlived its life", () => {
    const halls = [hall({ build: { ...build, leadMonths: 0, lifeYears: 1 } })];
    const { value } = auditFeasible(portfolio({ sites: [site({ halls })] }), { builds });
    expect(value.breakdown.moduleResidualUsd).toBe(0);
  });
});

test("expansions: capex at the start and residual by age since energisation", () => {
  const expansions = [{ id: "x", mw: 5, capexUsd: 4_000_000, leadMonths: 6, lifeYears: 20 }];
  const { value } = auditFeasible(portfolio({ sites: [site({ expansions })] }), {
    expansions: [{ site: "site", expansion: "x", start: "2026-01" }],
  });
  // Ready in t = 1: 3 periods, 1.5 years old.
  expectUsd(value.breakdown.expansionCapexUsd, -4_000_000);
  expectUsd(value.breakdown.expansionResidualUsd, 4_000_000 * (1 - 1.5 / 20) * 1.1 ** -2);
  expectUsd(value.valueUsd, -4_000_000 + 4_000_000 * 0.925 * 1.1 ** -2);
});

describe("lots", () => {
  const option = lot({ id: "more", racks: 8, usdPerRack: 1000, arrives: "2026-02", committed: false, lifeYears: 5 });

  test("ordered lots pay on arrival and keep a residual, by the fraction ordered", () => {
    const { value } = auditFeasible(portfolio({ backlog: [lot(), option] }), {
      orders: [{ lot: "more", fraction: 0.25 }],
    });
    // 2026-02 arrives at period 1; 3 periods, 1.5 years old at the end.
    expectUsd(value.breakdown.lotCapexUsd, -0.25 * 8 * 1000 * 1.1 ** -0.5);
    expectUsd(value.breakdown.lotResidualUsd, 0.25 * 8 * 1000 * (1 - 1.5 / 5) * 1.1 ** -2);
    expect(value.sunkUsd).toBe(0);
  });

  test("committed lots are sunk: in npvUsd, not in valueUsd", () => {
    const { value } = auditFeasible(portfolio({ backlog: [lot(), { ...option, committed: true }] }), {
      contracts: SERVE_ALL,
    });
    expectUsd(value.sunkUsd, -8000 * 1.1 ** -0.5 + 8000 * (1 - 1.5 / 5) * 1.1 ** -2);
    expectUsd(value.valueUsd, 60_000 * MID);
    expectUsd(value.npvUsd, value.valueUsd + value.sunkUsd);
  });

  test("a lot that arrives before the horizon pays in period 0", () => {
    const early = { ...option, committed: true, arrives: "2024-05" };
    const { value, capital } = auditFeasible(portfolio({ backlog: [lot(), early] }), {});
    expectUsd(value.breakdown.committedLotCapexUsd, -8000);
    expectUsd(value.breakdown.committedLotResidualUsd, 8000 * (1 - 2 / 5) * 1.1 ** -2);
    expect(capital.capexUsd).toEqual([8000, 0, 0, 0]);
  });

  test.each([
    ["2027-07", 8000],
    ["2027-08", 0],
    ["2028-01", 0],
  ])("a lot that arrives in %s pays %d in all: none at or after the horizon's end", (arrives, usd) => {
    const late = { ...option, arrives };
    const ordered = auditFeasible(portfolio({ backlog: [lot(), late] }), { orders: [{ lot: "more", fraction: 1 }] });
    expect(ordered.capital.cumulativeCapexUsd[3]).toBe(usd);
    expect(ordered.use.chips[0].racksArrived[3]).toBe(usd === 0 ? 1000 : 1008);
    const committed = auditFeasible(portfolio({ backlog: [lot(), { ...late, committed: true }] }), {});
    expect(committed.capital.cumulativeCapexUsd[3]).toBe(usd);
    if (usd === 0) expect(committed.value.sunkUsd).toBe(0);
  });
});

describe("debt", () => {
  const capex = lot({ id: "paid", racks: 1, usdPerRack: 1_000_000, arrives: "2026-07" });
  const withDebt = (debt: { rate: number; termYears: number; maxLoanToCost: number }) =>
    portfolio({
      finance: { discountRate: 0.1, debt },
      backlog: [lot(), capex],
      contracts: [contract({ usdPerUnitMonth: 10_000, takeOrPay: 1, credit: { advanceRate: 1 } })],
    });
  const plan = { contracts: SERVE_ALL, debt: [{ period: "2026-07", usd: 200_000 }] };

  test("a dollar is worth one less the present value of its level repayments", () => {
    const { value } = auditFeasible(withDebt({ rate: 0.06, termYears: 1.5, maxLoanToCost: 0.5 }), plan);
    // q = round(1.5 / 0.5) = 3 payments of i / (1 - (1 + i)^-3) with i = 1.06^0.5 - 1, one, two and three half-years later at 10 %.
    const i = 1.06 ** 0.5 - 1;
    const pay = i / (1 - (1 + i) ** -3);
    const kappa = pay * 1.1 ** -0.5 + pay * 1.1 ** -1 + pay * 1.1 ** -1.5;
    expectUsd(value.breakdown.debtUsd, 200_000 * 1.1 ** -0.5 * (1 - kappa));
    expect(kappa).toBeLessThan(1);
  });

  test("at rate 0 each payment is 1/q; q rounds to the nearest number of periods, a half up", () => {
    const { value } = auditFeasible(withDebt({ rate: 0, termYears: 0.75, maxLoanToCost: 0.5 }), plan);
    // 0.75 / 0.5 = 1.5 -> q = 2.
    const kappa = 0.5 * 1.1 ** -0.5 + 0.5 * 1.1 ** -1;
    expectUsd(value.breakdown.debtUsd, 200_000 * 1.1 ** -0.5 * (1 - kappa));
  });

  test("debt dearer than r0 costs value", () => {
    const { value } = auditFeasible(withDebt({ rate: 0.3, termYears: 2, maxLoanToCost: 0.5 }), plan);
    const i = 1.3 ** 0.5 - 1;
    const pay = i / (1 - (1 + i) ** -4);
    const kappa = pay * (1.1 ** -0.5 + 1.1 ** -1 + 1.1 ** -1.5 + 1.1 ** -2);
    expect(kappa).toBeGreaterThan(1);
    expectUsd(value.breakdown.debtUsd, 200_000 * 1.1 ** -0.5 * (1 - kappa));
  });
});

test("all terms together are valueUsd, the committed lots' two are sunkUsd", () => {
  const { value } = auditFeasible(portfolio({ backlog: [lot({ usdPerRack: 5, lifeYears: 3 })] }), {
    contracts: SERVE_ALL,
  });
  const { committedLotCapexUsd, committedLotResidualUsd, ...terms } = value.breakdown;
  expectUsd(
    Object.values(terms).reduce((sum, usd) => sum + usd, 0),
    value.valueUsd,
  );
  expectUsd(committedLotCapexUsd + committedLotResidualUsd, value.sunkUsd);
  expectUsd(value.sunkUsd, -5000 + 5000 * (1 - 2 / 3) * 1.1 ** -2);
});
