// `megalloc quote`: the least price for a contract that is not in the portfolio yet.
import { Command } from "commander";
import { ContractDraft, Quote, quote } from "../answers/quote/quote.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { QUOTE_EFFORT } from "../time-share.ts";
import { AskFlags, ask, loadAsked, withAskOptions, writeAnswer } from "./ask.ts";
import { coloursFor } from "./colours.ts";
import { renderDiff } from "./diff-report.ts";
import { CliError } from "./exit.ts";
import { formatUnitPrice, priceLines } from "./explain-report.ts";
import { formatCount, printable } from "./format.ts";
import { readInput, sourceName } from "./read-input.ts";

const EXAMPLES = `
Examples:
  megalloc quote west-texas.json plan.json --mw 100 --platforms tenant-gb300 --start 2027-01..2027-10 --term 180
  megalloc quote west-texas.json plan.json --contract offer.json

--contract takes any contract of the portfolio's format without its price; the flags make a simple one, all take or pay.
`;

interface QuoteFlags extends AskFlags {
  contract?: string;
  mw?: string;
  platforms?: string;
  start?: string;
  term?: string;
  sites?: string;
}

const DRAFT = { name: "the contract", format: "JSON", command: "megalloc quote portfolio.json --contract -" };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

async function draftFromFile(source: string): Promise<ContractDraft> {
  const text = await readInput(source, DRAFT);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CliError(`${sourceName(source)} is not JSON: ${(error as Error).message}`);
  }
  if (!isObject(value))
    throw new CliError(`${sourceName(source)} is not a contract: write { "id": ..., "unit": ..., ... }`);
  const { usdPerUnitMonth: _, ...draft } = value;
  // Whether it is a contract is for the portfolio's own rules to say, in full.
  return draft as unknown as ContractDraft;
}

const listOf = (text: string): string[] => text.split(",").map((part) => part.trim());

function draftFromFlags(portfolio: Portfolio, flags: QuoteFlags): ContractDraft {
  const { mw, start, term = "180", sites } = flags;
  if (mw === undefined || start === undefined) {
    throw new CliError("say what to quote: --mw and --start (with --platforms, --term, --sites), or --contract <file>");
  }
  const [earliest, latest = earliest] = start.split("..");
  const everyone = portfolio.platforms.filter(({ supply }) => supply === "tenant").map(({ id }) => id);
  return {
    id: `quote of ${mw} MW`,
    unit: "mw",
    quantity: Number(mw),
    platforms: flags.platforms === undefined ? everyone : listOf(flags.platforms),
    takeOrPay: 1,
    start: { earliest, latest },
    termMonths: Number(term),
    ...(sites !== undefined && { placement: { sites: listOf(sites) } }),
  };
}

function words({ contract, price, displaces }: Quote, portfolio: Portfolio): string {
  const colours = coloursFor(process.stdout, process.env);
  const title = colours.bold(`${printable(contract.id)} (${formatCount(contract.quantity)} ${contract.unit})`);
  if (!price.found) return `${title}\n${priceLines(price, contract)}`;
  const least = formatUnitPrice(price.usdPerUnitMonth);
  const lines = priceLines(price, { ...contract, usdPerUnitMonth: 0 });
  const moved = displaces === null ? "" : `\n${renderDiff(displaces, portfolio, colours)}`;
  return `${title}: quote at least ${colours.bold(least)} a unit and month\n${lines}${moved}`;
}

async function runQuote(portfolioSource: string, planSource: string | undefined, flags: QuoteFlags): Promise<void> {
  const { portfolio, plan } = await loadAsked(portfolioSource, planSource, flags);
  const draft = flags.contract === undefined ? draftFromFlags(portfolio, flags) : await draftFromFile(flags.contract);
  const answer = await ask(flags, QUOTE_EFFORT, (solver, isLate) => quote(portfolio, plan, draft, solver, isLate));
  await writeAnswer(flags, answer, () => words(answer, portfolio));
}

export function quoteCommand(): Command {
  const command = new Command("quote")
    .summary("the least price for a new contract")
    .description("The least price at which a contract that is not in the portfolio yet would be worth taking.")
    .argument("<portfolio>", 'portfolio file (JSON); "-" reads standard input')
    .argument("[plan]", "its plan (JSON); solved first when left out")
    .option("--contract <file>", "the contract (JSON), without its price")
    .option("--mw <mw>", "size in IT MW")
    .option("--platforms <ids>", "platforms that may serve it, with commas (default: all that tenants bring)")
    .option("--start <window>", "start window: 2027-01..2027-10, or one month")
    .option("--term <months>", "months of service (default 180)")
    .option("--sites <ids>", "only these sites, with commas");
  return withAskOptions(command, QUOTE_EFFORT).addHelpText("after", EXAMPLES).action(runQuote);
}
