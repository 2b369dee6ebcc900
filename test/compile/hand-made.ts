// A portfolio small enough to compute by hand. Half-year periods and a rate of 21 %: a period's discount factor is 1/1.1 exactly in
// decimal, so S(t) = 1.1^-t, F(t) = 1.1^-(t+1/2), E = 1.1^-4, HOURS = 4380, D = 1/2.
import { FloatField, IntField } from "../../assembly/abi.ts";
import { compile } from "../../src/compile/compile.ts";
import { floatField, Instance, intField } from "../../src/compile/instance.ts";
import { PortfolioInput, portfolioSchema } from "../../src/portfolio/schema.ts";

export function handMade(): PortfolioInput {
  return {
    schema: "megalloc/portfolio@1",
    name: "hand-made",
    horizon: { start: "2026-01", periods: 4, monthsPerPeriod: 6 },
    finance: { discountRate: 0.21 },
    platforms: [
      {
        id: "air-box",
        kwPerRack: 40,
        cooling: ["air"],
        supply: "backlog",
        acceleratorsPerRack: 8,
        pflopsPerRack: 32,
        opexUsdPerRackMonth: 100,
      },
      { id: "liquid-rack", kwPerRack: 125, cooling: ["dlc", "immersion"], supply: "backlog", acceleratorsPerRack: 72 },
      { id: "own-rack", kwPerRack: 20, cooling: ["air", "dlc"], supply: "tenant", acceleratorsPerRack: 4 },
    ],
    backlog: [],
    sites: [
      {
        id: "north",
        region: "N",
        firmMw: { "2026-01": 10, "2026-09": 20 },
        energy: {
          market: [
            { share: 0.25, usdPerMwh: 80 },
            { share: 0.75, usdPerMwh: { "2026-01": 40, "2027-01": 20 } },
          ],
        },
        halls: [
          { id: "a", cooling: "air", pue: 1.5 },
          { id: "b", cooling: "dlc", pue: 1.2 },
        ],
      },
      {
        id: "south",
        firmMw: 30,
        energy: {
          market: [{ share: 1, usdPerMwh: 50 }],
          ppa: { usdPerMwh: { "2025-01": 30, "2026-07": 35 } },
        },
        halls: [{ id: "a", cooling: "dlc", pue: 1.1 }],
      },
    ],
    contracts: [],
  };
}

type ContractInput = PortfolioInput["contracts"][number];

/** 10 MW of air-box at $1000 per MW-month for one year from 2026-01, and what is given instead. */
export function contract(given: Partial<ContractInput> = {}): ContractInput {
  return {
    id: "c",
    unit: "mw",
    quantity: 10,
    platforms: ["air-box"],
    usdPerUnitMonth: 1000,
    start: { earliest: "2026-01", latest: "2026-01" },
    termMonths: 12,
    ...given,
  };
}

/** Compiles the hand-made portfolio after `change`. */
export function compiled(change: (portfolio: PortfolioInput) => void = () => {}): Instance {
  const input = handMade();
  change(input);
  return compile(portfolioSchema.parse(input));
}

/** Compiles the hand-made portfolio with these contracts. */
export function compiledWith(...contracts: ContractInput[]): Instance {
  return compiled((portfolio) => {
    portfolio.contracts = contracts;
  });
}

export function ints(instance: Instance, field: IntField): number[] {
  return [...intField(instance, field)];
}

export function floats(instance: Instance, field: FloatField): number[] {
  return [...floatField(instance, field)];
}

/** Relative deviation of two lists, to compare hand-made arithmetic with compiled: 0 when both are equal or infinite alike. */
export function deviation(actual: readonly number[], expected: readonly number[]): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  return actual.reduce((worst, value, i) => {
    if (value === expected[i]) return worst;
    return Math.max(worst, Math.abs(value - expected[i]) / Math.max(1e-9, Math.abs(expected[i])));
  }, 0);
}
