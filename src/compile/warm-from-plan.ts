// A warm state from a plan alone, as a file holds it: its contracts and expansions, without multipliers and basis.
import type { Decisions } from "../plan/plan.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { compile } from "./compile.ts";
import { namesOf, placeName, type WarmState } from "./warm-state.ts";

/** Where a solve that ended with these decisions of this portfolio would have left off. `multipliers` are those of a solve of the same one. */
export function warmFromPlan(portfolio: Portfolio, decisions: Decisions, multipliers?: WarmState): WarmState {
  const instance = compile(portfolio);
  const names = namesOf(instance);
  const spotOf = new Map(names.spots.map((name, spot) => [name, spot]));
  const decided = new Map(decisions.contracts.map((decision) => [decision.id, decision]));
  const contract: number[] = [];
  const spot: number[] = [];
  const share: number[] = [];
  const starts = names.contractIds.map((id, c) => {
    const decision = decided.get(id);
    if (!decision?.accepted || decision.start === undefined) return null;
    for (const { site, hall, platform, share: part } of decision.placements ?? []) {
      const at = spotOf.get(placeName(site, hall, platform));
      if (at === undefined || !(part > 0)) continue;
      contract.push(c);
      spot.push(at);
      share.push(part);
    }
    return decision.start;
  });
  return {
    names,
    starts,
    placedContract: Int32Array.from(contract),
    placedSpot: Int32Array.from(spot),
    placedShare: Float64Array.from(share),
    // Whether an expansion started for a load or without one is not in the plan: the solve finds out.
    expansionAllowed: new Int32Array(names.expansions.length).fill(-1),
    dual: multipliers?.dual ?? new Float64Array(0),
    basis: multipliers?.basis ?? new Int32Array(0),
  };
}
