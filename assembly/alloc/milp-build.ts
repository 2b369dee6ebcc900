// The condensed MILP of the allocation model: MODEL.md without variables for what follows in closed form (racks in use and installed,
// price blocks). Minimises minus the value in units of unitUsd. Its optimum is that of the textbook formulation. Columns:
//   share[o,j] served       option[o] binary: start taken      accept[c] binary (where c has several options)
//   unserved[o]             uses[c,s] binary: site used, where the number of sites is limited
//   started[h,t] integer: modules started by the end of t (cumulative: hall rows stay sparse, and branching is on totals), where a start
//                         may pay (milp-starts.ts)
//   started[x,t] binary: expansion started by the end of t     lot fractions (binary where whole)
//   flexible MW by segment  idle MW[k,t] after a spot's use may have fallen      debt[t] drawn up to t
// Shares are bounded by what Reach allows, so all links are tight.
import { divI32, fillI32, freeI32, I32, lengthF64, newI32 } from "../glue/mem.ts";
import { CscBuilder, grownI32 } from "./csc-builder.ts";
import { Instance } from "./instance.ts";
import { MilpRows } from "./milp-rows.ts";
import { SiteShares } from "./milp-sites.ts";
import { ModuleStarts } from "./milp-starts.ts";
import { flexibleValue } from "./power.ts";
import { Reach } from "./preprocess.ts";
import { largest } from "./relax-rows.ts";
import { readyModules } from "./room.ts";

/** What a column stands for; a and b as given. */
export const enum MilpKind {
  share, // option a, column b
  unserved, // option a
  accept, // contract a
  option, // option a
  uses, // contract a, site b
  modules, // hall a, period b
  expansion, // expansion a, period b
  lot, // lot a
  flexible, // segment a
  idle, // spot a, period b
  debt, // period a
}

export class MilpBuild {
  inst: Instance;
  reach: Reach;
  lp: CscBuilder;
  sites: SiteShares;
  starts: ModuleStarts;
  rows: MilpRows;
  unitUsd: f64;
  /** Value that no decision changes, USD. */
  constantUsd: f64 = 0;
  /** By option and column as serveUsd: column, -1 = dropped. */
  shareCol: I32;
  optionCol: I32; // O
  acceptCol: I32; // C: the only option's column where there is but one
  usesCol: I32; // by contract and site, SiteShares.contractSiteStart[c]
  modulesCol: I32; // H*T
  expansionCol: I32; // X*T
  lotCol: I32; // L
  /** By column: MilpKind, a, b; 1 = integer. */
  kind: I32;
  a: I32;
  b: I32;
  integer: I32;

  constructor(inst: Instance, reach: Reach) {
    const lp = new CscBuilder(4096, 65536);
    const sites = new SiteShares(inst, reach);
    const starts = new ModuleStarts(inst, reach);
    const unitUsd: f64 = Math.max(1.0, largest(inst.optionServedUsd, 0, inst.options, 0) / 1024.0);
    this.inst = inst;
    this.reach = reach;
    this.lp = lp;
    this.sites = sites;
    this.starts = starts;
    this.unitUsd = unitUsd;
    this.rows = new MilpRows(inst, reach, sites, starts, lp, unitUsd);
    this.shareCol = minusOnes(lengthF64(inst.serveUsd));
    this.optionCol = minusOnes(inst.options);
    this.acceptCol = minusOnes(inst.contracts);
    this.usesCol = minusOnes(sites.contractSites);
    this.modulesCol = minusOnes(inst.halls * inst.periods);
    this.expansionCol = minusOnes(inst.expansions * inst.periods);
    this.lotCol = minusOnes(inst.lots);
    this.kind = newI32(4096);
    this.a = newI32(4096);
    this.b = newI32(4096);
    this.integer = newI32(4096);
    for (let c: i32 = 0; c < inst.contracts; c++) if (reach.contractAlive[c] !== 0) this.addContract(c);
    this.addModules();
    this.addExpansions();
    this.addLots();
    this.addFlexible();
    this.addIdle();
    if (inst.hasDebt !== 0) this.addDebt();
  }

  free(): void {
    this.lp.free();
    this.sites.free();
    this.starts.free();
    this.rows.free();
    freeI32(this.shareCol);
    freeI32(this.optionCol);
    freeI32(this.acceptCol);
    freeI32(this.usesCol);
    freeI32(this.modulesCol);
    freeI32(this.expansionCol);
    freeI32(this.lotCol);
    freeI32(this.kind);
    freeI32(this.a);
    freeI32(this.b);
    freeI32(this.integer);
  }

