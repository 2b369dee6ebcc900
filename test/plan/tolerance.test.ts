// Section 6 of MODEL.md: lhs <= rhs + 1e-6 max(1, |lhs|, |rhs|); stated valueUsd within 1e-6 relative; npvUsd within
// 1e-6 (|valueUsd| + |sunkUsd|).
import { describe, expect, test } from "vitest";
import { auditPlan } from "../../src/plan/audit.ts";
import { isAtMost } from "../../src/plan/violation.ts";
import { auditFeasible, contract, hall, lot, placed, portfolio, SERVE_ALL, site, violationsOf } from "./fixture.ts";

describe("isAtMost", () => {
  test.each([
    [1, 1, true],
    [1 + 0.9e-6, 1, true],
    [1 + 1.1e-6, 1, false],
    // Below 1 the tolerance is absolute.
    [0.9e-6, 0, true],
    [1.1e-6, 0, false],
    [-2, -2 - 1.9e-6, true],
    [-2, -2 - 2.1e-6, false],
    // Above 1 it is relative to the larger side.
    [1e9 + 900, 1e9, true],
    [1e9 + 1100, 1e9, false],
    [Number.NaN, 1, false],
    [1, Number.NaN, false],
    [Number.POSITIVE_INFINITY, 1, false],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, false],
    [Number.NEGATIVE_INFINITY, 1, false],
  ])("%d <= %d: %s", (lhs, rhs, expected) => expect(isAtMost(lhs, rhs)).toBe(expected));
});

describe("constraints at the tolerance", () => {
  test("a hall of 10 MW takes 1e-5 MW too much, not twice that", () => {
    const input = portfolio({
      sites: [site({ halls: [hall({ builtMw: 10 })] })],
      contracts: [contract({ quantity: 100 })],
    });
    const plan = (share: number) => ({
      contracts: [{ ...SERVE_ALL[0], fraction: 1, placements: [placed(share, { racks: share * 100 })] }],
    });
    auditFeasible(input, plan(1 + 0.9e-6));
    violationsOf(input, plan(1 + 2e-6), "balance", "hall");
  });

  test("shares that do not quite add up, and dust below 0", () => {
    const input = portfolio({ sites: [site(), site({ id: "far" })] });
    const plan = (dust: number) => ({
      contracts: [{ ...SERVE_ALL[0], placements: [placed(1), placed(-dust, { site: "far" })] }],
    });
    auditFeasible(input, plan(0.9e-6));
    violationsOf(input, plan(1.1e-6), "balance", "share");
  });

  test("integers as solvers give them", () => {
    const build = { moduleMw: 1, maxModules: 2, capexUsdPerMw: 1, leadMonths: 0 };
    const whole = lot({ id: "whole", committed: false, divisible: false });
    const input = portfolio({ backlog: [lot(), whole], sites: [site({ halls: [hall({ build })] })] });
    const plan = (noise: number) => ({
      builds: [{ site: "site", hall: "hall", start: "2026-01", modules: 2 - noise }],
      orders: [{ lot: "whole", fraction: 1 - noise }],
    });
    auditFeasible(input, plan(0.9e-6));
    violationsOf(input, plan(3e-6), "modules", "lotFraction");
  });
});

describe("stated values", () => {
  const input = portfolio({ backlog: [lot({ racks: 1000, usdPerRack: 300, lifeYears: 4 })] });
  const { value } = auditFeasible(input, { contracts: SERVE_ALL });
  const { valueUsd, sunkUsd, npvUsd } = value;
  const stated = (changes: object) => {
    const objective = { valueUsd, boundUsd: valueUsd, gap: 0, sunkUsd, npvUsd, ...changes };
    return auditPlan(input, { contracts: SERVE_ALL, objective });
  };

  test("as recomputed", () => {
    expect(stated({})).toMatchObject({ feasible: true, statedValueOk: true, statedNpvOk: true, remarks: [] });
  });

  test("valueUsd to 1e-6", () => {
    expect(stated({ valueUsd: valueUsd * (1 + 0.9e-6) }).statedValueOk).toBe(true);
    const wrong = stated({ valueUsd: valueUsd * (1 + 1.1e-6) });
    expect(wrong).toMatchObject({ feasible: true, statedValueOk: false, statedNpvOk: true });
    expect(wrong.remarks[0]).toMatchObject({ path: "objective.valueUsd", recomputed: valueUsd });
    expect(wrong.remarks[0].message).toContain(String(valueUsd));
  });

  test("npvUsd to 1e-6 of what it is the difference of", () => {
    const scale = Math.abs(valueUsd) + Math.abs(sunkUsd);
    expect(stated({ npvUsd: npvUsd + 0.9e-6 * scale }).statedNpvOk).toBe(true);
    expect(stated({ npvUsd: npvUsd - 1.1e-6 * scale })).toMatchObject({ statedValueOk: true, statedNpvOk: false });
  });

  test("sunkUsd, a bound below the value, and a gap that does not follow from them are remarked", () => {
    expect(stated({ sunkUsd: sunkUsd - 1 }).remarks.map(({ path }) => path)).toEqual(["objective.sunkUsd"]);
    expect(stated({ boundUsd: valueUsd - 1, gap: -1 / valueUsd }).remarks.map(({ path }) => path)).toEqual([
      "objective.boundUsd",
    ]);
    expect(stated({ boundUsd: 1.5 * valueUsd, gap: 0.4 }).remarks.map(({ path }) => path)).toEqual(["objective.gap"]);
    expect(stated({ boundUsd: 1.5 * valueUsd, gap: 0.5 }).remarks).toEqual([]);
  });

  test("NaN is never as recomputed", () => {
    expect(stated({ valueUsd: Number.NaN, npvUsd: Number.NaN })).toMatchObject({
      statedValueOk: false,
      statedNpvOk: false,
    });
  });

  test("what is not stated cannot be wrong", () => {
    expect(auditPlan(input, { contracts: SERVE_ALL })).toMatchObject({ statedValueOk: true, statedNpvOk: true });
    expect(stated({ valueUsd: null, boundUsd: null, gap: null, npvUsd: null }).remarks).toEqual([]);
  });

  test("a value of 0 may be missed by 1e-6 USD", () => {
    const nothing = portfolio();
    const objective = (valueUsd: number) => ({ objective: { valueUsd } });
    expect(auditPlan(nothing, objective(0.9e-6)).statedValueOk).toBe(true);
    expect(auditPlan(nothing, objective(1.1e-6)).statedValueOk).toBe(false);
  });

  test("racks that do not follow from the share are remarked, and decide nothing", () => {
    const audit = auditPlan(input, { contracts: [{ ...SERVE_ALL[0], placements: [placed(1, { racks: 11 })] }] });
    expect(audit.feasible).toBe(true);
    expect(audit.remarks).toEqual([
      expect.objectContaining({ path: "contracts[0].placements[0].racks", stated: 11, recomputed: 10 }),
    ]);
    expect(audit.value.valueUsd).toBe(valueUsd);
  });
});
