// Portfolios in which one contract is taken for certain, or out of the question, or has other terms.
import type { Contract, Portfolio } from "../../portfolio/schema.ts";
import { named } from "../named.ts";

/** Throws QuestionError for an id the portfolio does not have. */
export function contractOf(portfolio: Portfolio, id: string): Contract {
  return named(portfolio.contracts, id, "contract");
}

/** The portfolio with this contract's terms in place of those of its id. */
export function withContract(portfolio: Portfolio, contract: Contract): Portfolio {
  return {
    ...portfolio,
    contracts: portfolio.contracts.map((before) => (before.id === contract.id ? contract : before)),
  };
}

/** The contract must be taken. Every plan of this portfolio is one of the portfolio itself. */
export function forced(portfolio: Portfolio, contract: Contract): Portfolio {
  return withContract(portfolio, { ...contract, signed: true });
}

/** The contract is not there. Every plan of this portfolio, with a refusal added, is one of the portfolio itself unless it is signed. */
export function withdrawn(portfolio: Portfolio, id: string): Portfolio {
  return { ...portfolio, contracts: portfolio.contracts.filter((contract) => contract.id !== id) };
}

/** The signed contract of the same group that rules this one out; undefined when there is none. */
export function signedRival(portfolio: Portfolio, contract: Contract): Contract | undefined {
  if (contract.group === undefined) return undefined;
  return portfolio.contracts.find(({ id, group, signed }) => signed && group === contract.group && id !== contract.id);
}
