// Section 3 of MODEL.md: each decision at the edge of its range, and just beyond it.
import { describe, expect, test } from "vitest";
import { type ContractDecision } from "../../src/plan/plan.ts";
import {
  auditFeasible,
  type ContractInput,
  contract,
  hall,
  lot,
  OWN,
  placed,
  portfolio,
  SERVE_ALL,
  site,
  violationsOf,
} from "./fixture.ts";

const decision = (changes: Partial<ContractDecision>): ContractDecision[] => [{ ...SERVE_ALL[0], ...changes }];
const withContract = (changes: Partial<ContractInput>) => portfolio({ contracts: [contract(changes)] });

describe("start", () => {
  const windowed = (earliest: string, latest: string) => withContract({ start: { earliest, latest } });

  test.each([
    ["2026-02", "2027-06", "2026-07"],
    ["2026-02", "2027-06", "2027-01"],
    ["2020-01", "2026-06", "2026-01"],
    // No period starts inside the window: the first one after `earliest`.
    ["2026-02", "2026-06", "2026-07"],
    ["2026-02", "2026-02", "2026-07"],
  ])("window %s to %s allows %s", (earliest, latest, start) => {
    auditFeasible(windowed(earliest, latest), { contracts: decision({ start }) });
  });

  test.each([
    ["2026-02", "2027-06", "2026-01", "2026-07 to 2027-01"],
    ["2026-02", "2027-06", "2027-07", "2026-07 to 2027-01"],
    ["2026-02", "2026-06", "2026-01", "only 2026-07"],
    ["2026-02", "2026-06", "2027-01", "only 2026-07"],
    // at(earliest) = T: never.
    ["2027-08", "2027-12", "2027-07", "only 2028-01"],
  ])("window %s to %s does not allow %s", (earliest, latest, start, allowed) => {
    const [violation] = violationsOf(windowed(earliest, latest), { contracts: decision({ start }) }, "start");
    expect(violation).toMatchObject({ subject: { contract: "c" }, path: "contracts[0].start", month: start });
    expect(violation.message).toContain(allowed);
    expect(violation.message).toContain(`starts in ${start}`);
  });

  test.each(["2026-02", "2026-13", "soon", "2025-07", "2028-01"])("%s starts no period of the horizon", (start) => {
    const [violation] = violationsOf(portfolio(), { contracts: decision({ start }) }, "month");
    expect(violation.message).toContain(`"${start}"`);
    expect(violation.path).toBe("contracts[0].start");
  });
});

