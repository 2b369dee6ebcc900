// Rows of capacity that the condensed LP and the condensed MILP share, and where each is; -1 where a row does not exist or can never bind.
//   hall[h,t]        installed MW - modules ready                                   <= builtMw
//   total[s,t]       peak MW + flexible MW - expansions ready                       <= firm + interruptible
//   firm[s,t]        peak MW - expansions ready                                     <= firm, where interruptible > 0
//   chip[p,t]        installed MW - lots arrived                                    <= committed
//   keep[k,t]        installed in t - installed in t-1                              >= 0, from the spot's first possible fall of use on
//   pue[s,t]         sum of (pue - cap) * MW                                        <= 0
import { fillI32, freeI32, I32, newI32 } from "../glue/mem.ts";
import { CscBuilder } from "./csc-builder.ts";
import { Instance } from "./instance.ts";
import { Reach } from "./preprocess.ts";

/** A table of `length` rows, none of which exists yet. */
export function noRows(length: i32): I32 {
  const rows = newI32(length);
  fillI32(rows, -1, 0, length);
  return rows;
}

export class PlaceRows {
  hall: I32;
  total: I32;
  firm: I32;
  chip: I32;
  keep: I32;
  pue: I32;
  /** K: first period in which use may fall (T = never); racks stay from then on by `keep` rows. */
  firstFall: I32;
  /** K*T: 1 where a column that is left can use the spot. */
  used: I32;

  constructor(inst: Instance, reach: Reach) {
    const T = inst.periods;
    this.hall = noRows(inst.halls * T);
    this.total = noRows(inst.sites * T);
    this.firm = noRows(inst.sites * T);
    this.chip = noRows(inst.platforms * T);
    this.keep = noRows(inst.spots * T);
    this.pue = noRows(inst.sites * T);
    this.firstFall = newI32(inst.spots);
    this.used = newI32(inst.spots * T);
    this.markUse(inst, reach);
  }

  free(): void {
    freeI32(this.hall);
    freeI32(this.total);
    freeI32(this.firm);
    freeI32(this.chip);
    freeI32(this.keep);
    freeI32(this.pue);
    freeI32(this.firstFall);
    freeI32(this.used);
  }

  private markUse(inst: Instance, reach: Reach): void {
    const T = inst.periods;
    fillI32(this.firstFall, T, 0, inst.spots);
    for (let c: i32 = 0; c < inst.contracts; c++) {
      const first = inst.contractColumnStart[c];
      for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
        if (reach.optionAlive[o] === 0) continue;
        const fall = firstFallOf(inst, c, o);
        for (let j = first; j < inst.contractColumnStart[c + 1]; j++) {
          if (reach.columnLimit[inst.optionServeStart[o] + j - first] <= 0) continue;
          const k = inst.columnSpot[j];
          if (fall < this.firstFall[k]) this.firstFall[k] = fall;
          for (let t = inst.optionStart[o]; t < inst.optionEnd[o]; t++) this.used[k * T + t] = 1;
        }
      }
    }
    for (let k: i32 = 0; k < inst.spots; k++) {
      if (inst.platformBacklog[inst.spotPlatform[k]] === 0) this.firstFall[k] = T;
    }
  }

  /** Whether racks can stand at spot `k` in period `t`: in use, or left over from earlier. */
  stands(inst: Instance, k: i32, t: i32): bool {
    return this.used[k * inst.periods + t] !== 0 || t >= this.firstFall[k];
  }

  /** Add the rows to `lp`. */
  add(inst: Instance, lp: CscBuilder): void {
    const T = inst.periods;
    for (let s: i32 = 0; s < inst.sites; s++) {
      const cap = inst.sitePueCap[s];
      for (let t: i32 = 0; t < T; t++) {
        const st: i32 = s * T + t;
        let siteUsed = inst.siteExpansionStart[s + 1] > inst.siteExpansionStart[s];
        for (let h = inst.siteHallStart[s]; h < inst.siteHallStart[s + 1]; h++) {
          let stands = false;
          for (let k = inst.hallSpotStart[h]; k < inst.hallSpotStart[h + 1]; k++) {
            if (!this.stands(inst, k, t)) continue;
            stands = true;
            if (this.used[k * T + t] !== 0) siteUsed = true;
            const chip: i32 = inst.spotPlatform[k] * T + t;
            if (inst.platformBacklog[inst.spotPlatform[k]] !== 0 && this.chip[chip] < 0) {
              this.chip[chip] = lp.row(-Infinity, inst.committedMw[chip]);
            }
            if (t >= this.firstFall[k]) this.keep[k * T + t] = lp.row(0, Infinity);
          }
          if (stands) this.hall[h * T + t] = lp.row(-Infinity, inst.hallBuiltMw[h * T + t]);
        }
        if (!siteUsed) continue;
        const energised: f64 = inst.siteFirmMw[st] + inst.siteInterruptibleMw[st];
        this.total[st] = lp.row(-Infinity, energised);
        if (inst.siteInterruptibleMw[st] > 0) this.firm[st] = lp.row(-Infinity, inst.siteFirmMw[st]);
        if (cap < Infinity) this.pue[st] = lp.row(-Infinity, 0);
      }
    }
  }
}

/** First period after the start of option `o` in which its use is lower than before; T when it never falls inside the horizon. */
function firstFallOf(inst: Instance, c: i32, o: i32): i32 {
  const ramp: i32 = inst.contractRampStart[c] - inst.optionStart[o];
  for (let t: i32 = inst.optionStart[o] + 1; t < inst.optionEnd[o]; t++) {
    if (inst.ramp[ramp + t] < inst.ramp[ramp + t - 1]) return t;
  }
  return inst.optionEnd[o];
}
