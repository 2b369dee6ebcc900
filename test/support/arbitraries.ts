// fast-check arbitrary of random portfolios. A case is (seed, sizes, features): fast-check shrinks the sizes and switches features off,
// while what remains of the portfolio stays as it was, and a failure prints the few numbers that rebuild it.
import fc from "fast-check";
import { type Portfolio } from "../../src/portfolio/schema.ts";
import { FEATURES, type Feature } from "./random-features.ts";
import { type Limits, randomPortfolio, SMALL } from "./random-portfolio.ts";

export interface PortfolioCase {
  seed: number;
  limits: Limits;
  portfolio: Portfolio;
  /** The call that rebuilds it; printed by fast-check. */
  toString(): string;
}

/** Portfolios within the limits; each feature is present in seven of eight cases. */
export function portfolioArbitrary(limits: Limits = SMALL): fc.Arbitrary<PortfolioCase> {
  const size = ([min, max]: readonly [number, number]): fc.Arbitrary<number> => fc.integer({ min, max });
  const isKept = fc.integer({ min: 0, max: 7 }).map((n) => n > 0);
  const allowed = (feature: Feature): boolean => limits.features.includes(feature);
  return fc
    .record({
      seed: fc.noShrink(fc.integer({ min: 0, max: 2 ** 31 - 1 })),
      sites: size(limits.sites),
      contracts: size(limits.contracts),
      periods: size(limits.periods),
      kept: fc.tuple(...FEATURES.map(() => isKept)),
    })
    .map(({ seed, sites, contracts, periods, kept }) => {
      const features = FEATURES.filter((feature, k) => kept[k] && allowed(feature));
      const sizes: Pick<Limits, "sites" | "contracts" | "periods" | "features"> = {
        sites: [sites, sites],
        contracts: [contracts, contracts],
        periods: [periods, periods],
        features,
      };
      const exact: Limits = { ...limits, ...sizes };
      const portfolio = randomPortfolio(seed, exact);
      const rebuild = (): string => `randomPortfolio(${seed}, { ...limits, ...${JSON.stringify(sizes)} })`;
      return { seed, limits: exact, portfolio, toString: rebuild, [fc.toStringMethod]: rebuild };
    });
}
