// `megalloc worth`: what one more MW, rack, module or dollar is worth, by prices for all of them or exactly for one.
import { Command } from "commander";
import { HeatRow, MoreOf, priceHeatMap, Resource, Worth, worthOf } from "../answers/worth/worth.ts";
import { SolvedPlan } from "../plan/plan.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { AskFlags, ask, loadAsked, outputWidth, withAskOptions, writeAnswer } from "./ask.ts";
import { coloursFor } from "./colours.ts";
import { formatChange } from "./diff-report.ts";
import { CliError } from "./exit.ts";
import { formatCount, formatUsd, printable } from "./format.ts";
import { periodLabel } from "./period-label.ts";
import { textTable } from "./text-table.ts";

const EXAMPLES = `
Examples:
  megalloc worth west-texas.json plan.json                                  prices of all resources by period
  megalloc worth west-texas.json plan.json --of power:odessa --from 2027-07 --until 2027-10 --exact
  megalloc worth west-texas.json plan.json --of hall:childress/horizon --exact
  megalloc worth west-texas.json plan.json --of module:odessa/retrofit --exact
  megalloc worth west-texas.json plan.json --of racks:gb300-nvl72 --amount 72 --exact
  megalloc worth west-texas.json plan.json --of equity --amount 1e6 --exact

Prices are those of the linear relaxation: a first view. --exact solves again with more of the resource.
`;

interface WorthFlags extends AskFlags {
  of?: string;
  amount?: string;
  from?: string;
  until?: string;
  exact?: boolean;
}

const EFFORT = { timeLimitMs: 5000, solves: 1 };

function resourceOf(text: string): Resource {
  const [kind, rest = ""] = text.split(/:(.*)/s);
  const [site, hall = ""] = rest.split(/\/(.*)/s);
  switch (kind) {
    case "power":
      return { kind: "firmPower", site };
    case "interruptible":
      return { kind: "interruptiblePower", site };
    case "hall":
    case "module":
      return { kind, site, hall };
    case "racks":
      return { kind: "rack", platform: rest };
    case "equity":
      return { kind: "equity" };
    default:
      throw new CliError(
        `--of "${printable(text)}" is no resource: write power:SITE, interruptible:SITE, hall:SITE/HALL, module:SITE/HALL, racks:PLATFORM or equity`,
      );
  }
}

function amountOf(text: string | undefined): number {
  const amount = Number(text ?? 1);
  if (amount > 0 && Number.isFinite(amount)) return amount;
  throw new CliError(`--amount "${printable(text ?? "")}" is not a number above 0`);
}

function monthOf(text: string | undefined, option: string): string | undefined {
  if (text === undefined || /^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw new CliError(`${option} "${printable(text)}" is not a month such as 2027-07`);
}

/** Columns of one period in the table of prices. */
const PERIOD_WIDTH = 10;

function heatTable(rows: readonly HeatRow[], plan: SolvedPlan, portfolio: Portfolio): string {
  if (rows.length === 0) return "the plan has no prices: megalloc solve writes them\n";
  const months = plan.months ?? [];
  const shown = Math.max(1, Math.min(months.length, Math.floor((outputWidth() - 60) / PERIOD_WIDTH)));
  const step = Math.ceil(months.length / shown);
  const picked = months.map((_, t) => t).filter((t) => t % step === 0);
  const money = (usd: number, unit: string): string =>
    usd === 0 ? "" : unit === "USD" ? `$${usd.toFixed(3)}` : formatUsd(usd);
  const cells = rows
    .filter(({ totalUsd }) => totalUsd > 1e-3)
    .map((row) => {
      const where =
        [row.site, row.hall]
          .filter((part) => part !== null)
          .map(printable)
          .join("/") || printable(row.platform ?? "");
      const parts = picked.map((t) =>
        money(
          row.usdPerUnit.slice(t, t + step).reduce((a, b) => a + b, 0),
          row.unit,
        ),
      );
      return [row.resource, where, `a ${row.unit}`, money(row.totalUsd, row.unit), ...parts];
    });
  const head = ["", "", "", "throughout", ...picked.map((t) => periodLabel(portfolio.horizon, months[t]))];
  return textTable(head, cells, ["left", "left", "left", "right", ...picked.map(() => "right" as const)]);
}

function worthText({ asked, unit, pricedUsd, exactUsd, certainUsd }: Worth): string {
  const what = `${formatCount(asked.amount)} more ${unit}${asked.amount === 1 || unit.endsWith("W") || unit === "USD" ? "" : "s"}`;
  const priced = pricedUsd === null ? "" : `  by prices   ${formatUsd(pricedUsd)}\n`;
  if (exactUsd === null) return `${what}\n${priced}`;
  const certain =
    certainUsd === null
      ? ""
      : `  (proved to lie between ${formatUsd(certainUsd.low)} and ${formatUsd(certainUsd.high)})`;
  return `${what}\n${priced}  solved      ${formatChange(exactUsd)}${certain}\n`;
}

async function runWorth(portfolioSource: string, planSource: string | undefined, flags: WorthFlags): Promise<void> {
  const { portfolio, plan } = await loadAsked(portfolioSource, planSource, flags);
  if (flags.of === undefined) {
    if (flags.exact) throw new CliError("--exact needs a resource: --of power:SITE, for example");
    const rows = priceHeatMap(portfolio, plan);
    const colours = coloursFor(process.stdout, process.env);
    const title = colours.bold("What one more is worth, by the prices of the relaxation (discounted)");
    return writeAnswer(flags, rows, () => `${title}\n${heatTable(rows, plan, portfolio)}`);
  }
  const from = monthOf(flags.from, "--from");
  const until = monthOf(flags.until, "--until");
  const asked: MoreOf = {
    resource: resourceOf(flags.of),
    amount: amountOf(flags.amount),
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
  };
  const answer = await ask(flags, EFFORT, (solver) =>
    worthOf(portfolio, plan, asked, flags.exact ? solver : undefined),
  );
  await writeAnswer(flags, answer, () => worthText(answer));
}

export function worthCommand(): Command {
  const command = new Command("worth")
    .summary("what one more MW, rack, module or dollar is worth")
    .description("What one more MW, rack, module or dollar is worth: by prices for all, or exactly for one.")
    .argument("<portfolio>", 'portfolio file (JSON); "-" reads standard input')
    .argument("[plan]", "its plan (JSON); solved first when left out")
    .option(
      "--of <resource>",
      "power:SITE, interruptible:SITE, hall:SITE/HALL, module:SITE/HALL, racks:PLATFORM, equity",
    )
    .option("--amount <n>", "how much more (default 1)")
    .option("--from <month>", "first month with more (default: the horizon's start)")
    .option("--until <month>", "first month with as much as before again")
    .option("--exact", "solve again with more of it");
  return withAskOptions(command, EFFORT).addHelpText("after", EXAMPLES).action(runWorth);
}
