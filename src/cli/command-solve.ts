// `megalloc solve`: portfolio in, plan out; a live line and a summary for people, JSON for programs.
import { Command, Option } from "commander";
import { createOptimizer } from "../optimizer/create-optimizer.ts";
import { Plan } from "../plan/plan.ts";
import { formatProblems, Problem } from "../portfolio/problem.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { SolveOptions, solve } from "../solve.ts";
import { coloursFor } from "./colours.ts";
import { CliError, ExitCode } from "./exit.ts";
import { loadPortfolio } from "./load-portfolio.ts";
import { parseDuration, parseGap, parseMoves, parseSeed, parseThreads } from "./parse-options.ts";
import { isSolved } from "./plan-status.ts";
import { ProgressLine } from "./progress-line.ts";
import { STDIN } from "./read-input.ts";
import { solveFailure } from "./solve-failure.ts";
import { SolveHistory } from "./solve-history.ts";
import { takeStopSignals } from "./stop-signals.ts";
import { infeasibleText, renderSummary, WARNINGS_SHOWN } from "./summary.ts";
import { checkOutput, writeResult, writeStderr, writeStdout } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc solve west-texas.json                         print the plan
  megalloc solve west-texas.json -o plan.json            and keep it
  megalloc solve west-texas.json --time-limit 2m --gap 0.1%
  megalloc solve - --json < west-texas.json > plan.json  in a pipe
  megalloc solve west-texas.json --moves 50000 --seed 7  the same plan every time, on any machine

Ctrl-C stops the search and keeps the best plan found; a second Ctrl-C quits at once.
Exit codes: 0 plan found, 2 bad input or usage, 3 infeasible, 4 no plan found in time, 70 internal error.
`;

interface SolveFlags {
  output?: string;
  timeLimit?: number;
  gap?: number;
  seed?: number;
  moves?: number;
  threads: number;
  engine: NonNullable<SolveOptions["engine"]>;
  json?: boolean;
  quiet?: boolean;
}

function solveOptions(flags: SolveFlags): SolveOptions {
  return {
    engine: flags.engine,
    ...(flags.timeLimit !== undefined && { timeLimitMs: flags.timeLimit }),
    ...(flags.gap !== undefined && { gap: flags.gap }),
    ...(flags.seed !== undefined && { seed: flags.seed }),
    ...(flags.moves !== undefined && { moveLimit: flags.moves }),
  };
}

/** On this thread, or on several of their own that share what they find. */
async function solveOn(threads: number, portfolio: Portfolio, options: SolveOptions): Promise<Plan> {
  if (threads === 1) return solve(portfolio, options);
  const { engine = "auto", ...rest } = options;
  const optimizer = createOptimizer({ workers: threads, engine });
  try {
    return await optimizer.solve(portfolio, { ...rest, threads });
  } finally {
    await optimizer.close();
  }
}

/** Solves with the live line drawn and the signals taken; both are given back whatever happens. */
async function solveLive(portfolio: Portfolio, flags: SolveFlags): Promise<Plan> {
  const line = new ProgressLine(process.stderr, coloursFor(process.stderr, process.env), !flags.quiet);
  const stop = takeStopSignals(() => {
    line.clear();
    if (!flags.quiet)
      process.stderr.write("stopping: the best plan found is being written (once more to quit at once)\n");
  });
  const options = solveOptions(flags);
  const history = new SolveHistory();
  const from = performance.now();
  try {
    const plan = await solveOn(flags.threads, portfolio, {
      ...options,
      signal: stop.signal,
      onProgress: (progress) => {
        line.draw(progress);
        history.note(progress);
      },
    });
    const { valueUsd, boundUsd } = plan.objective;
    return { ...plan, history: history.points(performance.now() - from, valueUsd, boundUsd) };
  } catch (error) {
    line.clear();
    if (error instanceof CliError) throw error;
    throw await solveFailure(error, portfolio, options);
  } finally {
    line.clear();
    stop.release();
  }
}

function planText(plan: Plan): string {
  return `${JSON.stringify(plan, null, 1)}\n`;
}

async function report(plan: Plan, portfolio: Portfolio, warnings: Problem[], flags: SolveFlags): Promise<void> {
  const isJson = flags.json || flags.output === STDIN;
  if (isJson) {
    await writeStdout(planText(plan));
    if (warnings.length > 0 && !flags.quiet) await writeStderr(formatProblems(warnings, WARNINGS_SHOWN));
  }
  if (isJson || flags.quiet) {
    await writeStderr(withoutPlanText(plan, portfolio));
    return;
  }
  const width = process.stdout.isTTY ? process.stdout.columns : DEFAULT_WIDTH;
  const summary = renderSummary(plan, portfolio, { width, colours: coloursFor(process.stdout, process.env), warnings });
  await writeStdout(summary);
  if (flags.output !== undefined) await writeStdout(`\nplan written to ${flags.output}\n`);
}

/** Why there is no plan, for those who do not see the summary; empty when there is one. */
function withoutPlanText(plan: Plan, portfolio: Portfolio): string {
  if (isSolved(plan)) return "";
  if (plan.status === "infeasible") return `megalloc: infeasible: ${infeasibleText(portfolio)}\n`;
  return "megalloc: no plan found: give it more time (--time-limit)\n";
}

/** Columns of a summary that goes to a file or a pipe. */
const DEFAULT_WIDTH = 120;

function exitCodeOf(plan: Plan): ExitCode {
  if (isSolved(plan)) return ExitCode.done;
  return plan.status === "infeasible" ? ExitCode.infeasible : ExitCode.noPlan;
}

async function runSolve(source: string, flags: SolveFlags): Promise<void> {
  checkOutput(source, flags.output, "the portfolio", "the plan");
  const { portfolio, warnings } = await loadPortfolio(source);
  const plan = await solveLive(portfolio, flags);
  if (flags.output !== undefined && flags.output !== STDIN) {
    await writeResult(flags.output, planText(plan), "the plan");
  }
  await report(plan, portfolio, warnings, flags);
  process.exitCode = exitCodeOf(plan);
}

export function solveCommand(): Command {
  return new Command("solve")
    .summary("find the best plan for a portfolio")
    .description("Finds the best plan for a portfolio and a proven bound on how good any plan can be.")
    .argument("<portfolio>", 'portfolio file (JSON); "-" reads standard input')
    .option("-o, --output <file>", 'write the plan to a file (JSON); "-" is the same as --json')
    .option(
      "--time-limit <duration>",
      "stop after this long: 500ms, 10s, 2m, 1.5h (default 10s, none with --moves)",
      parseDuration,
    )
    .option("--gap <gap>", "stop when no plan can be better by more than this: 0.1% or 0.001 (default 0.01%)", parseGap)
    .option("--seed <n>", "seed of the search (default 1)", parseSeed)
    .option("--moves <n>", "stop after this many moves of the search: repeatable, unlike a time limit", parseMoves)
    .option("--threads <n>", "search on so many threads at once; only one is repeatable", parseThreads, 1)
    .addOption(new Option("--engine <engine>", "kernel to run").choices(["auto", "wasm", "js"]).default("auto"))
    .option("--json", "print the plan as JSON and nothing else")
    .option("-q, --quiet", "print errors only")
    .addHelpText("after", EXAMPLES)
    .action(runSolve);
}
