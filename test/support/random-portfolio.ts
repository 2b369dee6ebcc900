// A seeded generator of small portfolios that between them use every field of MODEL.md section 2, with figures of the size real ones
// have (racks at $1-4M, halls at $8-11M/MW, leases at $100-160k per MW-month), demand above capacity, and dates that fall before,
// between, inside and after the periods. Same seed and limits, same portfolio.
import { type Portfolio, type PortfolioInput, portfolioSchema } from "../../src/portfolio/schema.ts";
import { randomContracts } from "./random-contracts.ts";
import { FEATURES, type Feature, keepFeatures } from "./random-features.ts";
import { randomFinance } from "./random-finance.ts";
import { randomHorizon } from "./random-horizon.ts";
import { randomBacklog, randomPlatforms } from "./random-platforms.ts";
import { randomSites } from "./random-sites.ts";
import { rng } from "./rng.ts";

type Range = readonly [low: number, high: number];

/** Sizes, each drawn from a range (inclusive). */
export interface Limits {
  sites: Range;
  contracts: Range;
  periods: Range;
  monthsPerPeriod: readonly number[];
  platforms: Range;
  hallsPerSite: Range;
  lotsPerPlatform: Range;
  expansionsPerSite: Range;
  flexiblePerSite: Range;
  marketBlocks: Range;
  /** Probability that a hall can be extended, and its module count. */
  buildable: number;
  maxModules: Range;
  /** Widest start window, in periods. */
  startWindow: number;
  /** What the portfolio may use; all by default. */
  features: readonly Feature[];
}

export const SMALL: Limits = {
  sites: [1, 3],
  contracts: [2, 6],
  periods: [3, 10],
  monthsPerPeriod: [1, 3, 6, 12],
  platforms: [2, 5],
  hallsPerSite: [1, 3],
  lotsPerPlatform: [0, 3],
  expansionsPerSite: [0, 2],
  flexiblePerSite: [0, 2],
  marketBlocks: [1, 3],
  buildable: 0.6,
  maxModules: [0, 4],
  startWindow: 4,
  features: FEATURES,
};

/** Small enough for every combination of whole-number decisions to be tried. */
export const TINY: Limits = {
  ...SMALL,
  sites: [1, 2],
  contracts: [2, 3],
  periods: [3, 4],
  platforms: [2, 3],
  hallsPerSite: [1, 2],
  lotsPerPlatform: [1, 2],
  expansionsPerSite: [0, 1],
  buildable: 0.4,
  maxModules: [1, 2],
  startWindow: 2,
};

/** The portfolio as a user would write it: defaults mostly left out. */
export function randomPortfolioInput(seed: number, limits: Limits = SMALL): PortfolioInput {
  const size = rng(seed, "size");
  const between = ([low, high]: Range): number => size.int(low, high);
  const horizon = randomHorizon(seed, between(limits.periods), limits.monthsPerPeriod);
  const platforms = randomPlatforms(seed, between(limits.platforms));
  const siteCount = between(limits.sites);
  const contractCount = between(limits.contracts);
  const backlog = randomBacklog(seed, platforms, horizon, limits);
  const sites = randomSites(seed, siteCount, horizon, limits);
  const contracts = randomContracts(seed, contractCount, { horizon, platforms, sites, limits });
  const finance = randomFinance(seed, { horizon, backlog, sites });
  const name = `random-${seed}`;
  const input = {
    schema: "megalloc/portfolio@1" as const,
    name,
    horizon,
    finance,
    platforms,
    backlog,
    sites,
    contracts,
  };
  return keepFeatures(input, limits.features);
}

/** The same with every default filled in. */
export function randomPortfolio(seed: number, limits: Limits = SMALL): Portfolio {
  return portfolioSchema.parse(randomPortfolioInput(seed, limits));
}
