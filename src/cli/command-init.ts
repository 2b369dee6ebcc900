// `megalloc init`: a portfolio to start from.
import { Command, Option } from "commander";
import { EXAMPLES, WITH_SCENARIOS } from "../examples/catalogue.ts";
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
  megalloc init --scenarios           writes west-texas-scenarios.json, for megalloc sweep

What can be named:
${EXAMPLES.map(({ name, question }) => `  ${name.padEnd(WIDTH)}  ${question}`).join("\n")}
`;

interface InitFlags {
  example: string;
  scenarios?: boolean;
  force?: boolean;
}

/** What is written, by what name, and what can be done with it. */
function chosen({ example, scenarios }: InitFlags): { text: string; file: string; next: (file: string) => string } {
  if (!scenarios) {
    return { text: exampleText(example), file: `${example}.json`, next: (file) => `megalloc solve ${file}` };
  }
  if (!WITH_SCENARIOS.includes(example)) {
    throw new CliError(`the example ${example} comes without scenarios; these have some: ${WITH_SCENARIOS.join(", ")}`);
  }
  const next = (file: string): string => `megalloc sweep ${example}.json ${file}`;
  return { text: exampleText(`scenarios/${example}`), file: `${example}-scenarios.json`, next };
}

async function runInit(target: string | undefined, flags: InitFlags): Promise<void> {
  const { text, file: usual, next } = chosen(flags);
  const { force } = flags;
  const file = target ?? usual;
  if (file === STDIN) return writeStdout(text);
  if (force) {
    await writeOutputFile(file, text, "the example");
  } else {
    if (fileExists(file)) {
      throw new CliError(`"${printable(file)}" exists already; name another file, or write over it with --force`);
    }
    await createOutputFile(file, text, "the example");
  }
  await writeStdout(`wrote ${printable(file)}\nnext: ${next(printable(file))}\n`);
}

export function initCommand(): Command {
  return new Command("init")
    .summary("write an example portfolio to start from")
    .description(
      "Writes a bundled example: west-texas (four sites of a former miner, fourteen offers) unless another is named.",
    )
    .argument("[file]", 'where to write it; "-" prints it; the example\'s name when absent')
    .addOption(new Option("-e, --example <name>", "which example").choices(NAMES).default("west-texas"))
    .option("--scenarios", "write its scenarios, for megalloc sweep, instead of its portfolio")
    .option("-f, --force", "write over an existing file")
    .addHelpText("after", HELP)
    .action(runInit);
}
