// The LP benchmark. Usage: npx tsx bench/lp/run.ts [--part netlib,condensed] [--engines a,b] [--instances x,y] [--max-nz n]
//   [--timeout seconds] [--processes n] [--resume] [--dry]
// Every (solver, instance) runs in a process of its own, one after the other. Results go to bench/results/lp.json as they come, each in
// the place of the last one of its kind, and lp.md is written from them; --resume leaves out what this commit and kernel have measured
// already, --dry keeps the files as they are.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { runChild } from "../harness/child.ts";
import { ResultFile } from "../harness/result-file.ts";
import { median, relativeError } from "../harness/statistics.ts";
import { kernelHash, machine, packageVersions } from "../harness/surroundings.ts";
import { BenchInstance, instancesOf, PARTS, Part, ReferenceChange, referenceChanges } from "./corpus.ts";
import { HighsEngine } from "./engines/highs.ts";
import { ENGINES } from "./engines/index.ts";
import { LpRecord, milliseconds } from "./record.ts";
import { markdown } from "./report.ts";
import { Time, WorkerResult, WorkerTask } from "./worker-result.ts";

const RESULTS = resolve(import.meta.dirname, "../results");
const WORKER = join(import.meta.dirname, "worker.ts");
const DEFAULT_TIMEOUT_SECONDS = 60;
/** Timeouts in a row (instances come by size) after which a solver is not run any more. */
const GIVE_UP_AFTER = 3;
/** Answers must agree with the known optimum to this, relative to 1 + |optimum|. */
const OBJECTIVE_TOLERANCE = 1e-6;
/** The first solve of a process is one figure only, so the few condensed LPs get more processes, unless they take long. */
const PROCESSES: Record<Part, number> = { netlib: 1, condensed: 3 };
const LONG_MS = 2000;

const { values: flags } = parseArgs({
  options: {
    part: { type: "string" },
    engines: { type: "string" },
    instances: { type: "string" },
    "max-nz": { type: "string" },
    timeout: { type: "string" },
    processes: { type: "string" },
    resume: { type: "boolean", default: false },
    dry: { type: "boolean", default: false },
  },
});

function chosen<Name extends string>(flag: "part" | "engines", known: readonly Name[]): Name[] {
  const names = flags[flag]?.split(";").flatMap((text) => (known.includes(text as Name) ? [text] : text.split(",")));
  const unknown = names?.find((name) => !known.includes(name as Name));
  if (unknown !== undefined) throw new Error(`--${flag}: there is no ${unknown}; use ${known.join("; ")}`);
  return (names as Name[] | undefined) ?? [...known];
}

async function main(): Promise<void> {
  const surroundings = machine();
  const file = new ResultFile<LpRecord>(flags.dry ? null : join(RESULTS, "lp.json"));
  const run = file.openRun(surroundings);
  const highs = new HighsEngine();
  await highs.load();
  for (const part of chosen("part", PARTS)) {
    const limit = Number(flags["max-nz"] ?? Number.POSITIVE_INFINITY);
    const instances = instancesOf(part, flags.instances?.split(","), highs).filter(({ nz }) => nz <= limit);
    const engines = chosen("engines", Object.keys(ENGINES)).filter((name) => ENGINES[name].parts.includes(part));
    await measurePart(part, instances, engines, file, run, highs);
  }
  if (kernelHash() !== surroundings.kernel)
    throw new Error("kernel.wasm changed during the benchmark: run it again in a tree of its own");
  const rivals = new Set(Object.values(ENGINES).map((engine) => engine.package));
  const packages = Object.entries(packageVersions()).filter(([name]) => rivals.has(name));
  const report = markdown(file.records, file.runs, Object.fromEntries(packages));
  if (flags.dry) console.log(`\n${report}`);
  else writeFileSync(join(RESULTS, "lp.md"), report);
}

