// The answer of a solve that was stopped before it had anything.
import { sunkUsdOf } from "../compile/sunk.ts";
import type { Plan, StopReason } from "../plan/plan.ts";
import type { Portfolio } from "../portfolio/schema.ts";

export function unsolvedPlan(portfolio: Portfolio, stopReason: StopReason): Plan {
  const objective = { valueUsd: null, boundUsd: null, gap: null, sunkUsd: sunkUsdOf(portfolio), npvUsd: null };
  return {
    schema: "megalloc/plan@1",
    portfolio: portfolio.name,
    status: "unknown",
    ...{ stopReason, objective },
    contracts: [],
    builds: [],
    expansions: [],
    orders: [],
    debt: [],
  };
}
