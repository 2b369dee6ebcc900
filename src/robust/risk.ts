// The objective over the scenarios, and its linear form (Rockafellar and Uryasev 2000; Acerbi and Tasche 2002):
//   rho(v) = w * mean(v) + (1-w) * CVaR(v),   CVaR = mean of the worst 1-alpha of the probability
//          = min over q of sum q_s v_s,       q_s = w p_s + (1-w) r_s,  0 <= r_s <= p_s / (1-alpha),  sum r = 1
// so any such q gives an upper bound on the best rho, and the minimising q says which futures count.

export interface RiskMeasure {
  /** Weight of the mean, 0..1; the rest is CVaR's. */
  readonly meanWeight: number;
  /** CVaR looks at the worst 1 - alpha of the probability; 0 <= alpha < 1. */
  readonly alpha: number;
}

export function meanOf(values: ArrayLike<number>, probabilities: readonly number[]): number {
  return probabilities.reduce((sum, p, s) => sum + p * values[s], 0);
}

/** r: how the worst 1 - alpha of the probability is shared out, as shares that sum to 1; the first of equals first. */
function tailShares(values: ArrayLike<number>, probabilities: readonly number[], alpha: number): Float64Array {
  const order = probabilities.map((_, s) => s).sort((a, b) => values[a] - values[b] || a - b);
  const shares = new Float64Array(probabilities.length);
  const tail = 1 - alpha;
  let left = tail;
  for (const s of order) {
    const taken = Math.min(left, probabilities[s]);
    shares[s] = taken / tail;
    left -= taken;
    if (left <= 0) break;
  }
  return shares;
}

/** Mean of the worst 1 - alpha of the probability. -Infinity where a scenario in it has none. */
export function cvarOf(values: ArrayLike<number>, probabilities: readonly number[], alpha: number): number {
  const shares = tailShares(values, probabilities, alpha);
  return shares.reduce((sum, share, s) => (share > 0 ? sum + share * values[s] : sum), 0);
}

/** q: the reweighting that minimises sum q_s v_s. */
export function worstWeights(values: ArrayLike<number>, p: readonly number[], risk: RiskMeasure): Float64Array {
  const shares = tailShares(values, p, risk.alpha);
  return Float64Array.from(p, (own, s) => risk.meanWeight * own + (1 - risk.meanWeight) * shares[s]);
}

/** w * mean + (1-w) * CVaR. */
export function riskValue(values: ArrayLike<number>, probabilities: readonly number[], risk: RiskMeasure): number {
  const { meanWeight, alpha } = risk;
  const mean = meanWeight > 0 ? meanWeight * meanOf(values, probabilities) : 0;
  return meanWeight < 1 ? mean + (1 - meanWeight) * cvarOf(values, probabilities, alpha) : mean;
}

/** Between what q_s lies. */
export function weightRange(p: number, { meanWeight, alpha }: RiskMeasure): { least: number; most: number } {
  const least = meanWeight * p;
  return { least, most: Math.min(1, least + ((1 - meanWeight) * p) / (1 - alpha)) };
}
