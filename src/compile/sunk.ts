// What the committed lots cost: known from the portfolio alone, whatever is decided.
import { type Calendar, makeCalendar } from "../portfolio/calendar.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { type Discounting, makeDiscounting, netCapexFactor } from "./finance.ts";

/** Discounted capex less residual of the committed lots that arrive inside the horizon, as a loss: <= 0 but for rounding. */
export function sunkUsd(portfolio: Portfolio, calendar: Calendar, discounting: Discounting): number {
  let usd = 0;
  for (const lot of portfolio.backlog) {
    const arrival = calendar.at(lot.arrives);
    if (!lot.committed || arrival >= calendar.periods) continue;
    usd -= lot.racks * lot.usdPerRack * netCapexFactor(calendar, discounting, arrival, arrival, lot.lifeYears);
  }
  return usd;
}

export function sunkUsdOf(portfolio: Portfolio): number {
  const calendar = makeCalendar(portfolio.horizon);
  return sunkUsd(portfolio, calendar, makeDiscounting(calendar, portfolio.finance.discountRate));
}
