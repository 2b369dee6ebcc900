// Discounting (MODEL.md sections 1 and 5) and the money that belongs to no site: equity, debt.
//   S(t,r) = (1+r)^-(t*D)        paid at a period's start
//   F(t,r) = (1+r)^-((t+1/2)*D)  earned over a period
//   E(r)   = (1+r)^-(T*D)        at the end of the horizon
import { FloatField } from "../../assembly/abi.ts";
import { Calendar } from "../portfolio/calendar.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { expandSeries } from "../portfolio/series.ts";
import { InstanceWriter } from "./instance-writer.ts";
import { gainOver, growthOver } from "./powers.ts";

/** Discount factors of one portfolio. */
export interface Discounting {
  /** T: S(t, r0) */
  readonly startFactor: Float64Array;
  /** T: F(t, r0) */
  readonly midFactor: Float64Array;
  /** E(r0) */
  readonly endFactor: number;
  /** T: F(t, rate); tables are kept, so ask for the same rate as often as you like. */
  midFactorAt(rate: number): Float64Array;
}

export function makeDiscounting(calendar: Calendar, rate: number): Discounting {
  const tables = new Map<number, Float64Array>();
  const months = calendar.monthsPerPeriod;
  const midFactorAt = (r: number): Float64Array => {
    let table = tables.get(r);
    if (table === undefined) {
      table = Float64Array.from({ length: calendar.periods }, (_, t) => growthOver(r, -(2 * t + 1) * months));
      tables.set(r, table);
    }
    return table;
  };
  return {
    startFactor: Float64Array.from({ length: calendar.periods }, (_, t) => growthOver(rate, -2 * t * months)),
    midFactor: midFactorAt(rate),
    endFactor: growthOver(rate, -2 * calendar.periods * months),
    midFactorAt,
  };
}

/**
 * Discounted capex less discounted residual of one nominal dollar paid in `paid` for something ready in `ready` (periods):
 * S(paid) - max(0, 1 - age/lifeYears) * E with age = (T - ready) * D; without a life there is no residual.
 */
export function netCapexFactor(
  calendar: Calendar,
  discounting: Discounting,
  paid: number,
  ready: number,
  lifeYears: number | undefined,
): number {
  const start = discounting.startFactor[paid];
  if (lifeYears === undefined) return start;
  const ageYears = (calendar.periods - ready) * calendar.yearsPerPeriod;
  return start - Math.max(0, 1 - ageYears / lifeYears) * discounting.endFactor;
}

/** kappa: value at the draw of what one dollar of debt pays back, in equal instalments over q periods, discounted at r0. */
export function repaymentValue(
  calendar: Calendar,
  rate: number,
  debt: { readonly rate: number; readonly termYears: number },
): number {
  const halfMonths = 2 * calendar.monthsPerPeriod;
  // months / M rather than years / D: D = M/12 is rounded for most M, and a tie must not depend on that.
  const instalments = Math.round((debt.termYears * 12) / calendar.monthsPerPeriod);
  // i = (1+rate)^D - 1, and 1 - (1+i)^-q
  const interest = gainOver(debt.rate, halfMonths);
  const pay = interest === 0 ? 1 / instalments : interest / -gainOver(debt.rate, -instalments * halfMonths);
  let kappa = 0;
  for (let j = 1; j <= instalments; j++) kappa += pay * growthOver(rate, -j * halfMonths);
  return kappa;
}

/** Writes equity and debt; committed lots are in backlog.ts. */
export function compileFinance(
  portfolio: Portfolio,
  calendar: Calendar,
  discounting: Discounting,
  writer: InstanceWriter,
): void {
  const { finance } = portfolio;
  const { debt, cumulativeEquityUsd } = finance;
  const periods = calendar.periods;
  const equity =
    cumulativeEquityUsd === undefined
      ? new Float64Array(periods).fill(Number.POSITIVE_INFINITY)
      : expandSeries(cumulativeEquityUsd, calendar);
  const draw = new Float64Array(periods);
  if (debt !== undefined) {
    const margin = 1 - repaymentValue(calendar, finance.discountRate, debt);
    for (let t = 0; t < periods; t++) draw[t] = discounting.startFactor[t] * margin;
  }
  writer.setFloats(FloatField.equityUsd, equity);
  writer.setFloats(FloatField.drawUsd, draw);
  writer.setFloats(FloatField.maxLoanToCost, Float64Array.of(debt?.maxLoanToCost ?? 0));
}
