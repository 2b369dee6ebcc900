// Kept decisions, turned into facts of a portfolio: what was built is there and paid, what was ordered is committed, and a contract that runs is
// one signed contract for each place that serves it (nothing of which is open), so that the kernel needs to know nothing of it. Exact: the
// model is linear in shares, and capital counts what was paid when it was paid.
import { OptionError } from "../errors.ts";
import type { ContractDecision, Decisions, Placement } from "../plan/plan.ts";
import { type Calendar, makeCalendar } from "../portfolio/calendar.ts";
import type { Contract, Portfolio, Series, Site } from "../portfolio/schema.ts";
import { expandSeries } from "../portfolio/series.ts";
import type { KeptDecisions } from "./constraints.ts";
import { type Discounting, makeDiscounting, netCapexFactor } from "./finance.ts";

/** Where the only share of a contract goes; null = nowhere. */
export type Pin = Pick<Placement, "site" | "hall" | "platform"> | null;

export interface Kept {
  /** With the kept decisions built in. */
  readonly portfolio: Portfolio;
  /** By contract id. */
  readonly pins: ReadonlyMap<string, Pin>;
  /** T: capex of the kept modules and expansions, running total, nominal. */
  readonly paidUsd: Float64Array;
  /** First period in which modules may be started. */
  readonly buildFrom: number;
  /** Value of the kept modules, expansions and orders: what they cost net of residuals, <= 0 but for rounding. */
  readonly valueUsd: number;
  /** The decisions kept, for the plan. */
  readonly decisions: Decisions;
}

/** Id of the k-th part of a kept contract: no user's id, those hold no control characters. */
const partId = (id: string, k: number): string => `${id}\u0000${k}`;

class Keeper {
  readonly calendar: Calendar;
  readonly discounting: Discounting;
  readonly from: number;
  readonly paidUsd: Float64Array;
  readonly pins = new Map<string, Pin>();
  readonly decisions: Decisions = { contracts: [], builds: [], expansions: [], orders: [], debt: [] };
  valueUsd = 0;

  constructor(
    readonly portfolio: Portfolio,
    readonly keep: KeptDecisions,
  ) {
    this.calendar = makeCalendar(portfolio.horizon);
    this.discounting = makeDiscounting(this.calendar, portfolio.finance.discountRate);
    this.from = Math.min(this.calendar.periods, this.calendar.at(keep.before));
    this.paidUsd = new Float64Array(this.calendar.periods);
  }

