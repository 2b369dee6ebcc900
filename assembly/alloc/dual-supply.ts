// The supply side of the Lagrangian for given prices: each piece of capacity by itself, all in closed form.
//   module started in t     moduleMw * (hall prices from t + lead on) - netUsd(t) - dollar(t) * usd, best periods first, up to the
//                           per-period and total maximum
//   expansion               best start or none, paid by firm and total prices from t + lead on
//   lot                     whole or not at all, paid by chip prices from its arrival on
//   flexible use            best-paying segments above the total price, at most all power the site can ever have
// plus the prices times what is there already. valueUsd is the sum; magnitudeUsd the sum of absolute terms, for the rounding error.
import { F64, fillF64, freeF64, freeI32, I32, newF64, newI32, toF64 } from "../glue/mem.ts";
import { DualLayout } from "./dual-layout.ts";
import { ModuleSchedule } from "./dual-modules.ts";
import { DualPricing } from "./dual-pricing.ts";
import { Instance } from "./instance.ts";
import { Reach } from "./preprocess.ts";
import { SupplyLimits } from "./preprocess-supply.ts";

export class DualSupply {
  valueUsd: f64 = 0;
  magnitudeUsd: f64 = 0;
  moduleStarts: F64; // H*T: modules started in t
  expansionStart: I32; // X: -1 = never
  lotTaken: F64; // L: 0 or 1
  flexMw: F64; // S*T: flexible use
  spendUsd: F64; // T: optional capex paid in t, nominal
  private worthUsd: F64; // T+1: scratch, suffix sums of prices
  private reducedUsd: F64; // T: scratch, worth of a module by start
  private schedule: ModuleSchedule;

  constructor(instance: Instance) {
    const periods = instance.periods;
    this.moduleStarts = newF64(instance.halls * periods);
    this.expansionStart = newI32(instance.expansions);
    this.lotTaken = newF64(instance.lots);
    this.flexMw = newF64(instance.sites * periods);
    this.spendUsd = newF64(periods);
    this.worthUsd = newF64(periods + 1);
    this.reducedUsd = newF64(periods);
    this.schedule = new ModuleSchedule(instance);
  }

  free(): void {
    freeF64(this.moduleStarts);
    freeI32(this.expansionStart);
    freeF64(this.lotTaken);
    freeF64(this.flexMw);
    freeF64(this.spendUsd);
    freeF64(this.worthUsd);
    freeF64(this.reducedUsd);
    this.schedule.free();
  }

  /** Solve for the multipliers x. `objective` 1 = maximise value, 0 = feasibility only (nothing costs or earns). */
  solve(instance: Instance, reach: Reach, layout: DualLayout, pricing: DualPricing, x: F64, objective: f64): void {
    this.valueUsd = 0;
    this.magnitudeUsd = 0;
    fillF64(this.spendUsd, 0.0, 0, instance.periods);
    for (let h: i32 = 0; h < instance.halls; h++)
      this.solveHall(instance, reach.supply, layout, pricing, x, objective, h);
    for (let s: i32 = 0; s < instance.sites; s++) {
      this.solveExpansions(instance, reach.supply, layout, pricing, x, objective, s);
      if (objective > 0) this.solveFlexible(instance, reach, layout, x, s);
    }
    for (let p: i32 = 0; p < instance.platforms; p++)
      this.solveLots(instance, reach.supply, layout, pricing, x, objective, p);
    this.addMoney(instance, layout, pricing, x);
  }

  private add(valueUsd: f64, magnitudeUsd: f64): void {
    this.valueUsd += valueUsd;
    this.magnitudeUsd += magnitudeUsd;
  }

