// Largest further share of a contract at a spot that the plan's capacity allows with everything still to build: firm power with every
// expansion, hall with every module, chips with every lot, PUE cap. Installed racks stay, so from the term on a spot may not rise above
// the least room of all later periods either.
import { F64, newF64 } from "../glue/mem.ts";
import { Instance } from "./instance.ts";
import { IMPOSSIBLE } from "./params.ts";
import { State } from "./state.ts";

/** Modules of hall `h` that can be ready in period `t`. */
export function readyModules(inst: Instance, h: i32, t: i32): f64 {
  const startPeriods: f64 = t - inst.hallLead[h] - inst.hallEarliest(h) + 1;
  if (startPeriods <= 0) return 0;
  return Math.min(startPeriods * inst.hallMaxPerPeriod[h], inst.hallMaxModules[h]);
}

export class Room {
  inst: Instance;
  state: State;
  /** H*T: hall MW with every module that can be ready. */
  hallMaxMw: F64;
  /** S*T: firm MW with every expansion that can be ready. */
  firmMaxMw: F64;
  /** P*T: IT MW of racks with every lot that has arrived. */
  chipMaxMw: F64;

  constructor(inst: Instance, state: State) {
    const T = inst.periods;
    this.inst = inst;
    this.state = state;
    this.hallMaxMw = newF64(inst.halls * T);
    this.firmMaxMw = newF64(inst.sites * T);
    this.chipMaxMw = newF64(inst.platforms * T);
    for (let h: i32 = 0; h < inst.halls; h++) {
      for (let t: i32 = 0; t < T; t++) {
        this.hallMaxMw[h * T + t] = inst.hallBuiltMw[h * T + t] + readyModules(inst, h, t) * inst.hallModuleMw[h];
      }
    }
    for (let s: i32 = 0; s < inst.sites; s++) {
      for (let t: i32 = 0; t < T; t++) {
        let mw = inst.siteFirmMw[s * T + t];
        for (let x = inst.siteExpansionStart[s]; x < inst.siteExpansionStart[s + 1]; x++) {
          if (inst.expansionEarliest[x] + inst.expansionLead[x] <= t) mw += inst.expansionMw[x];
        }
        this.firmMaxMw[s * T + t] = mw;
      }
    }
    this.limitLots(inst.lotMw, -1.0);
  }

  /** Count on lots with part[l] >= least only (below 0: on all of them). */
  limitLots(part: F64, least: f64): void {
    const inst = this.inst;
    const T = inst.periods;
    for (let p: i32 = 0; p < inst.platforms; p++) {
      for (let t: i32 = 0; t < T; t++) {
        let mw = inst.committedMw[p * T + t];
        for (let l = inst.platformLotStart[p]; l < inst.platformLotStart[p + 1]; l++) {
          if (inst.lotPeriod[l] <= t && (least < 0 || part[l] >= least)) mw += inst.lotMw[l];
        }
        this.chipMaxMw[p * T + t] = mw;
      }
    }
  }

  /** Largest further share of column `j` of contract `c` under option `o`; may be negative by rounding. */
  share(c: i32, o: i32, j: i32): f64 {
    const inst = this.inst;
    const state = this.state;
    const data = state.data;
    const T = inst.periods;
    const k = inst.columnSpot[j];
    const h = state.spotHall[k];
    const s = state.hallSite[h];
    const p = inst.spotPlatform[k];
    const backlog = inst.platformBacklog[p] !== 0;
    const use = state.spotAt[k];
    const hall = state.hallAt[h];
    const site = state.siteAt(s);
    const platform = state.platformAt(p);
    const hallMax = this.hallMaxMw;
    const firmMax = this.firmMaxMw;
    const chipMax = this.chipMaxMw;
    const start = inst.optionStart[o];
    const end = inst.optionEnd[o];
    const ramp = inst.contractRampStart[c] - start;
    const mw = inst.columnMw[j];
    const peakMw = inst.hallPeakPue[h] * mw;
    const cap = inst.sitePueCap[s];
    const excess: f64 = cap < IMPOSSIBLE ? (inst.hallPue[h] - cap) * mw : 0;
    let roomAfter: f64 = IMPOSSIBLE;
    let best: f64 = IMPOSSIBLE;
    for (let t: i32 = T - 1; t >= start; t--) {
      const installed = data[use + T + t];
      let room = hallMax[h * T + t] - data[hall + t] + installed;
      if (backlog) {
        room = Math.min(room, chipMax[p * T + t] - data[platform + t] + installed);
        roomAfter = Math.min(roomAfter, room);
        room = roomAfter;
      }
      if (t >= end) continue;
      const g = inst.ramp[ramp + t];
      if (g === 0) continue;
      best = Math.min(best, (room - data[use + t]) / (g * mw));
      best = Math.min(best, (firmMax[s * T + t] - data[site + t]) / (g * peakMw));
      if (excess > 0) best = Math.min(best, -data[site + T + t] / (g * excess));
    }
    return best;
  }

  /** Largest further share of column `j` that its hall holds with at most `modules` modules in all. */
  shareWithModules(c: i32, o: i32, j: i32, modules: f64): f64 {
    const inst = this.inst;
    const data = this.state.data;
    const T = inst.periods;
    const k = inst.columnSpot[j];
    const h = this.state.spotHall[k];
    const backlog = inst.platformBacklog[inst.spotPlatform[k]] !== 0;
    const use = this.state.spotAt[k];
    const hall = this.state.hallAt[h];
    const start = inst.optionStart[o];
    const end = inst.optionEnd[o];
    const ramp = inst.contractRampStart[c] - start;
    const mw = inst.columnMw[j];
    let roomAfter: f64 = IMPOSSIBLE;
    let best: f64 = IMPOSSIBLE;
    for (let t: i32 = T - 1; t >= start; t--) {
      const capacity: f64 =
        inst.hallBuiltMw[h * T + t] + Math.min(modules, readyModules(inst, h, t)) * inst.hallModuleMw[h];
      let room: f64 = capacity - data[hall + t] + data[use + T + t];
      if (backlog) {
        roomAfter = Math.min(roomAfter, room);
        room = roomAfter;
      }
      if (t >= end) continue;
      const g = inst.ramp[ramp + t];
      if (g > 0) best = Math.min(best, (room - data[use + t]) / (g * mw));
    }
    return best;
  }
}
