// The allocation benchmark. Usage: npm run bench -- [--part engines,cold,size,memory] [--portfolios a,b] [--moves n] [--rounds n]
// Every measurement runs in a process of its own, one after the other, on the built package. Results: bench/results/alloc.json and
// alloc.md; with an option given they are only printed. The LP benchmark is bench/lp/run.ts.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { portfolioFile, requireBuild } from "./alloc/measurements.ts";
import { coldStart, compareEngines, memoryUse, size } from "./alloc/parts.ts";
import { markdown, Report } from "./alloc/report.ts";
import { machine } from "./harness/surroundings.ts";

const RESULTS = join(import.meta.dirname, "results");
const PARTS = ["engines", "cold", "size", "memory"];
const PORTFOLIOS = [
  "west-texas",
  "tiny-1",
  "tiny-3",
  "small-1",
  "small-3",
  "monthly-1",
  "medium-1",
  "medium-2",
  "large-1",
];
/** Bundled with the package; the other one where it is not. */
const COLD = ["west-texas", "tiny-1"];
const HUGE = "huge-1";
const HUGE_MOVES = 100;
/** Solves of each process, of which the median counts. */
const REPEATS = 3;

const { values: flags } = parseArgs({
  options: {
    part: { type: "string" },
    portfolios: { type: "string" },
    moves: { type: "string" },
    rounds: { type: "string" },
  },
});

function wantedParts(): string[] {
  const parts = flags.part?.split(",") ?? PARTS;
  const unknown = parts.find((part) => !PARTS.includes(part));
  if (unknown !== undefined) throw new Error(`there is no part ${unknown}; use ${PARTS.join(", ")}`);
  return parts;
}

/** A flag that counts; throws when it does not. */
function countFlag(name: "moves" | "rounds", usual: number): number {
  const count = Number(flags[name] ?? usual);
  if (Number.isInteger(count) && count > 0) return count;
  throw new Error(`--${name} is ${flags[name]}; it must be a whole number, 1 or more`);
}

async function main(): Promise<void> {
  const parts = wantedParts();
  const rounds = countFlag("rounds", 3);
  const moves = countFlag("moves", 500);
  requireBuild();
  const report: Report = { machine: machine(), engines: [], cold: [], size: null, memory: [], skipped: [] };
  if (parts.includes("size")) report.size = size();
  if (parts.includes("cold")) {
    const example = COLD.find((name) => portfolioFile(name) !== null);
    if (example === undefined) report.skipped.push(`cold start: neither ${COLD.join(" nor ")} is there`);
    else report.cold = await coldStart(example, 2 * rounds + 1);
  }
  if (parts.includes("memory")) {
    report.memory = await memoryUse(HUGE, HUGE_MOVES);
    if (report.memory.length === 0) report.skipped.push(`memory: ${HUGE} is not there`);
  }
  if (parts.includes("engines")) {
    for (const portfolio of flags.portfolios?.split(",") ?? PORTFOLIOS) {
      const row = await compareEngines(portfolio, moves, rounds, REPEATS);
      if (row === null) report.skipped.push(`engines: ${portfolio} is not there`);
      else {
        report.engines.push(row);
        console.log(
          `${portfolio}: JS/WASM ${row.constructRatio.toFixed(2)}, in the search ${row.searchRatio.toFixed(2)}`,
        );
      }
    }
  }
  console.log(`\n${markdown(report)}`);
  const isWhole = Object.keys(flags).length === 0;
  if (!isWhole) return;
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, "alloc.json"), `${JSON.stringify(report, null, 1)}\n`);
  writeFileSync(join(RESULTS, "alloc.md"), markdown(report));
  console.log("wrote bench/results/alloc.json and alloc.md");
}

await main();
