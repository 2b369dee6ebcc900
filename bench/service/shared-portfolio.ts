// Portfolios that lie beside the repository.
import { existsSync, readFileSync } from "node:fs";

/** The text of `../shared/portfolios/<name>.json`; undefined where there is none. */
export function sharedPortfolio(name: string): string | undefined {
  const file = new URL(`../../../shared/portfolios/${name}.json`, import.meta.url);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
