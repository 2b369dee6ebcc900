// The money and the profiles of MODEL.md sections 3 and 5 as coefficients per decision, in millions of dollars (so that HiGHS sees
// numbers between about 1e-3 and 1e5). One function per line of section 5.
import { type Contract, type Platform, type Portfolio, type Site } from "../../src/portfolio/schema.ts";
import { endFactor, overFactor, startFactor, type TextbookCalendar } from "./textbook-calendar.ts";

export const USD_PER_MILLION = 1e6;

/** A place where a contract may put racks. */
export interface Spot {
  site: number;
  hall: number;
  platform: number;
  /** Racks at ramp factor 1 of a share of 1. */
  racks: number;
  /** IT MW at ramp factor 1 of a share of 1. */
  itMw: number;
}

export interface TextbookContext {
  portfolio: Portfolio;
  calendar: TextbookCalendar;
  /** r0 */
  rate: number;
}

/** Racks of platform p per unit of the contract. */
export function racksPerUnit(contract: Contract, platform: Platform): number {
  switch (contract.unit) {
    case "mw":
      return 1000 / platform.kwPerRack;
    case "racks":
      return 1;
    case "accelerators":
      return 1 / platform.acceleratorsPerRack!;
    case "pflops":
      return 1 / platform.pflopsPerRack!;
  }
}

/** Every (site, hall, platform) the contract may use. */
export function eligibleSpots(portfolio: Portfolio, contract: Contract): Spot[] {
  const spots: Spot[] = [];
  const rules = contract.placement;
  portfolio.sites.forEach((site, s) => {
    if (rules.sites && !rules.sites.includes(site.id)) return;
    if (rules.excludeSites?.includes(site.id)) return;
    if (rules.regions && !(site.region !== undefined && rules.regions.includes(site.region))) return;
    site.halls.forEach((hall, h) => {
      if (rules.maxPue !== undefined && hall.pue > rules.maxPue) return;
      portfolio.platforms.forEach((platform, p) => {
        if (!contract.platforms.includes(platform.id) || !platform.cooling.includes(hall.cooling)) return;
        const racks = contract.quantity * racksPerUnit(contract, platform);
        spots.push({ site: s, hall: h, platform: p, racks, itMw: (racks * platform.kwPerRack) / 1000 });
      });
    });
  });
  return spots;
}

/** Periods in which the contract may start. Empty when none lies inside the horizon. */
export function startPeriods({ calendar }: TextbookContext, contract: Contract): number[] {
  const first = calendar.at(contract.start.earliest);
  const last = Math.max(first, calendar.before(contract.start.latest));
  const starts: number[] = [];
  for (let tau = first; tau <= last && tau < calendar.periods; tau++) starts.push(tau);
  return starts;
}

/** Periods of the term, given the start. */
export function termPeriods({ calendar }: TextbookContext, contract: Contract, tau: number): number[] {
  const end = Math.min(calendar.periods, tau + calendar.periodsIn(contract.termMonths));
  return Array.from({ length: end - tau }, (_, k) => tau + k);
}

/** g: the factor of the latest ramp step at or before (t - tau) * M months. */
export function rampFactor({ calendar }: TextbookContext, contract: Contract, tau: number, t: number): number {
  const elapsed = (t - tau) * calendar.months;
  let best = -1;
  let factor = 0;
  for (const [month, value] of Object.entries(contract.ramp)) {
    if (Number(month) <= elapsed && Number(month) > best) {
      best = Number(month);
      factor = value;
    }
  }
  return factor;
}

function priceGrowth({ calendar }: TextbookContext, contract: Contract, tau: number, t: number): number {
  return (1 + contract.escalation) ** Math.floor(((t - tau) * calendar.months) / 12);
}

/** Revenue of the whole quantity served from tau on, M$; multiplies (f - v). */
export function revenue(context: TextbookContext, contract: Contract, tau: number): number {
  const { calendar, rate } = context;
  const { discountRate, annualDefaultProbability } = contract.credit;
  let usd = 0;
  for (const t of termPeriods(context, contract, tau)) {
    const billed =
      contract.quantity *
      rampFactor(context, contract, tau, t) *
      contract.usdPerUnitMonth *
      priceGrowth(context, contract, tau, t) *
      calendar.months *
      Math.max(contract.utilisation, contract.takeOrPay);
    const survival = (1 - annualDefaultProbability) ** ((t + 0.5) * calendar.years);
    usd += billed * overFactor(calendar, t, discountRate ?? rate) * survival;
  }
  return usd / USD_PER_MILLION;
}

