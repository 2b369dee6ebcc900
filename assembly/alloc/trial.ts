// What one more share would change, without changing anything: the exact difference of the penalised objective
//   valueUsd - capitalPenalty * violation - missingPenalty * missing signed contracts.
import { F64, newF64, toI32 } from "../glue/mem.ts";
import { contractValue, Evaluator } from "./evaluator.ts";
import { Instance } from "./instance.ts";
import { scheduleModules } from "./modules.ts";
import { FEASIBILITY_TOL, IMPOSSIBLE } from "./params.ts";
import { flexibleValue } from "./power.ts";
import { State, TOTAL_DEBT_CAP, TOTAL_DEBT_USD, TOTAL_VIOLATION } from "./state.ts";

export class Trial {
  inst: Instance;
  state: State;
  evaluator: Evaluator;
  /** Value lost per nominal dollar of missing equity. */
  capitalPenalty: f64 = 10;
  /** Value lost as soon as any is missing: the largest revenue of a contract. */
  capitalStep: f64 = 1;
  /** How many trials were evaluated. */
  count: f64 = 0;
  /** Scratch, each of length T. */
  growth: F64;
  load: F64;
  peak: F64;
  starts: F64;
  capex: F64;
  capexChanged: bool = false;
  /** Modules of the hall before and after the last trial. */
  modulesBefore: f64 = 0;
  modulesAfter: f64 = 0;

  constructor(inst: Instance, state: State, evaluator: Evaluator) {
    const T = inst.periods;
    this.inst = inst;
    this.state = state;
    this.evaluator = evaluator;
    this.growth = newF64(T);
    this.load = newF64(T);
    this.peak = newF64(T);
    this.starts = newF64(T);
    this.capex = newF64(T);
    for (let o: i32 = 0; o < inst.options; o++) this.capitalStep = Math.max(this.capitalStep, inst.optionServedUsd[o]);
    for (let i: i32 = 0; i < inst.segmentStart[inst.sites * T]; i++) {
      if (inst.segmentMw[i] < IMPOSSIBLE) this.capitalStep += inst.segmentMw[i] * inst.segmentUsdPerMw[i];
    }
  }

  /** Gain of adding `share` of column `j` to contract `c` accepted under option `o`; -IMPOSSIBLE when it does not fit. */
  gain(c: i32, o: i32, j: i32, share: f64): f64 {
    const inst = this.inst;
    const state = this.state;
    const T = inst.periods;
    const data = state.data;
    const totals = state.totals;
    const k = inst.columnSpot[j];
    const h = state.spotHall[k];
    this.count++;
    this.capexChanged = false;
    this.modulesAfter = 0;
    this.modulesBefore = 0;
    for (let t: i32 = 0; t < T; t++) this.capex[t] = data[totals + t];
    const grows = this.install(c, o, j, share);
    let gain: f64 = 0;
    if (grows) {
      gain -= this.modules(h);
      if (gain <= -IMPOSSIBLE) return -IMPOSSIBLE;
      const lots = this.orders(inst.spotPlatform[k]);
      if (lots >= IMPOSSIBLE) return -IMPOSSIBLE;
      gain -= lots;
    }
    const power = this.powerGain(c, o, j, share);
    if (power <= -IMPOSSIBLE) return -IMPOSSIBLE;
    const served = data[state.contractAt(c) + 1];
    const serve = inst.serveUsd[inst.optionServeStart[o] + j - inst.contractColumnStart[c]];
    gain += power + contractValue(inst, c, o, served + share) - contractValue(inst, c, o, served) - share * serve;
    const debtCap = share * inst.optionDebtUsd[o];
    if (!this.capexChanged && debtCap === 0) return gain;
    const finance = this.evaluator.finance;
    finance.evaluate(this.capex, 0, Math.max(0.0, data[totals + T + TOTAL_DEBT_CAP] + debtCap));
    gain += finance.value - data[totals + T + TOTAL_DEBT_USD];
    return gain - this.capitalLoss(finance.violation) + this.capitalLoss(data[totals + T + TOTAL_VIOLATION]);
  }

  /** What missing equity of `violationUsd` counts in the search: a step, so that a small breach is never worth its while, and a slope. */
  capitalLoss(violationUsd: f64): f64 {
    return violationUsd > 0 ? this.capitalStep + this.capitalPenalty * violationUsd : 0;
  }

  /** Growth of the spot's installed MW; false when there is none. */
  private install(c: i32, o: i32, j: i32, share: f64): bool {
    const inst = this.inst;
    const data = this.state.data;
    const T = inst.periods;
    const k = inst.columnSpot[j];
    const use = this.state.spotAt[k];
    const start = inst.optionStart[o];
    const end = inst.optionEnd[o];
    const ramp = inst.contractRampStart[c] - start;
    const mw = share * inst.columnMw[j];
    const backlog = inst.platformBacklog[inst.spotPlatform[k]] !== 0;
    let grows = false;
    let installed: f64 = backlog && start > 0 ? data[use + T + start - 1] : 0;
    for (let t: i32 = 0; t < start; t++) this.growth[t] = 0;
    for (let t = start; t < T; t++) {
      const now: f64 = t < end ? data[use + t] + mw * inst.ramp[ramp + t] : data[use + t];
      installed = backlog ? Math.max(installed, now) : now;
      const growth = installed - data[use + T + t];
      this.growth[t] = growth;
      if (growth > 0) grows = true;
    }
    return grows;
  }

