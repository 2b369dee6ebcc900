// Money for the enumeration, in M$: per rack and per dollar rather than per share, cash flow by cash flow (MODEL.md section 5).
import { type Contract, type Portfolio, type Site } from "../../src/portfolio/schema.ts";
import {
  discount,
  discountToMiddle,
  discountToStart,
  monthsLate,
  overTime,
  rampProfile,
  type Timeline,
} from "./enumerate-time.ts";

export const MILLION = 1e6;

/** What one start of a contract is worth, M$ for the whole quantity. */
export interface StartMoney {
  /** Per unit of f - v. */
  revenue: number;
  /** Per unit of f. */
  lateness: number;
  /** Per unit of v. */
  penalty: number;
  /** Borrowing base per unit of f - v, advance rate included. */
  lendable: number;
}

export function startMoney(portfolio: Portfolio, time: Timeline, contract: Contract, start: number): StartMoney {
  const rate = portfolio.finance.discountRate;
  const { credit, shortfall } = contract;
  const loan = portfolio.finance.debt;
  const money: StartMoney = { revenue: 0, lateness: 0, penalty: 0, lendable: 0 };
  rampProfile(time, contract, start).forEach((factor, t) => {
    const elapsedMonths = (t - start) * time.monthsPerPeriod;
    const unitMonths = (contract.quantity * factor * time.monthsPerPeriod) / MILLION;
    let price = contract.usdPerUnitMonth;
    for (let year = 12; year <= elapsedMonths; year += 12) price *= 1 + contract.escalation;
    const middleYears = ((t + 0.5) * time.monthsPerPeriod) / 12;
    const paying =
      discountToMiddle(time, credit.discountRate ?? rate, t) * (1 - credit.annualDefaultProbability) ** middleYears;
    money.revenue += unitMonths * price * Math.max(contract.utilisation, contract.takeOrPay) * paying;
    money.penalty += unitMonths * (shortfall?.usdPerUnitMonth ?? 0) * discountToMiddle(time, rate, t);
    if (loan && elapsedMonths / 12 < loan.termYears)
      money.lendable +=
        credit.advanceRate * unitMonths * price * contract.takeOrPay * discountToMiddle(time, loan.rate, t);
  });
  if (contract.start.due !== undefined) {
    const months = monthsLate(contract.start.due, time.firstMonths[start]);
    const usd = contract.quantity * contract.start.lateUsdPerUnitMonth * months;
    money.lateness = (usd * discountToStart(time, rate, start)) / MILLION;
  }
  return money;
}

/** Price of contract energy per period, USD/MWh. */
export function contractEnergy(site: Site, time: Timeline): number[] {
  if (site.energy.ppa) return overTime(time, site.energy.ppa.usdPerMwh);
  const blocks = site.energy.market.map(({ share, usdPerMwh }) => overTime(time, usdPerMwh).map((usd) => usd * share));
  return time.firstMonths.map((_, t) => blocks.reduce((sum, block) => sum + block[t], 0));
}

/** M$ to serve one rack (at ramp factor 1) of the platform in the hall for the contract's term. */
export function costPerRack(
  portfolio: Portfolio,
  time: Timeline,
  contract: Contract,
  start: number,
  place: { site: number; hall: number; platform: number },
): number {
  const site = portfolio.sites[place.site];
  const platform = portfolio.platforms[place.platform];
  const energy = contractEnergy(site, time);
  const meteredMw = (platform.kwPerRack / 1000) * site.halls[place.hall].pue * contract.utilisation;
  const flows = rampProfile(time, contract, start).map((factor, t) => {
    const monthly = platform.opexUsdPerRackMonth + meteredMw * 730 * energy[t];
    return factor * monthly * time.monthsPerPeriod * discountToMiddle(time, portfolio.finance.discountRate, t);
  });
  return flows.reduce((sum, usd) => sum + usd, 0) / MILLION;
}

/** Value of one dollar of capex paid in one period and in service from another: the payment and what is left at the end. */
export function dollarOfCapex(
  portfolio: Portfolio,
  time: Timeline,
  { paid, ready, lifeYears }: { paid: number; ready: number; lifeYears: number | undefined },
): number {
  const rate = portfolio.finance.discountRate;
  const payment = discountToStart(time, rate, paid);
  if (lifeYears === undefined) return -payment;
  const horizon = time.firstMonths.length * time.monthsPerPeriod;
  const ageYears = (horizon - ready * time.monthsPerPeriod) / 12;
  const left = ageYears >= lifeYears ? 0 : (lifeYears - ageYears) / lifeYears;
  return left * discount(rate, horizon) - payment;
}

/** Value of one dollar drawn at the start of the period: the dollar less its level payments, which pay the loan off exactly. */
export function dollarOfDebt(portfolio: Portfolio, time: Timeline, drawn: number): number {
  const loan = portfolio.finance.debt!;
  const rate = portfolio.finance.discountRate;
  const payments = Math.round((loan.termYears * 12) / time.monthsPerPeriod);
  const growth = (1 + loan.rate) ** (time.monthsPerPeriod / 12);
  // With payment P the balance after the last one is growth^q - P * (growth^(q-1) + ... + 1), which must be 0.
  let owed = 1;
  let perUnitPaid = 0;
  for (let k = 0; k < payments; k++) {
    owed *= growth;
    perUnitPaid = perUnitPaid * growth + 1;
  }
  const payment = owed / perUnitPaid;
  let repaid = 0;
  for (let k = 1; k <= payments; k++) repaid += payment * discount(rate, k * time.monthsPerPeriod);
  return (1 - repaid) * discountToStart(time, rate, drawn);
}
