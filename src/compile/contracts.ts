// Contracts: starts to choose from, what each start earns and costs, and what binds a contract besides capacity.
// Everything is linear in the served share s and the unserved share v, so per start two numbers hold the money of the contract:
//   value = servedUsd * s - unservedUsd * v - sum(serveUsd * share),  servedUsd = revenue - lateness,  unservedUsd = lateness + penalty
// (lateness is paid on f = s + v).
import { FloatField, IntField } from "../../assembly/abi.ts";
import { Calendar } from "../portfolio/calendar.ts";
import { Contract, Portfolio } from "../portfolio/schema.ts";
import { Discounting } from "./finance.ts";
import { InstanceWriter } from "./instance-writer.ts";
import { growthOver } from "./powers.ts";

export interface Options {
  readonly count: number;
  /** C+1 -> options */
  readonly contractStart: Int32Array;
  /** O: first period of service */
  readonly start: Int32Array;
  /** O: one past the last period of service */
  readonly end: Int32Array;
  /** C*T: ramp factor k periods after the start, at c*T+k */
  readonly ramp: Float64Array;
}

/** First and last start period on offer (MODEL.md section 3); none when first > last. */
export function startWindow(contract: Contract, calendar: Calendar): { first: number; last: number } {
  const first = calendar.at(contract.start.earliest);
  const last = calendar.before(contract.start.latest);
  // No period starts inside the window: the first one after it is the only choice.
  return { first, last: Math.min(calendar.periods - 1, Math.max(first, last)) };
}

/** Ramp factors 0..T-1 periods after the start: that of the latest step at or before k*M months. */
export function rampByPeriod(ramp: Contract["ramp"], calendar: Calendar, out: Float64Array, base: number): void {
  const steps = Object.entries(ramp)
    .map(([months, factor]) => ({ months: Number(months), factor }))
    .sort((a, b) => a.months - b.months);
  let next = 0;
  let factor = 0;
  for (let k = 0; k < calendar.periods; k++) {
    while (next < steps.length && steps[next].months <= k * calendar.monthsPerPeriod) factor = steps[next++].factor;
    out[base + k] = factor;
  }
}

/** Writes the starts of all contracts and their value; serving cost is in serving.ts. */
export function compileContracts(
  portfolio: Portfolio,
  calendar: Calendar,
  discounting: Discounting,
  writer: InstanceWriter,
): Options {
  const { contracts } = portfolio;
  const T = calendar.periods;
  const contractStart = new Int32Array(contracts.length + 1);
  contracts.forEach((contract, c) => {
    const { first, last } = startWindow(contract, calendar);
    contractStart[c + 1] = contractStart[c] + Math.max(0, last - first + 1);
  });
  const count = contractStart[contracts.length];
  const money = new OptionMoney(portfolio, calendar, discounting, count);
  const ramp = new Float64Array(contracts.length * T);
  contracts.forEach((contract, c) => {
    rampByPeriod(contract.ramp, calendar, ramp, c * T);
    const { first } = startWindow(contract, calendar);
    money.compile(contract, first, contractStart[c], contractStart[c + 1], ramp.subarray(c * T, (c + 1) * T));
  });
  writer.setInts(IntField.contractOptionStart, contractStart);
  writer.setInts(
    IntField.contractRampStart,
    Int32Array.from({ length: contracts.length + 1 }, (_, c) => c * T),
  );
  writer.setFloats(FloatField.ramp, ramp);
  money.write(writer);
  return { count, contractStart, start: money.start, end: money.end, ramp };
}

/** The money of every option. */
class OptionMoney {
  readonly start: Int32Array;
  readonly end: Int32Array;
  private readonly servedUsd: Float64Array;
  private readonly unservedUsd: Float64Array;
  private readonly debtUsd: Float64Array;
  // Per contract, T each: revenue, penalty and debt factors that depend on the calendar alone; growth on the age of the contract.
  private readonly revenueWeight: Float64Array;
  private readonly growth: Float64Array;
  private readonly debtWeight: Float64Array;

  constructor(
    private readonly portfolio: Portfolio,
    private readonly calendar: Calendar,
    private readonly discounting: Discounting,
    count: number,
  ) {
    this.start = new Int32Array(count);
    this.end = new Int32Array(count);
    this.servedUsd = new Float64Array(count);
    this.unservedUsd = new Float64Array(count);
    this.debtUsd = new Float64Array(count);
    this.revenueWeight = new Float64Array(calendar.periods);
    this.growth = new Float64Array(calendar.periods);
    const { debt } = portfolio.finance;
    this.debtWeight = debt === undefined ? this.revenueWeight : discounting.midFactorAt(debt.rate);
  }

