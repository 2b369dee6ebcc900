// What one plan does otherwise than another: decisions that were added, dropped or moved, and what that does to the value, term by term.
import type { BuildDecision, ContractDecision, SolvedPlan } from "../../plan/plan.ts";

/** Shares and racks that differ by less are the same. */
const SAME_SHARE = 1e-6;
/** Dollars that differ by less are the same. */
const SAME_USD = 0.5;

export interface Change<T> {
  before: T;
  after: T;
}

/** Where a contract is served: "site/hall on platform" by place, with its share. */
export interface PlaceChange {
  site: string;
  hall: string;
  platform: string;
  share: Change<number>;
  racks: Change<number>;
}

export type ContractChange =
  | { kind: "added" | "dropped"; contract: string; start: string; fraction: number }
  | {
      kind: "changed";
      contract: string;
      start?: Change<string>;
      fraction?: Change<number>;
      unserved?: Change<number>;
      places?: PlaceChange[];
    };

export interface PlanDiff {
  /** valueUsd, discounted. */
  valueUsd: Change<number>;
  npvUsd: Change<number>;
  contracts: ContractChange[];
  /** Contracts that both plans take in the same way. */
  keptContracts: number;
  /** Modules started. */
  builds: { site: string; hall: string; start: string; modules: Change<number> }[];
  /** Month of start; null where it is not built. */
  expansions: { site: string; expansion: string; start: Change<string | null> }[];
  /** Fraction ordered. */
  orders: { lot: string; fraction: Change<number> }[];
  debtUsd: Change<number>;
  /** Terms of the value that differ, discounted USD, the largest difference first. */
  terms: { term: string; usd: Change<number> }[];
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function places(before: ContractDecision, after: ContractDecision): PlaceChange[] {
  const changes = new Map<string, PlaceChange>();
  const note = (decision: ContractDecision, side: "before" | "after"): void => {
    for (const { site, hall, platform, share, racks } of decision.placements ?? []) {
      const key = JSON.stringify([site, hall, platform]);
      const none = (): Change<number> => ({ before: 0, after: 0 });
      const change = changes.get(key) ?? { site, hall, platform, share: none(), racks: none() };
      change.share[side] += share;
      change.racks[side] += racks;
      changes.set(key, change);
    }
  };
  note(before, "before");
  note(after, "after");
  return [...changes.values()].filter(({ share }) => Math.abs(share.after - share.before) > SAME_SHARE);
}

function changedContract(before: ContractDecision, after: ContractDecision): ContractChange | undefined {
  const differs = (a = 0, b = 0): boolean => Math.abs(a - b) > SAME_SHARE;
  const moved = places(before, after);
  const change: ContractChange = {
    kind: "changed",
    contract: after.id,
    ...(before.start !== after.start && { start: { before: before.start ?? "", after: after.start ?? "" } }),
    ...(differs(before.fraction, after.fraction) && {
      fraction: { before: before.fraction ?? 0, after: after.fraction ?? 0 },
    }),
    ...(differs(before.unserved, after.unserved) && {
      unserved: { before: before.unserved ?? 0, after: after.unserved ?? 0 },
    }),
    ...(moved.length > 0 && { places: moved }),
  };
  return Object.keys(change).length > 2 ? change : undefined;
}

function contractChanges(before: SolvedPlan, after: SolvedPlan): Pick<PlanDiff, "contracts" | "keptContracts"> {
  const old = new Map(before.contracts.map((decision) => [decision.id, decision]));
  const young = new Map(after.contracts.map((decision) => [decision.id, decision]));
  const contracts: ContractChange[] = [];
  let keptContracts = 0;
  for (const id of new Set([...old.keys(), ...young.keys()])) {
    const was = old.get(id);
    const is = young.get(id);
    const { start = "", fraction = 0 } = (is?.accepted ? is : was) ?? {};
    if (was?.accepted && is?.accepted) {
      const change = changedContract(was, is);
      if (change === undefined) keptContracts++;
      else contracts.push(change);
    } else if (is?.accepted) {
      contracts.push({ kind: "added", contract: id, start, fraction });
    } else if (was?.accepted) {
      contracts.push({ kind: "dropped", contract: id, start, fraction });
    }
  }
  return { contracts, keptContracts };
}

/** Values by key on both sides; what is missing on a side is `none`. */
function paired<R, V>(
  before: readonly R[],
  after: readonly R[],
  key: (row: R) => string,
  value: (row: R) => V,
  none: V,
) {
  const rows = new Map<string, { row: R; change: Change<V> }>();
  const at = (row: R): { row: R; change: Change<V> } => {
    const known = rows.get(key(row));
    if (known !== undefined) return known;
    const fresh = { row, change: { before: none, after: none } };
    rows.set(key(row), fresh);
    return fresh;
  };
  for (const row of before) at(row).change.before = value(row);
  for (const row of after) at(row).change.after = value(row);
  return [...rows.values()];
}

function buildChanges(before: SolvedPlan, after: SolvedPlan): PlanDiff["builds"] {
  const key = ({ site, hall, start }: BuildDecision): string => JSON.stringify([site, hall, start]);
  return paired(before.builds, after.builds, key, ({ modules }) => modules, 0)
    .filter(({ change }) => change.before !== change.after)
    .map(({ row: { site, hall, start }, change }) => ({ site, hall, start, modules: change }));
}

function termChanges(before: SolvedPlan, after: SolvedPlan): PlanDiff["terms"] {
  const old = before.valueBreakdown ?? {};
  const young = after.valueBreakdown ?? {};
  const terms = [...new Set([...Object.keys(old), ...Object.keys(young)])];
  return terms
    .map((term) => ({ term, usd: { before: old[term] ?? 0, after: young[term] ?? 0 } }))
    .filter(({ usd }) => Math.abs(usd.after - usd.before) > SAME_USD)
    .sort((a, b) => Math.abs(b.usd.after - b.usd.before) - Math.abs(a.usd.after - a.usd.before));
}

/** What `after` does otherwise than `before`. The plans may belong to different portfolios: what one does not know, it does not do. */
export function diffPlans(before: SolvedPlan, after: SolvedPlan): PlanDiff {
  const expansions = paired(
    before.expansions,
    after.expansions,
    ({ site, expansion }) => JSON.stringify([site, expansion]),
    ({ start }): string | null => start,
    null,
  );
  const orders = paired(
    before.orders,
    after.orders,
    ({ lot }) => lot,
    ({ fraction }) => fraction,
    0,
  );
  const debtUsd = (plan: SolvedPlan): number => total(plan.debt.map(({ usd }) => usd));
  return {
    valueUsd: { before: before.objective.valueUsd, after: after.objective.valueUsd },
    npvUsd: { before: before.objective.npvUsd, after: after.objective.npvUsd },
    ...contractChanges(before, after),
    builds: buildChanges(before, after),
    expansions: expansions
      .filter(({ change }) => change.before !== change.after)
      .map(({ row: { site, expansion }, change }) => ({ site, expansion, start: change })),
    orders: orders
      .filter(({ change }) => Math.abs(change.after - change.before) > SAME_SHARE)
      .map(({ row: { lot }, change }) => ({ lot, fraction: change })),
    debtUsd: { before: debtUsd(before), after: debtUsd(after) },
    terms: termChanges(before, after),
  };
}
