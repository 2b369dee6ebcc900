// Columns of the condensed LP (rows: relax-rows.ts). Minimises minus the value, in a unit of money that keeps costs near 1:
//   share[o,j] served, unserved[c] of signed contracts, modules started[h,t], expansion started[x,t], lot fractions, flexible MW by
//   segment, idle MW[k,t] after a spot's use may have fallen, capex K(t) and debt D(t) up to t.
import { divI32, F64, fillI32, freeI32, I32, newI32 } from "../glue/mem.ts";
import { CscBuilder } from "./csc-builder.ts";
import { Instance } from "./instance.ts";
import { flexibleValue } from "./power.ts";
import { Reach } from "./preprocess.ts";
import { largest, RelaxRows, setRow } from "./relax-rows.ts";
import { readyModules } from "./room.ts";

export class RelaxBuild {
  inst: Instance;
  reach: Reach;
  lp: CscBuilder;
  rows: RelaxRows;
  /** USD per unit of money in the LP. */
  unitUsd: f64 = 1;
  /** Value that no decision of the LP changes, USD. */
  constantUsd: f64 = 0;
  /** By option and column as serveUsd: LP column, -1 = dropped. */
  shareCol: I32;
  /** C: -1 where the contract is not signed. */
  unservedCol: I32;
  /** H*T; X*T; L; -1 where it cannot start or does not exist. */
  moduleCol: I32;
  expansionCol: I32;
  lotCol: I32;
  /** First of the T columns K(t) and D(t), -1 = none. */
  capexCol: i32 = -1;
  debtCol: i32 = -1;

  constructor(inst: Instance, reach: Reach, shares: i32, usable: bool) {
    const lp = new CscBuilder(1024, 16384);
    this.inst = inst;
    this.reach = reach;
    this.lp = lp;
    this.rows = new RelaxRows(inst, reach, lp);
    this.shareCol = newI32(shares);
    this.unservedCol = newI32(inst.contracts);
    this.moduleCol = newI32(inst.halls * inst.periods);
    this.expansionCol = newI32(inst.expansions * inst.periods);
    this.lotCol = newI32(inst.lots);
    fillI32(this.shareCol, -1, 0, shares);
    fillI32(this.unservedCol, -1, 0, inst.contracts);
    fillI32(this.moduleCol, -1, 0, inst.halls * inst.periods);
    fillI32(this.expansionCol, -1, 0, inst.expansions * inst.periods);
    fillI32(this.lotCol, -1, 0, inst.lots);
    this.unitUsd = Math.max(1.0, largest(inst.optionServedUsd, 0, inst.options, 0) / 1024.0);
    if (usable) this.addColumns();
  }

  private addColumns(): void {
    this.addShares();
    this.addModules();
    this.addExpansions();
    this.addLots();
    this.addFlexible();
    this.addIdle();
    if (this.rows.hasMoney) this.addMoney();
  }

  /** Free what only building needs: the matrix and the rows' tables stay with the caller's copy. */
  free(): void {
    this.lp.free();
    this.rows.free();
    freeI32(this.shareCol);
    freeI32(this.unservedCol);
    freeI32(this.moduleCol);
    freeI32(this.expansionCol);
    freeI32(this.lotCol);
  }

