// What the audit found, for people and for programs.
import { AuditResult } from "../plan/audit.ts";
import { SolvedPlan } from "../plan/plan.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { Colours } from "./colours.ts";
import { counted, formatUsd, printable } from "./format.ts";

/** Violations written out in full; the rest are counted. */
const VIOLATIONS_SHOWN = 20;

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

function violationLines({ violations }: AuditResult): string {
  const shown = violations
    .slice(0, VIOLATIONS_SHOWN)
    .map(
      ({ constraint, section, message, hint }) => `  [${constraint}, MODEL ${section}] ${message}\n    mend: ${hint}\n`,
    );
  const left = violations.length - shown.length;
  return shown.join("") + (left > 0 ? `  and ${counted(left, "more violation")}\n` : "");
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
    lines.push(`\n${colours.bold("Remarks")}\n${remarks.map(({ message }) => `  ${message}\n`).join("")}`);
  }
  return lines.join("");
}
