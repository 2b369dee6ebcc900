// The edits after which a portfolio is solved again: what happens to a planner in a week. Each is taken where it hurts the plan at hand.
import { Plan } from "../../src/plan/plan.ts";
import { monthIndex, monthText } from "../../src/portfolio/month.ts";
import { Contract, Portfolio } from "../../src/portfolio/schema.ts";

export const EDITS = ["price", "delivery", "withdrawal", "offer"] as const;
export type EditName = (typeof EDITS)[number];

/** A tenth off the price of a contract, a lot two periods late, a tenth on the price of a new offer. */
const PRICE_FACTOR = 0.9;
const LATE_PERIODS = 2;
const OFFER_FACTOR = 1.1;

/** The portfolio after the edit; null where there is nothing to edit. */
export function edited(portfolio: Portfolio, plan: Plan, edit: EditName): Portfolio | null {
  const accepted = new Set(plan.contracts.flatMap(({ id, accepted: isAccepted }) => (isAccepted ? [id] : [])));
  const open = portfolio.contracts.filter(({ signed }) => !signed);
  const kept = dearest(open.filter(({ id }) => accepted.has(id)));
  switch (edit) {
    case "price":
      return (
        kept && withContracts(portfolio, (contract) => (contract === kept ? scaled(kept, PRICE_FACTOR) : contract))
      );
    case "withdrawal":
      return kept && { ...portfolio, contracts: portfolio.contracts.filter((contract) => contract !== kept) };
    case "offer": {
      const refused = dearest(open.filter(({ id }) => !accepted.has(id)));
      if (refused === null) return null;
      const offer = { ...scaled(refused, OFFER_FACTOR), id: `${refused.id}-again` };
      return { ...portfolio, contracts: [...portfolio.contracts, offer] };
    }
    case "delivery": {
      const lot = [...portfolio.backlog].sort((a, b) => b.racks - a.racks)[0];
      if (lot === undefined) return null;
      const late = monthText(monthIndex(lot.arrives) + LATE_PERIODS * portfolio.horizon.monthsPerPeriod);
      const backlog = portfolio.backlog.map((other) => (other === lot ? { ...lot, arrives: late } : other));
      return { ...portfolio, backlog };
    }
  }
}

function withContracts(portfolio: Portfolio, change: (contract: Contract) => Contract): Portfolio {
  return { ...portfolio, contracts: portfolio.contracts.map(change) };
}

function scaled(contract: Contract, factor: number): Contract {
  return { ...contract, usdPerUnitMonth: contract.usdPerUnitMonth * factor };
}

/** By monthly rent at full use; null of none. */
function dearest(contracts: readonly Contract[]): Contract | null {
  const rent = ({ quantity, usdPerUnitMonth }: Contract): number => quantity * usdPerUnitMonth;
  return [...contracts].sort((a, b) => rent(b) - rent(a) || (a.id < b.id ? -1 : 1))[0] ?? null;
}
