// The demand side of the Lagrangian: each contract by itself takes its best option and the best shares at the prices of the moment,
//   worth of a full share at (option, column) = servedUsd + debt * debtUsd - serveUsd - mw * sum over term of ramp * spot price
// or is refused (unless signed); of a group only the best member counts. What was chosen is kept for gradients and averages.
import { F64, fillI32, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { DualColumns } from "./dual-columns.ts";
import { ShareFill } from "./dual-fill.ts";
import { DualPricing } from "./dual-pricing.ts";
import { SiteChoice } from "./dual-sites.ts";
import { Instance } from "./instance.ts";
import { Reach } from "./preprocess.ts";

export class DualContracts {
  valueUsd: f64 = 0;
  columns: DualColumns;
  /** Elements of serveUsd and columnLimit. */
  shares: i32 = 0;
  /** C: option chosen, -1 = refused. */
  chosenOption: I32;
  /** C: how many picks it has, kept from slotStart(contract) on. */
  slotPicks: I32;
  slotEntry: I32;
  slotShare: F64;
  /** C: value of the choice, USD (0 when refused). */
  chosenUsd: F64;
  /** Worths and shares of the option priced last. */
  fill: ShareFill;
  private sites: SiteChoice;
  private groupBest: I32; // G: member chosen so far, -1 = none
  private objective: f64;
  /** Sums over contracts of the largest absolute terms, see magnitudeUsd. */
  private moneyMagnitudeUsd: f64 = 0;
  private debtMagnitudeUsd: f64 = 0;
  private mwMagnitude: f64 = 0;

  constructor(instance: Instance, reach: Reach, objective: f64) {
    const contracts = instance.contracts;
    const columns = new DualColumns(instance, reach);
    const slots: i32 = 2 * instance.columns;
    this.objective = objective;
    this.columns = columns;
    this.chosenOption = newI32(contracts);
    this.slotPicks = newI32(contracts);
    this.slotEntry = newI32(slots);
    this.slotShare = newF64(slots);
    this.chosenUsd = newF64(contracts);
    this.fill = new ShareFill(columns.entries);
    this.sites = new SiteChoice(columns.entries, instance.sites);
    this.groupBest = newI32(instance.groups);
    for (let c: i32 = 0; c < contracts; c++) {
      const options: i32 = instance.contractOptionStart[c + 1] - instance.contractOptionStart[c];
      this.shares += options * (instance.contractColumnStart[c + 1] - instance.contractColumnStart[c]);
    }
    this.measure(instance, reach);
  }

  free(): void {
    this.columns.free();
    freeI32(this.chosenOption);
    freeI32(this.slotPicks);
    freeI32(this.slotEntry);
    freeF64(this.slotShare);
    freeF64(this.chosenUsd);
    this.fill.free();
    this.sites.free();
    freeI32(this.groupBest);
  }

  /** Solve for all contracts; `debt` is the price of debt capacity. */
  solve(instance: Instance, reach: Reach, pricing: DualPricing, debt: f64): void {
    fillI32(this.groupBest, -1, 0, instance.groups);
    for (let c: i32 = 0; c < instance.contracts; c++) this.solveContract(instance, reach, pricing, debt, c);
    let value: f64 = 0;
    for (let c: i32 = 0; c < instance.contracts; c++) value += this.chosenUsd[c];
    this.valueUsd = value;
  }

  /** Absolute terms of valueUsd for these prices, for the rounding error. */
  magnitudeUsd(pricing: DualPricing, debt: f64): f64 {
    return this.moneyMagnitudeUsd + debt * this.debtMagnitudeUsd + pricing.spotMagnitudeUsd * this.mwMagnitude;
  }

  /** Upper bound on the value of the contract when it takes this option, for prices last solved; -Infinity for a dead option. */
  optionUsd(instance: Instance, reach: Reach, pricing: DualPricing, debt: f64, contract: i32, option: i32): f64 {
    if (reach.optionAlive[option] === 0) return -Infinity;
    this.loadTerms(instance, contract, option);
    this.price(instance, pricing, debt, option);
    return this.solveShares(reach, contract, option, -Infinity);
  }

  private solveContract(instance: Instance, reach: Reach, pricing: DualPricing, debt: f64, c: i32): void {
    this.chosenOption[c] = -1;
    this.chosenUsd[c] = 0;
    this.slotPicks[c] = 0;
    if (reach.contractAlive[c] === 0) return;
    const group = instance.contractGroup[c];
    const rival: i32 = group >= 0 ? this.groupBest[group] : -1;
    let best: f64 = rival >= 0 ? this.chosenUsd[rival] : 0.0;
    if (reach.contractForced[c] !== 0) best = -Infinity;
    for (let o = instance.contractOptionStart[c]; o < instance.contractOptionStart[c + 1]; o++) {
      if (reach.optionAlive[o] === 0) continue;
      this.loadTerms(instance, c, o);
      const mostUsd: f64 = this.price(instance, pricing, debt, o);
      if (this.fill.ceilingUsd(mostUsd) <= best) continue;
      const value: f64 = this.solveShares(reach, c, o, best);
      if (value <= best) continue;
      best = value;
      this.keep(instance, c, o, value);
    }
    if (group < 0 || this.chosenOption[c] < 0) return;
    this.groupBest[group] = c;
    if (rival < 0) return;
    this.chosenOption[rival] = -1;
    this.chosenUsd[rival] = 0;
    this.slotPicks[rival] = 0;
  }

  private loadTerms(instance: Instance, contract: i32, option: i32): void {
    this.fill.servedMin = instance.contractServedMin[contract];
    this.fill.minFraction = instance.contractMinFraction[contract];
    this.fill.unservedUsd = this.objective * instance.optionUnservedUsd[option];
  }

  /** Worth of every entry of the option; returns the largest (-Infinity without entries). */
  private price(instance: Instance, pricing: DualPricing, debt: f64, option: i32): f64 {
    const columns = this.columns;
    const worthUsd = this.fill.worthUsd;
    const spotPrefix = pricing.spotPrefix;
    const entrySpot = columns.entrySpot;
    const entryMw = columns.entryMw;
    const entryServeUsd = columns.entryServeUsd;
    const breakPeriod = columns.breakPeriod;
    const breakWeight = columns.breakWeight;
    const stride: i32 = instance.periods + 1;
    const breakStart = columns.optionBreakStart[option];
    const breakEnd = columns.optionBreakStart[option + 1];
    const end = columns.optionEntryStart[option + 1];
    const objective = this.objective;
    const gainUsd: f64 = objective * instance.optionServedUsd[option] + debt * instance.optionDebtUsd[option];
    let most: f64 = -Infinity;
    for (let e = columns.optionEntryStart[option]; e < end; e++) {
      const base: i32 = entrySpot[e] * stride;
      let termUsd: f64 = 0;
      for (let b = breakStart; b < breakEnd; b++) termUsd += breakWeight[b] * spotPrefix[base + breakPeriod[b]];
      const worth: f64 = gainUsd - objective * entryServeUsd[e] - entryMw[e] * termUsd;
      worthUsd[e] = worth;
      if (worth > most) most = worth;
    }
    return most;
  }

  /** Value of the option from the worths just priced; the site rule is only looked at when the value without it beats `floor`. */
  private solveShares(reach: Reach, contract: i32, option: i32, floor: f64): f64 {
    const columns = this.columns;
    const fill = this.fill;
    const sites = this.sites;
    const from = columns.optionEntryStart[option];
    const to = columns.optionEntryStart[option + 1];
    const free: f64 = fill.fill(from, to, columns.entryLimit);
    const most = reach.topology.siteLimit[contract];
    if (most > 0 && free > floor && freeSitesOf(columns, fill) > most - reach.forcedSites[contract]) {
      return Math.min(free, sites.solve(columns, fill, from, to, most));
    }
    sites.picks = fill.picks;
    for (let i: i32 = 0; i < fill.picks; i++) {
      sites.pickEntry[i] = fill.pickEntry[i];
      sites.pickShare[i] = fill.pickShare[i];
    }
    return free;
  }

  private keep(instance: Instance, contract: i32, option: i32, value: f64): void {
    const base = slotStart(instance, contract);
    const sites = this.sites;
    this.chosenOption[contract] = option;
    this.chosenUsd[contract] = value;
    this.slotPicks[contract] = sites.picks;
    for (let i: i32 = 0; i < sites.picks; i++) {
      this.slotEntry[base + i] = sites.pickEntry[i];
      this.slotShare[base + i] = sites.pickShare[i];
    }
  }

  /** Largest absolute terms of any option of each contract, summed. */
  private measure(instance: Instance, reach: Reach): void {
    for (let c: i32 = 0; c < instance.contracts; c++) {
      if (reach.contractAlive[c] === 0) continue;
      let money: f64 = 0;
      let debt: f64 = 0;
      let mw: f64 = 0;
      for (let o = instance.contractOptionStart[c]; o < instance.contractOptionStart[c + 1]; o++) {
        if (reach.optionAlive[o] === 0) continue;
        let serve: f64 = 0;
        let most: f64 = 0;
        for (let e = this.columns.optionEntryStart[o]; e < this.columns.optionEntryStart[o + 1]; e++) {
          serve = Math.max(serve, Math.abs(this.columns.entryServeUsd[e]));
          most = Math.max(most, this.columns.entryMw[e]);
        }
        money = Math.max(money, Math.abs(instance.optionServedUsd[o]) + instance.optionUnservedUsd[o] + serve);
        debt = Math.max(debt, instance.optionDebtUsd[o]);
        mw = Math.max(mw, most * this.columns.optionVariation[o]);
      }
      this.moneyMagnitudeUsd += this.objective * money;
      this.debtMagnitudeUsd += debt;
      this.mwMagnitude += mw;
    }
  }
}

/** Place of the contract's first pick: room for two per column, since a mixture of sites may name an entry twice. */
export function slotStart(instance: Instance, contract: i32): i32 {
  return 2 * instance.contractColumnStart[contract];
}

/** Number of sites among the picks of the last fill that are not forced anyway. */
function freeSitesOf(columns: DualColumns, fill: ShareFill): i32 {
  let count: i32 = 0;
  for (let i: i32 = 0; i < fill.picks; i++) {
    let known = false;
    const s = columns.entrySite[fill.pickEntry[i]];
    for (let j: i32 = 0; j < i; j++) if (columns.entrySite[fill.pickEntry[j]] === s) known = true;
    if (!known && columns.entryForced[fill.pickEntry[i]] === 0) count++;
  }
  return count;
}
