// What the audit found, for people and for programs.
import { AuditResult } from "../plan/audit.ts";
import { SolvedPlan } from "../plan/plan.ts";
import { Violation } from "../plan/violation.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { Colours } from "./colours.ts";
import { counted, formatUsd, printable } from "./format.ts";

/** Groups of violations written out in full; the rest are counted. */
const GROUPS_SHOWN = 20;

/** Feasible, and worth what it says. */
export function hasPassed({ feasible, statedValueOk, statedNpvOk }: AuditResult): boolean {
  return feasible && statedValueOk && statedNpvOk;
}

export function auditJson(audit: AuditResult): object {
  const { feasible, statedValueOk, statedNpvOk, violations, remarks, value } = audit;
  const { valueUsd, sunkUsd, npvUsd, breakdown } = value;
  return {
    passed: hasPassed(audit),
    feasible,
    statedValueOk,
    statedNpvOk,
    valueUsd,
    sunkUsd,
    npvUsd,
    breakdown,
    violations,
    remarks,
  };
}

/** Violations of one rule by one subject: periods of the same story. */
function groupViolations(violations: readonly Violation[]): Violation[][] {
  const groups = new Map<string, Violation[]>();
  for (const violation of violations) {
    const key = JSON.stringify([violation.constraint, violation.subject, violation.period === null && violation.path]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [violation]);
    else group.push(violation);
  }
  return [...groups.values()];
}

function groupText(group: readonly Violation[]): string {
  const worst = group.reduce((left, right) => ((right.excess ?? 0) > (left.excess ?? 0) ? right : left));
  const periods = group.length > 1 ? `in ${counted(group.length, "period")}, at worst: ` : "";
  return `  [${worst.constraint}] ${periods}${printable(worst.message)}\n    mend: ${printable(worst.hint)}\n`;
}

function violationLines({ violations }: AuditResult): string {
  const groups = groupViolations(violations);
  const shown = groups.slice(0, GROUPS_SHOWN);
  const left = groups.slice(GROUPS_SHOWN).reduce((sum, group) => sum + group.length, 0);
  return shown.map(groupText).join("") + (left > 0 ? `  and ${counted(left, "more violation")}\n` : "");
}

/** The verdict, the recomputed value beside the stated one, and every violation with its numbers. Pure. */
export function renderAudit(audit: AuditResult, portfolio: Portfolio, plan: SolvedPlan, colours: Colours): string {
  const { value, violations, remarks } = audit;
  const verdict = hasPassed(audit) ? colours.green("passed") : colours.red("failed");
  const lines = [
    `${colours.bold(printable(portfolio.name))}: audit ${verdict}\n\n`,
    `  feasible  ${audit.feasible ? "yes, every constraint holds" : `no, ${counted(violations.length, "violation")}`}\n`,
    `  value     ${formatUsd(value.valueUsd)} recomputed, ${formatUsd(plan.objective.valueUsd)} stated\n`,
    `  npv       ${formatUsd(value.npvUsd)} recomputed, ${formatUsd(plan.objective.npvUsd)} stated\n`,
  ];
  if (violations.length > 0) lines.push(`\n${colours.bold("Violations")}\n${violationLines(audit)}`);
  if (remarks.length > 0) {
    lines.push(`\n${colours.bold("Remarks")}\n${remarks.map(({ message }) => `  ${printable(message)}\n`).join("")}`);
  }
  return lines.join("");
}
