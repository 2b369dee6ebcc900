// `megalloc robust`: what to sign, order and begin now, for many futures at once.
import { availableParallelism } from "node:os";
import { Command, InvalidArgumentError, Option } from "commander";
import { AnswerError } from "../answers/solver.ts";
import { OptionError } from "../errors.ts";
import { createOptimizer } from "../optimizer/create-optimizer.ts";
import { SolvedPlan } from "../plan/plan.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { FutureInput } from "../robust/futures.ts";
import { RobustOptions, RobustProgress } from "../robust/robust-options.ts";
import { RobustPlan, robustPlan } from "../robust/robust-plan.ts";
import { SolveOptions, solve } from "../solve.ts";
import { gapOf } from "../solve-options.ts";
import { applyScenario } from "../sweep/scenario.ts";
import { coloursFor } from "./colours.ts";
import { CliError, ExitCode } from "./exit.ts";
import { formatElapsed, formatPercent, formatUsd, printable } from "./format.ts";
import { loadFeasiblePlan } from "./load-plan.ts";
import { loadPortfolio } from "./load-portfolio.ts";
import { LoadedScenarios, loadScenarios } from "./load-scenarios.ts";
import { collect, parseDuration, parseGap, parseMoves, parseSeed, parseThreads } from "./parse-options.ts";
import { ProgressLine } from "./progress-line.ts";
import { STDIN } from "./read-input.ts";
import { renderRobust } from "./robust-report.ts";
import { solveFailure } from "./solve-failure.ts";
import { takeStopSignals } from "./stop-signals.ts";
import { assertWritable, writeResult, writeStdout } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc robust hut8.json hut8-scenarios.json                    half mean, half the worst tenth
  megalloc robust hut8.json hut8-scenarios.json --mean-weight 1    the mean alone
  megalloc robust hut8.json hut8-scenarios.json --alpha 75% --later enterprise-100 -o robust.json

