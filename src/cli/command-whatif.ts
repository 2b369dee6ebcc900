// `megalloc whatif`: edits in, plan and differences out.
import { Command } from "commander";
import { WhatIf, whatIf } from "../answers/whatif/what-if.ts";
import { AskFlags, ask, editsRefused, loadAsked, tellWarnings, withAskOptions, writeAnswer } from "./ask.ts";
import { coloursFor } from "./colours.ts";
import { CliError, ExitCode } from "./exit.ts";
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
Operators: = += -= *= /=. Values: 12, 1.5e6, 20%, 6mo, 2q, 1y, 2027-04, word, JSON. In brackets: an id, a pattern with * and ?,
several with commas, field=pattern, or "an id in quotes". What matches nothing is an error.
Exit codes: 0 answered, 2 bad input, usage or edits, 3 infeasible after the edits, 4 no plan found in time.
`;

interface WhatIfFlags extends AskFlags {
  set: string[];
  output?: string;
}

const EFFORT = { timeLimitMs: 5000, solves: 1 };
const PLAN_FILE = "the plan";

function whatIfJson({ portfolio: _, plan, ...rest }: WhatIf): object {
  return { ...rest, plan };
}

async function runWhatIf(portfolioSource: string, planSource: string | undefined, flags: WhatIfFlags): Promise<void> {
  if (flags.set.length === 0) throw new CliError("nothing to change: give at least one --set 'path operator value'");
  checkOutput(portfolioSource, flags.output, "the portfolio", PLAN_FILE);
  const { portfolio, plan } = await loadAsked(portfolioSource, planSource, flags);
  const answer = await ask(flags, EFFORT, (solver) => whatIf(portfolio, plan, flags.set, solver));
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

const collect = (edit: string, edits: string[]): string[] => [...edits, edit];

export function whatIfCommand(): Command {
  const command = new Command("whatif")
    .summary("change figures and see what moves")
    .description(
      "Solves the portfolio again with edited figures and says what moves, what it costs and what stays the same.",
    )
    .argument("<portfolio>", 'portfolio file (JSON); "-" reads standard input')
    .argument("[plan]", "its plan (JSON); solved first when left out")
    .option("--set <edit>", "an edit, such as 'sites[north].firmMw*=0.9'; as often as needed", collect, [])
    .option("-o, --output <file>", "write the new plan to a file (JSON)");
  return withAskOptions(command, EFFORT).addHelpText("after", EXAMPLES).action(runWhatIf);
}