  private isEarlier(month: string): boolean {
    return this.calendar.at(month) < this.from;
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

  private siteOf(sites: readonly Site[], id: string, what: string): Site {
    const site = sites.find((other) => other.id === id);
    if (site === undefined) throw this.unknown(what, `site ${JSON.stringify(id)}`);
    return site;
  }

  private unknown(what: string, name: string): OptionError {
    return new OptionError(`keep.plan.${what} names ${name}, which the portfolio does not have`);
  }

  private startPeriod(month: string, what: string): number {
    const t = this.calendar.at(month);
    if (this.calendar.monthOfPeriod(t) === month) return t;
    throw new OptionError(`keep.plan.${what} starts in ${month}, in which no period of the portfolio starts`);
  }

  builds(sites: readonly Site[]): void {
    this.keep.plan.builds.forEach((build, k) => {
      if (!this.isEarlier(build.start)) return;
      const what = `builds[${k}]`;
      const hall = this.siteOf(sites, build.site, what).halls.find(({ id }) => id === build.hall);
      if (hall?.build === undefined) throw this.unknown(what, `hall ${JSON.stringify(build.hall)} (to build in)`);
      const start = this.startPeriod(build.start, what);
      const ready = start + this.calendar.periodsIn(hall.build.leadMonths);
      const mw = hall.build.moduleMw * build.modules;
      hall.builtMw = this.raised(hall.builtMw, mw, ready);
      // Stated: without it the least of a period would fall with the number that is left.
      hall.build.maxModulesPerPeriod ??= hall.build.maxModules;
      hall.build.maxModules = Math.max(0, hall.build.maxModules - build.modules);
      this.pay(mw * hall.build.capexUsdPerMw, start, ready, hall.build.lifeYears);
      this.decisions.builds.push(build);
    });
  }

  expansions(sites: readonly Site[]): void {
    this.keep.plan.expansions.forEach((decision, k) => {
      if (!this.isEarlier(decision.start)) return;
      const what = `expansions[${k}]`;
      const site = this.siteOf(sites, decision.site, what);
      const at = site.expansions.findIndex(({ id }) => id === decision.expansion);
      if (at < 0) throw this.unknown(what, `expansion ${JSON.stringify(decision.expansion)}`);
      const [expansion] = site.expansions.splice(at, 1);
      const start = this.startPeriod(decision.start, what);
      const ready = start + this.calendar.periodsIn(expansion.leadMonths);
      site.firmMw = this.raised(site.firmMw, expansion.mw, ready);
      this.pay(expansion.capexUsd, start, ready, expansion.lifeYears);
      this.decisions.expansions.push(decision);
    });
    for (const site of sites) {
      for (const expansion of site.expansions) {
        if (expansion.earliest === undefined || this.isEarlier(expansion.earliest)) {
          expansion.earliest = this.calendar.monthOfPeriod(this.from);
        }
      }
    }
  }

  backlog(): Portfolio["backlog"] {
    const fractions = new Map(this.keep.plan.orders.map((order) => [order.lot, order]));
    return this.portfolio.backlog.flatMap((lot) => {
      if (lot.committed || !this.isEarlier(lot.arrives)) return [lot];
      const order = fractions.get(lot.id);
      if (order === undefined) return [];
      const racks = lot.racks * order.fraction;
      const arrival = this.calendar.at(lot.arrives);
      this.valueUsd -=
        racks * lot.usdPerRack * netCapexFactor(this.calendar, this.discounting, arrival, arrival, lot.lifeYears);
      this.decisions.orders.push(order);
      return [{ ...lot, racks, committed: true }];
    });
  }

  contracts(): Contract[] {
    const decided = new Map(this.keep.plan.contracts.map((decision) => [decision.id, decision]));
    const runs = (contract: Contract): ContractDecision | undefined => {
      const decision = decided.get(contract.id);
      return decision?.accepted && decision.start !== undefined && this.isEarlier(decision.start)
        ? decision
        : undefined;
    };
    const taken = new Set(this.portfolio.contracts.flatMap((c) => (runs(c) && c.group !== undefined ? [c.group] : [])));
    const monthFrom = this.calendar.monthOfPeriod(this.from);
    return this.portfolio.contracts.flatMap((contract) => {
      const decision = runs(contract);
      if (decision !== undefined) return this.parts(contract, decision);
      if (contract.group !== undefined && taken.has(contract.group) && !contract.signed) return [];
      const { first, last } = this.window(contract);
      if (last < this.from && first < this.from) {
        // It could only have started before; one that is signed has no start left, which makes the portfolio infeasible.
        return contract.signed ? [{ ...contract, start: { ...contract.start, earliest: this.calendar.end } }] : [];
      }
      if (first >= this.from) return [contract];
      return [{ ...contract, start: { ...contract.start, earliest: monthFrom } }];
    });
  }

  private window({ start }: Contract): { first: number; last: number } {
    const first = this.calendar.at(start.earliest);
    return { first, last: Math.max(first, this.calendar.before(start.latest)) };
  }

  /** A running contract: a signed contract for each place, and one for what stays unserved. */
  private parts(contract: Contract, decision: ContractDecision): Contract[] {
    const start = decision.start as string;
    this.decisions.contracts.push(decision);
    const fixed = { ...contract.start, earliest: start, latest: start };
    const { group: _group, shortfall: _shortfall, ...rest } = contract;
    const part = (k: number, share: number, pin: Pin): Contract => {
      const id = partId(contract.id, k);
      this.pins.set(id, pin);
      const quantity = contract.quantity * share;
      return { ...rest, id, quantity, start: fixed, minFraction: 1, signed: true, placement: {} };
    };
    const parts = (decision.placements ?? []).map(({ site, hall, platform, share }, k) => ({
      ...part(k, share, { site, hall, platform }),
      platforms: [platform],
    }));
    const unserved = decision.unserved ?? 0;
    if (unserved > 0 && contract.shortfall !== undefined) {
      const shortfall = { ...contract.shortfall, maxFraction: 1 };
      parts.push({ ...part(parts.length, unserved, null), shortfall } as (typeof parts)[number]);
    }
    return parts;
  }
}

/** Throws OptionError when the plan does not fit the portfolio. */
export function keepDecisions(portfolio: Portfolio, keep: KeptDecisions): Kept {
  const keeper = new Keeper(portfolio, keep);
  const sites = structuredClone(portfolio.sites);
  keeper.builds(sites);
  keeper.expansions(sites);
  const backlog = keeper.backlog();
  const contracts = keeper.contracts();
  const { pins, paidUsd, from, valueUsd, decisions } = keeper;
  return {
    portfolio: { ...portfolio, sites, backlog, contracts },
    ...{ pins, paidUsd, valueUsd, decisions },
    buildFrom: from,
  };
}
