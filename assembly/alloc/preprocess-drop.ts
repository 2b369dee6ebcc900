// Drop rule of one option: the shares its spots can take must add up to the least served share of the contract.
//   site(s)    most share at the site: its columns, and all of them together within the site's power
//   columns    of a site whose nameplate MW stay below minMwPerSite are useless
//   columns    are useless when even the best maxSites sites that include theirs stay below servedMin
//   platforms  all columns of a platform together stay within its chips
import { F64, fillF64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { Instance } from "./instance.ts";
import { ReachCapacity, ROW_TOLERANCE } from "./preprocess-capacity.ts";
import { ShareLimits } from "./preprocess-limits.ts";
import { Topology } from "./preprocess-topology.ts";

export class DropRule {
  siteShare: F64; // S: most share at a site, 0 where the option has no column
  platformShare: F64; // P: most share on a platform, -1 = not yet known
  usedSites: I32; // S: sites with a column, first `siteCount`
  siteCount: i32 = 0;
  taken: I32; // S: scratch of the selection, zero between calls

  constructor(instance: Instance) {
    this.siteShare = newF64(instance.sites);
    this.platformShare = newF64(instance.platforms);
    this.usedSites = newI32(instance.sites);
    this.taken = newI32(instance.sites);
  }

  free(): void {
    freeF64(this.siteShare);
    freeF64(this.platformShare);
    freeI32(this.usedSites);
    freeI32(this.taken);
  }

  /**
   * Zero the limits (from `limitStart` on, one per column of the contract) that no plan can use. Returns 1 when what is left can
   * reach servedMin, 0 when the option is impossible.
   */
  apply(
    instance: Instance,
    topology: Topology,
    capacity: ReachCapacity,
    limits: ShareLimits,
    option: i32,
    columnLimit: F64,
  ): i32 {
    const contract = topology.optionContract[option];
    const needed: f64 = instance.contractServedMin[contract] * (1.0 - ROW_TOLERANCE) - ROW_TOLERANCE;
    this.measureSites(instance, topology, capacity, option, columnLimit);
    if (needed <= 0) return 1;
    if (this.platformTotal(instance, capacity, limits, contract, option, columnLimit) < needed) {
      this.dropAll(instance, contract, option, columnLimit);
      return 0;
    }
    return this.dropWeakSites(instance, topology, contract, option, columnLimit, needed);
  }

  private dropAll(instance: Instance, contract: i32, option: i32, columnLimit: F64): void {
    const columns: i32 = instance.contractColumnStart[contract + 1] - instance.contractColumnStart[contract];
    const start = instance.optionServeStart[option];
    fillF64(columnLimit, 0.0, start, start + columns);
  }

  /** siteShare of every site, and the columns of sites below minMwPerSite dropped. */
  private measureSites(
    instance: Instance,
    topology: Topology,
    capacity: ReachCapacity,
    option: i32,
    columnLimit: F64,
  ): void {
    const contract = topology.optionContract[option];
    const first = instance.contractColumnStart[contract];
    const last = instance.contractColumnStart[contract + 1];
    const offset: i32 = instance.optionServeStart[option] - first;
    const minMw: f64 = instance.contractMinSiteMw[contract];
    this.siteCount = 0;
    let j = first;
    while (j < last) {
      const s = topology.columnSite[j];
      const from = j;
      let share: f64 = 0;
      let nameplateMw: f64 = 0;
      let mostMw: f64 = 0;
      let leastNeedMw: f64 = Infinity;
      let leastPeakPue: f64 = Infinity;
      for (; j < last && topology.columnSite[j] === s; j++) {
        const limit: f64 = columnLimit[offset + j];
        if (!(limit > 0)) continue;
        const peakPue: f64 = instance.hallPeakPue[topology.spotHall[instance.columnSpot[j]]];
        const mw: f64 = instance.columnMw[j];
        share += limit;
        nameplateMw += limit * mw;
        mostMw = Math.max(mostMw, mw);
        leastNeedMw = Math.min(leastNeedMw, peakPue * mw);
        leastPeakPue = Math.min(leastPeakPue, peakPue);
      }
      if (!(share > 0)) continue;
      const powerMw: f64 = this.leastPowerMw(instance, capacity, contract, option, s);
      share = Math.min(1.0, Math.min(share, powerMw / leastNeedMw));
      nameplateMw = Math.min(nameplateMw, Math.min(mostMw * share, powerMw / leastPeakPue));
      if (nameplateMw * (1.0 + ROW_TOLERANCE) + ROW_TOLERANCE < minMw) {
        fillF64(columnLimit, 0.0, offset + from, offset + j);
        continue;
      }
      this.siteShare[s] = share;
      this.usedSites[this.siteCount] = s;
      this.siteCount++;
    }
  }

  /** Least over the term of power / ramp: the site's power for this option at ramp factor 1. */
  private leastPowerMw(instance: Instance, capacity: ReachCapacity, contract: i32, option: i32, s: i32): f64 {
    const start = instance.optionStart[option];
    const rampStart: i32 = instance.contractRampStart[contract] - start;
    const base: i32 = s * instance.periods;
    let least: f64 = Infinity;
    for (let t = start; t < instance.optionEnd[option]; t++) {
      const ramp: f64 = instance.ramp[rampStart + t];
      if (ramp > 0) least = Math.min(least, capacity.powerMw[base + t] / ramp);
    }
    return least;
  }

  /** Most share over all platforms when each stays within its chips; all spots of a platform need the same MW per share. */
  private platformTotal(
    instance: Instance,
    capacity: ReachCapacity,
    limits: ShareLimits,
    contract: i32,
    option: i32,
    columnLimit: F64,
  ): f64 {
    const periods = instance.periods;
    const first = instance.contractColumnStart[contract];
    const offset: i32 = instance.optionServeStart[option] - first;
    const start = instance.optionStart[option];
    let total: f64 = 0;
    fillF64(this.platformShare, -1.0, 0, instance.platforms);
    for (let j = first; j < instance.contractColumnStart[contract + 1]; j++) {
      const p = instance.spotPlatform[instance.columnSpot[j]];
      if (!(columnLimit[offset + j] > 0) || this.platformShare[p] >= 0) continue;
      let share: f64 = 1;
      for (let t = start; t < instance.optionEnd[option]; t++) {
        const needMw: f64 = instance.columnMw[j] * limits.rampPeak[t - start];
        const chipMw: f64 = capacity.chipMw[p * periods + t];
        if (needMw * share > chipMw) share = chipMw / needMw;
      }
      this.platformShare[p] = share;
      total += share;
    }
    return total;
  }

  /** Drop the columns of sites that do not reach `needed` even beside the best others. */
  private dropWeakSites(
    instance: Instance,
    topology: Topology,
    contract: i32,
    option: i32,
    columnLimit: F64,
    needed: f64,
  ): i32 {
    let places: i32 = topology.siteLimit[contract];
    if (places === 0 || places > this.siteCount) places = this.siteCount;
    let best: f64 = 0;
    let weakest: f64 = 0; // share of the last site that made it into the best
    for (let place: i32 = 0; place < places; place++) {
      let pick: i32 = -1;
      for (let i: i32 = 0; i < this.siteCount; i++) {
        const s = this.usedSites[i];
        if (this.taken[s] === 0 && (pick < 0 || this.siteShare[s] > this.siteShare[pick])) pick = s;
      }
      this.taken[pick] = 1;
      weakest = this.siteShare[pick];
      best += weakest;
    }
    const first = instance.contractColumnStart[contract];
    const offset: i32 = instance.optionServeStart[option] - first;
    for (let j = first; j < instance.contractColumnStart[contract + 1]; j++) {
      if (!(columnLimit[offset + j] > 0)) continue;
      const s = topology.columnSite[j];
      const withSite: f64 = this.taken[s] !== 0 ? best : best - weakest + this.siteShare[s];
      if (withSite < needed) columnLimit[offset + j] = 0;
    }
    for (let i: i32 = 0; i < this.siteCount; i++) this.taken[this.usedSites[i]] = 0;
    return best >= needed ? 1 : 0;
  }
}
