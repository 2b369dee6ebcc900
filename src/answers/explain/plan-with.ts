// A plan with a contract forced in, from one without it. First only what the plan at hand takes may be moved or dropped, each at its own start: a
// portfolio a third of the size, in which the search ends nearer to the best than in the whole one within the same time (medium-1, 0.6 s each: 423 M$ lost
// by taking contract-0001 instead of 626).
import type { Plan, SolvedPlan } from "../../plan/plan.ts";
import type { Contract, Portfolio } from "../../portfolio/schema.ts";
import { adopt, hasDecisions, neverWorse, type Solver } from "../solver.ts";
import { forced } from "./forced.ts";
import { madeRoom } from "./make-room.ts";

export interface PlanWith {
  /** null where none was found. */
  plan: SolvedPlan | null;
  status: Plan["status"];
  /** No plan with the contract is worth more; null when nothing is proved. */
  boundUsd: number | null;
}

/** A contract taken can only start when it does; one that is refused is out of the question. Plans of this portfolio are plans of the one given. */
function nearby(portfolio: Portfolio, plan: SolvedPlan, id: string): Portfolio {
  const starts = new Map(plan.contracts.map((decision) => [decision.id, decision.start]));
  const contracts = portfolio.contracts.flatMap((contract): Contract[] => {
    const start = starts.get(contract.id);
    if (contract.id === id || contract.signed) return [contract];
    if (start === undefined) return [];
    const { earliest, latest } = contract.start;
    if (start < earliest || start > latest) return [contract];
    return [{ ...contract, start: { ...contract.start, earliest: start, latest: start } }];
  });
  return { ...portfolio, contracts };
}

/** Best plan found that takes the contract. `plan` is one of `portfolio` that does not. */
export async function planWith(
  portfolio: Portfolio,
  contract: Contract,
  plan: SolvedPlan,
  solver: Solver,
): Promise<PlanWith> {
  const whole = forced(portfolio, contract);
  const room = madeRoom(portfolio, plan, contract);
  const near = await solver(nearby(whole, plan, contract.id), room);
  const found = hasDecisions(near) ? adopt(whole, near, null) : undefined;
  // The whole portfolio is searched at the break-even price, where bounds tell most.
  if (found !== undefined) return { plan: found, status: "feasible", boundUsd: null };
  const origin = { portfolio, boundUsd: plan.objective.boundUsd };
  const all = await neverWorse(solver)(whole, room, undefined, origin);
  return { plan: hasDecisions(all) ? all : null, status: all.status, boundUsd: all.objective.boundUsd };
}
