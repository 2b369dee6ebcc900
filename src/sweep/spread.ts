// How values spread over scenarios of different weight.

export interface Weighted {
  readonly value: number;
  /** Relative to the others. */
  readonly weight: number;
}

export interface Spread {
  /** Share of the weight that has a value at all; all other figures are of that part. */
  readonly probability: number;
  readonly mean: number;
  /** Standard deviation. */
  readonly sd: number;
  /** Of the mean, were the scenarios drawn at random: sd / sqrt(n), n = (sum w)^2 / sum w^2. */
  readonly standardError: number;
  readonly min: number;
  readonly max: number;
  /** Least value with at least this share of the weight at or below it. */
  readonly quantiles: {
    readonly p5: number;
    readonly p25: number;
    readonly p50: number;
    readonly p75: number;
    readonly p95: number;
  };
  /** Mean of the worst 1 - alpha of the weight. */
  readonly cvar: number;
}

const byValue = (items: readonly Weighted[]): Weighted[] => [...items].sort((a, b) => a.value - b.value);
const totalOf = (items: readonly Weighted[]): number => items.reduce((sum, { weight }) => sum + weight, 0);

export function meanOf(items: readonly Weighted[]): number {
  return items.reduce((sum, { value, weight }) => sum + value * weight, 0) / totalOf(items);
}

/** Least value with at least a share `q` of the weight at or below it. */
export function quantileOf(items: readonly Weighted[], q: number): number {
  const sorted = byValue(items);
  const wanted = q * totalOf(sorted) * (1 - 1e-12);
  let passed = 0;
  for (const { value, weight } of sorted) {
    passed += weight;
    if (passed >= wanted) return value;
  }
  return sorted.at(-1)!.value;
}

/** Mean of the lowest share `tail` of the weight; the item at its edge counts in part. */
export function tailMean(items: readonly Weighted[], tail: number): number {
  const sorted = byValue(items);
  const wanted = tail * totalOf(sorted);
  if (wanted <= 0) return sorted[0].value;
  let left = wanted;
  let sum = 0;
  for (const { value, weight } of sorted) {
    const part = Math.min(weight, left);
    sum += part * value;
    left -= part;
    if (left <= 0) break;
  }
  return sum / wanted;
}

/** undefined where nothing with a weight has a value. `alpha`: level of the CVaR, 0.9 for the worst tenth. */
export function spreadOf(
  items: readonly { value: number | null; weight: number }[],
  alpha: number,
): Spread | undefined {
  const known = items.flatMap(({ value, weight }) => (value === null || weight <= 0 ? [] : [{ value, weight }]));
  if (known.length === 0) return undefined;
  const all = items.reduce((sum, { weight }) => sum + weight, 0);
  const total = totalOf(known);
  const mean = meanOf(known);
  const variance = known.reduce((sum, { value, weight }) => sum + weight * (value - mean) ** 2, 0) / total;
  const effective = total ** 2 / known.reduce((sum, { weight }) => sum + weight ** 2, 0);
  const sorted = byValue(known);
  const at = (q: number): number => quantileOf(known, q);
  return {
    probability: total / all,
    mean,
    sd: Math.sqrt(variance),
    standardError: Math.sqrt(variance / effective),
    min: sorted[0].value,
    max: sorted.at(-1)!.value,
    quantiles: { p5: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95) },
    cvar: tailMean(known, 1 - alpha),
  };
}
