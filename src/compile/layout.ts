// Halls, platforms and spots numbered once, for all later stages: halls by site in the portfolio's order, spots by hall and
// within a hall by platform. Only a (hall, platform) pair that some contract can use becomes a spot.
import { IntField } from "../../assembly/abi.ts";
import { Hall, Platform, Portfolio, Site } from "../portfolio/schema.ts";
import { InstanceWriter } from "./instance-writer.ts";

export interface Layout {
  readonly sites: readonly Site[];
  readonly siteIndex: ReadonlyMap<string, number>;
  /** H, by site */
  readonly halls: readonly Hall[];
  /** H -> site */
  readonly hallSite: Int32Array;
  /** S+1 -> halls */
  readonly siteHallStart: Int32Array;
  readonly platforms: readonly Platform[];
  readonly platformIndex: ReadonlyMap<string, number>;
  /** H*P: 1 where the hall cools the platform, at hall*P+platform (the pair). */
  readonly coolable: Uint8Array;
}

export function makeLayout(portfolio: Portfolio): Layout {
  const { sites, platforms } = portfolio;
  const halls = sites.flatMap((site) => site.halls);
  const hallSite = new Int32Array(halls.length);
  const siteHallStart = new Int32Array(sites.length + 1);
  sites.forEach((site, s) => {
    siteHallStart[s + 1] = siteHallStart[s] + site.halls.length;
    hallSite.fill(s, siteHallStart[s], siteHallStart[s + 1]);
  });
  const coolable = new Uint8Array(halls.length * platforms.length);
  halls.forEach((hall, h) => {
    platforms.forEach((platform, p) => {
      if (platform.cooling.includes(hall.cooling)) coolable[h * platforms.length + p] = 1;
    });
  });
  return {
    sites,
    siteIndex: new Map(sites.map((site, s) => [site.id, s])),
    halls,
    hallSite,
    siteHallStart,
    platforms,
    platformIndex: new Map(platforms.map((platform, p) => [platform.id, p])),
    coolable,
  };
}

export interface Spots {
  readonly count: number;
  /** H*P -> spot, -1 where the pair is none. */
  readonly spotOfPair: Int32Array;
  /** K -> hall */
  readonly spotHall: Int32Array;
  /** K -> platform */
  readonly spotPlatform: Int32Array;
}

/** Numbers the pairs that are in use (`usedPair`, H*P) and writes where they are. */
export function makeSpots(layout: Layout, usedPair: Uint8Array, writer: InstanceWriter): Spots {
  const P = layout.platforms.length;
  let count = 0;
  for (let pair = 0; pair < usedPair.length; pair++) count += usedPair[pair];
  const spotOfPair = new Int32Array(usedPair.length).fill(-1);
  const spotHall = new Int32Array(count);
  const spotPlatform = new Int32Array(count);
  const hallSpotStart = new Int32Array(layout.halls.length + 1);
  let spot = 0;
  for (let hall = 0; hall < layout.halls.length; hall++) {
    for (let platform = 0; platform < P; platform++) {
      const pair = hall * P + platform;
      if (usedPair[pair] === 0) continue;
      spotOfPair[pair] = spot;
      spotHall[spot] = hall;
      spotPlatform[spot] = platform;
      spot++;
    }
    hallSpotStart[hall + 1] = spot;
  }
  writer.setInts(IntField.siteHallStart, layout.siteHallStart);
  writer.setInts(IntField.hallSpotStart, hallSpotStart);
  writer.setInts(IntField.spotPlatform, spotPlatform);
  return { count, spotOfPair, spotHall, spotPlatform };
}
