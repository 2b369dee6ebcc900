// Test-only evaluator: value and worst constraint excess of a kernel plan, from the arrays of the instance alone, as plainly as
// assembly/abi.ts describes them. It exists to prove the arrays right; the kernel has its own evaluator.
import { FloatField, IntField } from "../../assembly/abi.ts";
import { floatField, Instance, intField } from "../../src/compile/instance.ts";
import { KernelPlan } from "../../src/compile/kernel-plan.ts";

/** Names of the audit's rules that depend on compiled numbers. */
export const CHECKED_RULES = [
  "signed",
  "group",
  "maxSites",
  "minMwPerSite",
  "fraction",
  "unserved",
  "chips",
  "hall",
  "maxModules",
  "maxModulesPerPeriod",
  "lotFraction",
  "firmPower",
  "totalPower",
  "pueCap",
  "equity",
  "loanToCost",
  "debtCapacity",
] as const;
export type CheckedRule = (typeof CHECKED_RULES)[number];

export interface Evaluation {
  valueUsd: number;
  /** Worst (lhs - rhs) / max(1, |lhs|, |rhs|) by rule; <= 0 where it holds everywhere. */
  excess: Record<CheckedRule, number>;
}

interface Fields {
  int(field: IntField): Int32Array;
  float(field: FloatField): Float64Array;
}

const known = new WeakMap<Instance, Fields>();

/** Views of the fields, made once per instance. */
function fieldsOf(instance: Instance): Fields {
  let fields = known.get(instance);
  if (fields === undefined) {
    const ints = Array.from({ length: IntField.count }, (_, field) => intField(instance, field));
    const floats = Array.from({ length: FloatField.count }, (_, field) => floatField(instance, field));
    fields = { int: (field) => ints[field], float: (field) => floats[field] };
    known.set(instance, fields);
  }
  return fields;
}

export function evaluate(instance: Instance, plan: KernelPlan): Evaluation {
  const excess = Object.fromEntries(
    CHECKED_RULES.map((rule) => [rule, Number.NEGATIVE_INFINITY]),
  ) as Evaluation["excess"];
  const atMost = (rule: CheckedRule, lhs: number, rhs: number): void => {
    if (rhs === Number.POSITIVE_INFINITY) return;
    excess[rule] = Math.max(excess[rule], (lhs - rhs) / Math.max(1, Math.abs(lhs), Math.abs(rhs)));
  };
  const contracts = evaluateContracts(instance, plan, atMost);
  const capacity = evaluateCapacity(instance, plan, contracts.useMw, atMost);
  const capitalUsd = evaluateCapital(instance, plan, contracts.debtUsd, atMost);
  return { valueUsd: contracts.valueUsd + capacity + capitalUsd, excess };
}

type AtMost = (rule: CheckedRule, lhs: number, rhs: number) => void;

/** Contract money, contract rules, and IT MW in use by spot and period (K*T). */
function evaluateContracts(instance: Instance, plan: KernelPlan, atMost: AtMost) {
  const { int, float } = fieldsOf(instance);
  const { counts, index } = instance;
  const T = counts.periods;
  const useMw = new Float64Array(counts.spots * T);
  const groupCount = new Int32Array(counts.groups);
  let valueUsd = 0;
  let debtUsd = 0;
  for (let c = 0; c < counts.contracts; c++) {
    const option = plan.contractOption[c];
    if (int(IntField.contractSigned)[c] === 1) atMost("signed", 1, option >= 0 ? 1 : 0);
    if (option < 0) continue;
    const group = int(IntField.contractGroup)[c];
    if (group >= 0) groupCount[group]++;
    const start = int(IntField.optionStart)[option];
    const end = int(IntField.optionEnd)[option];
    const from = int(IntField.contractColumnStart)[c];
    const to = int(IntField.contractColumnStart)[c + 1];
    const siteMw = new Map<number, number>();
    let served = 0;
    for (let column = from; column < to; column++) {
      const share = plan.columnShare[column];
      if (share === 0) continue;
      const spot = int(IntField.columnSpot)[column];
      const site = index.hallSite[index.spotHall[spot]];
      const mw = share * float(FloatField.columnMw)[column];
      served += share;
      siteMw.set(site, (siteMw.get(site) ?? 0) + mw);
      valueUsd -= share * float(FloatField.serveUsd)[int(IntField.optionServeStart)[option] + column - from];
      for (let t = start; t < end; t++) {
        useMw[spot * T + t] += mw * float(FloatField.ramp)[int(IntField.contractRampStart)[c] + t - start];
      }
    }
    const fraction = Math.max(served, float(FloatField.contractMinFraction)[c]);
    valueUsd += served * float(FloatField.optionServedUsd)[option];
    valueUsd -= (fraction - served) * float(FloatField.optionUnservedUsd)[option];
    debtUsd += served * float(FloatField.optionDebtUsd)[option];
    atMost("fraction", fraction, 1);
    // Section 4 in the audit's terms: v <= maxFraction * f is served >= servedMin when f is the least it can be.
    atMost("unserved", float(FloatField.contractServedMin)[c], served);
    const maxSites = int(IntField.contractMaxSites)[c];
    if (maxSites > 0) atMost("maxSites", siteMw.size, maxSites);
    for (const mw of siteMw.values()) atMost("minMwPerSite", float(FloatField.contractMinSiteMw)[c], mw);
  }
  for (const count of groupCount) atMost("group", count, 1);
  return { valueUsd, debtUsd, useMw };
}

