// What a solve leaves behind for the next one, in terms that survive edits: contracts, places and months by their ids. The next instance may
// have other contracts, halls or periods; what it does not know is left out.
import { IntField } from "../../assembly/abi.ts";
import type { ContractDecision, Decisions, ExpansionDecision } from "../plan/plan.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import type { Instance } from "./instance.ts";
import { intField } from "./instance.ts";

/** Ids of an instance, by kernel index. */
interface Names {
  readonly periodMonths: readonly string[];
  readonly siteIds: readonly string[];
  /** H, K: unique texts. */
  readonly halls: readonly string[];
  readonly spots: readonly string[];
  readonly platformIds: readonly string[];
  /** X: unique texts. */
  readonly expansions: readonly string[];
}

/** What to start from: plain data, it can be cloned, posted to a worker, kept. */
export interface WarmState {
  readonly contracts: readonly ContractDecision[];
  readonly expansions: readonly ExpansionDecision[];
  /** What a plan alone does not say; a solve without it has to find prices anew. */
  readonly solver?: SolverState;
  /** What was solved; absent where it was not the portfolio as it stands (decisions kept, forced or forbidden). */
  readonly solved?: SolvedBefore;
}

/** The portfolio of an earlier solve, and what was proven of it. */
export interface SolvedBefore {
  readonly portfolio: Portfolio;
  /** No plan of it is worth more; null for nothing proven. */
  readonly boundUsd: number | null;
}

/** The solver's own state, by the names of its instance. */
export interface SolverState {
  readonly names: Names;
  /** X: 1 + period from which on the expansion may start without a load, 0 = never. */
  readonly expansionAllowed: Int32Array;
  /** Multipliers of the dual bound, in the order of the kernel's DualLayout: halls, firm, total, chips, idle, pue, equity (T each), debt. */
  readonly dual: Float64Array;
  /** Statuses of the root LP's columns and rows; of use to an LP of the same size only. */
  readonly basis: Int32Array;
}

/** Ids as one text that no others give. */
const joined = (...ids: string[]): string => JSON.stringify(ids);

function namesOf({ index, counts }: Instance): Names {
  const hallName = (h: number): string => joined(index.siteIds[index.hallSite[h]], index.hallIds[h]);
  const spotName = (k: number): string => {
    const h = index.spotHall[k];
    return joined(index.siteIds[index.hallSite[h]], index.hallIds[h], index.platformIds[index.spotPlatform[k]]);
  };
  return {
    periodMonths: index.periodMonths,
    siteIds: index.siteIds,
    halls: Array.from({ length: counts.halls }, (_, h) => hallName(h)),
    spots: Array.from({ length: counts.spots }, (_, k) => spotName(k)),
    platformIds: index.platformIds,
    expansions: index.expansionIds.map((id, x) => joined(index.siteIds[index.expansionSite[x]], id)),
  };
}

export function warmState(
  instance: Instance,
  decisions: Pick<Decisions, "contracts" | "expansions">,
  expansionAllowed: Int32Array,
  dual: Float64Array,
  basis: Int32Array,
  solved: SolvedBefore | undefined,
): WarmState {
  const { contracts, expansions } = decisions;
  const solver = { names: namesOf(instance), expansionAllowed, dual, basis };
  return { contracts, expansions, solver, ...(solved !== undefined && { solved }) };
}

/** Old index -> new index, -1 where the new instance knows no such name. */
function mapping(from: readonly string[], to: readonly string[]): Int32Array {
  const places = new Map(to.map((name, at) => [name, at]));
  return Int32Array.from(from, (name) => places.get(name) ?? -1);
}

/** Start closest to `month` on offer for contract c; -1 when there is none. */
function nearestOption(instance: Instance, c: number, month: string): number {
  const contractOptionStart = intField(instance, IntField.contractOptionStart);
  const optionStart = intField(instance, IntField.optionStart);
  const wanted = instance.index.calendar.at(month);
  let best = -1;
  for (let o = contractOptionStart[c]; o < contractOptionStart[c + 1]; o++) {
    if (best < 0 || Math.abs(optionStart[o] - wanted) < Math.abs(optionStart[best] - wanted)) best = o;
  }
  return best;
}

