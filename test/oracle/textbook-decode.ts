// Column values of the textbook MILP -> the decisions of a plan (MODEL.md section 6).
import { type ContractDecision, type Decisions, type Placement } from "../../src/plan/plan.ts";
import { type ContractColumns, type TextbookColumns } from "./textbook-columns.ts";
import { USD_PER_MILLION } from "./textbook-terms.ts";

/** Shares and fractions below this are HiGHS's feasibility noise (its tolerance is 1e-9), not decisions. */
const NOISE = 1e-8;
/** So is debt below a cent. */
const NOISE_USD = 0.01;

const clean = (value: number): number => (value < NOISE ? 0 : Math.min(1, value));

function contractDecision(
  { context }: TextbookColumns,
  id: string,
  { spots, starts }: ContractColumns,
  values: Float64Array,
): ContractDecision {
  const chosen = starts.find(({ start }) => values[start] > 0.5);
  if (!chosen) return { id, accepted: false };
  const { portfolio, calendar } = context;
  const placements: Placement[] = [];
  spots.forEach((spot, k) => {
    const share = clean(values[chosen.shares[k]]);
    if (share === 0) return;
    const site = portfolio.sites[spot.site];
    const hall = site.halls[spot.hall].id;
    const platform = portfolio.platforms[spot.platform].id;
    placements.push({ site: site.id, hall, platform, share, racks: share * spot.racks });
  });
  return {
    id,
    accepted: true,
    start: calendar.label(chosen.tau),
    fraction: clean(values[chosen.fraction]),
    unserved: chosen.unserved === null ? 0 : clean(values[chosen.unserved]),
    placements,
  };
}

export function decodeTextbook(columns: TextbookColumns, values: Float64Array): Decisions {
  const { context, modules, expansions, lots, debt } = columns;
  const { portfolio, calendar } = context;
  return {
    contracts: portfolio.contracts.map((contract, c) =>
      contractDecision(columns, contract.id, columns.contracts[c], values),
    ),
    builds: modules
      .filter(({ col }) => values[col] > 0.5)
      .map(({ col, site, hall, paid }) => ({
        site: portfolio.sites[site].id,
        hall: portfolio.sites[site].halls[hall].id,
        start: calendar.label(paid),
        modules: Math.round(values[col]),
      })),
    expansions: expansions
      .filter(({ col }) => values[col] > 0.5)
      .map(({ site, expansion, paid }) => ({
        site: portfolio.sites[site].id,
        expansion: portfolio.sites[site].expansions[expansion].id,
        start: calendar.label(paid),
      })),
    orders: lots
      .filter(({ col }) => clean(values[col]) > 0)
      .map(({ col, lot }) => ({ lot: portfolio.backlog[lot].id, fraction: clean(values[col]) })),
    debt: debt.flatMap((col, t) => {
      const usd = values[col] * USD_PER_MILLION;
      return usd > NOISE_USD ? [{ period: calendar.label(t), usd }] : [];
    }),
  };
}