  private solveHall(
    instance: Instance,
    limits: SupplyLimits,
    layout: DualLayout,
    pricing: DualPricing,
    x: F64,
    objective: f64,
    h: i32,
  ): void {
    const periods = instance.periods;
    const price: i32 = layout.hallAt + h * periods;
    const worthUsd = this.worthUsd;
    worthUsd[periods] = 0;
    let builtUsd: f64 = 0;
    for (let t = periods - 1; t >= 0; t--) {
      worthUsd[t] = worthUsd[t + 1] + x[price + t];
      builtUsd += instance.hallBuiltMw[h * periods + t] * x[price + t];
    }
    this.add(builtUsd, builtUsd);
    const moduleStarts = this.moduleStarts;
    fillF64(moduleStarts, 0.0, h * periods, (h + 1) * periods);
    const lead = instance.hallLead[h];
    let left: i32 = instance.hallMaxModules[h];
    if (left === 0 || lead >= periods) return;
    const moduleMw: f64 = instance.hallModuleMw[h];
    const moduleUsd: f64 = instance.hallModuleUsd[h];
    const reducedUsd = this.reducedUsd;
    const earliest = instance.hallEarliest(h);
    for (let t: i32 = earliest; t + lead < periods; t++) {
      const netUsd: f64 = objective > 0 ? instance.hallModuleNetUsd[h * periods + t] : 0.0;
      reducedUsd[t] = moduleMw * worthUsd[t + lead] - netUsd - moduleUsd * pricing.dollarUsd[t];
      this.magnitudeUsd +=
        toF64(left) * (moduleMw * worthUsd[t + lead] + Math.abs(netUsd) + moduleUsd * pricing.dollarMagnitudeUsd);
    }
    if (limits.moduleNarrow[h] !== 0) {
      this.valueUsd += this.schedule.solve(instance, limits, h, reducedUsd, moduleStarts);
      for (let t: i32 = 0; t < periods; t++) this.spendUsd[t] += moduleStarts[h * periods + t] * moduleUsd;
      return;
    }
    while (left > 0) {
      let best: i32 = -1;
      let bestUsd: f64 = 0;
      for (let t: i32 = earliest; t + lead < periods; t++) {
        if (reducedUsd[t] > bestUsd) {
          bestUsd = reducedUsd[t];
          best = t;
        }
      }
      if (best < 0) break;
      const perPeriod = instance.hallMaxPerPeriod[h];
      const modules: i32 = left < perPeriod ? left : perPeriod;
      if (modules <= 0) break;
      moduleStarts[h * periods + best] = toF64(modules);
      this.valueUsd += toF64(modules) * bestUsd;
      this.spendUsd[best] += toF64(modules) * moduleUsd;
      reducedUsd[best] = 0;
      left -= modules;
    }
  }

  private solveExpansions(
    instance: Instance,
    limits: SupplyLimits,
    layout: DualLayout,
    pricing: DualPricing,
    x: F64,
    objective: f64,
    s: i32,
  ): void {
    const periods = instance.periods;
    const firm: i32 = layout.firmAt + s * periods;
    const total: i32 = layout.totalAt + s * periods;
    const worthUsd = this.worthUsd;
    worthUsd[periods] = 0;
    let firmUsd: f64 = 0;
    for (let t = periods - 1; t >= 0; t--) {
      worthUsd[t] = worthUsd[t + 1] + x[firm + t] + x[total + t];
      const firmMw: f64 = instance.siteFirmMw[s * periods + t];
      firmUsd += firmMw * x[firm + t] + (firmMw + instance.siteInterruptibleMw[s * periods + t]) * x[total + t];
    }
    this.add(firmUsd, firmUsd);
    for (let e = instance.siteExpansionStart[s]; e < instance.siteExpansionStart[s + 1]; e++) {
      const lead = instance.expansionLead[e];
      const mw: f64 = instance.expansionMw[e];
      const usd: f64 = instance.expansionUsd[e];
      let best: i32 = -1;
      const by = limits.expansionBy[e];
      let last = limits.expansionLast[e];
      if (last > by) last = by;
      let bestUsd: f64 = by < periods ? -Infinity : 0.0;
      for (let t = limits.expansionFirst[e]; t <= last; t++) {
        const netUsd: f64 = objective > 0 ? instance.expansionNetUsd[e * periods + t] : 0.0;
        const reducedUsd: f64 = mw * worthUsd[t + lead] - netUsd - usd * pricing.dollarUsd[t];
        this.magnitudeUsd += mw * worthUsd[t + lead] + Math.abs(netUsd) + usd * pricing.dollarMagnitudeUsd;
        if (reducedUsd <= bestUsd) continue;
        bestUsd = reducedUsd;
        best = t;
      }
      this.expansionStart[e] = best;
      if (best < 0) continue;
      this.valueUsd += bestUsd;
      this.spendUsd[best] += usd;
    }
  }

