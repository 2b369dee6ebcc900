// What the commands that ask questions have in common: their options, the plan they ask about, and solves with a line that counts them.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Command, Option } from "commander";
import { EditProblem, formatEditProblems } from "../answers/edits/edit-problem.ts";
import { AnswerError, QuestionError, Solver } from "../answers/solver.ts";
import { createOptimizer } from "../optimizer/create-optimizer.ts";
import { SolvedPlan } from "../plan/plan.ts";
import { createPoolSolver } from "../pool-solver.ts";
import { formatProblems, Problem } from "../portfolio/problem.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { SolveOptions } from "../solve.ts";
import { type AnswerEffort, timeShares } from "../time-share.ts";
import { createWarmSolver } from "../warm-solver.ts";
import { coloursFor } from "./colours.ts";
import { CliError, ExitCode } from "./exit.ts";
import { formatElapsed, printable } from "./format.ts";
import { loadFeasiblePlan } from "./load-plan.ts";
import { loadPortfolio } from "./load-portfolio.ts";
import { parseDuration, parseGap, parseMoves, parseSeed } from "./parse-options.ts";
import { isSolved } from "./plan-status.ts";
import { STDIN } from "./read-input.ts";
import { solveFailure } from "./solve-failure.ts";
import { takeStopSignals } from "./stop-signals.ts";
import { WARNINGS_SHOWN } from "./summary.ts";
import { fileExists, writeStderr, writeStdout } from "./write-output.ts";

export interface AskFlags {
  timeLimit?: number;
  gap?: number;
  seed?: number;
  moves?: number;
  engine: NonNullable<SolveOptions["engine"]>;
  json?: boolean;
}

/** How long an answer may take in all, how many solves it usually takes, and how many threads share them (then each solve is independent). */
export interface Effort extends AnswerEffort {
  threads?: number;
}

/** A plan that is asked for because none was given. */
const PLAN_EFFORT: Effort = { timeLimitMs: 10_000, solves: 1 };

/** Adds the options of every command that asks a question. */
export function withAskOptions(command: Command, { timeLimitMs, gap = 1e-4 }: Effort): Command {
  const usual = formatElapsed(timeLimitMs);
  return command
    .option("--time-limit <duration>", `answer in about this long (default ${usual}, none with --moves)`, parseDuration)
    .option(
      "--gap <gap>",
      `stop each solve when proved within this: 0.1% or 0.001 (default ${Number((100 * gap).toPrecision(3))}%)`,
      parseGap,
    )
    .option("--seed <n>", "seed of the search (default 1)", parseSeed)
    .option("--moves <n>", "stop each solve after this many moves: repeatable, unlike a time limit", parseMoves)
    .addOption(new Option("--engine <engine>", "kernel to run").choices(["auto", "wasm", "js"]).default("auto"))
    .option("--json", "print the answer as JSON and nothing else");
}

const isTimed = ({ timeLimit, moves }: AskFlags): boolean => timeLimit !== undefined || moves === undefined;

/** Options of the next solve: the time left is shared among the solves that are still to be expected. */
function solveOptionsOf(flags: AskFlags, nextMs: () => number, gap = flags.gap): () => SolveOptions {
  return () => ({
    engine: flags.engine,
    ...(isTimed(flags) && { timeLimitMs: nextMs() }),
    ...(gap !== undefined && { gap }),
    ...(flags.seed !== undefined && { seed: flags.seed }),
    ...(flags.moves !== undefined && { moveLimit: flags.moves }),
  });
}

/** What a solve gets after Ctrl-C: enough to look at the plan it starts from. */
const STOPPED_SOLVE_MS = 50;

const ERASE_LINE = "\r\u001b[K";

/** Counts the solves of an answer on a terminal. */
class SolveCounter {
  #count = 0;
  readonly #from = performance.now();
  readonly #isLive = process.stderr.isTTY === true;

