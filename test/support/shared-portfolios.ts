// The reference portfolios in ../shared/portfolios, where that folder is present: it is no part of the repository, so tests that need it
// say that they skip.
import { existsSync, readFileSync } from "node:fs";
import { type Portfolio, portfolioSchema } from "../../src/portfolio/schema.ts";

const folder = new URL("../../../shared/portfolios/", import.meta.url);

export const hasSharedPortfolios = existsSync(folder);

export interface BestKnown {
  valueUsd: number;
  boundUsd: number;
  isProven: boolean;
}

export function sharedPortfolio(name: string): Portfolio {
  return portfolioSchema.parse(JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")));
}

/** Best value and bound known, by portfolio name. */
export function bestKnown(): Map<string, BestKnown> {
  const [header, ...lines] = readFileSync(new URL("best-known.tsv", folder), "utf8").trim().split("\n");
  const at = (column: string): number => header.split("\t").indexOf(column);
  return new Map(
    lines.map((line) => {
      const cells = line.split("\t");
      const valueUsd = Number(cells[at("bestValueUsd")]);
      const boundUsd = Number(cells[at("bestBoundUsd")]);
      return [cells[at("name")], { valueUsd, boundUsd, isProven: cells[at("provenOptimal")] === "yes" }];
    }),
  );
}

/** Warns, once per call, that a test is skipped for want of the folder; returns whether to skip. */
export function skipsWithoutShared(what: string): boolean {
  if (!hasSharedPortfolios) console.warn(`skipped: ${what} (../shared/portfolios is not there)`);
  return !hasSharedPortfolios;
}
