// The most share of a contract that one site can take, by option: the coefficients that make site links and options tight.
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { Instance } from "./instance.ts";
import { Reach } from "./preprocess.ts";

export class SiteShares {
  /** C+1: places of a contract's sites; as many for each of its options. */
  contractSiteStart: I32;
  /** O: first place of the option's sites, in the same order. */
  optionSiteStart: I32;
  contractSites: i32 = 0;
  optionSites: i32 = 0;
  /** J: place of the column's site among those of its contract. */
  columnPlace: I32;
  /** By option and site: most share, 0 = none, at most 1. */
  most: F64;

  constructor(inst: Instance, reach: Reach) {
    this.contractSiteStart = newI32(inst.contracts + 1);
    this.optionSiteStart = newI32(inst.options);
    this.columnPlace = newI32(inst.columns);
    this.most = newF64(0);
    const siteOf = reach.topology.columnSite;
    let contractSites: i32 = 0;
    let optionSites: i32 = 0;
    for (let c: i32 = 0; c < inst.contracts; c++) {
      let place: i32 = -1;
      for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++) {
        if (j === inst.contractColumnStart[c] || siteOf[j] !== siteOf[j - 1]) place++;
        this.columnPlace[j] = place;
      }
      contractSites += place + 1;
      this.contractSiteStart[c + 1] = contractSites;
      for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
        this.optionSiteStart[o] = optionSites;
        optionSites += place + 1;
      }
    }
    this.contractSites = contractSites;
    this.optionSites = optionSites;
    freeF64(this.most);
    this.most = newF64(optionSites);
    for (let c: i32 = 0; c < inst.contracts; c++) {
      for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++)
        this.measure(inst, reach, c, o);
    }
  }

  free(): void {
    freeI32(this.contractSiteStart);
    freeI32(this.optionSiteStart);
    freeI32(this.columnPlace);
    freeF64(this.most);
  }

  sitesOf(c: i32): i32 {
    return this.contractSiteStart[c + 1] - this.contractSiteStart[c];
  }

  /** Whether the contract needs binaries that say which sites it uses. */
  limited(inst: Instance, reach: Reach, c: i32): bool {
    const limit = reach.topology.siteLimit[c];
    return (limit > 0 && limit < this.sitesOf(c)) || inst.contractMinSiteMw[c] > 0;
  }

  /** A site takes no more than its columns can, and no more than its power at the most frugal of them. */
  private measure(inst: Instance, reach: Reach, c: i32, o: i32): void {
    const first = inst.contractColumnStart[c];
    const end = inst.contractColumnStart[c + 1];
    let j = first;
    while (j < end) {
      const place = this.columnPlace[j];
      const s = reach.topology.columnSite[j];
      let share: f64 = 0;
      let leastNeedMw: f64 = Infinity;
      for (; j < end && this.columnPlace[j] === place; j++) {
        const limit: f64 = reach.columnLimit[inst.optionServeStart[o] + j - first];
        if (limit <= 0) continue;
        share += limit;
        leastNeedMw = Math.min(
          leastNeedMw,
          inst.hallPeakPue[reach.topology.spotHall[inst.columnSpot[j]]] * inst.columnMw[j],
        );
      }
      if (share > 0) share = Math.min(share, this.powerShare(inst, reach, c, o, s, leastNeedMw));
      this.most[this.optionSiteStart[o] + place] = Math.min(1.0, share);
    }
  }

  /** Share that the site's power carries over the whole term when a full one needs `needMw` at ramp factor 1. */
  private powerShare(inst: Instance, reach: Reach, c: i32, o: i32, s: i32, needMw: f64): f64 {
    const rampStart: i32 = inst.contractRampStart[c] - inst.optionStart[o];
    let share: f64 = Infinity;
    for (let t = inst.optionStart[o]; t < inst.optionEnd[o]; t++) {
      const peakMw: f64 = needMw * inst.ramp[rampStart + t];
      if (peakMw > 0) share = Math.min(share, reach.capacity.powerMw[s * inst.periods + t] / peakMw);
    }
    return share;
  }
}
