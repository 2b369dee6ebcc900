// The parts of the benchmark: engines against one another, cold start, size, memory.
import type { AllocReport } from "../../src/engine/alloc-run.ts";
import {
  ColdResult,
  EngineName,
  kernelSize,
  MemoryResult,
  measure,
  median,
  portfolioFile,
  SizeResult,
  SolvesResult,
} from "./measurements.ts";

export interface EngineRow {
  portfolio: string;
  moves: number;
  /** Medians over rounds. */
  wasm: EngineTimes;
  js: EngineTimes;
  /** JS over WASM, median of the rounds' ratios of CPU time: above 1 WASM is faster. */
  constructRatio: number;
  searchRatio: number;
  report: AllocReport;
}

export interface EngineTimes {
  constructMs: number;
  /** Whole solve, with moves. */
  solveMs: number;
  /** In the search after construction (with the rounds of the dual bound between moves), per CPU second. */
  movesPerSecond: number;
  trialsPerSecond: number;
}

const ENGINES: readonly EngineName[] = ["wasm", "js"];

/** Whole solves of one portfolio, the engines in turn, `rounds` times. Throws when the engines disagree. */
export async function compareEngines(
  portfolio: string,
  moves: number,
  rounds: number,
  repeats: number,
): Promise<EngineRow | null> {
  const file = portfolioFile(portfolio);
  if (file === null) return null;
  const runs: Record<EngineName, SolvesResult[]> = { wasm: [], js: [] };
  for (let round = 0; round < rounds; round++) {
    for (const engine of ENGINES) runs[engine].push(await measure("solves", engine, { file, moves, repeats }));
  }
  const { report } = runs.wasm[0].search;
  const words = JSON.stringify(report);
  for (const run of [...runs.wasm, ...runs.js]) {
    const other = JSON.stringify(run.search.report);
    if (other !== words) throw new Error(`${portfolio}: the engines disagree: ${words} and ${other}`);
  }
  const ratio = (of: (run: SolvesResult) => number): number =>
    median(runs.js.map((run, round) => of(run) / of(runs.wasm[round])));
  return {
    portfolio,
    moves: report.moves,
    wasm: times(runs.wasm),
    js: times(runs.js),
    constructRatio: ratio(({ construct }) => construct.cpuMs),
    searchRatio: ratio(searchCpuMs),
    report,
  };
}

const searchCpuMs = ({ construct, search }: SolvesResult): number => Math.max(0.01, search.cpuMs - construct.cpuMs);

function times(runs: readonly SolvesResult[]): EngineTimes {
  const perSecond = (count: (report: AllocReport) => number): number =>
    median(runs.map((run) => (1000 * (count(run.search.report) - count(run.construct.report))) / searchCpuMs(run)));
  return {
    constructMs: median(runs.map(({ construct }) => construct.ms)),
    solveMs: median(runs.map(({ search }) => search.ms)),
    movesPerSecond: perSecond(({ moves }) => moves),
    trialsPerSecond: perSecond(({ trials }) => trials),
  };
}

export interface ColdRow extends ColdResult {
  portfolio: string;
  engine: EngineName;
}

/** From nothing to the first audited plan, each time in a fresh process; the run of median total time. */
export async function coldStart(portfolio: string, rounds: number): Promise<ColdRow[]> {
  const file = portfolioFile(portfolio);
  if (file === null) return [];
  const runs: Record<EngineName, ColdResult[]> = { wasm: [], js: [] };
  for (let round = 0; round < rounds; round++) {
    for (const engine of ENGINES) runs[engine].push(await measure("cold", engine, { file, moves: 0, repeats: 1 }));
  }
  return ENGINES.map((engine) => {
    const sorted = runs[engine].sort((a, b) => a.totalMs - b.totalMs);
    return { portfolio, engine, ...sorted[sorted.length >> 1] };
  });
}

export interface MemoryRow extends MemoryResult {
  portfolio: string;
  engine: EngineName;
}

export async function memoryUse(portfolio: string, moves: number): Promise<MemoryRow[]> {
  const file = portfolioFile(portfolio);
  if (file === null) return [];
  const rows: MemoryRow[] = [];
  for (const engine of ENGINES) {
    rows.push({ portfolio, engine, ...(await measure<MemoryResult>("memory", engine, { file, moves, repeats: 1 })) });
  }
  return rows;
}

export function size(): SizeResult {
  return kernelSize();
}
