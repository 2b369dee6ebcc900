// Upper bounds: the dual function at given weights and prices, over a box of here-and-now decisions. Valid for any weights of the risk measure and any
// prices that cancel out over the futures; what rounding leaves of their sums is added to the bound.
import type { Box } from "./box.ts";
import { isInside } from "./box.ts";
import type { Future } from "./futures.ts";
import type { Prices } from "./master.ts";
import { type RiskMeasure, riskValue, worstWeights } from "./risk.ts";
import type { Answer, Work } from "./work.ts";

/** A box with what is known of it. */
export interface Node {
  readonly box: Box;
  readonly boundUsd: number;
  readonly prices: Prices;
  /** By future, at these prices. */
  readonly answers: readonly Answer[];
}

export function noPrices(futures: readonly Future[]): Float64Array[] {
  return futures.map(({ present }) => new Float64Array(present.length));
}

/** Bonus per unit of each decision of future `s`: its price over its weight, never more than is safe. */
function bonusOf({ weights, muUsd }: Prices, { mostBonusUsd }: Future, s: number): Float64Array {
  return muUsd[s].map((mu, k) => Math.min(mostBonusUsd[k], mu / weights[s]));
}

/** What the prices as they are paid fail to cancel, at most. */
function slackUsd(work: Work, prices: Prices, box: Box): number {
  const { futures } = work.futures;
  const sums = new Float64Array(box.upper.length);
  futures.forEach((future, s) => {
    bonusOf(prices, future, s).forEach((bonus, k) => {
      sums[k] += bonus * prices.weights[s];
    });
  });
  return sums.reduce((total, sum, k) => total + Math.abs(sum) * box.upper[k], 0);
}

const boundOf = (answer: Answer): number =>
  answer.status === "impossible" ? Number.NEGATIVE_INFINITY : answer.boundUsd;

const isUnpriced = ({ muUsd }: Prices): boolean => muUsd.every((own) => own.every((usd) => usd === 0));

/** Upper bound from the answers of all futures; -Infinity where one of them has no plan in the box. */
export function boundFrom(work: Work, risk: RiskMeasure, prices: Prices, box: Box, answers: readonly Answer[]): number {
  const bounds = answers.map(boundOf);
  if (bounds.includes(Number.NEGATIVE_INFINITY)) return Number.NEGATIVE_INFINITY;
  const { futures } = work.futures;
  // Without prices the bounds are those of the futures themselves, and any weights will do: the worst are the best bound.
  if (isUnpriced(prices))
    return riskValue(
      bounds,
      futures.map(({ probability }) => probability),
      risk,
    );
  return bounds.reduce((sum, bound, s) => sum + prices.weights[s] * bound, slackUsd(work, prices, box));
}

/** The box at these prices. Answers of `parent` (same prices, a larger box) are kept where their decisions lie in the box. */
export async function boundBox(work: Work, risk: RiskMeasure, box: Box, prices: Prices, parent?: Node): Promise<Node> {
  const { futures } = work.futures;
  const kept = futures.map((future, s) => {
    const answer = parent?.answers[s];
    return answer?.status === "solved" && isInside(box, answer.point, future.present) ? answer : undefined;
  });
  const wanted = kept.flatMap((answer, s) => (answer === undefined ? [s] : []));
  const unpriced = isUnpriced(prices);
  const found = await work.answers(box, (s) => (unpriced ? undefined : bonusOf(prices, futures[s], s)), wanted);
  const answers = kept.map((answer) => answer ?? found.shift()!);
  const boundUsd = boundFrom(work, risk, prices, box, answers);
  return { box, prices, answers, boundUsd: Math.min(boundUsd, parent?.boundUsd ?? Number.POSITIVE_INFINITY) };
}

/** No prices, and the weights that are worst for the futures planned with hindsight. */
export async function hindsight(work: Work, risk: RiskMeasure, box: Box): Promise<Node> {
  const { futures } = work.futures;
  const none: Prices = {
    weights: Float64Array.from(futures, ({ probability }) => probability),
    muUsd: noPrices(futures),
  };
  const node = await boundBox(work, risk, box, none);
  const bounds = node.answers.map(boundOf);
  const weights = worstWeights(
    bounds,
    futures.map(({ probability }) => probability),
    risk,
  );
  return { ...node, prices: { weights, muUsd: none.muUsd } };
}
