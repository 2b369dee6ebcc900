// What a body says: its portfolio, or all that is wrong with it. The same here and on the thread that reads large bodies.
import type { Problem } from "../portfolio/problem.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { readPortfolioText } from "../resolve/read-portfolio.ts";

export type BodyRead =
  | { readonly ok: true; readonly portfolio: Portfolio }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Never throws on any text. */
export function readBody(text: string): BodyRead {
  const read = readPortfolioText(text);
  return read.ok ? { ok: true, portfolio: read.portfolio } : { ok: false, problems: read.problems };
}
