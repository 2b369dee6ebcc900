// `megalloc report`: a plan as one HTML file to be sent, read and printed.
import { Command } from "commander";
import { baselines } from "../answers/compare/baselines.ts";
import { AskFlags, ask, loadAsked, withAskOptions } from "./ask.ts";
import { STDIN } from "./read-input.ts";
import { checkOutput, writeOutputFile, writeStdout } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc report west-texas.json plan.json -o report.html
  megalloc report plan.json -o report.html      with west-texas.json, which the plan names, in the same folder

One self-contained file: nothing is loaded from anywhere when it is opened. It adapts to light, dark, print and the width of a phone.
`;

interface ReportFlags extends AskFlags {
  output: string;
  baselines: boolean;
}

const EFFORT = { timeLimitMs: 3000, solves: 2 };
const REPORT = "the report";

async function runReport(portfolioSource: string, planSource: string | undefined, flags: ReportFlags): Promise<void> {
  checkOutput(portfolioSource, flags.output, "the portfolio", REPORT);
  const { portfolio, plan } = await loadAsked(portfolioSource, planSource, flags);
  const beside = flags.baselines ? await ask(flags, EFFORT, (solver) => baselines(portfolio, plan, solver)) : [];
  // Charts and document are 300 modules, which no other command needs.
  const [{ parseHTML }, { reportHtml }] = await Promise.all([import("linkedom"), import("../report/report.ts")]);
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const text = reportHtml({ portfolio, plan, baselines: beside, document: document as unknown as Document });
  if (flags.output === STDIN) return writeStdout(text);
  await writeOutputFile(flags.output, text, REPORT);
  await writeStdout(`report written to ${flags.output}\n`);
}

export function reportCommand(): Command {
  const command = new Command("report")
    .summary("a plan as one HTML page")
    .description(
      "Writes a plan as one HTML file: decisions with reasons, charts with the tables behind them, baselines.",
    )
    .argument("<portfolio>", "portfolio file (JSON), or the plan when its portfolio lies beside it")
    .argument("[plan]", "its plan (JSON); solved first when left out")
    .option("-o, --output <file>", 'where to write it; "-" is standard output', "report.html")
    .option("--no-baselines", "leave out the plans it is compared with, which take two solves");
  return withAskOptions(command, EFFORT).addHelpText("after", EXAMPLES).action(runReport);
}
