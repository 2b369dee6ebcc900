// Figures of a plan: parts add up to the whole, and the whole is the audit's.
import { describe, expect, it } from "vitest";
import { businessKpis } from "../../../src/answers/kpi/business.ts";
import { auditPlan } from "../../../src/plan/audit.ts";
import { planOf, portfolioOf, TWO_SITES } from "../two-sites.ts";

const portfolio = portfolioOf(TWO_SITES);
const plan = await planOf(portfolio);
const kpis = businessKpis(portfolio, plan);
const audit = auditPlan(portfolio, plan);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe("business figures", () => {
  it("of sites and of what they share add up to the value", () => {
    expect(sum(kpis.sites.map(({ valueUsd }) => valueUsd)) + kpis.sharedValueUsd).toBeCloseTo(audit.value.valueUsd, 2);
  });

  it("of uses add up to the revenue of the periods", () => {
    expect(sum(kpis.uses.map(({ revenueUsd }) => revenueUsd))).toBeCloseTo(sum(kpis.periods.revenueUsd), 2);
  });

  it("tell EBITDA as revenue less costs, period by period", () => {
    const { nominal } = audit.value;
    const t = 3;
    const expected =
      nominal.revenueUsd[t] +
      nominal.opexUsd[t] +
      nominal.energyUsd[t] +
      nominal.flexibleUsd[t] +
      nominal.resaleUsd[t] +
      nominal.latenessUsd[t] +
      nominal.penaltyUsd[t];
    expect(kpis.periods.ebitdaUsd[t]).toBeCloseTo(expected, 4);
    expect(kpis.periods.revenueUsd[t]).toBeGreaterThan(kpis.periods.ebitdaUsd[t]);
  });

  it("of sites give power its MW-years: all that is energised is used, sold or stranded", () => {
    const { yearsPerPeriod, hoursPerPeriod } = audit.calendar;
    for (const [index, site] of kpis.sites.entries()) {
      const { firmMw, interruptibleMw, expansionMw } = audit.use.sites[index];
      const energised = sum(firmMw.map((mw, t) => mw + interruptibleMw[t] + expansionMw[t])) * yearsPerPeriod;
      const used = sum(site.uses.map(({ mwYears }) => mwYears));
      expect(used + (site.strandedMwh / hoursPerPeriod) * yearsPerPeriod).toBeCloseTo(energised, 6);
    }
  });

  it("measure concentration by shares that add up to one", () => {
    for (const { shares, index, by } of kpis.concentration) {
      expect(sum(shares.map(({ share }) => share)), by).toBeCloseTo(1, 9);
      expect(index!).toBeGreaterThanOrEqual(1 / shares.length - 1e-12);
      expect(index!).toBeLessThanOrEqual(1);
    }
    expect(kpis.guaranteedShare).toBe(0);
    expect(kpis.takeOrPayShare).toBeGreaterThan(0.8);
  });

  it("of a plan that does nothing are those of mining", () => {
    const idle = businessKpis(portfolio, {});
    expect(idle.sites.map(({ firstAiMonth }) => firstAiMonth)).toEqual([null, null]);
    expect(idle.uses.find(({ use }) => use === "flexible")!.revenueUsd).toBeGreaterThan(0);
    expect(idle.guaranteedShare).toBeNull();
    expect(idle.concentration[0]).toMatchObject({ shares: [], index: null });
  });
});
