// Equity that shrinks, equity that committed lots alone exceed, debt that nothing can be lent against.
import { Calendar } from "./calendar.ts";
import { Report } from "./problem.ts";
import { Portfolio } from "./schema.ts";
import { expandSeries, stepsOf } from "./series.ts";
import { figure } from "./show.ts";

function warnOfDecrease(portfolio: Portfolio, report: Report): void {
  const steps = stepsOf(portfolio.finance.cumulativeEquityUsd ?? 0);
  for (let index = 1; index < steps.length; index++) {
    const { month, value } = steps[index];
    const earlier = steps[index - 1];
    if (value >= earlier.value) continue;
    const message = `equity made available so far falls from ${earlier.value} USD (${earlier.month}) to ${value} USD (${month})`;
    const hint = "write running totals, not instalments: each step includes the ones before it";
    report.warning("equity-decreases", ["finance", "cumulativeEquityUsd", month], message, hint);
  }
}

/** Capital rule with nothing built: K - debt <= equity and debt <= maxLoanToCost * K need K * (1 - maxLoanToCost) <= equity. */
function warnOfCommitted(portfolio: Portfolio, calendar: Calendar, report: Report): void {
  const { cumulativeEquityUsd, debt } = portfolio.finance;
  if (cumulativeEquityUsd === undefined) return;
  const equity = expandSeries(cumulativeEquityUsd, calendar);
  const paid = new Float64Array(calendar.periods);
  for (const lot of portfolio.backlog) {
    const period = calendar.at(lot.arrives);
    if (lot.committed && period < calendar.periods) paid[period] += lot.racks * lot.usdPerRack;
  }
  let capex = 0;
  for (let t = 0; t < calendar.periods; t++) {
    capex += paid[t];
    const least = capex * (1 - (debt?.maxLoanToCost ?? 0));
    if (least <= equity[t] + 1e-6 * Math.max(1, equity[t])) continue;
    const message =
      `committed lots take at least ${figure(least)} USD of equity by ${calendar.monthOfPeriod(t)}, ` +
      `of which ${figure(equity[t])} USD are available: the portfolio is infeasible`;
    const hint = "raise the equity, or leave out usdPerRack of lots that are already paid for";
    report.warning("equity-exceeded", ["finance", "cumulativeEquityUsd"], message, hint);
    return;
  }
}

export function warnOfFinance(portfolio: Portfolio, calendar: Calendar, report: Report): void {
  warnOfDecrease(portfolio, report);
  warnOfCommitted(portfolio, calendar, report);
  const { debt } = portfolio.finance;
  if (debt === undefined) return;
  const bankable = portfolio.contracts.some(({ credit, takeOrPay }) => credit.advanceRate > 0 && takeOrPay > 0);
  if (debt.maxLoanToCost === 0) {
    report.warning(
      "cannot-borrow",
      ["finance", "debt", "maxLoanToCost"],
      "at a loan to cost of 0 nothing can be drawn",
      "raise it, or leave debt out",
    );
  } else if (!bankable) {
    const message = "nothing can be drawn: no contract has both credit.advanceRate and takeOrPay above 0";
    report.warning(
      "cannot-borrow",
      ["finance", "debt"],
      message,
      "add them to the contracts that lenders advance money on",
    );
  }
}
