// A portfolio with its constraints, compiled, and the way back to the user's own terms.
import type { ContractDecision, Decisions } from "../plan/plan.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { compile } from "./compile.ts";
import { checkConstraints, type SolveConstraints } from "./constraints.ts";
import { decode } from "./decode.ts";
import type { Instance } from "./instance.ts";
import { type Kept, keepDecisions } from "./keep.ts";
import type { KernelPlan } from "./kernel-plan.ts";

export interface Prepared {
  readonly instance: Instance;
  /** Value of what is decided already; the kernel's values and bounds come on top of it. */
  readonly fixedUsd: number;
  /** The decisions of a kernel plan, with those that are kept and for all contracts of the portfolio. */
  decisions(plan: KernelPlan): Decisions;
}

/** Throws OptionError for constraints that make no sense. */
export function prepare(portfolio: Portfolio, constraints: SolveConstraints = {}): Prepared {
  const { force = [], forbid = [], keep } = constraints;
  if (force.length + forbid.length === 0 && keep === undefined) {
    const instance = compile(portfolio);
    return { instance, fixedUsd: 0, decisions: (plan) => decode(instance, plan) };
  }
  checkConstraints(portfolio, constraints);
  const forced = new Set(force);
  const forbidden = new Set(forbid);
  const contracts = portfolio.contracts
    .filter(({ id }) => !forbidden.has(id))
    .map((contract) => (forced.has(contract.id) ? { ...contract, signed: true } : contract));
  const demanded = { ...portfolio, contracts };
  const kept = keep === undefined ? undefined : keepDecisions(demanded, keep);
  const instance = compile(kept?.portfolio ?? demanded, kept);
  return {
    instance,
    fixedUsd: kept?.valueUsd ?? 0,
    decisions: (plan) => withKept(portfolio, kept, decode(instance, plan)),
  };
}

/** All contracts in the portfolio's order: kept ones as they were, others as decided, those left out refused. */
function withKept(portfolio: Portfolio, kept: Kept | undefined, decided: Decisions): Decisions {
  const byId = new Map<string, ContractDecision>();
  for (const decision of [...decided.contracts, ...(kept?.decisions.contracts ?? [])]) byId.set(decision.id, decision);
  const contracts = portfolio.contracts.map(({ id }) => byId.get(id) ?? { id, accepted: false });
  if (kept === undefined) return { ...decided, contracts };
  return {
    contracts,
    builds: [...kept.decisions.builds, ...decided.builds],
    expansions: [...kept.decisions.expansions, ...decided.expansions],
    orders: [...kept.decisions.orders, ...decided.orders],
    debt: decided.debt,
  };
}
