// `megalloc import`: from a planner's workbook or CSV files to a portfolio, with everything that was converted and everything in doubt.
import { Command, InvalidArgumentError } from "commander";
import { formatProblems, Problem } from "../portfolio/problem.ts";
import { readPortfolioText } from "../resolve/read-portfolio.ts";
import { fromWorkbook, Imported } from "../sheets/from-workbook.ts";
import { CliError } from "./exit.ts";
import { counted, printable } from "./format.ts";
import { readWorkbookFile } from "./workbook-file.ts";
import { writeOutputFile, writeStderr, writeStdout } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc template --xlsx book.xlsx          a workbook to fill in
  megalloc import book.xlsx -o portfolio.json
  megalloc import sheets/ -o portfolio.json   a folder of CSV files, one a sheet
  megalloc import book.xlsx --gross-per-it 1.4 -o portfolio.json

Dates may be 2026-07, Jul 2026, Q3 2026, 3Q26 or H2 2026; numbers may have units: $4.5M, 85 %, 650 MW, 18 months. Units in headings work
too: "Price ($/kW-month)", "Capex ($M/MW)". Every conversion is listed; cells in doubt are named, and nothing is written until none is left.
Exit codes: 0 done, 2 cells in doubt, not a valid portfolio, or unreadable.
`;

const MOST_SHOWN = 40;

function ratio(text: string): number {
  const value = Number(text);
  if (!(value >= 1 && value <= 3))
    throw new InvalidArgumentError(`"${text}" is no ratio of MW at the meter to IT MW: write 1 to 3, such as 1.4.`);
  return value;
}

function doubtsText({ doubts }: Imported): string {
  const shown = doubts.slice(0, MOST_SHOWN).map(({ cell, message, hint }) => `${cell}: ${message}\n  mend: ${hint}\n`);
  const rest = doubts.length - shown.length;
  return `${shown.join("")}${rest > 0 ? `and ${rest} more\n` : ""}`;
}

/** Problems of the portfolio with the cell each is about. */
function withCells(problems: readonly Problem[], imported: Imported): Problem[] {
  return problems.map((problem) => {
    const cell = imported.cellOf(problem.path);
    return cell === undefined ? problem : { ...problem, message: `${cell}: ${problem.message}` };
  });
}

function conversionsText({ conversions, ignored }: Imported): string {
  const lines = conversions.map(({ cell, from, to, rule }) => `  ${cell}: ${from} -> ${to} (${rule})\n`);
  const passed = ignored.length === 0 ? "" : `passed over: ${ignored.join(", ")}\n`;
  return `${counted(conversions.length, "conversion")}\n${lines.join("")}${passed}`;
}

interface ImportFlags {
  output?: string;
  grossPerIt?: number;
  quiet?: boolean;
}

async function runImport(source: string, { output, grossPerIt, quiet }: ImportFlags): Promise<void> {
  const imported = fromWorkbook(await readWorkbookFile(source), { ...(grossPerIt !== undefined && { grossPerIt }) });
  if (!quiet) await writeStderr(conversionsText(imported));
  if (imported.doubts.length > 0) {
    throw new CliError(
      `"${printable(source)}" has ${counted(imported.doubts.length, "cell")} in doubt\n\n${doubtsText(imported).trimEnd()}`,
    );
  }
  const text = `${JSON.stringify(imported.portfolio, null, 2)}\n`;
  const checked = readPortfolioText(text);
  if (!checked.ok) {
    const problems = formatProblems(withCells(checked.problems, imported), MOST_SHOWN);
    throw new CliError(`"${printable(source)}" is not a valid portfolio\n\n${problems.trimEnd()}`);
  }
  if (!quiet && checked.warnings.length > 0) await writeStderr(formatProblems(withCells(checked.warnings, imported)));
  if (output === undefined) return writeStdout(text);
  await writeOutputFile(output, text, "the portfolio");
  await writeStdout(`wrote ${printable(output)}\nnext: megalloc solve ${printable(output)}\n`);
}

export function importCommand(): Command {
  return new Command("import")
    .summary("make a portfolio of a workbook or of CSV files")
    .description("Reads a planner's workbook (.xlsx) or a folder of CSV files into a portfolio.")
    .argument("<source>", "workbook (.xlsx), CSV file, or folder of CSV files")
    .option("-o, --output <file>", "write the portfolio to a file")
    .option("--gross-per-it <ratio>", "MW at the meter per IT MW, for quantities given in gross MW", ratio)
    .option("-q, --quiet", "do not list conversions")
    .addHelpText("after", EXAMPLES)
    .action(runImport);
}