  next(): void {
    this.#count++;
    if (!this.#isLive) return;
    const elapsed = formatElapsed(performance.now() - this.#from);
    process.stderr.write(
      `${ERASE_LINE}${coloursFor(process.stderr, process.env).dim(`solve ${this.#count}  ${elapsed}`)}`,
    );
  }

  clear(): void {
    if (this.#isLive && this.#count > 0) process.stderr.write(ERASE_LINE);
  }
}

/**
 * Runs a question with a solver made from the flags; what goes wrong becomes words. The first Ctrl-C ends the solve under way and gives those
 * that follow no time, so that the question answers with what is known.
 */
export async function ask<T>(
  flags: AskFlags,
  effort: Effort,
  question: (solver: Solver, isLate: () => boolean) => Promise<T>,
): Promise<T> {
  const counter = new SolveCounter();
  const stop = takeStopSignals(() => {
    counter.clear();
    process.stderr.write("stopping: answering with what is known so far; press again to quit\n");
  });
  const limited = { ...effort, ...(flags.timeLimit !== undefined && { timeLimitMs: flags.timeLimit }) };
  const shares = timeShares(limited);
  const evenMs = (limited.timeLimitMs * (effort.threads ?? 1)) / effort.solves;
  const nextMs = effort.threads === undefined ? shares.nextMs : () => evenMs;
  const fresh = solveOptionsOf(flags, nextMs, flags.gap ?? effort.gap);
  const options = (): SolveOptions =>
    stop.signal.aborted ? { ...fresh(), timeLimitMs: STOPPED_SOLVE_MS } : { ...fresh(), signal: stop.signal };
  const { threads = 1 } = effort;
  const pool = threads > 1 ? createOptimizer({ workers: threads, engine: flags.engine }) : undefined;
  const inner =
    pool === undefined
      ? createWarmSolver(options, effort.threads === undefined)
      : createPoolSolver(pool, () => withoutEngine(options()));
  const solver: Solver = async (portfolio, ...rest) => {
    counter.next();
    try {
      return await inner(portfolio, ...rest);
    } catch (error) {
      counter.clear();
      throw await solveFailure(error, portfolio, { engine: flags.engine });
    }
  };
  try {
    // Without a limit on time nothing is ever late.
    return await question(solver, () => (isTimed(flags) && shares.isLate()) || stop.signal.aborted);
  } catch (error) {
    if (error instanceof QuestionError) throw new CliError(printableLines(error.message));
    if (error instanceof AnswerError) throw new CliError(printable(error.message), ExitCode.noPlan);
    throw error;
  } finally {
    counter.clear();
    stop.release();
    await pool?.close();
  }
}

/** An optimizer has its engine for good. */
function withoutEngine({ engine: _, ...options }: SolveOptions): Omit<SolveOptions, "engine"> {
  return options;
}

export interface Asked {
  portfolio: Portfolio;
  plan: SolvedPlan;
}

async function solvedPlan(portfolio: Portfolio, flags: AskFlags): Promise<SolvedPlan> {
  const plan = await ask(flags, PLAN_EFFORT, (solver) => solver(portfolio));
  if (isSolved(plan)) return plan;
  if (plan.status === "infeasible") {
    throw new CliError("the portfolio is infeasible; megalloc conflicts says why", ExitCode.infeasible);
  }
  throw new CliError("no plan found: give it more time (--time-limit)", ExitCode.noPlan);
}

/** The portfolio of a plan that is named alone: NAME.json in the same folder. undefined when the file is no plan. */
function portfolioBeside(source: string): string | undefined {
  if (source === STDIN) return undefined;
  let name: unknown;
  try {
    const value: unknown = JSON.parse(readFileSync(source, "utf8"));
    const isPlan =
      typeof value === "object" && value !== null && "schema" in value && value.schema === "megalloc/plan@1";
    name = isPlan && "portfolio" in value ? value.portfolio : undefined;
  } catch {
    // Whatever is wrong with the file is said when it is read as a portfolio.
    return undefined;
  }
  if (typeof name !== "string") return undefined;
  const beside = join(dirname(source), `${name}.json`);
  if (fileExists(beside)) return beside;
  throw new CliError(
    `"${printable(source)}" is a plan, and its portfolio "${printable(name)}" is not beside it: name the portfolio's file before the plan`,
  );
}

/** The portfolio, and the plan from its file, or solved here when no file is named. A plan alone finds its portfolio beside it. */
export async function loadAsked(
  portfolioSource: string,
  planSource: string | undefined,
  flags: AskFlags,
): Promise<Asked> {
  if (portfolioSource === STDIN && planSource === STDIN) {
    throw new CliError("the portfolio and the plan cannot both come from standard input; name a file for one of them");
  }
  const beside = planSource === undefined ? portfolioBeside(portfolioSource) : undefined;
  if (beside !== undefined) return loadAsked(beside, portfolioSource, flags);
  const { portfolio } = await loadPortfolio(portfolioSource);
  const plan =
    planSource === undefined ? await solvedPlan(portfolio, flags) : await loadFeasiblePlan(portfolio, planSource);
  return { portfolio, plan };
}

/** Columns of an answer that goes to a file or a pipe. */
const DEFAULT_WIDTH = 120;

export function outputWidth(): number {
  return process.stdout.isTTY ? process.stdout.columns : DEFAULT_WIDTH;
}

/** The answer as JSON, or as words. */
export async function writeAnswer(flags: AskFlags, json: object, words: () => string): Promise<void> {
  await writeStdout(flags.json ? `${JSON.stringify(json, null, 1)}\n` : words());
}

export function editsRefused(problems: readonly EditProblem[]): CliError {
  return new CliError(`the edits cannot be applied\n\n${printableLines(formatEditProblems(problems)).trimEnd()}`);
}

const printableLines = (text: string): string => text.split("\n").map(printable).join("\n");

export async function tellWarnings(warnings: readonly Problem[]): Promise<void> {
  if (warnings.length > 0) await writeStderr(formatProblems(warnings, WARNINGS_SHOWN));
}
