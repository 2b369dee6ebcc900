// Problems changed in ways whose effect on the audit is known. Portfolios and plans are random; fast-check prints the seeds of a failure.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AuditResult, auditPlan } from "../../src/plan/audit.ts";
import { monthNumber, monthText } from "../../src/plan/audit-calendar.ts";
import { VALUE_TERMS } from "../../src/plan/audit-value.ts";
import { type Decisions } from "../../src/plan/plan.ts";
import { type Violation } from "../../src/plan/violation.ts";
import { type Portfolio } from "../../src/portfolio/schema.ts";
import { type PortfolioCase, portfolioArbitrary } from "../support/arbitraries.ts";
import { randomPlan } from "./random-plan.ts";

const RUNS = { numRuns: 100, seed: 20260101 };

/** Checks a property of (portfolio, decisions) on random pairs. */
function forAll(property: (portfolio: Portfolio, plan: Decisions) => void): void {
  fc.assert(
    fc.property(portfolioArbitrary(), fc.integer({ min: 0, max: 1_000_000 }), (case_: PortfolioCase, seed) => {
      property(case_.portfolio, randomPlan(case_.portfolio, seed));
    }),
    RUNS,
  );
}

/** Rule, place and period of each violation, without the numbers. */
const places = ({ violations }: AuditResult): string[] =>
  violations.map(({ constraint, subject, period }: Violation) => JSON.stringify([constraint, subject, period])).sort();

/** A deep copy in which `change` may replace any value, knowing its key. */
function mapped<T>(value: T, change: (key: string, value: unknown) => unknown): T {
  const visit = (key: string, inner: unknown): unknown => {
    const changed = change(key, inner);
    if (changed !== inner || typeof inner !== "object" || inner === null) return changed;
    if (Array.isArray(inner)) return inner.map((item) => visit(key, item));
    return Object.fromEntries(Object.entries(inner).map(([name, item]) => [name, visit(name, item)]));
  };
  return visit("", value) as T;
}

/** Multiplies the numbers under these keys, those of their step maps included. */
const scaled = <T>(value: T, keys: string[], factor: number): T =>
  mapped(value, (key, inner) => {
    if (!keys.includes(key)) return inner;
    if (typeof inner === "number") return inner * factor;
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).map(([month, step]) => [month, Number(step) * factor]));
  });

const MONEY = [
  "cumulativeEquityUsd",
  "opexUsdPerRackMonth",
  "usdPerRack",
  "usdPerMwh",
  "capexUsd",
  "capexUsdPerMw",
  "usdPerUnitMonth",
  "lateUsdPerUnitMonth",
  "usd",
];

const close = (a: number, b: number, scale: number): void =>
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.max(1, scale));

/** Size of the numbers a value is the sum of: what rounding is relative to. */
const grossUsd = ({ value }: AuditResult): number =>
  Object.values(value.breakdown).reduce((sum, usd) => sum + Math.abs(usd), 0);

test("random plans break rules of every kind, and some break none", () => {
  const seen = new Set<string>();
  let feasible = 0;
  forAll((portfolio, plan) => {
    const audit = auditPlan(portfolio, plan);
    for (const { constraint } of audit.violations) seen.add(constraint);
    if (audit.feasible) feasible++;
  });
  expect(feasible).toBeGreaterThan(5);
  for (const rule of ["chips", "hall", "firmPower", "totalPower", "equity", "eligibility", "group", "signed"]) {
    expect(seen).toContain(rule);
  }
});

