// Condensed prices value every plan as the hours themselves do: the same decisions audited against 8,760 blocks and against the few.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { auditPlan } from "../../src/plan/audit.ts";
import { parsePortfolio } from "../../src/portfolio/parse.ts";
import { formatProblems } from "../../src/portfolio/problem.ts";
import { Portfolio, PortfolioInput } from "../../src/portfolio/schema.ts";
import { resolvePortfolio } from "../../src/resolve/resolve.ts";
import { hourlyFile } from "../energy/hourly-file.ts";

const ZONE = "America/Chicago";
const ERCOT = new URL("../../../shared/domain/data/ercot_2025_8760_filled.csv", import.meta.url);

const HALLS = [{ id: "air", cooling: "air", pue: 1.2, peakPue: 1.35, builtMw: 30 }];
const LOADS = [
  { id: "new", mw: { "2026-01": 12, "2027-01": 20 }, usdPerMwh: { "2026-01": 62, "2027-01": 41, "2028-01": 77 } },
  { id: "old", mw: 15, usdPerMwh: { "2026-01": 38, "2028-01": 12 } },
];

/** A site of 60 MW over three years with one contract on it. */
function portfolioWith(energy: unknown, flexible: unknown = LOADS): unknown {
  return {
    schema: "megalloc/portfolio@1",
    name: "hours",
    horizon: { start: "2026-01", periods: 3, monthsPerPeriod: 12 },
    finance: { discountRate: 0.1 },
    platforms: [{ id: "p", kwPerRack: 20, cooling: ["air"], supply: "tenant" }],
    backlog: [],
    sites: [{ id: "s", firmMw: { "2026-01": 60, "2028-01": 45 }, energy, halls: HALLS, flexible }],
    contracts: [
      {
        id: "c",
        unit: "mw",
        quantity: 20,
        platforms: ["p"],
        usdPerUnitMonth: 120000,
        start: { earliest: "2026-01", latest: "2027-01" },
        termMonths: 24,
        utilisation: 0.9,
      },
    ],
  };
}

function parsed(value: unknown): Portfolio {
  const result = parsePortfolio(value);
  if (!result.ok) throw new Error(formatProblems(result.problems));
  return result.portfolio;
}

function resolved(value: unknown, text: string) {
  const { value: portfolio, notes, problems } = resolvePortfolio(value, { readText: () => text });
  if (problems.length > 0) throw new Error(formatProblems(problems));
  return { portfolio: parsed(portfolio), notes };
}

/** The hours themselves as price blocks: every period has the same months, so the same hours; each month weighs 1/12. */
function marketOfHours(text: string, column: number): PortfolioInput["sites"][number]["energy"]["market"] {
  const rows = text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));
  const monthOf = (row: string[]): string => row[0].slice(0, 7);
  const count = new Map<string, number>();
  for (const row of rows) count.set(monthOf(row), (count.get(monthOf(row)) ?? 0) + 1);
  return rows.map((row) => ({ share: 1 / (12 * (count.get(monthOf(row)) ?? 1)), usdPerMwh: Number(row[column]) }));
}

const DECISIONS = [
  { contracts: [] },
  {
    contracts: [
      {
        id: "c",
        accepted: true,
        start: "2027-01",
        fraction: 1,
        placements: [{ site: "s", hall: "air", platform: "p", share: 1, racks: 1000 }],
      },
    ],
  },
];

function expectSameValue(energy: object, text: string, column: number, hourly: object, flexible: unknown = LOADS) {
  const { portfolio } = resolved(
    portfolioWith({ ...energy, hourly: { file: "x.csv", timezone: ZONE, ...hourly } }, flexible),
    text,
  );
  const whole = parsed(portfolioWith({ ...energy, market: marketOfHours(text, column) }, portfolio.sites[0].flexible));
  for (const plan of DECISIONS) {
    const condensed = auditPlan(portfolio, plan).value.valueUsd;
    const exact = auditPlan(whole, plan).value.valueUsd;
    expect(Math.abs(exact)).toBeGreaterThan(1e6);
    expect(Math.abs(condensed - exact)).toBeLessThan(1e-9 * Math.abs(exact));
  }
  return portfolio;
}

describe("hourly prices, condensed", () => {
  const { text } = hourlyFile(2025, ZONE, 7);
  const hourly = { column: "usd" };

  it("value plans as the hours do, in few blocks", () => {
    const portfolio = expectSameValue({}, text, 1, hourly);
    expect(portfolio.sites[0].energy.market.length).toBeLessThan(12);
  });

  it("value resale under a PPA as the hours do", () => {
    expectSameValue({ ppa: { usdPerMwh: { "2026-01": 33, "2027-01": 35 }, resale: true } }, text, 1, hourly);
  });

  it("value mining with payments and a switch-off price as the hours do", () => {
    const mining = {
      hashPriceUsdPerPhDay: 38,
      poolFee: 0.02,
      halvings: ["2028-04"],
      fleets: [
        { preset: "s21", mw: 12 },
        { id: "s19", joulesPerTh: 30.5, ph: 300, demandResponseUsdPerMwYear: 40000, switchOffUsdPerMwh: 30 },
      ],
    };
    expectSameValue({}, text, 1, hourly, { mining, loads: LOADS });
  });

  it("value plans as the hours of a real market do", () => {
    if (!existsSync(ERCOT))
      return console.warn("skipped: ../shared/domain/data is not here, no real prices to compare with");
    const real = readFileSync(ERCOT, "utf8");
    expectSameValue({}, real, 3, { column: "da_hb_west", timezone: "UTC" });
  });

  it("say how far an approximation is off, and are no further off", () => {
    const { portfolio, notes } = resolved(
      portfolioWith({ hourly: { file: "x.csv", timezone: ZONE, ...hourly, blocks: 4 } }),
      text,
    );
    expect(portfolio.sites[0].energy.market).toHaveLength(4);
    const stated = /off by at most ([\d.e-]+) USD per MWh/.exec(notes.map(({ message }) => message).join())?.[1];
    const whole = parsed(portfolioWith({ market: marketOfHours(text, 1) }));
    const difference = Math.abs(auditPlan(portfolio, {}).value.valueUsd - auditPlan(whole, {}).value.valueUsd);
    expect(difference).toBeGreaterThan(0);
    expect(difference).toBeLessThan(Number(stated) * (32 + 35 + 35) * 8760);
  });

  it("scale", () => {
    const mean = (scale: number): number => {
      const { market } = resolved(portfolioWith({ hourly: { file: "x.csv", ...hourly, timezone: ZONE, scale } }), text)
        .portfolio.sites[0].energy;
      return market.reduce(
        (sum, block) =>
          sum + block.share * (typeof block.usdPerMwh === "number" ? block.usdPerMwh : block.usdPerMwh["2026-01"]),
        0,
      );
    };
    expect(mean(2)).toBeCloseTo(2 * mean(1), 9);
  });

  it("tell what is odd about the file", () => {
    const { notes } = resolved(portfolioWith({ hourly: { file: "x.csv", column: "usd" } }), text);
    const words = notes.map(({ message }) => message).join();
    expect(words).toMatch(
      /8759 hourly prices of "x.csv", 1 hours missing .*1 given twice .*with negative prices, condensed into \d+ blocks \(exact\)/,
    );
  });
});
