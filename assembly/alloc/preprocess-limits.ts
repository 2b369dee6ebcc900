// The largest share of a contract that one spot can take over the option's whole term, row by row of MODEL.md section 4:
//   power   peakPue * mw * g(t) * w                 <= power(s,t)               t in the term
//   hall    mw * G(t) * w                           <= hall(h,t)                t in the term; backlog racks stay until the horizon's end
//   chips   mw * G(t) * w                           <= chips(p,t)               t in the term (chips never leave)
//   PUE     (pue - cap) * mw * g(t) * w             <= what efficient halls of the site can offset, alone or within the power left
// with g the ramp and G its running maximum for backlog racks (installed for good) or g for tenant racks.
import { F64, freeF64, newF64 } from "../glue/mem.ts";
import { Instance } from "./instance.ts";
import { loosen, ReachCapacity, ROW_TOLERANCE } from "./preprocess-capacity.ts";
import { Topology } from "./preprocess-topology.ts";

export class ShareLimits {
  /** S*T: most that efficient halls (pue below the site's cap) can offset, in (cap - pue) * IT MW. */
  offsetMw: F64;
  /** S*T: best offset per MW of power: max over efficient halls of (cap - pue) / peakPue. */
  offsetPerMw: F64;
  /** One more than any ramp: running maximum of the contract at hand, by periods since start. */
  rampPeak: F64;

  constructor(instance: Instance) {
    this.offsetMw = newF64(instance.sites * instance.periods);
    this.offsetPerMw = newF64(instance.sites * instance.periods);
    this.rampPeak = newF64(instance.periods + 1);
  }

  free(): void {
    freeF64(this.offsetMw);
    freeF64(this.offsetPerMw);
    freeF64(this.rampPeak);
  }

  /** What efficient halls can offset; only (hall, t) with `hallUse[h*T+t]` > 0 can have racks in use at all. */
  updateOffsets(instance: Instance, capacity: ReachCapacity, hallUse: F64): void {
    const periods = instance.periods;
    for (let s: i32 = 0; s < instance.sites; s++) {
      const cap: f64 = instance.sitePueCap[s];
      for (let t: i32 = 0; t < periods; t++) {
        let offsetMw: f64 = 0;
        let perMw: f64 = 0;
        const powerMw: f64 = capacity.powerMw[s * periods + t];
        for (let h = instance.siteHallStart[s]; h < instance.siteHallStart[s + 1]; h++) {
          const spare: f64 = cap - instance.hallPue[h];
          if (!(cap < Infinity) || spare <= 0 || hallUse[h * periods + t] <= 0) continue;
          const peak: f64 = instance.hallPeakPue[h];
          offsetMw += spare * Math.min(capacity.hallMw[h * periods + t], powerMw / peak);
          perMw = Math.max(perMw, spare / peak);
        }
        this.offsetMw[s * periods + t] = offsetMw;
        this.offsetPerMw[s * periods + t] = perMw;
      }
    }
  }

  /** Running maximum of the contract's ramp, for `limitOf` of its options. */
  loadRamp(instance: Instance, contract: i32): void {
    const start = instance.contractRampStart[contract];
    const length: i32 = instance.contractRampStart[contract + 1] - start;
    let peak: f64 = 0;
    for (let i: i32 = 0; i < length && i < instance.periods; i++) {
      peak = Math.max(peak, instance.ramp[start + i]);
      this.rampPeak[i] = peak;
    }
  }

  /** Largest share of the option at column j, in [0, 1]. */
  limitOf(instance: Instance, topology: Topology, capacity: ReachCapacity, contract: i32, option: i32, j: i32): f64 {
    const periods = instance.periods;
    const k = instance.columnSpot[j];
    const h = topology.spotHall[k];
    const s = topology.spotSite[k];
    const p = instance.spotPlatform[k];
    const backlog = instance.platformBacklog[p] !== 0;
    const start = instance.optionStart[option];
    const end = instance.optionEnd[option];
    const rampStart: i32 = instance.contractRampStart[contract] - start;
    const mw: f64 = instance.columnMw[j];
    const peakPue: f64 = instance.hallPeakPue[h];
    const overCap: f64 = instance.hallPue[h] - instance.sitePueCap[s];
    let share: f64 = 1;
    let installedMw: f64 = 0;
    for (let t = start; t < end; t++) {
      const usedMw: f64 = mw * instance.ramp[rampStart + t];
      installedMw = backlog ? mw * this.rampPeak[t - start] : usedMw;
      share = Math.min(share, shareOf(capacity.powerMw[s * periods + t], peakPue * usedMw));
      share = Math.min(share, shareOf(capacity.hallMw[h * periods + t], installedMw));
      if (backlog) share = Math.min(share, shareOf(capacity.chipMw[p * periods + t], installedMw));
      if (overCap > 0) share = Math.min(share, shareOf(this.overCapMw(instance, capacity, s, t, h), usedMw));
    }
    if (backlog) {
      for (let t = end; t < periods; t++) {
        share = Math.min(share, shareOf(capacity.hallMw[h * periods + t], installedMw));
      }
    }
    return share;
  }

  /** Most IT MW in use in hall h, whose pue is above the site's cap: its excess must be offset by efficient halls beside it. */
  private overCapMw(instance: Instance, capacity: ReachCapacity, s: i32, t: i32, h: i32): f64 {
    const at: i32 = s * instance.periods + t;
    const offsetMw: f64 = this.offsetMw[at];
    if (!(offsetMw > 0)) return 0.0;
    const cap: f64 = instance.sitePueCap[s];
    const overCap: f64 = instance.hallPue[h] - cap;
    const perMw: f64 = this.offsetPerMw[at];
    const powerMw: f64 = capacity.powerMw[at];
    // The tolerance of this row grows with its left side, which no plan can bring above pue * power.
    const slackMw: f64 = ROW_TOLERANCE * Math.max(1.0, (cap + overCap) * powerMw);
    const alone: f64 = (offsetMw + slackMw) / overCap;
    const together: f64 = (perMw * powerMw + slackMw) / (overCap + perMw * instance.hallPeakPue[h]);
    return loosen(Math.min(alone, together));
  }
}

/** Largest share whose need of `needMw` (at a full share) fits into `capacityMw`. */
function shareOf(capacityMw: f64, needMw: f64): f64 {
  return needMw > capacityMw ? capacityMw / needMw : 1.0;
}
