// Changes cost trust: a contract is decided otherwise than in the old plan only where that gains more than a change is worth.
import type { SolvedPlan } from "../../plan/plan.ts";
import type { Portfolio } from "../../portfolio/schema.ts";
import { diffPlans } from "../diff/plan-diff.ts";
import { hasDecisions, neverWorse, type Solver } from "../solver.ts";
import { keeping } from "./keep.ts";

/**
 * Turns contract decisions of `plan` back to those of `older`, one by one and the ones given up last first, while that costs no more than `usdPerChange` each.
 * What is left gains more than that by itself; whether two changes together could be spared for less is not tried.
 */
export async function stabilised(
  portfolio: Portfolio,
  older: SolvedPlan,
  plan: SolvedPlan,
  usdPerChange: number,
  solver: Solver,
): Promise<{ plan: SolvedPlan; turnedBack: string[] }> {
  let asked = portfolio;
  let best = plan;
  const turnedBack: string[] = [];
  const changes = diffPlans(older, plan).contracts.map(({ contract }) => contract);
  for (const id of changes) {
    if (!asked.contracts.some((contract) => contract.id === id)) continue;
    const only = { ...older, contracts: older.contracts.filter((decision) => decision.id === id) };
    const own = asked.contracts.filter((contract) => contract.id === id);
    const [kept] = keeping({ ...asked, contracts: own }, only, { contracts: "places" }).contracts;
    const contracts = asked.contracts.flatMap((contract) => (contract.id === id ? (kept ?? []) : contract));
    const leastUsd = best.objective.valueUsd - usdPerChange;
    const isHopeless = ({ boundUsd }: { boundUsd: number | null }): boolean => boundUsd !== null && boundUsd < leastUsd;
    const found = await neverWorse(solver)({ ...asked, contracts }, best, isHopeless);
    if (!hasDecisions(found) || found.objective.valueUsd < leastUsd) continue;
    asked = { ...asked, contracts };
    best = found;
    turnedBack.push(id);
  }
  return { plan: best, turnedBack };
}
