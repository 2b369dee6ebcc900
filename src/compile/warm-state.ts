// What a solve leaves behind for the next one, in terms that survive edits: contracts, places and months by their ids. The next instance may
// have other contracts, halls or periods; what it does not know is left out.
import { IntField } from "../../assembly/abi.ts";
import type { Instance } from "./instance.ts";
import { intField } from "./instance.ts";
import type { KernelPlan } from "./kernel-plan.ts";

/** Ids of an instance, by kernel index. */
export interface Names {
  readonly periodMonths: readonly string[];
  readonly siteIds: readonly string[];
  /** H, K: unique texts. */
  readonly halls: readonly string[];
  readonly spots: readonly string[];
  readonly platformIds: readonly string[];
  readonly contractIds: readonly string[];
  /** X: unique texts. */
  readonly expansions: readonly string[];
}

/** Plain data: it can be cloned, posted to a worker, kept. */
export interface WarmState {
  readonly names: Names;
  /** C: month in which an accepted contract starts, null = refused. */
  readonly starts: readonly (string | null)[];
  /** The shares above 0: contract, spot, share. */
  readonly placedContract: Int32Array;
  readonly placedSpot: Int32Array;
  readonly placedShare: Float64Array;
  /** X: 1 + period from which on the expansion may start without a load, 0 = never. */
  readonly expansionAllowed: Int32Array;
  /** Multipliers of the dual bound, in the order of the kernel's DualLayout: halls, firm, total, chips, idle, pue, equity (T each), debt. */
  readonly dual: Float64Array;
  /** Statuses of the root LP's columns and rows; of use to an LP of the same size only. */
  readonly basis: Int32Array;
}

/** Ids as one text that no others give. */
export const placeName = (...ids: string[]): string => JSON.stringify(ids);

export function namesOf({ index, counts }: Instance): Names {
  const hallName = (h: number): string => placeName(index.siteIds[index.hallSite[h]], index.hallIds[h]);
  const spotName = (k: number): string => {
    const h = index.spotHall[k];
    return placeName(index.siteIds[index.hallSite[h]], index.hallIds[h], index.platformIds[index.spotPlatform[k]]);
  };
  return {
    periodMonths: index.periodMonths,
    siteIds: index.siteIds,
    halls: Array.from({ length: counts.halls }, (_, h) => hallName(h)),
    spots: Array.from({ length: counts.spots }, (_, k) => spotName(k)),
    platformIds: index.platformIds,
    contractIds: index.contractIds,
    expansions: index.expansionIds.map((id, x) => placeName(index.siteIds[index.expansionSite[x]], id)),
  };
}

export function warmState(instance: Instance, plan: KernelPlan, dual: Float64Array, basis: Int32Array): WarmState {
  const { counts, index } = instance;
  const columnStart = intField(instance, IntField.contractColumnStart);
  const columnSpot = intField(instance, IntField.columnSpot);
  const optionStart = intField(instance, IntField.optionStart);
  const contract: number[] = [];
  const spot: number[] = [];
  const share: number[] = [];
  const starts: (string | null)[] = [];
  for (let c = 0; c < counts.contracts; c++) {
    const option = plan.contractOption[c];
    starts.push(option < 0 ? null : index.periodMonths[optionStart[option]]);
    if (option < 0) continue;
    for (let j = columnStart[c]; j < columnStart[c + 1]; j++) {
      if (!(plan.columnShare[j] > 0)) continue;
      contract.push(c);
      spot.push(columnSpot[j]);
      share.push(plan.columnShare[j]);
    }
  }
  return {
    names: namesOf(instance),
    starts,
    placedContract: Int32Array.from(contract),
    placedSpot: Int32Array.from(spot),
    placedShare: Float64Array.from(share),
    expansionAllowed: plan.expansionAllowed,
    dual,
    basis,
  };
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
  const dual = mapDual(instance, names, warm);
  const heads = counts.contracts + counts.expansions;
  const ints = new Int32Array(heads + warm.basis.length).fill(-1, 0, heads);
  const floats = new Float64Array(counts.columns + dual.length);
  ints.set(warm.basis, heads);
  floats.set(dual, counts.columns);
  const contractOf = mapping(warm.names.contractIds, names.contractIds);
  warm.starts.forEach((month, old) => {
    if (month !== null && contractOf[old] >= 0) ints[contractOf[old]] = nearestOption(instance, contractOf[old], month);
  });
  placeShares(instance, names, warm, contractOf, floats);
  const expansionOf = mapping(warm.names.expansions, names.expansions);
  const isSameCalendar = warm.names.periodMonths[0] === names.periodMonths[0];
  expansionOf.forEach((x, old) => {
    if (x >= 0 && isSameCalendar) ints[counts.contracts + x] = warm.expansionAllowed[old];
  });
  return { ints, floats };
}

function placeShares(
  instance: Instance,
  names: Names,
  warm: WarmState,
  contractOf: Int32Array,
  floats: Float64Array,
): void {
  const columnStart = intField(instance, IntField.contractColumnStart);
  const columnSpot = intField(instance, IntField.columnSpot);
  const spotOf = mapping(warm.names.spots, names.spots);
  warm.placedContract.forEach((old, at) => {
    const c = contractOf[old];
    const k = spotOf[warm.placedSpot[at]];
    if (c < 0 || k < 0) return;
    const place = columnSpot.subarray(columnStart[c], columnStart[c + 1]).indexOf(k);
    if (place >= 0) floats[columnStart[c] + place] = warm.placedShare[at];
  });
}

/** The old multipliers in the order of the new instance; empty when there are none. */
function mapDual(instance: Instance, names: Names, warm: WarmState): Float64Array {
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
