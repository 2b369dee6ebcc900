// Portfolios made to trip an optimiser up: figures of odd sizes, ties wherever one can be, capacity that is met to the last digit. Where the
// change has a known effect on the optimum, `like` names the portfolio it was made from and the factor between the two optima.
import { type Portfolio, type PortfolioInput, portfolioSchema } from "../../src/portfolio/schema.ts";
import { type Limits, randomPortfolio, TINY } from "../support/random-portfolio.ts";
import { rng } from "../support/rng.ts";

export interface Adversary {
  readonly words: string;
  readonly portfolio: Portfolio;
  /** Its optimum is `factor` times that of `portfolio`; absent where the oracle can take it as it is. */
  readonly like?: { readonly portfolio: Portfolio; readonly factor: number };
  /** The oracle works in millions of USD: amounts that span more digits than a double has are not for it. */
  readonly beyondOracle?: boolean;
}

type Change = (key: string, value: number) => number;

/** A copy with every number under these keys changed, in series too. */
function mapped(portfolio: Portfolio, keys: RegExp, change: Change): Portfolio {
  const visit = (value: unknown, key: string | undefined): unknown => {
    if (typeof value === "number") return key === undefined ? value : change(key, value);
    if (Array.isArray(value)) return value.map((item) => visit(item, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, visit(inner, keys.test(name) ? name : key)]),
    );
  };
  return portfolioSchema.parse(visit(JSON.parse(JSON.stringify(portfolio)), undefined));
}

const SIZES = /^(mw|firmMw|interruptibleMw|builtMw|moduleMw|minMwPerSite|racks|quantity|capexUsd|cumulativeEquityUsd)$/;
const MONEY = /[uU]sd/;
const PRICES =
  /^(usdPerUnitMonth|usdPerMwh|opexUsdPerRackMonth|usdPerRack|capexUsd|capexUsdPerMw|lateUsdPerUnitMonth)$/;

/** Everything as many times as large: the optimum too, as all prices are by unit. */
function resized(portfolio: Portfolio, factor: number): Portfolio {
  return mapped(portfolio, SIZES, (_, value) => value * factor);
}

/** Powers of two: no product is rounded, so nothing but the sizes differs. */
const KILOWATTS = 2 ** -13;
const GIGAWATTS = 2 ** 13;
const MICRODOLLARS = 2 ** -40;
const TERADOLLARS = 2 ** 20;
/** The schema takes no more for a MWh. */
const LARGEST_PRICE = 1e9;

/** `copies` of every element, with ids of their own. */
function repeated<Item extends { id: string }>(items: readonly Item[], copies: number): Item[] {
  return items.flatMap((item) =>
    Array.from({ length: copies }, (_, copy) => (copy === 0 ? item : { ...item, id: `${item.id}-${copy}` })),
  );
}

/** A contract takes either twin; lots stay with the first, so there is nothing more to be had. */
function withTwinPlatforms(portfolio: Portfolio): Portfolio {
  return portfolioSchema.parse({
    ...portfolio,
    platforms: repeated(portfolio.platforms, 2),
    contracts: portfolio.contracts.map((contract) => ({
      ...contract,
      platforms: contract.platforms.flatMap((id) => [id, `${id}-1`]),
    })),
  });
}

/** Sites of the same id in `placement` are meant with all their copies. */
function withTwinSites(portfolio: Portfolio, copies: number): Portfolio {
  const all = (ids: readonly string[] | undefined): string[] | undefined =>
    ids?.flatMap((id) => repeated([{ id }], copies).map((twin) => twin.id));
  return portfolioSchema.parse({
    ...portfolio,
    sites: repeated(portfolio.sites, copies),
    contracts: portfolio.contracts.map((contract) => ({
      ...contract,
      ...(contract.placement && {
        placement: {
          ...contract.placement,
          ...(contract.placement.sites && { sites: all(contract.placement.sites) }),
          ...(contract.placement.excludeSites && { excludeSites: all(contract.placement.excludeSites) }),
        },
      }),
    })),
  });
}

/** Amounts from 1e-6 to 1e12 USD side by side: every price is moved by up to nine digits, each in its own direction. */
function withMixedMoney(portfolio: Portfolio, seed: number): Portfolio {
  const random = rng(seed, "mixed-money");
  return mapped(portfolio, PRICES, (_, value) => Math.min(value * 10 ** random.int(-9, 6), LARGEST_PRICE));
}

