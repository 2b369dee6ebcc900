// The service's benchmark, on the built package. Usage: npm run bench:service [-- --part concurrent,row --report]
// Every part runs in a process of its own, against a service in another. Results go to bench/results/service.json as they come; service.md is
// made from all of them. --report measures nothing.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { requireBuild } from "../alloc/measurements.ts";
import { runChild } from "../harness/child.ts";
import { ResultFile } from "../harness/result-file.ts";
import { machine } from "../harness/surroundings.ts";
import { PARTS, type ServicePart, type ServiceRecord, type ServiceResults } from "./parts.ts";
import { markdown } from "./report.ts";

const RESULTS = resolve(import.meta.dirname, "../results");
const PATIENCE_SECONDS = 400;

const { values: flags } = parseArgs({
  options: { part: { type: "string" }, report: { type: "boolean", default: false } },
});

function chosen(): ServicePart[] {
  const all = Object.keys(PARTS) as ServicePart[];
  const names = flags.part?.split(",") ?? all;
  const unknown = names.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined) throw new Error(`--part: there is no ${unknown}; use ${all.join(", ")}`);
  return all.filter((name) => names.includes(name));
}

requireBuild();
const file = new ResultFile<ServiceRecord>(join(RESULTS, "service.json"));
for (const key of flags.report ? [] : chosen()) {
  // Each part names the load it met: a run of another part may have been hours ago.
  const surroundings = machine();
  const name = `${surroundings.commit}/${surroundings.kernel}/${key}`;
  file.runs[name] = surroundings;
  const outcome = await runChild<ServiceResults[typeof key]>(
    join(import.meta.dirname, "worker.ts"),
    [key],
    PATIENCE_SECONDS,
  );
  const failure = outcome.kind === "timeout" ? `not done in ${PATIENCE_SECONDS} s` : undefined;
  if (outcome.kind === "result") file.put({ key, run: name, result: outcome.result });
  else file.put({ key, run: name, failure: failure ?? (outcome.kind === "failed" ? outcome.reason : "") });
  console.log(`${key}: ${outcome.kind}`);
}
const text = markdown(file.records, file.runs);
writeFileSync(join(RESULTS, "service.md"), text);
console.log(`\n${text}`);
