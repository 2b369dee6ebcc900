// A portfolio with its constraints, compiled, and the way back to the user's own terms.
import type { ContractDecision, Decisions } from "../plan/plan.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { addBonuses, bonusUsdOf, type Commitments, commitDecisions } from "./commit.ts";
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
  /** Part of the kernel's objective that is no value of the decisions: bonuses of commitments. */
  bonusUsd(decisions: Decisions): number;
  /** The decisions of a kernel plan, with those that are kept and for all contracts of the portfolio. */
  decisions(plan: KernelPlan): Decisions;
}

/** Throws OptionError for constraints that make no sense. */
export function prepare(portfolio: Portfolio, constraints: SolveConstraints = {}): Prepared {
  const { force = [], forbid = [], keep, commit } = constraints;
  if (force.length + forbid.length === 0 && keep === undefined && commit === undefined) {
    const instance = compile(portfolio);
    return { instance, fixedUsd: 0, bonusUsd: () => 0, decisions: (plan) => decode(instance, plan) };
  }
  checkConstraints(portfolio, constraints);
  const forced = new Set(force);
  const forbidden = new Set(forbid);
  const contracts = portfolio.contracts
    .filter(({ id }) => !forbidden.has(id))
    .map((contract) => (forced.has(contract.id) ? { ...contract, signed: true } : contract));
  const demanded = { ...portfolio, contracts };
  if (commit !== undefined) return withCommitments(portfolio, demanded, commit);
  const kept = keep === undefined ? undefined : keepDecisions(demanded, keep);
  const instance = compile(kept?.portfolio ?? demanded, kept);
  return {
    instance,
    fixedUsd: kept?.valueUsd ?? 0,
    bonusUsd: () => 0,
    decisions: (plan) => withKept(portfolio, kept, decode(instance, plan)),
  };
}

/** `demanded`: the portfolio without what is forbidden. */
function withCommitments(portfolio: Portfolio, demanded: Portfolio, commitments: Commitments): Prepared {
  const committed = commitDecisions(demanded, commitments);
  const instance = compile(committed.portfolio, committed);
  const constantUsd = addBonuses(instance, committed.portfolio, commitments);
  return {
    instance,
    fixedUsd: committed.valueUsd + constantUsd,
    bonusUsd: (decisions) => bonusUsdOf(commitments, decisions),
    decisions: (plan) => withKept(portfolio, undefined, committed.decisions(decode(instance, plan))),
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
