// The multipliers of the Lagrangian as one vector, cut into rows of MODEL.md section 4, all >= 0 (T periods; offsets in elements):
//   hall[h,t]    installed IT MW                  <= built + modules                  USD per IT MW and period
//   firm[s,t]    firm power in use                <= firm + expansions                USD per MW and period
//   total[s,t]   firm power and flexible use      <= firm + interruptible + expansions
//   chip[p,t]    installed IT MW of a platform    <= committed + lots
//   idle[k,t]    installed in t - 1               <= installed in t (racks stay; backlog spots, t >= 1)
//   pue[s,t]     sum of (pue - cap) * MW in use   <= 0
//   equity[t]    capex - debt paid by t           <= equity                           USD of value per nominal USD
//   debt         all debt drawn                   <= debt capacity of contracts
// The loan-to-cost rows need no multiplier of their own: dual-pricing.ts solves for them. A scale says how large a price is worth
// trying; scale 0 switches a row off that does not exist, and its price stays 0.
import { F64, fillF64, freeF64, freeI32, I32, newF64, newI32, toF64 } from "../glue/mem.ts";
import { Instance } from "./instance.ts";
import { Reach } from "./preprocess.ts";

export class DualLayout {
  hallAt: i32 = 0;
  firmAt: i32 = 0;
  totalAt: i32 = 0;
  chipAt: i32 = 0;
  idleAt: i32 = 0;
  pueAt: i32 = 0;
  equityAt: i32 = 0;
  debtAt: i32 = 0;
  size: i32 = 0;
  /** size: typical price of the row; 0 = no such row. */
  scale: F64;
  /** Rows with a scale above 0, ascending; the first `activeCount` elements. */
  active: I32;
  activeCount: i32 = 0;
  /** USD of margin a contract earns per IT MW and period, mean over contracts: the unit of all prices of power, halls and chips. */
  marginUsdPerMw: f64 = 0;

  constructor(instance: Instance, reach: Reach, feasibility: i32) {
    const periods = instance.periods;
    const size: i32 = periods * (instance.halls + 3 * instance.sites + instance.platforms + instance.spots + 1) + 1;
    this.scale = newF64(size);
    this.active = newI32(size);
    this.size = size;
    this.firmAt = instance.halls * periods;
    this.totalAt = this.firmAt + instance.sites * periods;
    this.chipAt = this.totalAt + instance.sites * periods;
    this.idleAt = this.chipAt + instance.platforms * periods;
    this.pueAt = this.idleAt + instance.spots * periods;
    this.equityAt = this.pueAt + instance.sites * periods;
    this.debtAt = this.equityAt + periods;
    this.marginUsdPerMw = feasibility !== 0 ? 1.0 : meanMargin(instance, reach);
    this.scalePower(instance);
    this.scaleChips(instance);
    this.scaleIdle(instance, reach);
    this.scaleMoney(instance, feasibility);
    for (let i: i32 = 0; i < this.size; i++) {
      if (!(this.scale[i] > 0)) continue;
      this.active[this.activeCount] = i;
      this.activeCount++;
    }
  }

  free(): void {
    freeF64(this.scale);
    freeI32(this.active);
  }

  private scalePower(instance: Instance): void {
    const periods = instance.periods;
    const unit: f64 = this.marginUsdPerMw;
    fillF64(this.scale, unit, this.hallAt, this.chipAt);
    for (let s: i32 = 0; s < instance.sites; s++) {
      let worst: f64 = 0;
      for (let h = instance.siteHallStart[s]; h < instance.siteHallStart[s + 1]; h++) {
        if (instance.hallSpotStart[h + 1] > instance.hallSpotStart[h]) {
          worst = Math.max(worst, instance.hallPue[h] - instance.sitePueCap[s]);
        }
      }
      // Sites without a hall above the cap meet it whatever they do.
      if (!(worst > 0)) continue;
      fillF64(this.scale, unit / worst, this.pueAt + s * periods, this.pueAt + (s + 1) * periods);
    }
  }

  /**
   * Installed racks only grow, so of a run of periods with the same chips only the last one can bind; its price gathers what all
   * periods from the run's first on are worth.
   */
  private scaleChips(instance: Instance): void {
    const periods = instance.periods;
    for (let p: i32 = 0; p < instance.platforms; p++) {
      if (instance.platformBacklog[p] === 0) continue;
      let first: i32 = 0;
      for (let t: i32 = 0; t < periods; t++) {
        const ends = t + 1 === periods || chipsArrive(instance, p, t + 1);
        const run: f64 = toF64(periods - first);
        this.scale[this.chipAt + p * periods + t] = this.marginUsdPerMw * (ends ? run : 1.0);
        if (ends) first = t + 1;
      }
    }
  }

