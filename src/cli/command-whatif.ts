// `megalloc whatif`: edits in, plan and differences out.
import { Command, InvalidArgumentError } from "commander";
import { Keep } from "../answers/whatif/keep.ts";
import { WhatIf, whatIf } from "../answers/whatif/what-if.ts";
import { AskFlags, ask, editsRefused, loadAsked, tellWarnings, withAskOptions, writeAnswer } from "./ask.ts";
import { coloursFor } from "./colours.ts";
import { CliError, ExitCode } from "./exit.ts";
import { collect } from "./parse-options.ts";
import { isSolved } from "./plan-status.ts";
import { renderWhatIf } from "./whatif-report.ts";
import { checkOutput, writeOutputFile } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc whatif west-texas.json plan.json --set 'backlog[gb300-*].arrives+=6mo'
  megalloc whatif west-texas.json plan.json --set 'sites[childress].firmMw*=0.9' --set 'sites[*].flexible[*].usdPerMwh*=50%'

An edit is path, operator, value:
  sites[childress].firmMw*=0.9                    10 % less power; every step of a step map
  sites[*].firmMw+=6mo                            steps still to come slip by six months
  sites[odessa].firmMw[2027-01]=900               one step
  backlog[gb300-*].arrives+=2q                    deliveries slip by two quarters
  sites[region=ERCOT*].halls[*].build.capexUsdPerMw+=20%
  contracts[aws-214].start.latest=2028-10         months, numbers, words, true and false, JSON
  contracts[aws-214]=null                         taken out;  contracts+={...}  added
--keep starts holds every contract to its start, --keep 4 the first four periods; --stability 5e6 turns back what gains less than $5M.
Operators: = += -= *= /=. Values: 12, 1.5e6, 20%, 6mo, 2q, 1y, 2027-04, word, JSON. In brackets: an id, a pattern with * and ?,
several with commas, field=pattern, or "an id in quotes". What matches nothing is an error.
Exit codes: 0 answered, 2 bad input, usage or edits, 3 infeasible after the edits, 4 no plan found in time.
`;

interface WhatIfFlags extends AskFlags {
  set: string[];
  output?: string;
  keep?: Keep;
  stability?: number;
}

/** "accepts", "starts", "places", or a number of periods. */
function readKeep(text: string, others: Keep = {}): Keep {
  if (text === "accepts" || text === "starts" || text === "places") return { ...others, contracts: text };
  const periods = Number(text);
  if (Number.isInteger(periods) && periods > 0) return { ...others, periods };
  throw new InvalidArgumentError(`"${text}" is neither accepts, starts or places nor a number of periods.`);
}

function readUsd(text: string): number {
  const usd = Number(text);
  if (usd > 0 && Number.isFinite(usd)) return usd;
  throw new InvalidArgumentError(`"${text}" is not a sum of dollars above 0: write 5e6 for five million.`);
}

// Below 5 s: the audit and the differences take up to 100 ms more.
const EFFORT = { timeLimitMs: 4800, solves: 1 };
const PLAN_FILE = "the plan";

function whatIfJson({ portfolio: _, plan, ...rest }: WhatIf): object {
  return { ...rest, plan };
}

async function runWhatIf(portfolioSource: string, planSource: string | undefined, flags: WhatIfFlags): Promise<void> {
  if (flags.set.length === 0 && flags.keep === undefined)
    throw new CliError("nothing to change: give at least one --set 'path operator value'");
  checkOutput(portfolioSource, flags.output, "the portfolio", PLAN_FILE);
  const { portfolio, plan } = await loadAsked(portfolioSource, planSource, flags);
  const effort = flags.stability === undefined ? EFFORT : { timeLimitMs: 15_000, solves: 12 };
  const answer = await ask(flags, effort, (solver) =>
    whatIf(portfolio, plan, flags.set, solver, {
      ...(flags.keep && { keep: flags.keep }),
      ...(flags.stability !== undefined && { usdPerChange: flags.stability }),
    }),
  );
  if (!answer.ok) throw editsRefused(answer.problems);
  const { ok: _, ...found } = answer;
  await tellWarnings(found.warnings);
  if (flags.output !== undefined) {
    await writeOutputFile(flags.output, `${JSON.stringify(found.plan, null, 1)}\n`, PLAN_FILE);
  }
  await writeAnswer(flags, whatIfJson(found), () => renderWhatIf(found, plan, coloursFor(process.stdout, process.env)));
  if (!isSolved(found.plan)) {
    process.exitCode = found.plan.status === "infeasible" ? ExitCode.infeasible : ExitCode.noPlan;
  }
}

export function whatIfCommand(): Command {
  const command = new Command("whatif")
    .summary("change figures and see what moves")
    .description(
      "Solves the portfolio again with edited figures and says what moves, what it costs and what stays the same.",
    )
    .argument("<portfolio>", 'portfolio file (JSON); "-" reads standard input')
    .argument("[plan]", "its plan (JSON); solved first when left out")
    .option("--set <edit>", "an edit, such as 'sites[north].firmMw*=0.9'; as often as needed", collect, [])
    .option(
      "--keep <what>",
      "keep accepts, starts or places of contracts, or the first n periods; may be given twice",
      readKeep,
    )
    .option("--stability <usd>", "decide a contract otherwise only where that gains more than this", readUsd)
    .option("-o, --output <file>", "write the new plan to a file (JSON)");
  return withAskOptions(command, EFFORT).addHelpText("after", EXAMPLES).action(runWhatIf);
}
