// `megalloc explain`: why a contract is refused, what a site should become, what lies idle.
import { Command } from "commander";
import { siteAlternatives } from "../answers/compare/site-alternatives.ts";
import { explainContract } from "../answers/explain/explain-contract.ts";
import { idleCapacity } from "../answers/idle/idle-capacity.ts";
import { EXPLAIN_EFFORT } from "../time-share.ts";
import { AskFlags, ask, loadAsked, withAskOptions, writeAnswer } from "./ask.ts";
import { coloursFor } from "./colours.ts";
import { renderExplanation } from "./explain-report.ts";
import { renderIdle } from "./idle-report.ts";
import { renderSite } from "./site-report.ts";

const EXAMPLES = `
Examples:
  megalloc explain contract anthropic-245 west-texas.json plan.json   why it is refused, and what would change that
  megalloc explain site odessa west-texas.json plan.json              convert or keep mining, lease or cloud
  megalloc explain idle west-texas.json plan.json                     stranded MW, idle racks, empty halls

Answers come from solving again (explain idle apart), some 10 to 40 times for a contract, from where the plan stands: more --time-limit
makes them sharper.
`;

const colours = () => coloursFor(process.stdout, process.env);

async function runContract(id: string, portfolioSource: string, planSource: string | undefined, flags: AskFlags) {
  const { portfolio, plan } = await loadAsked(portfolioSource, planSource, flags);
  const answer = await ask(flags, EXPLAIN_EFFORT, (solver, isLate) =>
    explainContract(portfolio, plan, id, solver, { isLate }),
  );
  await writeAnswer(flags, answer, () => renderExplanation(answer, portfolio, colours()));
}

async function runSite(id: string, portfolioSource: string, planSource: string | undefined, flags: AskFlags) {
  const { portfolio, plan } = await loadAsked(portfolioSource, planSource, flags);
  const answer = await ask(flags, SITE_EFFORT, (solver) => siteAlternatives(portfolio, plan, id, solver));
  await writeAnswer(flags, answer, () => renderSite(answer, portfolio, colours()));
}

async function runIdle(portfolioSource: string, planSource: string | undefined, flags: AskFlags) {
  const { portfolio, plan } = await loadAsked(portfolioSource, planSource, flags);
  const rows = idleCapacity(portfolio, plan);
  await writeAnswer(flags, rows, () => renderIdle(rows, portfolio, colours()));
}

const SITE_EFFORT = { timeLimitMs: 3000, solves: 3 };

const PORTFOLIO = 'portfolio file (JSON); "-" reads standard input';
const PLAN = "its plan (JSON); solved first when left out";

export function explainCommand(): Command {
  const contract = new Command("contract")
    .description("Why a contract is refused or taken, and the least change of one term that flips the decision.")
    .argument("<id>", "the contract")
    .argument("<portfolio>", PORTFOLIO)
    .argument("[plan]", PLAN);
  const site = new Command("site")
    .description("What a site earns as planned, and what holding it to mining, leasing or cloud would cost.")
    .argument("<id>", "the site")
    .argument("<portfolio>", PORTFOLIO)
    .argument("[plan]", PLAN);
  const idle = new Command("idle")
    .description("Where power is stranded, racks are idle and halls are empty, and why.")
    .argument("<portfolio>", PORTFOLIO)
    .argument("[plan]", PLAN);
  return new Command("explain")
    .summary("why the plan decides as it does")
    .description("Why the plan decides as it does about a contract or a site, and why capacity lies idle.")
    .addCommand(withAskOptions(contract, EXPLAIN_EFFORT).action(runContract))
    .addCommand(withAskOptions(site, SITE_EFFORT).action(runSite))
    .addCommand(withAskOptions(idle, SITE_EFFORT).action(runIdle))
    .addHelpText("after", EXAMPLES);
}
