// The most capacity any plan can have, MODEL.md section 4: what is there plus everything that can be ready, bought and paid for by t.
// Each figure bounds its own row alone, so together they are optimistic and never cut off a plan.
//   money(t)  optional capex paid by t     <= min over t' >= t of (equity / (1 - loan to cost) or equity + debt capacity) - committed
//   hall(h,t) built + module * count       count <= maxModules, periods * maxPerPeriod, money / module
//   power(s,t) firm + expansions           each that can have started by t - lead and can be paid for
//   chips(p,t) committed + lots arrived    each to the fraction that can be paid for
import { F64, freeF64, newF64, toF64 } from "../glue/mem.ts";
import { Instance } from "./instance.ts";
import { SupplyLimits } from "./preprocess-supply.ts";

/** MODEL.md section 6 calls a plan feasible that misses a row by this much, relative and absolute; the limits must not be tighter. */
export const ROW_TOLERANCE: f64 = 1e-6;

/** Capacity with the tolerance of the audit added; nothing stays nothing. */
export function loosen(capacity: f64): f64 {
  return capacity > 0 ? capacity + ROW_TOLERANCE * Math.max(1.0, capacity) : 0.0;
}

export class ReachCapacity {
  moneyUsd: F64; // T: optional capex that can have been paid by t, nominal, nondecreasing; Infinity = unlimited
  powerMw: F64; // S*T: firm power for contracts
  hallMw: F64; // H*T: IT MW
  chipMw: F64; // P*T: IT MW; Infinity for tenant platforms
  broke: i32 = 0; // 1: committed lots alone cost more than can be paid, so there is no plan at all

  constructor(instance: Instance) {
    const periods = instance.periods;
    this.moneyUsd = newF64(periods);
    this.powerMw = newF64(instance.sites * periods);
    this.hallMw = newF64(instance.halls * periods);
    this.chipMw = newF64(instance.platforms * periods);
  }

  free(): void {
    freeF64(this.moneyUsd);
    freeF64(this.powerMw);
    freeF64(this.hallMw);
    freeF64(this.chipMw);
  }

  /** Recompute all from the debt capacity of the contracts that are left (0 without debt). */
  update(instance: Instance, supply: SupplyLimits, debtCapacityUsd: f64): void {
    this.updateMoney(instance, debtCapacityUsd);
    this.updateHalls(instance, supply);
    this.updatePower(instance, supply);
    this.updateChips(instance, supply);
  }

  private updateMoney(instance: Instance, debtCapacityUsd: f64): void {
    const ownShare: f64 = instance.hasDebt !== 0 ? 1.0 - instance.maxLoanToCost[0] : 1.0;
    const debtUsd: f64 = instance.hasDebt !== 0 ? debtCapacityUsd : 0.0;
    let least: f64 = Infinity;
    this.broke = 0;
    for (let t = instance.periods - 1; t >= 0; t--) {
      const equityUsd: f64 = instance.equityUsd[t];
      if (equityUsd < Infinity) {
        const committedUsd: f64 = instance.committedUsd[t];
        let mostUsd: f64 = equityUsd + debtUsd;
        if (ownShare > 0) mostUsd = Math.min(mostUsd, equityUsd / ownShare);
        const slackUsd: f64 = 2.0 * ROW_TOLERANCE * Math.max(1.0, Math.max(mostUsd, committedUsd));
        least = Math.min(least, mostUsd + slackUsd - committedUsd);
      }
      if (least < 0) this.broke = 1;
      this.moneyUsd[t] = Math.max(0.0, least);
    }
  }

  private updateHalls(instance: Instance, supply: SupplyLimits): void {
    const periods = instance.periods;
    for (let h: i32 = 0; h < instance.halls; h++) {
      const lead: i32 = instance.hallLead[h];
      const moduleUsd: f64 = instance.hallModuleUsd[h];
      for (let t: i32 = 0; t < periods; t++) {
        let modules: f64 = 0;
        if (t >= lead) {
          modules = toF64(supply.moduleHigh[h * periods + t - lead]);
          const moneyUsd: f64 = this.moneyUsd[t - lead];
          if (moduleUsd * modules > moneyUsd) modules = Math.floor(moneyUsd / moduleUsd);
        }
        const builtMw: f64 = instance.hallBuiltMw[h * periods + t];
        this.hallMw[h * periods + t] = loosen(builtMw + (modules > 0 ? modules * instance.hallModuleMw[h] : 0.0));
      }
    }
  }

  private updatePower(instance: Instance, supply: SupplyLimits): void {
    const periods = instance.periods;
    for (let s: i32 = 0; s < instance.sites; s++) {
      for (let t: i32 = 0; t < periods; t++) {
        let powerMw: f64 = instance.siteFirmMw[s * periods + t];
        for (let x = instance.siteExpansionStart[s]; x < instance.siteExpansionStart[s + 1]; x++) {
          const start: i32 = t - instance.expansionLead[x];
          if (start < 0 || start < supply.expansionFirst[x] || supply.expansionFirst[x] > supply.expansionLast[x])
            continue;
          if (this.moneyUsd[start] >= instance.expansionUsd[x]) powerMw += instance.expansionMw[x];
        }
        this.powerMw[s * periods + t] = loosen(powerMw);
      }
    }
  }

  private updateChips(instance: Instance, supply: SupplyLimits): void {
    const periods = instance.periods;
    for (let p: i32 = 0; p < instance.platforms; p++) {
      for (let t: i32 = 0; t < periods; t++) {
        if (instance.platformBacklog[p] === 0) {
          this.chipMw[p * periods + t] = Infinity;
          continue;
        }
        let chipMw: f64 = instance.committedMw[p * periods + t];
        for (let lot = instance.platformLotStart[p]; lot < instance.platformLotStart[p + 1]; lot++) {
          if (instance.lotPeriod[lot] > t || supply.lotHigh[lot] === 0) continue;
          const moneyUsd: f64 = this.moneyUsd[instance.lotPeriod[lot]];
          const lotUsd: f64 = instance.lotUsd[lot];
          if (moneyUsd >= lotUsd) chipMw += instance.lotMw[lot];
          else if (instance.lotDivisible[lot] !== 0) chipMw += (instance.lotMw[lot] * moneyUsd) / lotUsd;
        }
        this.chipMw[p * periods + t] = loosen(chipMw);
      }
    }
  }
}