describe("fraction, unserved and shares", () => {
  const partial = withContract({ minFraction: 0.4, shortfall: { maxFraction: 0.25, usdPerUnitMonth: 1 } });
  const split = (fraction: number, unserved: number, share: number) => ({
    contracts: decision({ fraction, unserved, placements: [placed(share)] }),
  });

  test("the edges are legal", () => {
    auditFeasible(partial, split(0.4, 0, 0.4));
    auditFeasible(partial, split(1, 0.25, 0.75));
    auditFeasible(partial, split(0.4, 0.1, 0.3));
  });

  test("fraction below minFraction or above 1", () => {
    const [low] = violationsOf(partial, split(0.39, 0, 0.39), "fraction");
    expect(low).toMatchObject({ lhs: 0.39, relation: ">=", rhs: 0.4, path: "contracts[0].fraction" });
    expect(low.excess).toBeCloseTo(0.01, 12);
    const [high] = violationsOf(partial, split(1.01, 0, 1.01), "fraction");
    expect(high).toMatchObject({ lhs: 1.01, relation: "<=", rhs: 1 });
  });

  test("unserved above its share of the fraction, below 0, or at all without shortfall", () => {
    // 0.25 * 0.8 = 0.2 may stay unserved.
    const [over] = violationsOf(partial, split(0.8, 0.21, 0.59), "unserved");
    expect(over.lhs).toBe(0.21);
    expect(over.rhs).toBeCloseTo(0.2, 14);
    const [negative] = violationsOf(partial, split(0.8, -0.1, 0.9), "unserved");
    expect(negative).toMatchObject({ lhs: -0.1, relation: ">=", rhs: 0 });
    const [without] = violationsOf(portfolio(), split(1, 0.01, 0.99), "unserved");
    expect(without.message).toContain("without shortfall");
  });

  test("shares plus unserved equal the fraction", () => {
    const [less] = violationsOf(partial, split(0.8, 0.1, 0.69), "balance");
    expect(less.lhs).toBeCloseTo(0.79, 14);
    expect(less).toMatchObject({ relation: "=", rhs: 0.8, path: "contracts[0].placements" });
    violationsOf(partial, split(0.8, 0.1, 0.71), "balance");
  });

  test("negative shares", () => {
    const input = portfolio({ sites: [site({ halls: [hall(), hall({ id: "other" })] })] });
    const placements = [placed(1.2), placed(-0.2, { hall: "other" })];
    const [violation] = violationsOf(input, { contracts: decision({ placements }) }, "share");
    expect(violation).toMatchObject({
      lhs: -0.2,
      path: "contracts[0].placements[1].share",
      subject: { hall: "other" },
    });
  });

  test("a contract accepted and wholly unserved is legal where shortfall allows it", () => {
    const input = withContract({ shortfall: { maxFraction: 1, usdPerUnitMonth: 10 } });
    auditFeasible(input, { contracts: [{ id: "c", accepted: true, start: "2026-01", fraction: 1, unserved: 1 }] });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("%d is no decision", (wrong) => {
    const nothing = { fraction: wrong, unserved: wrong, placements: [placed(wrong)] };
    const found = violationsOf(portfolio(), { contracts: decision(nothing) }, "number", "fraction");
    expect(found.filter(({ constraint }) => constraint === "number").map(({ path }) => path)).toEqual([
      "contracts[0].placements[0].share",
      "contracts[0].fraction",
      "contracts[0].unserved",
    ]);
    const assets = {
      builds: [{ site: "site", hall: "hall", start: "2026-01", modules: wrong }],
      orders: [{ lot: "more", fraction: wrong }],
      debt: [{ period: "2026-01", usd: wrong }],
    };
    const build = { moduleMw: 1, maxModules: 1, capexUsdPerMw: 1, leadMonths: 0 };
    const input = portfolio({
      backlog: [lot(), lot({ id: "more", committed: false })],
      sites: [site({ halls: [hall({ build })] })],
    });
    expect(violationsOf(input, assets, "number").map(({ path }) => path)).toEqual([
      "builds[0].modules",
      "orders[0].fraction",
      "debt[0].usd",
    ]);
  });
});

describe("eligibility", () => {
  const twoSites = (changes: Partial<ContractInput>) =>
    portfolio({
      sites: [
        site(),
        site({
          id: "far",
          region: "south",
          halls: [hall({ pue: 1.4 }), hall({ id: "air", cooling: "air" })],
        }),
        site({ id: "nowhere", region: undefined }),
      ],
      contracts: [contract(changes)],
    });
  const at = (changes: Parameters<typeof placed>[1]) => ({ contracts: decision({ placements: [placed(1, changes)] }) });
  const far = at({ site: "far" });

  test.each([
    ["sites", { placement: { sites: ["far"] } }, { placement: { sites: ["site"] } }, 'sites does not name site "far"'],
    ["sites given empty", { placement: {} }, { placement: { sites: [] } }, "placement.sites"],
    [
      "excludeSites",
      { placement: { excludeSites: ["site"] } },
      { placement: { excludeSites: ["far"] } },
      'excludeSites names site "far"',
    ],
    [
      "regions",
      { placement: { regions: ["south"] } },
      { placement: { regions: ["north", "east"] } },
      'in region "south", placement.regions are north, east',
    ],
    [
      "maxPue",
      { placement: { maxPue: 1.4 } },
      { placement: { maxPue: 1.39 } },
      "pue 1.4 exceeds placement.maxPue 1.39",
    ],
    ["platforms", { platforms: ["gpu"] }, { platforms: ["own"] }, "the contract takes own only"],
  ])("%s", (_, allows, forbids, words) => {
    auditFeasible(twoSites(allows), far);
    const [violation] = violationsOf(twoSites(forbids), far, "eligibility");
    expect(violation.subject).toEqual({ contract: "c", site: "far", hall: "hall", platform: "gpu" });
    expect(violation.message).toContain(words);
  });

  test("a site without a region is in none", () => {
    const input = twoSites({ placement: { regions: ["north"] } });
    const [violation] = violationsOf(input, at({ site: "nowhere" }), "eligibility");
    expect(violation.message).toContain("has no region");
  });

  test("cooling", () => {
    auditFeasible(twoSites({}), at({ site: "far", hall: "air", platform: "own" }));
    const [violation] = violationsOf(twoSites({}), at({ site: "far", hall: "air" }), "eligibility");
    expect(violation.message).toContain("the hall cools with air, the platform needs dlc");
    expect(OWN.cooling).toContain("air");
  });
});

describe("modules, expansions, lots and debt", () => {
  const build = { moduleMw: 1, maxModules: 4, capexUsdPerMw: 1, leadMonths: 6 };
  const input = portfolio({
    backlog: [lot(), lot({ id: "more", committed: false }), lot({ id: "whole", committed: false, divisible: false })],
    sites: [
      site({
        halls: [hall({ build })],
        expansions: [{ id: "x", mw: 1, capexUsd: 1, leadMonths: 6, earliest: "2026-02" }],
      }),
    ],
  });
  const modules = (count: number, start = "2026-01") => ({
    builds: [{ site: "site", hall: "hall", start, modules: count }],
  });

  test("modules are whole and not negative", () => {
    auditFeasible(input, modules(0));
    auditFeasible(input, modules(4));
    const [half] = violationsOf(input, modules(2.5), "modules");
    expect(half).toMatchObject({ lhs: 2.5, relation: "=", rhs: 3, excess: 0.5, path: "builds[0].modules" });
    // Minus one module takes 1 MW of the empty hall's 10.
    const [negative] = violationsOf(input, modules(-1), "modules");
    expect(negative).toMatchObject({ lhs: -1, relation: ">=", rhs: 0 });
  });

  test("a module's lead time ends inside the horizon", () => {
    // leadMonths 6 = one period: started in t = 2 it is ready in t = 3, started in t = 3 at T.
    auditFeasible(input, modules(1, "2027-01"));
    auditFeasible(input, modules(0, "2027-07"));
    const [late] = violationsOf(input, modules(1, "2027-07"), "moduleLead");
    expect(late).toMatchObject({ section: "4.5", month: "2027-07" });
    expect(late.message).toContain("ready in 2028-01");
  });

  const expand = (start: string) => ({ expansions: [{ site: "site", expansion: "x", start }] });

  test("an expansion starts in its earliest month or later, and is energised inside the horizon", () => {
    auditFeasible(input, expand("2026-07"));
    auditFeasible(input, expand("2027-01"));
    expect(violationsOf(input, expand("2026-01"), "expansionEarliest")[0].message).toContain("2026-02");
    expect(violationsOf(input, expand("2027-07"), "expansionLead")[0].message).toContain("2028-01");
  });

  const order = (id: string, fraction: number) => ({ orders: [{ lot: id, fraction }] });

  test("lots between nothing and all, whole where not divisible", () => {
    auditFeasible(input, order("more", 0.5));
    auditFeasible(input, order("whole", 0));
    auditFeasible(input, order("whole", 1));
    expect(violationsOf(input, order("more", -0.1), "lotFraction")[0]).toMatchObject({ lhs: -0.1, rhs: 0 });
    expect(violationsOf(input, order("more", 1.1), "lotFraction")[0]).toMatchObject({ lhs: 1.1, rhs: 1 });
    expect(violationsOf(input, order("whole", 0.5), "lotFraction")[0].message).toContain("not divisible");
  });

  test("debt draws are not negative", () => {
    const credit = portfolio({
      finance: { discountRate: 0.1, debt: { rate: 0, termYears: 1, maxLoanToCost: 1 } },
    });
    const [violation] = violationsOf(credit, { debt: [{ period: "2026-07", usd: -5 }] }, "debtDrawn");
    expect(violation).toMatchObject({ lhs: -5, month: "2026-07" });
    expect(violation.message).toContain("-$5");
  });
});
