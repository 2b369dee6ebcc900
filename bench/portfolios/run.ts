// The portfolio benchmark. Usage: npx tsx bench/portfolios/run.ts [--instances a,b] [--solvers x,y] [--seconds n] [--resume] [--report]
// Every (solver, portfolio) runs in a process of its own, one after the other, up to a limit of CPU time. Results go to
// bench/results/portfolios.json as they come; portfolios.md and portfolios.svg are made from all of them. --resume leaves out what this
// commit and kernel have measured already, --report measures nothing.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { runChild } from "../harness/child.ts";
import { ResultFile } from "../harness/result-file.ts";
import { kernelHash, machine, packageVersions } from "../harness/surroundings.ts";
import { gapOf } from "../mip/curve.ts";
import { INSTANCES, PortfolioInstance } from "./instances.ts";
import { picture } from "./picture.ts";
import { PortfolioRecord, PortfolioResult, PortfolioTask } from "./record.ts";
import { markdown } from "./report.ts";
import { SOLVERS } from "./solvers.ts";

const RESULTS = resolve(import.meta.dirname, "../results");
const WORKER = join(import.meta.dirname, "worker.ts");
/** A process may take this much longer than its CPU time on a busy machine, and this long to load and write models. */
const WALL_FACTOR = 10;
const WALL_EXTRA_SECONDS = 60;

const { values: flags } = parseArgs({
  options: {
    instances: { type: "string" },
    solvers: { type: "string" },
    seconds: { type: "string" },
    resume: { type: "boolean", default: false },
    report: { type: "boolean", default: false },
  },
});

function chosen(flag: "instances" | "solvers", known: readonly string[]): string[] {
  const names = flags[flag]?.split(",") ?? [...known];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`--${flag}: there is no ${unknown}; use ${known.join(", ")}`);
  return names;
}

async function main(): Promise<void> {
  const file = new ResultFile<PortfolioRecord>(join(RESULTS, "portfolios.json"));
  const surroundings = machine();
  const run = file.openRun(surroundings);
  const solvers = chosen("solvers", Object.keys(SOLVERS));
  const names = chosen(
    "instances",
    INSTANCES.map(({ name }) => name),
  );
  for (const instance of flags.report ? [] : INSTANCES.filter(({ name }) => names.includes(name))) {
    for (const solver of solvers) {
      const key = `${instance.name}/${solver}`;
      if (flags.resume && file.has(key, run)) continue;
      const record = { key, run, ...(await measure(instance, solver)) };
      file.put(record);
      console.log(summary(record));
      if (kernelHash() !== surroundings.kernel)
        throw new Error("kernel.wasm changed during the benchmark: run it again in a tree of its own");
    }
  }
  writeFileSync(join(RESULTS, "portfolios.md"), markdown(file.records, file.runs, packageVersions()));
  writeFileSync(join(RESULTS, "portfolios.svg"), await picture(file.records));
}

async function measure(
  instance: PortfolioInstance,
  solver: string,
): Promise<PortfolioTask & Pick<PortfolioRecord, "result" | "failure">> {
  const cpuSeconds = Number(flags.seconds ?? instance.cpuSeconds);
  const task: PortfolioTask = { solver, portfolio: instance.name, cpuSeconds };
  const patience = WALL_FACTOR * cpuSeconds + WALL_EXTRA_SECONDS;
  const outcome = await runChild<PortfolioResult>(WORKER, [JSON.stringify(task)], patience);
  if (outcome.kind === "result") return { ...task, result: outcome.result };
  return { ...task, failure: outcome.kind === "timeout" ? `no answer in ${patience} s` : outcome.reason };
}

function summary({ key, result, failure }: PortfolioRecord): string {
  if (result === undefined) return `${key}: ${failure}`;
  const { status, claimedUsd, auditedUsd, violations, boundUsd, cpuMs, wallMs } = result;
  const gap = gapOf({ primal: claimedUsd, dual: boundUsd });
  const percent = gap === null ? "-" : `${(100 * gap).toFixed(3)} %`;
  return `${key}: ${status}, value ${claimedUsd} (audited ${auditedUsd}, ${violations} violations), bound ${boundUsd}, gap ${percent}, CPU ${(cpuMs / 1000).toFixed(1)} s, wall ${(wallMs / 1000).toFixed(1)} s`;
}

await main();
