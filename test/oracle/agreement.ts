// The three-way check: textbook MILP, enumeration and audit, each written from MODEL.md on its own, must agree on a portfolio. Returns
// what they disagree on, in words; an empty list is agreement.
import { auditPlan } from "../../src/plan/audit.ts";
import { type Decisions } from "../../src/plan/plan.ts";
import { type Portfolio } from "../../src/portfolio/schema.ts";
import { type Rng } from "../support/rng.ts";
import { solveByEnumeration } from "./enumerate.ts";
import { perturbed } from "./perturb.ts";
import { relaxations } from "./relaxations.ts";
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
  const milp = await solveTextbook(portfolio);
  const disagreements: string[] = [];
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

/** Verdicts of audit and MILP on plans that need not be feasible. */
export interface Verdicts {
  disagreements: string[];
  /** Plans that both call feasible, and that both call infeasible. */
  feasible: number;
  infeasible: number;
  /** Rules the audit saw broken, with how often. */
  broken: Map<string, number>;
}

export const noVerdicts = (): Verdicts => ({ disagreements: [], feasible: 0, infeasible: 0, broken: new Map() });

/** Asks audit and MILP (with every decision fixed) whether a plan is feasible and what it is worth, and adds the outcome up. */
async function compareVerdicts(portfolio: Portfolio, decisions: Decisions, verdicts: Verdicts): Promise<void> {
  const audit = auditPlan(portfolio, decisions);
  // Fixed shares carry the noise of the solve they come from, so HiGHS gets its usual tolerance here.
  const milp = await solveTextbook(portfolio, { fixed: decisions, tolerance: 1e-7 });
  for (const { constraint } of audit.violations)
    verdicts.broken.set(constraint, (verdicts.broken.get(constraint) ?? 0) + 1);
  const plan = (): string => `plan ${JSON.stringify(decisions)}`;
  if (audit.feasible !== (milp.status === "optimal")) {
    const words = audit.violations.map(({ message }) => message).join("; ");
    const why = milp.impossible.length > 0 ? ` (${milp.impossible.join("; ")})` : "";
    verdicts.disagreements.push(`the audit says [${words}], the MILP ${milp.status}${why}: ${plan()}`);
  } else if (!audit.feasible) {
    verdicts.infeasible++;
  } else if (agrees(audit.value.valueUsd, milp.valueUsd!)) {
    verdicts.feasible++;
  } else {
    verdicts.disagreements.push(`the audit says ${audit.value.valueUsd}, the MILP ${milp.valueUsd}: ${plan()}`);
  }
}

/** Changes a plan at random, `count` times, and compares the verdicts. */
export async function checkPerturbed(
  portfolio: Portfolio,
  decisions: Decisions,
  draw: Rng,
  count: number,
): Promise<Verdicts> {
  const verdicts = noVerdicts();
  for (let k = 0; k < count; k++) await compareVerdicts(portfolio, perturbed(portfolio, decisions, draw), verdicts);
  return verdicts;
}

/**
 * Relaxes one rule of the portfolio at a time and compares the verdicts on the relaxed optimum: such plans tend to break just that rule,
 * which random changes rarely do.
 */
export async function checkRelaxed(portfolio: Portfolio): Promise<Verdicts> {
  const verdicts = noVerdicts();
  for (const { name, original, relaxed } of relaxations(portfolio)) {
    const { decisions } = await solveTextbook(relaxed, { gap: 1e-4 });
    if (!decisions) continue;
    const found = verdicts.disagreements.length;
    await compareVerdicts(original, decisions, verdicts);
    verdicts.disagreements.push(...verdicts.disagreements.splice(found).map((words) => `relaxed ${name}: ${words}`));
  }
  return verdicts;
}
