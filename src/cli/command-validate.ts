// `megalloc validate`: is a portfolio well formed, and does anything in it look unmeant?
import { Command } from "commander";
import { formatProblems } from "../portfolio/problem.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { noteText } from "./command-resolve.ts";
import { counted, printable } from "./format.ts";
import { loadPortfolio } from "./load-portfolio.ts";
import { writeStdout } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc validate west-texas.json
  megalloc validate - < west-texas.json

Warnings tell of what is legal but hardly meant; they do not change the exit code.
Exit codes: 0 valid, 2 not a valid portfolio, or unreadable.
`;

function contentsText({ horizon, sites, platforms, backlog, contracts }: Portfolio): string {
  const months = horizon.periods * horizon.monthsPerPeriod;
  const signed = contracts.filter((contract) => contract.signed).length;
  return [
    `${counted(horizon.periods, "period")} from ${horizon.start} (${counted(months, "month")})`,
    counted(sites.length, "site"),
    counted(platforms.length, "platform"),
    counted(backlog.length, "lot"),
    counted(contracts.length, "contract") + (signed > 0 ? `, ${signed} of them signed` : ""),
  ].join("; ");
}

async function runValidate(source: string): Promise<void> {
  const { portfolio, warnings, notes } = await loadPortfolio(source);
  await writeStdout(`${printable(portfolio.name)}: valid\n  ${contentsText(portfolio)}\n`);
  if (notes.length > 0) await writeStdout(`\n${notes.map(noteText).join("")}`);
  if (warnings.length > 0) await writeStdout(`\n${formatProblems(warnings)}`);
}

export function validateCommand(): Command {
  return new Command("validate")
    .summary("check a portfolio without solving it")
    .description("Checks a portfolio: shape, references, ranges, and what looks unmeant.")
    .argument("<portfolio>", 'portfolio file (JSON); "-" reads standard input')
    .addHelpText("after", EXAMPLES)
    .action(runValidate);
}
