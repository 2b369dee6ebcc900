// Random futures of a random tiny portfolio: power, capex, prices and dates moved, customers gone.
import { applyEdits } from "../../src/answers/edits/apply.ts";
import type { Portfolio } from "../../src/portfolio/schema.ts";
import type { FutureInput } from "../../src/robust/futures.ts";
import { randomPortfolio, TINY } from "../support/random-portfolio.ts";
import { type Rng, rng } from "../support/rng.ts";

/** Edits that fit any portfolio which has what they name; others are passed over. */
function randomEdits(portfolio: Portfolio, draw: Rng): string[] {
  const edits: string[] = [];
  if (draw.chance(0.6)) edits.push(`sites[*].firmMw*=${draw.between(0.5, 1.3).toFixed(3)}`);
  if (draw.chance(0.5)) edits.push(`sites[*].firmMw+=${draw.pick([3, 6, 12])}mo`);
  if (draw.chance(0.4)) edits.push(`sites[*].halls[*].build.capexUsdPerMw*=${draw.between(0.6, 2).toFixed(3)}`);
  if (draw.chance(0.4)) edits.push(`sites[*].halls[*].build.leadMonths+=${draw.pick([3, 6, 12])}`);
  if (draw.chance(0.4)) edits.push(`backlog[*].arrives+=${draw.pick([3, 6, 12])}mo`);
  if (draw.chance(0.4)) edits.push(`sites[*].flexible[*].usdPerMwh*=${draw.between(0.3, 1.5).toFixed(3)}`);
  for (const { id, signed } of portfolio.contracts) {
    if (draw.chance(0.4)) edits.push(`contracts["${id}"].usdPerUnitMonth*=${draw.between(0.5, 1.3).toFixed(3)}`);
    if (!signed && draw.chance(0.15)) edits.push(`contracts["${id}"]=null`);
  }
  return edits;
}

export interface RandomCase {
  base: Portfolio;
  scenarios: FutureInput[];
}

export function randomCase(seed: number, count: number): RandomCase {
  const base = randomPortfolio(seed, TINY);
  const scenarios = Array.from({ length: count }, (_, k): FutureInput => {
    const draw = rng(seed, "future", k);
    let portfolio = base;
    for (const edit of k === 0 ? [] : randomEdits(base, draw)) {
      const edited = applyEdits(portfolio, [edit]);
      if (edited.ok) portfolio = edited.portfolio;
    }
    return { id: `future-${k}`, weight: draw.int(1, 4), portfolio };
  });
  return { base, scenarios };
}
