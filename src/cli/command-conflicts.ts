// `megalloc conflicts`: why no plan exists, and the smallest changes that would make one possible.
import { Command } from "commander";
import { Conflict, Conflicts, findConflicts } from "../answers/conflicts/conflicts.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { conflictLines, NO_MEMBERS, NO_REPAIR } from "../report/conflict-words.ts";
import { AskFlags, ask, withAskOptions, writeAnswer } from "./ask.ts";
import { coloursFor } from "./colours.ts";
import { formatCount, formatMw, formatPercent, formatUsd, printable } from "./format.ts";
import { loadPortfolio } from "./load-portfolio.ts";
import { periodLabel } from "./period-label.ts";

const EXAMPLES = `
Examples:
  megalloc conflicts portfolio.json

A conflict is a set of signed contracts and limits that cannot all be kept, while without any one of them the others can. Each way to
mend it is the least found by solving again.
`;

const EFFORT = { timeLimitMs: 10_000, solves: 60 };

function conflictText(conflict: Conflict, index: number, portfolio: Portfolio): string {
  const colours = coloursFor(process.stdout, process.env);
  const { sure, members, repairs } = conflictLines(conflict, portfolio, {
    usd: formatUsd,
    mw: formatMw,
    percent: formatPercent,
    count: formatCount,
    period: (month) => periodLabel(portfolio.horizon, month),
  });
  if (members.length === 0) {
    return `${colours.bold(`Conflict ${index + 1}`)}\n  ${NO_MEMBERS}; megalloc validate warns of it\n`;
  }
  const item = (line: string): string => `  - ${printable(line)}\n`;
  const mend = repairs.length === 0 ? `  ${NO_REPAIR}\n` : repairs.map(item).join("");
  return `${colours.bold(`Conflict ${index + 1}`)}: these cannot all be kept (${sure})\n${members.map(item).join("")}\n${colours.bold("Any one of these mends it")}\n${mend}`;
}

function words({ conflicts }: Conflicts, portfolio: Portfolio): string {
  const many = conflicts.length > 1 ? `\n${conflicts.length} conflicts: each has to be mended\n` : "";
  return conflicts.map((conflict, index) => conflictText(conflict, index, portfolio)).join("\n") + many;
}

async function runConflicts(source: string, flags: AskFlags): Promise<void> {
  const { portfolio } = await loadPortfolio(source);
  const answer = await ask(flags, EFFORT, (solver) => findConflicts(portfolio, solver));
  await writeAnswer(flags, answer, () => words(answer, portfolio));
}

export function conflictsCommand(): Command {
  const command = new Command("conflicts")
    .summary("why no plan exists")
    .description(
      "Finds signed contracts and limits that cannot be kept together, and the smallest changes that mend that.",
    )
    .argument("<portfolio>", 'portfolio file (JSON); "-" reads standard input');
  return withAskOptions(command, EFFORT).addHelpText("after", EXAMPLES).action(runConflicts);
}
