// A tiny seeded generator (mulberry32) for test data. Every entity draws from a stream of its own, named by its path, so that a smaller
// portfolio of the same seed keeps the sites and contracts it still has: that is what makes shrinking useful.

export interface Rng {
  /** Uniform in [0, 1). */
  unit(): number;
  /** Uniform in [low, high]. */
  between(low: number, high: number): number;
  /** Uniform integer in [low, high]. */
  int(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** A sublist of `count` items, in their order. */
  some<T>(items: readonly T[], count: number): T[];
}

function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The stream of (seed, path), e.g. rng(7, "site", 2). */
export function rng(seed: number, ...path: (string | number)[]): Rng {
  let state = hash([seed, ...path].join("/"));
  const unit = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), 1 | state);
    z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
  const int = (low: number, high: number): number => low + Math.floor(unit() * (high - low + 1));
  return {
    unit,
    int,
    between: (low, high) => low + unit() * (high - low),
    chance: (probability) => unit() < probability,
    pick: (items) => items[int(0, items.length - 1)],
    some: (items, count) => {
      const left = items.map((_, index) => index);
      const taken: number[] = [];
      while (taken.length < count && left.length > 0) taken.push(...left.splice(int(0, left.length - 1), 1));
      return taken.sort((a, b) => a - b).map((index) => items[index]);
    },
  };
}

/** Rounds to `digits` decimals, as people write figures. */
export function rounded(value: number, digits = 0): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
