// What a plan states about itself, against what the audit found: values within MODEL.md section 6's tolerances, and remarks on
// derived figures that decide nothing (racks, gap, bound).
import { MatchedDecisions } from "./audit-decisions.ts";
import { AuditValue } from "./audit-value.ts";
import { isAtMost } from "./violation.ts";

/** Objective fields as a plan may state them; null or absent: not stated. */
export interface StatedObjective {
  valueUsd?: number | null;
  boundUsd?: number | null;
  gap?: number | null;
  sunkUsd?: number | null;
  npvUsd?: number | null;
}

/** A derived figure that disagrees with the decisions. */
export interface Remark {
  path: string;
  stated: number;
  recomputed: number;
  message: string;
}

export interface StatedResult {
  /** Stated valueUsd within 1e-6 of the recomputed one, relative (never asked closer than 1e-6 USD); true when not stated. */
  statedValueOk: boolean;
  /** Stated npvUsd within 1e-6 * (|valueUsd| + |sunkUsd|) (never asked closer than 1e-6 USD); true when not stated. */
  statedNpvOk: boolean;
  remarks: Remark[];
}

const RELATIVE_TOLERANCE = 1e-6;

function isClose(stated: number, recomputed: number, scale: number): boolean {
  return Math.abs(stated - recomputed) <= RELATIVE_TOLERANCE * Math.max(1, scale);
}

export function checkStated(
  objective: StatedObjective | undefined,
  value: AuditValue,
  decisions: MatchedDecisions,
): StatedResult {
  const remarks = rackRemarks(decisions);
  const { valueUsd, sunkUsd, npvUsd } = value;
  const check = (name: keyof StatedObjective, recomputed: number, scale: number): boolean => {
    const stated = objective?.[name];
    if (stated === undefined || stated === null || isClose(stated, recomputed, scale)) return true;
    const message = `objective.${name} is stated as ${stated}, the decisions give ${recomputed}`;
    remarks.push({ path: `objective.${name}`, stated, recomputed, message });
    return false;
  };
  const statedValueOk = check("valueUsd", valueUsd, Math.abs(valueUsd));
  check("sunkUsd", sunkUsd, Math.abs(sunkUsd));
  const statedNpvOk = check("npvUsd", npvUsd, Math.abs(valueUsd) + Math.abs(sunkUsd));

  const bound = objective?.boundUsd;
  if (bound !== undefined && bound !== null) {
    if (!isAtMost(valueUsd, bound)) {
      const message = `objective.boundUsd is stated as ${bound}, below the plan's own value ${valueUsd}`;
      remarks.push({ path: "objective.boundUsd", stated: bound, recomputed: valueUsd, message });
    }
    check("gap", (bound - valueUsd) / Math.max(1, Math.abs(valueUsd)), 1);
  }
  return { statedValueOk, statedNpvOk, remarks };
}

/** Racks of a placement follow from its share; a share edited by hand leaves them behind. */
function rackRemarks(decisions: MatchedDecisions): Remark[] {
  const remarks: Remark[] = [];
  for (const { contract, placements } of decisions.contracts) {
    for (const { racks, statedRacks, path } of placements) {
      if (statedRacks === undefined || isClose(statedRacks, racks, Math.abs(racks))) continue;
      const message = `contract "${contract.id}": ${path}.racks is stated as ${statedRacks}, its share gives ${racks}`;
      remarks.push({ path: `${path}.racks`, stated: statedRacks, recomputed: racks, message });
    }
  }
  return remarks;
}
