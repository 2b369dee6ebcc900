// At which sites a contract is served once a dive has decided on it: no more than it may use, and none with less than its least MW, a rule that
// the LP does not know.
import { F64, I32, newF64, newI32 } from "../glue/mem.ts";
import { Instance } from "./instance.ts";
import { Relaxation } from "./relaxation.ts";

/** Shares and starts closer than this to an integer count as decided. */
export const DECIDED: f64 = 1e-6;

export class DiveSites {
  private inst: Instance;
  /** S: share of the contract looked at last, -1 = kept; S: 1 = it has less than its least MW there; how many such sites it has. */
  private share: F64;
  private isSmall: I32;
  private smallSites: i32 = 0;

  constructor(inst: Instance) {
    this.inst = inst;
    this.share = newF64(inst.sites);
    this.isSmall = newI32(inst.sites);
  }

  /** Whether contract `c` is served at no more sites than it may be. */
  fewEnough(relaxation: Relaxation, c: i32, o: i32): bool {
    const most = this.inst.contractMaxSites[c];
    return most === 0 || this.look(relaxation, c, o) <= most;
  }

  /**
   * Sites that serve contract `c` in the present solution; their shares are left in `share`, how many of them have less than its least MW
   * in smallSites.
   */
  private look(relaxation: Relaxation, c: i32, o: i32): i32 {
    const inst = this.inst;
    const siteOf = relaxation.reach.topology.columnSite;
    const first = inst.contractColumnStart[c];
    const end = inst.contractColumnStart[c + 1];
    const leastMw: f64 = inst.contractMinSiteMw[c] * (1.0 - DECIDED);
    let sites: i32 = 0;
    this.smallSites = 0;
    let j = first;
    while (j < end) {
      const s = siteOf[j];
      let share: f64 = 0;
      let mw: f64 = 0;
      for (; j < end && siteOf[j] === s; j++) {
        const part = relaxation.share(o, j - first);
        if (part <= DECIDED) continue;
        share += part;
        mw += part * inst.columnMw[j];
      }
      this.share[s] = share;
      this.isSmall[s] = share > 0 && mw < leastMw ? 1 : 0;
      this.smallSites += this.isSmall[s];
      if (share > 0) sites++;
    }
    return sites;
  }

  /**
   * Restrict contract `c` to the sites that serve it now, where their number is limited the largest shares first, and with too little for
   * a site only where it has no other.
   */
  keepBest(relaxation: Relaxation, c: i32, o: i32): void {
    const inst = this.inst;
    const siteOf = relaxation.reach.topology.columnSite;
    const limit = inst.contractMaxSites[c];
    const sites = this.look(relaxation, c, o);
    const large: i32 = sites - this.smallSites;
    if (limit === 0 && this.smallSites === 0) return;
    const first = inst.contractColumnStart[c];
    const end = inst.contractColumnStart[c + 1];
    let most: i32 = large > 0 ? large : 1;
    if (limit > 0 && limit < most) most = limit;
    for (let kept: i32 = 0; kept < most; kept++) {
      let best: i32 = -1;
      for (let j = first; j < end; j++) {
        const s = siteOf[j];
        if (large > 0 && this.isSmall[s] !== 0) continue;
        if (this.share[s] > 0 && (best < 0 || this.share[s] > this.share[best])) best = s;
      }
      if (best >= 0) this.share[best] = -1;
    }
    for (let j = first; j < end; j++) {
      const share = this.share[siteOf[j]];
      if (share > 0 || (share === 0 && limit > 0)) relaxation.forbidShare(o, j - first);
    }
  }
}
