// Which decisions hold whatever comes: how often each is taken when every scenario is planned with hindsight.
import type { Decisions } from "../plan/plan.ts";
import { commitmentMonth } from "./commitments.ts";
import type { SweepContext } from "./sweep-context.ts";

export interface Holding {
  readonly kind: "contract" | "construction" | "expansion" | "lot";
  /** Contract, `site/hall`, `site/expansion` or lot. */
  readonly name: string;
  /** Scenarios that take it, of those that have a plan. */
  readonly count: number;
  readonly of: number;
  /** The same by weight, 0 to 1. */
  readonly probability: number;
  /** Whether the base plan does. */
  readonly inBase: boolean;
  /** First months in which it starts, where it is taken; absent for lots. */
  readonly starts?: { readonly earliest: string; readonly latest: string; readonly base: string | null };
  /** How much, where it is taken: fraction of a contract or lot, modules of a hall; absent for expansions. */
  readonly amount?: { readonly least: number; readonly most: number; readonly base: number };
  /** Modules begun before the commitments end, in any scenario with a plan; construction alone. */
  readonly early?: { readonly least: number; readonly most: number; readonly base: number };
}

export interface Planned {
  readonly plan: Decisions;
  readonly weight: number;
}

interface Taken {
  readonly start?: string;
  readonly amount?: number;
  readonly early?: number;
}

/** What a plan decides, by kind and name. */
function takenIn(plan: Decisions, month: string): Map<string, Taken> {
  const taken = new Map<string, Taken>();
  const put = (kind: Holding["kind"], name: string, what: Taken): void =>
    void taken.set(JSON.stringify([kind, name]), what);
  for (const { id, accepted, start, fraction } of plan.contracts) {
    if (accepted) put("contract", id, { ...(start !== undefined && { start }), amount: fraction ?? 1 });
  }
  for (const { site, hall, start, modules } of plan.builds) {
    const name = `${site}/${hall}`;
    const before = taken.get(JSON.stringify(["construction", name]));
    put("construction", name, {
      start: before?.start !== undefined && before.start < start ? before.start : start,
      amount: (before?.amount ?? 0) + modules,
      early: (before?.early ?? 0) + (start < month ? modules : 0),
    });
  }
  for (const { site, expansion, start } of plan.expansions) put("expansion", `${site}/${expansion}`, { start });
  for (const { lot, fraction } of plan.orders) if (fraction > 0) put("lot", lot, { amount: fraction });
  return taken;
}

function range(values: readonly number[], base: number): { least: number; most: number; base: number } {
  return { least: Math.min(...values), most: Math.max(...values), base };
}

function holding(
  key: string,
  all: readonly Map<string, Taken>[],
  weights: readonly number[],
  base: Taken | undefined,
): Holding {
  const [kind, name] = JSON.parse(key) as [Holding["kind"], string];
  const found = all.flatMap((taken) => taken.get(key) ?? []);
  const weight = all.reduce((sum, taken, k) => sum + (taken.has(key) ? weights[k] : 0), 0);
  const total = weights.reduce((sum, one) => sum + one, 0);
  const starts = found.flatMap(({ start }) => start ?? []).sort();
  const amounts = found.flatMap(({ amount }) => amount ?? []);
  return {
    ...{ kind, name, count: found.length, of: all.length },
    probability: total > 0 ? weight / total : 0,
    inBase: base !== undefined,
    ...(starts.length > 0 && { starts: { earliest: starts[0], latest: starts.at(-1)!, base: base?.start ?? null } }),
    ...(amounts.length > 0 && { amount: range(amounts, base?.amount ?? 0) }),
    ...(kind === "construction" && {
      early: range(
        all.map((taken) => taken.get(key)?.early ?? 0),
        base?.early ?? 0,
      ),
    }),
  };
}

const KINDS = ["contract", "construction", "expansion", "lot"];

/** Everything that the base plan or any scenario decides: by kind, the surest first. */
export function holdings(
  context: Pick<SweepContext, "portfolio" | "commitments" | "plan">,
  planned: readonly Planned[],
): Holding[] {
  const month = commitmentMonth(context.portfolio, context.commitments);
  const base = takenIn(context.plan, month);
  const all = planned.map(({ plan }) => takenIn(plan, month));
  const weights = planned.map(({ weight }) => weight);
  const keys = new Set([...base.keys(), ...all.flatMap((taken) => [...taken.keys()])]);
  return [...keys]
    .map((key) => holding(key, all, weights, base.get(key)))
    .sort(
      (a, b) =>
        KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || b.probability - a.probability || (a.name < b.name ? -1 : 1),
    );
}
