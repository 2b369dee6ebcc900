// Decisions that stand, turned into facts of a portfolio: what was built is there and paid, what was ordered is committed. Exact: capital counts
// what was paid when it was paid, and the money that leaves the kernel's objective with it is added up in `valueUsd`.
import { OptionError } from "../errors.ts";
import type { BuildDecision, ExpansionDecision } from "../plan/plan.ts";
import { type Calendar, makeCalendar } from "../portfolio/calendar.ts";
import type { Lot, Portfolio, Series, Site } from "../portfolio/schema.ts";
import { expandSeries } from "../portfolio/series.ts";
import { type Discounting, makeDiscounting, netCapexFactor } from "./finance.ts";

export class Facts {
  readonly calendar: Calendar;
  readonly discounting: Discounting;
  /** T: capex of what is built and switched on, running total, nominal. */
  readonly paidUsd: Float64Array;
  /** What that and the orders cost, net of residuals, <= 0 but for rounding. */
  valueUsd = 0;
  /** Changed in place: a copy of the portfolio's. */
  readonly sites: Site[];

  /** `source`: name of the decisions in messages, such as "keep.plan". */
  constructor(
    portfolio: Portfolio,
    private readonly source: string,
  ) {
    this.calendar = makeCalendar(portfolio.horizon);
    this.discounting = makeDiscounting(this.calendar, portfolio.finance.discountRate);
    this.paidUsd = new Float64Array(this.calendar.periods);
    this.sites = structuredClone(portfolio.sites);
  }

  /** Book capex paid in `paid` for something ready in `ready`. */
  private pay(usd: number, paid: number, ready: number, lifeYears: number | undefined): void {
    for (let t = paid; t < this.calendar.periods; t++) this.paidUsd[t] += usd;
    this.valueUsd -= usd * netCapexFactor(this.calendar, this.discounting, paid, ready, lifeYears);
  }

  /** `series` with `mw` more from period `ready` on. */
  private raised(series: Series, mw: number, ready: number): Series {
    const values = expandSeries(series, this.calendar);
    const steps: Record<string, number> = {};
    values.forEach((value, t) => {
      steps[this.calendar.monthOfPeriod(t)] = t >= ready ? value + mw : value;
    });
    return steps;
  }

  private siteOf(id: string, what: string): Site {
    const site = this.sites.find((other) => other.id === id);
    if (site === undefined) throw this.unknown(what, `site ${JSON.stringify(id)}`);
    return site;
  }

  unknown(what: string, name: string): OptionError {
    return new OptionError(`${this.source}.${what} names ${name}, which the portfolio does not have`);
  }

  private startPeriod(month: string, what: string): number {
    const t = this.calendar.at(month);
    if (this.calendar.monthOfPeriod(t) === month) return t;
    throw new OptionError(`${this.source}.${what} starts in ${month}, in which no period of the portfolio starts`);
  }

  /** The modules stand from when they are ready; `what`: where the decision is written. */
  build(build: BuildDecision, what: string): void {
    const hall = this.siteOf(build.site, what).halls.find(({ id }) => id === build.hall);
    if (hall?.build === undefined) throw this.unknown(what, `hall ${JSON.stringify(build.hall)} (to build in)`);
    const start = this.startPeriod(build.start, what);
    const ready = start + this.calendar.periodsIn(hall.build.leadMonths);
    const mw = hall.build.moduleMw * build.modules;
    hall.builtMw = this.raised(hall.builtMw, mw, ready);
    // Stated: without it the least of a period would fall with the number that is left.
    hall.build.maxModulesPerPeriod ??= hall.build.maxModules;
    hall.build.maxModules = Math.max(0, hall.build.maxModules - build.modules);
    this.pay(mw * hall.build.capexUsdPerMw, start, ready, hall.build.lifeYears);
  }

  expand(decision: ExpansionDecision, what: string): void {
    const site = this.siteOf(decision.site, what);
    const at = site.expansions.findIndex(({ id }) => id === decision.expansion);
    if (at < 0) throw this.unknown(what, `expansion ${JSON.stringify(decision.expansion)}`);
    const [expansion] = site.expansions.splice(at, 1);
    const start = this.startPeriod(decision.start, what);
    const ready = start + this.calendar.periodsIn(expansion.leadMonths);
    site.firmMw = this.raised(site.firmMw, expansion.mw, ready);
    this.pay(expansion.capexUsd, start, ready, expansion.lifeYears);
  }

  /** The part of the lot that is ordered, as a committed lot. */
  order(lot: Lot, fraction: number): Lot {
    const racks = lot.racks * fraction;
    const arrival = this.calendar.at(lot.arrives);
    if (arrival < this.calendar.periods) {
      this.valueUsd -=
        racks * lot.usdPerRack * netCapexFactor(this.calendar, this.discounting, arrival, arrival, lot.lifeYears);
    }
    return { ...lot, racks, committed: true };
  }
}