Decided now: contracts signed (and how much of them), lots ordered that were to arrive before the scenario file's commitments.until, modules
and expansions begun before it. Decided in each scenario: when and where contracts are served, later construction, mining, debt. What stays
unserved of a signed contract pays commitments.unservedPenalty, a share of its rent.
Ctrl-C keeps the best decisions found. The result does not depend on --jobs; with --time-limit it depends on the machine.
Exit codes: 0 answered, 2 bad input or usage, 4 no decisions found with a plan in every scenario, 70 internal error.
`;

interface RobustFlags {
  alpha: number;
  meanWeight: number;
  later: string[];
  penalty?: number | "none";
  until?: string;
  gap?: number;
  jobs: number;
  moves?: number;
  seed?: number;
  timeLimit?: number;
  engine: NonNullable<SolveOptions["engine"]>;
  output?: string;
  json?: boolean;
  quiet?: boolean;
}

/** "0.9" or "90%" -> 0.9. */
function parseShare(text: string): number {
  const value = /^[\d.]+%$/.test(text) ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError(`"${text}" is not a share: write 0.9 or 90%.`);
}

/** "none" stays a word: the parser of options takes null for no answer. */
function parsePenalty(text: string): number | "none" {
  if (text === "none") return text;
  const value = /^[\d.]+%$/.test(text) ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (text.trim() !== "" && value >= 0) return value;
  throw new InvalidArgumentError(`"${text}" is not a share of the rent: write 0.25, 25% or none.`);
}

const PHASE_WORDS: Record<RobustProgress["phase"], string> = {
  base: "base plan",
  hindsight: "hindsight",
  prices: "prices",
  candidates: "candidates",
  tree: "branching",
};

function progressText({ phase, valueUsd, boundUsd, solves, elapsedMs }: RobustProgress): string {
  const gap = gapOf(valueUsd, boundUsd);
  return [
    PHASE_WORDS[phase].padEnd("candidates".length),
    `value ${valueUsd === null ? "-" : formatUsd(valueUsd)}`,
    `bound ${boundUsd === null ? "-" : formatUsd(boundUsd)}`,
    `gap ${gap === null ? "-" : formatPercent(gap)}`,
    formatElapsed(elapsedMs),
    `${solves} solves`,
  ].join("  ");
}

interface Question {
  readonly portfolio: Portfolio;
  readonly scenarios: LoadedScenarios;
  readonly basePlan: SolvedPlan | undefined;
  readonly flags: RobustFlags;
}

function optionsOf({ scenarios, basePlan, flags }: Question): RobustOptions {
  const { commitments } = scenarios.file;
  const until = flags.until ?? commitments.until;
  const { alpha, meanWeight, later, jobs, gap, moves, seed, timeLimit, penalty } = flags;
  return {
    ...{ alpha, meanWeight, later, jobs },
    unservedPenalty: penalty === "none" ? null : (penalty ?? commitments.unservedPenalty),
    ...(until !== undefined && { until }),
    ...(gap !== undefined && { gap }),
    ...(moves !== undefined && { moveLimit: moves }),
    ...(seed !== undefined && { seed }),
    ...(timeLimit !== undefined && { timeLimitMs: timeLimit }),
    ...(basePlan !== undefined && { basePlan }),
  };
}

/** On this thread, or on as many as there are jobs. */
async function robustOn(question: Question, options: RobustOptions): Promise<RobustPlan> {
  const { portfolio, scenarios, flags } = question;
  const futures = scenarios.scenarios.map(
    (scenario): FutureInput => ({
      id: scenario.id,
      weight: scenario.weight,
      portfolio: applyScenario(portfolio, scenario),
    }),
  );
  const { jobs, engine } = flags;
  if (jobs === 1) return robustPlan(portfolio, futures, (asked, how) => solve(asked, { ...how, engine }), options);
  const optimizer = createOptimizer({ workers: jobs, engine });
  try {
    return await robustPlan(portfolio, futures, (asked, how) => optimizer.solve(asked, how), options);
  } finally {
    await optimizer.close();
  }
}

async function robustLive(question: Question): Promise<RobustPlan> {
  const isQuiet = question.flags.quiet === true;
  const line = new ProgressLine(process.stderr, coloursFor(process.stderr, process.env), !isQuiet);
  const stop = takeStopSignals(() => {
    line.clear();
    if (!isQuiet) process.stderr.write("stopping: the best decisions found are kept (once more to quit at once)\n");
  });
  const onProgress = (progress: RobustProgress): void =>
    line.drawText((width) => progressText(progress).slice(0, width));
  try {
    return await robustOn(question, { ...optionsOf(question), signal: stop.signal, onProgress });
  } catch (error) {
    line.clear();
    if (error instanceof AnswerError) throw new CliError(printable(error.message), ExitCode.noPlan);
    if (error instanceof OptionError) throw new CliError(printable(error.message));
    throw await solveFailure(error, question.portfolio, {});
  } finally {
    line.clear();
    stop.release();
  }
}

async function runRobust(
  portfolioSource: string,
  scenariosSource: string,
  planSource: string | undefined,
  flags: RobustFlags,
): Promise<void> {
  if ([portfolioSource, scenariosSource, planSource].filter((source) => source === STDIN).length > 1) {
    throw new CliError(
      "only one of portfolio, scenarios and plan can come from standard input; name files for the others",
    );
  }
  if (flags.alpha === 1) throw new CliError("--alpha 1 leaves no scenario to look at: 0.9 is the worst tenth");
  const isFile = flags.output !== undefined && flags.output !== STDIN;
  if (isFile) assertWritable(flags.output!, "the answer");
  const { portfolio } = await loadPortfolio(portfolioSource);
  const basePlan = planSource === undefined ? undefined : await loadFeasiblePlan(portfolio, planSource);
  const scenarios = await loadScenarios(portfolio, scenariosSource);
  const plan = await robustLive({ portfolio, scenarios, basePlan, flags });
  const json = `${JSON.stringify(plan, null, 1)}\n`;
  if (isFile) await writeResult(flags.output!, json, "the answer");
  if (flags.json || flags.output === STDIN) await writeStdout(json);
  else if (!flags.quiet) {
    await writeStdout(renderRobust(plan, coloursFor(process.stdout, process.env)));
    if (isFile) await writeStdout(`\nanswer written to ${printable(flags.output!)}\n`);
  }
}

export function robustCommand(): Command {
  return new Command("robust")
    .summary("decide now for many futures at once")
    .description(
      "Finds what to sign, order and begin now so that a mix of mean and CVaR over the scenarios is largest, when everything else is decided again in " +
        "each of them, and proves how far from the best such decisions it is.",
    )
    .argument("<portfolio>", 'portfolio file (JSON); "-" reads standard input')
    .argument("<scenarios>", "scenario file (JSON): named scenarios, risks to draw from, or both")
    .argument("[plan]", "the plan to compare with (JSON); solved first when left out")
    .option("--alpha <level>", "level of the CVaR: 0.9 looks at the worst tenth", parseShare, 0.9)
    .option("--mean-weight <share>", "weight of the mean; the rest is CVaR's", parseShare, 0.5)
    .option(
      "--later <id>",
      "a contract or lot that is decided when the future is known; as often as needed",
      collect,
      [],
    )
    .option("--until <month>", "what begins or arrives before this month is decided now (default: the scenario file's)")
    .option(
      "--penalty <share>",
      "of the rent, for what stays unserved; none: it must be served (default: the scenario file's)",
      parsePenalty,
    )
    .option("--gap <gap>", "stop when proved within this: 0.1% or 0.001 (default 0.1%)", parseGap)
    .option("--jobs <n>", "solves side by side (default: one per core)", parseThreads, availableParallelism())
    .option("--moves <n>", "moves of each solve (default 1000)", parseMoves)
    .option("--time-limit <duration>", "answer in about this long (default: none)", parseDuration)
    .option("--seed <n>", "seed of the search (default 1)", parseSeed)
    .addOption(new Option("--engine <engine>", "kernel to run").choices(["auto", "wasm", "js"]).default("auto"))
    .option("-o, --output <file>", 'write the answer to a file (JSON); "-" is the same as --json')
    .option("--json", "print the answer as JSON and nothing else")
    .option("-q, --quiet", "print errors only")
    .addHelpText("after", EXAMPLES)
    .action(runRobust);
}
