// The value of a distribution at a uniform number: its quantile function, so that correlation carries over from normal scores.
import { normalQuantile } from "./normal.ts";
import type { Distribution } from "./scenario-schema.ts";

/** Draws have so many digits: enough for any risk, few enough to be read, and the same where exp and log differ in the last bit. */
const DIGITS = 6;

function triangular(low: number, mode: number, high: number, u: number): number {
  const width = high - low;
  if (width === 0) return low;
  const turn = (mode - low) / width;
  return u < turn ? low + Math.sqrt(u * width * (mode - low)) : high - Math.sqrt((1 - u) * width * (high - mode));
}

function discrete(values: readonly { value: number; weight: number }[], u: number): number {
  const ordered = [...values].sort((a, b) => a.value - b.value).filter(({ weight }) => weight > 0);
  const total = ordered.reduce((sum, { weight }) => sum + weight, 0);
  let passed = 0;
  for (const { value, weight } of ordered) {
    passed += weight;
    if (u * total < passed) return value;
  }
  return ordered.at(-1)!.value;
}

function clamped(value: number, { min, max }: { min?: number | undefined; max?: number | undefined }): number {
  return Math.min(max ?? Number.POSITIVE_INFINITY, Math.max(min ?? Number.NEGATIVE_INFINITY, value));
}

function exactQuantile(distribution: Distribution, u: number): number {
  switch (distribution.kind) {
    case "triangular":
      return triangular(distribution.low, distribution.mode, distribution.high, u);
    case "uniform":
      return distribution.low + u * (distribution.high - distribution.low);
    case "normal":
      return clamped(distribution.mean + distribution.sd * normalQuantile(u), distribution);
    case "lognormal":
      return clamped(distribution.median * Math.exp(distribution.sigma * normalQuantile(u)), distribution);
    case "discrete":
      return discrete(distribution.values, u);
    case "bernoulli":
      return u > 1 - distribution.probability ? 1 : 0;
  }
}

/** The value below which a share `u` of the draws lies, u in (0, 1); for bernoulli 1 where it happens, which is at high `u`. */
export function quantile(distribution: Distribution, u: number): number {
  const value = Number(exactQuantile(distribution, u).toPrecision(DIGITS));
  return value === 0 ? 0 : value;
}
