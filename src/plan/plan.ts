// A plan as MODEL.md section 6 writes it: the decisions, and what was proved about them.

export type PlanStatus = "optimal" | "feasible" | "infeasible" | "unknown";
export type StopReason = "gap" | "timeLimit" | "moveLimit" | "cancelled" | "infeasible";

export interface Objective {
  /** Value of the decisions, USD discounted to the horizon's start; committed lots excluded. */
  valueUsd: number;
  /** Proven upper bound on valueUsd over all plans. */
  boundUsd: number;
  /** (boundUsd - valueUsd) / max(1, |valueUsd|) */
  gap: number;
  /** Capex and residual of committed lots (negative). */
  sunkUsd: number;
  npvUsd: number;
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
  start?: string;
  /** Accepted fraction of the quantity, served or not. */
  fraction?: number;
  unserved?: number;
  placements?: Placement[];
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
