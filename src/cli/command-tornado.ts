// `megalloc tornado`: which inputs move the value most.
import { Command } from "commander";
import { Tornado, TornadoInput, TornadoSide, tornado, usualInputs } from "../answers/tornado/tornado.ts";
import { AskFlags, ask, loadAsked, withAskOptions, writeAnswer } from "./ask.ts";
import { coloursFor } from "./colours.ts";
import { formatChange } from "./diff-report.ts";
import { CliError } from "./exit.ts";
import { formatUsd, printable } from "./format.ts";
import { parseGap, parseThreads } from "./parse-options.ts";
import { textTable } from "./text-table.ts";

const EXAMPLES = `
Examples:
  megalloc tornado west-texas.json plan.json                    the usual inputs, by 10 % and six months
  megalloc tornado west-texas.json plan.json --by 20% --months 12
  megalloc tornado west-texas.json plan.json --input 'hash price: sites[*].flexible[*].usdPerMwh*=0.5; sites[*].flexible[*].usdPerMwh*=1.5'

An input of your own is a name, a colon, and the edits downwards and upwards with a semicolon between them (see megalloc whatif --help).
`;

interface TornadoFlags extends AskFlags {
  by: number;
  months: string;
  input: TornadoInput[];
  threads: number;
}

const EFFORT = { timeLimitMs: 20_000, solves: 26 };
const BAR_WIDTH = 24;

function readOwn(text: string, others: TornadoInput[]): TornadoInput[] {
  const [, name, edits] = /^([^:]+):(.+)$/s.exec(text) ?? [];
  const [down, up] = (edits ?? "").split(";").map((edit) => edit.trim());
  if (name === undefined || !down || !up) {
    throw new CliError(`--input "${printable(text)}" is not "name: edit downwards; edit upwards"`);
  }
  return [...others, { name: name.trim(), down: [down], up: [up] }];
}

function sideText({ changeUsd }: TornadoSide): string {
  return changeUsd === null ? "no plan" : formatChange(changeUsd);
}

/** A bar around the value: losses to the left, gains to the right. */
function barText(down: TornadoSide, up: TornadoSide, widestUsd: number): string {
  const changes = [down.changeUsd, up.changeUsd].map((usd) => usd ?? -widestUsd);
  const length = (usd: number): number =>
    Math.round((Math.min(Math.abs(usd), widestUsd) / widestUsd) * (BAR_WIDTH / 2));
  const loss = length(Math.min(0, ...changes));
  const gain = length(Math.max(0, ...changes));
  return `${"▇".repeat(loss).padStart(BAR_WIDTH / 2)}|${"▇".repeat(gain).padEnd(BAR_WIDTH / 2)}`;
}

function words({ valueUsd, bars, left }: Tornado): string {
  const colours = coloursFor(process.stdout, process.env);
  const widest = Math.max(1, ...bars.flatMap(({ down, up }) => [down.changeUsd ?? 0, up.changeUsd ?? 0].map(Math.abs)));
  const rows = bars.map(({ name, down, up }) => [
    printable(name),
    sideText(down),
    barText(down, up, widest),
    sideText(up),
  ]);
  const table = textTable(["", "down", "", "up"], rows, ["left", "right", "left", "right"]);
  const none = left.length === 0 ? "" : `  not in this portfolio: ${left.join(", ")}\n`;
  return `${colours.bold("Change of value")} (of ${formatUsd(valueUsd)}, planned again each time)\n${table}${none}`;
}

async function runTornado(portfolioSource: string, planSource: string | undefined, flags: TornadoFlags): Promise<void> {
  const months = Number(flags.months);
  if (!Number.isInteger(months) || months < 1)
    throw new CliError(`--months "${printable(flags.months)}" is not a number of months`);
  const { portfolio, plan } = await loadAsked(portfolioSource, planSource, flags);
  const inputs = flags.input.length > 0 ? flags.input : usualInputs(flags.by, months);
  const effort = { ...EFFORT, solves: 2 * inputs.length, threads: flags.threads };
  const answer = await ask(flags, effort, (solver) => tornado(portfolio, plan, inputs, solver, flags.threads));
  await writeAnswer(flags, answer, () => words(answer));
}

export function tornadoCommand(): Command {
  const command = new Command("tornado")
    .summary("which inputs move the value most")
    .description("Moves each input down and up by itself, plans again, and shows which of them hurt or help most.")
    .argument("<portfolio>", 'portfolio file (JSON); "-" reads standard input')
    .argument("[plan]", "its plan (JSON); solved first when left out")
    .option("--by <share>", "how far prices, power and costs move: 10% or 0.1", parseGap, 0.1)
    .option("--months <n>", "how far deliveries and lead times move", "6")
    .option("--input <input>", "an input of your own; as often as needed, instead of the usual ones", readOwn, [])
    .option(
      "--threads <n>",
      "solve on so many threads; the answer with --moves is the same on any number",
      parseThreads,
      1,
    );
  return withAskOptions(command, EFFORT).addHelpText("after", EXAMPLES).action(runTornado);
}
