// Presets, mining fleets and what is wrong with them.
import { describe, expect, it } from "vitest";
import { parsePortfolio } from "../../src/portfolio/parse.ts";
import { PresetKind, presetFields, presetIds } from "../../src/presets/catalogue.ts";
import { COOLING } from "../../src/presets/cooling.ts";
import { isFigure } from "../../src/presets/fact.ts";
import { PLATFORMS } from "../../src/presets/platforms.ts";
import { readPortfolioText } from "../../src/resolve/read-portfolio.ts";
import { resolvePortfolio } from "../../src/resolve/resolve.ts";
import { SMALL } from "../portfolio/small.ts";

const KINDS: PresetKind[] = ["platform", "lot", "hall", "site", "fleet", "finance", "credit"];

const SOURCE = {
  schema: "megalloc/portfolio@1",
  name: "presets",
  horizon: { start: "2027-01", periods: 8, monthsPerPeriod: 3 },
  finance: { preset: "guaranteed-notes", discountRate: 0.12 },
  platforms: [{ preset: "gb300-nvl72" }, { preset: "hgx-h200", id: "h200", supply: "tenant" }],
  backlog: [{ id: "l1", preset: "gb300-nvl72", racks: 400, arrives: "2027-01", committed: false }],
  sites: [
    {
      id: "odessa",
      preset: "ercot-west",
      firmMw: 200,
      halls: [
        { id: "dlc", preset: "direct-to-chip", pue: 1.2, build: { maxModules: 4 } },
        { id: "old", preset: "rear-door", builtMw: 10 },
      ],
      flexible: {
        mining: {
          hashPriceUsdPerPhDay: { "2027-01": 40, "2028-01": 44 },
          poolFee: 0.02,
          halvings: ["2028-04"],
          fleets: [{ preset: "s21", ph: 1000, pue: 1.05 }],
        },
      },
    },
  ],
  contracts: [
    {
      id: "c1",
      unit: "mw",
      quantity: 60,
      platforms: ["gb300-nvl72"],
      usdPerUnitMonth: 800000,
      start: { earliest: "2028-01", latest: "2028-07" },
      termMonths: 60,
      takeOrPay: 1,
      credit: { preset: "google-guaranteed", advanceRate: 0.5 },
    },
  ],
};

/** The source with one part replaced. */
function changed(change: (source: typeof SOURCE) => void): string {
  const source = structuredClone(SOURCE);
  change(source);
  return JSON.stringify(source);
}

function problemsOf(text: string): string[] {
  const result = readPortfolioText(text);
  return result.ok
    ? []
    : result.problems.map(({ code, path, message, hint }) => `${code} ${path}: ${message}; ${hint}`);
}

