// The audit: is a plan feasible, and what is it worth? Everything is recomputed from the portfolio and the decisions, with no code
// shared with whatever made the plan.
import { Portfolio } from "../portfolio/schema.ts";
import { AuditCalendar, auditCalendar } from "./audit-calendar.ts";
import { Capital, recomputeCapital } from "./audit-capital.ts";
import { checkConstraints } from "./audit-constraints.ts";
import { MatchedDecisions, matchDecisions } from "./audit-decisions.ts";
import { FlexibleBlock, flexibleUse } from "./audit-flexible.ts";
import { checkRanges } from "./audit-ranges.ts";
import { checkStated, StatedObjective, StatedResult } from "./audit-stated.ts";
import { AuditUse, recomputeUse } from "./audit-use.ts";
import { AuditValue, recomputeValue } from "./audit-value.ts";
import { Decisions } from "./plan.ts";
import { Violation, ViolationList } from "./violation.ts";

/** A plan as the audit reads it: decisions (omitted lists are empty), and the objective if it states one. */
export type AuditedPlan = Partial<Decisions> & { objective?: StatedObjective };

export interface AuditResult extends StatedResult {
  /** No violations: every constraint and range of MODEL.md sections 3 and 4 holds within section 6's tolerance. */
  feasible: boolean;
  violations: Violation[];
  value: AuditValue;
  calendar: AuditCalendar;
  /** Contracts in the portfolio. */
  contractCount: number;
  /** The decisions as the audit understood them. */
  decisions: MatchedDecisions;
  /** Racks, halls, power and chips in every period. */
  use: AuditUse;
  /** Flexible use and resale: [site in portfolio order][period][price block]. */
  flexible: FlexibleBlock[][][];
  capital: Capital;
}

/**
 * Recomputes feasibility (MODEL.md sections 3 and 4) and value (section 5) of a plan.
 *
 * Never throws for numbers or ids however wrong: decisions that are no finite number, name unknown ids or fall between periods are
 * violations, and the rest is audited without them (a number that is not finite counts as 0).
 */
export function auditPlan(portfolio: Portfolio, plan: AuditedPlan): AuditResult {
  const calendar = auditCalendar(portfolio.horizon);
  const list = new ViolationList(calendar);
  const decisions = matchDecisions(portfolio, calendar, plan, list);
  checkRanges(calendar, decisions, list);
  const use = recomputeUse(portfolio, calendar, decisions);
  const flexible = use.sites.map((site) => flexibleUse(site, calendar));
  const capital = recomputeCapital(portfolio, calendar, decisions);
  checkConstraints(portfolio, decisions, use, flexible, capital, list);
  const value = recomputeValue(portfolio, calendar, decisions, flexible);
  const stated = checkStated(plan.objective, value, decisions);
  const { violations } = list;
  return {
    feasible: violations.length === 0,
    violations,
    value,
    calendar,
    contractCount: portfolio.contracts.length,
    decisions,
    use,
    flexible,
    capital,
    ...stated,
  };
}