export function randomAdversaries(seed: number, limits: Limits = TINY): Adversary[] {
  const base = randomPortfolio(seed, limits);
  const name = (what: string): string => `seed ${seed}, ${what}`;
  const free = mapped(base, PRICES, () => 0);
  return [
    {
      words: name("MW of 1e-3"),
      portfolio: resized(base, KILOWATTS),
      like: { portfolio: base, factor: KILOWATTS },
    },
    {
      words: name("MW of 1e5"),
      portfolio: resized(base, GIGAWATTS),
      like: { portfolio: base, factor: GIGAWATTS },
    },
    {
      words: name("microdollars"),
      portfolio: mapped(base, MONEY, (_, value) => value * MICRODOLLARS),
      like: { portfolio: base, factor: MICRODOLLARS },
    },
    {
      words: name("teradollars"),
      portfolio: mapped(base, MONEY, (_, value) => value * TERADOLLARS),
      like: { portfolio: base, factor: TERADOLLARS },
    },
    { words: name("microdollars and teradollars mixed"), portfolio: withMixedMoney(base, seed), beyondOracle: true },
    {
      words: name("three equal copies of every contract"),
      portfolio: portfolioSchema.parse({ ...base, contracts: repeated(base.contracts, 3) }),
    },
    { words: name("three equal copies of every site"), portfolio: withTwinSites(base, 3) },
    { words: name("every platform twice"), portfolio: withTwinPlatforms(base), like: { portfolio: base, factor: 1 } },
    { words: name("nothing costs or pays anything"), portfolio: free },
    {
      words: name("power for nothing"),
      portfolio: mapped(base, /^usdPerMwh$/, () => 0),
    },
    {
      words: name("one period"),
      portfolio: randomPortfolio(seed, { ...limits, periods: [1, 1] }),
    },
    {
      words: name("all or nothing"),
      portfolio: portfolioSchema.parse({
        ...base,
        contracts: base.contracts.map((contract) => ({ ...contract, minFraction: 1 })),
      }),
    },
  ];
}

const HOURS_PER_MONTH = 730;

interface Shape {
  /** Contracted MW, one contract each. */
  readonly quantities: readonly number[];
  /** Built MW of each site's one hall; the site's power is exactly that at peak. */
  readonly builtMw: readonly number[];
  readonly usdPerUnitMonth?: readonly number[];
  readonly contract?: object;
  readonly hall?: object;
  readonly site?: object;
  readonly finance?: object;
  readonly periods?: number;
}

const PEAK_PUE = 1.3;
const PUE = 1.1;
const USD_PER_MWH = 40;

/** Tenants with a megawatt each for a rack, sites of one hall, plain finance: capacity is all there is to fight for. */
function plain(name: string, shape: Shape): Portfolio {
  const input = {
    schema: "megalloc/portfolio@1",
    name,
    horizon: { start: "2027-01", periods: shape.periods ?? 4, monthsPerPeriod: 3 },
    finance: { discountRate: 0.1, ...shape.finance },
    platforms: [{ id: "tenant", kwPerRack: 100, cooling: ["dlc"], supply: "tenant" }],
    backlog: [],
    sites: shape.builtMw.map((builtMw, s) => ({
      id: `site-${s}`,
      firmMw: builtMw * PEAK_PUE,
      energy: { market: [{ share: 1, usdPerMwh: USD_PER_MWH }] },
      halls: [{ id: "hall", cooling: "dlc", pue: PUE, peakPue: PEAK_PUE, builtMw, ...shape.hall }],
      ...shape.site,
    })),
    contracts: shape.quantities.map((quantity, c) => ({
      id: `tenant-${c}`,
      unit: "mw",
      quantity,
      platforms: ["tenant"],
      usdPerUnitMonth: shape.usdPerUnitMonth?.[c] ?? 120_000,
      start: { earliest: "2027-01", latest: "2027-01" },
      termMonths: 120,
      minFraction: 1,
      ...shape.contract,
    })),
  };
  return portfolioSchema.parse(input as PortfolioInput);
}

const tenths = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, k) => (from + k) / 10);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Rent that pays for the energy at full draw and not a cent more. */
const BREAK_EVEN_USD = PUE * HOURS_PER_MONTH * USD_PER_MWH;

