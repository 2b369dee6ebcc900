// The three-way check: textbook MILP, enumeration and audit, each written from MODEL.md on its own, must agree on a portfolio. Returns
// what they disagree on, in words; an empty list is agreement.
import { auditPlan } from "../../src/plan/audit.ts";
import { type Decisions } from "../../src/plan/plan.ts";
import { type Portfolio } from "../../src/portfolio/schema.ts";
import { type Rng } from "../support/rng.ts";
import { solveByEnumeration } from "./enumerate.ts";
import { perturbed } from "./perturb.ts";
import { solveTextbook, type TextbookResult } from "./textbook-milp.ts";

/** Values agree within this, relative to max(1, |value|): MODEL.md section 6. */
const RELATIVE = 1e-6;

export interface Agreement {
  disagreements: string[];
  milp: TextbookResult;
  /** "skipped": not asked for, or more combinations than allowed. */
  enumeration: "agrees" | "disagrees" | "skipped";
  combinations: number;
}

export const agrees = (a: number, b: number, scale = 0): boolean =>
  Math.abs(a - b) <= RELATIVE * Math.max(1, Math.abs(a), Math.abs(b), scale);

/** What the audit says against a plan that its maker calls feasible and worth `valueUsd`. */
export function auditComplaints(portfolio: Portfolio, maker: string, decisions: Decisions, valueUsd: number): string[] {
  const { feasible, violations, value } = auditPlan(portfolio, decisions);
  const complaints = violations.map(({ message }) => `audit of the ${maker} plan: ${message}`);
  if (!feasible && violations.length === 0)
    complaints.push(`audit of the ${maker} plan: infeasible without a violation`);
  if (!agrees(value.valueUsd, valueUsd))
    complaints.push(`value of the ${maker} plan: the audit says ${value.valueUsd}, its maker ${valueUsd}`);
  return complaints;
}

/** Solves, enumerates where there are at most `maxCombinations` (0: never), audits both plans, and compares. */
export async function checkAgreement(portfolio: Portfolio, maxCombinations: number): Promise<Agreement> {
  const milp = await solveTextbook(portfolio, { timeLimitSeconds: 120 });
  const disagreements: string[] = [];
  if (milp.status === "feasible" || milp.status === "unknown") disagreements.push("the MILP ran out of time");
  if (milp.decisions && milp.valueUsd !== null) {
    disagreements.push(...auditComplaints(portfolio, "MILP", milp.decisions, milp.valueUsd));
    const { sunkUsd } = auditPlan(portfolio, milp.decisions).value;
    if (!agrees(sunkUsd, milp.sunkUsd))
      disagreements.push(`sunkUsd: the audit says ${sunkUsd}, the MILP ${milp.sunkUsd}`);
  }
  if (maxCombinations === 0) return { disagreements, milp, enumeration: "skipped", combinations: 0 };
  const tried = await solveByEnumeration(portfolio, { maxCombinations });
  const { combinations } = tried;
  if (tried.status === "tooLarge") return { disagreements, milp, enumeration: "skipped", combinations };
  const found = disagreements.length;
  if (tried.status !== milp.status) disagreements.push(`the MILP says ${milp.status}, enumeration ${tried.status}`);
  if (tried.status === "optimal") {
    if (milp.valueUsd !== null && !agrees(tried.valueUsd, milp.valueUsd))
      disagreements.push(`optimum: the MILP says ${milp.valueUsd}, enumeration ${tried.valueUsd}`);
    disagreements.push(...auditComplaints(portfolio, "enumerated", tried.decisions, tried.valueUsd));
  }
  const enumeration = disagreements.length === found ? "agrees" : "disagrees";
  return { disagreements, milp, enumeration, combinations };
}

export interface PerturbedAgreement {
  disagreements: string[];
  /** Changed plans that both call feasible, and that both call infeasible. */
  feasible: number;
  infeasible: number;
  /** Rules the audit saw broken, with how often. */
  broken: Map<string, number>;
}

/**
 * Changes a feasible plan at random, `count` times, and asks audit and MILP (with every decision fixed) whether the result is feasible
 * and what it is worth.
 */
export async function checkPerturbed(
  portfolio: Portfolio,
  decisions: Decisions,
  draw: Rng,
  count: number,
): Promise<PerturbedAgreement> {
  const result: PerturbedAgreement = { disagreements: [], feasible: 0, infeasible: 0, broken: new Map() };
  for (let k = 0; k < count; k++) {
    const changed = perturbed(portfolio, decisions, draw);
    const audit = auditPlan(portfolio, changed);
    // Fixed shares carry the noise of the solve they come from, so HiGHS gets its usual tolerance here.
    const milp = await solveTextbook(portfolio, { fixed: changed, tolerance: 1e-7 });
    for (const { constraint } of audit.violations)
      result.broken.set(constraint, (result.broken.get(constraint) ?? 0) + 1);
    const words = audit.violations.map(({ message }) => message).join("; ");
    const plan = (): string => `plan ${JSON.stringify(changed)}`;
    if (audit.feasible !== (milp.status === "optimal")) {
      const why = milp.impossible.length > 0 ? ` (${milp.impossible.join("; ")})` : "";
      result.disagreements.push(`the audit says [${words}], the MILP ${milp.status}${why}: ${plan()}`);
    } else if (!audit.feasible) {
      result.infeasible++;
    } else if (agrees(audit.value.valueUsd, milp.valueUsd!)) {
      result.feasible++;
    } else {
      result.disagreements.push(`the audit says ${audit.value.valueUsd}, the MILP ${milp.valueUsd}: ${plan()}`);
    }
  }
  return result;
}
