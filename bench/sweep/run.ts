// The benchmark of sweeps. Usage: npx tsx bench/sweep/run.ts [--part scaling,hourly] [--instances small-1,latecomer] [--rounds n] [--report]
// Instances are shared portfolios or bundled examples. Needs the built command (npm run build).
import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ResultFile } from "../harness/result-file.ts";
import { machine } from "../harness/surroundings.ts";
import { measureHourly } from "./hourly.ts";
import { SweepRecord } from "./record.ts";
import { markdown } from "./report.ts";
import { measureScaling } from "./scaling.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const RESULTS = join(ROOT, "bench/results");

const { values: flags } = parseArgs({
  options: {
    part: { type: "string", default: "scaling,hourly" },
    instances: { type: "string", default: "small-1,small-2,small-3" },
    rounds: { type: "string", default: "2" },
    report: { type: "boolean", default: false },
  },
});

function instanceFile(name: string): string {
  const places = [join(ROOT, "../shared/portfolios", `${name}.json`), join(ROOT, "src/examples", `${name}.json`)];
  const found = places.find((place) => existsSync(place));
  if (found === undefined)
    throw new Error(`--instances: there is no ${name} among the shared portfolios and the examples`);
  return found;
}

const file = new ResultFile<SweepRecord>(join(RESULTS, "sweep.json"));
if (!flags.report) {
  const run = file.openRun(machine());
  const rounds = Number(flags.rounds);
  if (!(Number.isInteger(rounds) && rounds > 0)) throw new Error(`--rounds is ${flags.rounds}; write a whole number`);
  const parts = flags.part.split(",");
  if (parts.includes("scaling")) {
    for (const name of flags.instances.split(",")) {
      const record = { key: `scaling/${name}`, run, ...(await measureScaling(name, instanceFile(name), rounds)) };
      file.put(record);
      console.log(
        name,
        record.runs.map(({ jobs, wallMs }) => `${jobs}: ${(wallMs / 1000).toFixed(1)} s`).join("  "),
        record.killed,
      );
    }
  }
  if (parts.includes("hourly")) {
    const record = { key: "hourly", run, ...(await measureHourly(rounds * 2)) };
    file.put(record);
    console.log(record.ways);
  }
}
writeFileSync(join(RESULTS, "sweep.md"), markdown(file));
