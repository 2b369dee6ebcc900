// Portfolios at the edge of what the model allows: parts missing, parts that matter all at once.
import { Portfolio, portfolioSchema } from "../../src/portfolio/schema.ts";
import { randomPortfolio, SMALL } from "../support/random-portfolio.ts";

type Change = (portfolio: Portfolio) => Portfolio;

const CHANGES: Record<string, Change> = {
  "no contracts": (portfolio) => ({ ...portfolio, contracts: [] }),
  "no sites": (portfolio) => ({ ...portfolio, sites: [], contracts: withoutPlaces(portfolio) }),
  "no sites and contracts": (portfolio) => ({ ...portfolio, sites: [], contracts: [] }),
  "no backlog": (portfolio) => ({ ...portfolio, backlog: [] }),
  "no debt": (portfolio) => ({ ...portfolio, finance: { ...portfolio.finance, debt: undefined } }),
  "no equity limit": (portfolio) => ({
    ...portfolio,
    finance: { ...portfolio.finance, cumulativeEquityUsd: undefined },
  }),
  "no money": (portfolio) => ({
    ...portfolio,
    finance: { discountRate: 0, cumulativeEquityUsd: 0, debt: undefined },
  }),
  "all signed": (portfolio) => ({
    ...portfolio,
    contracts: portfolio.contracts.map((contract) => ({ ...contract, signed: true, group: undefined })),
  }),
  "one group of contracts nobody wants": (portfolio) => ({
    ...portfolio,
    contracts: portfolio.contracts.map((contract) => ({
      ...contract,
      group: "only-one",
      signed: false,
      usdPerUnitMonth: 0,
    })),
  }),
  "one group": (portfolio) => ({
    ...portfolio,
    contracts: portfolio.contracts.map((contract) => ({ ...contract, group: "only-one", signed: false })),
  }),
  "no power": (portfolio) => ({
    ...portfolio,
    sites: portfolio.sites.map((site) => ({ ...site, firmMw: 0, interruptibleMw: 0, expansions: [] })),
  }),
  "money in cents": (portfolio) => scaled(portfolio, 1e-8),
  "money in quadrillions": (portfolio) => scaled(portfolio, 1e4),
};

function withoutPlaces({ contracts }: Portfolio): Portfolio["contracts"] {
  return contracts.map((contract) => ({
    ...contract,
    placement: { ...contract.placement, sites: undefined, excludeSites: [] },
  }));
}

/** Keys of everything that is counted in USD. */
const MONEY = /usd|Usd/;

function scaled(portfolio: Portfolio, factor: number): Portfolio {
  const scale = (value: unknown, isMoney: boolean): unknown => {
    if (typeof value === "number") return isMoney ? value * factor : value;
    if (Array.isArray(value)) return value.map((item) => scale(item, isMoney));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, scale(inner, isMoney || MONEY.test(key))]),
    );
  };
  return scale(portfolio, false) as Portfolio;
}

/** Each kind of degenerate portfolio, made from the random portfolio of the seed; also one and many periods. */
export function degeneratePortfolios(seed: number): { words: string; portfolio: Portfolio }[] {
  const changed = Object.entries(CHANGES).map(([words, change]) => ({
    words: `seed ${seed}, ${words}`,
    portfolio: portfolioSchema.parse(JSON.parse(JSON.stringify(change(randomPortfolio(seed))))),
  }));
  const onePeriod = randomPortfolio(seed, { ...SMALL, periods: [1, 1] });
  const many = randomPortfolio(seed, { ...SMALL, periods: [60, 60], monthsPerPeriod: [1] });
  return [
    ...changed,
    { words: `seed ${seed}, one period`, portfolio: onePeriod },
    { words: `seed ${seed}, sixty periods`, portfolio: many },
  ];
}
