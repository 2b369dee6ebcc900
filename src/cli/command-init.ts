// `megalloc init`: a portfolio to start from.
import { Command } from "commander";
import { CliError } from "./exit.ts";
import { printable } from "./format.ts";
import { exampleText } from "./package-files.ts";
import { STDIN } from "./read-input.ts";
import { createOutputFile, fileExists, writeOutputFile, writeStdout } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc init                       writes west-texas.json
  megalloc init mine.json && megalloc solve mine.json
`;

interface InitFlags {
  force?: boolean;
}

async function runInit(file: string, { force }: InitFlags): Promise<void> {
  const text = exampleText();
  if (file === STDIN) return writeStdout(text);
  if (force) {
    await writeOutputFile(file, text, "the example");
  } else {
    if (fileExists(file)) {
      throw new CliError(`"${printable(file)}" exists already; name another file, or write over it with --force`);
    }
    await createOutputFile(file, text, "the example");
  }
  await writeStdout(`wrote ${printable(file)}\nnext: megalloc solve ${printable(file)}\n`);
}

export function initCommand(): Command {
  return new Command("init")
    .summary("write an example portfolio to start from")
    .description("Writes the bundled example: four West Texas sites of a former miner and fourteen offers.")
    .argument("[file]", 'where to write it; "-" prints it', "west-texas.json")
    .option("-f, --force", "write over an existing file")
    .addHelpText("after", EXAMPLES)
    .action(runInit);
}
