// The LP benchmark. Usage: npx tsx bench/lp/run.ts [--engines a,b] [--instances x,y] [--max-nz n] [--timeout seconds]
// Every (solver, instance) runs in a process of its own, one after the other. Results: bench/results/lp.json and lp.md; with a
// filter they are only printed.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { BenchInstance, netlibInstances, ReferenceChange, referenceChange } from "./corpus.ts";
import { HighsEngine } from "./engines/highs.ts";
import { ENGINES } from "./engines/index.ts";
import { BenchRecord, BenchReport, markdown } from "./report.ts";
import { kernelHash, machine, packageVersions } from "./surroundings.ts";
import { Time, WorkerResult } from "./worker-result.ts";

const HERE = import.meta.dirname;
const RESULTS = resolve(HERE, "../results");
const DEFAULT_TIMEOUT_SECONDS = 60;
/** Timeouts in a row (instances come by size) after which a solver is not run any more. */
const GIVE_UP_AFTER = 3;
/** Answers must agree with the published optimum to this, relative to 1 + |optimum|. */
const OBJECTIVE_TOLERANCE = 1e-6;

const { values: flags } = parseArgs({
  options: {
    engines: { type: "string" },
    instances: { type: "string" },
    "max-nz": { type: "string" },
    timeout: { type: "string" },
  },
});

async function main(): Promise<void> {
  const timeoutSeconds = Number(flags.timeout ?? DEFAULT_TIMEOUT_SECONDS);
  const engines = flags.engines?.split(",") ?? Object.keys(ENGINES);
  const unknown = engines.find((name) => ENGINES[name] === undefined);
  if (unknown !== undefined) throw new Error(`there is no engine ${unknown}; use ${Object.keys(ENGINES).join(", ")}`);
  const wanted = flags.instances?.split(",");
  const instances = netlibInstances().filter(
    ({ name, nz }) =>
      (wanted === undefined || wanted.includes(name)) && nz <= Number(flags["max-nz"] ?? Number.POSITIVE_INFINITY),
  );
  const surroundings = machine();
  const highs = new HighsEngine();
  await highs.load();
  const records: BenchRecord[] = [];
  const timeouts = new Map<string, number>();
  for (const instance of instances) {
    const change = await referenceChange(highs, instance);
    for (const engine of engines) {
      const late = timeouts.get(engine) ?? 0;
      const isHopeless = late >= GIVE_UP_AFTER;
      const record: BenchRecord = isHopeless
        ? { engine, instance: instance.name, outcome: "timeout", detail: "not run after earlier timeouts" }
        : await measure(engine, instance, change, timeoutSeconds);
      if (!isHopeless) timeouts.set(engine, record.outcome === "timeout" ? late + 1 : 0);
      records.push(record);
      console.log(`${instance.name.padEnd(10)} ${engine.padEnd(21)} ${summary(record)}`);
    }
  }
  const report: BenchReport = {
    ...surroundings,
    packages: packageVersions(),
    timeoutSeconds,
    engines,
    instances,
    records,
  };
  if (kernelHash() !== surroundings.kernel)
    throw new Error("kernel.wasm changed during the benchmark: run it again in a tree of its own");
  const isWhole = flags.engines === undefined && wanted === undefined && flags["max-nz"] === undefined;
  if (!isWhole) {
    console.log(`\n${markdown(report)}`);
    return;
  }
  mkdirSync(RESULTS, { recursive: true });
  // Only what identifies an instance goes into the file, not where it lay.
  const plain = { ...report, instances: instances.map(({ file: _, ...rest }) => rest) };
  writeFileSync(join(RESULTS, "lp.json"), `${compact(plain)}\n`);
  writeFileSync(join(RESULTS, "lp.md"), markdown(report));
  console.log(`wrote lp.json and lp.md to ${RESULTS}`);
}

async function measure(
  engine: string,
  instance: BenchInstance,
  change: ReferenceChange | undefined,
  timeoutSeconds: number,
): Promise<BenchRecord> {
  const args = [engine, instance.file, ...(change === undefined ? [] : [String(change.col), String(change.upper)])];
  const result = await runWorker(args, timeoutSeconds);
  const base = { engine, instance: instance.name };
  if (typeof result === "string") return { ...base, outcome: result };
  const { answer, resolveAnswer } = result;
  if (answer.status !== "optimal") return { ...base, outcome: "failed", detail: `answered ${answer.status}`, result };
  const wrong = relativeError(answer.objective, instance.optimum);
  if (!(wrong <= OBJECTIVE_TOLERANCE))
    return { ...base, outcome: "wrong", detail: `objective ${answer.objective}`, result };
  const isResolved = change !== undefined && resolveAnswer?.status === "optimal";
  const resolveIsRight = isResolved && relativeError(resolveAnswer.objective, change.optimum) <= OBJECTIVE_TOLERANCE;
  return { ...base, outcome: "right", resolveIsRight, result };
}

/** JSON with one line per record and instance; times to the microsecond. */
function compact({ records, instances, ...head }: Omit<BenchReport, "instances"> & { instances: unknown[] }): string {
  const round = (key: string, value: unknown): unknown =>
    typeof value === "number" && (key === "ms" || key === "cpuMs") ? Math.round(value * 1000) / 1000 : value;
  const lines = (list: readonly unknown[]): string =>
    list.map((item) => `  ${JSON.stringify(item, round)}`).join(",\n");
  const opening = JSON.stringify(head, null, 1).replace(/\n}$/, "");
  return `${opening},\n "instances": [\n${lines(instances)}\n ],\n "records": [\n${lines(records)}\n ]\n}`;
}

function relativeError(value: number, optimum: number): number {
  return Math.abs(value - optimum) / (1 + Math.abs(optimum));
}

/** The worker's result, "timeout" or "failed". The child is ended by its own id. */
function runWorker(args: string[], timeoutSeconds: number): Promise<WorkerResult | "timeout" | "failed"> {
  return new Promise((done) => {
    const child = spawn(process.execPath, ["--import", "tsx", join(HERE, "worker.ts"), ...args], {
      cwd: resolve(HERE, "../.."),
      stdio: ["ignore", "pipe", "ignore"],
    });
    let output = "";
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill("SIGKILL");
    }, timeoutSeconds * 1000);
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on("close", () => {
      clearTimeout(timer);
      const line = output.split("\n").find((text) => text.startsWith("RESULT "));
      if (line !== undefined) done(JSON.parse(line.slice(7)) as WorkerResult);
      else done(isLate ? "timeout" : "failed");
    });
  });
}

function summary(record: BenchRecord): string {
  if (record.result === undefined) return `${record.outcome} ${record.detail ?? ""}`;
  const { solves, cold, resolves, answer } = record.result;
  const iterations = answer.iterations === undefined ? "" : `${answer.iterations} it`;
  const list = (times: readonly Time[]): string => times.map(({ ms }) => ms.toFixed(1)).join(" ");
  const ms = `cold ${cold.ms.toFixed(1)}, solve ${list(solves)}, re-solve ${list(resolves)} ms`;
  return `${record.outcome} ${record.detail ?? ""} ${ms} ${iterations}${record.resolveIsRight === false ? " RE-SOLVE WRONG" : ""}`;
}

await main();
