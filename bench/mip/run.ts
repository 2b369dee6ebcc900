// The MIP benchmark on MIPLIB 3. Usage: npx tsx bench/mip/run.ts [--instances a,b] [--solvers x,y] [--seconds n] [--resume] [--report]
// Every (solver, instance) runs in a process of its own, one after the other, up to a limit of CPU time: twice as long for ours as for
// the rivals, since what they solve is what ours is to solve. Results go to bench/results/mip.json as they come; mip.md is made from
// all of them. --resume leaves out what this commit and kernel have measured already, --report measures nothing.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { runChild } from "../harness/child.ts";
import { ResultFile } from "../harness/result-file.ts";
import { kernelHash, machine, packageVersions } from "../harness/surroundings.ts";
import { MipInstance, mipInstances } from "./instances.ts";
import { MipRecord, MipResult, MipTask } from "./record.ts";
import { markdown } from "./report.ts";
import { MIP_SOLVERS } from "./solvers/index.ts";
import { verdictOf } from "./verdict.ts";

const RESULTS = resolve(import.meta.dirname, "../results");
const WORKER = join(import.meta.dirname, "worker.ts");
const OURS_SECONDS = 120;
const RIVAL_SECONDS = 60;
/** SCIP takes part when it is asked for: HiGHS is the yardstick. */
const USUAL = ["megalloc", "highs"];
/** A process may take this much longer than its CPU time on a busy machine, and this long to load. */
const WALL_FACTOR = 10;
const WALL_EXTRA_SECONDS = 30;

const { values: flags } = parseArgs({
  options: {
    instances: { type: "string" },
    solvers: { type: "string" },
    seconds: { type: "string" },
    resume: { type: "boolean", default: false },
    report: { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  const file = new ResultFile<MipRecord>(join(RESULTS, "mip.json"));
  const surroundings = machine();
  const run = file.openRun(surroundings);
  const solvers = flags.solvers?.split(",") ?? USUAL;
  const unknown = solvers.find((name) => MIP_SOLVERS[name] === undefined);
  if (unknown !== undefined) throw new Error(`there is no ${unknown}; use ${Object.keys(MIP_SOLVERS).join(", ")}`);
  const wanted = flags.instances?.split(",");
  for (const instance of flags.report ? [] : mipInstances()) {
    if (wanted !== undefined && !wanted.includes(instance.name)) continue;
    for (const solver of solvers) {
      const key = `${instance.name}/${solver}`;
      if (flags.resume && file.has(key, run)) continue;
      const record = { key, run, ...(await measure(instance, solver)) };
      file.put(record);
      const { result } = record;
      console.log(
        `${key}: ${verdictOf(record)}, objective ${result?.objective}, bound ${result?.bound}, ${result?.nodes} nodes, CPU ${((result?.cpuMs ?? 0) / 1000).toFixed(1)} s`,
      );
      if (kernelHash() !== surroundings.kernel)
        throw new Error("kernel.wasm changed during the benchmark: run it again in a tree of its own");
    }
  }
  writeFileSync(join(RESULTS, "mip.md"), markdown(file.records, file.runs, packageVersions()));
}

async function measure({ name, optimum }: MipInstance, solver: string): Promise<Omit<MipRecord, "key" | "run">> {
  const cpuSeconds = Number(flags.seconds ?? (solver === "megalloc" ? OURS_SECONDS : RIVAL_SECONDS));
  const task: MipTask = { solver, instance: name, cpuSeconds };
  const patience = WALL_FACTOR * cpuSeconds + WALL_EXTRA_SECONDS;
  const outcome = await runChild<MipResult>(WORKER, [JSON.stringify(task)], patience);
  if (outcome.kind === "result") return { ...task, optimum, result: outcome.result };
  return { ...task, optimum, failure: outcome.kind === "timeout" ? `no answer in ${patience} s` : outcome.reason };
}

await main();
