// `megalloc sweep`: a portfolio planned again in many futures, on all cores, with every result kept as it comes.
import { availableParallelism } from "node:os";
import { basename } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { AnswerError } from "../answers/solver.ts";
import { InternalError } from "../errors.ts";
import { ScenarioFailure, SweepCrew, SweepProgress, sweep } from "../sweep/sweep.ts";
import { SweepAnswer, sweepAnswer } from "../sweep/sweep-answer.ts";
import { SweepContext, SweepQuestion, sweepContext, sweepQuestion } from "../sweep/sweep-context.ts";
import { SweepEngine, SweepSettings } from "../sweep/sweep-settings.ts";
import { coloursFor } from "./colours.ts";
import { CliError, ExitCode } from "./exit.ts";
import { counted, formatElapsed, printable } from "./format.ts";
import { loadFeasiblePlan } from "./load-plan.ts";
import { loadPortfolio } from "./load-portfolio.ts";
import { LoadedScenarios, loadDrawn, tryScenarios } from "./load-scenarios.ts";
import { OpenSweep, openSweep } from "./open-sweep.ts";
import { parseDuration, parseGap, parseMoves, parseSeed, parseThreads } from "./parse-options.ts";
import { ProgressLine } from "./progress-line.ts";
import { STDIN } from "./read-input.ts";
import { solveFailure } from "./solve-failure.ts";
import { takeStopSignals } from "./stop-signals.ts";
import { WorkerProcesses } from "./sweep-processes.ts";
import { DEFAULT_QUEUE, QueueCrew, shownAddress } from "./sweep-queue.ts";
import { renderSweep, sweepCsv } from "./sweep-report.ts";
import { assertWritable, writeOutputFile, writeStderr, writeStdout } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc sweep west-texas.json west-texas-risks.json             solve every scenario on all cores
  megalloc sweep west-texas.json west-texas-risks.json plan.json   with the commitments of a plan of your own
  megalloc sweep west-texas.json west-texas-risks.json --jobs 1 --csv scenarios.csv

