// Answers checked and timed. Usage: npx tsx bench/answers/run.ts [--instances a,b] [--kinds breakEven,worth,conflict,whatIf] [--limit n] [--resume] [--report]
// Results go to bench/results/answers.json as they come, answers.md is made from all of them. --resume leaves out what this commit and kernel
// have measured; --limit ends after so many questions, so that a run can be done in pieces.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { BenchRecordBase, ResultFile } from "../harness/result-file.ts";
import { machine } from "../harness/surroundings.ts";
import { sharedPortfolio } from "../lp/condensed.ts";
import { measureBreakEven } from "./break-evens.ts";
import { measureConflicts, WAYS } from "./conflict-sets.ts";
import { AnswerRecord } from "./record.ts";
import { markdown } from "./report.ts";
import { AnswerBase, effortFor, INSTANCES, solvedBase } from "./subject.ts";
import { measureWhatIf, QUESTIONS } from "./what-ifs.ts";
import { asked, measureWorth } from "./worths.ts";

const RESULTS = resolve(import.meta.dirname, "../results");
const KINDS = ["breakEven", "worth", "conflict", "whatIf"];

const { values: flags } = parseArgs({
  options: {
    instances: { type: "string", default: INSTANCES.join(",") },
    kinds: { type: "string", default: KINDS.join(",") },
    limit: { type: "string" },
    resume: { type: "boolean", default: false },
    report: { type: "boolean", default: false },
  },
});

type Measured = {
  [Kind in AnswerRecord["kind"]]: Omit<Extract<AnswerRecord, { kind: Kind }>, keyof BenchRecordBase>;
}[AnswerRecord["kind"]];

interface Question {
  readonly key: string;
  readonly measure: () => Promise<Measured>;
}

function questions({ name, portfolio, plan }: AnswerBase, kind: string): Question[] {
  const base = { name, portfolio, plan };
  const effort = effortFor(name);
  const key = (what: string): string => `${name}/${kind}/${what}`;
  switch (kind) {
    case "breakEven":
      return plan.contracts
        .filter(({ accepted }) => !accepted)
        .map(({ id }) => ({ key: key(id), measure: () => measureBreakEven(base, effort, id) }));
    case "worth":
      return asked(portfolio).map((more) => ({ key: key(more.what), measure: () => measureWorth(base, effort, more) }));
    case "conflict":
      return Object.keys(WAYS).map((made) => ({
        key: key(made),
        measure: () => measureConflicts(name, sharedPortfolio(name), made, effort),
      }));
    case "whatIf":
      return Object.keys(QUESTIONS).map((question) => ({
        key: key(question),
        measure: () => measureWhatIf(base, effort, question),
      }));
    default:
      throw new Error(`--kinds: ${kind} is none of ${KINDS.join(", ")}`);
  }
}

async function main(): Promise<void> {
  const file = new ResultFile<AnswerRecord>(join(RESULTS, "answers.json"));
  const run = file.openRun(machine());
  let left = flags.limit === undefined ? Number.POSITIVE_INFINITY : Number(flags.limit);
  if (!(left > 0)) throw new Error(`--limit is ${flags.limit}; write a number of questions above 0`);
  for (const name of flags.report ? [] : flags.instances.split(",")) {
    if (left <= 0) break;
    const base = await solvedBase(name);
    for (const { key, measure } of flags.kinds.split(",").flatMap((kind) => questions(base, kind))) {
      if (left <= 0 || (flags.resume && file.has(key, run))) continue;
      left--;
      const record = { key, run, ...(await measure()) } as AnswerRecord;
      file.put(record);
      console.log(`${key}: ${Math.round(record.cpuMs)} ms, ${record.solves} solves`);
    }
  }
  writeFileSync(join(RESULTS, "answers.md"), markdown(file));
}

await main();
