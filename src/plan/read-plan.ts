// The door through which plans come back: text or value in, a trusted Plan or every problem at once out.
import * as z from "zod/mini";
import { Portfolio } from "../portfolio/schema.ts";
import { auditCalendar } from "./audit-calendar.ts";
import { matchDecisions } from "./audit-decisions.ts";
import { subjectText } from "./describe.ts";
import { Plan } from "./plan.ts";
import { issueProblems, pathText } from "./plan-issues.ts";
import { PlanProblem, PlanProblemCode } from "./plan-problem.ts";
import { planSchema } from "./plan-schema.ts";
import { SECTION_SCHEMAS, SectionName } from "./sections-schema.ts";
import { Rule, ViolationList } from "./violation.ts";

export type PlanReading =
  | { ok: true; plan: Plan; warnings: PlanProblem[] }
  | { ok: false; problems: PlanProblem[]; warnings: PlanProblem[] };

/**
 * Reads a plan of the given portfolio. Errors: shape, unknown ids, entries given twice, months that start no period, committed lots
 * in `orders`, acceptances without a start or a fraction, decisions of refused contracts. Warnings: a portfolio of another name, and
 * derived sections out of shape, which are left out of the plan. Ranges and constraints are for `auditPlan`.
 */
export function readPlan(portfolio: Portfolio, value: unknown): PlanReading {
  const parsed = z.safeParse(planSchema, value);
  if (!parsed.success) return { ok: false, problems: issueProblems(parsed.error.issues, value), warnings: [] };
  const { plan, warnings } = withSoundSections(parsed.data);
  if (plan.portfolio !== portfolio.name) {
    warnings.push({
      severity: "warning",
      code: "other-portfolio",
      path: "portfolio",
      subject: "plan",
      message: `the plan belongs to portfolio "${plan.portfolio}", not to "${portfolio.name}"`,
      hint: "read it with its own portfolio, or write this portfolio's name in it",
    });
  }
  const problems = decisionProblems(portfolio, plan);
  return problems.length > 0 ? { ok: false, problems, warnings } : { ok: true, plan, warnings };
}

/** As `readPlan`, from JSON text. A byte order mark is skipped. */
export function readPlanText(portfolio: Portfolio, text: string): PlanReading {
  let value: unknown;
  const json = text.startsWith("\uFEFF") ? text.slice(1) : text;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return { ok: false, problems: [syntaxProblem(json, error)], warnings: [] };
  }
  return readPlan(portfolio, value);
}

function syntaxProblem(text: string, error: unknown): PlanProblem {
  const reason = error instanceof Error ? error.message : String(error);
  const stated = /at position (\d+)/.exec(reason);
  const position = stated ? Number(stated[1]) : /end of JSON input/.test(reason) ? text.length : undefined;
  const before = text.slice(0, position ?? 0).split("\n");
  const where =
    position === undefined ? "" : ` at line ${before.length}, column ${before[before.length - 1].length + 1}`;
  return {
    severity: "error",
    code: "json-syntax",
    path: "",
    subject: "plan",
    message: `the text is not JSON${where}: ${reason}`,
    hint: "mend the text there, or have the plan written again",
  };
}

function withSoundSections(parsed: Plan): { plan: Plan; warnings: PlanProblem[] } {
  const plan = { ...parsed };
  const warnings: PlanProblem[] = [];
  for (const name of Object.keys(SECTION_SCHEMAS) as SectionName[]) {
    if (plan[name] === undefined) continue;
    const { error } = SECTION_SCHEMAS[name].safeParse(plan[name]);
    if (error === undefined) continue;
    delete plan[name];
    const [issue] = error.issues.map((found) => ({ ...found, path: [name, ...found.path] }));
    const [{ message }] = issueProblems([issue], parsed);
    warnings.push({
      severity: "warning",
      code: "bad-section",
      path: pathText(issue.path),
      subject: "plan",
      message: `derived section ${name} is out of shape and was left out: ${message}`,
      hint: "nothing depends on it; the audit computes it again from the decisions",
    });
  }
  return { plan, warnings };
}

const CODE_OF_RULE: Partial<Record<Rule, PlanProblemCode>> = {
  reference: "unknown-id",
  duplicate: "duplicate-entry",
  month: "not-a-period",
  committedLot: "committed-lot",
  refusedWithDecisions: "refused-with-decisions",
  missing: "incomplete-acceptance",
};

/** What is wrong with the decisions as entries of this portfolio, by the audit's own matching. */
function decisionProblems(portfolio: Portfolio, plan: Plan): PlanProblem[] {
  const calendar = auditCalendar(portfolio.horizon);
  const list = new ViolationList(calendar);
  matchDecisions(portfolio, calendar, plan, list);
  const problems: PlanProblem[] = [];
  for (const { constraint, path, subject, message, hint } of list.violations) {
    const code = CODE_OF_RULE[constraint];
    if (code === undefined) continue;
    problems.push({ severity: "error", code, path: path ?? "", subject: subjectText(subject), message, hint });
  }
  return problems;
}
