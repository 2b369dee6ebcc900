// Sites: power (firm, interruptible, expansions), energy prices, halls (built and buildable), flexible loads.
import { type PortfolioInput } from "../../src/portfolio/schema.ts";
import { type Horizon, horizonMonths, monthAt, randomSeries, type SeriesInput } from "./random-horizon.ts";
import { COOLINGS } from "./random-platforms.ts";
import { type Limits } from "./random-portfolio.ts";
import { type Rng, rng, rounded } from "./rng.ts";

export type SiteInput = PortfolioInput["sites"][number];
type HallInput = SiteInput["halls"][number];

export const REGIONS = ["ERCOT", "PJM", "NORDIC"] as const;

export function randomSites(seed: number, count: number, horizon: Horizon, limits: Limits): SiteInput[] {
  return Array.from({ length: count }, (_, s) => randomSite(seed, s, horizon, limits));
}

function randomSite(seed: number, s: number, horizon: Horizon, limits: Limits): SiteInput {
  const draw = rng(seed, "site", s);
  const size = draw.between(8, 40);
  const mw = (): number => rounded(size * draw.between(0.4, 1.3), draw.int(0, 1));
  const halls = Array.from({ length: rng(seed, "halls", s).int(...limits.hallsPerSite) }, (_, h) =>
    randomHall(rng(seed, "hall", s, h), h, size, horizon, limits),
  );
  const site: SiteInput = {
    id: `site-${s + 1}`,
    region: draw.pick(REGIONS),
    firmMw: randomSeries(draw, horizon, mw, { mayStartLate: true }),
    energy: randomEnergy(rng(seed, "energy", s), horizon, limits),
    halls,
  };
  if (draw.chance(0.1)) delete site.region;
  const interruptible = (): number => rounded(size * draw.between(0, 0.5));
  if (draw.chance(0.5)) site.interruptibleMw = randomSeries(draw, horizon, interruptible, { mayStartLate: true });
  if (draw.chance(0.3)) site.pueCap = rounded(draw.between(1.12, 1.4), 2);
  const expansions = rng(seed, "expansions", s);
  const expansionCount = expansions.int(...limits.expansionsPerSite);
  if (expansionCount > 0)
    site.expansions = Array.from({ length: expansionCount }, (_, e) => randomExpansion(expansions, e, size, horizon));
  const flexible = rng(seed, "flexible", s);
  const flexibleCount = flexible.int(...limits.flexiblePerSite);
  if (flexibleCount > 0)
    site.flexible = Array.from({ length: flexibleCount }, (_, k) => ({
      id: `fleet-${k + 1}`,
      mw: randomSeries(flexible, horizon, () => rounded(size * flexible.between(0, 0.6), 1), { mayStartLate: true }),
      usdPerMwh: randomSeries(flexible, horizon, () => flexible.int(35, 110)),
    }));
  return site;
}

/** One to three price blocks (now and then one with a negative price), with a PPA in a third of the sites. */
function randomEnergy(draw: Rng, horizon: Horizon, limits: Limits): SiteInput["energy"] {
  const base = draw.between(25, 60);
  const count = draw.int(...limits.marketBlocks);
  const shares = [[1], [0.2, 0.8], [0.05, 0.25, 0.7]][count - 1];
  const levels = [[1], [2.5, 0.8], [6, 1.5, 0.75]][count - 1];
  const series = (level: number): SeriesInput =>
    randomSeries(draw, horizon, () => rounded(level * base * draw.between(0.8, 1.25), 1), { steps: 0.3 });
  const energy: SiteInput["energy"] = {
    market: shares.map((share, b) => ({
      share,
      usdPerMwh: count > 1 && b === count - 1 && draw.chance(0.08) ? -draw.int(1, 15) : series(levels[b]),
    })),
  };
  if (!draw.chance(0.35)) return energy;
  energy.ppa = { usdPerMwh: series(1.05) };
  if (draw.chance(0.6)) energy.ppa.resale = draw.chance(0.8);
  return energy;
}

/** Months of building: up to a period and a half, often not a whole number of them, rarely longer than the horizon. */
function randomLead(draw: Rng, horizon: Horizon): number {
  if (draw.chance(0.05)) return horizonMonths(horizon) + draw.int(-1, 3);
  return draw.int(0, Math.ceil(1.5 * horizon.monthsPerPeriod));
}

function randomExpansion(draw: Rng, e: number, size: number, horizon: Horizon) {
  const mw = rounded(size * draw.between(0.3, 1));
  return {
    id: `substation-${e + 1}`,
    mw,
    capexUsd: rounded(mw * draw.between(0.2e6, 1.2e6), -3),
    leadMonths: randomLead(draw, horizon),
    ...(draw.chance(0.4) ? { earliest: monthAt(horizon, draw.int(-3, horizon.monthsPerPeriod + 1)) } : {}),
    ...(draw.chance(0.8) ? { lifeYears: draw.pick([5, 20, 30]) } : {}),
  };
}

function randomHall(draw: Rng, h: number, size: number, horizon: Horizon, limits: Limits): HallInput {
  const cooling = draw.chance(0.6) ? "dlc" : draw.pick(COOLINGS);
  const pue = rounded(cooling === "air" ? draw.between(1.2, 1.5) : draw.between(1.05, 1.25), 3);
  const hall: HallInput = { id: `hall-${h + 1}`, cooling, pue };
  if (draw.chance(0.6)) hall.peakPue = rounded(pue * draw.between(1, 1.25), 3);
  const builtMw = (): number => rounded(size * draw.between(0.02, 0.4), 1);
  if (draw.chance(0.7)) hall.builtMw = randomSeries(draw, horizon, builtMw, { steps: 0.3, mayStartLate: true });
  if (!draw.chance(limits.buildable)) return hall;
  const maxModules = draw.int(...limits.maxModules);
  // Half of them are conversions of mining halls, which pay even within a short horizon.
  hall.build = {
    moduleMw: draw.pick([2.3, 5, 10]),
    maxModules,
    capexUsdPerMw: rounded(draw.chance(0.5) ? draw.between(0.4e6, 4e6) : draw.between(6e6, 11e6), -3),
    leadMonths: randomLead(draw, horizon),
  };
  if (draw.chance(0.5)) hall.build.maxModulesPerPeriod = draw.int(1, maxModules + 1);
  if (draw.chance(0.85)) hall.build.lifeYears = draw.pick([2, 12, 15]);
  return hall;
}
