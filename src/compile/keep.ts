// Kept decisions, turned into facts of a portfolio: what was built is there and paid, what was ordered is committed, and a contract that runs is
// one signed contract for each place that serves it (nothing of which is open), so that the kernel needs to know nothing of it. Exact: the
// model is linear in shares, and capital counts what was paid when it was paid.
import type { ContractDecision, Decisions, Placement } from "../plan/plan.ts";
import type { Calendar } from "../portfolio/calendar.ts";
import type { Contract, Portfolio } from "../portfolio/schema.ts";
import type { KeptDecisions } from "./constraints.ts";
import { Facts } from "./facts.ts";

/** Where the only share of a contract goes; null = nowhere. */
export type Pin = Pick<Placement, "site" | "hall" | "platform"> | null;

export interface Kept {
  /** With the kept decisions built in. */
  readonly portfolio: Portfolio;
  /** By contract id. */
  readonly pins: ReadonlyMap<string, Pin>;
  /** T: capex of the kept modules and expansions, running total, nominal. */
  readonly paidUsd: Float64Array;
  /** H: first period in which modules may be started. */
  readonly buildFrom: readonly number[];
  /** Value of the kept modules, expansions and orders: what they cost net of residuals, <= 0 but for rounding. */
  readonly valueUsd: number;
  /** The decisions kept, for the plan. */
  readonly decisions: Decisions;
}

/** Id of the k-th part of a kept contract: no user's id, those hold no control characters. */
const partId = (id: string, k: number): string => `${id}\u0000${k}`;

class Keeper {
  readonly calendar: Calendar;
  readonly facts: Facts;
  readonly from: number;
  readonly pins = new Map<string, Pin>();
  readonly decisions: Decisions = { contracts: [], builds: [], expansions: [], orders: [], debt: [] };

  constructor(
    readonly portfolio: Portfolio,
    readonly keep: KeptDecisions,
  ) {
    this.facts = new Facts(portfolio, "keep.plan");
    this.calendar = this.facts.calendar;
    this.from = Math.min(this.calendar.periods, this.calendar.at(keep.before));
  }

  private isEarlier(month: string): boolean {
    return this.calendar.at(month) < this.from;
  }

  builds(): void {
    this.keep.plan.builds.forEach((build, k) => {
      if (!this.isEarlier(build.start)) return;
      this.facts.build(build, `builds[${k}]`);
      this.decisions.builds.push(build);
    });
  }

  expansions(): void {
    this.keep.plan.expansions.forEach((decision, k) => {
      if (!this.isEarlier(decision.start)) return;
      this.facts.expand(decision, `expansions[${k}]`);
      this.decisions.expansions.push(decision);
    });
    for (const site of this.facts.sites) {
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
      this.decisions.orders.push(order);
      return [this.facts.order(lot, order.fraction)];
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
  keeper.builds();
  keeper.expansions();
  const backlog = keeper.backlog();
  const contracts = keeper.contracts();
  const { pins, from, decisions, facts } = keeper;
  const { sites, paidUsd, valueUsd } = facts;
  return {
    portfolio: { ...portfolio, sites, backlog, contracts },
    ...{ pins, paidUsd, valueUsd, decisions },
    buildFrom: sites.flatMap((site) => site.halls.map(() => from)),
  };
}
