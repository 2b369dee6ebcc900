// `megalloc init`: a portfolio to start from.
import { Command, Option } from "commander";
import { EXAMPLES } from "../examples/catalogue.ts";
import { CliError } from "./exit.ts";
import { printable } from "./format.ts";
import { exampleText } from "./package-files.ts";
import { STDIN } from "./read-input.ts";
import { createOutputFile, fileExists, writeOutputFile, writeStdout } from "./write-output.ts";

const NAMES = EXAMPLES.map(({ name }) => name);
const WIDTH = Math.max(...NAMES.map((name) => name.length));

const HELP = `
Examples:
  megalloc init                       writes west-texas.json
  megalloc init mine.json && megalloc solve mine.json
  megalloc init --example coreweave   writes coreweave.json

What can be named:
${EXAMPLES.map(({ name, question }) => `  ${name.padEnd(WIDTH)}  ${question}`).join("\n")}
`;

interface InitFlags {
  example: string;
  force?: boolean;
}

async function runInit(target: string | undefined, { example, force }: InitFlags): Promise<void> {
  const text = exampleText(example);
  const file = target ?? `${example}.json`;
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
    .description(
      "Writes a bundled example: west-texas (four sites of a former miner, fourteen offers) unless another is named.",
    )
    .argument("[file]", 'where to write it; "-" prints it; the example\'s name when absent')
    .addOption(new Option("-e, --example <name>", "which example").choices(NAMES).default("west-texas"))
    .option("-f, --force", "write over an existing file")
    .addHelpText("after", HELP)
    .action(runInit);
}
