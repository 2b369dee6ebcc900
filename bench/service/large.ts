// Portfolios of hundreds of kilobytes at a service that answers small requests meanwhile: reading, cloning and writing them must not hold up
// the event loop.
import { type Burst, burst } from "./burst.ts";
import { sharedPortfolio } from "./shared-portfolio.ts";
import type { WatchedServer } from "./watched-server.ts";

export interface LargeRow {
  readonly portfolio: string;
  readonly bytes: number;
  readonly burst: Burst;
}

export interface Large {
  readonly rows: readonly LargeRow[];
  /** What could not be measured, and why. */
  readonly skipped: readonly string[];
}

const PORTFOLIOS = ["medium-2", "large-2", "huge-1"];
/** Construction has a plan by then on the busiest machine. */
const QUERY = "?moveLimit=1&timeLimitMs=30000";

export async function large(server: WatchedServer): Promise<Large> {
  const rows: LargeRow[] = [];
  const skipped: string[] = [];
  for (const portfolio of PORTFOLIOS) {
    const text = sharedPortfolio(portfolio);
    if (text === undefined) {
      skipped.push(`${portfolio} is not there`);
      continue;
    }
    const result = await burst(server, { text, amount: 10, connections: 10, query: QUERY });
    rows.push({ portfolio, bytes: Buffer.byteLength(text), burst: result });
  }
  return { rows, skipped };
}
