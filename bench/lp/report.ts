// The benchmark's tables: geometric means over the instances both solvers got right, every loss listed, every failure named.
import { BenchInstance } from "./corpus.ts";
import { Machine } from "./surroundings.ts";
import { WorkerResult } from "./worker-result.ts";

export interface BenchRecord {
  readonly engine: string;
  readonly instance: string;
  readonly outcome: "right" | "wrong" | "failed" | "timeout";
  readonly detail?: string;
  readonly result?: WorkerResult;
  /** Whether the re-solve's objective agrees with a solve from scratch by HiGHS; absent where the first solve was not right. */
  readonly resolveIsRight?: boolean;
}

export interface BenchReport extends Machine {
  readonly packages: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly engines: readonly string[];
  readonly instances: readonly BenchInstance[];
  readonly records: readonly BenchRecord[];
}

type Measure = "solve" | "solveCpu" | "cold" | "resolve" | "resolveCpu";

const OURS = "megalloc-wasm";
const NOT_MEASURED = "-";

export function markdown(report: BenchReport): string {
  const { engines } = report;
  const ours = engines.includes(OURS) ? OURS : engines[0];
  return `${[
    "# LP benchmark: Netlib",
    "",
    `${report.date}, commit ${report.commit}, kernel ${report.kernel}, ${report.cpu}, ${report.cores} cores, ${report.memoryGib} GiB, Node ${report.node}, ${report.platform}.`,
    `Rivals: ${Object.entries(report.packages)
      .map(([name, version]) => `${name} ${version}`)
      .join(", ")}.`,
    "",
    "Every solver and instance in a process of its own. *Solve* is the median of repeated solves in a warm process, each from CSC arrays:",
    "building the solver's model, solving, reading objective, primal and dual out (ours: also validating the input and verifying the answer).",
    "*Cold* is the first of them, in a fresh process, without loading the solver. *Re-solve* is after one upper bound was cut below the",
    "optimal value of its column: warm where the solver keeps its basis (ours, HiGHS, GLOP, CLP), from scratch where it cannot.",
    "CPU is the time of all threads, which minds less what else the machine is doing; the load average when it began: " +
      `${report.loadAverage.toFixed(1)}. *Load* is the median time to fetch and compile the solver.`,
    `Objectives are checked against the published optima to 1e-6; the limit is ${report.timeoutSeconds} s for a whole process. Defaults everywhere.`,
    "or-tools-wasm runs its Asyncify build on this Node, which is slower than its JSPI build would be.",
    "",
    "## Geometric means",
    "",
    `Time of each solver over that of ${ours}, over the instances both got right (above 1: ${ours} is faster).`,
    "",
    ...table(
      [
        "solver",
        "right",
        "wrong",
        "failed",
        "timeout",
        "solve",
        "solve CPU",
        "cold",
        "re-solve",
        "re-solve CPU",
        "load ms",
      ],
      engines.map((engine) => overview(report, ours, engine)),
    ),
    "",
    `## Losses of ${ours}`,
    "",
    ...losses(report, ours),
    "",
    "## Failures",
    "",
    ...failures(report),
    "",
    ...timeTables(report),
  ].join("\n")}\n`;
}

/** One table per measure, a row per instance. */
function timeTables(report: BenchReport): string[] {
  const { instances, engines } = report;
  const perInstance = (title: string, cells: (instance: BenchInstance) => string[]): string[] => [
    `## ${title}`,
    "",
    ...table(["instance", "rows", "cols", "nz", ...engines], instances.map(cells)),
    "",
  ];
  return [
    ...perInstance("Solve, ms", (instance) => timesOf(report, instance, "solve")),
    ...perInstance("Cold solve, ms", (instance) => timesOf(report, instance, "cold")),
    ...perInstance("Re-solve after one bound change, ms", (instance) => timesOf(report, instance, "resolve")),
    ...perInstance("Simplex iterations, where told", (instance) => iterationsOf(report, instance)),
  ];
}

