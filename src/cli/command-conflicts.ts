// `megalloc conflicts`: why no plan exists, and the smallest changes that would make one possible.
import { Command } from "commander";
import { Conflict, Conflicts, findConflicts, Repair } from "../answers/conflicts/conflicts.ts";
import { Limit } from "../answers/conflicts/limits.ts";
import { Portfolio } from "../portfolio/schema.ts";
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

function limitText(limit: Limit, portfolio: Portfolio): string {
  switch (limit.kind) {
    case "signed": {
      const customer = portfolio.contracts.find(({ id }) => id === limit.contract)?.customer;
      return `signed contract ${printable(limit.contract)}${customer === undefined ? "" : ` (${printable(customer)})`}`;
    }
    case "firmPower":
      return `firm power at ${printable(limit.site)}`;
    case "hall":
      return `hall ${printable(limit.site)}/${printable(limit.hall)}`;
    case "chips":
      return `racks of ${printable(limit.platform)}`;
    case "pueCap":
      return `PUE cap at ${printable(limit.site)}`;
    case "equity":
      return "equity";
  }
}

function repairText(repair: Repair, portfolio: Portfolio): string {
  const { limit, how, unit, amount, isLeast } = repair;
  const what = limitText(limit, portfolio);
  const least = isLeast ? "" : " at most";
  if (how === "withdraw") return `withdraw ${what.replace(/^signed /, "")}`;
  if (unit === "month")
    return `let ${what.replace(/^signed /, "")} start as late as ${periodLabel(portfolio.horizon, String(amount))}`;
  if (unit === "share")
    return `let ${what.replace(/^signed /, "")} be accepted in part: ${formatPercent(Number(amount))}`;
  const value = Number(amount);
  const figure =
    unit === "USD"
      ? formatUsd(value)
      : unit === "racks"
        ? formatCount(value)
        : unit === "PUE"
          ? value.toFixed(3)
          : formatMw(value);
  return `${what}: ${figure}${unit === "USD" ? "" : ` ${unit}`} more${least}`;
}

function conflictText(conflict: Conflict, index: number, portfolio: Portfolio): string {
  const colours = coloursFor(process.stdout, process.env);
  const sure = conflict.isMinimal
    ? "proved: without any one of them the others can be kept"
    : "some solves ended undecided: it may hold more than it must";
  if (conflict.limits.length === 0) {
    return `${colours.bold(`Conflict ${index + 1}`)}\n  no plan exists even without signed contracts and with more of everything: a contract has nowhere to go or no period to start in; megalloc validate warns of it\n`;
  }
  const members = conflict.limits.map((limit) => `  - ${limitText(limit, portfolio)}\n`).join("");
  const repairs = conflict.repairs.map((repair) => `  - ${repairText(repair, portfolio)}\n`).join("");
  const mend = repairs === "" ? "  no single one of them mends it: more than one has to give way\n" : repairs;
  return `${colours.bold(`Conflict ${index + 1}`)}: these cannot all be kept (${sure})\n${members}\n${colours.bold("Any one of these mends it")}\n${mend}`;
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