/** Portfolios written by hand. */
export function plainAdversaries(): Adversary[] {
  return [...exactFits(), ...ties(), ...wideFigures()];
}

function exactFits(): Adversary[] {
  const dusty = tenths(1, 10); // sums to 5.5 up to rounding
  return [
    {
      words: "signed tenths fill one hall exactly",
      portfolio: plain("exact-fill", { quantities: dusty, builtMw: [5.5], contract: { signed: true } }),
    },
    {
      words: "signed tenths fill a hall whose MW were added up in another order",
      portfolio: plain("exact-fill-reversed", {
        quantities: dusty,
        builtMw: [sum([...dusty].reverse())],
        contract: { signed: true },
      }),
    },
    {
      words: "whole contracts of which one arrangement fills every site",
      portfolio: plain("bins", {
        quantities: [0.7, 0.6, 0.5, 0.5, 0.4, 0.3, 0.2, 0.8],
        builtMw: [1, 1, 1, 1],
        contract: { placement: { maxSites: 1 } },
      }),
    },
    {
      words: "signed whole contracts of which one arrangement fills every site",
      portfolio: plain("signed-bins", {
        quantities: [0.7, 0.6, 0.5, 0.5, 0.4, 0.3, 0.2, 0.8],
        builtMw: [1, 1, 1, 1],
        contract: { signed: true, placement: { maxSites: 1 } },
      }),
    },
    {
      words: "a hair more signed than fits",
      portfolio: plain("too-much", { quantities: [0.5, 0.501], builtMw: [1], contract: { signed: true } }),
    },
  ];
}

function ties(): Adversary[] {
  return [
    {
      words: "twelve equal contracts, four equal sites",
      portfolio: plain("equal", { quantities: Array(12).fill(0.7), builtMw: [1.5, 1.5, 1.5, 1.5] }),
    },
    {
      words: "twelve equal contracts that each stay at one of four equal sites",
      portfolio: plain("equal-whole", {
        quantities: Array(12).fill(0.7),
        builtMw: [1.5, 1.5, 1.5, 1.5],
        contract: { placement: { maxSites: 1 } },
      }),
    },
    {
      words: "rents that pay for the energy alone",
      portfolio: plain("break-even", {
        quantities: [1, 2, 3, 4],
        builtMw: [6],
        usdPerUnitMonth: [BREAK_EVEN_USD, BREAK_EVEN_USD, BREAK_EVEN_USD, BREAK_EVEN_USD],
      }),
    },
    {
      words: "rents that pay for the energy alone, and a flexible load that pays its price",
      portfolio: plain("break-even-flexible", {
        quantities: [1, 2, 3],
        builtMw: [4],
        usdPerUnitMonth: [BREAK_EVEN_USD, BREAK_EVEN_USD, BREAK_EVEN_USD],
        site: { flexible: [{ id: "miners", mw: 100, usdPerMwh: USD_PER_MWH }] },
      }),
    },
    {
      words: "three modules of 0.1 MW for 0.3 MW, money for exactly three",
      portfolio: plain("modules", {
        quantities: [0.3],
        builtMw: [0],
        contract: { signed: true, start: { earliest: "2027-07", latest: "2027-07" } },
        hall: { build: { moduleMw: 0.1, maxModules: 3, capexUsdPerMw: 10_000_000, leadMonths: 6 } },
        site: { firmMw: 0.3 * PEAK_PUE },
        finance: { cumulativeEquityUsd: 3_000_000 },
      }),
    },
  ];
}

function wideFigures(): Adversary[] {
  return [
    {
      words: "amounts of 1e-6 and of 1e12 USD in one portfolio",
      portfolio: plain("wide-money", {
        quantities: [1, 1, 1, 1],
        builtMw: [3],
        usdPerUnitMonth: [1e12, 1e-6, 120_000, 1e6],
      }),
      beyondOracle: true,
    },
    {
      words: "1e-3 and 1e5 MW in one portfolio",
      portfolio: plain("wide-power", { quantities: [1e5, 1e-3, 5e4, 1e-3, 99_999.999], builtMw: [1e5, 2e-3] }),
    },
    {
      words: "one period, all of it sold",
      portfolio: plain("one-period", { quantities: [1, 1, 1], builtMw: [2], periods: 1 }),
    },
  ];
}
