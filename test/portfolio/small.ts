// A small valid portfolio that uses every field and earns no warning, and ways to spoil it.
import { PortfolioInput } from "../../src/portfolio/schema.ts";

export const SMALL: PortfolioInput = {
  schema: "megalloc/portfolio@1",
  name: "north",
  horizon: { start: "2026-01", periods: 8, monthsPerPeriod: 3 },
  finance: {
    discountRate: 0.1,
    cumulativeEquityUsd: { "2026-01": 2e9, "2027-01": 3e9 },
    debt: { rate: 0.07, termYears: 5, maxLoanToCost: 0.6 },
  },
  platforms: [
    {
      id: "gb300",
      kwPerRack: 140,
      cooling: ["dlc"],
      supply: "backlog",
      acceleratorsPerRack: 72,
      pflopsPerRack: 720,
      opexUsdPerRackMonth: 10000,
    },
    { id: "tenant-air", kwPerRack: 20, cooling: ["air"], supply: "tenant" },
  ],
  backlog: [
    { id: "po-1", platform: "gb300", racks: 100, arrives: "2026-02", usdPerRack: 3e6, committed: true, lifeYears: 5 },
    {
      id: "po-2",
      platform: "gb300",
      racks: 50,
      arrives: "2026-08",
      usdPerRack: 3e6,
      committed: false,
      divisible: false,
    },
  ],
  sites: [
    {
      id: "oslo",
      region: "NORDIC",
      firmMw: { "2026-01": 40, "2027-01": 60 },
      interruptibleMw: 10,
      pueCap: 1.3,
      energy: {
        market: [
          { share: 0.25, usdPerMwh: { "2025-01": 90, "2027-01": 80 } },
          { share: 0.75, usdPerMwh: -5 },
        ],
        ppa: { usdPerMwh: 35, resale: true },
      },
      expansions: [
        { id: "substation", mw: 20, capexUsd: 1e7, leadMonths: 12, earliest: "2026-04", lifeYears: 30 },
        { id: "second", mw: 5, capexUsd: 4e6, leadMonths: 3 },
      ],
      halls: [
        {
          id: "dlc",
          cooling: "dlc",
          pue: 1.1,
          peakPue: 1.25,
          builtMw: { "2026-01": 20 },
          build: {
            moduleMw: 5,
            maxModules: 4,
            capexUsdPerMw: 9e6,
            leadMonths: 9,
            maxModulesPerPeriod: 2,
            lifeYears: 15,
          },
        },
        { id: "air", cooling: "air", pue: 1.2, builtMw: 6 },
      ],
      flexible: [{ id: "fleet", mw: { "2026-01": 10 }, usdPerMwh: { "2026-01": 100 } }],
    },
    {
      id: "bodø",
      firmMw: 15,
      energy: { market: [{ share: 1, usdPerMwh: 40 }] },
      halls: [{ id: "dlc", cooling: "dlc", pue: 1.15, builtMw: 10 }],
    },
  ],
  contracts: [
    {
      id: "c-1",
      customer: "Acme",
      unit: "accelerators",
      quantity: 3600,
      platforms: ["gb300"],
      usdPerUnitMonth: 2500,
      escalation: -0.02,
      takeOrPay: 0.8,
      utilisation: 0.9,
      start: { earliest: "2026-04", latest: "2026-10", due: "2026-07", lateUsdPerUnitMonth: 50 },
      termMonths: 36,
      ramp: { "0": 0.5, "6": 1 },
      minFraction: 0.5,
      signed: true,
      group: "g",
      placement: { sites: ["oslo", "bodø"], maxSites: 1, minMwPerSite: 1, maxPue: 1.2 },
      credit: { guarantor: "Bank", discountRate: 0.12, annualDefaultProbability: 0.02, advanceRate: 0.7 },
      shortfall: { maxFraction: 0.1, usdPerUnitMonth: 4000 },
    },
    {
      id: "c-2",
      unit: "mw",
      quantity: 3,
      platforms: ["tenant-air", "gb300"],
      usdPerUnitMonth: 150000,
      start: { earliest: "2026-01", latest: "2027-10" },
      termMonths: 24,
      group: "g",
      placement: { regions: ["NORDIC"], excludeSites: ["bodø"] },
    },
    {
      id: "c-3",
      unit: "pflops",
      quantity: 7200,
      platforms: ["gb300"],
      usdPerUnitMonth: 300,
      start: { earliest: "2026-07", latest: "2026-09" },
      termMonths: 12,
    },
    {
      id: "c-4",
      unit: "racks",
      quantity: 10,
      platforms: ["gb300"],
      usdPerUnitMonth: 160000,
      start: { earliest: "2026-07", latest: "2026-09" },
      termMonths: 12,
    },
  ],
};

/** A fresh copy, free to be spoiled. */
export const small = (): PortfolioInput => structuredClone(SMALL);

type Key = string | number;

function holder(root: unknown, path: readonly Key[]): Record<Key, unknown> {
  let value = root as Record<Key, unknown>;
  for (const key of path.slice(0, -1)) value = value[key] as Record<Key, unknown>;
  return value;
}

/** SMALL with one value put in place; the last key may be new. */
export function withValue(path: readonly Key[], value: unknown): unknown {
  const copy = small();
  Object.defineProperty(holder(copy, path), path[path.length - 1], {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
  return copy;
}

/** SMALL without one key. */
export function withoutKey(path: readonly Key[]): unknown {
  const copy = small();
  delete holder(copy, path)[path[path.length - 1]];
  return copy;
}

/** "contracts[0].start.due" -> its keys. */
export const keysOf = (path: string): Key[] =>
  path.split(/[.[\]]+/).flatMap((key) => (key === "" ? [] : [/^\d+$/.test(key) ? Number(key) : key]));
