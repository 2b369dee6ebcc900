// The bundled example: it is sound, every figure in it has a source, and its best plan is what the page says.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { auditPlan } from "../../src/plan/audit.ts";
import { planSections } from "../../src/plan/sections.ts";
import { parsePortfolioText } from "../../src/portfolio/parse.ts";
import { PortfolioInput } from "../../src/portfolio/schema.ts";
import { exampleDecisions, examplePortfolio } from "../cli/example-plan.ts";

const JSON_TEXT = readFileSync(new URL("../../src/examples/west-texas.json", import.meta.url), "utf8");
const PAGE = readFileSync(new URL("../../src/examples/west-texas.md", import.meta.url), "utf8");
const EXAMPLE = JSON.parse(JSON_TEXT) as PortfolioInput;

/** Proven by the textbook MILP (test/oracle) in HiGHS at a gap of 1e-9. */
const BEST_VALUE_USD = 5_493_069_230.55;

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe("the example", () => {
  it("parses without a warning", () => {
    expect(parsePortfolioText(JSON_TEXT)).toMatchObject({ ok: true, warnings: [] });
  });

  it("has a source for every figure", () => {
    const stated = new Set(PAGE.match(/\d+(?:\.\d+)?/g)!.map(Number));
    const unsourced = [...new Set(numbersIn(EXAMPLE))].filter((figure) => !stated.has(figure));
    expect(unsourced).toEqual([]);
  });

  it("names every contract and site", () => {
    const ids = EXAMPLE.contracts.map(({ id }) => id.replace("microsoft-phase", ""));
    for (const id of ids) expect(PAGE).toContain(id);
    for (const { customer } of EXAMPLE.contracts)
      expect(PAGE.toLowerCase()).toContain(customer!.split(" ")[0].toLowerCase());
  });

  it("prices mining by hash price and efficiency", () => {
    const usdPerMwh = (jPerTh: number): number => ((33.6 * 1000) / (24 * jPerTh) / 1.06) * (1 - 0.015);
    const price = (site: number): unknown => EXAMPLE.sites[site].flexible![0].usdPerMwh;
    expect(price(0)).toEqual({ "2026-01": round(usdPerMwh(18.5), 1), "2028-04": round(usdPerMwh(18.5) / 2, 1) });
    expect(price(3)).toEqual({ "2026-01": round(usdPerMwh(21.5), 1), "2028-04": round(usdPerMwh(21.5) / 2, 1) });
  });
});

const round = (value: number, decimals: number): number => Number(value.toFixed(decimals));

describe("its best plan", () => {
  const audit = auditPlan(examplePortfolio(), exampleDecisions());

  it("is feasible and worth what the page says", () => {
    expect(audit.violations).toEqual([]);
    expect(audit.value.valueUsd).toBeCloseTo(BEST_VALUE_USD, 1);
    expect(PAGE).toContain(
      `| as it stands | $${(BEST_VALUE_USD / 1e6).toLocaleString("en-US", { maximumFractionDigits: 1 })}M |`,
    );
    expect(audit.decisions.acceptedIds.size).toBe(7);
  });

  it("is short of power, halls, chips and capital somewhere", () => {
    const { power, halls, kpis } = planSections(audit);
    const row = <T extends { site: string }>(rows: T[], site: string): T => rows.find((entry) => entry.site === site)!;
    const last = examplePortfolio().horizon.periods - 1;
    expect(round(row(power, "barber-lake").peakMw[last], 0)).toBe(290);
    expect(row(power, "sweetwater").energisedMw[0]).toBe(0);
    for (const site of ["childress", "barber-lake"]) {
      expect(row(halls, site).installedMw[last]).toBeCloseTo(row(halls, site).capacityMw[last], 6);
    }
    expect(exampleDecisions().orders).toHaveLength(1);
    expect(exampleDecisions().debt.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(kpis.debtDrawnUsd, 0);
    const moreDebt = exampleDecisions();
    moreDebt.debt[moreDebt.debt.length - 1].usd += 1e5;
    const rules = auditPlan(examplePortfolio(), moreDebt).violations.map(({ constraint }) => constraint);
    expect(rules).toContain("debtCapacity");
  });
});

const PRICES = new URL("../../../shared/domain/data/ercot_2025_8760_filled.csv", import.meta.url);
const hasPrices = existsSync(PRICES);
if (!hasPrices) console.warn("ERCOT prices of 2025 are absent: the example's price blocks are not derived again");

describe.skipIf(!hasPrices)("its price blocks", () => {
  it("are the means of the sorted hours of 2025", () => {
    const [head, ...lines] = readFileSync(PRICES, "utf8").trim().split("\n");
    const column = head.split(",").indexOf("da_lz_west");
    const hours = lines.map((line) => Number(line.split(",")[column])).sort((a, b) => b - a);
    expect(hours).toHaveLength(8760);
    let upTo = 0;
    for (const { share, usdPerMwh } of EXAMPLE.sites[0].energy.market) {
      const from = Math.round(upTo * hours.length);
      upTo += share;
      const block = hours.slice(from, Math.round(upTo * hours.length));
      expect(usdPerMwh).toBe(round(block.reduce((sum, price) => sum + price, 0) / block.length, 2));
    }
    expect(upTo).toBeCloseTo(1, 12);
  });
});