  private col(kind: i32, a: i32, b: i32, integer: bool, lower: f64, upper: f64, usd: f64): i32 {
    const col = this.lp.col(lower, upper, usd / this.unitUsd);
    this.kind = grownI32(this.kind, this.lp.cols);
    this.a = grownI32(this.a, this.lp.cols);
    this.b = grownI32(this.b, this.lp.cols);
    this.integer = grownI32(this.integer, this.lp.cols);
    this.kind[col] = kind;
    this.a[col] = a;
    this.b[col] = b;
    this.integer[col] = integer ? 1 : 0;
    return col;
  }

  private addContract(c: i32): void {
    const inst = this.inst;
    const reach = this.reach;
    const several = this.rows.pick[c] >= 0;
    const least: f64 = reach.contractForced[c] !== 0 ? 1 : 0;
    if (several) {
      this.acceptCol[c] = this.col(MilpKind.accept, c, 0, true, least, 1, 0);
      this.lp.put(this.rows.pick[c], -1);
      this.putAccept(c);
    }
    for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
      if (reach.optionAlive[o] === 0) continue;
      this.addOption(c, o, several ? 0 : least);
      if (!several) {
        this.acceptCol[c] = this.optionCol[o];
        this.putAccept(c);
      } else this.lp.put(this.rows.pick[c], 1);
      this.addShares(c, o);
    }
    this.addUses(c);
  }

  /** Entries of the newest column, which says whether `c` is accepted. */
  private putAccept(c: i32): void {
    const group = this.inst.contractGroup[c];
    if (group >= 0) this.lp.put(this.rows.group[group], 1);
    this.lp.put(this.rows.sitePlaces[c], -this.reach.topology.siteLimit[c]);
    for (let i = this.sites.contractSiteStart[c]; i < this.sites.contractSiteStart[c + 1]; i++) {
      this.lp.put(this.rows.usedBy[i], -1);
    }
  }

  private addOption(c: i32, o: i32, least: f64): void {
    const inst = this.inst;
    const rows = this.rows;
    const minFraction = inst.contractMinFraction[c];
    const servedMin = inst.contractServedMin[c];
    if (rows.serveFull[o] >= 0) {
      this.col(MilpKind.unserved, o, 0, false, 0, minFraction - servedMin, inst.optionUnservedUsd[o]);
      this.lp.put(rows.serveFull[o], 1);
    }
    this.optionCol[o] = this.col(MilpKind.option, o, 0, true, least, 1, 0);
    this.lp.put(rows.serveMost[o], -1);
    this.lp.put(rows.serveLeast[o], -servedMin);
    this.lp.put(rows.serveFull[o], -minFraction);
    const first: i32 = this.sites.optionSiteStart[o];
    for (let i = first; i < first + this.sites.sitesOf(c); i++) this.lp.put(rows.siteMost[i], -this.sites.most[i]);
  }

  private addShares(c: i32, o: i32): void {
    const inst = this.inst;
    const first = inst.contractColumnStart[c];
    for (let j = first; j < inst.contractColumnStart[c + 1]; j++) {
      const entry: i32 = inst.optionServeStart[o] + j - first;
      const limit = this.reach.columnLimit[entry];
      if (limit <= 0) continue;
      const lossUsd = inst.serveUsd[entry] - inst.optionServedUsd[o];
      this.shareCol[entry] = this.col(MilpKind.share, o, j, false, 0, Math.min(1.0, limit), lossUsd);
      this.putShare(c, o, j);
    }
  }

  private putShare(c: i32, o: i32, j: i32): void {
    const inst = this.inst;
    const T = inst.periods;
    const lp = this.lp;
    const rows = this.rows;
    const places = rows.places;
    const k = inst.columnSpot[j];
    const h = this.reach.topology.spotHall[k];
    const s = this.reach.topology.hallSite[h];
    const p = inst.spotPlatform[k];
    const mw = inst.columnMw[j];
    const excess: f64 = inst.sitePueCap[s] < Infinity ? inst.hallPue[h] - inst.sitePueCap[s] : 0;
    const place = this.sites.columnPlace[j];
    const link: i32 = this.sites.contractSiteStart[c] + place;
    lp.put(rows.serveMost[o], 1);
    lp.put(rows.serveLeast[o], 1);
    lp.put(rows.serveFull[o], 1);
    lp.put(rows.siteMost[this.sites.optionSiteStart[o] + place], 1);
    lp.put(rows.link[link], 1.0 / this.sites.most[this.sites.optionSiteStart[o] + place]);
    lp.put(rows.leastMw[link], mw);
    const ramp: i32 = inst.contractRampStart[c] - inst.optionStart[o];
    let before: f64 = 0;
    for (let t = inst.optionStart[o]; t <= inst.optionEnd[o] && t < T; t++) {
      const use: f64 = t < inst.optionEnd[o] ? mw * inst.ramp[ramp + t] : 0;
      lp.put(places.keep[k * T + t], use - before);
      before = use;
      if (use === 0) continue;
      lp.put(places.hall[h * T + t], use);
      lp.put(places.chip[p * T + t], use);
      lp.put(places.total[s * T + t], use * inst.hallPeakPue[h]);
      lp.put(places.firm[s * T + t], use * inst.hallPeakPue[h]);
      lp.put(places.pue[s * T + t], use * excess);
    }
    if (inst.hasDebt !== 0) lp.put(rows.debtCap, -inst.optionDebtUsd[o] / this.unitUsd);
  }

  private addUses(c: i32): void {
    const rows = this.rows;
    if (rows.sitePlaces[c] < 0) return;
    const siteOf = this.reach.topology.columnSite;
    let last: i32 = -1;
    for (let j = this.inst.contractColumnStart[c]; j < this.inst.contractColumnStart[c + 1]; j++) {
      const place: i32 = this.sites.contractSiteStart[c] + this.sites.columnPlace[j];
      if (place === last) continue;
      last = place;
      const least: f64 = this.reach.columnForced[j] !== 0 && this.reach.contractForced[c] !== 0 ? 1 : 0;
      this.usesCol[place] = this.col(MilpKind.uses, c, siteOf[j], true, least, 1, 0);
      this.lp.put(rows.link[place], -1);
      this.lp.put(rows.sitePlaces[c], 1);
      this.lp.put(rows.usedBy[place], 1);
      this.lp.put(rows.leastMw[place], -this.inst.contractMinSiteMw[c]);
    }
  }

  private addModules(): void {
    const inst = this.inst;
    const T = inst.periods;
    const supply = this.reach.supply;
    for (let h: i32 = 0; h < inst.halls; h++) {
      if (supply.moduleHigh[h * T + T - 1] === 0) continue;
      let t: i32 = this.starts.next(inst, h, -1);
      while (t >= 0) {
        const next = this.starts.next(inst, h, t);
        this.addStarted(h, t, next);
        t = next;
      }
    }
  }

  /** Modules of hall `h` started by the end of `t`, and until `next` (-1 = for good), when more may start. */
  private addStarted(h: i32, t: i32, next: i32): void {
    const inst = this.inst;
    const T = inst.periods;
    const lead = inst.hallLead[h];
    const row: i32 = h * T;
    const supply = this.reach.supply;
    const usd: f64 = inst.hallModuleNetUsd[row + t] - (next >= 0 ? inst.hallModuleNetUsd[row + next] : 0);
    const last: i32 = next >= 0 ? next - 1 : T - 1 - lead; // of the starts this stands for
    const least: f64 = supply.moduleLow[row + last];
    this.modulesCol[row + t] = this.col(MilpKind.modules, h, t, true, least, supply.moduleHigh[row + t], usd);
    this.lp.put(this.rows.step[row + t], 1);
    if (next >= 0) this.lp.put(this.rows.step[row + next], -1);
    const lastReady: i32 = next >= 0 ? next + lead - 1 : T - 1;
    for (let ready: i32 = t + lead; ready <= lastReady; ready++) {
      this.lp.put(this.rows.places.hall[row + ready], -inst.hallModuleMw[h]);
    }
    this.putCapex(t, next >= 0 ? next - 1 : T - 1, inst.hallModuleUsd[h]);
  }

  /** Entries of the newest column in what capital binds from period `from` to `to`. */
  private putCapex(from: i32, to: i32, usd: f64): void {
    const ratio: f64 = this.inst.hasDebt !== 0 ? this.inst.maxLoanToCost[0] : 0;
    for (let t = from; t <= to; t++) {
      this.lp.put(this.rows.equity[t], usd / this.unitUsd);
      this.lp.put(this.rows.loan[t], (-ratio * usd) / this.unitUsd);
    }
  }

  private addExpansions(): void {
    const inst = this.inst;
    const T = inst.periods;
    const supply = this.reach.supply;
    for (let s: i32 = 0; s < inst.sites; s++) {
      for (let x = inst.siteExpansionStart[s]; x < inst.siteExpansionStart[s + 1]; x++) {
        const last = supply.expansionLast[x];
        for (let t = supply.expansionFirst[x]; t <= last; t++) {
          const usd: f64 = inst.expansionNetUsd[x * T + t] - (t < last ? inst.expansionNetUsd[x * T + t + 1] : 0);
          this.expansionCol[x * T + t] = this.col(
            MilpKind.expansion,
            x,
            t,
            true,
            t >= supply.expansionBy[x] ? 1 : 0,
            1,
            usd,
          );
          this.lp.put(this.rows.expand[x * T + t], 1);
          if (t < last) this.lp.put(this.rows.expand[x * T + t + 1], -1);
          const lastReady: i32 = t < last ? t + inst.expansionLead[x] : T - 1;
          for (let ready: i32 = t + inst.expansionLead[x]; ready <= lastReady; ready++) {
            this.lp.put(this.rows.places.total[s * T + ready], -inst.expansionMw[x]);
            this.lp.put(this.rows.places.firm[s * T + ready], -inst.expansionMw[x]);
          }
          this.putCapex(t, t < last ? t : T - 1, inst.expansionUsd[x]);
        }
      }
    }
  }

  private addLots(): void {
    const inst = this.inst;
    const T = inst.periods;
    const supply = this.reach.supply;
    for (let p: i32 = 0; p < inst.platforms; p++) {
      if (inst.platformBacklog[p] === 0) continue;
      for (let l = inst.platformLotStart[p]; l < inst.platformLotStart[p + 1]; l++) {
        const whole = inst.lotDivisible[l] === 0;
        const most: f64 = whole || supply.lotHigh[l] === 0 ? supply.lotHigh[l] : 1;
        this.lotCol[l] = this.col(MilpKind.lot, l, 0, whole, supply.lotLow[l], most, inst.lotNetUsd[l]);
        for (let t = inst.lotPeriod[l]; t < T; t++) this.lp.put(this.rows.places.chip[p * T + t], -inst.lotMw[l]);
        this.putCapex(inst.lotPeriod[l], T - 1, inst.lotUsd[l]);
      }
    }
  }

  private addFlexible(): void {
    const inst = this.inst;
    for (let st: i32 = 0; st < inst.sites * inst.periods; st++) {
      const energised: f64 = inst.siteFirmMw[st] + inst.siteInterruptibleMw[st];
      const row = this.rows.places.total[st];
      if (row < 0) {
        this.constantUsd += flexibleValue(inst, st, energised);
        continue;
      }
      const s: i32 = divI32(st, inst.periods);
      let most = energised;
      for (let x = inst.siteExpansionStart[s]; x < inst.siteExpansionStart[s + 1]; x++) most += inst.expansionMw[x];
      for (let i = inst.segmentStart[st]; i < inst.segmentStart[st + 1]; i++) {
        this.col(MilpKind.flexible, i, 0, false, 0, Math.min(most, inst.segmentMw[i]), -inst.segmentUsdPerMw[i]);
        this.lp.put(row, 1);
      }
    }
  }

  private addIdle(): void {
    const inst = this.inst;
    const T = inst.periods;
    const places = this.rows.places;
    for (let k: i32 = 0; k < inst.spots; k++) {
      const h = this.reach.topology.spotHall[k];
      for (let t = places.firstFall[k]; t < T; t++) {
        const most: f64 = inst.hallBuiltMw[h * T + t] + readyModules(inst, h, t) * inst.hallModuleMw[h];
        this.col(MilpKind.idle, k, t, false, 0, most, 0);
        this.lp.put(places.hall[h * T + t], 1);
        this.lp.put(places.chip[inst.spotPlatform[k] * T + t], 1);
        this.lp.put(places.keep[k * T + t], 1);
        if (t + 1 < T) this.lp.put(places.keep[k * T + t + 1], -1);
      }
    }
  }

  private addDebt(): void {
    const inst = this.inst;
    const T = inst.periods;
    const most: f64 = this.reach.debtCapacityUsd(inst) / this.unitUsd;
    for (let t: i32 = 0; t < T; t++) {
      const next: f64 = t + 1 < T ? inst.drawUsd[t + 1] : 0;
      this.col(MilpKind.debt, t, 0, false, 0, most, (next - inst.drawUsd[t]) * this.unitUsd);
      this.lp.put(this.rows.equity[t], -1);
      this.lp.put(this.rows.loan[t], 1);
      this.lp.put(this.rows.draw[t], 1);
      if (t + 1 < T) this.lp.put(this.rows.draw[t + 1], -1);
      else this.lp.put(this.rows.debtCap, 1);
    }
  }
}

function minusOnes(length: i32): I32 {
  const array = newI32(length);
  fillI32(array, -1, 0, length);
  return array;
}
