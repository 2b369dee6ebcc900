// Leftover power and expansions of a site against every way to run it.
import { describe, expect, it } from "vitest";
import { Instance } from "../../../assembly/alloc/instance.ts";
import { flexibleValue, PowerEvaluator } from "../../../assembly/alloc/power.ts";
import { State } from "../../../assembly/alloc/state.ts";
import { rng } from "../../support/rng.ts";
import { instanceOf } from "./kernel-instance.ts";

interface SiteCase {
  inst: Instance;
  load: Float64Array;
}

/** Two sites, the second under test, with `expansions` of its own; up to three segments per period, the last now and then endless. */
function randomSite(seed: number, expansions: number): SiteCase {
  const draw = rng(seed, "site", expansions);
  const T = draw.int(1, 5);
  const X = expansions + 1;
  const segmentStart = [0];
  const segmentMw: number[] = [];
  const segmentUsd: number[] = [];
  for (let st = 0; st < 2 * T; st++) {
    let usd = draw.between(1e5, 8e5);
    for (let k = draw.int(0, 3); k > 0; k--) {
      segmentMw.push(k === 1 && draw.chance(0.3) ? Number.POSITIVE_INFINITY : draw.int(1, 8));
      segmentUsd.push(usd);
      usd *= draw.between(0.2, 0.9);
    }
    segmentStart.push(segmentMw.length);
  }
  const lead = Int32Array.from({ length: X }, () => draw.int(0, 2));
  const expansionUsd = Float64Array.from({ length: X }, () => draw.int(1, 30) * 1e5);
  const rate = draw.pick([0, 0.05]);
  const inst = instanceOf({
    periods: T,
    sites: 2,
    expansions: X,
    siteExpansionStart: Int32Array.of(0, 1, X),
    expansionLead: lead,
    expansionEarliest: Int32Array.from({ length: X }, () => draw.int(0, 2)),
    expansionMw: Float64Array.from({ length: X }, () => draw.int(2, 15)),
    expansionUsd,
    expansionNetUsd: Float64Array.from({ length: X * T }, (_, at) => {
      const t = at % T;
      const x = Math.floor(at / T);
      return t + lead[x] >= T ? Number.POSITIVE_INFINITY : expansionUsd[x] * (1 + rate) ** -t * (1 - 0.1 * t);
    }),
    siteFirmMw: Float64Array.from({ length: 2 * T }, () => draw.int(0, 20)),
    siteInterruptibleMw: Float64Array.from({ length: 2 * T }, () => draw.int(0, 10)),
    segmentStart: Int32Array.from(segmentStart),
    segmentMw: Float64Array.from(segmentMw),
    segmentUsdPerMw: Float64Array.from(segmentUsd),
  });
  const load = Float64Array.from({ length: T }, (_, t) =>
    Math.max(0, draw.chance(0.6) ? inst.siteFirmMw[T + t] * draw.unit() : inst.siteFirmMw[T + t] + draw.int(-3, 12)),
  );
  return { inst, load };
}

interface Outcome {
  uncovered: number;
  value: number;
}

/** Value and uncovered load under given starts (-1 = never), from the definitions. */
function outcomeOf({ inst, load }: SiteCase, starts: readonly number[]): Outcome {
  const T = inst.periods;
  let uncovered = 0;
  let value = 0;
  starts.forEach((start, k) => {
    if (start >= 0) value -= inst.expansionNetUsd[(k + 1) * T + start];
  });
  for (let t = 0; t < T; t++) {
    const ready = starts.reduce(
      (mw, start, k) => mw + (start >= 0 && start + inst.expansionLead[k + 1] <= t ? inst.expansionMw[k + 1] : 0),
      0,
    );
    const firm = inst.siteFirmMw[T + t] + ready;
    uncovered += Math.max(0, load[t] - firm);
    value += segmentsUsd(inst, T + t, firm + inst.siteInterruptibleMw[T + t] - load[t]);
  }
  return { uncovered, value };
}

/** Area under the price curve up to `mw`. */
function segmentsUsd(inst: Instance, st: number, mw: number): number {
  let from = 0;
  let usd = 0;
  for (let k = inst.segmentStart[st]; k < inst.segmentStart[st + 1]; k++) {
    usd += Math.max(0, Math.min(mw - from, inst.segmentMw[k])) * inst.segmentUsdPerMw[k];
    from += inst.segmentMw[k];
  }
  return usd;
}

