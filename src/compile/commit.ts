// Commitments: how much is signed, ordered and started now, while where and when it is served stays free. They become facts of the portfolio
// before it is compiled: a contract between two fractions is one of the larger quantity with a least fraction, a lot between two fractions
// a committed part and a smaller lot on offer, modules and expansions that are started are there and paid (facts.ts).
import { FloatField, IntField } from "../../assembly/abi.ts";
import { OptionError } from "../errors.ts";
import type { BuildDecision, ContractDecision, Decisions, ExpansionDecision, OrderDecision } from "../plan/plan.ts";
import type { Contract, Lot, Portfolio } from "../portfolio/schema.ts";
import type { CompileFacts } from "./compile.ts";
import { Facts } from "./facts.ts";
import { floatField, type Instance, intField } from "./instance.ts";

/** Fractions between which something is signed or ordered, and what each whole of it is paid besides (in objective and bound alone). */
export interface Commitment {
  readonly id: string;
  readonly least: number;
  readonly most: number;
  readonly bonusUsd?: number;
}

/** Everything by ids; what is not named stays free. */
export interface Commitments {
  /** Contracts: most = 0 is refused, least > 0 is signed. */
  readonly contracts: readonly Commitment[];
  /** Lots on offer. */
  readonly orders: readonly Commitment[];
  readonly builds: readonly BuildDecision[];
  readonly expansions: readonly ExpansionDecision[];
  /** No other modules are started in the hall before the month. */
  readonly closedHalls: readonly { readonly site: string; readonly hall: string; readonly until: string }[];
  readonly closedExpansions: readonly { readonly site: string; readonly expansion: string; readonly until: string }[];
}

export interface Committed extends CompileFacts {
  /** With the commitments built in. */
  readonly portfolio: Portfolio;
  readonly buildFrom: readonly number[];
  /** What is built, switched on and ordered costs, net of residuals (<= 0 but for rounding). */
  readonly valueUsd: number;
  /** Decisions of the committed portfolio as decisions of the one given. */
  decisions(decided: Decisions): Decisions;
}

/** Fractions this close are the same: rounding of fractions that plans state. */
const ROUNDING = 1e-9;

/** Id of the part of a lot that stays on offer: no user's id, those hold no control characters. */
const restId = (id: string): string => `${id}\u0000rest`;

const key = (...parts: string[]): string => JSON.stringify(parts);

/** The contract for fractions from `least` to `most`; undefined when it cannot be accepted within them. */
function narrowed(contract: Contract, { least, most }: Commitment): Contract | undefined {
  if (most <= 0) return undefined;
  const from = Math.max(contract.minFraction, least);
  if (from > most + ROUNDING) return undefined;
  const signed = contract.signed || least > 0;
  if (most >= 1) return { ...contract, signed, minFraction: Math.min(1, from) };
  return { ...contract, signed, quantity: contract.quantity * most, minFraction: Math.min(1, from / most) };
}

function committedContracts({ contracts }: Portfolio, wanted: ReadonlyMap<string, Commitment>): Contract[] {
  return contracts.flatMap((contract) => {
    const commitment = wanted.get(contract.id);
    if (commitment === undefined) return [contract];
    const narrow = narrowed(contract, commitment);
    if (narrow !== undefined) return [narrow];
    if (!contract.signed && commitment.least <= 0) return [];
    const { least, most } = commitment;
    throw new OptionError(
      `commit.contracts names ${JSON.stringify(contract.id)} with fractions from ${least} to ${most}, which it cannot take (minFraction ${contract.minFraction}${contract.signed ? ", signed" : ""})`,
    );
  });
}

function committedLots(
  { backlog }: Portfolio,
  wanted: ReadonlyMap<string, Commitment>,
  facts: Facts,
): Portfolio["backlog"] {
  return backlog.flatMap((lot): Lot[] => {
    const commitment = wanted.get(lot.id);
    if (commitment === undefined || lot.committed) return [lot];
    const { least, most } = commitment;
    const ordered = least > 0 ? [facts.order(lot, least)] : [];
    const rest = most - least;
    if (rest <= ROUNDING) return ordered;
    return [...ordered, { ...lot, id: restId(lot.id), racks: lot.racks * rest }];
  });
}

function closeExpansions({ closedExpansions }: Commitments, facts: Facts): void {
  const { calendar } = facts;
  const until = new Map(closedExpansions.map((closed) => [key(closed.site, closed.expansion), closed.until]));
  for (const site of facts.sites) {
    for (const expansion of site.expansions) {
      const month = until.get(key(site.id, expansion.id));
      if (month === undefined) continue;
      const isOpenBefore = expansion.earliest === undefined || calendar.at(expansion.earliest) < calendar.at(month);
      if (isOpenBefore) expansion.earliest = month;
    }
  }
}

function buildFromOf({ closedHalls }: Commitments, facts: Facts): number[] {
  const { calendar } = facts;
  const until = new Map(closedHalls.map(({ site, hall, until: month }) => [key(site, hall), calendar.at(month)]));
  return facts.sites.flatMap((site) =>
    site.halls.map(({ id }) => Math.min(calendar.periods, until.get(key(site.id, id)) ?? 0)),
  );
}

/** Started modules of one hall and period as one decision. */
function addedUp(builds: readonly BuildDecision[]): BuildDecision[] {
  const sums = new Map<string, BuildDecision>();
  for (const build of builds) {
    const name = key(build.site, build.hall, build.start);
    sums.set(name, { ...build, modules: build.modules + (sums.get(name)?.modules ?? 0) });
  }
  return [...sums.values()];
}