/** Halls, chips and power; answers the value of leftover power. */
function evaluateCapacity(instance: Instance, plan: KernelPlan, useMw: Float64Array, atMost: AtMost): number {
  const { int, float } = fieldsOf(instance);
  const { counts } = instance;
  const T = counts.periods;
  const installedMw = new Float64Array(counts.platforms * T);
  let flexibleUsd = 0;
  for (let s = 0; s < counts.sites; s++) {
    const peakMw = new Float64Array(T);
    const inUseMw = new Float64Array(T);
    const atPueMw = new Float64Array(T);
    for (let hall = int(IntField.siteHallStart)[s]; hall < int(IntField.siteHallStart)[s + 1]; hall++) {
      const hallMw = hallLoad(instance, hall, useMw, installedMw);
      checkHall(instance, plan, hall, hallMw, atMost);
      for (let spot = int(IntField.hallSpotStart)[hall]; spot < int(IntField.hallSpotStart)[hall + 1]; spot++) {
        for (let t = 0; t < T; t++) {
          peakMw[t] += float(FloatField.hallPeakPue)[hall] * useMw[spot * T + t];
          atPueMw[t] += float(FloatField.hallPue)[hall] * useMw[spot * T + t];
          inUseMw[t] += useMw[spot * T + t];
        }
      }
    }
    for (let t = 0; t < T; t++) {
      const firmMw = float(FloatField.siteFirmMw)[s * T + t] + expandedMw(instance, plan, s, t);
      const totalMw = firmMw + float(FloatField.siteInterruptibleMw)[s * T + t];
      atMost("firmPower", peakMw[t], firmMw);
      atMost("totalPower", peakMw[t], totalMw);
      const cap = float(FloatField.sitePueCap)[s];
      if (cap < Number.POSITIVE_INFINITY) atMost("pueCap", atPueMw[t], cap * inUseMw[t]);
      flexibleUsd += leftoverUsd(instance, s, t, totalMw - peakMw[t]);
    }
  }
  for (let p = 0; p < counts.platforms; p++) checkChips(instance, plan, p, installedMw, atMost);
  return flexibleUsd;
}

/** Installed IT MW of a hall per period; adds to the installed MW of each platform. */
function hallLoad(instance: Instance, hall: number, useMw: Float64Array, installedMw: Float64Array): Float64Array {
  const { int } = fieldsOf(instance);
  const T = instance.counts.periods;
  const hallMw = new Float64Array(T);
  for (let spot = int(IntField.hallSpotStart)[hall]; spot < int(IntField.hallSpotStart)[hall + 1]; spot++) {
    const platform = int(IntField.spotPlatform)[spot];
    let installed = 0;
    for (let t = 0; t < T; t++) {
      const use = useMw[spot * T + t];
      installed = int(IntField.platformBacklog)[platform] === 1 ? Math.max(installed, use) : use;
      hallMw[t] += installed;
      installedMw[platform * T + t] += installed;
    }
  }
  return hallMw;
}

function checkHall(instance: Instance, plan: KernelPlan, hall: number, hallMw: Float64Array, atMost: AtMost): void {
  const { int, float } = fieldsOf(instance);
  const T = instance.counts.periods;
  let started = 0;
  for (let t = 0; t < T; t++) {
    started += plan.moduleStarts[hall * T + t];
    atMost("maxModulesPerPeriod", plan.moduleStarts[hall * T + t], int(IntField.hallMaxPerPeriod)[hall]);
    let ready = 0;
    for (let from = 0; from + int(IntField.hallLead)[hall] <= t; from++) ready += plan.moduleStarts[hall * T + from];
    atMost(
      "hall",
      hallMw[t],
      float(FloatField.hallBuiltMw)[hall * T + t] + ready * float(FloatField.hallModuleMw)[hall],
    );
  }
  atMost("maxModules", started, int(IntField.hallMaxModules)[hall]);
}

