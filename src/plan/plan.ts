// A plan as MODEL.md section 6 writes it: the decisions, and what was proved about them.
import { PlanSections } from "./sections-schema.ts";

export type PlanStatus = "optimal" | "feasible" | "infeasible" | "unknown";
export type StopReason = "gap" | "timeLimit" | "moveLimit" | "cancelled" | "infeasible";

export interface Objective {
  /** Value of the decisions, USD discounted to the horizon's start; committed lots excluded. */
  valueUsd: number;
  /** Proven upper bound on valueUsd over all plans; null while none is proved (JSON has no Infinity). */
  boundUsd: number | null;
  /** (boundUsd - valueUsd) / max(1, |valueUsd|); null when boundUsd is. */
  gap: number | null;
  /** Capex and residual of committed lots (negative). */
  sunkUsd: number;
  /** valueUsd + sunkUsd */
  npvUsd: number;
}

/** What can be said without decisions. */
export interface UnsolvedObjective {
  valueUsd: null;
  /** Status "unknown": a proven upper bound, null while there is none. Status "infeasible": null, for there is no plan to bound. */
  boundUsd: number | null;
  gap: null;
  /** Known from the portfolio alone. */
  sunkUsd: number;
  npvUsd: null;
}

export interface Placement {
  site: string;
  hall: string;
  platform: string;
  /** Share of the contract's quantity, in (0, 1]. */
  share: number;
  /** Racks at ramp factor 1. */
  racks: number;
}

export interface ContractDecision {
  id: string;
  accepted: boolean;
  /** Month in which service starts; present when accepted. */
  start?: string | undefined;
  /** Accepted fraction of the quantity, served or not. */
  fraction?: number | undefined;
  unserved?: number | undefined;
  placements?: Placement[] | undefined;
}

export interface BuildDecision {
  site: string;
  hall: string;
  /** Month in which construction of these modules starts (and capex is paid). */
  start: string;
  modules: number;
}

export interface ExpansionDecision {
  site: string;
  expansion: string;
  start: string;
}

export interface OrderDecision {
  lot: string;
  fraction: number;
}

export interface DebtDecision {
  period: string;
  usd: number;
}

/** The decisions alone: all that is needed to recompute everything else. */
export interface Decisions {
  contracts: ContractDecision[];
  builds: BuildDecision[];
  expansions: ExpansionDecision[];
  orders: OrderDecision[];
  debt: DebtDecision[];
}

interface PlanHead extends Partial<PlanSections> {
  schema: "megalloc/plan@1";
  /** Name of the portfolio the plan belongs to. */
  portfolio: string;
  /** Why the optimiser stopped. Open: other tools that write plans have reasons of their own. */
  stopReason: StopReason | (string & {});
}

/** "optimal": gap within what was asked for; "feasible": without that proof. */
export interface SolvedPlan extends PlanHead, Decisions {
  status: "optimal" | "feasible";
  objective: Objective;
}

/** "infeasible": proved that there is no plan; "unknown": none found and nothing proved. The lists of decisions are empty. */
export interface UnsolvedPlan extends PlanHead, Decisions {
  status: "infeasible" | "unknown";
  objective: UnsolvedObjective;
}

/** One file `megalloc/plan@1`: told apart by `status`. */
export type Plan = SolvedPlan | UnsolvedPlan;