/** Fractions and shares of a scaled contract, as those of the whole one. */
function unscaled(decision: ContractDecision, most: number): ContractDecision {
  if (!decision.accepted || most >= 1) return decision;
  return {
    ...decision,
    fraction: (decision.fraction ?? 1) * most,
    unserved: (decision.unserved ?? 0) * most,
    placements: (decision.placements ?? []).map((placement) => ({ ...placement, share: placement.share * most })),
  };
}

/** Throws OptionError for what the portfolio does not have, or fractions a contract cannot take. */
export function commitDecisions(portfolio: Portfolio, commitments: Commitments): Committed {
  const facts = new Facts(portfolio, "commit");
  commitments.builds.forEach((build, k) => {
    facts.build(build, `builds[${k}]`);
  });
  commitments.expansions.forEach((expansion, k) => {
    facts.expand(expansion, `expansions[${k}]`);
  });
  closeExpansions(commitments, facts);
  const wantedContracts = new Map(commitments.contracts.map((wanted) => [wanted.id, wanted]));
  const wantedLots = new Map(commitments.orders.map((wanted) => [wanted.id, wanted]));
  const contracts = committedContracts(portfolio, wantedContracts);
  const backlog = committedLots(portfolio, wantedLots, facts);
  const { sites, paidUsd, valueUsd } = facts;
  const onOffer = new Set(portfolio.backlog.filter(({ committed }) => !committed).map(({ id }) => id));

  const orders = (decided: readonly OrderDecision[]): OrderDecision[] => {
    const fractions = new Map(decided.map(({ lot, fraction }) => [lot, fraction]));
    for (const { id, least, most } of commitments.orders) {
      if (!onOffer.has(id)) continue;
      const fraction = least + (fractions.get(restId(id)) ?? 0) * (most - least);
      fractions.delete(restId(id));
      if (fraction > 0) fractions.set(id, Math.min(1, fraction));
    }
    return [...fractions].map(([lot, fraction]) => ({ lot, fraction }));
  };
  return {
    portfolio: { ...portfolio, sites, backlog, contracts },
    ...{ paidUsd, valueUsd },
    buildFrom: buildFromOf(commitments, facts),
    decisions(decided) {
      const byId = new Map(decided.contracts.map((decision) => [decision.id, decision]));
      return {
        contracts: portfolio.contracts.map(({ id }) => {
          const decision = byId.get(id) ?? { id, accepted: false };
          return unscaled(decision, wantedContracts.get(id)?.most ?? 1);
        }),
        builds: addedUp([...commitments.builds, ...decided.builds].filter(({ modules }) => modules > 0)),
        expansions: [...commitments.expansions, ...decided.expansions],
        orders: orders(decided.orders),
        debt: decided.debt,
      };
    },
  };
}

/** What the bonuses add to the objective of these decisions (of the portfolio given to `commitDecisions`). */
export function bonusUsdOf({ contracts, orders }: Commitments, decisions: Decisions): number {
  const accepted = new Map(
    decisions.contracts.map(({ id, accepted, fraction }) => [id, accepted ? (fraction ?? 1) : 0]),
  );
  const ordered = new Map(decisions.orders.map(({ lot, fraction }) => [lot, fraction]));
  let usd = 0;
  for (const { id, bonusUsd = 0 } of contracts) usd += bonusUsd * (accepted.get(id) ?? 0);
  for (const { id, bonusUsd = 0 } of orders) usd += bonusUsd * (ordered.get(id) ?? 0);
  return usd;
}

/** What stays of a cost after the bonus; the kernel's closed forms need costs >= 0. */
function lowered(costUsd: number, bonusUsd: number, what: string): number {
  const left = costUsd - bonusUsd;
  if (left >= 0) return left;
  if (left > -1e-9 * Math.abs(bonusUsd)) return 0;
  throw new OptionError(`commit: the bonus of ${what}, ${bonusUsd} USD, exceeds its cost of ${costUsd} USD`);
}

/**
 * Adds the bonuses to the objective of the compiled portfolio; the committed parts of lots are facts, so theirs goes to the constant, which
 * is returned. Throws OptionError where ordering, or leaving unserved, would pay by itself.
 */
export function addBonuses(instance: Instance, portfolio: Portfolio, { contracts, orders }: Commitments): number {
  const optionStart = intField(instance, IntField.contractOptionStart);
  const servedUsd = floatField(instance, FloatField.optionServedUsd);
  const unservedUsd = floatField(instance, FloatField.optionUnservedUsd);
  const lotNetUsd = floatField(instance, FloatField.lotNetUsd);
  const { contractIds, lotIds } = instance.index;
  for (const { id, most, bonusUsd = 0 } of contracts) {
    const c = contractIds.indexOf(id);
    if (c < 0 || bonusUsd === 0) continue;
    const usd = bonusUsd * Math.min(1, most);
    const mayLeave = portfolio.contracts[c].shortfall !== undefined;
    for (let o = optionStart[c]; o < optionStart[c + 1]; o++) {
      servedUsd[o] += usd;
      if (mayLeave) unservedUsd[o] = lowered(unservedUsd[o], usd, `contract ${JSON.stringify(id)}`);
    }
  }
  let constantUsd = 0;
  const taken = new Map(portfolio.backlog.map((lot) => [lot.id, lot]));
  for (const { id, least, most, bonusUsd = 0 } of orders) {
    if (bonusUsd === 0) continue;
    if (least > 0 && taken.get(id)?.committed) constantUsd += bonusUsd * least;
    const l = lotIds.indexOf(restId(id));
    if (l >= 0) lotNetUsd[l] = lowered(lotNetUsd[l], bonusUsd * (most - least), `lot ${JSON.stringify(id)}`);
  }
  return constantUsd;
}