function overview(report: BenchReport, ours: string, engine: string): string[] {
  const own = report.records.filter((record) => record.engine === engine);
  const count = (outcome: BenchRecord["outcome"]): string =>
    String(own.filter((record) => record.outcome === outcome).length);
  const loads = own.flatMap(({ result }) => (result === undefined ? [] : [result.load.ms]));
  const ratios = (["solve", "solveCpu", "cold", "resolve", "resolveCpu"] as const).map((measure) => {
    const both = ratiosOf(report, ours, engine, measure);
    return both.length === 0 ? NOT_MEASURED : `${geometricMean(both).toFixed(2)} (${both.length})`;
  });
  const load = loads.length === 0 ? NOT_MEASURED : median(loads).toFixed(0);
  return [engine, count("right"), count("wrong"), count("failed"), count("timeout"), ...ratios, load];
}

function ratiosOf(report: BenchReport, ours: string, engine: string, measure: Measure): number[] {
  return report.instances.flatMap(({ name }) => {
    const mine = milliseconds(recordOf(report, ours, name), measure);
    const theirs = milliseconds(recordOf(report, engine, name), measure);
    return mine === undefined || theirs === undefined ? [] : [theirs / mine];
  });
}

function losses(report: BenchReport, ours: string): string[] {
  const lines: string[] = [];
  for (const measure of ["solve", "cold", "resolve"] as const) {
    for (const { name } of report.instances) {
      const mine = milliseconds(recordOf(report, ours, name), measure);
      const faster = report.engines
        .filter((engine) => engine !== ours && !engine.startsWith("megalloc"))
        .map((engine) => ({ engine, ms: milliseconds(recordOf(report, engine, name), measure) }))
        .filter(({ ms }) => ms !== undefined && (mine === undefined || ms < mine))
        .map(({ engine, ms }) => `${engine} ${format(ms)}`);
      if (faster.length > 0) lines.push(`- ${name}, ${measure}: ${format(mine)} ms against ${faster.join(", ")}`);
    }
  }
  return lines.length === 0 ? ["None."] : lines;
}

function failures(report: BenchReport): string[] {
  const lines = report.records.flatMap(({ engine, instance, outcome, detail, resolveIsRight }) => {
    if (outcome === "timeout") return [];
    if (outcome === "right") return resolveIsRight === false ? [`- ${engine}, ${instance}: re-solve not right`] : [];
    return [`- ${engine}, ${instance}: ${outcome}${detail === undefined ? "" : `, ${detail}`}`];
  });
  for (const engine of report.engines) {
    const late = report.records.filter((record) => record.engine === engine && record.outcome === "timeout");
    const run = late.filter(({ detail }) => detail === undefined).map(({ instance }) => instance);
    if (late.length === 0) continue;
    const rest = late.length === run.length ? "" : `; ${late.length - run.length} more not run after that`;
    lines.push(`- ${engine}: timeout on ${run.join(", ")}${rest}`);
  }
  return lines.length === 0 ? ["None."] : lines;
}

function timesOf(report: BenchReport, instance: BenchInstance, measure: Measure): string[] {
  return [
    ...sizesOf(instance),
    ...report.engines.map((engine) => format(milliseconds(recordOf(report, engine, instance.name), measure))),
  ];
}

function iterationsOf(report: BenchReport, instance: BenchInstance): string[] {
  const cells = report.engines.map((engine) => {
    const record = recordOf(report, engine, instance.name);
    const iterations = record?.outcome === "right" ? record.result?.answer.iterations : undefined;
    return iterations === undefined ? NOT_MEASURED : String(iterations);
  });
  return [...sizesOf(instance), ...cells];
}

function sizesOf({ name, rows, cols, nz }: BenchInstance): string[] {
  return [name, String(rows), String(cols), String(nz)];
}

function recordOf(report: BenchReport, engine: string, instance: string): BenchRecord | undefined {
  return report.records.find((record) => record.engine === engine && record.instance === instance);
}

/** Undefined where the solver was not right. */
function milliseconds(record: BenchRecord | undefined, measure: Measure): number | undefined {
  if (record?.outcome !== "right" || record.result === undefined) return undefined;
  const { cold, solves, resolves } = record.result;
  if (measure === "cold") return cold.ms;
  if (measure === "solve") return median(solves.map(({ ms }) => ms));
  if (measure === "solveCpu") return median(solves.map(({ cpuMs }) => cpuMs));
  if (record.resolveIsRight !== true) return undefined;
  return median(resolves.map(({ ms, cpuMs }) => (measure === "resolve" ? ms : cpuMs)));
}

function format(ms: number | undefined): string {
  if (ms === undefined) return NOT_MEASURED;
  return ms < 10 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : ms.toFixed(0);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

function table(head: string[], rows: string[][]): string[] {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}
