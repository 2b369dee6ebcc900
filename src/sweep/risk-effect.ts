// What each risk does to the value: scenarios where it came out low against scenarios where it came out high.
import { meanOf, quantileOf, type Weighted } from "./spread.ts";

export interface RiskSide {
  /** Values drawn on this side. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly meanUsd: number;
}

export interface RiskEffect {
  /** `risk`, or `risk: item`. */
  readonly risk: string;
  /** The lowest and the highest quarter of the draws; for a risk of two values all draws of each. */
  readonly low: RiskSide;
  readonly high: RiskSide;
  /** Rank correlation (Spearman) with the value. */
  readonly correlation: number;
}

export interface Drawn {
  readonly drawn: Readonly<Record<string, number>>;
  readonly valueUsd: number;
  readonly weight: number;
}

const SIDE = 0.25;

/** Ranks from 0, equal values sharing the mean of theirs. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, k) => k).sort((a, b) => values[a] - values[b]);
  const out = new Array<number>(values.length);
  for (let k = 0; k < order.length; ) {
    let end = k + 1;
    while (end < order.length && values[order[end]] === values[order[k]]) end++;
    for (let j = k; j < end; j++) out[order[j]] = (k + end - 1) / 2;
    k = end;
  }
  return out;
}

function pearson(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    ab += (a[k] - ma) * (b[k] - mb);
    aa += (a[k] - ma) ** 2;
    bb += (b[k] - mb) ** 2;
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

function side(items: readonly { x: number; valueUsd: number; weight: number }[]): RiskSide {
  const xs = items.map(({ x }) => x);
  const values = items.map(({ valueUsd, weight }) => ({ value: valueUsd, weight }));
  return { from: Math.min(...xs), to: Math.max(...xs), count: items.length, meanUsd: meanOf(values) };
}

/** Every risk that was drawn with more than one value, the one that moves the value most first. */
export function riskEffects(draws: readonly Drawn[]): RiskEffect[] {
  const counted = draws.filter(({ weight }) => weight > 0);
  const names = new Set(counted.flatMap(({ drawn }) => Object.keys(drawn)));
  const effects = [...names].flatMap((risk): RiskEffect[] => {
    const items = counted.flatMap(({ drawn, valueUsd, weight }) =>
      Object.hasOwn(drawn, risk) ? [{ x: drawn[risk], valueUsd, weight }] : [],
    );
    const xs: Weighted[] = items.map(({ x, weight }) => ({ value: x, weight }));
    const isTwo = new Set(items.map(({ x }) => x)).size === 2;
    const least = Math.min(...items.map(({ x }) => x));
    const most = Math.max(...items.map(({ x }) => x));
    if (least === most) return [];
    const low = isTwo ? least : quantileOf(xs, SIDE);
    const high = isTwo ? most : Math.max(quantileOf(xs, 1 - SIDE), quantileOf(xs, SIDE));
    return [
      {
        risk,
        low: side(items.filter(({ x }) => x <= low)),
        // A risk that mostly has one value has its high side above it.
        high: side(items.filter(({ x }) => (high > low ? x >= high : x > low))),
        correlation: pearson(ranks(items.map(({ x }) => x)), ranks(items.map(({ valueUsd }) => valueUsd))),
      },
    ];
  });
  const size = ({ low, high }: RiskEffect): number => Math.abs(high.meanUsd - low.meanUsd);
  return effects.sort((a, b) => size(b) - size(a) || (a.risk < b.risk ? -1 : 1));
}