function expandedMw(instance: Instance, plan: KernelPlan, s: number, t: number): number {
  const { int, float } = fieldsOf(instance);
  let mw = 0;
  for (let x = int(IntField.siteExpansionStart)[s]; x < int(IntField.siteExpansionStart)[s + 1]; x++) {
    const start = plan.expansionStart[x];
    if (start >= 0 && start + int(IntField.expansionLead)[x] <= t) mw += float(FloatField.expansionMw)[x];
  }
  return mw;
}

function leftoverUsd(instance: Instance, s: number, t: number, leftoverMw: number): number {
  const { int, float } = fieldsOf(instance);
  const at = s * instance.counts.periods + t;
  let left = leftoverMw;
  let usd = 0;
  for (let k = int(IntField.segmentStart)[at]; k < int(IntField.segmentStart)[at + 1] && left > 0; k++) {
    const mw = Math.min(left, float(FloatField.segmentMw)[k]);
    usd += mw * float(FloatField.segmentUsdPerMw)[k];
    left -= mw;
  }
  return usd;
}

function checkChips(instance: Instance, plan: KernelPlan, p: number, installedMw: Float64Array, atMost: AtMost): void {
  const { int, float } = fieldsOf(instance);
  if (int(IntField.platformBacklog)[p] === 0) return;
  const T = instance.counts.periods;
  const rackMw = float(FloatField.rackMw)[p];
  for (let t = 0; t < T; t++) {
    let arrivedMw = float(FloatField.committedMw)[p * T + t];
    for (let lot = int(IntField.platformLotStart)[p]; lot < int(IntField.platformLotStart)[p + 1]; lot++) {
      if (int(IntField.lotPeriod)[lot] <= t) arrivedMw += plan.lotFraction[lot] * float(FloatField.lotMw)[lot];
    }
    // In racks, as the model counts them: the tolerance is relative to that.
    atMost("chips", installedMw[p * T + t] / rackMw, arrivedMw / rackMw);
  }
}

/** Capex, debt and their limits; answers what they add to the value. */
function evaluateCapital(instance: Instance, plan: KernelPlan, debtCapacityUsd: number, atMost: AtMost): number {
  const { int, float } = fieldsOf(instance);
  const { counts } = instance;
  const T = counts.periods;
  const paidUsd = new Float64Array(T);
  let valueUsd = 0;
  for (let l = 0; l < counts.lots; l++) {
    const fraction = plan.lotFraction[l];
    paidUsd[int(IntField.lotPeriod)[l]] += fraction * float(FloatField.lotUsd)[l];
    valueUsd -= fraction * float(FloatField.lotNetUsd)[l];
    if (int(IntField.lotDivisible)[l] === 0) atMost("lotFraction", Math.abs(fraction - Math.round(fraction)), 0);
  }
  for (let x = 0; x < counts.expansions; x++) {
    const t = plan.expansionStart[x];
    if (t < 0) continue;
    paidUsd[t] += float(FloatField.expansionUsd)[x];
    valueUsd -= float(FloatField.expansionNetUsd)[x * T + t];
  }
  let drawn = 0;
  let paid = 0;
  for (let t = 0; t < T; t++) {
    for (let hall = 0; hall < counts.halls; hall++) {
      const modules = plan.moduleStarts[hall * T + t];
      if (modules === 0) continue;
      paidUsd[t] += modules * float(FloatField.hallModuleUsd)[hall];
      valueUsd -= modules * float(FloatField.hallModuleNetUsd)[hall * T + t];
    }
    paid += paidUsd[t];
    drawn += plan.drawUsd[t];
    valueUsd += plan.drawUsd[t] * float(FloatField.drawUsd)[t];
    const capex = paid + float(FloatField.committedUsd)[t];
    atMost("equity", capex - drawn, float(FloatField.equityUsd)[t]);
    if (counts.hasDebt === 1) atMost("loanToCost", drawn, float(FloatField.maxLoanToCost)[0] * capex);
  }
  if (counts.hasDebt === 1) atMost("debtCapacity", drawn, debtCapacityUsd);
  return valueUsd;
}
