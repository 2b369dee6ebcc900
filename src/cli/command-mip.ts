// `megalloc mip`: a mixed-integer linear program in MPS format in, its best solution and a proven bound out.
import { Command, Option } from "commander";
import { Engine } from "../engine/engine.ts";
import { EngineChoice } from "../engine/load.ts";
import { MipResult } from "../mip/result.ts";
import { solveMip } from "../mip/solve-mip.ts";
import { MpsOptions, MpsReading } from "../mps/read.ts";
import { coloursFor } from "./colours.ts";
import { ExitCode } from "./exit.ts";
import { jsonText } from "./lp-json.ts";
import { loadEngine, modelFailure, readModel } from "./lp-load.ts";
import { MipRun, mipFigures, mipProgressText, mipReasonText, mipSolution, renderMip } from "./mip-report.ts";
import { parseDuration, parseGap, parseMoves, parseSeed } from "./parse-options.ts";
import { ProgressLine } from "./progress-line.ts";
import { MIP_MODEL, STDIN } from "./read-input.ts";
import { takeStopSignals } from "./stop-signals.ts";
import { checkOutput, writeResult, writeStderr, writeStdout } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc mip model.mps                      print status, objective, bound and gap
  megalloc mip model.mps -o solution.json     and keep every column by name
  megalloc mip model.mps --time-limit 1m --gap 0.1%
  gunzip -c model.mps.gz | megalloc mip - --json

Exit codes: 0 a solution was found (status "optimal" when it is proved best), 2 bad input or usage, 3 infeasible, 4 stopped before a
solution was found, 5 unbounded, 70 internal error.
`;

interface MipFlags {
  json?: boolean;
  output?: string;
  timeLimit?: number;
  nodes?: number;
  iterations?: number;
  gap?: number;
  seed?: number;
  quiet?: boolean;
  engine: EngineChoice;
  format: NonNullable<MpsOptions["format"]>;
}

async function solveLive(source: string, reading: MpsReading, engine: Engine, flags: MipFlags): Promise<MipResult> {
  const line = new ProgressLine(process.stderr, coloursFor(process.stderr, process.env), !flags.quiet);
  const stop = takeStopSignals(() => line.clear());
  try {
    return await solveMip(reading.model, {
      engine,
      signal: stop.signal,
      onProgress: (progress) => line.drawText((width) => mipProgressText(progress, width)),
      ...(flags.timeLimit !== undefined && { timeLimitMs: flags.timeLimit }),
      ...(flags.nodes !== undefined && { nodeLimit: flags.nodes }),
      ...(flags.iterations !== undefined && { iterationLimit: flags.iterations }),
      ...(flags.gap !== undefined && { gap: flags.gap }),
      ...(flags.seed !== undefined && { seed: flags.seed }),
    });
  } catch (error) {
    throw modelFailure(source, error);
  } finally {
    line.clear();
    stop.release();
  }
}

async function report(run: MipRun, flags: MipFlags): Promise<void> {
  if (!flags.json && flags.output !== STDIN) {
    await writeStdout(renderMip(run, coloursFor(process.stdout, process.env)));
    if (flags.output !== undefined) await writeStdout(`\nsolution written to ${flags.output}\n`);
    return;
  }
  await writeStdout(jsonText(flags.output === STDIN ? mipSolution(run) : mipFigures(run)));
  const reason = mipReasonText(run.result);
  if (reason !== "") await writeStderr(`megalloc: ${reason}\n`);
}

function exitCodeOf(result: MipResult): ExitCode {
  if (result.status === "unbounded") return ExitCode.unbounded;
  if (result.status === "infeasible") return ExitCode.infeasible;
  return result.primal === undefined ? ExitCode.noPlan : ExitCode.done;
}

async function runMip(source: string, flags: MipFlags): Promise<void> {
  checkOutput(source, flags.output, "the model", "the solution");
  const engine = await loadEngine(flags.engine);
  const reading = await readModel(source, flags.format, MIP_MODEL);
  const result = await solveLive(source, reading, engine, flags);
  const run: MipRun = { reading, result, engine: engine.kind, fallbackReason: engine.fallbackReason };
  if (flags.output !== undefined && flags.output !== STDIN) {
    await writeResult(flags.output, jsonText(mipSolution(run)), "the solution");
  }
  await report(run, flags);
  process.exitCode = exitCodeOf(result);
}

export function mipCommand(): Command {
  return new Command("mip")
    .summary("solve a mixed-integer program in MPS format")
    .description(
      "Solves a mixed-integer linear program by branch and cut, and proves how far from the optimum the solution is.",
    )
    .argument("<model>", 'model file (MPS, fixed or free format); "-" reads standard input')
    .option("--json", "print the figures as JSON and nothing else")
    .option("-o, --output <file>", 'write the solution to a file (JSON), columns by name; "-" prints it')
    .option("--time-limit <duration>", "stop after this long: 500ms, 10s, 2m, 1.5h (default none)", parseDuration)
    .option("--gap <gap>", "stop at this distance from the bound: 0.1% or 0.001 (default 0.0001%)", parseGap)
    .option("--nodes <n>", "stop after this many nodes of the tree (default no limit)", parseMoves)
    .option("--iterations <n>", "stop after this many simplex iterations (default no limit)", parseMoves)
    .option("--seed <n>", "break ties another way (default 0)", parseSeed)
    .addOption(new Option("--engine <engine>", "kernel to run").choices(["auto", "wasm", "js"]).default("auto"))
    .addOption(new Option("--format <format>", "MPS dialect").choices(["auto", "fixed", "free"]).default("auto"))
    .option("-q, --quiet", "no live line")
    .addHelpText("after", EXAMPLES)
    .action(runMip);
}
