// Mean, CVaR and the reweightings behind them, against hand-made figures and the definition as an optimum over eta.
import { describe, expect, it } from "vitest";
import { cvarOf, meanOf, riskValue, weightRange, worstWeights } from "../../src/robust/risk.ts";
import { rng } from "../support/rng.ts";

const QUARTERS = [0.25, 0.25, 0.25, 0.25];

/** max over eta of eta - E[(eta - v)+] / (1 - alpha): attained at one of the values. */
function cvarByDefinition(values: number[], probabilities: number[], alpha: number): number {
  return Math.max(
    ...values.map((eta) => {
      const short = values.reduce((sum, v, s) => sum + probabilities[s] * Math.max(0, eta - v), 0);
      return eta - short / (1 - alpha);
    }),
  );
}

describe("risk measure", () => {
  it("of four scenarios by hand", () => {
    const values = [40, 10, 20, 30];
    expect(meanOf(values, QUARTERS)).toBe(25);
    expect(cvarOf(values, QUARTERS, 0.75)).toBe(10);
    expect(cvarOf(values, QUARTERS, 0.5)).toBe(15);
    // The worst 60 %: 10, 20 and two fifths of 30.
    expect(cvarOf(values, QUARTERS, 0.4)).toBeCloseTo((2.5 + 5 + 3) / 0.6, 12);
    expect(cvarOf(values, QUARTERS, 0)).toBeCloseTo(25, 12);
    expect(riskValue(values, QUARTERS, { meanWeight: 0.5, alpha: 0.75 })).toBe(17.5);
    expect(Array.from(worstWeights(values, QUARTERS, { meanWeight: 0.5, alpha: 0.75 }))).toEqual([
      0.125, 0.625, 0.125, 0.125,
    ]);
  });

  it("is the definition's optimum, and the least over all admissible weights", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const draw = rng(seed, "risk");
      const count = draw.int(1, 8);
      const weights = Array.from({ length: count }, () => draw.between(0.1, 1));
      const total = weights.reduce((sum, w) => sum + w, 0);
      const p = weights.map((w) => w / total);
      const values = p.map(() => draw.between(-5, 5));
      const risk = { meanWeight: draw.unit(), alpha: draw.between(0, 0.95) };
      const words = `seed ${seed}`;
      expect(cvarOf(values, p, risk.alpha), words).toBeCloseTo(cvarByDefinition(values, p, risk.alpha), 9);
      const rho = riskValue(values, p, risk);
      const q = worstWeights(values, p, risk);
      expect(
        q.reduce((sum, own) => sum + own, 0),
        words,
      ).toBeCloseTo(1, 12);
      expect(
        q.reduce((sum, own, s) => sum + own * values[s], 0),
        words,
      ).toBeCloseTo(rho, 9);
      q.forEach((own, s) => {
        const { least, most } = weightRange(p[s], risk);
        expect(own, words).toBeGreaterThanOrEqual(least - 1e-12);
        expect(own, words).toBeLessThanOrEqual(most + 1e-12);
      });
      // Other weights of the measure: those that are worst for other values. None is below.
      const other = worstWeights(
        p.map(() => draw.unit()),
        p,
        risk,
      );
      expect(
        other.reduce((sum, own, s) => sum + own * values[s], 0),
        words,
      ).toBeGreaterThanOrEqual(rho - 1e-9);
    }
  });

  it("is minus infinity where a scenario that counts has none", () => {
    expect(riskValue([1, Number.NEGATIVE_INFINITY], [0.9, 0.1], { meanWeight: 1, alpha: 0.5 })).toBe(-Infinity);
    expect(riskValue([1, Number.NEGATIVE_INFINITY], [0.9, 0.1], { meanWeight: 0, alpha: 0.5 })).toBe(-Infinity);
  });
});