describe("scaling", () => {
  test("all money times 4: every term times 4, to the bit; the same constraints broken", () => {
    forAll((portfolio, plan) => {
      const before = auditPlan(portfolio, plan);
      const after = auditPlan(scaled(portfolio, MONEY, 4), scaled(plan, MONEY, 4));
      expect(after.value.valueUsd).toBe(4 * before.value.valueUsd);
      expect(after.value.sunkUsd).toBe(4 * before.value.sunkUsd);
      for (const term of VALUE_TERMS) expect(after.value.breakdown[term]).toBe(4 * before.value.breakdown[term]);
      expect(places(after)).toEqual(places(before));
    });
  });

  test("twice the world: every quantity and lump sum doubled doubles the value", () => {
    const quantities = ["firmMw", "interruptibleMw", "builtMw", "mw", "moduleMw", "quantity", "racks", "minMwPerSite"];
    const lumps = ["capexUsd", "cumulativeEquityUsd", "usd"];
    forAll((portfolio, plan) => {
      const before = auditPlan(portfolio, plan);
      const keys = [...quantities, ...lumps];
      const after = auditPlan(scaled(portfolio, keys, 2), scaled(plan, keys, 2));
      expect(after.value.valueUsd).toBe(2 * before.value.valueUsd);
      expect(after.value.npvUsd).toBe(2 * before.value.npvUsd);
      expect(places(after)).toEqual(places(before));
    });
  });
});

describe("names, order and dates", () => {
  test("the order of lists means nothing", () => {
    forAll((portfolio, plan) => {
      const before = auditPlan(portfolio, plan);
      const turned = <T>(value: T): T =>
        mapped(value, (_, inner) => (Array.isArray(inner) ? [...inner].map(turned).reverse() : inner));
      const after = auditPlan(turned(portfolio), turned(plan));
      close(after.value.valueUsd, before.value.valueUsd, grossUsd(before));
      close(after.value.sunkUsd, before.value.sunkUsd, grossUsd(before));
      const ordered = (audit: AuditResult): string[] => places(audit).map((place) => [...place].sort().join(""));
      expect(ordered(after).sort()).toEqual(ordered(before).sort());
    });
  });

  test("the same dates five years and a month later give the same audit", () => {
    const isMonth = (text: unknown): text is string => typeof text === "string" && /^\d{4}-\d\d$/.test(text);
    const later = (text: string): string => (isMonth(text) ? monthText(monthNumber(text) + 61) : text);
    const postponed = <T>(value: T): T =>
      mapped(value, (_, inner) => {
        if (isMonth(inner)) return later(inner);
        if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
        const entries = Object.entries(inner);
        return entries.some(([key]) => isMonth(key))
          ? Object.fromEntries(entries.map(([month, step]) => [later(month), step]))
          : inner;
      });
    forAll((portfolio, plan) => {
      const before = auditPlan(portfolio, plan);
      const after = auditPlan(postponed(portfolio), postponed(plan));
      expect(after.value).toEqual(before.value);
      expect(places(after)).toEqual(places(before));
    });
  });
});

