// Platforms (some brought by tenants) and the backlog of racks on order for the others.
import { type PortfolioInput } from "../../src/portfolio/schema.ts";
import { type Horizon, horizonMonths, monthAt } from "./random-horizon.ts";
import { type Limits } from "./random-portfolio.ts";
import { rng, rounded } from "./rng.ts";

export type PlatformInput = PortfolioInput["platforms"][number];
export type LotInput = PortfolioInput["backlog"][number];

/** One cooling per hall; between them the archetypes below use all. */
export const COOLINGS = ["dlc", "air", "immersion"] as const;

const ARCHETYPES: readonly PlatformInput[] = [
  { id: "gb200", kwPerRack: 120, cooling: ["dlc"], supply: "backlog", acceleratorsPerRack: 72, pflopsPerRack: 360 },
  { id: "tenant-dlc", kwPerRack: 130, cooling: ["dlc", "immersion"], supply: "tenant", opexUsdPerRackMonth: 1500 },
  {
    id: "h200",
    kwPerRack: 44,
    cooling: ["air", "dlc"],
    supply: "backlog",
    acceleratorsPerRack: 32,
    pflopsPerRack: 63.3,
  },
  {
    id: "b200",
    kwPerRack: 60,
    cooling: ["dlc", "immersion"],
    supply: "backlog",
    acceleratorsPerRack: 32,
    pflopsPerRack: 144,
  },
  { id: "tenant-air", kwPerRack: 25, cooling: ["air"], supply: "tenant" },
];

/** Price of a rack, USD, in the order of ARCHETYPES. */
const USD_PER_RACK: Record<string, number> = { gb200: 3.2e6, h200: 1.1e6, b200: 1.6e6 };

export const rackPriceUsd = (platform: PlatformInput): number => USD_PER_RACK[platform.id] ?? 0;

/** The first platforms of a rotated list, so that any two or more hold a backlog and a tenant platform most of the time. */
export function randomPlatforms(seed: number, count: number): PlatformInput[] {
  const turn = rng(seed, "platforms").int(0, ARCHETYPES.length - 1);
  return Array.from({ length: Math.min(count, ARCHETYPES.length) }, (_, k) => {
    const archetype = ARCHETYPES[(turn + k) % ARCHETYPES.length];
    const draw = rng(seed, "platform", archetype.id);
    const kwPerRack = rounded(archetype.kwPerRack * draw.between(0.9, 1.1), 1);
    const platform: PlatformInput = { ...archetype, kwPerRack };
    if (platform.supply === "backlog") platform.opexUsdPerRackMonth = rounded(kwPerRack * draw.between(50, 100));
    if (draw.chance(0.2)) delete platform.opexUsdPerRackMonth;
    return platform;
  });
}

/** Lots of 1-20 MW: committed or offered, whole or divisible, before, during and after the horizon. */
export function randomBacklog(
  seed: number,
  platforms: readonly PlatformInput[],
  horizon: Horizon,
  { lotsPerPlatform }: Limits,
): LotInput[] {
  const months = horizonMonths(horizon);
  return platforms.flatMap((platform) => {
    if (platform.supply === "tenant") return [];
    const count = rng(seed, "lots", platform.id).int(...lotsPerPlatform);
    return Array.from({ length: count }, (_, k) => {
      const draw = rng(seed, "lot", platform.id, k);
      const lot: LotInput = {
        id: `${platform.id}-${k + 1}`,
        platform: platform.id,
        racks: Math.ceil((draw.between(1, 20) * 1000) / platform.kwPerRack),
        arrives: monthAt(horizon, draw.int(-4, k === 0 ? horizon.monthsPerPeriod : Math.ceil(months * 0.7))),
        committed: draw.chance(0.5),
      };
      if (draw.chance(0.06)) lot.arrives = monthAt(horizon, months + draw.int(-1, 6));
      if (draw.chance(0.85)) lot.usdPerRack = rounded(rackPriceUsd(platform) * draw.between(0.8, 1.2), -3);
      if (draw.chance(0.4)) lot.divisible = draw.chance(0.3);
      if (draw.chance(0.85)) lot.lifeYears = draw.pick([1, 4, 6]);
      return lot;
    });
  });
}
