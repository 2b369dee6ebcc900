// Here-and-now decisions worth trying: what the futures would do by themselves, votes among them, and changes of the best so far where they disagree.
import type { Portfolio } from "../portfolio/schema.ts";
import type { Future } from "./futures.ts";
import type { NowSpace } from "./now-space.ts";

/** A future's own decisions; coordinates it does not have are null. */
export interface Vote {
  readonly weight: number;
  readonly point: Float64Array;
  readonly present: readonly boolean[];
}

const SAME = 1e-6;

/** The value at coordinate `k` that `level` of the votes' weight do not exceed. */
function quantileAt(votes: readonly Vote[], k: number, level: number): number {
  const own = votes.filter(({ present, weight }) => present[k] && weight > 0).sort((a, b) => a.point[k] - b.point[k]);
  const total = own.reduce((sum, { weight }) => sum + weight, 0);
  let left = level * total;
  for (const { point, weight } of own) {
    left -= weight;
    if (left <= 1e-12 * total) return point[k];
  }
  return own.at(-1)?.point[k] ?? 0;
}

/** Decisions that a portfolio allows by themselves: whole lots, least fractions, one contract of a group, one start of an expansion. */
export class Rounding {
  readonly #groups: (string | undefined)[];
  readonly #least: number[];

  constructor(
    readonly space: NowSpace,
    base: Portfolio,
  ) {
    const contracts = new Map(base.contracts.map((contract) => [contract.id, contract]));
    this.#groups = space.coordinates.map((coordinate) => {
      if (coordinate.kind === "contract") return contracts.get(coordinate.id)?.group;
      if (coordinate.kind === "expansion") return JSON.stringify([coordinate.site, coordinate.expansion]);
      return undefined;
    });
    this.#least = space.coordinates.map((coordinate) =>
      coordinate.kind === "contract" ? (contracts.get(coordinate.id)?.minFraction ?? 1) : 0,
    );
  }

  groupOf(k: number): string | undefined {
    return this.#groups[k];
  }

  /** The nearest such decisions; of what excludes one another the largest value stays. */
  round(values: Float64Array): Float64Array {
    const point = values.map((value, k) => this.#rounded(value, k));
    const best = new Map<string, number>();
    this.#groups.forEach((group, k) => {
      if (group === undefined || point[k] === 0) return;
      const other = best.get(group);
      if (other === undefined || values[k] > values[other]) {
        if (other !== undefined) point[other] = 0;
        best.set(group, k);
      } else point[k] = 0;
    });
    return point;
  }

  #rounded(value: number, k: number): number {
    const coordinate = this.space.coordinates[k];
    if (coordinate.kind === "modules" || coordinate.kind === "expansion") return Math.round(value);
    if (coordinate.kind === "lot")
      return coordinate.isDivisible ? (value < SAME ? 0 : Math.min(1, value)) : Math.round(value);
    const least = this.#least[k];
    if (value < Math.max(SAME, least / 2)) return 0;
    const fraction = Math.min(1, Math.max(least, value));
    return fraction > 1 - SAME ? 1 : fraction;
  }
}

/** Votes by weight: cautious (what most would do), the median, and eager (what some would). */
export function votedPoints(space: NowSpace, rounding: Rounding, votes: readonly Vote[]): Float64Array[] {
  return [0.5, 0.25, 0.75].map((level) =>
    rounding.round(Float64Array.from(space.coordinates, (_, k) => quantileAt(votes, k, level))),
  );
}

/** How much the futures disagree on each coordinate, in what it moves. */
export function disagreement(futures: readonly Future[], votes: readonly Vote[]): Float64Array {
  return Float64Array.from(futures[0].present, (_, k) => {
    const own = votes.filter(({ present }) => present[k]);
    const total = own.reduce((sum, { weight }) => sum + weight, 0);
    if (total === 0) return 0;
    const mean = own.reduce((sum, { weight, point }) => sum + weight * point[k], 0) / total;
    const spread = own.reduce((sum, { weight, point }) => sum + weight * Math.abs(point[k] - mean), 0) / total;
    // Modules and expansions have no price; any disagreement on them counts as much as the dearest decision.
    const scale = Math.max(...futures.map(({ scaleUsd }) => scaleUsd[k]));
    return spread <= SAME ? 0 : spread * (scale > 0 ? scale : 1e9);
  });
}

/** The best decisions changed in one thing or exchanged in two, most disputed first. */
export function neighbours(
  space: NowSpace,
  rounding: Rounding,
  best: Float64Array,
  disputed: Float64Array,
  votes: readonly Vote[],
): Float64Array[] {
  const order = Array.from(disputed, (_, k) => k)
    .filter((k) => disputed[k] > 0 || best[k] !== quantileAt(votes, k, 0.5))
    .sort((a, b) => disputed[b] - disputed[a] || a - b);
  const moved = (changes: readonly (readonly [k: number, value: number])[]): Float64Array => {
    const point = best.slice();
    for (const [k, value] of changes) {
      const group = rounding.groupOf(k);
      if (value > 0 && group !== undefined) {
        space.coordinates.forEach((_, other) => {
          if (other !== k && rounding.groupOf(other) === group) point[other] = 0;
        });
      }
      point[k] = value;
    }
    return point;
  };
  const valuesAt = (k: number): number[] => {
    const wished = votes.filter(({ present }) => present[k]).map(({ point }) => point[k]);
    return [...new Set([...wished, 0])].filter((value) => Math.abs(value - best[k]) > SAME).sort((a, b) => b - a);
  };
  const single = order.flatMap((k) => valuesAt(k).map((value) => moved([[k, value]])));
  const isContract = (k: number): boolean => space.coordinates[k].kind === "contract";
  const inside = order.filter((k) => isContract(k) && best[k] > 0);
  const outside = order.filter((k) => isContract(k) && best[k] === 0);
  const exchanged = inside.flatMap((out) =>
    outside.flatMap((k) =>
      valuesAt(k)
        .slice(0, 1)
        .map((value) =>
          moved([
            [out, 0],
            [k, value],
          ]),
        ),
    ),
  );
  return [...single, ...exchanged];
}