describe("decisions taken apart", () => {
  test("the terms add up, and at a discount rate of 0 they are the nominal flows", () => {
    forAll((portfolio, plan) => {
      const audit = auditPlan(portfolio, plan);
      const { value } = audit;
      close(
        VALUE_TERMS.reduce((sum, term) => sum + value.breakdown[term], 0),
        value.valueUsd,
        grossUsd(audit),
      );
      const free = auditPlan(
        {
          ...portfolio,
          finance: { ...portfolio.finance, discountRate: 0, debt: undefined },
          contracts: portfolio.contracts.map((contract) => ({
            ...contract,
            credit: { annualDefaultProbability: 0, advanceRate: 0 },
          })),
        },
        { ...plan, debt: [] },
      );
      for (const term of VALUE_TERMS) {
        const nominal = free.value.nominal[term].reduce((sum, usd) => sum + usd, 0);
        close(free.value.breakdown[term], nominal, grossUsd(free));
      }
    });
  });

  test("one contract cut into two of half its size, served alike, changes no value and no capacity", () => {
    forAll((portfolio, plan) => {
      const before = auditPlan(portfolio, plan);
      const halves = <T extends { id: string }>(items: T[], half: (item: T) => T): T[] =>
        items.flatMap((item) => [half(item), { ...half(item), id: `${item.id}-2` }]);
      const after = auditPlan(
        { ...portfolio, contracts: halves(portfolio.contracts, (c) => ({ ...c, quantity: c.quantity / 2 })) },
        {
          ...plan,
          contracts: halves(plan.contracts, (c) => c),
        },
      );
      close(after.value.valueUsd, before.value.valueUsd, grossUsd(before));
      const shared = ["chips", "hall", "firmPower", "totalPower", "pueCap", "equity", "debtCapacity"];
      const capacity = (audit: AuditResult): string[] =>
        places(audit).filter((place) => shared.includes(JSON.parse(place)[0]));
      expect(capacity(after)).toEqual(capacity(before));
    });
  });

  test("fixed assets and money stand by themselves: without contracts only flexible use, capex and debt are left", () => {
    forAll((portfolio, plan) => {
      const { value } = auditPlan(portfolio, { ...plan, contracts: [] });
      for (const term of ["revenueUsd", "latenessUsd", "penaltyUsd", "opexUsd", "energyUsd"] as const) {
        expect(value.breakdown[term]).toBe(0);
      }
      const full = auditPlan(portfolio, plan).value;
      for (const term of ["moduleCapexUsd", "expansionCapexUsd", "lotResidualUsd", "debtUsd"] as const) {
        expect(value.breakdown[term]).toBe(full.breakdown[term]);
      }
      expect(value.sunkUsd).toBe(full.sunkUsd);
      expect(value.breakdown.flexibleUsd + value.breakdown.resaleUsd).toBeGreaterThanOrEqual(
        full.breakdown.flexibleUsd + full.breakdown.resaleUsd,
      );
    });
  });
});

describe("capacity", () => {
  const roomier = (portfolio: Portfolio): Portfolio => {
    const wider = scaled(portfolio, ["firmMw", "builtMw", "pueCap", "cumulativeEquityUsd"], 1.5);
    const extra = portfolio.platforms.map(({ id }) => ({
      id: `extra-${id}`,
      platform: id,
      racks: 50,
      arrives: "2000-01",
      usdPerRack: 0,
      committed: true,
      divisible: true,
    }));
    return { ...wider, backlog: [...wider.backlog, ...extra] };
  };

  test("more room breaks nothing that held; so less room mends nothing", () => {
    forAll((portfolio, plan) => {
      const before = places(auditPlan(portfolio, plan));
      const after = auditPlan(roomier(portfolio), plan);
      for (const place of places(after)) expect(before).toContain(place);
    });
  });

  test("an infeasible plan stays infeasible when capacity or money is taken away", () => {
    forAll((portfolio, plan) => {
      const before = auditPlan(roomier(portfolio), plan);
      if (before.feasible) return;
      expect(auditPlan(portfolio, plan).feasible).toBe(false);
    });
  });
});

describe("anything at all", () => {
  test("numbers and months of any kind never throw, and none that is not finite passes", () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(0, 1, -1, Number.NaN, Number.MAX_VALUE, -Number.MAX_VALUE));
    const month = fc.oneof(fc.constantFrom("2026-01", "2026-13", "", "9999-12", "0000-01"), fc.string());
    fc.assert(
      fc.property(portfolioArbitrary(), fc.infiniteStream(number), fc.infiniteStream(month), ({ portfolio }, n, m) => {
        const next = (): number => n.next().value;
        const plan = randomPlan(portfolio, 1);
        for (const decision of plan.contracts) {
          decision.fraction = next();
          decision.unserved = next();
          for (const placement of decision.placements ?? []) placement.share = next();
          if (decision.accepted && next() > 0) decision.start = m.next().value;
        }
        for (const build of plan.builds) build.modules = next();
        for (const order of plan.orders) order.fraction = next();
        for (const draw of plan.debt) draw.usd = next();
        const audit = auditPlan(portfolio, plan);
        const accepted = plan.contracts.filter((decision) => decision.accepted);
        if (accepted.some(({ fraction }) => !Number.isFinite(fraction))) expect(audit.feasible).toBe(false);
        expect(typeof JSON.stringify(audit.violations)).toBe("string");
      }),
      RUNS,
    );
  });
});