  /** Further module cost of hall `h`. */
  private modules(h: i32): f64 {
    const T = this.inst.periods;
    const data = this.state.data;
    const at = this.state.hallAt[h];
    for (let t: i32 = 0; t < T; t++) this.load[t] = data[at + t] + this.growth[t];
    const cost = scheduleModules(this.inst, h, this.load, 0, this.starts, 0);
    if (cost >= IMPOSSIBLE) return IMPOSSIBLE;
    const usd = this.inst.hallModuleUsd[h];
    for (let t: i32 = 0; t < T; t++) {
      const more = this.starts[t] - data[at + T + t];
      this.modulesBefore += data[at + T + t];
      this.modulesAfter += this.starts[t];
      if (more === 0) continue;
      this.capexChanged = true;
      this.capex[t] = this.capex[t] + more * usd;
    }
    return cost - data[at + 2 * T];
  }

  /** Further cost of orders of platform `p`. */
  private orders(p: i32): f64 {
    const inst = this.inst;
    if (inst.platformBacklog[p] === 0) return 0;
    const T = inst.periods;
    const data = this.state.data;
    const at = this.state.platformAt(p);
    for (let t: i32 = 0; t < T; t++) this.load[t] = data[at + t] + this.growth[t];
    if (this.covered(p)) return 0;
    const lots = this.evaluator.lots;
    const cost = lots.choose(p, this.load, 0);
    if (cost >= IMPOSSIBLE) return IMPOSSIBLE;
    for (let l = inst.platformLotStart[p]; l < inst.platformLotStart[p + 1]; l++) {
      const more = lots.fraction[l] - data[this.state.lotAt[l]];
      if (more === 0) continue;
      this.capexChanged = true;
      this.capex[inst.lotPeriod[l]] = this.capex[inst.lotPeriod[l]] + more * inst.lotUsd[l];
    }
    return cost - data[at + 2 * T];
  }

  /** Whether the lots already ordered cover `load`: then the cheapest choice is still the present one. */
  private covered(p: i32): bool {
    const inst = this.inst;
    const T = inst.periods;
    const data = this.state.data;
    const first = inst.platformLotStart[p];
    const end = inst.platformLotStart[p + 1];
    for (let t: i32 = 0; t < T; t++) {
      const need = this.load[t];
      let have = inst.committedMw[p * T + t];
      if (have >= need) continue;
      for (let l = first; l < end; l++) {
        if (inst.lotPeriod[l] <= t) have += data[this.state.lotAt[l]] * inst.lotMw[l];
      }
      if (need - have > FEASIBILITY_TOL * Math.max(1.0, need)) return false;
    }
    return true;
  }

  /** Change of flexible value less expansions of the column's site. */
  private powerGain(c: i32, o: i32, j: i32, share: f64): f64 {
    const inst = this.inst;
    const state = this.state;
    const data = state.data;
    const T = inst.periods;
    const h = state.spotHall[inst.columnSpot[j]];
    const s = state.hallSite[h];
    const at = state.siteAt(s);
    const start = inst.optionStart[o];
    const end = inst.optionEnd[o];
    const ramp = inst.contractRampStart[c] - start;
    const mw = share * inst.columnMw[j] * inst.hallPeakPue[h];
    const first = inst.siteExpansionStart[s];
    const endX = inst.siteExpansionStart[s + 1];
    if (first === endX) {
      let gain: f64 = 0;
      for (let t = start; t < end; t++) {
        const st: i32 = s * T + t;
        const used = data[at + t] + mw * inst.ramp[ramp + t];
        const firm = inst.siteFirmMw[st];
        if (used - firm > FEASIBILITY_TOL * Math.max(1.0, used)) return -IMPOSSIBLE;
        const energised = firm + inst.siteInterruptibleMw[st];
        gain += flexibleValue(inst, st, energised - used) - flexibleValue(inst, st, energised - data[at + t]);
      }
      return gain;
    }
    for (let t: i32 = 0; t < T; t++) {
      this.peak[t] = t >= start && t < end ? data[at + t] + mw * inst.ramp[ramp + t] : data[at + t];
    }
    const power = this.evaluator.power;
    const value = power.evaluate(s, this.peak, 0);
    if (power.uncovered > 0) return -IMPOSSIBLE;
    for (let x = first; x < endX; x++) {
      const before: i32 = toI32(data[state.expansionAt[x]]);
      const after: i32 = toI32(power.start[x]);
      if (before === after) continue;
      this.capexChanged = true;
      if (before >= 0) this.capex[before] = this.capex[before] - inst.expansionUsd[x];
      if (after >= 0) this.capex[after] = this.capex[after] + inst.expansionUsd[x];
    }
    return value - data[at + 4 * T];
  }
}
