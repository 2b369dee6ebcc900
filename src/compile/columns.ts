// Which spots each contract may be served at (MODEL.md section 3, "Eligible"), and how large a full share is there.
import { FloatField, IntField } from "../../assembly/abi.ts";
import { Contract, Platform, Portfolio } from "../portfolio/schema.ts";
import { InstanceWriter } from "./instance-writer.ts";
import { Pin } from "./keep.ts";
import { Layout, makeSpots, Spots } from "./layout.ts";

/** Racks of this platform per unit of the contract. */
export function racksPerUnit(unit: Contract["unit"], platform: Platform): number {
  switch (unit) {
    case "mw":
      return 1000 / platform.kwPerRack;
    case "racks":
      return 1;
    case "accelerators":
      return 1 / requirePerRack(platform.acceleratorsPerRack, platform, "acceleratorsPerRack");
    case "pflops":
      return 1 / requirePerRack(platform.pflopsPerRack, platform, "pflopsPerRack");
  }
}

function requirePerRack(perRack: number | undefined, platform: Platform, field: string): number {
  if (perRack === undefined) throw new Error(`platform "${platform.id}" has no ${field}: validate the portfolio first`);
  return perRack;
}

/** Nameplate IT MW of the whole contract when all of it runs on this platform. */
export function contractMw(contract: Contract, platform: Platform): number {
  // Written out for mw, where 1000/kwPerRack * kwPerRack/1000 need not give 1 back.
  if (contract.unit === "mw") return contract.quantity;
  return contract.quantity * racksPerUnit(contract.unit, platform) * (platform.kwPerRack / 1000);
}

export interface Columns {
  readonly count: number;
  readonly spots: Spots;
  /** C+1 -> columns */
  readonly contractColumnStart: Int32Array;
  /** J -> spot */
  readonly columnSpot: Int32Array;
}

/** Finds all columns in two passes over (contract, hall, platform): count and mark, then fill. */
export function compileColumns(
  portfolio: Portfolio,
  layout: Layout,
  writer: InstanceWriter,
  pins: ReadonlyMap<string, Pin> = new Map(),
): Columns {
  const { contracts } = portfolio;
  const usedPair = new Uint8Array(layout.coolable.length);
  const contractColumnStart = new Int32Array(contracts.length + 1);
  const scan = new EligiblePairs(layout, pins);
  contracts.forEach((contract, c) => {
    const found = scan.find(contract);
    for (let i = 0; i < found; i++) usedPair[scan.pairs[i]] = 1;
    contractColumnStart[c + 1] = contractColumnStart[c] + found;
  });
  const count = contractColumnStart[contracts.length];
  const spots = makeSpots(layout, usedPair, writer);
  const columnSpot = new Int32Array(count);
  const columnMw = new Float64Array(count);
  const P = layout.platforms.length;
  const mwOn = new Float64Array(P);
  contracts.forEach((contract, c) => {
    const found = scan.find(contract);
    for (const id of contract.platforms) {
      const p = layout.platformIndex.get(id)!;
      mwOn[p] = contractMw(contract, layout.platforms[p]);
    }
    for (let i = 0; i < found; i++) {
      const spot = spots.spotOfPair[scan.pairs[i]];
      columnSpot[contractColumnStart[c] + i] = spot;
      columnMw[contractColumnStart[c] + i] = mwOn[spots.spotPlatform[spot]];
    }
  });
  writer.setInts(IntField.contractColumnStart, contractColumnStart);
  writer.setInts(IntField.columnSpot, columnSpot);
  writer.setFloats(FloatField.columnMw, columnMw);
  return { count, spots, contractColumnStart, columnSpot };
}

/** Eligible (hall, platform) pairs of one contract at a time; its arrays are reused from contract to contract. */
class EligiblePairs {
  /** Ascending; only the first `find()` elements are valid, until the next call. */
  readonly pairs: Int32Array;
  private readonly siteAllowed: Uint8Array;
  private readonly platformList: Int32Array;

  constructor(
    private readonly layout: Layout,
    private readonly pins: ReadonlyMap<string, Pin>,
  ) {
    this.pairs = new Int32Array(layout.coolable.length);
    this.siteAllowed = new Uint8Array(layout.sites.length);
    this.platformList = new Int32Array(layout.platforms.length);
  }

  /** How many pairs the contract may use. */
  find(contract: Contract): number {
    const pin = this.pins.get(contract.id);
    if (pin !== undefined) return this.findPinned(pin);
    this.allowSites(contract);
    const { layout, pairs, siteAllowed, platformList } = this;
    const platforms = this.listPlatforms(contract);
    const P = layout.platforms.length;
    const maxPue = contract.placement.maxPue ?? Number.POSITIVE_INFINITY;
    let found = 0;
    for (let hall = 0; hall < layout.halls.length; hall++) {
      if (siteAllowed[layout.hallSite[hall]] === 0 || layout.halls[hall].pue > maxPue) continue;
      for (let i = 0; i < platforms; i++) {
        const pair = hall * P + platformList[i];
        if (layout.coolable[pair] === 1) pairs[found++] = pair;
      }
    }
    return found;
  }

  private findPinned(pin: Pin): number {
    if (pin === null) return 0;
    const { layout, pairs } = this;
    const site = layout.siteIndex.get(pin.site);
    const platform = layout.platformIndex.get(pin.platform);
    const hall = layout.halls.findIndex(({ id }, h) => id === pin.hall && layout.hallSite[h] === site);
    if (platform === undefined || hall < 0) return 0;
    pairs[0] = hall * layout.platforms.length + platform;
    return layout.coolable[pairs[0]];
  }

  private allowSites(contract: Contract): void {
    const { layout, siteAllowed } = this;
    const { sites, excludeSites, regions } = contract.placement;
    if (sites === undefined) {
      siteAllowed.fill(1);
    } else {
      siteAllowed.fill(0);
      for (const id of sites) siteAllowed[layout.siteIndex.get(id)!] = 1;
    }
    for (const id of excludeSites ?? []) siteAllowed[layout.siteIndex.get(id)!] = 0;
    if (regions === undefined) return;
    layout.sites.forEach((site, s) => {
      if (site.region === undefined || !regions.includes(site.region)) siteAllowed[s] = 0;
    });
  }

  /** Fills `platformList` with the contract's platforms, ascending and each once. */
  private listPlatforms(contract: Contract): number {
    const indices = contract.platforms.map((id) => this.layout.platformIndex.get(id)!).sort((a, b) => a - b);
    let count = 0;
    for (const platform of indices) {
      if (count === 0 || this.platformList[count - 1] !== platform) this.platformList[count++] = platform;
    }
    return count;
  }
}
