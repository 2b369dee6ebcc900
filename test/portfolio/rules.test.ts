// Fields that contradict one another.
import { describe, expect, it } from "vitest";
import { parsePortfolio } from "../../src/portfolio/parse.ts";
import { errorsOf, expectOnly, Row, rowName } from "./bad-input.ts";
import { keysOf, small, withoutKey, withValue } from "./small.ts";

const put = (path: string, value: unknown): unknown => withValue(keysOf(path), value);
const drop = (path: string): unknown => withoutKey(keysOf(path));
const c1 = 'contract "c-1"';

function with2(first: string, value: unknown, second: string, other: unknown): unknown {
  const portfolio = put(first, value) as Record<string, unknown>;
  const keys = keysOf(second);
  let holder = portfolio;
  for (const key of keys.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
  holder[keys[keys.length - 1]] = other;
  return portfolio;
}

// biome-ignore format: one row a line reads as the table it is
const names: Row[] = [
  [put("contracts[2].id", "c-1"), "duplicate-id", "contracts[2].id", c1, '"c-1" is already taken by contracts[0]', "its own id"],
  [put("platforms[2]", small().platforms[0]), "duplicate-id", "platforms[2].id", 'platform "gb300"', "platforms[0]", "its own id"],
  [put("backlog[1].id", "po-1"), "duplicate-id", "backlog[1].id", 'lot "po-1"', "backlog[0]", "its own id"],
  [put("sites[0].halls[1].id", "dlc"), "duplicate-id", "sites[0].halls[1].id", 'hall "dlc" of site "oslo"', "sites[0].halls[0]", "its own id"],
  [put("sites[0].expansions[1].id", "substation"), "duplicate-id", "sites[0].expansions[1].id", 'expansion "substation" of site "oslo"', "sites[0].expansions[0]", "its own id"],
  [put("sites[0].flexible", [{ id: "f", mw: 1, usdPerMwh: 5 }, { id: "f", mw: 1, usdPerMwh: 5 }]), "duplicate-id", "sites[0].flexible[1].id", 'flexible load "f" of site "oslo"', "sites[0].flexible[0]", "its own id"],
  [put("backlog[0].platform", "gb-300"), "unknown-platform", "backlog[0].platform", 'lot "po-1"', 'no platform "gb-300"', 'did you mean "gb300"? (known: "gb300", "tenant-air")'],
  [put("contracts[0].platforms", ["mi355x", "gb300"]), "unknown-platform", "contracts[0].platforms[0]", c1, '"mi355x"', "add the platform"],
  [put("contracts[0].placement.sites", ["oslo", "bergen"]), "unknown-site", "contracts[0].placement.sites[1]", c1, '"bergen"', 'known: "oslo", "bodø"'],
  [put("contracts[1].placement.excludeSites", ["bodo"]), "unknown-site", "contracts[1].placement.excludeSites[0]", 'contract "c-2"', '"bodo"', 'did you mean "bodø"?'],
  [put("contracts[1].platforms", ["gb300", "tenant-air", "gb300"]), "duplicate-reference", "contracts[1].platforms[2]", 'contract "c-2"', "contracts[1].platforms[0]", "name it once"],
  [put("contracts[0].placement.sites", ["oslo", "oslo"]), "duplicate-reference", "contracts[0].placement.sites[1]", c1, '"oslo"', "name it once"],
  [put("platforms[0].cooling", ["dlc", "dlc"]), "duplicate-reference", "platforms[0].cooling[1]", 'platform "gb300"', '"dlc"', "name it once"],
  [drop("platforms[0].acceleratorsPerRack"), "missing-rating", "contracts[0].platforms[0]", c1, 'platform "gb300" does not say acceleratorsPerRack', "add acceleratorsPerRack to platform"],
  [drop("platforms[0].pflopsPerRack"), "missing-rating", "contracts[2].platforms[0]", 'contract "c-3"', "does not say pflopsPerRack", "take it out"],
  [put("contracts[0].platforms", ["gb300", "tenant-air"]), "missing-rating", "contracts[0].platforms[1]", c1, "counts accelerators", 'platform "tenant-air"'],
  [put("contracts[1].signed", true), "group-signed-twice", "contracts[1].group", 'contract "c-2"', 'group "g" allows one contract, but contract "c-1" is signed as well', "leave one"],
];

// biome-ignore format: one row a line reads as the table it is
const figures: Row[] = [
  [put("sites[0].energy.market[1].share", 0.7), "market-shares", "sites[0].energy.market", 'site "oslo"', "sum to 0.95, not to 1", "write 0.75 for the last share, or divide each share by 0.95"],
  [put("sites[1].energy.market[0].share", 0), "market-shares", "sites[1].energy.market", 'site "bodø"', "sum to 0", "give each block"],
  [put("sites[0].energy.market", [0.333, 0.333, 0.333].map((share) => ({ share, usdPerMwh: 40 }))), "market-shares", "sites[0].energy.market", 'site "oslo"', "sum to 0.999", "write 0.334"],
  [put("contracts[0].start.latest", "2026-03"), "window-upside-down", "contracts[0].start.latest", c1, "2026-03 is before the earliest start 2026-04", "swap them"],
  [with2("contracts[0].start.earliest", "2025-04", "contracts[0].start.latest", "2025-12"), "window-before-horizon", "contracts[0].start.latest", c1, "2025-12 is before the horizon's start 2026-01", "2026-01 or later"],
  [put("contracts[0].ramp", { "6": 1, "3": 0.5 }), "ramp-without-zero", "contracts[0].ramp", c1, "3 months after the start", '"0": 1'],
  [put("contracts[0].ramp", {}), "ramp-without-zero", "contracts[0].ramp", c1, "the ramp is empty", '"0": 1'],
  [put("sites[0].energy.market[0].usdPerMwh", { "2026-02": 5 }), "price-starts-late", "sites[0].energy.market[0].usdPerMwh", 'site "oslo"', "first stated for 2026-02, after the horizon's start 2026-01", '"2026-01" or earlier'],
  [put("sites[0].energy.ppa.usdPerMwh", { "2027-01": 5 }), "price-starts-late", "sites[0].energy.ppa.usdPerMwh", 'site "oslo"', "2027-01", "not zero"],
  [put("sites[0].flexible[0].usdPerMwh", {}), "price-starts-late", "sites[0].flexible[0].usdPerMwh", 'flexible load "fleet" of site "oslo"', "no step at all", "add a step"],
  [put("finance.debt.termYears", 0.12), "debt-term-too-short", "finance.debt.termYears", "finance", "less than half a period (3 months)", "at least 0.125 years"],
  [put("finance.debt.rate", 1e-12), "rate-too-small", "finance.debt.rate", "finance", "1e-12", "write 0"],
  [put("horizon.monthsPerPeriod", 151), "horizon-too-long", "horizon.periods", "horizon", "8 periods of 151 months are 1208 months", "at most 1200 months"],
  [put("horizon.start", "9998-06"), "horizon-too-long", "horizon.start", "horizon", "ends after 9999-12", "start earlier"],
  [put("contracts[0].usdPerUnitMonth", 1e17), "beyond-arithmetic", "contracts[0].usdPerUnitMonth", c1, "1.08e+21 USD", "number of zeros"],
  [with2("contracts[1]", { ...small().contracts[1], escalation: 100, termMonths: 120 }, "horizon.periods", 40), "beyond-arithmetic", "contracts[1].usdPerUnitMonth", 'contract "c-2"', "escalation over a period", "check the units"],
  [put("contracts[0].shortfall.usdPerUnitMonth", 1e17), "beyond-arithmetic", "contracts[0].shortfall.usdPerUnitMonth", c1, "shortfall penalty", "check the units"],
  [put("contracts[0].start.lateUsdPerUnitMonth", 1e17), "beyond-arithmetic", "contracts[0].start.lateUsdPerUnitMonth", c1, "lateness", "check the units"],
  [with2("contracts[3].quantity", 1e13, "contracts[3].usdPerUnitMonth", 1), "beyond-arithmetic", "contracts[3].platforms[0]", 'contract "c-4"', "10000000000000 racks", "unit and quantity"],
  [put("backlog[0].usdPerRack", 1e17), "beyond-arithmetic", "backlog[0].usdPerRack", 'lot "po-1"', "racks x usdPerRack", "check the units"],
  [put("sites[0].halls[0].build.capexUsdPerMw", 1e17), "beyond-arithmetic", "sites[0].halls[0].build.capexUsdPerMw", 'hall "dlc" of site "oslo"', "capex of all modules", "check the units"],
];

describe("names", () => it.each(names.map((row) => [rowName(row), row] as const))("%s", (_, row) => expectOnly(row)));
describe("figures", () =>
  it.each(figures.map((row) => [rowName(row), row] as const))("%s", (_, row) => expectOnly(row)));

describe("what is legal", () => {
  it.each([
    [
      "six-digit thirds as market shares",
      put(
        "sites[0].energy.market",
        [0.333333, 0.333333, 0.333333].map((share) => ({ share, usdPerMwh: 40 })),
      ),
    ],
    ["the same hall id at two sites", small()],
    ["a falling price", put("contracts[0].escalation", -0.5)],
    ["a negative price of power", put("sites[0].energy.ppa.usdPerMwh", -20)],
    ["a loan without interest", put("finance.debt.rate", 0)],
    ["a loan of half a period", put("finance.debt.termYears", 0.125)],
    ["a window that reaches into the horizon", put("contracts[0].start.earliest", "2019-01")],
    ["no sites, lots or contracts", { ...small(), sites: [], backlog: [], contracts: [] }],
    ["a whole century of months", put("horizon", { start: "2026-01", periods: 1200, monthsPerPeriod: 1 })],
  ])("%s", (_, value) => {
    expect(errorsOf(value)).toEqual([]);
  });

  it("keeps shares as written", () => {
    const result = parsePortfolio(put("sites[1].energy.market", [{ share: 0.999999, usdPerMwh: 40 }]));
    expect(result.ok && result.portfolio.sites[1].energy.market[0].share).toBe(0.999999);
  });
});

describe("size", () => {
  it("refuses arrays that no kernel memory holds", () => {
    const huge = small();
    huge.horizon.periods = 1200;
    huge.horizon.monthsPerPeriod = 1;
    huge.platforms = Array.from({ length: 900 }, (_, index) => ({ ...huge.platforms[0], id: `p${index}` }));
    huge.backlog = [];
    huge.contracts = [];
    huge.sites[0].halls = Array.from({ length: 100 }, (_, index) => ({ id: `h${index}`, cooling: "dlc", pue: 1.1 }));
    const found = errorsOf(huge);
    expect(found.map(({ code, path }) => [code, path])).toEqual([["too-large", "sites"]]);
    expect(found[0].message).toContain("halls x platforms x periods = 109080000 numbers, more than the 20000000");
  });
});
