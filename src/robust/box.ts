// Boxes of here-and-now decisions: lower and upper values by coordinate, the commitments they are in a scenario, and how they are split.
//
// What a solve can be told of modules and expansions is "at least this is started" and "nothing more is started before", so the boxes of one
// hall (one expansion) are fixed period by period from the first on.
import type { Commitment, Commitments } from "../compile/commit.ts";
import type { Coordinate, NowSpace } from "./now-space.ts";

export interface Box {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

export function wholeBox({ coordinates }: NowSpace): Box {
  return {
    lower: new Float64Array(coordinates.length),
    upper: Float64Array.from(coordinates, ({ upper }) => upper),
  };
}

export const boxAt = (point: Float64Array): Box => ({ lower: point, upper: point });

const TOLERANCE = 1e-7;

/** Whether the point lies in the box, as far as the scenario knows its coordinates. */
export function isInside({ lower, upper }: Box, point: Float64Array, present: readonly boolean[]): boolean {
  return point.every((value, k) => !present[k] || (value >= lower[k] - TOLERANCE && value <= upper[k] + TOLERANCE));
}

/** What is started over the periods at one place: a hall's modules, or an expansion. */
const placeOf = (coordinate: Coordinate): string | undefined => {
  if (coordinate.kind === "modules") return JSON.stringify([coordinate.site, coordinate.hall, "modules"]);
  if (coordinate.kind === "expansion") return JSON.stringify([coordinate.site, coordinate.expansion, "expansion"]);
  return undefined;
};

/**
 * The box as commitments in a scenario that has the coordinates `present`. `bonusUsd`: by coordinate, of contracts and lots; none where
 * left out.
 */
export function commitmentsOf(
  { until, coordinates }: NowSpace,
  { lower, upper }: Box,
  present: readonly boolean[],
  bonusUsd?: Float64Array,
): Commitments {
  const contracts: Commitment[] = [];
  const orders: Commitment[] = [];
  const builds: Commitments["builds"][number][] = [];
  const expansions: Commitments["expansions"][number][] = [];
  const closed = new Map<string, { coordinate: Coordinate; until: string }>();
  const isOpen = new Set<string>();
  coordinates.forEach((coordinate, k) => {
    if (!present[k]) return;
    const least = lower[k];
    const most = upper[k];
    if (coordinate.kind === "contract" || coordinate.kind === "lot") {
      const list = coordinate.kind === "contract" ? contracts : orders;
      list.push({ id: coordinate.id, least, most, bonusUsd: bonusUsd?.[k] ?? 0 });
      return;
    }
    const place = placeOf(coordinate)!;
    if (coordinate.kind === "modules") {
      const { site, hall, month } = coordinate;
      if (least > 0) builds.push({ site, hall, start: month, modules: least });
    } else if (least > 0) {
      expansions.push({ site: coordinate.site, expansion: coordinate.expansion, start: coordinate.month });
    }
    if (isOpen.has(place)) return;
    // Periods come in order: closed so far, and closed until the first in which more may be started.
    if (most > least) isOpen.add(place);
    closed.set(place, { coordinate, until: most > least ? coordinate.month : until });
  });
  const shut = [...closed.values()];
  return {
    ...{ contracts, orders, builds, expansions },
    closedHalls: shut.flatMap(({ coordinate: c, until: month }) =>
      c.kind === "modules" ? [{ site: c.site, hall: c.hall, until: month }] : [],
    ),
    closedExpansions: shut.flatMap(({ coordinate: c, until: month }) =>
      c.kind === "expansion" ? [{ site: c.site, expansion: c.expansion, until: month }] : [],
    ),
  };
}

/** The coordinate to split instead of `k`: of modules and expansions the first period that is not fixed yet. */
function firstOpen({ coordinates }: NowSpace, { lower, upper }: Box, k: number): number {
  const place = placeOf(coordinates[k]);
  if (place === undefined) return k;
  return coordinates.findIndex((other, i) => placeOf(other) === place && upper[i] > lower[i]);
}

function changed(box: Box, change: (lower: Float64Array, upper: Float64Array) => void): Box {
  const lower = box.lower.slice();
  const upper = box.upper.slice();
  change(lower, upper);
  return { lower, upper };
}

/** Whether a hall may start more modules in the same period on top of a least number, without passing what a period allows. */
function isUnlimited(space: NowSpace, k: number, maxModules: ReadonlyMap<string, number>): boolean {
  const coordinate = space.coordinates[k];
  const place = placeOf(coordinate);
  return place !== undefined && coordinate.upper >= (maxModules.get(place) ?? 0);
}

/** Most modules in all, by place: where a period allows as many, "at least" needs no limit of its own. */
export function mostModules(
  sites: readonly { id: string; halls: readonly { id: string; build?: { maxModules: number } | undefined }[] }[],
): Map<string, number> {
  return new Map(
    sites.flatMap(({ id, halls }) =>
      halls.map((hall): [string, number] => [JSON.stringify([id, hall.id, "modules"]), hall.build?.maxModules ?? 0]),
    ),
  );
}

/**
 * Boxes that together hold every decision of `box`, split at coordinate `k`, on which the scenarios' values (their mean: `mean`) disagree.
 * Empty when there is nothing to split.
 */
export function split(
  space: NowSpace,
  box: Box,
  k: number,
  mean: number,
  minFraction: (id: string) => number,
  maxModules: ReadonlyMap<string, number>,
): Box[] {
  const at = firstOpen(space, box, k);
  if (at < 0 || box.upper[at] - box.lower[at] <= TOLERANCE) return [];
  const coordinate = space.coordinates[at];
  const low = box.lower[at];
  const high = box.upper[at];
  const between = (from: number, to: number): Box =>
    changed(box, (lower, upper) => {
      lower[at] = from;
      upper[at] = to;
    });
  switch (coordinate.kind) {
    case "contract": {
      const least = minFraction(coordinate.id);
      if (low === 0 && least > 0) return [between(0, 0), between(Math.min(least, high), high)];
      const middle = Math.min(high - 0.1 * (high - low), Math.max(low + 0.1 * (high - low), mean));
      return [between(low, middle), between(middle, high)];
    }
    case "lot": {
      if (!coordinate.isDivisible) return [between(0, 0), between(1, 1)];
      const middle = Math.min(high - 0.1 * (high - low), Math.max(low + 0.1 * (high - low), mean));
      return [between(low, middle), between(middle, high)];
    }
    case "modules":
      if (isUnlimited(space, at, maxModules)) return [between(low, low), between(low + 1, high)];
      return Array.from({ length: high - low + 1 }, (_, n) => between(low + n, low + n));
    case "expansion": {
      const others = space.coordinates.flatMap((other, i) => (placeOf(other) === placeOf(coordinate) ? [i] : []));
      const started = changed(box, (lower, upper) => {
        for (const i of others) upper[i] = 0;
        lower[at] = 1;
        upper[at] = 1;
      });
      return [between(0, 0), started];
    }
  }
}