/** The buffers of the kernel's allocWarmStart for `instance`. */
export function warmBuffers(instance: Instance, warm: WarmState): { ints: Int32Array; floats: Float64Array } {
  const { counts } = instance;
  const names = namesOf(instance);
  const { solver } = warm;
  const dual = solver === undefined ? new Float64Array(0) : mapDual(instance, names, solver);
  const basis = solver?.basis ?? new Int32Array(0);
  const heads = counts.contracts + counts.expansions;
  const ints = new Int32Array(heads + basis.length).fill(-1, 0, heads);
  const floats = new Float64Array(counts.columns + dual.length);
  ints.set(basis, heads);
  floats.set(dual, counts.columns);
  placeContracts(instance, names, warm, ints, floats);
  allowExpansions(instance, names, warm, ints);
  return { ints, floats };
}

/** When expansions may start without a load: as the solver had it, else from when the plan starts them, or never. */
function allowExpansions(instance: Instance, names: Names, warm: WarmState, ints: Int32Array): void {
  const { counts, index } = instance;
  const started = new Map(warm.expansions.map((e) => [joined(e.site, e.expansion), index.calendar.at(e.start)]));
  const { solver } = warm;
  const isKnown = solver !== undefined && solver.names.periodMonths[0] === names.periodMonths[0];
  const before = new Map(isKnown ? solver.names.expansions.map((name, x) => [name, solver.expansionAllowed[x]]) : []);
  names.expansions.forEach((name, x) => {
    const start = started.get(name);
    ints[counts.contracts + x] = before.get(name) ?? (start === undefined ? 0 : 1 + start);
  });
}

/** Options into `ints`, shares into `floats`. Contracts that can only be served in full at one place are. */
function placeContracts(
  instance: Instance,
  names: Names,
  warm: WarmState,
  ints: Int32Array,
  floats: Float64Array,
): void {
  const { counts, index } = instance;
  const columnStart = intField(instance, IntField.contractColumnStart);
  const columnSpot = intField(instance, IntField.columnSpot);
  const optionStart = intField(instance, IntField.contractOptionStart);
  const signed = intField(instance, IntField.contractSigned);
  const decided = new Map(warm.contracts.map((decision) => [decision.id, decision]));
  const spotOf = new Map(names.spots.map((name, k) => [name, k]));
  for (let c = 0; c < counts.contracts; c++) {
    const decision = decided.get(index.contractIds[c]);
    const columns = columnSpot.subarray(columnStart[c], columnStart[c + 1]);
    if (decision === undefined && signed[c] === 1 && optionStart[c + 1] - optionStart[c] === 1 && columns.length <= 1) {
      ints[c] = optionStart[c];
      floats.fill(1, columnStart[c], columnStart[c + 1]);
    }
    if (!decision?.accepted || decision.start === undefined) continue;
    ints[c] = nearestOption(instance, c, decision.start);
    for (const { site, hall, platform, share } of decision.placements ?? []) {
      const place = columns.indexOf(spotOf.get(joined(site, hall, platform)) ?? -1);
      if (place >= 0) floats[columnStart[c] + place] = share;
    }
  }
}

/** The old multipliers in the order of the new instance; empty when there are none. */
function mapDual(instance: Instance, names: Names, warm: SolverState): Float64Array {
  const old = warm.names;
  const oldT = old.periodMonths.length;
  const rowsOf = (n: Names): readonly (readonly string[])[] => [
    ...[n.halls, n.siteIds, n.siteIds, n.platformIds, n.spots, n.siteIds],
    [""],
  ];
  const from = rowsOf(old);
  if (warm.dual.length !== from.reduce((sum, rows) => sum + rows.length, 0) * oldT + 1) return new Float64Array(0);
  const to = rowsOf(names);
  const T = instance.counts.periods;
  const out = new Float64Array(to.reduce((sum, rows) => sum + rows.length, 0) * T + 1);
  const periodOf = mapping(old.periodMonths, names.periodMonths);
  let fromAt = 0;
  let toAt = 0;
  from.forEach((rows, kind) => {
    const rowOf = mapping(rows, to[kind]);
    rowOf.forEach((row, r) => {
      if (row < 0) return;
      for (let t = 0; t < oldT; t++) {
        if (periodOf[t] >= 0) out[toAt + row * T + periodOf[t]] = warm.dual[fromAt + r * oldT + t];
      }
    });
    fromAt += rows.length * oldT;
    toAt += to[kind].length * T;
  });
  out[out.length - 1] = warm.dual[warm.dual.length - 1];
  return out;
}
