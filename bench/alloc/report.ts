// The benchmark's tables, targets and losses.
import { Machine } from "../harness/surroundings.ts";
import { SizeResult } from "./measurements.ts";
import { ColdRow, EngineRow, MemoryRow } from "./parts.ts";

export interface Report {
  machine: Machine;
  engines: EngineRow[];
  cold: ColdRow[];
  size: SizeResult | null;
  memory: MemoryRow[];
  /** What was not measured, and why. */
  skipped: string[];
}

const MEBI = 2 ** 20;
const TARGET_COLD_MS = 250;
const TARGET_KERNEL_BYTES = 150_000;
const TARGET_RSS_BYTES = 500e6;

const round = (value: number, digits = 0): string => value.toFixed(digits);
const thousands = (value: number): string => `${round(value / 1000)}k`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line), ""];
}

/** Ours that lost: targets missed, and portfolios on which the JS engine is the faster one. */
export function losses(report: Report): string[] {
  const found: string[] = [];
  for (const { portfolio, engine, totalMs } of report.cold) {
    if (engine === "wasm" && totalMs >= TARGET_COLD_MS)
      found.push(`cold start of ${portfolio}: ${round(totalMs)} ms, target below ${TARGET_COLD_MS} ms`);
  }
  if (report.size && report.size.rawBytes >= TARGET_KERNEL_BYTES)
    found.push(`kernel.wasm: ${report.size.rawBytes} bytes, target below ${TARGET_KERNEL_BYTES}`);
  for (const { portfolio, engine, bytes } of report.memory) {
    if (bytes >= TARGET_RSS_BYTES)
      found.push(
        `memory of ${portfolio} on ${engine}: ${round(bytes / 1e6)} MB, target below ${TARGET_RSS_BYTES / 1e6} MB`,
      );
  }
  for (const { portfolio, constructRatio, searchRatio } of report.engines) {
    if (constructRatio < 1)
      found.push(`${portfolio}: JS constructs ${round(1 / constructRatio, 2)} times as fast as WASM`);
    if (searchRatio < 1) found.push(`${portfolio}: JS searches ${round(1 / searchRatio, 2)} times as fast as WASM`);
  }
  return found;
}

function engineTable(rows: readonly EngineRow[]): string[] {
  if (rows.length === 0) return [];
  const head = [
    "portfolio",
    "moves",
    "construct ms",
    "solve ms",
    "moves/s",
    "trials/s",
    "construct JS/WASM",
    "search JS/WASM",
  ];
  const cells = rows.map(({ portfolio, moves, wasm, js, constructRatio, searchRatio }) => [
    portfolio,
    String(moves),
    `${round(wasm.constructMs)} / ${round(js.constructMs)}`,
    `${round(wasm.solveMs)} / ${round(js.solveMs)}`,
    `${round(wasm.movesPerSecond)} / ${round(js.movesPerSecond)}`,
    `${thousands(wasm.trialsPerSecond)} / ${thousands(js.trialsPerSecond)}`,
    round(constructRatio, 2),
    round(searchRatio, 2),
  ]);
  const mean = (of: (row: EngineRow) => number): string =>
    round(Math.exp(rows.reduce((sum, row) => sum + Math.log(of(row)), 0) / rows.length), 2);
  const means = [
    "geometric mean",
    "",
    "",
    "",
    "",
    "",
    mean((row) => row.constructRatio),
    mean((row) => row.searchRatio),
  ];
  return [
    "## Engines",
    "",
    "WASM / JS, each in processes of its own, in turn. Times are medians of wall time; rates and ratios go by CPU time. *Construct* is",
    "preprocessing, the first iterations of the dual bound and construction; rates are those of the search after it, with the rounds",
    "of the bound between its moves. Both engines gave the same reports to the bit.",
    "",
    ...table(head, [...cells, means]),
  ];
}

function coldTable(rows: readonly ColdRow[]): string[] {
  if (rows.length === 0) return [];
  return [
    "## Cold start",
    "",
    "Fresh process to the first audited plan: importing the package, reading and checking the portfolio, compiling the kernel, solving",
    "without search moves. Node's own start comes on top. CPU time is that of all threads, Node's start included: it minds less what else the",
    "machine is doing.",
    "",
    ...table(
      ["portfolio", "engine", "import ms", "parse ms", "solve ms", "total ms", "Node's start ms", "CPU ms", "status"],
      rows.map(({ portfolio, engine, importMs, parseMs, solveMs, totalMs, bootMs, cpuMs, status }) => [
        portfolio,
        engine,
        ...[importMs, parseMs, solveMs, totalMs, bootMs, cpuMs].map((ms) => round(ms)),
        status,
      ]),
    ),
  ];
}

function otherTables({ size, memory }: Report): string[] {
  const lines: string[] = [];
  if (size)
    lines.push(
      "## Size of kernel.wasm",
      "",
      ...table(["raw", "gzip", "brotli"], [[size.rawBytes, size.gzipBytes, size.brotliBytes].map(String)]),
    );
  if (memory.length > 0)
    lines.push(
      "## Memory",
      "",
      "Largest resident size of a process that reads and solves the portfolio, and before it read it.",
      "",
      ...table(
        ["portfolio", "engine", "MiB", "before", "seconds"],
        memory.map(({ portfolio, engine, bytes, emptyBytes, ms }) => [
          portfolio,
          engine,
          round(bytes / MEBI),
          round(emptyBytes / MEBI),
          round(ms / 1000, 1),
        ]),
      ),
    );
  return lines;
}

export function markdown(report: Report): string {
  const { date, commit, kernel, cpu, cores, memoryGib, node, platform, loadAverage } = report.machine;
  const lost = losses(report);
  return [
    "# Allocation benchmark",
    "",
    `${date}, commit ${commit}, kernel ${kernel}, ${cpu}, ${cores} cores, ${memoryGib} GiB, Node ${node}, ${platform}, load average ${round(loadAverage, 1)} when it began.`,
    "",
    ...engineTable(report.engines),
    ...coldTable(report.cold),
    ...otherTables(report),
    "## Losses",
    "",
    ...(lost.length > 0 ? lost.map((loss) => `- ${loss}`) : ["None."]),
    ...(report.skipped.length > 0 ? ["", "Not measured:", "", ...report.skipped.map((what) => `- ${what}`)] : []),
    "",
  ].join("\n");
}
