// What the audit says about a plan that breaks the model: which rule, where, by how much. The sides of each constraint are kept
// as numbers; the words come from describe.ts.
import { AuditCalendar } from "./audit-calendar.ts";
import { describeViolation } from "./describe.ts";

/** Rule -> place in MODEL.md. */
export const RULES = {
  reference: "6",
  duplicate: "6",
  month: "6",
  committedLot: "6",
  refusedWithDecisions: "6",
  missing: "6",
  number: "3",
  start: "3",
  fraction: "3",
  unserved: "3",
  share: "3",
  balance: "3",
  eligibility: "3",
  modules: "3",
  expansionEarliest: "3",
  lotFraction: "3",
  debtDrawn: "3",
  signed: "4.1",
  group: "4.1",
  maxSites: "4.2",
  minMwPerSite: "4.2",
  chips: "4.4",
  hall: "4.5",
  noBuild: "4.5",
  maxModules: "4.5",
  maxModulesPerPeriod: "4.5",
  moduleLead: "4.5",
  expansionLead: "4.5",
  firmPower: "4.6",
  totalPower: "4.7",
  pueCap: "4.8",
  equity: "4.9",
  loanToCost: "4.9",
  debtCapacity: "4.9",
  noDebt: "4.9",
} as const;

export type Rule = keyof typeof RULES;

/** Ids of what a violation is about; those that do not apply are absent. */
export interface Subject {
  contract?: string;
  group?: string;
  site?: string;
  hall?: string;
  platform?: string;
  expansion?: string;
  lot?: string;
}

export interface Violation {
  constraint: Rule;
  /** Section of MODEL.md, e.g. "4.6". */
  section: string;
  subject: Subject;
  /** Decision in the plan, e.g. `contracts[3].placements[0].share`; null for constraints that many decisions share. */
  path: string | null;
  /** Period number from 0, and its first month; null when the rule does not belong to one period. */
  period: number | null;
  month: string | null;
  /** Sides of the broken `lhs relation rhs`; null where the rule is not about numbers. */
  lhs: number | null;
  relation: "<=" | ">=" | "=" | null;
  rhs: number | null;
  /** How far lhs is on the wrong side of rhs, > 0. */
  excess: number | null;
  /** What is wrong, with the values and the user's ids. */
  message: string;
  /** How to mend it. */
  hint: string;
}

/** What is known before the words are chosen. */
export interface Finding extends Omit<Violation, "message" | "hint"> {
  /** Text for the message: what was found, or what is allowed. */
  detail: string;
  /** Known id that an unknown one was probably meant to be. */
  likely: string | undefined;
}

export interface Where {
  subject: Subject;
  path?: string;
  period?: number;
  detail?: string;
  likely?: string | undefined;
}

/** MODEL.md section 6. */
export const FEASIBILITY_TOLERANCE = 1e-6;

/** lhs <= rhs + 1e-6 max(1, |lhs|, |rhs|). False for NaN and for an infinite lhs, whose tolerance would be infinite too. */
export function isAtMost(lhs: number, rhs: number): boolean {
  if (!Number.isFinite(lhs) || !Number.isFinite(rhs)) return false;
  return lhs <= rhs + FEASIBILITY_TOLERANCE * Math.max(1, Math.abs(lhs), Math.abs(rhs));
}

/** Collects violations; every constraint of the audit passes through one of its methods. */
export class ViolationList {
  readonly violations: Violation[] = [];
  readonly #calendar: AuditCalendar;

  constructor(calendar: AuditCalendar) {
    this.#calendar = calendar;
  }

  atMost(constraint: Rule, where: Where, lhs: number, rhs: number): void {
    if (!isAtMost(lhs, rhs)) this.#add(constraint, where, lhs, "<=", rhs, lhs - rhs);
  }

  atLeast(constraint: Rule, where: Where, lhs: number, rhs: number): void {
    if (!isAtMost(rhs, lhs)) this.#add(constraint, where, lhs, ">=", rhs, rhs - lhs);
  }

  equal(constraint: Rule, where: Where, lhs: number, rhs: number): void {
    if (!isAtMost(lhs, rhs) || !isAtMost(rhs, lhs)) {
      this.#add(constraint, where, lhs, "=", rhs, Math.abs(lhs - rhs));
    }
  }

  /** A rule that is not about two numbers. */
  report(constraint: Rule, where: Where): void {
    this.#add(constraint, where, null, null, null, null);
  }

  #add(
    constraint: Rule,
    where: Where,
    lhs: number | null,
    relation: Violation["relation"],
    rhs: number | null,
    excess: number | null,
  ): void {
    const period = where.period ?? null;
    const { detail, likely, ...finding }: Finding = {
      constraint,
      section: RULES[constraint],
      subject: where.subject,
      path: where.path ?? null,
      period,
      month: period === null ? null : (this.#calendar.months[period] ?? null),
      lhs,
      relation,
      rhs,
      excess,
      detail: where.detail ?? "",
      likely: where.likely,
    };
    this.violations.push({ ...finding, ...describeViolation({ ...finding, detail, likely }) });
  }
}