/** Price of starting late, M$; multiplies f. */
export function lateness({ calendar, rate }: TextbookContext, contract: Contract, tau: number): number {
  const { due, lateUsdPerUnitMonth } = contract.start;
  if (due === undefined) return 0;
  const months = Math.max(0, calendar.monthsFrom(due, tau));
  return (contract.quantity * lateUsdPerUnitMonth * months * startFactor(calendar, tau, rate)) / USD_PER_MILLION;
}

/** Shortfall penalty of the whole quantity, M$; multiplies v. */
export function shortfallPenalty(context: TextbookContext, contract: Contract, tau: number): number {
  const { calendar, rate } = context;
  let usd = 0;
  for (const t of termPeriods(context, contract, tau)) {
    const quantity = contract.quantity * rampFactor(context, contract, tau, t);
    usd += quantity * (contract.shortfall?.usdPerUnitMonth ?? 0) * calendar.months * overFactor(calendar, t, rate);
  }
  return usd / USD_PER_MILLION;
}

/** What contract load pays per MWh at the site in period t. */
export function energyPrice({ calendar }: TextbookContext, site: Site, t: number): number {
  if (site.energy.ppa) return calendar.valueAt(site.energy.ppa.usdPerMwh, t);
  let price = 0;
  for (const block of site.energy.market) price += block.share * calendar.valueAt(block.usdPerMwh, t);
  return price;
}

/** Serving cost of a share of 1 at a spot, M$; multiplies w. */
export function servingCost(context: TextbookContext, contract: Contract, tau: number, spot: Spot): number {
  const { portfolio, calendar, rate } = context;
  const site = portfolio.sites[spot.site];
  const platform = portfolio.platforms[spot.platform];
  let usd = 0;
  for (const t of termPeriods(context, contract, tau)) {
    const opex = spot.racks * platform.opexUsdPerRackMonth * calendar.months;
    const mwh = spot.itMw * site.halls[spot.hall].pue * contract.utilisation * calendar.hours;
    const g = rampFactor(context, contract, tau, t);
    usd += g * (opex + mwh * energyPrice(context, site, t)) * overFactor(calendar, t, rate);
  }
  return usd / USD_PER_MILLION;
}

/** Borrowing base, M$; times advanceRate it multiplies (f - v). */
export function securedRevenue(context: TextbookContext, contract: Contract, tau: number): number {
  const debt = context.portfolio.finance.debt;
  if (!debt) return 0;
  const { calendar } = context;
  let usd = 0;
  for (const t of termPeriods(context, contract, tau)) {
    // Whole months over 12 are exact where (t - tau) * D is not.
    if (((t - tau) * calendar.months) / 12 >= debt.termYears) continue;
    const billed =
      contract.quantity *
      rampFactor(context, contract, tau, t) *
      contract.usdPerUnitMonth *
      priceGrowth(context, contract, tau, t) *
      calendar.months *
      contract.takeOrPay;
    usd += billed * overFactor(calendar, t, debt.rate);
  }
  return usd / USD_PER_MILLION;
}

/** Value of one dollar of capex paid at the start of `paid`, ready in `ready`: minus the payment, plus the residual. */
export function capexValue(
  { calendar, rate }: TextbookContext,
  paid: number,
  ready: number,
  lifeYears: number | undefined,
): number {
  const age = (calendar.periods - ready) * calendar.years;
  const residual = lifeYears === undefined ? 0 : Math.max(0, 1 - age / lifeYears);
  return -startFactor(calendar, paid, rate) + residual * endFactor(calendar, rate);
}

/** Value of one dollar of debt drawn in t. */
export function debtValue({ portfolio, calendar, rate }: TextbookContext, t: number): number {
  const debt = portfolio.finance.debt!;
  const payments = Math.round((debt.termYears * 12) / calendar.months);
  const interest = (1 + debt.rate) ** calendar.years - 1;
  const pay = debt.rate === 0 ? 1 / payments : interest / (1 - (1 + interest) ** -payments);
  let kappa = 0;
  for (let j = 1; j <= payments; j++) kappa += pay * (1 + rate) ** -(j * calendar.years);
  return startFactor(calendar, t, rate) * (1 - kappa);
}