  private solveFlexible(instance: Instance, reach: Reach, layout: DualLayout, x: F64, s: i32): void {
    const periods = instance.periods;
    for (let t: i32 = 0; t < periods; t++) {
      const at: i32 = s * periods + t;
      const price: f64 = x[layout.totalAt + at];
      // Resale takes any MW, but no site has more to sell than all its power.
      let leftMw: f64 = reach.capacity.powerMw[at] + instance.siteInterruptibleMw[at];
      let usedMw: f64 = 0;
      for (let i = instance.segmentStart[at]; i < instance.segmentStart[at + 1]; i++) {
        const marginUsd: f64 = instance.segmentUsdPerMw[i] - price;
        if (marginUsd <= 0 || leftMw <= 0) break;
        const mw: f64 = Math.min(leftMw, instance.segmentMw[i]);
        this.add(mw * marginUsd, mw * (instance.segmentUsdPerMw[i] + price));
        leftMw -= mw;
        usedMw += mw;
      }
      this.flexMw[at] = usedMw;
    }
  }

  private solveLots(
    instance: Instance,
    limits: SupplyLimits,
    layout: DualLayout,
    pricing: DualPricing,
    x: F64,
    objective: f64,
    p: i32,
  ): void {
    if (instance.platformBacklog[p] === 0) return;
    const periods = instance.periods;
    const price: i32 = layout.chipAt + p * periods;
    const worthUsd = this.worthUsd;
    worthUsd[periods] = 0;
    let committedUsd: f64 = 0;
    for (let t = periods - 1; t >= 0; t--) {
      worthUsd[t] = worthUsd[t + 1] + x[price + t];
      committedUsd += instance.committedMw[p * periods + t] * x[price + t];
    }
    this.add(committedUsd, committedUsd);
    for (let lot = instance.platformLotStart[p]; lot < instance.platformLotStart[p + 1]; lot++) {
      const t = instance.lotPeriod[lot];
      const netUsd: f64 = objective > 0 ? instance.lotNetUsd[lot] : 0.0;
      const mw: f64 = instance.lotMw[lot];
      const usd: f64 = instance.lotUsd[lot];
      const reducedUsd: f64 = mw * worthUsd[t] - netUsd - usd * pricing.dollarUsd[t];
      this.magnitudeUsd += mw * worthUsd[t] + Math.abs(netUsd) + usd * pricing.dollarMagnitudeUsd;
      const take = (reducedUsd > 0 && limits.lotHigh[lot] !== 0) || limits.lotLow[lot] !== 0;
      this.lotTaken[lot] = take ? 1.0 : 0.0;
      if (!take) continue;
      this.valueUsd += reducedUsd;
      this.spendUsd[t] += usd;
    }
  }

  /** Prices times equity, less committed lots at the price of a dollar. */
  private addMoney(instance: Instance, layout: DualLayout, pricing: DualPricing, x: F64): void {
    let paidUsd: f64 = 0;
    for (let t: i32 = 0; t < instance.periods; t++) {
      const equityUsd: f64 = instance.equityUsd[t];
      if (equityUsd < Infinity) this.add(x[layout.equityAt + t] * equityUsd, x[layout.equityAt + t] * equityUsd);
      const committedUsd: f64 = instance.committedUsd[t] - paidUsd;
      paidUsd = instance.committedUsd[t];
      this.add(-committedUsd * pricing.dollarUsd[t], committedUsd * pricing.dollarMagnitudeUsd);
    }
  }
}
