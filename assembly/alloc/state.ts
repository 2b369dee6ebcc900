// The search's plan: one flat array, cut into a block per site (usage, installation, loads, schedules, cached values), per platform,
// per contract and one for totals, so that a block is saved and restored by one copy. Everything but the contract blocks follows
// from the contract blocks in closed form (modules.ts, power.ts, lots.ts, finance.ts).
//
//   site:      peak A[T], pueExcess[T], extra X[T], capex[T], powerUsd, pueViolation; per hall load[T], starts[T], moduleUsd;
//              per expansion start, allowed; per spot use U[T], installed N[T]
//   platform:  load[T] (installed on all halls, backlog platforms only), capex[T], lotUsd, fraction per lot
//   contract:  option (-1 refused), served share, share per column
//   totals:    capex[T], contractUsd, siteUsd, lotUsd, debtCap, debtUsd, violation, missingSigned, pueViolation
import { copyF64, F64, fillF64, freeF64, I32, newF64, newI32 } from "../glue/mem.ts";
import { Instance } from "./instance.ts";

/** Offsets in the block of a site after its four rows of T. */
export const SITE_SCALARS: i32 = 2;
/** Offsets in the totals block after its row of T. */
export const TOTAL_CONTRACT_USD: i32 = 0;
export const TOTAL_SITE_USD: i32 = 1;
export const TOTAL_LOT_USD: i32 = 2;
export const TOTAL_DEBT_CAP: i32 = 3;
export const TOTAL_DEBT_USD: i32 = 4;
export const TOTAL_VIOLATION: i32 = 5;
export const TOTAL_MISSING: i32 = 6;
export const TOTAL_PUE_VIOLATION: i32 = 7;
export const TOTAL_SCALARS: i32 = 8;

export class State {
  inst: Instance;
  data: F64;
  /** Start of each block; one element more than blocks. Blocks: sites, platforms, contracts, totals. */
  blockStart: I32;
  /** Start of each hall's load (T), followed by its starts (T) and moduleUsd. */
  hallAt: I32;
  /**
   * Place of each expansion's start period; next to it, from when on it may start without a load that needs it: 0 = never, 1 + t = from
   * period t on (flexible use competes for equity, so sooner is not always affordable).
   */
  expansionAt: I32;
  /** Start of each spot's use (T), followed by installed (T). */
  spotAt: I32;
  /** Place of each lot's fraction. */
  lotAt: I32;
  spotHall: I32;
  hallSite: I32;
  totals: i32 = 0;
  size: i32 = 0;

  constructor(inst: Instance) {
    this.inst = inst;
    this.blockStart = newI32(inst.sites + inst.platforms + inst.contracts + 2);
    this.hallAt = newI32(inst.halls);
    this.expansionAt = newI32(inst.expansions);
    this.spotAt = newI32(inst.spots);
    this.lotAt = newI32(inst.lots);
    this.spotHall = newI32(inst.spots);
    this.hallSite = newI32(inst.halls);
    this.data = newF64(0);
    const size = this.layOut();
    freeF64(this.data);
    this.data = newF64(size);
  }

  /** Place all blocks; answers the elements they take. */
  private layOut(): i32 {
    const inst = this.inst;
    const T = inst.periods;
    let at: i32 = 0;
    for (let s: i32 = 0; s < inst.sites; s++) {
      this.blockStart[s] = at;
      at = this.layOutSite(s, at + 4 * T + SITE_SCALARS);
    }
    for (let p: i32 = 0; p < inst.platforms; p++) {
      this.blockStart[inst.sites + p] = at;
      at += 2 * T + 1;
      for (let l = inst.platformLotStart[p]; l < inst.platformLotStart[p + 1]; l++) this.lotAt[l] = at++;
    }
    for (let c: i32 = 0; c < inst.contracts; c++) {
      this.blockStart[inst.sites + inst.platforms + c] = at;
      at += 2 + inst.contractColumnStart[c + 1] - inst.contractColumnStart[c];
    }
    this.totals = at;
    this.blockStart[inst.sites + inst.platforms + inst.contracts] = at;
    at += T + TOTAL_SCALARS;
    this.blockStart[inst.sites + inst.platforms + inst.contracts + 1] = at;
    this.size = at;
    return at;
  }

  private layOutSite(s: i32, start: i32): i32 {
    const inst = this.inst;
    const T = inst.periods;
    let at = start;
    for (let h = inst.siteHallStart[s]; h < inst.siteHallStart[s + 1]; h++) {
      this.hallSite[h] = s;
      this.hallAt[h] = at;
      at += 2 * T + 1;
    }
    for (let x = inst.siteExpansionStart[s]; x < inst.siteExpansionStart[s + 1]; x++) {
      this.expansionAt[x] = at;
      at += 2;
    }
    for (let h = inst.siteHallStart[s]; h < inst.siteHallStart[s + 1]; h++) {
      for (let k = inst.hallSpotStart[h]; k < inst.hallSpotStart[h + 1]; k++) {
        this.spotHall[k] = h;
        this.spotAt[k] = at;
        at += 2 * T;
      }
    }
    return at;
  }

  siteBlock(s: i32): i32 {
    return s;
  }

  platformBlock(p: i32): i32 {
    return this.inst.sites + p;
  }

  contractBlock(c: i32): i32 {
    return this.inst.sites + this.inst.platforms + c;
  }

  totalsBlock(): i32 {
    return this.inst.sites + this.inst.platforms + this.inst.contracts;
  }

  siteAt(s: i32): i32 {
    return this.blockStart[s];
  }

  platformAt(p: i32): i32 {
    return this.blockStart[this.inst.sites + p];
  }

  contractAt(c: i32): i32 {
    return this.blockStart[this.inst.sites + this.inst.platforms + c];
  }

  /** Place of the share of column `j` of contract `c`. */
  shareAt(c: i32, j: i32): i32 {
    return this.contractAt(c) + 2 + j - this.inst.contractColumnStart[c];
  }

  copyFrom(other: F64): void {
    copyF64(this.data, 0, other, 0, this.size);
  }

  /** Whether equity is limited in any period: then what no load needs competes for it. */
  limitedEquity(): bool {
    for (let t: i32 = 0; t < this.inst.periods; t++) if (this.inst.equityUsd[t] < Infinity) return true;
    return false;
  }

  /** No contract accepted; derived blocks are stale until each is evaluated. */
  clear(): void {
    fillF64(this.data, 0, 0, this.size);
    for (let c: i32 = 0; c < this.inst.contracts; c++) this.data[this.contractAt(c)] = -1;
    const allowed: f64 = this.limitedEquity() ? 0 : 1;
    for (let x: i32 = 0; x < this.inst.expansions; x++) this.data[this.expansionAt[x] + 1] = allowed;
  }
}
