// `megalloc resolve`: the portfolio that is solved, with every preset, price file and mining fleet written out.
import { Command } from "commander";
import { ResolveNote } from "../resolve/note.ts";
import { printable } from "./format.ts";
import { loadPortfolio } from "./load-portfolio.ts";
import { writeOutputFile, writeStderr, writeStdout } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc resolve mine.json                prints it; what was filled in goes to standard error
  megalloc resolve mine.json -o resolved.json

Resolved are
  "preset": "gb300-nvl72"                   in platforms and backlog lots; "direct-to-chip" in halls, "ercot-west" in sites,
                                            "guaranteed-notes" in finance, "google-guaranteed" in credit
  "energy": {"hourly": {"file": "prices.csv", "column": "usd_per_mwh", "timezone": "America/Chicago"}}
  "flexible": {"mining": {"hashPriceUsdPerPhDay": 38, "poolFee": 0.02, "halvings": ["2028-04"],
                          "fleets": [{"preset": "s21", "mw": 50}]}}
Fields you write yourself always win. megalloc presets lists the catalogue.
Exit codes: 0 done, 2 not a valid portfolio, or unreadable.
`;

/** One note as two lines for people. */
export function noteText({ path, subject, message, unverified }: ResolveNote): string {
  return `${subject} at ${path}${unverified ? " [unverified figures]" : ""}\n  ${message}\n`;
}

interface ResolveFlags {
  output?: string;
  quiet?: boolean;
}

async function runResolve(source: string, { output, quiet }: ResolveFlags): Promise<void> {
  const { resolved, notes } = await loadPortfolio(source);
  const text = `${JSON.stringify(resolved, null, 2)}\n`;
  if (!quiet) await writeStderr(notes.map(noteText).join(""));
  if (output === undefined) return writeStdout(text);
  await writeOutputFile(output, text, "the resolved portfolio");
  await writeStdout(`wrote ${printable(output)}\n`);
}

export function resolveCommand(): Command {
  return new Command("resolve")
    .summary("print a portfolio with presets, price files and mining fleets written out")
    .description("Prints the portfolio that is solved: presets, hourly price files and mining fleets are written out.")
    .argument("<portfolio>", 'portfolio file (JSON); "-" reads standard input')
    .option("-o, --output <file>", "write it to a file")
    .option("-q, --quiet", "do not tell what was filled in")
    .addHelpText("after", EXAMPLES)
    .action(runResolve);
}