async function measurePart(
  part: Part,
  instances: readonly BenchInstance[],
  engines: readonly string[],
  file: ResultFile<LpRecord>,
  run: string,
  highs: HighsEngine,
): Promise<void> {
  const timeouts = new Map<string, number>();
  for (const instance of instances) {
    const open = engines.filter((engine) => !flags.resume || !file.has(keyOf(instance, engine), run));
    const changes = open.length === 0 ? [] : referenceChanges(highs, instance);
    for (const engine of open) {
      const late = timeouts.get(engine) ?? 0;
      const isHopeless = late >= GIVE_UP_AFTER;
      const { name, rows, cols, nz } = instance;
      const base = { key: keyOf(instance, engine), run, part, engine, instance: name, rows, cols, nz };
      const record: LpRecord = isHopeless
        ? { ...base, outcome: "timeout", detail: "not run after earlier timeouts", results: [], resolvesRight: [] }
        : { ...base, ...(await measure(engine, instance, changes)) };
      if (!isHopeless) timeouts.set(engine, record.outcome === "timeout" ? late + 1 : 0);
      file.put(record);
      console.log(`${name.padEnd(10)} ${engine.padEnd(21)} ${summary(record)}`);
    }
  }
}

function keyOf({ part, name }: BenchInstance, engine: string): string {
  return `${part}/${name}/${engine}`;
}

type Measured = Pick<LpRecord, "outcome" | "detail" | "results" | "resolvesRight">;

async function measure(
  engine: string,
  instance: BenchInstance,
  changes: readonly ReferenceChange[],
): Promise<Measured> {
  const task: WorkerTask = { engine, file: instance.file, changes: changes.map(({ col, upper }) => ({ col, upper })) };
  const timeoutSeconds = Number(flags.timeout ?? DEFAULT_TIMEOUT_SECONDS);
  const processes = Number(flags.processes ?? PROCESSES[instance.part]);
  const results: WorkerResult[] = [];
  const resolvesRight = changes.map(() => true);
  for (let process = 0; process < processes; process++) {
    const outcome = await runChild<WorkerResult>(WORKER, [JSON.stringify(task)], timeoutSeconds);
    if (outcome.kind === "timeout")
      return { outcome: "timeout", detail: `${timeoutSeconds} s`, results, resolvesRight };
    if (outcome.kind === "failed") return { outcome: "failed", detail: outcome.reason, results, resolvesRight };
    const { answer, resolves, cold } = outcome.result;
    results.push(medians(outcome.result));
    if (answer.status !== "optimal")
      return { outcome: "failed", detail: `answered ${answer.status}`, results, resolvesRight };
    if (!(relativeError(answer.objective, instance.optimum) <= OBJECTIVE_TOLERANCE))
      return { outcome: "wrong", detail: `objective ${answer.objective}`, results, resolvesRight };
    for (const [k, { optimum }] of changes.entries()) {
      const again = resolves[k].answer;
      const isRight = again.status === "optimal" && relativeError(again.objective, optimum) <= OBJECTIVE_TOLERANCE;
      resolvesRight[k] = resolvesRight[k] && isRight;
    }
    if (cold.ms > LONG_MS) break;
  }
  return { outcome: "right", results, resolvesRight };
}

/** The repeats of a process, each as its median: all that figures are taken from. */
function medians(result: WorkerResult): WorkerResult {
  const one = (times: readonly Time[]): Time[] =>
    times.length === 0
      ? []
      : [{ ms: median(times.map(({ ms }) => ms)), cpuMs: median(times.map(({ cpuMs }) => cpuMs)) }];
  const resolves = result.resolves.map(({ times, answer }) => ({ times: one(times), answer }));
  const profile =
    result.profile &&
    Object.fromEntries(Object.entries(result.profile).map(([name, ms]) => [name, Number(ms.toFixed(3))]));
  return { ...result, solves: one(result.solves), resolves, ...(profile && { profile }) };
}

function summary(record: LpRecord): string {
  const show = (measure: "cold" | "solve" | "solveCpu" | "resolve"): string =>
    `${measure} ${milliseconds(record, measure)?.toFixed(2) ?? "-"}`;
  const iterations = record.results.at(-1)?.answer.iterations;
  const wrong = record.resolvesRight.includes(false) ? " RE-SOLVE WRONG" : "";
  return `${record.outcome} ${record.detail ?? ""} ${show("cold")} ${show("solve")} ${show("solveCpu")} ${show("resolve")} ms ${iterations ?? ""}${wrong}`;
}

await main();
