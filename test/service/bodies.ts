// Bodies that clients send.
import { readFileSync } from "node:fs";
import { parsePortfolioText } from "../../src/portfolio/parse.ts";
import type { Portfolio } from "../../src/portfolio/schema.ts";

/** A portfolio whose search goes on for minutes when it is asked for a gap of 0. */
export function longPortfolio(): Portfolio {
  const parsed = parsePortfolioText(
    readFileSync(new URL("../../src/examples/west-texas.json", import.meta.url), "utf8"),
  );
  if (!parsed.ok) throw new Error("the example is no portfolio");
  return parsed.portfolio;
}

/** JSON of about so many bytes. */
export function hugeText(bytes: number): string {
  return JSON.stringify({ schema: "megalloc/portfolio@1", name: "x".repeat(bytes) });
}
