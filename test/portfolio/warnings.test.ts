// Legal, but hardly meant: each row spoils a portfolio that earns no warning.
import { describe, expect, it } from "vitest";
import { parsePortfolio } from "../../src/portfolio/parse.ts";
import { Problem } from "../../src/portfolio/problem.ts";
import { keysOf, SMALL, withoutKey, withValue } from "./small.ts";

type Row = readonly [unknown, Problem["code"], string, string, string, string];

const put = (path: string, value: unknown): unknown => withValue(keysOf(path), value);
const drop = (path: string): unknown => withoutKey(keysOf(path));
const c1 = 'contract "c-1"';
const c2 = 'contract "c-2"';

function warningsOf(value: unknown): readonly Problem[] {
  const result = parsePortfolio(value);
  if (!result.ok) throw new Error(`not legal: ${JSON.stringify(result.problems)}`);
  return result.warnings;
}

const lot = (lot: object): unknown =>
  put("backlog[2]", { id: "po-3", platform: "gb300", racks: 5, arrives: "2026-05", committed: false, ...lot });

// biome-ignore format: one row a line reads as the table it is
const contracts: Row[] = [
  [put("contracts[1].start", { earliest: "2028-02", latest: "2028-06" }), "starts-after-horizon", "contracts[1].start.earliest", c2, "2028-02 is after the last period's start 2027-10: it will never be accepted", "lengthen the horizon"],
  [put("contracts[1].start", { earliest: "2026-02", latest: "2026-03" }), "no-period-in-window", "contracts[1].start.latest", c2, "no period starts between 2026-02 and 2026-03: the contract starts in 2026-04", "allow 2026-04"],
  [put("contracts[1].start.latest", "2028-01"), "window-past-horizon", "contracts[1].start.latest", c2, "ends before 2028-01: starts up to 2027-10 count", "later starts"],
  [put("contracts[0].start.due", "2026-03"), "due-outside-window", "contracts[0].start.due", c1, "every start is late", "correct due"],
  [put("contracts[0].start.due", "2026-11"), "due-outside-window", "contracts[0].start.due", c1, "no start is late", "correct due"],
  [drop("contracts[0].start.due"), "late-fee-without-due", "contracts[0].start.lateUsdPerUnitMonth", c1, "50 USD per unit and month, but nothing is due", "add due"],
  [put("contracts[1].usdPerUnitMonth", 0), "no-revenue", "contracts[1].usdPerUnitMonth", c2, "its price is 0", "enter the price"],
  [put("contracts[1].utilisation", 0), "no-revenue", "contracts[1].utilisation", c2, "both 0", "expected draw"],
  [put("contracts[1].ramp", { "0": 0, "6": 0 }), "no-revenue", "contracts[1].ramp", c2, "ramp is 0 throughout", "above 0"],
  [put("contracts[1].ramp", { "0": 1, "24": 0.5, "30": 0.2 }), "ramp-after-term", "contracts[1].ramp", c2, "24, 30 months come after the term of 24 months", "correct the steps"],
  [put("contracts[1].placement.regions", ["NORDIC", "NORDICS"]), "unknown-region", "contracts[1].placement.regions[1]", c2, 'no site is in region "NORDICS"', 'did you mean "NORDIC"?'],
  [put("contracts[0].placement.excludeSites", ["bodø"]), "site-excluded", "contracts[0].placement.sites[1]", c1, '"bodø" is both asked for and excluded', "take it out"],
  [put("contracts[2].group", "G2"), "lonely-group", "contracts[2].group", 'contract "c-3"', 'alone in group "G2"', "leave the group out"],
  [put("contracts[1].credit", { advanceRate: 0.5 }), "cannot-borrow", "contracts[1].credit.advanceRate", c2, "takeOrPay is 0", "enter takeOrPay"],
  [put("contracts[1].placement", { maxPue: 1.05 }), "no-eligible-hall", "contracts[1].placement.maxPue", c2, "at most 1.05, but the best hall it may use has 1.1", "raise maxPue to 1.1"],
  [put("contracts[1].placement.sites", []), "no-eligible-hall", "contracts[1].placement", c2, "leaves no site with a hall", "widen the placement"],
  [put("contracts[1].placement.minMwPerSite", 4), "min-mw-too-large", "contracts[1].placement.minMwPerSite", c2, "asks for 4 MW at every site, but all of it is only 3 MW", "lower it to 3"],
];

