// Which hall, site and platform an index belongs to: the inverse of the instance's CSR indices, and the largest number of sites a
// contract can use.
import { freeI32, I32, newI32, toI32 } from "../glue/mem.ts";
import { Instance } from "./instance.ts";

export class Topology {
  hallSite: I32; // H
  spotHall: I32; // K
  spotSite: I32; // K
  columnSite: I32; // J
  optionContract: I32; // O
  siteLimit: I32; // C: most sites a plan can use; 0 = no limit

  constructor(instance: Instance) {
    this.hallSite = newI32(instance.halls);
    this.spotHall = newI32(instance.spots);
    this.spotSite = newI32(instance.spots);
    this.columnSite = newI32(instance.columns);
    this.optionContract = newI32(instance.options);
    this.siteLimit = newI32(instance.contracts);
    for (let s: i32 = 0; s < instance.sites; s++) {
      for (let h = instance.siteHallStart[s]; h < instance.siteHallStart[s + 1]; h++) {
        this.hallSite[h] = s;
        for (let k = instance.hallSpotStart[h]; k < instance.hallSpotStart[h + 1]; k++) {
          this.spotHall[k] = h;
          this.spotSite[k] = s;
        }
      }
    }
    for (let j: i32 = 0; j < instance.columns; j++) this.columnSite[j] = this.spotSite[instance.columnSpot[j]];
    for (let c: i32 = 0; c < instance.contracts; c++) {
      for (let o = instance.contractOptionStart[c]; o < instance.contractOptionStart[c + 1]; o++) {
        this.optionContract[o] = c;
      }
      this.siteLimit[c] = siteLimitOf(instance, c);
    }
  }

  free(): void {
    freeI32(this.hallSite);
    freeI32(this.spotHall);
    freeI32(this.spotSite);
    freeI32(this.columnSite);
    freeI32(this.optionContract);
    freeI32(this.siteLimit);
  }
}

/** maxSites, or fewer where minMwPerSite leaves room for fewer: all shares together hold at most one full share of nameplate MW. */
function siteLimitOf(instance: Instance, contract: i32): i32 {
  const limit: i32 = instance.contractMaxSites[contract];
  const minMw: f64 = instance.contractMinSiteMw[contract];
  if (!(minMw > 0)) return limit;
  let mostMw: f64 = 0;
  for (let j = instance.contractColumnStart[contract]; j < instance.contractColumnStart[contract + 1]; j++) {
    mostMw = Math.max(mostMw, instance.columnMw[j]);
  }
  const sites: f64 = Math.floor((mostMw / minMw) * (1.0 + 1e-6) + 1e-6);
  if (sites >= 1e9) return limit;
  const fit: i32 = sites < 1 ? 1 : toI32(sites);
  return limit === 0 || fit < limit ? fit : limit;
}
