// What is certain of a break-even price. A plan with the contract is worth a + s p at the price p, where s is what a dollar of price brings it: so a bound
// on all of them at one price is one at every lower price, less by the least s times the difference, and a plan at hand is worth taking from where
// it passes the bound of leaving the contract.
import { auditPlan } from "../../plan/audit.ts";
import { at, auditCalendar, before } from "../../plan/audit-calendar.ts";
import { recomputeValue } from "../../plan/audit-value.ts";
import type { SolvedPlan } from "../../plan/plan.ts";
import type { Contract, Portfolio } from "../../portfolio/schema.ts";
import { rampFactor } from "../../portfolio/series.ts";
import { decisionsOf } from "../solver.ts";
import { forced, withContract } from "./forced.ts";
import { tolUsd } from "./least-change.ts";

export interface PriceBracket {
  /** Proved: at this price and at every lower one, no plan with the contract is worth more than the best known without it. 0: nothing is proved. */
  refusedUpToUsd: number;
  /** Proved: from this price on, a plan with it is worth more than every plan without it; null where nothing is proved. */
  acceptedFromUsd: number | null;
}

export const priced = (contract: Contract, usdPerUnitMonth: number): Contract => ({ ...contract, usdPerUnitMonth });

/** The price at which these decisions are worth `withoutUsd`; undefined when they earn nothing by the price. */
export function priceOf(
  portfolio: Portfolio,
  contract: Contract,
  plan: SolvedPlan,
  withoutUsd: number,
): number | undefined {
  const valueAt = (usd: number): number =>
    auditPlan(withContract(portfolio, priced(contract, usd)), decisionsOf(plan)).value.valueUsd;
  const atZero = valueAt(0);
  const unit = Math.max(1, contract.usdPerUnitMonth);
  const slope = (valueAt(unit) - atZero) / unit;
  return slope > 0 ? (withoutUsd - atZero) / slope : undefined;
}

/** The least that a dollar of price brings any plan with the contract, discounted USD. */
function leastSlope(portfolio: Portfolio, contract: Contract): number {
  const calendar = auditCalendar(portfolio.horizon);
  const { periods, monthsPerPeriod } = calendar;
  const first = at(calendar, contract.start.earliest);
  const last = Math.max(first, before(calendar, contract.start.latest));
  const served = contract.minFraction * (1 - (contract.shortfall?.maxFraction ?? 0));
  const none = { acceptedIds: new Set<string>(), builds: [], expansions: [], orders: [] };
  const unit = priced(contract, 1);
  let least = Number.POSITIVE_INFINITY;
  for (let tau = first; tau <= last && tau < periods; tau++) {
    const end = Math.min(periods, tau + Math.ceil(contract.termMonths / monthsPerPeriod));
    const ramp = Array.from({ length: periods }, (_, t) =>
      t >= tau && t < end ? rampFactor(contract.ramp, (t - tau) * monthsPerPeriod) : 0,
    );
    const matched = { contract: unit, tau, end, rampFactor: ramp, fraction: 1, unserved: 0, placements: [], path: "" };
    const decisions = { ...none, contracts: [matched], debtUsd: ramp.map(() => 0) };
    least = Math.min(least, recomputeValue(portfolio, calendar, decisions, []).contracts[0].revenueUsd);
  }
  return Number.isFinite(least) ? served * least : 0;
}

/** Bounds on the plans with a contract, by the price they were proved at. */
export class PriceBounds {
  readonly #slope: number;
  readonly #bounds: { usd: number; boundUsd: number }[] = [];

  constructor(portfolio: Portfolio, contract: Contract) {
    this.#slope = leastSlope(portfolio, contract);
  }

  note(usd: number, boundUsd: number | null): void {
    if (boundUsd !== null) this.#bounds.push({ usd, boundUsd });
  }

  /** The highest price of which it follows that no plan with the contract is worth more than `withoutUsd`. */
  refusedUpToUsd(withoutUsd: number): number {
    const from = this.#bounds.map(({ usd, boundUsd }) => {
      const overUsd = Math.max(0, boundUsd - withoutUsd - tolUsd(withoutUsd));
      if (overUsd === 0) return usd;
      return this.#slope > 0 ? usd - overUsd / this.#slope : 0;
    });
    return Math.max(0, ...from);
  }
}

/** From which price on `plan` is worth more than anything the bound on leaving the contract allows; it stands at `standsUsd` and above. */
export function acceptedFromUsd(
  portfolio: Portfolio,
  contract: Contract,
  plan: SolvedPlan,
  withoutBoundUsd: number | null,
  standsUsd: number,
): number | null {
  if (withoutBoundUsd === null) return null;
  const usd = priceOf(portfolio, contract, plan, withoutBoundUsd + tolUsd(withoutBoundUsd));
  if (usd === undefined) return null;
  const from = Math.max(0, usd);
  if (from >= standsUsd) return from;
  // Below, lenders might not advance what it borrows.
  return auditPlan(forced(portfolio, priced(contract, from)), decisionsOf(plan)).feasible ? from : standsUsd;
}