describe("resolving", () => {
  it("leaves alone what has nothing to resolve", () => {
    expect(resolvePortfolio(SMALL)).toEqual({ value: SMALL, notes: [], problems: [] });
  });

  it("fills in what presets know and keeps what the user wrote", () => {
    const before = structuredClone(SOURCE);
    const { value, notes, problems } = resolvePortfolio(SOURCE);
    expect(SOURCE).toEqual(before);
    expect(problems).toEqual([]);
    const result = parsePortfolio(value);
    if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join());
    const { finance, platforms, backlog, sites, contracts } = result.portfolio;
    expect(finance).toMatchObject({ discountRate: 0.12, debt: { rate: 0.07125, termYears: 5, maxLoanToCost: 0.85 } });
    expect(platforms[0]).toMatchObject({
      id: "gb300-nvl72",
      kwPerRack: 135,
      acceleratorsPerRack: 72,
      supply: "backlog",
    });
    expect(platforms[1]).toMatchObject({ id: "h200", kwPerRack: 44, supply: "tenant" });
    expect(backlog[0]).toMatchObject({ platform: "gb300-nvl72", usdPerRack: 4e6, lifeYears: 5 });
    expect(sites[0].halls[0]).toMatchObject({
      pue: 1.2,
      peakPue: 1.4,
      build: { maxModules: 4, moduleMw: 25, leadMonths: 18 },
    });
    expect(sites[0].halls[1]).toMatchObject({ pue: 1.3, builtMw: 10 });
    expect(sites[0].halls[1].build).toBeUndefined();
    expect(contracts[0].credit).toMatchObject({ guarantor: "Google", advanceRate: 0.5 });
    expect(notes.find(({ path }) => path === "platforms[0]")).toMatchObject({ subject: 'platform "gb300-nvl72"' });
  });

  it("turns fleets into loads, halvings and all", () => {
    const { value } = resolvePortfolio(SOURCE);
    const result = parsePortfolio(value);
    if (!result.ok) throw new Error("not valid");
    const [load] = result.portfolio.sites[0].flexible;
    const perHashPrice = (1000 * 0.98) / (24 * 17.5 * 1.05);
    expect(load.mw).toBeCloseTo((1000 * 17.5 * 1.05) / 1000, 12);
    expect(Object.keys(load.usdPerMwh)).toEqual(["2027-01", "2028-01", "2028-04"]);
    expect(Object.values(load.usdPerMwh).map((price) => price / perHashPrice)).toEqual(
      [40, 44, 22].map((price) => expect.closeTo(price, 9)),
    );
  });

  it.each<[string, (source: typeof SOURCE) => void, RegExp]>([
    [
      "an unknown preset",
      (s) => Object.assign(s.platforms[0], { preset: "gb300-nvl27" }),
      /unknown-preset platforms\[0\].preset: .*"gb300-nvl27".*did you mean "gb300-nvl72"/,
    ],
    [
      "a preset that is no name",
      (s) => Object.assign(s.sites[0], { preset: 7 }),
      /wrong-type sites\[0\].preset: 7 where the name of a preset belongs/,
    ],
    [
      "a fleet without a size",
      (s) => Object.assign(s.sites[0].flexible.mining, { fleets: [{ preset: "s21" }] }),
      /missing-key sites\[0\].flexible.mining.fleets\[0\]: "ph" is missing/,
    ],
    ["a fleet of two sizes", (s) => Object.assign(s.sites[0].flexible.mining.fleets[0], { mw: 3 }), /size-twice/],
    [
      "a fee in percent",
      (s) => Object.assign(s.sites[0].flexible.mining, { poolFee: 2 }),
      /out-of-range sites\[0\].flexible.mining.poolFee: 2 is out of range; .*0.02 for 2 %/,
    ],
    [
      "a halving that is no month",
      (s) => Object.assign(s.sites[0].flexible.mining, { halvings: ["2028"] }),
      /wrong-type sites\[0\].flexible.mining.halvings/,
    ],
    [
      "a misspelt key",
      (s) => Object.assign(s.sites[0].flexible.mining, { poolFees: 0 }),
      /unknown-key .*poolFees.*did you mean "poolFee"/,
    ],
    [
      "mining that is no object",
      (s) => Object.assign(s.sites[0].flexible, { mining: 5 }),
      /wrong-type sites\[0\].flexible.mining/,
    ],
    [
      "prices twice",
      (s) =>
        Object.assign(s.sites[0], {
          energy: { market: [{ share: 1, usdPerMwh: 30 }], hourly: { file: "a", column: "b" } },
        }),
      /market-twice sites\[0\].energy/,
    ],
    [
      "a file that cannot be read",
      (s) => Object.assign(s.sites[0], { energy: { hourly: { file: "a.csv", column: "b" } } }),
      /hourly-file sites\[0\].energy.hourly.file: cannot read "a.csv"/,
    ],
    [
      "an hourly file without a name",
      (s) => Object.assign(s.sites[0], { energy: { hourly: { column: "b" } } }),
      /missing-key sites\[0\].energy.hourly: "file" is missing/,
    ],
  ])("tells of %s", (_what, change, words) => {
    expect(problemsOf(changed(change)).join("\n")).toMatch(words);
  });

  it.each([
    null,
    5,
    "x",
    [],
    {},
    { sites: 5 },
    { sites: [null, { flexible: { mining: [] } }] },
    { finance: { preset: null } },
  ])("does not throw on %j", (value) => {
    expect(() => resolvePortfolio(value)).not.toThrow();
    expect(() => readPortfolioText(JSON.stringify(value))).not.toThrow();
  });
});

describe("the catalogue", () => {
  it.each(KINDS)("has %s presets whose figures lie in their ranges and have sources", (kind) => {
    const ids = presetIds(kind);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(2);
    for (const { fact } of ids.flatMap((id) => (presetFields(kind, id) ?? []).filter(isFigure))) {
      expect(fact.source.length).toBeGreaterThan(3);
      expect(fact.value).toBeGreaterThanOrEqual(fact.low ?? fact.value);
      expect(fact.value).toBeLessThanOrEqual(fact.high ?? fact.value);
    }
  });

  it("cools every platform by something that can carry its racks", () => {
    for (const platform of PLATFORMS) {
      const halls = platform.cooling.map((id) => COOLING.find((hall) => hall.id === id));
      expect(halls.length).toBeGreaterThan(0);
      for (const hall of halls)
        expect(hall?.maxKwPerRack.high ?? hall?.maxKwPerRack.value).toBeGreaterThanOrEqual(platform.kwPerRack.value);
    }
  });

  it("has market prices whose shares sum to 1 and whose mean is the one stated", () => {
    for (const id of presetIds("site")) {
      const field = presetFields("site", id)?.find(({ path }) => path.at(-1) === "market");
      const market = field?.value as { share: number; usdPerMwh: number }[];
      expect(market.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
      expect(market.reduce((sum, { share, usdPerMwh }) => sum + share * usdPerMwh, 0)).toBeCloseTo(
        field?.fact?.value ?? 0,
        2,
      );
    }
  });
});