  private addShares(): void {
    const inst = this.inst;
    for (let c: i32 = 0; c < inst.contracts; c++) {
      const first = inst.contractColumnStart[c];
      let leastPenalty: f64 = Infinity;
      for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
        if (this.reach.optionAlive[o] === 0) continue;
        leastPenalty = Math.min(leastPenalty, inst.optionUnservedUsd[o]);
        for (let j = first; j < inst.contractColumnStart[c + 1]; j++) {
          const entry: i32 = inst.optionServeStart[o] + j - first;
          if (this.reach.columnLimit[entry] > 0) this.shareCol[entry] = this.addShare(c, o, j, entry);
        }
      }
      const allowed: f64 = inst.contractMinFraction[c] - inst.contractServedMin[c];
      if (inst.contractSigned[c] === 0 || allowed <= 0 || leastPenalty === Infinity) continue;
      this.unservedCol[c] = this.lp.col(0, allowed, leastPenalty / this.unitUsd);
      this.lp.put(this.rows.contract[c], 1);
    }
  }

  private addShare(c: i32, o: i32, j: i32, entry: i32): i32 {
    const inst = this.inst;
    const T = inst.periods;
    const lp = this.lp;
    const rows = this.rows;
    const k = inst.columnSpot[j];
    const h = this.reach.topology.spotHall[k];
    const s = this.reach.topology.hallSite[h];
    const p = inst.spotPlatform[k];
    const mw = inst.columnMw[j];
    const excess: f64 = inst.sitePueCap[s] < Infinity ? inst.hallPue[h] - inst.sitePueCap[s] : 0;
    const margin = inst.optionServedUsd[o] - inst.serveUsd[entry];
    const col = lp.col(0, Math.min(1.0, this.reach.columnLimit[entry]), -margin / this.unitUsd);
    lp.put(rows.contract[c], 1);
    if (inst.contractGroup[c] >= 0) lp.put(rows.group[inst.contractGroup[c]], 1);
    const ramp: i32 = inst.contractRampStart[c] - inst.optionStart[o];
    let before: f64 = 0;
    for (let t = inst.optionStart[o]; t <= inst.optionEnd[o] && t < T; t++) {
      const use: f64 = t < inst.optionEnd[o] ? mw * inst.ramp[ramp + t] : 0;
      lp.put(rows.keep[k * T + t], use - before);
      before = use;
      if (use === 0) continue;
      lp.put(rows.hall[h * T + t], use);
      lp.put(rows.chip[p * T + t], use);
      lp.put(rows.total[s * T + t], use * inst.hallPeakPue[h]);
      lp.put(rows.firm[s * T + t], use * inst.hallPeakPue[h]);
      lp.put(rows.pue[s * T + t], use * excess);
    }
    if (inst.hasDebt !== 0) lp.put(rows.debtCap, -inst.optionDebtUsd[o] / this.unitUsd);
    return col;
  }

  private addModules(): void {
    const inst = this.inst;
    const T = inst.periods;
    for (let h: i32 = 0; h < inst.halls; h++) {
      const lead = inst.hallLead[h];
      if (inst.hallMaxModules[h] === 0) continue;
      for (let t: i32 = 0; t + lead < T; t++) {
        const cost = inst.hallModuleNetUsd[h * T + t];
        if (cost === Infinity) continue;
        this.moduleCol[h * T + t] = this.lp.col(0, inst.hallMaxPerPeriod[h], cost / this.unitUsd);
        this.lp.put(this.rows.modules[h], 1);
        for (let ready = t + lead; ready < T; ready++)
          this.lp.put(this.rows.hall[h * T + ready], -inst.hallModuleMw[h]);
        this.lp.put(this.rows.capex[t], -inst.hallModuleUsd[h] / this.unitUsd);
      }
    }
  }

  private addExpansions(): void {
    const inst = this.inst;
    const T = inst.periods;
    for (let s: i32 = 0; s < inst.sites; s++) {
      for (let x = inst.siteExpansionStart[s]; x < inst.siteExpansionStart[s + 1]; x++) {
        for (let t = inst.expansionEarliest[x]; t + inst.expansionLead[x] < T; t++) {
          const cost = inst.expansionNetUsd[x * T + t];
          if (cost === Infinity) continue;
          this.expansionCol[x * T + t] = this.lp.col(0, 1, cost / this.unitUsd);
          this.lp.put(this.rows.expansion[x], 1);
          for (let ready = t + inst.expansionLead[x]; ready < T; ready++) {
            this.lp.put(this.rows.total[s * T + ready], -inst.expansionMw[x]);
            this.lp.put(this.rows.firm[s * T + ready], -inst.expansionMw[x]);
          }
          this.lp.put(this.rows.capex[t], -inst.expansionUsd[x] / this.unitUsd);
        }
      }
    }
  }

  private addLots(): void {
    const inst = this.inst;
    const T = inst.periods;
    for (let p: i32 = 0; p < inst.platforms; p++) {
      if (inst.platformBacklog[p] === 0) continue;
      for (let l = inst.platformLotStart[p]; l < inst.platformLotStart[p + 1]; l++) {
        this.lotCol[l] = this.lp.col(0, 1, inst.lotNetUsd[l] / this.unitUsd);
        for (let t = inst.lotPeriod[l]; t < T; t++) this.lp.put(this.rows.chip[p * T + t], -inst.lotMw[l]);
        this.lp.put(this.rows.capex[inst.lotPeriod[l]], -inst.lotUsd[l] / this.unitUsd);
      }
    }
  }

  private addFlexible(): void {
    const inst = this.inst;
    for (let st: i32 = 0; st < inst.sites * inst.periods; st++) {
      const energised: f64 = inst.siteFirmMw[st] + inst.siteInterruptibleMw[st];
      const row = this.rows.total[st];
      if (row < 0) {
        this.constantUsd += flexibleValue(inst, st, energised);
        continue;
      }
      const s: i32 = divI32(st, inst.periods);
      let most = energised;
      for (let x = inst.siteExpansionStart[s]; x < inst.siteExpansionStart[s + 1]; x++) most += inst.expansionMw[x];
      for (let i = inst.segmentStart[st]; i < inst.segmentStart[st + 1]; i++) {
        this.lp.col(0, Math.min(most, inst.segmentMw[i]), -inst.segmentUsdPerMw[i] / this.unitUsd);
        this.lp.put(row, 1);
      }
    }
  }

  private addIdle(): void {
    const inst = this.inst;
    const T = inst.periods;
    const rows = this.rows;
    for (let k: i32 = 0; k < inst.spots; k++) {
      const h = this.reach.topology.spotHall[k];
      for (let t = rows.firstFall[k]; t < T; t++) {
        const most: f64 = inst.hallBuiltMw[h * T + t] + readyModules(inst, h, t) * inst.hallModuleMw[h];
        this.lp.col(0, most, 0);
        this.lp.put(rows.hall[h * T + t], 1);
        this.lp.put(rows.chip[inst.spotPlatform[k] * T + t], 1);
        this.lp.put(rows.keep[k * T + t], 1);
        if (t + 1 < T) this.lp.put(rows.keep[k * T + t + 1], -1);
      }
    }
  }

  private addMoney(): void {
    const inst = this.inst;
    const T = inst.periods;
    const rows = this.rows;
    const unit = this.unitUsd;
    const most = this.largestCapex() / unit;
    const ratio: f64 = inst.hasDebt !== 0 ? inst.maxLoanToCost[0] : 0;
    this.capexCol = this.lp.cols;
    for (let t: i32 = 0; t < T; t++) {
      const committed: f64 = inst.committedUsd[t] - (t > 0 ? inst.committedUsd[t - 1] : 0);
      setRow(this.lp, rows.capex[t], committed / unit, committed / unit);
      setRow(this.lp, rows.equity[t], -Infinity, inst.equityUsd[t] / unit);
      this.lp.col(0, most, 0);
      this.lp.put(rows.capex[t], 1);
      if (t + 1 < T) this.lp.put(rows.capex[t + 1], -1);
      this.lp.put(rows.equity[t], 1);
      this.lp.put(rows.loan[t], -ratio);
    }
    if (inst.hasDebt === 0) return;
    this.debtCol = this.lp.cols;
    for (let t: i32 = 0; t < T; t++) {
      const next: f64 = t + 1 < T ? inst.drawUsd[t + 1] : 0;
      this.lp.col(0, most * ratio, next - inst.drawUsd[t]);
      this.lp.put(rows.equity[t], -1);
      this.lp.put(rows.loan[t], 1);
      this.lp.put(rows.draw[t], 1);
      if (t + 1 < T) this.lp.put(rows.draw[t + 1], -1);
      else this.lp.put(rows.debtCap, 1);
    }
  }

  /** More than all capex there can be. */
  private largestCapex(): f64 {
    const inst = this.inst;
    let usd = inst.committedUsd[inst.periods - 1];
    for (let h: i32 = 0; h < inst.halls; h++) usd += inst.hallMaxModules[h] * inst.hallModuleUsd[h];
    for (let x: i32 = 0; x < inst.expansions; x++) usd += inst.expansionUsd[x];
    for (let l: i32 = 0; l < inst.lots; l++) usd += inst.lotUsd[l];
    return usd;
  }
}

/** Entries of the LP's share columns, nearly all it has. */
export function relaxationEntries(inst: Instance, reach: Reach): f64 {
  let entries: f64 = 0;
  for (let c: i32 = 0; c < inst.contracts; c++) {
    const columns: i32 = inst.contractColumnStart[c + 1] - inst.contractColumnStart[c];
    for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
      if (reach.optionAlive[o] === 0) continue;
      let alive: i32 = 0;
      for (let i: i32 = 0; i < columns; i++) if (reach.columnLimit[inst.optionServeStart[o] + i] > 0) alive++;
      entries += 4.0 * alive * (inst.optionEnd[o] - inst.optionStart[o]);
    }
  }
  return entries;
}

/** Sum of the LP's shares of contract `c` under option `o`. */
export function optionShare(inst: Instance, build: RelaxBuild, x: F64, c: i32, o: i32): f64 {
  let sum: f64 = 0;
  const columns: i32 = inst.contractColumnStart[c + 1] - inst.contractColumnStart[c];
  for (let i: i32 = 0; i < columns; i++) {
    const col = build.shareCol[inst.optionServeStart[o] + i];
    if (col >= 0) sum += x[col];
  }
  return sum;
}
