// The `megalloc` command: which words lead to which command, and how each way of failing ends the process.
import { Command, CommanderError } from "commander";
import { VERSION } from "../version.ts";
import { alternativesCommand } from "./command-alternatives.ts";
import { auditCommand } from "./command-audit.ts";
import { compareCommand } from "./command-compare.ts";
import { conflictsCommand } from "./command-conflicts.ts";
import { explainCommand } from "./command-explain.ts";
import { exportCommand } from "./command-export.ts";
import { importCommand } from "./command-import.ts";
import { initCommand } from "./command-init.ts";
import { lpCommand } from "./command-lp.ts";
import { mipCommand } from "./command-mip.ts";
import { presetsCommand } from "./command-presets.ts";
import { quoteCommand } from "./command-quote.ts";
import { reportCommand } from "./command-report.ts";
import { resolveCommand } from "./command-resolve.ts";
import { robustCommand } from "./command-robust.ts";
import { schemaCommand } from "./command-schema.ts";
import { serveCommand } from "./command-serve.ts";
import { solveCommand } from "./command-solve.ts";
import { sweepCommand } from "./command-sweep.ts";
import { templateCommand } from "./command-template.ts";
import { tornadoCommand } from "./command-tornado.ts";
import { uiCommand } from "./command-ui.ts";
import { validateCommand } from "./command-validate.ts";
import { whatIfCommand } from "./command-whatif.ts";
import { workerCommand } from "./command-worker.ts";
import { worthCommand } from "./command-worth.ts";
import { CliError, ExitCode } from "./exit.ts";
import { writeStderr } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc init                           write the example west-texas.json
  megalloc solve west-texas.json          find and print its best plan
  megalloc solve west-texas.json -o plan.json
  megalloc audit west-texas.json plan.json

Exit codes: 0 done, 1 audit failed, 2 bad input or usage, 3 infeasible, 4 no plan found in time, 5 unbounded (models only),
70 internal error.
`;

function program(): Command {
  const root = new Command("megalloc")
    .description(
      "Decides for AI factories which contracts to sign, where to serve them and what to build when, " +
        "and proves how far from the best possible plan it is.",
    )
    .version(VERSION, "-V, --version")
    .showHelpAfterError("(--help tells more)")
    .addHelpText("after", EXAMPLES);
  const commands = [
    solveCommand(),
    uiCommand(),
    serveCommand(),
    validateCommand(),
    auditCommand(),
    schemaCommand(),
    initCommand(),
    lpCommand(),
    mipCommand(),
    resolveCommand(),
    presetsCommand(),
    importCommand(),
    templateCommand(),
    whatIfCommand(),
    explainCommand(),
    reportCommand(),
    exportCommand(),
    compareCommand(),
    worthCommand(),
    quoteCommand(),
    alternativesCommand(),
    tornadoCommand(),
    sweepCommand(),
    robustCommand(),
    workerCommand(),
    conflictsCommand(),
  ];
  for (const command of commands) root.addCommand(command.copyInheritedSettings(root).exitOverride());
  return root.exitOverride();
}

/** Commander has spoken already; help and version are no failures. */
function commanderExitCode(error: CommanderError): ExitCode {
  const told = ["commander.helpDisplayed", "commander.version"];
  return told.includes(error.code) ? ExitCode.done : ExitCode.badInput;
}

/** Runs one command line (as in process.argv); sets process.exitCode and never rejects. */
export async function runCli(argv: string[]): Promise<void> {
  try {
    await program().parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = commanderExitCode(error);
    } else if (error instanceof CliError) {
      process.exitCode = error.exitCode;
      await writeStderr(`megalloc: ${error.message}\n`);
    } else {
      process.exitCode = ExitCode.internal;
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
      await writeStderr(`megalloc: internal error, a bug in megalloc; please report it with these lines:\n${stack}\n`);
    }
  }
}
