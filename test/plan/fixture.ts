// A small world in which every amount is easy to compute by hand: four half-years from 2026-01 (T = 4, M = 6, D = 0.5 years, HOURS = 730 * 6 =
// 4380), r0 = 10 %, one site with one hall, energy for nothing, a thousand racks of 100 kW that are already there and paid for, and one
// contract of ten racks that pays 1000 USD a rack and month. Tests change what they are about and nothing else.
import { expect } from "vitest";
import { type AuditedPlan, type AuditResult, auditPlan } from "../../src/plan/audit.ts";
import { type Decisions, type Placement } from "../../src/plan/plan.ts";
import { type Rule, type Violation } from "../../src/plan/violation.ts";
import { type Portfolio, type PortfolioInput, portfolioSchema } from "../../src/portfolio/schema.ts";

export type SiteInput = PortfolioInput["sites"][number];
export type HallInput = SiteInput["halls"][number];
export type ContractInput = PortfolioInput["contracts"][number];
export type LotInput = PortfolioInput["backlog"][number];
export type PlatformInput = PortfolioInput["platforms"][number];

export const D = 0.5;
export const HOURS = 4380;
export const R0 = 0.1;

export function hall(changes: Partial<HallInput> = {}): HallInput {
  return { id: "hall", cooling: "dlc", pue: 1.2, peakPue: 1.3, builtMw: 10, ...changes };
}

export function site(changes: Partial<SiteInput> = {}): SiteInput {
  return {
    id: "site",
    region: "north",
    firmMw: 20,
    energy: { market: [{ share: 1, usdPerMwh: 0 }] },
    halls: [hall()],
    ...changes,
  };
}

export function contract(changes: Partial<ContractInput> = {}): ContractInput {
  return {
    id: "c",
    unit: "racks",
    quantity: 10,
    platforms: ["gpu", "own"],
    usdPerUnitMonth: 1000,
    start: { earliest: "2026-01", latest: "2027-07" },
    termMonths: 24,
    ...changes,
  };
}

export function lot(changes: Partial<LotInput> = {}): LotInput {
  return { id: "lot", platform: "gpu", racks: 1000, arrives: "2026-01", committed: true, ...changes };
}

export const GPU: PlatformInput = { id: "gpu", kwPerRack: 100, cooling: ["dlc"], supply: "backlog" };
export const OWN: PlatformInput = { id: "own", kwPerRack: 50, cooling: ["dlc", "air"], supply: "tenant" };

export function portfolio(changes: Partial<PortfolioInput> = {}): Portfolio {
  return portfolioSchema.parse({
    schema: "megalloc/portfolio@1",
    name: "fixture",
    horizon: { start: "2026-01", periods: 4, monthsPerPeriod: 6 },
    finance: { discountRate: R0 },
    platforms: [GPU, OWN],
    backlog: [lot()],
    sites: [site()],
    contracts: [contract()],
    ...changes,
  });
}

export function placed(share: number, changes: Partial<Placement> = {}): Placement {
  // Ten racks at share 1, as in the fixture's contract.
  return { site: "site", hall: "hall", platform: "gpu", share, racks: share * 10, ...changes };
}

/** The whole contract "c" from the horizon's start on. */
export const SERVE_ALL: Decisions["contracts"] = [
  { id: "c", accepted: true, start: "2026-01", fraction: 1, unserved: 0, placements: [placed(1)] },
];

/** The audit of a plan that must be feasible. */
export function auditFeasible(input: Portfolio, plan: AuditedPlan): AuditResult {
  const audit = auditPlan(input, plan);
  expect(audit.violations).toEqual([]);
  expect(audit.feasible).toBe(true);
  return audit;
}

/** The violations of a plan that must break these rules and no others. */
export function violationsOf(input: Portfolio, plan: AuditedPlan, ...rules: Rule[]): Violation[] {
  const audit = auditPlan(input, plan);
  expect(audit.feasible).toBe(false);
  expect([...new Set(audit.violations.map(({ constraint }) => constraint))].sort()).toEqual([...rules].sort());
  for (const { message, hint } of audit.violations) {
    expect(message).not.toMatch(/undefined|null|NaN MW|\[object/);
    expect(hint.length).toBeGreaterThan(10);
  }
  return audit.violations;
}

/** Equal to within rounding of a few dozen additions. */
export function expectUsd(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
}
