// `megalloc export`: a plan as sheets, in one workbook or a folder of CSV files.
import { Command } from "commander";
import { planWorkbook } from "../report/plan-workbook.ts";
import { AskFlags, loadAsked, withAskOptions } from "./ask.ts";
import { CliError } from "./exit.ts";
import { writeCsvFolder, writeXlsx } from "./workbook-file.ts";
import { assertWritable, writeStdout } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc export west-texas.json plan.json --xlsx plan.xlsx
  megalloc export west-texas.json plan.json --csv plan-sheets/

One row a fact, units in the headings: made to be filtered and pivoted.
`;

interface ExportFlags extends AskFlags {
  xlsx?: string;
  csv?: string;
}

const EFFORT = { timeLimitMs: 10_000, solves: 1 };

async function runExport(portfolioSource: string, planSource: string | undefined, flags: ExportFlags): Promise<void> {
  const { xlsx, csv } = flags;
  if (xlsx === undefined && csv === undefined) throw new CliError("say where to: --xlsx <file> or --csv <folder>");
  if (xlsx !== undefined) assertWritable(xlsx, "the workbook");
  const { portfolio, plan } = await loadAsked(portfolioSource, planSource, flags);
  const workbook = planWorkbook(portfolio, plan);
  if (xlsx !== undefined) await writeXlsx(xlsx, workbook);
  if (csv !== undefined) await writeCsvFolder(csv, workbook);
  const targets = [xlsx, csv].filter((target) => target !== undefined).join(" and ");
  await writeStdout(`${workbook.length} sheets written to ${targets}\n`);
}

export function exportCommand(): Command {
  const command = new Command("export")
    .summary("a plan as sheets")
    .description("Writes a plan as sheets to be filtered and pivoted: one workbook, or a folder of CSV files.")
    .argument("<portfolio>", "portfolio file (JSON), or the plan when its portfolio lies beside it")
    .argument("[plan]", "its plan (JSON); solved first when left out")
    .option("--xlsx <file>", "an Excel workbook")
    .option("--csv <folder>", "a folder of CSV files, one a sheet");
  return withAskOptions(command, EFFORT).addHelpText("after", EXAMPLES).action(runExport);
}
