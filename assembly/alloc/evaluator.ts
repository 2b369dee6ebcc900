// Exact value of the search's plan, kept up to date block by block. Change contract shares through `addShare`, then call `refresh*` for
// the blocks touched; `rebuild` recomputes all from the contract blocks.
//   valueUsd = contractUsd + siteUsd - lotUsd + debtUsd
import { copyF64, F64, newF64, toI32 } from "../glue/mem.ts";
import { Finance } from "./finance.ts";
import { Instance } from "./instance.ts";
import { LotChooser } from "./lots.ts";
import { scheduleModules } from "./modules.ts";
import { FEASIBILITY_TOL, IMPOSSIBLE } from "./params.ts";
import { PowerEvaluator } from "./power.ts";
import {
  State,
  TOTAL_CONTRACT_USD,
  TOTAL_DEBT_CAP,
  TOTAL_DEBT_USD,
  TOTAL_LOT_USD,
  TOTAL_MISSING,
  TOTAL_PUE_VIOLATION,
  TOTAL_SITE_USD,
  TOTAL_VIOLATION,
} from "./state.ts";

/** Value of contract `c` under option `o` at served share `served`, before serving cost: revenue and lateness less penalties. */
export function contractValue(inst: Instance, c: i32, o: i32, served: f64): f64 {
  const unserved = Math.max(0.0, inst.contractMinFraction[c] - served);
  return served * inst.optionServedUsd[o] - unserved * inst.optionUnservedUsd[o];
}

export class Evaluator {
  inst: Instance;
  state: State;
  power: PowerEvaluator;
  lots: LotChooser;
  finance: Finance;
  /** X: scratch. */
  allowed: F64;

  constructor(inst: Instance, state: State) {
    this.inst = inst;
    this.state = state;
    this.power = new PowerEvaluator(inst, state);
    this.allowed = newF64(inst.expansions);
    this.lots = new LotChooser(inst);
    this.finance = new Finance(inst);
  }

  /** Discounted value of the state's plan, feasible or not. */
  valueUsd(): f64 {
    const data = this.state.data;
    const at: i32 = this.state.totals + this.inst.periods;
    return (
      data[at + TOTAL_CONTRACT_USD] + data[at + TOTAL_SITE_USD] - data[at + TOTAL_LOT_USD] + data[at + TOTAL_DEBT_USD]
    );
  }

  total(scalar: i32): f64 {
    return this.state.data[this.state.totals + this.inst.periods + scalar];
  }

  addTotal(scalar: i32, delta: f64): void {
    const at: i32 = this.state.totals + this.inst.periods + scalar;
    this.state.data[at] = this.state.data[at] + delta;
  }

  /** Add `share` (may be negative) of column `j` of contract `c`, under its option, to the site's use; refresh site and platform after. */
  addShare(c: i32, j: i32, share: f64): void {
    const inst = this.inst;
    const state = this.state;
    const data = state.data;
    const at = state.contractAt(c);
    const o: i32 = toI32(data[at]);
    const k = inst.columnSpot[j];
    const h = state.spotHall[k];
    const s = state.hallSite[h];
    const T = inst.periods;
    const use = state.spotAt[k];
    const peak = state.siteAt(s);
    const cap = inst.sitePueCap[s];
    const excess: f64 = cap < IMPOSSIBLE ? inst.hallPue[h] - cap : 0;
    const mw = share * inst.columnMw[j];
    const ramp = inst.contractRampStart[c] - inst.optionStart[o];
    const peakPue = inst.hallPeakPue[h];
    for (let t = inst.optionStart[o]; t < inst.optionEnd[o]; t++) {
      const delta = mw * inst.ramp[ramp + t];
      data[use + t] = data[use + t] + delta;
      data[peak + t] = data[peak + t] + peakPue * delta;
      data[peak + T + t] = data[peak + T + t] + excess * delta;
    }
    const place = state.shareAt(c, j);
    data[place] = data[place] + share;
    const before = data[at + 1];
    data[at + 1] = before + share;
    const serve = inst.serveUsd[inst.optionServeStart[o] + j - inst.contractColumnStart[c]];
    this.addTotal(
      TOTAL_CONTRACT_USD,
      contractValue(inst, c, o, before + share) - contractValue(inst, c, o, before) - share * serve,
    );
    this.addTotal(TOTAL_DEBT_CAP, share * inst.optionDebtUsd[o]);
  }

