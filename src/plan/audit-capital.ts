// Money paid and borrowed: capex per period (K), debt drawn, and what the accepted contracts' take-or-pay payments can support
// (MODEL.md section 4.9).
import { Lot, Portfolio } from "../portfolio/schema.ts";
import { AuditCalendar, at, midFactor, seriesValues } from "./audit-calendar.ts";
import { MatchedContract, MatchedDecisions } from "./audit-decisions.ts";
import { compounded, instalment } from "./audit-powers.ts";

export interface CapexItem {
  kind: "module" | "expansion" | "lot" | "committedLot";
  /** Period of payment, inside the horizon. */
  period: number;
  /** Nominal. */
  usd: number;
  /** Period in which it is ready. */
  ready: number;
  lifeYears: number | undefined;
}

/** Arrays have one value per period; money is nominal and cumulative where the name says so. */
export interface Capital {
  capexUsd: number[];
  /** K(t) */
  cumulativeCapexUsd: number[];
  debtUsd: number[];
  cumulativeDebtUsd: number[];
  /** null: unlimited. */
  cumulativeEquityUsd: number[] | null;
  /** Sum of advanceRate * (f - v) * PVtop over accepted contracts; 0 without `finance.debt`. */
  debtCapacityUsd: number;
}

/** Everything that is paid for inside the horizon. Lots that arrive at or after its end neither pay nor arrive. */
export function capexItems(portfolio: Portfolio, calendar: AuditCalendar, decisions: MatchedDecisions): CapexItem[] {
  const items: CapexItem[] = [];
  for (const { build, start, ready, modules } of decisions.builds) {
    const usd = modules * build.moduleMw * build.capexUsdPerMw;
    items.push({ kind: "module", period: start, usd, ready, lifeYears: build.lifeYears });
  }
  for (const { expansion, start, ready } of decisions.expansions) {
    const { capexUsd: usd, lifeYears } = expansion;
    items.push({ kind: "expansion", period: start, usd, ready, lifeYears });
  }
  const addLot = (kind: CapexItem["kind"], lot: Lot, fraction: number): void => {
    const period = at(calendar, lot.arrives);
    if (period >= calendar.periods) return;
    const usd = fraction * lot.racks * lot.usdPerRack;
    items.push({ kind, period, usd, ready: period, lifeYears: lot.lifeYears });
  };
  for (const lot of portfolio.backlog) if (lot.committed) addLot("committedLot", lot, 1);
  for (const { lot, fraction } of decisions.orders) addLot("lot", lot, fraction);
  return items;
}

/**
 * PVtop(c): take-or-pay payments of the whole contract within the debt's term, discounted at the debt's rate. Years since the start
 * are compared as months / 12, which is exact where (t - tau) * D is not.
 */
export function takeOrPayPresentValueUsd(
  matched: MatchedContract,
  debt: { rate: number; termYears: number },
  calendar: AuditCalendar,
): number {
  const { contract, tau, end } = matched;
  const { monthsPerPeriod } = calendar;
  let presentValueUsd = 0;
  for (let t = tau; t < end; t++) {
    const yearsSinceStart = ((t - tau) * monthsPerPeriod) / 12;
    if (yearsSinceStart >= debt.termYears) break;
    const usd =
      contract.quantity *
      matched.rampFactor[t] *
      contract.usdPerUnitMonth *
      compounded(contract.escalation, Math.floor(yearsSinceStart)) *
      monthsPerPeriod *
      contract.takeOrPay;
    presentValueUsd += usd * midFactor(calendar, t, debt.rate);
  }
  return presentValueUsd;
}

/** kappa: present value at r0 of the level repayments of one dollar of debt, at the time it is drawn. */
export function debtServicePerUsd(
  debt: { rate: number; termYears: number },
  discountRate: number,
  calendar: AuditCalendar,
): number {
  const D = calendar.yearsPerPeriod;
  const q = Math.round((debt.termYears * 12) / calendar.monthsPerPeriod);
  const pay = instalment(debt.rate, D, q);
  let kappa = 0;
  for (let j = 1; j <= q; j++) kappa += pay * compounded(discountRate, -(j * D));
  return kappa;
}

function runningTotal(values: number[]): number[] {
  let total = 0;
  return values.map((value) => {
    total += value;
    return total;
  });
}

export function recomputeCapital(portfolio: Portfolio, calendar: AuditCalendar, decisions: MatchedDecisions): Capital {
  const { debt, cumulativeEquityUsd } = portfolio.finance;
  const capexUsd = new Array<number>(calendar.periods).fill(0);
  for (const item of capexItems(portfolio, calendar, decisions)) capexUsd[item.period] += item.usd;
  let debtCapacityUsd = 0;
  if (debt) {
    for (const matched of decisions.contracts) {
      const served = matched.fraction - matched.unserved;
      const { advanceRate } = matched.contract.credit;
      debtCapacityUsd += advanceRate * served * takeOrPayPresentValueUsd(matched, debt, calendar);
    }
  }
  return {
    capexUsd,
    cumulativeCapexUsd: runningTotal(capexUsd),
    debtUsd: decisions.debtUsd,
    cumulativeDebtUsd: runningTotal(decisions.debtUsd),
    cumulativeEquityUsd: cumulativeEquityUsd === undefined ? null : seriesValues(calendar, cumulativeEquityUsd),
    debtCapacityUsd,
  };
}
