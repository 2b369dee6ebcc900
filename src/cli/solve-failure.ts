// What is left behind when a solve fails by a bug of ours: a file that repeats it, and words that say where it is.
import { InternalError, OptionError, WorkerCrashError } from "../errors.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { SolveOptions } from "../solve-options.ts";
import { VERSION } from "../version.ts";
import { CliError, ExitCode } from "./exit.ts";
import { printable } from "./format.ts";
import { writeSomewhere } from "./write-output.ts";

function replayOf(error: unknown, portfolio: Portfolio, options: SolveOptions): object {
  if (error instanceof InternalError || error instanceof WorkerCrashError) return error.replay;
  return {
    schema: "megalloc/replay@1",
    version: VERSION,
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    portfolio,
    options,
    plan: null,
    findings: [],
  };
}

/** File name that sorts by time and holds no character a file system objects to. */
function replayName(now: Date): string {
  return `megalloc-replay-${now.toISOString().replace(/[:.]/g, "-")}.json`;
}

/** Turns whatever a solve threw into words; for a bug of ours a replay file is written first. */
export async function solveFailure(error: unknown, portfolio: Portfolio, options: SolveOptions): Promise<CliError> {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof OptionError) return new CliError(message);
  const text = `${JSON.stringify(replayOf(error, portfolio, options), null, 1)}\n`;
  let kept: string;
  try {
    kept = `what it takes to repeat it is in "${printable(await writeSomewhere(replayName(new Date()), text, "the replay"))}"`;
  } catch (failure) {
    kept = `the replay file could not be written: ${(failure as Error).message}`;
  }
  return new CliError(
    `internal error: ${message}\nThis is a bug in megalloc and no fault of your portfolio; ${kept}. ` +
      "Please send that file in: it holds your portfolio as you wrote it.",
    ExitCode.internal,
  );
}