  /** Recompute installation of spot `k` and the load of its hall and, for backlog platforms, of its platform. */
  refreshSpot(k: i32): void {
    const inst = this.inst;
    const T = inst.periods;
    const data = this.state.data;
    const use = this.state.spotAt[k];
    const hall = this.state.hallAt[this.state.spotHall[k]];
    const p = inst.spotPlatform[k];
    const backlog = inst.platformBacklog[p] !== 0;
    const platform = this.state.platformAt(p);
    let installed: f64 = 0;
    for (let t: i32 = 0; t < T; t++) {
      const now = data[use + t];
      installed = backlog ? Math.max(installed, now) : now;
      const delta: f64 = installed - data[use + T + t];
      if (delta === 0) continue;
      data[use + T + t] = installed;
      data[hall + t] = data[hall + t] + delta;
      if (backlog) data[platform + t] = data[platform + t] + delta;
    }
  }

  /** Module schedule of hall `h`; true when its load fits. */
  refreshHall(h: i32): bool {
    const inst = this.inst;
    const T = inst.periods;
    const data = this.state.data;
    const at = this.state.hallAt[h];
    const site = this.state.siteAt(this.state.hallSite[h]);
    const usd = inst.hallModuleUsd[h];
    this.moveCapex(site + 3 * T, at + T, -usd);
    const cost = scheduleModules(inst, h, data, at, data, at + T);
    this.moveCapex(site + 3 * T, at + T, usd);
    this.addTotal(TOTAL_SITE_USD, data[at + 2 * T] - cost);
    data[at + 2 * T] = cost;
    return cost < IMPOSSIBLE;
  }

  /** Add factor * starts[t] to the site's capex and to the total. */
  private moveCapex(siteCapex: i32, starts: i32, factor: f64): void {
    const data = this.state.data;
    const totals = this.state.totals;
    for (let t: i32 = 0; t < this.inst.periods; t++) {
      const usd: f64 = factor * data[starts + t];
      if (usd === 0) continue;
      data[siteCapex + t] = data[siteCapex + t] + usd;
      data[totals + t] = data[totals + t] + usd;
    }
  }

  /** Power of site `s`: expansions, flexible value, PUE cap; true when its load is covered. */
  refreshPower(s: i32): bool {
    const inst = this.inst;
    const T = inst.periods;
    const data = this.state.data;
    const at = this.state.siteAt(s);
    const value = this.power.evaluate(s, data, at);
    for (let x = inst.siteExpansionStart[s]; x < inst.siteExpansionStart[s + 1]; x++) {
      const place = this.state.expansionAt[x];
      const before: i32 = toI32(data[place]);
      const after: i32 = toI32(this.power.start[x]);
      if (before === after) continue;
      const usd = inst.expansionUsd[x];
      if (before >= 0) this.addCapex(at + 3 * T, before, -usd);
      if (after >= 0) this.addCapex(at + 3 * T, after, usd);
      data[place] = after;
    }
    copyF64(data, at + 2 * T, this.power.extra, 0, T);
    this.addTotal(TOTAL_SITE_USD, value - data[at + 4 * T]);
    data[at + 4 * T] = value;
    let violation: f64 = 0;
    if (inst.sitePueCap[s] < IMPOSSIBLE) {
      for (let t: i32 = 0; t < T; t++) {
        const excess = data[at + T + t];
        if (excess > FEASIBILITY_TOL * Math.max(1.0, data[at + t])) violation += excess;
      }
    }
    this.addTotal(TOTAL_PUE_VIOLATION, violation - data[at + 4 * T + 1]);
    data[at + 4 * T + 1] = violation;
    return this.power.uncovered === 0;
  }

  private addCapex(siteCapex: i32, t: i32, usd: f64): void {
    const data = this.state.data;
    data[siteCapex + t] = data[siteCapex + t] + usd;
    data[this.state.totals + t] = data[this.state.totals + t] + usd;
  }

  /** Orders of platform `p`; true when lots cover its load. */
  refreshLots(p: i32): bool {
    const inst = this.inst;
    if (inst.platformBacklog[p] === 0) return true;
    const T = inst.periods;
    const data = this.state.data;
    const at = this.state.platformAt(p);
    const totals = this.state.totals;
    const cost = this.lots.choose(p, data, at);
    for (let l = inst.platformLotStart[p]; l < inst.platformLotStart[p + 1]; l++) {
      const delta: f64 = this.lots.fraction[l] - data[this.state.lotAt[l]];
      if (delta === 0) continue;
      const t = inst.lotPeriod[l];
      data[this.state.lotAt[l]] = this.lots.fraction[l];
      data[at + T + t] = data[at + T + t] + delta * inst.lotUsd[l];
      data[totals + t] = data[totals + t] + delta * inst.lotUsd[l];
    }
    this.addTotal(TOTAL_LOT_USD, cost - data[at + 2 * T]);
    data[at + 2 * T] = cost;
    return cost < IMPOSSIBLE;
  }

