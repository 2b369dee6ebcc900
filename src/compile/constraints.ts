// What a caller may demand of the plan besides the portfolio's own rules, and whether it makes sense.
import { OptionError } from "../errors.ts";
import type { Decisions } from "../plan/plan.ts";
import { MONTH_PATTERN } from "../portfolio/month.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { nearest } from "../portfolio/suggest.ts";
import type { Commitments } from "./commit.ts";

/** Demands on the plan. Value and bound are then those of the best plan that meets them; none at all: status "infeasible". */
export interface SolveConstraints {
  /** Ids of contracts that must be accepted, as if they were signed. */
  force?: readonly string[];
  /** Ids of contracts that must be refused; a signed one cannot be. */
  forbid?: readonly string[];
  /** Decisions of an earlier plan that stand. */
  keep?: KeptDecisions;
  /**
   * How much is signed, ordered and started now, with everything else free; not together with `keep`. Bonuses count in the search and the bound
   * alone: the plan's value is that of its decisions, and its bound the one on value plus bonuses, less the bonuses of its own decisions.
   */
  commit?: Commitments;
}

/**
 * All decisions of `plan` that take effect before `before` stand, and nothing else is decided for that time: contracts that start earlier keep
 * their start and shares (and no other contract starts earlier), modules and expansions started earlier, and lots that arrive earlier, are
 * built and paid as planned (and no others). Later decisions are free. Debt is not kept: it follows from the rest.
 */
export interface KeptDecisions {
  readonly plan: Decisions;
  /** "YYYY-MM". */
  readonly before: string;
}

/** Throws OptionError when the constraints contradict one another or name what is not there. */
export function checkConstraints(
  portfolio: Portfolio,
  { force = [], forbid = [], keep, commit }: SolveConstraints,
): void {
  const contracts = new Map(portfolio.contracts.map((contract) => [contract.id, contract]));
  for (const [name, ids] of Object.entries({ force, forbid })) {
    ids.forEach((id, k) => {
      if (contracts.has(id)) return;
      const similar = nearest(id, contracts.keys());
      const hint = similar === undefined ? "" : `; did you mean ${JSON.stringify(similar)}?`;
      throw new OptionError(`${name}[${k}] is ${JSON.stringify(id)}, which is no contract of the portfolio${hint}`);
    });
  }
  const forced = new Set(force);
  forbid.forEach((id, k) => {
    if (forced.has(id)) throw new OptionError(`forbid[${k}] is ${JSON.stringify(id)}, which is also in force`);
    if (contracts.get(id)?.signed) {
      throw new OptionError(
        `forbid[${k}] is ${JSON.stringify(id)}, a signed contract: edit it to signed: false to ask that`,
      );
    }
  });
  if (keep !== undefined && commit !== undefined) {
    throw new OptionError(
      "keep and commit are both given; keep decisions as planned, or commit to how much is signed and built",
    );
  }
  if (keep !== undefined && !(typeof keep.before === "string" && MONTH_PATTERN.test(keep.before))) {
    throw new OptionError(`keep.before is ${JSON.stringify(keep.before)}; it must be a month such as "2027-01"`);
  }
}
