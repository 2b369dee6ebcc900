// What of the base plan is decided now, written into the portfolio of a scenario: contracts signed and turned down, lots ordered, construction begun.
// Everything else - when contracts start, where they are served, what is built later, mining, debt - is decided again.
//
// Where the signed contracts cannot all be served in a scenario, that is not an impossibility but costs: whatever stays unserved loses its rent and pays
// a penalty besides (MODEL.md's shortfall, with nothing too large to be missed).
import type { Commitment, Commitments as Committed } from "../compile/commit.ts";
import type { Decisions } from "../plan/plan.ts";
import type { Contract, Portfolio } from "../portfolio/schema.ts";
import type { Commitments } from "./scenario-schema.ts";

/**
 * How much of the base plan stands, demanded in this order until there is a plan: all of it; all of it, with signed contracts served in part; the
 * contracts, served as far as can be, with construction decided again.
 */
export const KEPT_LEVELS = ["whole", "unserved", "rebuilt"] as const;
export type KeptLevel = (typeof KEPT_LEVELS)[number];

/** What stands in every scenario: a plan of the base portfolio, and how much of it is decided now. */
export interface Base {
  readonly portfolio: Portfolio;
  readonly plan: Decisions;
  readonly commitments: Commitments;
}

/** A portfolio to solve, and what is demanded of its plan. */
export interface CommittedPortfolio {
  readonly portfolio: Portfolio;
  readonly commit: Committed;
}

/** Before this month builds and expansions are begun, and lots arrive, that are decided now. */
export function commitmentMonth(portfolio: Portfolio, { until }: Pick<Commitments, "until">): string {
  if (until !== undefined) return until;
  const { start } = portfolio.horizon;
  return `${String(Number(start.slice(0, 4)) + 1)}${start.slice(4)}`;
}

/** The contract, any part of which may stay unserved for the penalty (a share of the rent), or for its own where that is dearer. */
export function withShortfall(contract: Contract, penalty: number): Contract {
  const usdPerUnitMonth = Math.max(contract.shortfall?.usdPerUnitMonth ?? 0, penalty * contract.usdPerUnitMonth);
  return { ...contract, shortfall: { maxFraction: 1, usdPerUnitMonth } };
}

/** The scenario, in which what is signed, before or by the base plan, may stay unserved for the penalty. */
export function softened(scenario: Portfolio, { plan, commitments }: Base): Portfolio {
  const taken = new Set(plan.contracts.flatMap(({ id, accepted }) => (accepted ? [id] : [])));
  const contracts = scenario.contracts.map((contract) =>
    contract.signed || taken.has(contract.id) ? withShortfall(contract, commitments.unservedPenalty) : contract,
  );
  return { ...scenario, contracts };
}

const exactly = (id: string, fraction: number): Commitment => ({ id, least: fraction, most: fraction });

/** Contracts signed and turned down. What the base plan knew nothing of is open, and so is what was signed since. */
function contractsNow(scenario: Portfolio, plan: Decisions): Commitment[] {
  const decided = new Map(plan.contracts.map((decision) => [decision.id, decision]));
  return scenario.contracts.flatMap(({ id, signed }) => {
    const decision = decided.get(id);
    if (decision === undefined || (signed && !decision.accepted)) return [];
    return exactly(id, decision.accepted ? (decision.fraction ?? 1) : 0);
  });
}

/** Lots ordered or not, of those that were to arrive before the month: a lot that slips was ordered all the same. */
function ordersNow(scenario: Portfolio, { portfolio, plan }: Base, month: string): Commitment[] {
  const ordered = new Map(plan.orders.map(({ lot, fraction }) => [lot, fraction]));
  const before = new Map(portfolio.backlog.map((lot) => [lot.id, lot.arrives]));
  return scenario.backlog.flatMap(({ id, committed }) => {
    const arrives = before.get(id);
    return committed || arrives === undefined || arrives >= month ? [] : exactly(id, ordered.get(id) ?? 0);
  });
}

type Construction = Pick<Committed, "builds" | "expansions" | "closedHalls" | "closedExpansions">;

/** Construction begun before the month, at places that the scenario still has, and nothing else begun by then. */
function constructionNow({ sites }: Portfolio, { builds, expansions }: Decisions, month: string): Construction {
  const halls = sites.flatMap(({ id: site, halls }) =>
    halls.flatMap(({ id: hall, build }) => (build === undefined ? [] : { site, hall, until: month })),
  );
  const others = sites.flatMap(({ id: site, expansions }) =>
    expansions.map(({ id: expansion }) => ({ site, expansion, until: month })),
  );
  return {
    builds: builds.filter(
      ({ site, hall, start }) => start < month && halls.some((one) => one.site === site && one.hall === hall),
    ),
    expansions: expansions.filter(
      ({ site, expansion, start }) =>
        start < month && others.some((one) => one.site === site && one.expansion === expansion),
    ),
    closedHalls: halls,
    closedExpansions: others,
  };
}

const FREE: Construction = { builds: [], expansions: [], closedHalls: [], closedExpansions: [] };

/** What of the base plan is demanded of plans of the scenario. */
export function committedPortfolio(scenario: Portfolio, base: Base, level: KeptLevel): CommittedPortfolio {
  const month = commitmentMonth(base.portfolio, base.commitments);
  return {
    portfolio: level === "whole" ? scenario : softened(scenario, base),
    commit: {
      contracts: contractsNow(scenario, base.plan),
      orders: ordersNow(scenario, base, month),
      ...(level === "rebuilt" ? FREE : constructionNow(scenario, base.plan, month)),
    },
  };
}