// biome-ignore format: one row a line reads as the table it is
const supply: Row[] = [
  [lot({ arrives: "2027-11" }), "lot-after-horizon", "backlog[2].arrives", 'lot "po-3"', "2027-11, after the last period's start 2027-10, and cannot be ordered", "leave the lot out"],
  [lot({ arrives: "2030-01", committed: true }), "lot-after-horizon", "backlog[2].arrives", 'lot "po-3"', "neither arrives nor pays", "lengthen"],
  [lot({ platform: "tenant-air" }), "lot-for-tenant", "backlog[2].platform", 'lot "po-3"', "needs no lots", '"supply": "backlog"'],
  [lot({ racks: 0 }), "zero-size", "backlog[2].racks", 'lot "po-3"', "no racks", "enter its size"],
  [lot({ arrives: "2025-10", committed: true, usdPerRack: 5 }), "lot-already-here", "backlog[2].usdPerRack", 'lot "po-3"', "arrived in 2025-10, before the horizon, yet 5 USD per rack count as paid in 2026-01", "already paid for"],
  [put("platforms[2]", { id: "x", kwPerRack: 50, cooling: ["dlc"], supply: "tenant" }), "unused-platform", "platforms[2]", 'platform "x"', "no contract names", "leave it out"],
  [put("finance.cumulativeEquityUsd", { "2026-01": 2e9, "2026-07": 1e9 }), "equity-decreases", 'finance.cumulativeEquityUsd["2026-07"]', "finance", "falls from 2000000000 USD (2026-01) to 1000000000 USD (2026-07)", "running totals"],
  [put("finance.cumulativeEquityUsd", 1e8), "equity-exceeded", "finance.cumulativeEquityUsd", "finance", "at least 120000000 USD of equity by 2026-04, of which 100000000 USD", "raise the equity"],
  [put("finance.debt.maxLoanToCost", 0), "cannot-borrow", "finance.debt.maxLoanToCost", "finance", "loan to cost of 0", "raise it"],
  [put("contracts[0].credit", {}), "cannot-borrow", "finance.debt", "finance", "no contract has both", "add them"],
  [drop("finance.debt"), "cannot-borrow", "contracts[0].credit.advanceRate", c1, "no effect without finance.debt", "add finance.debt"],
];

// biome-ignore format: one row a line reads as the table it is
const sites: Row[] = [
  [put("sites[2]", { id: "s", firmMw: 0, energy: { market: [{ share: 1, usdPerMwh: 40 }] }, halls: [{ id: "h", cooling: "dlc", pue: 1.1, builtMw: 5 }] }), "no-power", "sites[2].firmMw", 'site "s"', "no power in any period", "enter its power"],
  [put("sites[2]", { id: "s", firmMw: { "2030-01": 5 }, interruptibleMw: 5, energy: { market: [{ share: 1, usdPerMwh: 40 }] }, halls: [{ id: "h", cooling: "dlc", pue: 1.1, builtMw: 5 }] }), "no-firm-power", "sites[2].firmMw", 'site "s"', "interruptible power only", "firm power"],
  [put("sites[2]", { id: "s", firmMw: 5, energy: { market: [{ share: 1, usdPerMwh: 40 }] }, halls: [] }), "idle-site", "sites[2]", 'site "s"', "neither halls nor flexible loads", "add halls"],
  [put("sites[0].expansions[1].leadMonths", 24), "lead-beyond-horizon", "sites[0].expansions[1].leadMonths", 'expansion "second" of site "oslo"', "24 months of lead time it is never ready before the horizon's end 2028-01", "lengthen"],
  [put("sites[0].expansions[0].earliest", "2027-01"), "lead-beyond-horizon", "sites[0].expansions[0].leadMonths", 'expansion "substation" of site "oslo"', "12 months of lead time from 2027-01 on", "lengthen"],
  [put("sites[0].expansions[1].mw", 0), "zero-size", "sites[0].expansions[1].mw", 'expansion "second" of site "oslo"', "adds no power", "enter its MW"],
  [put("sites[0].halls[0].build.leadMonths", 22), "lead-beyond-horizon", "sites[0].halls[0].build.leadMonths", 'hall "dlc" of site "oslo"', "no module is ready", "leave build out"],
  [put("sites[0].halls[0].build.maxModulesPerPeriod", 0), "zero-size", "sites[0].halls[0].build.maxModulesPerPeriod", 'hall "dlc" of site "oslo"', "no module can be built", "raise it"],
  [put("sites[0].halls[0].peakPue", 1.05), "peak-below-annual", "sites[0].halls[0].peakPue", 'hall "dlc" of site "oslo"', "1.05 is below its annual PUE 1.1", "hottest day"],
  [put("sites[0].halls[2]", { id: "i", cooling: "immersion", pue: 1.1, builtMw: 5 }), "cooling-unused", "sites[0].halls[2].cooling", 'hall "i" of site "oslo"', 'no platform takes its cooling "immersion"', "add a platform"],
  [put("sites[0].halls[2]", { id: "i", cooling: "DLC2", pue: 1.1, builtMw: 5 }), "cooling-unused", "sites[0].halls[2].cooling", 'hall "i" of site "oslo"', '"DLC2"', 'did you mean "dlc"?'],
  [put("sites[0].halls[2]", { id: "i", cooling: "dlc", pue: 1.1 }), "hall-without-capacity", "sites[0].halls[2]", 'hall "i" of site "oslo"', "builtMw is 0 and nothing can be built", "enter builtMw"],
  [put("sites[0].interruptibleMw", {}), "empty-series", "sites[0].interruptibleMw", 'site "oslo"', "without steps is 0", "write 0"],
  [put("sites[0].flexible[0].mw", 0), "zero-size", "sites[0].flexible[0].mw", 'flexible load "fleet" of site "oslo"', "has no size", "enter its MW"],
  [put("sites[1].pueCap", 1.1), "pue-cap-out-of-reach", "sites[1].pueCap", 'site "bodø"', "1.1 is below the PUE of its best hall (1.15)", "raise it to 1.15"],
];