  /** As refreshLots, but only when something is ordered: a load that only fell needs no other lots where none are. */
  refreshLotsIfStale(p: i32): void {
    const inst = this.inst;
    if (inst.platformBacklog[p] === 0) return;
    // By the fractions, not by their cost: racks that are paid for already are ordered at no cost.
    for (let l = inst.platformLotStart[p]; l < inst.platformLotStart[p + 1]; l++) {
      if (this.state.data[this.state.lotAt[l]] === 0) continue;
      this.refreshLots(p);
      return;
    }
  }

  /** Debt and equity from the totals. */
  refreshFinance(): void {
    const data = this.state.data;
    const totals = this.state.totals;
    this.finance.evaluate(data, totals, Math.max(0.0, this.total(TOTAL_DEBT_CAP)));
    data[totals + this.inst.periods + TOTAL_DEBT_USD] = this.finance.value;
    data[totals + this.inst.periods + TOTAL_VIOLATION] = this.finance.violation;
  }

  /** Accept contract `c` under option `o` with nothing served yet. */
  accept(c: i32, o: i32): void {
    const at = this.state.contractAt(c);
    this.state.data[at] = o;
    this.addTotal(TOTAL_CONTRACT_USD, contractValue(this.inst, c, o, 0));
    if (this.inst.contractSigned[c] !== 0) this.addTotal(TOTAL_MISSING, -1);
  }

  /** Refuse contract `c`, of which nothing may be served any more. */
  refuse(c: i32): void {
    const at = this.state.contractAt(c);
    const o: i32 = toI32(this.state.data[at]);
    this.addTotal(TOTAL_CONTRACT_USD, -contractValue(this.inst, c, o, this.state.data[at + 1]));
    this.state.data[at] = -1;
    this.state.data[at + 1] = 0;
    if (this.inst.contractSigned[c] !== 0) this.addTotal(TOTAL_MISSING, 1);
  }

  /** Recompute every derived block from the contract blocks; true when all hard constraints hold. */
  rebuild(): bool {
    const inst = this.inst;
    const data = this.state.data;
    const state = this.state;
    for (let x: i32 = 0; x < inst.expansions; x++) this.allowed[x] = data[state.expansionAt[x] + 1];
    for (let i: i32 = 0; i < state.contractAt(0); i++) data[i] = 0;
    for (let i: i32 = state.totals; i < state.size; i++) data[i] = 0;
    for (let x: i32 = 0; x < inst.expansions; x++) {
      data[state.expansionAt[x]] = -1;
      data[state.expansionAt[x] + 1] = this.allowed[x];
    }
    let missing: i32 = 0;
    for (let c: i32 = 0; c < inst.contracts; c++) {
      const at = state.contractAt(c);
      if (data[at] >= 0) this.replay(c);
      else if (inst.contractSigned[c] !== 0) missing++;
    }
    data[state.totals + inst.periods + TOTAL_MISSING] = missing;
    let fits = true;
    for (let k: i32 = 0; k < inst.spots; k++) this.refreshSpot(k);
    for (let h: i32 = 0; h < inst.halls; h++) if (!this.refreshHall(h)) fits = false;
    for (let s: i32 = 0; s < inst.sites; s++) if (!this.refreshPower(s)) fits = false;
    for (let p: i32 = 0; p < inst.platforms; p++) if (!this.refreshLots(p)) fits = false;
    this.refreshFinance();
    return fits;
  }

  /** Add the shares of accepted contract `c` to blocks that know nothing of it. */
  private replay(c: i32): void {
    const inst = this.inst;
    const data = this.state.data;
    const at = this.state.contractAt(c);
    const o: i32 = toI32(data[at]);
    data[at + 1] = 0;
    this.addTotal(TOTAL_CONTRACT_USD, contractValue(inst, c, o, 0));
    for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++) {
      const place = this.state.shareAt(c, j);
      const share = data[place];
      if (share === 0) continue;
      data[place] = 0;
      this.addShare(c, j, share);
    }
  }
}