  /** Idle rows matter only from the first period on in which some contract's use of the spot can fall. */
  private scaleIdle(instance: Instance, reach: Reach): void {
    const periods = instance.periods;
    for (let o: i32 = 0; o < instance.options; o++) {
      if (reach.optionAlive[o] === 0) continue;
      const fall = firstFall(instance, reach, o);
      const contract = reach.topology.optionContract[o];
      const first = instance.contractColumnStart[contract];
      const offset: i32 = instance.optionServeStart[o] - first;
      for (let j = first; j < instance.contractColumnStart[contract + 1]; j++) {
        const k = instance.columnSpot[j];
        if (!(reach.columnLimit[offset + j] > 0) || instance.platformBacklog[instance.spotPlatform[k]] === 0) continue;
        for (let t = fall; t < periods; t++) {
          const at: i32 = this.idleAt + k * periods + t;
          if (this.scale[at] > 0) break;
          this.scale[at] = this.marginUsdPerMw * Math.min(4.0, toF64(periods - t));
        }
      }
    }
  }

  private scaleMoney(instance: Instance, feasibility: i32): void {
    const unit: f64 = feasibility !== 0 ? this.marginUsdPerMw / Math.max(1.0, capexUsdPerMw(instance)) : 0.1;
    for (let t: i32 = 0; t < instance.periods; t++) {
      if (instance.equityUsd[t] < Infinity) this.scale[this.equityAt + t] = unit;
    }
    if (instance.hasDebt !== 0) this.scale[this.debtAt] = unit;
  }
}

function chipsArrive(instance: Instance, p: i32, t: i32): bool {
  const at: i32 = p * instance.periods + t;
  if (instance.committedMw[at] > instance.committedMw[at - 1]) return true;
  for (let lot = instance.platformLotStart[p]; lot < instance.platformLotStart[p + 1]; lot++) {
    if (instance.lotPeriod[lot] === t) return true;
  }
  return false;
}

/** First period in which the racks in use by the option can be fewer than in the period before; T = never. */
function firstFall(instance: Instance, reach: Reach, option: i32): i32 {
  const start = instance.optionStart[option];
  const end = instance.optionEnd[option];
  const rampStart: i32 = instance.contractRampStart[reach.topology.optionContract[option]] - start;
  for (let t: i32 = start + 1; t < end; t++) {
    if (instance.ramp[rampStart + t] < instance.ramp[rampStart + t - 1]) return t;
  }
  return end;
}

/** Mean over contracts of what their best option earns per IT MW and period in use; 1 where nothing earns. */
function meanMargin(instance: Instance, reach: Reach): f64 {
  let usd: f64 = 0;
  let mwPeriods: f64 = 0;
  for (let o: i32 = 0; o < instance.options; o++) {
    if (reach.optionAlive[o] === 0) continue;
    const contract = reach.topology.optionContract[o];
    const first = instance.contractColumnStart[contract];
    const last = instance.contractColumnStart[contract + 1];
    const rampStart: i32 = instance.contractRampStart[contract];
    let use: f64 = 0;
    for (let t = instance.optionStart[o]; t < instance.optionEnd[o]; t++) {
      use += instance.ramp[rampStart + t - instance.optionStart[o]];
    }
    let best: f64 = 0;
    let bestMw: f64 = 0;
    for (let j = first; j < last; j++) {
      const at: i32 = instance.optionServeStart[o] + j - first;
      const marginUsd: f64 = instance.optionServedUsd[o] - instance.serveUsd[at];
      if (!(reach.columnLimit[at] > 0) || marginUsd <= best) continue;
      best = marginUsd;
      bestMw = instance.columnMw[j];
    }
    usd += best;
    mwPeriods += bestMw * use;
  }
  return usd > 0 && mwPeriods > 0 ? usd / mwPeriods : 1.0;
}

/** Mean nominal capex per IT MW of a module. */
function capexUsdPerMw(instance: Instance): f64 {
  let usd: f64 = 0;
  let mw: f64 = 0;
  for (let h: i32 = 0; h < instance.halls; h++) {
    if (instance.hallMaxModules[h] === 0) continue;
    usd += instance.hallModuleUsd[h];
    mw += instance.hallModuleMw[h];
  }
  for (let lot: i32 = 0; lot < instance.lots; lot++) {
    usd += instance.lotUsd[lot];
    mw += instance.lotMw[lot];
  }
  return mw > 0 ? usd / mw : 1.0;
}
