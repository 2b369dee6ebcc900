// Where a contract may be served (MODEL.md section 3), and which condition leaves it nowhere to go.
import { Contract, Hall, Platform, Portfolio, Site } from "./schema.ts";

/** Racks per unit of a contract on a platform; undefined where the platform does not say how many units a rack has. */
export function racksPerUnit(unit: Contract["unit"], platform: Platform): number | undefined {
  switch (unit) {
    case "mw":
      return 1000 / platform.kwPerRack;
    case "racks":
      return 1;
    case "accelerators":
      return platform.acceleratorsPerRack === undefined ? undefined : 1 / platform.acceleratorsPerRack;
    case "pflops":
      return platform.pflopsPerRack === undefined ? undefined : 1 / platform.pflopsPerRack;
  }
}

/** A hall that may serve the contract, with the platforms it can cool. */
export interface EligibleHall {
  /** Index in portfolio.sites. */
  readonly site: number;
  /** Index in that site's halls. */
  readonly hall: number;
  readonly platforms: readonly Platform[];
}

/** The first condition that nothing passes. */
export type Obstacle = "sites" | "maxPue" | "cooling";

export type Eligibility =
  | { readonly ok: true; readonly halls: readonly EligibleHall[] }
  | { readonly ok: false; readonly obstacle: Obstacle; readonly offered: readonly Hall[] };

/** Whether the contract's placement admits the site. */
export function siteAdmitted(contract: Contract, site: Site): boolean {
  const { sites, excludeSites, regions } = contract.placement;
  if (sites !== undefined && !sites.includes(site.id)) return false;
  if (excludeSites?.includes(site.id)) return false;
  return regions === undefined || (site.region !== undefined && regions.includes(site.region));
}

/** Halls of the sites that the contract's placement admits, and the obstacle that leaves none of them. */
function obstacleOf(contract: Contract, portfolio: Portfolio): Eligibility {
  const { maxPue } = contract.placement;
  const halls = portfolio.sites.filter((site) => siteAdmitted(contract, site)).flatMap((site) => site.halls);
  if (halls.length === 0) return { ok: false, obstacle: "sites", offered: [] };
  const efficient = halls.filter(({ pue }) => maxPue === undefined || pue <= maxPue);
  if (efficient.length === 0) return { ok: false, obstacle: "maxPue", offered: halls };
  return { ok: false, obstacle: "cooling", offered: efficient };
}

/** All eligible halls, or the obstacle and the halls that come closest (those that pass every condition before it). */
export function eligibility(contract: Contract, portfolio: Portfolio): Eligibility {
  const platforms = portfolio.platforms.filter((platform) => contract.platforms.includes(platform.id));
  const { maxPue = Number.POSITIVE_INFINITY } = contract.placement;
  // A thousand contracts meet hundreds of halls, which have a handful of ways to cool.
  const known = new Map<Hall["cooling"], readonly Platform[]>();
  const fitting = (cooling: Hall["cooling"]): readonly Platform[] => {
    const found = known.get(cooling) ?? platforms.filter((platform) => platform.cooling.includes(cooling));
    known.set(cooling, found);
    return found;
  };
  const eligible: EligibleHall[] = [];
  portfolio.sites.forEach((site, index) => {
    if (!siteAdmitted(contract, site)) return;
    site.halls.forEach((hall, at) => {
      if (hall.pue > maxPue) return;
      const cooled = fitting(hall.cooling);
      if (cooled.length > 0) eligible.push({ site: index, hall: at, platforms: cooled });
    });
  });
  return eligible.length > 0 ? { ok: true, halls: eligible } : obstacleOf(contract, portfolio);
}
