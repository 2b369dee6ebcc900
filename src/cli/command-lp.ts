// `megalloc lp`: a linear program in MPS format in, its optimum (or the proof that there is none) out.
import { Command, Option } from "commander";
import { EngineChoice } from "../engine/load.ts";
import { LpResultStatus } from "../lp/result.ts";
import { MpsOptions } from "../mps/read.ts";
import { coloursFor } from "./colours.ts";
import { ExitCode } from "./exit.ts";
import { jsonText, lpFigures, lpSolution } from "./lp-json.ts";
import { loadEngine, loadModel, openSession } from "./lp-load.ts";
import { reasonText, relaxedWarning, renderLp } from "./lp-report.ts";
import { LpRun } from "./lp-run.ts";
import { parseDuration, parseMoves } from "./parse-options.ts";
import { STDIN } from "./read-input.ts";
import { checkOutput, writeResult, writeStderr, writeStdout } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc lp model.mps                       print status, objective and residuals
  megalloc lp model.mps -o solution.json      and keep every row and column by name
  megalloc lp - --json < model.mps            in a pipe
  gunzip -c model.mps.gz | megalloc lp - --time-limit 1m
  megalloc lp model.mps --relax-integers      a bound on an integer model

Exit codes: 0 optimal, 2 bad input or usage, 3 infeasible, 4 stopped by a limit or by numerical trouble, 5 unbounded,
70 internal error.
`;

const EXIT_CODES: Record<LpResultStatus, ExitCode> = {
  optimal: ExitCode.done,
  infeasible: ExitCode.infeasible,
  unbounded: ExitCode.unbounded,
  iterationLimit: ExitCode.noPlan,
  timeLimit: ExitCode.noPlan,
  numericalTrouble: ExitCode.noPlan,
};

interface LpFlags {
  json?: boolean;
  output?: string;
  timeLimit?: number;
  iterations?: number;
  engine: EngineChoice;
  format: NonNullable<MpsOptions["format"]>;
  relaxIntegers?: boolean;
}

async function solveModel(source: string, flags: LpFlags): Promise<LpRun> {
  const engine = await loadEngine(flags.engine);
  const reading = await loadModel(source, flags.format, flags.relaxIntegers ?? false);
  const session = await openSession(source, reading, engine);
  try {
    const result = session.solve({
      ...(flags.timeLimit !== undefined && { timeLimitMs: flags.timeLimit }),
      ...(flags.iterations !== undefined && { iterationLimit: flags.iterations }),
    });
    return { reading, result, engine: engine.kind, fallbackReason: engine.fallbackReason };
  } finally {
    session.close();
  }
}

async function report(run: LpRun, flags: LpFlags): Promise<void> {
  if (!flags.json && flags.output !== STDIN) {
    await writeStdout(renderLp(run, coloursFor(process.stdout, process.env)));
    if (flags.output !== undefined) await writeStdout(`\nsolution written to ${flags.output}\n`);
    return;
  }
  await writeStdout(jsonText(flags.output === STDIN ? lpSolution(run) : lpFigures(run)));
  const { result, reading } = run;
  const words = [relaxedWarning(run), reasonText(result, reading.model)].filter((text) => text !== "");
  await writeStderr(words.map((text) => `megalloc: ${text}\n`).join(""));
}

async function runLp(source: string, flags: LpFlags): Promise<void> {
  checkOutput(source, flags.output, "the model", "the solution");
  const run = await solveModel(source, flags);
  if (flags.output !== undefined && flags.output !== STDIN) {
    await writeResult(flags.output, jsonText(lpSolution(run)), "the solution");
  }
  await report(run, flags);
  process.exitCode = EXIT_CODES[run.result.status];
}

export function lpCommand(): Command {
  return new Command("lp")
    .summary("solve a linear program in MPS format")
    .description("Solves a linear program and says how far the answer is from exact, or proves that there is none.")
    .argument("<model>", 'model file (MPS, fixed or free format); "-" reads standard input')
    .option("--json", "print the figures as JSON and nothing else")
    .option("-o, --output <file>", 'write the solution to a file (JSON), rows and columns by name; "-" prints it')
    .option("--time-limit <duration>", "stop after this long: 500ms, 10s, 2m, 1.5h (default none)", parseDuration)
    .option("--iterations <n>", "stop after this many simplex iterations (default no limit)", parseMoves)
    .addOption(new Option("--engine <engine>", "kernel to run").choices(["auto", "wasm", "js"]).default("auto"))
    .addOption(new Option("--format <format>", "MPS dialect").choices(["auto", "fixed", "free"]).default("auto"))
    .option("--relax-integers", "ignore that columns must be integer instead of refusing the model")
    .addHelpText("after", EXAMPLES)
    .action(runLp);
}
