// `megalloc audit`: recompute a plan from its decisions, whoever made it.
import { Command } from "commander";
import { auditPlan } from "../plan/audit.ts";
import { auditJson, hasPassed, renderAudit } from "./audit-report.ts";
import { coloursFor } from "./colours.ts";
import { CliError, ExitCode } from "./exit.ts";
import { loadPlan } from "./load-plan.ts";
import { loadPortfolio } from "./load-portfolio.ts";
import { isSolved } from "./plan-status.ts";
import { STDIN, sourceName } from "./read-input.ts";
import { writeStdout } from "./write-output.ts";

const EXAMPLES = `
Examples:
  megalloc audit west-texas.json plan.json
  megalloc solve west-texas.json --json | megalloc audit west-texas.json -

The audit shares no code with the optimiser: it recomputes every constraint and every dollar from the decisions.
Exit codes: 0 feasible and worth what it says, 1 not so, 2 unreadable or not a plan of this portfolio.
`;

interface AuditFlags {
  json?: boolean;
}

async function runAudit(portfolioSource: string, planSource: string, flags: AuditFlags): Promise<void> {
  if (portfolioSource === STDIN && planSource === STDIN) {
    throw new CliError("the portfolio and the plan cannot both come from standard input; name a file for one of them");
  }
  const { portfolio } = await loadPortfolio(portfolioSource);
  const plan = await loadPlan(portfolio, planSource);
  if (!isSolved(plan)) {
    throw new CliError(
      `${sourceName(planSource)} has status "${plan.status}" and no decisions: there is nothing to audit`,
    );
  }
  const audit = auditPlan(portfolio, plan);
  const text = flags.json
    ? `${JSON.stringify(auditJson(audit), null, 1)}\n`
    : renderAudit(audit, portfolio, plan, coloursFor(process.stdout, process.env));
  await writeStdout(text);
  process.exitCode = hasPassed(audit) ? ExitCode.done : ExitCode.auditFailed;
}

export function auditCommand(): Command {
  return new Command("audit")
    .summary("check a plan against its portfolio")
    .description("Recomputes a plan from its decisions: is it feasible, and is it worth what it says?")
    .argument("<portfolio>", 'portfolio file (JSON); "-" reads standard input')
    .argument("<plan>", 'plan file (JSON); "-" reads standard input')
    .option("--json", "print the findings as JSON")
    .addHelpText("after", EXAMPLES)
    .action(runAudit);
}
