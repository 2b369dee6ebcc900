// A plan from the command line: read, matched with its portfolio, or refused with everything that is wrong with it.
import { auditPlan } from "../plan/audit.ts";
import { Plan, SolvedPlan } from "../plan/plan.ts";
import { formatPlanProblems } from "../plan/plan-problem.ts";
import { readPlanText } from "../plan/read-plan.ts";
import { planSections } from "../plan/sections.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { CliError } from "./exit.ts";
import { printable } from "./format.ts";
import { isSolved } from "./plan-status.ts";
import { PLAN, readInput, sourceName } from "./read-input.ts";
import { writeStderr } from "./write-output.ts";

/** Throws CliError with the formatted problems; warnings go to standard error. */
export async function loadPlan(portfolio: Portfolio, source: string): Promise<Plan> {
  const reading = readPlanText(portfolio, await readInput(source, PLAN));
  const warnings = formatPlanProblems(reading.warnings);
  if (!reading.ok) {
    const problems = formatPlanProblems(reading.problems) + warnings;
    throw new CliError(`${sourceName(source)} is not a plan of portfolio "${portfolio.name}"\n\n${problems.trimEnd()}`);
  }
  await writeStderr(warnings);
  return reading.plan;
}

/** A plan with decisions that keep every constraint of the portfolio, as the audit sees them. Throws CliError. */
export async function loadFeasiblePlan(portfolio: Portfolio, source: string): Promise<SolvedPlan> {
  const plan = await loadPlan(portfolio, source);
  if (!isSolved(plan)) {
    throw new CliError(
      `${sourceName(source)} has status "${plan.status}" and no decisions: there is nothing to ask it`,
    );
  }
  const audit = auditPlan(portfolio, plan);
  const { violations } = audit;
  // Derived sections may be absent or edited by hand: what is read here follows from the decisions.
  if (violations.length === 0) return { ...plan, ...planSections(audit) };
  throw new CliError(
    `${sourceName(source)} breaks the portfolio's limits (${violations.length} violations, the first: ` +
      `${printable(violations[0].message)}); megalloc audit lists them all`,
  );
}
