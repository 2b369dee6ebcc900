// Hours condensed into price blocks without changing the value of any plan. A flexible load's margin max(0, p - price) and a resale's
// max(0, price - ppa) are linear between the prices p and ppa, so the hours between two of those thresholds may be replaced by their mean.
// Blocks have the same share in every period (MODEL.md section 2), so all periods' cuts are cut in every period.
import { PeriodPrices } from "./period-prices.ts";

export interface CondensedBlock {
  /** Share of every period's hours. */
  readonly share: number;
  /** Price per period (length T). */
  readonly usdPerMwh: Float64Array;
}

/** Cuts nearer than this to one another are one: shares are sums of weights and carry their rounding. */
const SAME_CUT = 1e-12;

interface Bucket {
  /** Cumulated weight at which the bucket ends. */
  readonly end: number;
  readonly mean: number;
}

/** Hours between consecutive thresholds (those equal to a threshold go below it), as cumulated weight and mean price. */
function bucketsOf(prices: PeriodPrices, thresholds: readonly number[]): Bucket[] {
  const cuts = [...thresholds].sort((a, b) => a - b);
  const buckets: Bucket[] = [];
  let end = 0;
  let weight = 0;
  let sum = 0;
  let cut = 0;
  const close = (): void => {
    if (weight > 0) buckets.push({ end, mean: sum / weight });
    weight = 0;
    sum = 0;
  };
  prices.usdPerMwh.forEach((price, hour) => {
    while (cut < cuts.length && price > cuts[cut]) {
      close();
      cut++;
    }
    weight += prices.weight[hour];
    sum += prices.weight[hour] * price;
    end += prices.weight[hour];
  });
  close();
  return buckets;
}

function commonCuts(buckets: readonly (readonly Bucket[])[]): number[] {
  const all = buckets.flatMap((list) => list.slice(0, -1).map((bucket) => bucket.end)).sort((a, b) => a - b);
  const cuts = all.filter(
    (cut, index) => cut > SAME_CUT && cut < 1 - SAME_CUT && (index === 0 || cut - all[index - 1] > SAME_CUT),
  );
  return [...cuts, 1];
}

/**
 * The fewest blocks our construction finds that value every plan as the hours do: thresholds are, per period, the earnings of each
 * flexible load and the PPA price where power can be resold.
 */
export function condenseExactly(
  prices: readonly PeriodPrices[],
  thresholds: readonly (readonly number[])[],
): CondensedBlock[] {
  const buckets = prices.map((period, t) => bucketsOf(period, thresholds[t]));
  const cuts = commonCuts(buckets);
  const place = new Int32Array(prices.length);
  return cuts.map((cut, index) => {
    const from = index === 0 ? 0 : cuts[index - 1];
    const middle = (from + cut) / 2;
    const usdPerMwh = Float64Array.from(buckets, (list, t) => {
      while (place[t] < list.length - 1 && list[place[t]].end < middle) place[t]++;
      return list[place[t]].mean;
    });
    return { share: cut - from, usdPerMwh };
  });
}

/** `count` blocks of equal share, each at the mean of its hours: simpler than the exact ones, the mean price is kept. */
export function condenseToBlocks(prices: readonly PeriodPrices[], count: number): CondensedBlock[] {
  const means = prices.map((period) => quantileMeans(period, count));
  return Array.from({ length: count }, (_, block) => ({
    share: 1 / count,
    usdPerMwh: Float64Array.from(means, (list) => list[block]),
  }));
}

/** Mean price of each of `count` equal parts of the sorted hours; an hour on a border counts in both with its parts. */
function quantileMeans(prices: PeriodPrices, count: number): number[] {
  const sums = new Array<number>(count).fill(0);
  let from = 0;
  prices.usdPerMwh.forEach((price, hour) => {
    let left = prices.weight[hour];
    while (left > SAME_CUT / count) {
      const block = Math.min(count - 1, Math.floor(from * count + 1e-9));
      const room = block === count - 1 ? left : Math.min(left, (block + 1) / count - from);
      const part = room > 0 ? room : left;
      sums[block] += part * price;
      from += part;
      left -= part;
    }
  });
  return sums.map((sum) => sum * count);
}

/** Mean margin of a load that earns `usdPerMwh`, over the hours of a period (USD per MWh of its size). */
export function meanMargin(prices: PeriodPrices, usdPerMwh: number): number {
  let sum = 0;
  prices.usdPerMwh.forEach((price, hour) => {
    if (price < usdPerMwh) sum += prices.weight[hour] * (usdPerMwh - price);
  });
  return sum;
}

/** The blocks of period `t` in the form of its hours. */
export function blocksAsPrices(blocks: readonly { share: number; usdPerMwh: Float64Array }[], t: number): PeriodPrices {
  const sorted = [...blocks].sort((a, b) => a.usdPerMwh[t] - b.usdPerMwh[t]);
  return {
    usdPerMwh: Float64Array.from(sorted, (block) => block.usdPerMwh[t]),
    weight: Float64Array.from(sorted, (block) => block.share),
  };
}