// biome-ignore format: one row a line reads as the table it is
const figures: Row[] = [
  [put("finance.discountRate", 8), "looks-like-percent", "finance.discountRate", "finance", "8 means 800 % a year", "write 0.08 for 8 %"],
  [put("finance.debt.rate", 7), "looks-like-percent", "finance.debt.rate", "finance", "700 %", "write 0.07"],
  [put("contracts[1].escalation", 3), "looks-like-percent", "contracts[1].escalation", c2, "300 %", "write 0.03"],
  [put("contracts[0].credit.discountRate", 12), "looks-like-percent", "contracts[0].credit.discountRate", c1, "1200 %", "write 0.12"],
  [put("contracts[0].credit.annualDefaultProbability", 0.5), "looks-like-percent", "contracts[0].credit.annualDefaultProbability", c1, "50 % chance of default every year", "write 0.005 for 0.5 %"],
  [put("sites[1].energy.market[0].usdPerMwh", 0.04), "looks-like-other-unit", "sites[1].energy.market", 'site "bodø"', "0.04 USD per MWh", "0.04 USD per kWh are 40"],
  [put("sites[0].energy.ppa.usdPerMwh", 0.035), "looks-like-other-unit", "sites[0].energy.ppa.usdPerMwh", 'site "oslo"', "0.035", "are 35"],
  [put("sites[0].halls[0].build.capexUsdPerMw", 9), "looks-like-other-unit", "sites[0].halls[0].build.capexUsdPerMw", 'hall "dlc" of site "oslo"', "9 USD per MW", "USD per kW"],
  [put("sites[1].firmMw", 90000), "looks-like-other-unit", "sites[1].firmMw", 'site "bodø"', "90000 MW", "90000 kW are 90"],
  [put("platforms[1].kwPerRack", 0.02), "looks-like-other-unit", "platforms[1].kwPerRack", 'platform "tenant-air"', "0.02 kW per rack", "0.02 MW are 20 kW"],
];

describe("warnings", () => {
  it("are absent from a sound portfolio", () => {
    expect(warningsOf(SMALL)).toEqual([]);
  });

  const rows = [...contracts, ...supply, ...sites, ...figures];
  it.each(rows.map((row) => [`${row[1]} at ${row[2]}`, row] as const))(
    "%s",
    (_, [value, code, path, subject, says, mend]) => {
      const found = warningsOf(value);
      const named = found.map((problem) => `${problem.code} at ${problem.path}`);
      expect(named).toContain(`${code} at ${path}`);
      const warning = found[named.indexOf(`${code} at ${path}`)];
      expect(warning.severity).toBe("warning");
      expect(warning.subject).toBe(subject);
      expect(warning.message).toContain(says);
      expect(warning.hint).toContain(mend);
    },
  );
});

describe("cooling that nobody has", () => {
  it("is told of the platform, the hall and the contract", () => {
    const found = warningsOf(put("platforms[1].cooling", ["AIR-2"]));
    const told = found.map((problem) => `${problem.code} at ${problem.path}`);
    expect(told).toEqual(["cooling-nowhere at platforms[1].cooling", "cooling-unused at sites[0].halls[1].cooling"]);
    expect(found[0].message).toContain('no hall offers its cooling ("AIR-2")');
  });

  it("leaves a contract without a hall", () => {
    const portfolio = put("platforms[0].cooling", ["immersion"]) as typeof SMALL;
    const found = warningsOf(portfolio).filter((problem) => problem.code === "no-cooling");
    expect(found.map((problem) => problem.path)).toEqual([0, 2, 3].map((index) => `contracts[${index}].platforms`));
    expect(found[0].message).toContain('(they take "immersion", the halls have "dlc"');
  });
});

describe("a backlog platform without racks", () => {
  it("is told of the platform and of the contracts that need it", () => {
    const found = warningsOf({ ...SMALL, backlog: [] }).map((problem) => `${problem.code} at ${problem.path}`);
    expect(found).toContain("no-lots at platforms[0]");
    expect(found).toContain("cannot-fit at contracts[0].quantity");
  });
});