Results are kept in --results as they come: after Ctrl-C, a crash or kill -9 the same command goes on where it was. More draws, or more named
scenarios, continue the same file.
Exit codes: 0 done, 2 bad input or usage, 70 internal error, 130 stopped before the end.
`;

interface SweepFlags {
  results?: string;
  restart?: boolean;
  jobs: number;
  redis?: string;
  queue: string;
  timeLimit?: number;
  gap?: number;
  seed?: number;
  moves?: number;
  engine: SweepEngine;
  alpha: number;
  output?: string;
  csv?: string;
  json?: boolean;
  quiet?: boolean;
}

function parseLevel(text: string): number {
  const level = /%$/.test(text) ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (level > 0 && level < 1) return level;
  throw new InvalidArgumentError(`"${text}" is not a level: write 0.9 or 90% for the mean of the worst tenth.`);
}

function resultsPath(scenarios: string, { results }: SweepFlags): string {
  if (results !== undefined) return results;
  if (scenarios === STDIN) throw new CliError("name a file for the results with --results: standard input has no name");
  return `${basename(scenarios).replace(/\.json$/i, "")}.results.jsonl`;
}

function progressText({ done, total, failed }: SweepProgress, elapsedMs: number, begun: number): string {
  const leftMs = done > begun ? (elapsedMs / (done - begun)) * (total - done) : undefined;
  const left = leftMs === undefined || done === total ? "" : `  about ${formatElapsed(leftMs)} left`;
  const troubles = failed > 0 ? `  ${failed} failed` : "";
  return `${done} of ${counted(total, "scenario")}  ${formatElapsed(elapsedMs)}${left}${troubles}`;
}

/** A bug of ours leaves a file that repeats it. */
async function failuresText(failures: readonly ScenarioFailure[], context: SweepContext): Promise<string> {
  const [first] = failures;
  const which = `${counted(failures.length, "scenario")} could not be solved, the first "${printable(first.scenario)}"`;
  if (first.error instanceof InternalError) {
    const { message } = await solveFailure(first.error, context.portfolio, {});
    return `${which}: ${message}`;
  }
  return `${which}: ${printable(first.error.message)}`;
}

/** Who solves the scenarios. */
interface HiredCrew {
  readonly crew: SweepCrew;
  /** Ends what is under way. */
  readonly halt: () => void;
  readonly close: () => Promise<void>;
}

/** Processes of this machine, or the workers at a queue. */
async function hire(
  context: SweepContext,
  processes: WorkerProcesses,
  { redis, queue, quiet }: SweepFlags,
): Promise<HiredCrew> {
  if (redis === undefined) {
    const halt = (): void => processes.close();
    return { crew: processes.crewOf(context), halt, close: async () => halt() };
  }
  const crew = await QueueCrew.open(redis, queue, context);
  if (!quiet && (await crew.workers()) === 0) {
    await writeStderr(
      `nobody takes scenarios from "${printable(queue)}" yet: megalloc worker --redis ${shownAddress(redis)}\n`,
    );
  }
  return { crew, halt: () => crew.halt(), close: () => crew.close() };
}

interface SweepWork extends Pick<HiredCrew, "crew" | "halt"> {
  readonly open: OpenSweep;
  readonly scenarios: LoadedScenarios["scenarios"];
  readonly isQuiet: boolean;
}

/** Solves what is open with the live line drawn and the signals taken. Throws CliError when it does not come to its end. */
async function sweepLive({ open, scenarios, crew, isQuiet, halt }: SweepWork): ReturnType<typeof sweep> {
  const line = new ProgressLine(process.stderr, coloursFor(process.stderr, process.env), !isQuiet);
  const stop = takeStopSignals(() => {
    halt();
    line.clear();
    if (!isQuiet) process.stderr.write("stopping: what is solved is kept (once more to quit at once)\n");
  });
  const from = performance.now();
  const { context, file, known } = open;
  let progress: SweepProgress = { done: known.size, total: scenarios.length, failed: 0 };
  try {
    const outcome = await sweep({
      ...{ context, scenarios, crew, known },
      keep: (result) => file.put(result),
      signal: stop.signal,
      onProgress: (now) => {
        progress = now;
        line.drawText((width) => progressText(now, performance.now() - from, known.size).slice(0, width));
      },
    });
    line.clear();
    const { done, total } = progress;
    if (stop.signal.aborted && done < total) {
      const text = `stopped: ${done} of ${counted(total, "scenario")} solved; the same command solves the rest`;
      throw new CliError(text, ExitCode.interrupted);
    }
    if (outcome.failures.length > 0) {
      throw new CliError(await failuresText(outcome.failures, context), ExitCode.internal);
    }
    return outcome;
  } finally {
    line.clear();
    stop.release();
  }
}

async function writeAnswer(answer: SweepAnswer, flags: SweepFlags): Promise<void> {
  const json = `${JSON.stringify(answer, null, 1)}\n`;
  if (flags.output !== undefined) await writeOutputFile(flags.output, json, "the answer");
  if (flags.csv !== undefined) await writeOutputFile(flags.csv, sweepCsv(answer), "the scenarios");
  if (flags.json) await writeStdout(json);
  else if (!flags.quiet) await writeStdout(renderSweep(answer, coloursFor(process.stdout, process.env)));
}

async function runSweep(
  portfolioSource: string,
  scenariosSource: string,
  planSource: string | undefined,
  flags: SweepFlags,
): Promise<void> {
  if ([portfolioSource, scenariosSource, planSource].filter((source) => source === STDIN).length > 1) {
    throw new CliError(
      "only one of portfolio, scenarios and plan can come from standard input; name files for the others",
    );
  }
  const path = resultsPath(scenariosSource, flags);
  for (const file of [path, flags.output, flags.csv]) if (file !== undefined) assertWritable(file, "the results");
  const { portfolio } = await loadPortfolio(portfolioSource);
  const plan = planSource === undefined ? undefined : await loadFeasiblePlan(portfolio, planSource);
  const loaded = await loadDrawn(portfolio, scenariosSource);
  const processes = new WorkerProcesses(flags.jobs, flags.engine);
  try {
    if (flags.redis === undefined) processes.start(loaded.scenarios.length);
    tryScenarios(portfolio, loaded.scenarios);
    const question = sweepQuestion(portfolio, loaded.file.commitments, settingsOf(flags), plan);
    await sweepLoaded(path, question, loaded, processes, flags);
  } finally {
    processes.close();
  }
}

function settingsOf({ moves, gap, seed, timeLimit }: SweepFlags): SweepSettings {
  return {
    ...(moves !== undefined && { moveLimit: moves }),
    ...(gap !== undefined && { gap }),
    ...(seed !== undefined && { seed }),
    ...(timeLimit !== undefined && { timeLimitMs: timeLimit }),
  };
}

/** Solves the base unless it is known, then every scenario that is not; writes the answer. */
async function sweepLoaded(
  path: string,
  question: SweepQuestion,
  { file: scenarioFile, scenarios }: LoadedScenarios,
  processes: WorkerProcesses,
  flags: SweepFlags,
): Promise<void> {
  const isRestart = flags.restart === true;
  const open = await openSweep(path, question, scenarios, isRestart, () => baseOf(question, flags.engine));
  const { context, file, known, wasTorn } = open;
  let hired: HiredCrew | undefined;
  try {
    hired = await hire(context, processes, flags);
    if (known.size > 0 && !flags.quiet) {
      const torn = wasTorn ? "; its last line was cut off and is solved again" : "";
      await writeStderr(`continuing "${printable(path)}": ${counted(known.size, "scenario")} solved before${torn}\n`);
    }
    const { crew, halt } = hired;
    const { results } = await sweepLive({ open, scenarios, crew, halt, isQuiet: flags.quiet === true });
    await writeAnswer(sweepAnswer(context, scenarios, results, { alpha: flags.alpha, name: scenarioFile.name }), flags);
  } finally {
    await hired?.close();
    file.close();
  }
}

async function baseOf(question: SweepQuestion, engine: SweepEngine): Promise<SweepContext> {
  try {
    return await sweepContext(question, engine);
  } catch (error) {
    if (error instanceof AnswerError) throw new CliError(error.message, ExitCode.noPlan);
    throw await solveFailure(error, question.portfolio, {});
  }
}

export function sweepCommand(): Command {
  return new Command("sweep")
    .summary("plan again in many futures")
    .description(
      "Solves a portfolio in every scenario of a file, and says how its value spreads, what the base plan's commitments cost against hindsight, " +
        "which decisions hold and which risks matter.",
    )
    .argument("<portfolio>", 'portfolio file (JSON); "-" reads standard input')
    .argument("<scenarios>", "scenario file (JSON): named scenarios, risks to draw from, or both")
    .argument("[plan]", "the base plan (JSON); solved first when left out")
    .option("--results <file>", "where results are kept as they come (default: NAME.results.jsonl here)")
    .option("--restart", "throw away what the file of results holds")
    .option("--jobs <n>", "scenarios solved at once (default: one per core)", parseThreads, availableParallelism())
    .option("--redis <url>", "hand the scenarios to workers at a queue instead (megalloc worker)")
    .option("--queue <name>", "which queue", DEFAULT_QUEUE)
    .option("--moves <n>", "moves of each solve (default 300)", parseMoves)
    .option(
      "--time-limit <duration>",
      "end each solve after this long; results then depend on the machine",
      parseDuration,
    )
    .option("--gap <gap>", "stop each solve when proved within this (default 0.1%)", parseGap)
    .option("--seed <n>", "seed of the search; that of the draws is in the file (default 1)", parseSeed)
    .addOption(new Option("--engine <engine>", "kernel to run").choices(["auto", "wasm", "js"]).default("auto"))
    .option("--alpha <level>", "level of the CVaR: 0.9 is the mean of the worst tenth", parseLevel, 0.9)
    .option("-o, --output <file>", "write the answer to a file (JSON)")
    .option("--csv <file>", "write one row per scenario to a file")
    .option("--json", "print the answer as JSON and nothing else")
    .option("-q, --quiet", "print errors only")
    .addHelpText("after", EXAMPLES)
    .action(runSweep);
}
