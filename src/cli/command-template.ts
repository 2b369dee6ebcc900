// `megalloc template`: a workbook to fill in, or a portfolio as a workbook.
import { Command, Option } from "commander";
import { EXAMPLES as PORTFOLIOS } from "../examples/catalogue.ts";
import { resolvePortfolio } from "../resolve/resolve.ts";
import { emptyWorkbook, toWorkbook } from "../sheets/to-workbook.ts";
import { Workbook } from "../sheets/workbook.ts";
import { CliError } from "./exit.ts";
import { printable } from "./format.ts";
import { loadPortfolio } from "./load-portfolio.ts";
import { exampleText } from "./package-files.ts";
import { writeCsvFolder, writeXlsx } from "./workbook-file.ts";
import { writeStdout } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc template --xlsx book.xlsx                       empty sheets with headings and units
  megalloc template --xlsx book.xlsx --example west-texas  filled with an example
  megalloc template --xlsx book.xlsx --from portfolio.json a portfolio as a workbook
  megalloc template --csv sheets/                          the same as CSV files
`;

interface TemplateFlags {
  xlsx?: string;
  csv?: string;
  from?: string;
  example?: string;
}

async function workbookOf({ from, example }: TemplateFlags): Promise<Workbook> {
  if (from !== undefined) return toWorkbook((await loadPortfolio(from)).resolved as object);
  if (example === undefined) return emptyWorkbook();
  return toWorkbook(resolvePortfolio(JSON.parse(exampleText(example))).value as object);
}

async function runTemplate(flags: TemplateFlags): Promise<void> {
  const { xlsx, csv } = flags;
  if (xlsx === undefined && csv === undefined)
    throw new CliError("name what to write: --xlsx book.xlsx or --csv folder/");
  const workbook = await workbookOf(flags);
  if (xlsx !== undefined) await writeXlsx(xlsx, workbook);
  if (csv !== undefined) await writeCsvFolder(csv, workbook);
  const target = xlsx ?? csv ?? "";
  await writeStdout(
    `wrote ${printable(target)}\nnext: fill it in, then megalloc import ${printable(target)} -o portfolio.json\n`,
  );
}

export function templateCommand(): Command {
  return new Command("template")
    .summary("write a workbook to fill in, or a portfolio as a workbook")
    .description("Writes a workbook with one sheet per kind: empty, or filled with an example or a portfolio.")
    .option("--xlsx <file>", "workbook to write")
    .option("--csv <folder>", "folder to write CSV files into")
    .option("--from <portfolio>", "fill it with this portfolio")
    .addOption(
      new Option("--example <name>", "fill it with an example")
        .choices(PORTFOLIOS.map(({ name }) => name))
        .conflicts("from"),
    )
    .addHelpText("after", EXAMPLES)
    .action(runTemplate);
}
