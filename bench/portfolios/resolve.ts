// Solving again after one edit, warm against from scratch. Usage: npx tsx bench/portfolios/resolve.ts [--instances a,b] [--base s]
//   [--scratch s] [--resume] [--report]
// Every portfolio in a process of its own. Results go to bench/results/resolve.json as they come, resolve.md is made from all of them.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { runChild } from "../harness/child.ts";
import { ResultFile } from "../harness/result-file.ts";
import { markdownTable } from "../harness/statistics.ts";
import { Machine, machine, machineText } from "../harness/surroundings.ts";
import { EditResult, ResolveRecord, ResolveTask, WARM_PART } from "./resolve-record.ts";

const RESULTS = resolve(import.meta.dirname, "../results");
const WORKER = join(import.meta.dirname, "resolve-worker.ts");
const INSTANCES = ["monthly-1", "medium-1", "medium-2", "large-1", "large-2"];
const BASE_SECONDS = 20;
const SCRATCH_SECONDS = 10;
/** Values this close, relative, are as good: the gap at which solves stop. */
const AS_GOOD = 1e-4;
const WALL_FACTOR = 10;
const WALL_EXTRA_SECONDS = 60;

const { values: flags } = parseArgs({
  options: {
    instances: { type: "string" },
    base: { type: "string" },
    scratch: { type: "string" },
    resume: { type: "boolean", default: false },
    report: { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  const file = new ResultFile<ResolveRecord>(join(RESULTS, "resolve.json"));
  const run = file.openRun(machine());
  for (const portfolio of flags.report ? [] : (flags.instances?.split(",") ?? INSTANCES)) {
    if (flags.resume && file.has(portfolio, run)) continue;
    const task: ResolveTask = {
      portfolio,
      baseSeconds: Number(flags.base ?? BASE_SECONDS),
      scratchSeconds: Number(flags.scratch ?? SCRATCH_SECONDS),
    };
    const cpuSeconds = task.baseSeconds + 4 * (1 + WARM_PART) * task.scratchSeconds;
    const patience = WALL_FACTOR * cpuSeconds + WALL_EXTRA_SECONDS;
    const outcome = await runChild<EditResult[]>(WORKER, [JSON.stringify(task)], patience);
    const base = { key: portfolio, run, ...task };
    const record: ResolveRecord =
      outcome.kind === "result"
        ? { ...base, results: outcome.result }
        : { ...base, results: [], failure: outcome.kind === "timeout" ? `no answer in ${patience} s` : outcome.reason };
    file.put(record);
    console.log(
      [
        portfolio,
        record.failure ??
          rowsOf(record)
            .map((cells) => `\n  ${cells.join("  ")}`)
            .join(""),
      ].join(": "),
    );
  }
  writeFileSync(join(RESULTS, "resolve.md"), markdown(file.records, file.runs));
}

function markdown(records: readonly ResolveRecord[], runs: Readonly<Record<string, Machine>>): string {
  const used = new Set(records.map(({ run }) => run));
  const rows = records.flatMap(rowsOf);
  const asGood = rows.filter((cells) => cells.at(-1) === "yes").length;
  return `${[
    "# Solving again after one edit",
    "",
    ...[...used].map((run) => `- ${machineText(runs[run])}`),
    "",
    "A portfolio is solved, one thing is edited (the dearest accepted contract a tenth cheaper, or withdrawn; the largest lot two periods late;",
    "the dearest refused contract offered once more for a tenth more), and it is solved again: from where the first solve left off, in a",
    "tenth of the time, and from scratch. CPU seconds; values in M$, audited. *As good* is not worse by more than 0.01 %.",
    "",
    `${asGood} of ${rows.length} warm plans are as good as from scratch in ten times the time.`,
    "",
    ...markdownTable(
      ["portfolio", "edit", "first, s", "scratch, s", "value", "warm, s", "value", "warm better by", "as good"],
      rows,
    ),
    ...records.flatMap(({ portfolio, failure }) => (failure === undefined ? [] : ["", `- ${portfolio}: ${failure}`])),
  ].join("\n")}\n`;
}

function rowsOf({ portfolio, baseSeconds, scratchSeconds, results }: ResolveRecord): string[][] {
  return results.map(({ edit, scratchUsd, warmUsd, violations }) => {
    const better =
      warmUsd === null || scratchUsd === null ? Number.NaN : (warmUsd - scratchUsd) / Math.max(1, Math.abs(scratchUsd));
    const isAsGood = warmUsd !== null && (scratchUsd === null || better >= -AS_GOOD) && violations === 0;
    return [
      portfolio,
      edit,
      String(baseSeconds),
      String(scratchSeconds),
      millions(scratchUsd),
      (scratchSeconds * WARM_PART).toFixed(1),
      millions(warmUsd),
      Number.isNaN(better) ? "-" : `${(100 * better).toFixed(2)} %`,
      violations > 0 ? `**${violations} violations**` : isAsGood ? "yes" : "**no**",
    ];
  });
}

function millions(usd: number | null): string {
  return usd === null ? "no plan" : (usd / 1e6).toFixed(1);
}

await main();