/** Every combination of starts; least uncovered first, then greatest value. */
function bestOutcome(site: SiteCase, expansions: number): Outcome {
  const { inst } = site;
  let best: Outcome = { uncovered: Number.POSITIVE_INFINITY, value: Number.NEGATIVE_INFINITY };
  const extend = (starts: number[]): void => {
    const x = starts.length + 1;
    if (starts.length < expansions) {
      extend([...starts, -1]);
      for (let t = inst.expansionEarliest[x]; t + inst.expansionLead[x] < inst.periods; t++) extend([...starts, t]);
      return;
    }
    const outcome = outcomeOf(site, starts);
    const closer = outcome.uncovered < best.uncovered - 1e-9;
    const equal = Math.abs(outcome.uncovered - best.uncovered) <= 1e-9;
    if (closer || (equal && outcome.value > best.value)) best = outcome;
  };
  extend([]);
  return best;
}

interface Compared {
  exact: number;
  inexact: number;
  worstUsd: number;
  uncovered: number;
  expanded: number;
}

function compare(seeds: number, expansions: number): Compared {
  const seen: Compared = { exact: 0, inexact: 0, worstUsd: 0, uncovered: 0, expanded: 0 };
  for (let seed = 1; seed <= seeds; seed++) {
    const site = randomSite(seed, expansions);
    const label = `seed ${seed}, ${expansions} expansions`;
    const state = new State(site.inst);
    for (const place of state.expansionAt) state.data[place + 1] = 1; // may start for flexible use alone
    const power = new PowerEvaluator(site.inst, state);
    const value = power.evaluate(1, Float64Array.of(-9, ...site.load), 1);
    const starts = Array.from(power.start.subarray(1));
    for (const [k, start] of starts.entries()) {
      if (start < 0) continue;
      expect(start, `${label}: too early`).toBeGreaterThanOrEqual(site.inst.expansionEarliest[k + 1]);
      expect(start + site.inst.expansionLead[k + 1], `${label}: too late`).toBeLessThan(site.inst.periods);
    }
    const mine = outcomeOf(site, starts);
    expect(value, `${label}: value of its own starts`).toBeCloseTo(mine.value, 3);
    expect(power.uncovered, `${label}: uncovered under its own starts`).toBeCloseTo(mine.uncovered, 6);
    const best = bestOutcome(site, expansions);
    expect(mine.uncovered, `${label}: uncovered MW-periods`).toBeCloseTo(best.uncovered, 6);
    expect(value, `${label}: better than every choice`).toBeLessThanOrEqual(best.value + 1e-3);
    if (value >= best.value - 1e-3) seen.exact++;
    else {
      seen.inexact++;
      seen.worstUsd = Math.max(seen.worstUsd, best.value - value);
    }
    if (best.uncovered > 0) seen.uncovered++;
    if (starts.some((start) => start >= 0)) seen.expanded++;
  }
  return seen;
}

describe("flexible value", () => {
  it("is the area under the price curve: nothing below zero, concave and rising above", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const { inst } = randomSite(seed, 0);
      const draw = rng(seed, "leftover");
      for (let k = 0; k < 10; k++) {
        const st = draw.int(0, 2 * inst.periods - 1);
        const mw = draw.pick([-draw.between(0, 5), draw.int(0, 20), draw.between(0, 30)]);
        const here = flexibleValue(inst, st, mw);
        expect(here, `seed ${seed}, ${mw} MW`).toBeCloseTo(segmentsUsd(inst, st, mw), 4);
        const step = draw.between(0.1, 3);
        const rise = flexibleValue(inst, st, mw + step) - here;
        expect(rise, `seed ${seed}: falls`).toBeGreaterThanOrEqual(-1e-6);
        const next = flexibleValue(inst, st, mw + 2 * step) - flexibleValue(inst, st, mw + step);
        if (mw >= 0) expect(next, `seed ${seed}: not concave`).toBeLessThanOrEqual(rise + 1e-6);
      }
    }
  });
});

describe("expansions", () => {
  it("none or one: the start that leaves least uncovered and earns most", () => {
    expect(compare(100, 0)).toMatchObject({ inexact: 0 });
    const seen = compare(400, 1);
    console.log(`seeds 1-400, one expansion: ${JSON.stringify(seen)}`);
    expect(seen.inexact).toBe(0);
    expect(seen.expanded).toBeGreaterThan(100);
    expect(seen.uncovered).toBeGreaterThan(20);
  });

  it("two: covered whenever they can be, and nearly always worth the most", () => {
    const seen = compare(400, 2);
    console.log(`seeds 1-400, two expansions: ${JSON.stringify(seen)}`);
    expect(seen.expanded).toBeGreaterThan(100);
    expect(seen.exact).toBeGreaterThan(0.95 * 400);
  });
});
