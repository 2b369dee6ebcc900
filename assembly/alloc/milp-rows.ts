// Rows of the condensed MILP (columns: milp-build.ts) and where each is; -1 where a row does not exist. Capacity rows: relax-places.ts.
//   pick[c]          options of c, less accept[c]                                   = 0, where c has several options
//   group[g]         accepts of its contracts                                       <= 1
//   serveMost[o]     shares - option                                                <= 0  (= 0 where all must be served)
//   serveLeast[o]    shares - servedMin * option                                    >= 0
//   serveFull[o]     shares + unserved - minFraction * option                       >= 0, where something may stay unserved
//   siteMost[o,s]    shares at s - most share there * option                        <= 0, where that is below 1
//   link[c,s]        sum over o of shares at s / most share there - uses[c,s]       <= 0, where the number of sites is limited
//   places[c]        uses - limit * accept[c]                                       <= 0
//   usedBy[c,s]      uses[c,s] - accept[c]                                          <= 0, where the limit is above 1
//   leastMw[c,s]     nameplate MW at s - minMwPerSite * uses[c,s]                   >= 0
//   step[h,t]        started(t) - started(t-1)                                      in [0, maxModulesPerPeriod]
//   expand[x,t]      started(t) - started(t-1)                                      >= 0
//   equity[t]        capex up to t - debt up to t                                   <= equity - committed
//   loan[t]          debt up to t - ratio * capex up to t                           <= ratio * committed
//   draw[t]          debt up to t - debt up to t-1                                  >= 0
//   debtCap          all debt - debt capacity of shares                             <= 0
import { freeI32, I32 } from "../glue/mem.ts";
import { CscBuilder } from "./csc-builder.ts";
import { Instance } from "./instance.ts";
import { SiteShares } from "./milp-sites.ts";
import { ModuleStarts } from "./milp-starts.ts";
import { Reach } from "./preprocess.ts";
import { noRows, PlaceRows } from "./relax-places.ts";

export class MilpRows {
  places: PlaceRows;
  pick: I32; // C
  group: I32; // G
  serveMost: I32; // O
  serveLeast: I32; // O
  serveFull: I32; // O
  /** By option and site of its contract: first at SiteShares.optionSiteStart[o]. */
  siteMost: I32;
  link: I32; // by contract and site, SiteShares.contractSiteStart[c]
  sitePlaces: I32; // C
  usedBy: I32; // as link
  leastMw: I32; // as link
  step: I32; // H*T
  expand: I32; // X*T
  equity: I32; // T
  loan: I32; // T
  draw: I32; // T
  debtCap: i32 = -1;

  constructor(inst: Instance, reach: Reach, sites: SiteShares, starts: ModuleStarts, lp: CscBuilder, unitUsd: f64) {
    const T = inst.periods;
    const places = new PlaceRows(inst, reach);
    this.places = places;
    this.pick = noRows(inst.contracts);
    this.group = noRows(inst.groups);
    this.serveMost = noRows(inst.options);
    this.serveLeast = noRows(inst.options);
    this.serveFull = noRows(inst.options);
    this.siteMost = noRows(sites.optionSites);
    this.link = noRows(sites.contractSites);
    this.sitePlaces = noRows(inst.contracts);
    this.usedBy = noRows(sites.contractSites);
    this.leastMw = noRows(sites.contractSites);
    this.step = noRows(inst.halls * T);
    this.expand = noRows(inst.expansions * T);
    this.equity = noRows(T);
    this.loan = noRows(T);
    this.draw = noRows(T);
    for (let c: i32 = 0; c < inst.contracts; c++)
      if (reach.contractAlive[c] !== 0) this.addContract(inst, reach, sites, lp, c);
    for (let g: i32 = 0; g < inst.groups; g++) this.group[g] = lp.row(-Infinity, 1);
    places.add(inst, lp);
    this.addSteps(inst, reach, starts, lp);
    this.addMoney(inst, lp, unitUsd);
  }

