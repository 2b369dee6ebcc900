// One site, one hall, one platform of each supply, all with room for 100 MW, no growth: tests change what they are about.
import { Instance } from "../../../assembly/alloc/instance.ts";
import { Reach } from "../../../assembly/alloc/preprocess.ts";
import { compile } from "../../../src/compile/compile.ts";
import type { Instance as Compiled } from "../../../src/compile/instance.ts";
import { type PortfolioInput, portfolioSchema } from "../../../src/portfolio/schema.ts";

export type SiteInput = PortfolioInput["sites"][number];
export type ContractInput = PortfolioInput["contracts"][number];
export type LotInput = PortfolioInput["backlog"][number];

/** 100 MW of everything; PUE 1 keeps power and IT MW alike. */
export function site(given: Partial<SiteInput> = {}): SiteInput {
  return {
    id: "s1",
    firmMw: 100,
    energy: { market: [{ share: 1, usdPerMwh: 40 }] },
    halls: [{ id: "hall", cooling: "dlc", pue: 1, builtMw: 100 }],
    ...given,
  };
}

/** 50 MW of the tenant's own racks for the whole year from 2026-01, worth $100,000 a MW-month. */
export function contract(given: Partial<ContractInput> = {}): ContractInput {
  return {
    id: "c1",
    unit: "mw",
    quantity: 50,
    platforms: ["own"],
    usdPerUnitMonth: 100_000,
    start: { earliest: "2026-01", latest: "2026-01" },
    termMonths: 12,
    ...given,
  };
}

/** Racks of 0.1 MW, paid for, there from the start. */
export function lot(racks: number, given: Partial<LotInput> = {}): LotInput {
  return { id: `lot-${racks}`, platform: "box", racks, arrives: "2026-01", committed: true, ...given };
}

/** Four quarters from 2026-01. */
export function portfolio(given: Partial<PortfolioInput> = {}): PortfolioInput {
  return {
    schema: "megalloc/portfolio@1",
    name: "fixture",
    horizon: { start: "2026-01", periods: 4, monthsPerPeriod: 3 },
    finance: { discountRate: 0.1 },
    platforms: [
      { id: "box", kwPerRack: 100, cooling: ["dlc", "air"], supply: "backlog" },
      { id: "own", kwPerRack: 100, cooling: ["dlc", "air"], supply: "tenant" },
    ],
    backlog: [lot(2000)],
    sites: [site()],
    contracts: [contract()],
    ...given,
  };
}

export function compiled(given: Partial<PortfolioInput>): Compiled {
  return compile(portfolioSchema.parse(portfolio(given)));
}

/** The compiled portfolio as the JS engine's kernel holds it. */
export function instanceOf(input: Compiled): Instance {
  return new Instance(input.ints, input.floats);
}

export function reachOf(given: Partial<PortfolioInput>): { instance: Instance; reach: Reach } {
  const instance = instanceOf(compiled(given));
  return { instance, reach: new Reach(instance) };
}

/** Limits of option o, one per column of its contract. */
export function limitsOf({ instance, reach }: { instance: Instance; reach: Reach }, option = 0): number[] {
  const c = reach.topology.optionContract[option];
  const columns = instance.contractColumnStart[c + 1] - instance.contractColumnStart[c];
  const start = instance.optionServeStart[option];
  return [...reach.columnLimit.slice(start, start + columns)];
}
