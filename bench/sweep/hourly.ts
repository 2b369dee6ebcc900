// Does it cost solve time that prices come by the hour? One portfolio with three price blocks, with a year of hours condensed exactly, and
// with the same hours in three blocks, each solved to the same number of moves.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createEngine } from "../../src/engine/load.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";
import { readPortfolioText } from "../../src/resolve/read-portfolio.ts";
import { solveWithin } from "../../src/solve.ts";
import { hourlyFile } from "../../test/energy/hourly-file.ts";
import { CpuClock } from "../harness/cpu-clock.ts";
import { HourlyRecord } from "./record.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const NAME = "west-texas";
const MOVES = 300;
const ZONE = "America/Chicago";

type Source = { sites: { energy: object }[] };

const THREE = [
  { share: 0.1, usdPerMwh: 95 },
  { share: 0.4, usdPerMwh: 50 },
  { share: 0.5, usdPerMwh: 20 },
];

function energies(): { name: string; energy: (site: number) => object }[] {
  const hourly = (site: number, more: object = {}): object => ({
    hourly: { file: `${site}.csv`, column: "usd", timezone: ZONE, ...more },
  });
  return [
    { name: "three blocks", energy: () => ({ market: THREE }) },
    { name: "8,760 hours, exact", energy: (site) => hourly(site) },
    { name: "8,760 hours in three blocks", energy: (site) => hourly(site, { blocks: 3 }) },
  ];
}

interface Way {
  readonly name: string;
  readonly portfolio: Portfolio;
  readonly resolveMs: number;
}

function resolvedWays(): Way[] {
  const text = readFileSync(join(ROOT, `src/examples/${NAME}.json`), "utf8");
  const files = new Map(
    (JSON.parse(text) as Source).sites.map((_, site) => [`${site}.csv`, hourlyFile(2026, ZONE, site + 1).text]),
  );
  return energies().map(({ name, energy }) => {
    const source = JSON.parse(text) as Source;
    source.sites.forEach((site, k) => {
      site.energy = energy(k);
    });
    const clock = new CpuClock();
    const result = readPortfolioText(JSON.stringify(source), { readText: (file) => files.get(file) ?? "" });
    if (!result.ok) throw new Error(`${name}: ${result.problems[0].message}`);
    return { name, portfolio: result.portfolio, resolveMs: clock.cpuMs() };
  });
}

/** `rounds` solves of each way in turn. */
export async function measureHourly(rounds: number): Promise<Omit<HourlyRecord, "key" | "run">> {
  const engine = await createEngine();
  const ways = resolvedWays();
  const solve = async (portfolio: Portfolio): Promise<{ cpuMs: number; valueUsd: number }> => {
    const clock = new CpuClock();
    const { plan } = await solveWithin(portfolio, { moveLimit: MOVES, gap: 0 }, { engine: async () => engine });
    return { cpuMs: clock.cpuMs(), valueUsd: plan.objective.valueUsd ?? Number.NaN };
  };
  for (const { portfolio } of ways) await solve(portfolio);
  const least = ways.map(() => Number.POSITIVE_INFINITY);
  const values = ways.map(() => Number.NaN);
  for (let round = 0; round < rounds; round++) {
    for (const [k, { portfolio }] of ways.entries()) {
      const { cpuMs, valueUsd } = await solve(portfolio);
      least[k] = Math.min(least[k], cpuMs);
      values[k] = valueUsd;
    }
  }
  return {
    kind: "hourly",
    portfolio: NAME,
    moves: MOVES,
    ways: ways.map(({ name, portfolio, resolveMs }, k) => ({
      name,
      blocks: Math.max(...portfolio.sites.map(({ energy }) => energy.market.length)),
      resolveMs,
      solveCpuMs: least[k],
      valueUsd: values[k],
    })),
  };
}