  free(): void {
    this.places.free();
    freeI32(this.pick);
    freeI32(this.group);
    freeI32(this.serveMost);
    freeI32(this.serveLeast);
    freeI32(this.serveFull);
    freeI32(this.siteMost);
    freeI32(this.link);
    freeI32(this.sitePlaces);
    freeI32(this.usedBy);
    freeI32(this.leastMw);
    freeI32(this.step);
    freeI32(this.expand);
    freeI32(this.equity);
    freeI32(this.loan);
    freeI32(this.draw);
  }

  private addContract(inst: Instance, reach: Reach, sites: SiteShares, lp: CscBuilder, c: i32): void {
    const minFraction: f64 = inst.contractMinFraction[c];
    const servedMin: f64 = inst.contractServedMin[c];
    let options: i32 = 0;
    for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
      if (reach.optionAlive[o] === 0) continue;
      options++;
      this.serveMost[o] = lp.row(servedMin >= 1 ? 0 : -Infinity, 0);
      if (servedMin > 0 && servedMin < 1) this.serveLeast[o] = lp.row(0, Infinity);
      if (minFraction > servedMin) this.serveFull[o] = lp.row(0, Infinity);
      const first: i32 = sites.optionSiteStart[o];
      const many: bool = sites.sitesOf(c) > 1 || servedMin < 1;
      for (let i: i32 = first; i < first + sites.sitesOf(c); i++) {
        if (many && sites.most[i] > 0 && sites.most[i] < 1) this.siteMost[i] = lp.row(-Infinity, 0);
      }
    }
    if (options > 1) this.pick[c] = lp.row(0, 0);
    if (!sites.limited(inst, reach, c)) return;
    this.sitePlaces[c] = lp.row(-Infinity, 0);
    for (let i = sites.contractSiteStart[c]; i < sites.contractSiteStart[c + 1]; i++) {
      this.link[i] = lp.row(-Infinity, 0);
      if (reach.topology.siteLimit[c] > 1) this.usedBy[i] = lp.row(-Infinity, 0);
      if (inst.contractMinSiteMw[c] > 0) this.leastMw[i] = lp.row(0, Infinity);
    }
  }

  private addSteps(inst: Instance, reach: Reach, starts: ModuleStarts, lp: CscBuilder): void {
    const T = inst.periods;
    for (let h: i32 = 0; h < inst.halls; h++) {
      const last: i32 = h * T + T - 1;
      if (reach.supply.moduleHigh[last] === 0) continue;
      let t: i32 = starts.next(inst, h, -1);
      while (t >= 0) {
        const next = starts.next(inst, h, t);
        if (next >= 0) this.step[h * T + next] = lp.row(0, inst.hallMaxPerPeriod[h]);
        t = next;
      }
    }
    for (let x: i32 = 0; x < inst.expansions; x++) {
      for (let t: i32 = reach.supply.expansionFirst[x] + 1; t <= reach.supply.expansionLast[x]; t++) {
        this.expand[x * T + t] = lp.row(0, Infinity);
      }
    }
  }

  private addMoney(inst: Instance, lp: CscBuilder, unitUsd: f64): void {
    const T = inst.periods;
    const ratio: f64 = inst.hasDebt !== 0 ? inst.maxLoanToCost[0] : 0;
    for (let t: i32 = 0; t < T; t++) {
      const committed = inst.committedUsd[t];
      if (inst.equityUsd[t] < Infinity) this.equity[t] = lp.row(-Infinity, (inst.equityUsd[t] - committed) / unitUsd);
      if (inst.hasDebt === 0) continue;
      this.loan[t] = lp.row(-Infinity, (ratio * committed) / unitUsd);
      if (t > 0) this.draw[t] = lp.row(0, Infinity);
    }
    if (inst.hasDebt !== 0) this.debtCap = lp.row(-Infinity, 0);
  }
}
