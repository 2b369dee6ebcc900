// Prices that follow from the multipliers, solved in closed form where the Lagrangian allows it.
//
// Racks (spot k of hall h, backlog platform p). Eliminating the installed MW N leaves
//   use(t) = hall[h,t] + chip[p,t] + idle[k,t+1] - idle[k,t],   required >= 0 because use in t only presses N from below,
// so idle[k,t] is lowered to hall + chip + idle[k,t+1] where it is above it (idle[k,0] = idle[k,T] = 0). Tenant racks: use = hall.
// A MW in use then pays use(t) + peakPue * (firm + total) + (pue - cap) * pueRow, kept as prefix sums over t.
//
// Money. With e(t) = sum of equity over t' >= t, a dollar drawn in t is worth draw(t) + e(t) - debt, and the loan-to-cost prices
// must keep sum of loan over t' >= t at least that. Capex only grows, so the cheapest such prices are
//   loan(t) = max(0, max over t' >= t of (draw(t') + e(t') - debt))
// whatever is bought, and a dollar of capex paid in t costs dollar(t) = e(t) - maxLoanToCost * loan(t). No box on debt is needed.
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { DualLayout } from "./dual-layout.ts";
import { Instance } from "./instance.ts";
import { Reach } from "./preprocess.ts";

export class DualPricing {
  /** K*(T+1): USD of one MW in use at spot k from period 0 up to t, at k*(T+1)+t. */
  spotPrefix: F64;
  /** K*T: price of use alone, USD per MW and period. */
  useUsd: F64;
  /** T: cost of one nominal dollar of capex paid in t, besides the dollar itself. */
  dollarUsd: F64;
  /** T: worth of one dollar of loan room opened in t. */
  loanUsd: F64;
  /** T: period in which loan room opened in t is drawn; -1 = never. */
  drawPeriod: I32;
  /** Largest sum over t of the absolute price terms of a spot: what rounding errors are relative to. */
  spotMagnitudeUsd: f64 = 0;
  /** Largest absolute term of dollarUsd. */
  dollarMagnitudeUsd: f64 = 0;

  constructor(instance: Instance) {
    const periods = instance.periods;
    this.spotPrefix = newF64(instance.spots * (periods + 1));
    this.useUsd = newF64(instance.spots * periods);
    this.dollarUsd = newF64(periods);
    this.loanUsd = newF64(periods);
    this.drawPeriod = newI32(periods);
  }

  free(): void {
    freeF64(this.spotPrefix);
    freeF64(this.useUsd);
    freeF64(this.dollarUsd);
    freeF64(this.loanUsd);
    freeI32(this.drawPeriod);
  }

  /** Derive all prices from the multipliers x; `idle` multipliers that are too large are lowered in place. */
  update(instance: Instance, reach: Reach, layout: DualLayout, x: F64, feasibility: i32): void {
    this.spotMagnitudeUsd = 0;
    for (let k: i32 = 0; k < instance.spots; k++) {
      this.priceUse(instance, reach, layout, x, k);
      this.priceSpot(instance, reach, layout, x, k);
    }
    this.priceMoney(instance, layout, x, feasibility);
  }

  private priceUse(instance: Instance, reach: Reach, layout: DualLayout, x: F64, k: i32): void {
    const periods = instance.periods;
    const p = instance.spotPlatform[k];
    const hall: i32 = layout.hallAt + reach.topology.spotHall[k] * periods;
    const chip: i32 = layout.chipAt + p * periods;
    const idle: i32 = layout.idleAt + k * periods;
    const useUsd = this.useUsd;
    if (instance.platformBacklog[p] === 0) {
      for (let t: i32 = 0; t < periods; t++) useUsd[k * periods + t] = x[hall + t];
      return;
    }
    let later: f64 = 0;
    for (let t = periods - 1; t >= 0; t--) {
      const pot: f64 = x[hall + t] + x[chip + t] + later;
      const kept: f64 = t > 0 ? Math.min(pot, x[idle + t]) : 0.0;
      x[idle + t] = kept;
      useUsd[k * periods + t] = pot - kept;
      later = kept;
    }
  }

  private priceSpot(instance: Instance, reach: Reach, layout: DualLayout, x: F64, k: i32): void {
    const periods = instance.periods;
    const h = reach.topology.spotHall[k];
    const s = reach.topology.spotSite[k];
    const firm: i32 = layout.firmAt + s * periods;
    const total: i32 = layout.totalAt + s * periods;
    const pue: i32 = layout.pueAt + s * periods;
    const peakPue: f64 = instance.hallPeakPue[h];
    const cap: f64 = instance.sitePueCap[s];
    const overCap: f64 = cap < Infinity ? instance.hallPue[h] - cap : 0.0;
    const spotPrefix = this.spotPrefix;
    const useUsd = this.useUsd;
    const base: i32 = k * (periods + 1);
    let sum: f64 = 0;
    let magnitude: f64 = 0;
    spotPrefix[base] = 0;
    for (let t: i32 = 0; t < periods; t++) {
      const power: f64 = useUsd[k * periods + t] + peakPue * (x[firm + t] + x[total + t]);
      const excess: f64 = overCap * x[pue + t];
      sum += power + excess;
      magnitude += power + Math.abs(excess);
      spotPrefix[base + t + 1] = sum;
    }
    this.spotMagnitudeUsd = Math.max(this.spotMagnitudeUsd, magnitude);
  }

  private priceMoney(instance: Instance, layout: DualLayout, x: F64, feasibility: i32): void {
    const periods = instance.periods;
    const maxLoanToCost: f64 = instance.maxLoanToCost[0];
    const debt: f64 = x[layout.debtAt];
    let equity: f64 = 0;
    let loan: f64 = 0;
    let draw: i32 = -1;
    this.dollarMagnitudeUsd = debt;
    for (let t = periods - 1; t >= 0; t--) {
      equity += x[layout.equityAt + t];
      if (instance.hasDebt !== 0) {
        const drawUsd: f64 = feasibility !== 0 ? 0.0 : instance.drawUsd[t];
        const worth: f64 = drawUsd + equity - debt;
        if (worth > loan) {
          loan = worth;
          draw = t;
        }
        this.dollarMagnitudeUsd = Math.max(this.dollarMagnitudeUsd, Math.abs(drawUsd) + equity + debt);
      }
      this.loanUsd[t] = loan;
      this.drawPeriod[t] = draw;
      this.dollarUsd[t] = equity - maxLoanToCost * loan;
    }
    this.dollarMagnitudeUsd = Math.max(this.dollarMagnitudeUsd, equity);
  }
}
