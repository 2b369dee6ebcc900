// Finance: discount rate; equity that covers part of what could be built; debt that is cheap (kappa < 1), dear (kappa > 1) or absent.
import { type PortfolioInput } from "../../src/portfolio/schema.ts";
import { type Horizon, horizonMonths, monthAt } from "./random-horizon.ts";
import { type LotInput } from "./random-platforms.ts";
import { type SiteInput } from "./random-sites.ts";
import { rng, rounded } from "./rng.ts";

interface Setting {
  horizon: Horizon;
  backlog: readonly LotInput[];
  sites: readonly SiteInput[];
}

/** Capex, USD, of the committed lots and of everything that could be added to them. */
function capexUsd({ backlog, sites }: Setting): { committed: number; optional: number } {
  let committed = 0;
  let optional = 0;
  for (const lot of backlog) {
    const usd = lot.racks * (lot.usdPerRack ?? 0);
    if (lot.committed) committed += usd;
    else optional += usd;
  }
  for (const site of sites) {
    for (const { capexUsd } of site.expansions ?? []) optional += capexUsd;
    for (const { build } of site.halls) if (build) optional += build.maxModules * build.moduleMw * build.capexUsdPerMw;
  }
  return { committed, optional };
}

export function randomFinance(seed: number, setting: Setting): PortfolioInput["finance"] {
  const draw = rng(seed, "finance");
  const finance: PortfolioInput["finance"] = { discountRate: draw.pick([0, 0.08, 0.1, 0.15]) };
  if (draw.chance(0.75)) {
    const { committed, optional } = capexUsd(setting);
    // Usually the committed lots are covered from the start; otherwise debt must carry them or no plan exists.
    const floor = committed * (draw.chance(0.93) ? 1.001 : draw.between(0.6, 1));
    const level = (share: number): number => rounded(floor + optional * share, -4) + 1e4;
    const first = level(draw.chance(0.3) ? 0 : draw.between(0, 0.7));
    const { horizon } = setting;
    const later = monthAt(horizon, draw.int(1, horizonMonths(horizon)));
    finance.cumulativeEquityUsd = draw.chance(0.4)
      ? first
      : { [monthAt(horizon, -draw.int(0, 3))]: first, [later]: level(draw.between(0.3, 1)) };
  }
  if (draw.chance(0.75)) {
    finance.debt = {
      rate: draw.pick([0, 0.03, 0.05, 0.07125, 0.14]),
      termYears: draw.pick([0.6, 1, 1.6, 3, 7]),
      maxLoanToCost: draw.pick([0.4, 0.7, 0.85, 1]),
    };
  }
  return finance;
}