  compile(contract: Contract, first: number, from: number, to: number, ramp: Float64Array): void {
    if (from === to) return;
    const { calendar, revenueWeight, growth } = this;
    const T = calendar.periods;
    const rate = contract.credit.discountRate ?? this.portfolio.finance.discountRate;
    const midFactor = this.discounting.midFactorAt(rate);
    const survivalRate = -contract.credit.annualDefaultProbability;
    for (let t = 0; t < T; t++) {
      revenueWeight[t] = midFactor[t] * growthOver(survivalRate, (2 * t + 1) * calendar.monthsPerPeriod);
      growth[t] = growthOver(contract.escalation, 24 * Math.floor((t * calendar.monthsPerPeriod) / 12));
    }
    for (let option = from; option < to; option++) {
      const start = first + option - from;
      this.start[option] = start;
      this.end[option] = Math.min(T, start + calendar.periodsIn(contract.termMonths));
      this.value(contract, option, ramp);
    }
  }

  private value(contract: Contract, option: number, ramp: Float64Array): void {
    const { calendar, revenueWeight, growth, debtWeight } = this;
    const midFactor = this.discounting.midFactor;
    const { debt } = this.portfolio.finance;
    const start = this.start[option];
    const end = this.end[option];
    let revenue = 0;
    let penalty = 0;
    let pledged = 0;
    for (let t = start; t < end; t++) {
      const age = t - start;
      const price = ramp[age] * growth[age];
      revenue += price * revenueWeight[t];
      penalty += ramp[age] * midFactor[t];
      // (t - tau)*M/12 rather than (t - tau)*D: D is rounded for most M, and the last period must not depend on that.
      if (debt !== undefined && (age * calendar.monthsPerPeriod) / 12 < debt.termYears)
        pledged += price * debtWeight[t];
    }
    const unitMonths = contract.quantity * calendar.monthsPerPeriod;
    const nameplateUsd = unitMonths * contract.usdPerUnitMonth;
    const revenueUsd = nameplateUsd * Math.max(contract.utilisation, contract.takeOrPay) * revenue;
    const penaltyUsd = unitMonths * (contract.shortfall?.usdPerUnitMonth ?? 0) * penalty;
    const latenessUsd = this.latenessUsd(contract, start);
    this.servedUsd[option] = revenueUsd - latenessUsd;
    this.unservedUsd[option] = latenessUsd + penaltyUsd;
    this.debtUsd[option] = contract.credit.advanceRate * nameplateUsd * contract.takeOrPay * pledged;
  }

  private latenessUsd(contract: Contract, start: number): number {
    const { due, lateUsdPerUnitMonth } = contract.start;
    if (due === undefined) return 0;
    const monthsLate = start * this.calendar.monthsPerPeriod - this.calendar.monthOffset(due);
    if (monthsLate <= 0) return 0;
    return contract.quantity * lateUsdPerUnitMonth * monthsLate * this.discounting.startFactor[start];
  }

  write(writer: InstanceWriter): void {
    writer.setInts(IntField.optionStart, this.start);
    writer.setInts(IntField.optionEnd, this.end);
    writer.setFloats(FloatField.optionServedUsd, this.servedUsd);
    writer.setFloats(FloatField.optionUnservedUsd, this.unservedUsd);
    writer.setFloats(FloatField.optionDebtUsd, this.debtUsd);
  }
}

/** Writes what binds a contract besides capacity; answers the names of the groups in order of their numbers. */
export function compileObligations(portfolio: Portfolio, writer: InstanceWriter): string[] {
  const { contracts } = portfolio;
  const groups = new Map<string, number>();
  for (const { group } of contracts) {
    if (group !== undefined && !groups.has(group)) groups.set(group, groups.size);
  }
  writer.setInts(
    IntField.contractGroup,
    Int32Array.from(contracts, ({ group }) => (group === undefined ? -1 : groups.get(group)!)),
  );
  writer.setInts(
    IntField.contractSigned,
    Int32Array.from(contracts, (contract) => (contract.signed ? 1 : 0)),
  );
  writer.setInts(
    IntField.contractMaxSites,
    Int32Array.from(contracts, ({ placement }) => Math.min(placement.maxSites ?? 0, 0x7fffffff)),
  );
  writer.setFloats(
    FloatField.contractMinSiteMw,
    Float64Array.from(contracts, ({ placement }) => placement.minMwPerSite ?? 0),
  );
  writer.setFloats(
    FloatField.contractMinFraction,
    Float64Array.from(contracts, (contract) => contract.minFraction),
  );
  writer.setFloats(
    FloatField.contractServedMin,
    Float64Array.from(contracts, (contract) => contract.minFraction * (1 - (contract.shortfall?.maxFraction ?? 0))),
  );
  return [...groups.keys()];
}
