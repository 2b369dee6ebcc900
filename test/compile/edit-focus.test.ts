// What an edit touched, by contract and site.
import { describe, expect, it } from "vitest";
import { compile } from "../../src/compile/compile.ts";
import { editFocus } from "../../src/compile/edit-focus.ts";
import type { ContractDecision } from "../../src/plan/plan.ts";
import type { Portfolio } from "../../src/portfolio/schema.ts";
import { portfolioOf, TWO_SITES } from "../answers/two-sites.ts";

const before = portfolioOf(TWO_SITES);
const placed = (id: string, site: string, hall: string, platform: string): ContractDecision => ({
  id,
  accepted: true,
  start: "2027-01",
  fraction: 1,
  placements: [{ site, hall, platform, share: 1, racks: 1 }],
});
const decisions: ContractDecision[] = [
  placed("lease-a", "south", "hall-b", "tenant-rack"),
  { id: "lease-b", accepted: false },
  { id: "lease-c", accepted: false },
  placed("cloud", "north", "hall-a", "own-rack"),
];

function touched(after: Portfolio): string[] {
  const flags = editFocus(before, after, decisions, compile(after));
  return [...after.contracts, ...after.sites].filter((_, at) => flags[at] === 1).map(({ id }) => id);
}

describe("what an edit touched", () => {
  it("is nothing where nothing changed, or all did alike", () => {
    expect(touched(before)).toEqual([]);
    expect(touched({ ...before, finance: { ...before.finance, discountRate: 0.2 } })).toEqual([]);
  });

  it("is a contract with other terms and the site it is served at", () => {
    const contracts = before.contracts.map((c) => (c.id === "lease-a" ? { ...c, usdPerUnitMonth: 1 } : c));
    expect(touched({ ...before, contracts })).toEqual(["lease-a", "south"]);
  });

  it("is the site that a withdrawn contract leaves", () => {
    expect(touched({ ...before, contracts: before.contracts.slice(1) })).toEqual(["south"]);
  });

  it("is a new contract, for which there is no site yet", () => {
    expect(touched({ ...before, contracts: [...before.contracts, { ...before.contracts[0], id: "new" }] })).toEqual([
      "new",
    ]);
  });

  it("is what runs on a platform whose lot comes later, and a site with other power", () => {
    const backlog = before.backlog.map((lot) => (lot.id === "lot-1" ? { ...lot, arrives: "2027-07" } : lot));
    expect(touched({ ...before, backlog })).toEqual(["cloud"]);
    const sites = before.sites.map((site) => (site.id === "north" ? { ...site, firmMw: 5 } : site));
    expect(touched({ ...before, sites })).toEqual(["north"]);
  });
});
