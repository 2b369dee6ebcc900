// Slack of every dualised row at the choices the subproblems made: a subgradient of the bound with respect to the multipliers.
// Installed racks follow from use: N(t) = U(t), except where use is free (its price is 0 because the racks stand there already),
// N(t) = max(N(t-1), U(t)): the choice complementary slackness asks for.
import { F64, fillF64, freeF64, newF64 } from "../glue/mem.ts";
import { DualContracts, slotStart } from "./dual-contracts.ts";
import { DualLayout } from "./dual-layout.ts";
import { DualPricing } from "./dual-pricing.ts";
import { DualSupply } from "./dual-supply.ts";
import { Instance } from "./instance.ts";
import { Reach } from "./preprocess.ts";

export class DualRows {
  /** Right side less left side of each row, by DualLayout. */
  slack: F64;
  /** K*T: IT MW in use. */
  usedMw: F64;
  private spotDelta: F64; // K*(T+1): change of use from one period to the next

  constructor(instance: Instance, layout: DualLayout) {
    this.slack = newF64(layout.size);
    this.usedMw = newF64(instance.spots * instance.periods);
    this.spotDelta = newF64(instance.spots * (instance.periods + 1));
  }

  free(): void {
    freeF64(this.slack);
    freeF64(this.usedMw);
    freeF64(this.spotDelta);
  }

  update(
    instance: Instance,
    reach: Reach,
    layout: DualLayout,
    pricing: DualPricing,
    supply: DualSupply,
    contracts: DualContracts,
  ): void {
    fillF64(this.slack, 0.0, 0, layout.size);
    const servedDebtUsd: f64 = this.addUse(instance, contracts);
    this.addCapacity(instance, layout, supply);
    for (let k: i32 = 0; k < instance.spots; k++) this.subtractSpot(instance, reach, layout, pricing, k);
    this.addMoney(instance, layout, pricing, supply, servedDebtUsd);
  }

  /** MW in use by spot and period; returns the debt capacity of what is served. */
  private addUse(instance: Instance, contracts: DualContracts): f64 {
    const stride: i32 = instance.periods + 1;
    const spotDelta = this.spotDelta;
    const columns = contracts.columns;
    let debtUsd: f64 = 0;
    fillF64(spotDelta, 0.0, 0, instance.spots * stride);
    for (let c: i32 = 0; c < instance.contracts; c++) {
      const option = contracts.chosenOption[c];
      if (option < 0) continue;
      const base = slotStart(instance, c);
      let served: f64 = 0;
      for (let i = base; i < base + contracts.slotPicks[c]; i++) {
        const e = contracts.slotEntry[i];
        const share: f64 = contracts.slotShare[i];
        const mw: f64 = share * columns.entryMw[e];
        const at: i32 = columns.entrySpot[e] * stride;
        served += share;
        for (let b = columns.optionBreakStart[option]; b < columns.optionBreakStart[option + 1]; b++) {
          spotDelta[at + columns.breakPeriod[b]] -= mw * columns.breakWeight[b];
        }
      }
      debtUsd += served * instance.optionDebtUsd[option];
    }
    return debtUsd;
  }

  private addCapacity(instance: Instance, layout: DualLayout, supply: DualSupply): void {
    const periods = instance.periods;
    const slack = this.slack;
    for (let h: i32 = 0; h < instance.halls; h++) {
      const lead = instance.hallLead[h];
      let readyMw: f64 = 0;
      for (let t: i32 = 0; t < periods; t++) {
        if (t >= lead) readyMw += supply.moduleStarts[h * periods + t - lead] * instance.hallModuleMw[h];
        slack[layout.hallAt + h * periods + t] = instance.hallBuiltMw[h * periods + t] + readyMw;
      }
    }
    for (let s: i32 = 0; s < instance.sites; s++) {
      for (let t: i32 = 0; t < periods; t++) {
        const at: i32 = s * periods + t;
        let firmMw: f64 = instance.siteFirmMw[at];
        for (let e = instance.siteExpansionStart[s]; e < instance.siteExpansionStart[s + 1]; e++) {
          const start = supply.expansionStart[e];
          if (start >= 0 && start + instance.expansionLead[e] <= t) firmMw += instance.expansionMw[e];
        }
        slack[layout.firmAt + at] = firmMw;
        slack[layout.totalAt + at] = firmMw + instance.siteInterruptibleMw[at] - supply.flexMw[at];
      }
    }
    for (let p: i32 = 0; p < instance.platforms; p++) {
      for (let t: i32 = 0; t < periods; t++) {
        let chipMw: f64 = instance.committedMw[p * periods + t];
        for (let lot = instance.platformLotStart[p]; lot < instance.platformLotStart[p + 1]; lot++) {
          if (instance.lotPeriod[lot] <= t) chipMw += supply.lotTaken[lot] * instance.lotMw[lot];
        }
        slack[layout.chipAt + p * periods + t] = chipMw;
      }
    }
  }

  private subtractSpot(instance: Instance, reach: Reach, layout: DualLayout, pricing: DualPricing, k: i32): void {
    const periods = instance.periods;
    const h = reach.topology.spotHall[k];
    const s = reach.topology.spotSite[k];
    const p = instance.spotPlatform[k];
    const backlog = instance.platformBacklog[p] !== 0;
    const peakPue: f64 = instance.hallPeakPue[h];
    const cap: f64 = instance.sitePueCap[s];
    const overCap: f64 = cap < Infinity ? instance.hallPue[h] - cap : 0.0;
    const slack = this.slack;
    let used: f64 = 0;
    let installed: f64 = 0;
    for (let t: i32 = 0; t < periods; t++) {
      used += this.spotDelta[k * (periods + 1) + t];
      this.usedMw[k * periods + t] = used;
      const before: f64 = installed;
      const free = backlog && t > 0 && pricing.useUsd[k * periods + t] <= 0 && before > used;
      if (!free) installed = used;
      slack[layout.hallAt + h * periods + t] -= installed;
      slack[layout.firmAt + s * periods + t] -= peakPue * used;
      slack[layout.totalAt + s * periods + t] -= peakPue * used;
      slack[layout.pueAt + s * periods + t] -= overCap * used;
      if (!backlog) continue;
      slack[layout.chipAt + p * periods + t] -= installed;
      if (t > 0) slack[layout.idleAt + k * periods + t] = installed - before;
    }
  }

  /** Loan room opened in t is drawn when it is worth most; what that leaves of equity and of the contracts' debt capacity. */
  private addMoney(
    instance: Instance,
    layout: DualLayout,
    pricing: DualPricing,
    supply: DualSupply,
    servedDebtUsd: f64,
  ): void {
    const periods = instance.periods;
    const maxLoanToCost: f64 = instance.maxLoanToCost[0];
    const slack = this.slack;
    let paidUsd: f64 = 0;
    let committedUsd: f64 = 0;
    let drawnUsd: f64 = 0;
    for (let t: i32 = 0; t < periods; t++) {
      const spendUsd: f64 = supply.spendUsd[t] + instance.committedUsd[t] - committedUsd;
      committedUsd = instance.committedUsd[t];
      paidUsd += spendUsd;
      if (instance.equityUsd[t] < Infinity) slack[layout.equityAt + t] += instance.equityUsd[t] - paidUsd;
      const draw = pricing.drawPeriod[t];
      if (draw < 0) continue;
      drawnUsd += maxLoanToCost * spendUsd;
      for (let later = draw; later < periods; later++) slack[layout.equityAt + later] += maxLoanToCost * spendUsd;
    }
    if (instance.hasDebt !== 0) slack[layout.debtAt] = servedDebtUsd - drawnUsd;
  }
}
