import { describe, expect, it } from "vitest";
import { FloatField, IntField } from "../../assembly/abi.ts";
import { compile } from "../../src/compile/compile.ts";
import { floatField, Instance, intField } from "../../src/compile/instance.ts";
import { portfolioSchema, Site } from "../../src/portfolio/schema.ts";
import { Rng, rng } from "../support/rng.ts";
import { deviation, handMade } from "./hand-made.ts";

/** HOURS * F(t) of the hand-made horizon. */
const hours = (t: number): number => 4380 * 1.1 ** -(t + 0.5);

type Energy = Site["energy"];
type Load = Site["flexible"][number];

/** The hand-made portfolio with one site that has this energy and these loads. */
function compiledSite(energy: Energy, flexible: Load[]): Instance {
  const input = handMade();
  input.sites = [{ ...input.sites[0], energy, flexible }];
  return compile(portfolioSchema.parse(input));
}

/** Segments of period t as [MW, USD per MW and discounted hour]. */
function segments(instance: Instance, t: number, s = 0): [mw: number, usd: number][] {
  const start = intField(instance, IntField.segmentStart);
  const at = s * instance.counts.periods + t;
  const mw = floatField(instance, FloatField.segmentMw);
  const usd = floatField(instance, FloatField.segmentUsdPerMw);
  return Array.from({ length: start[at + 1] - start[at] }, (_, k) => {
    const segment = start[at] + k;
    return [mw[segment], usd[segment] / hours(t)];
  });
}

function expectSegments(instance: Instance, t: number, expected: [mw: number, usd: number][]): void {
  const found = segments(instance, t);
  expect(deviation(found.flat(), expected.flat()), JSON.stringify(found)).toBeLessThan(1e-14);
}

const market = (...blocks: [share: number, usdPerMwh: number][]): Energy["market"] =>
  blocks.map(([share, usdPerMwh]) => ({ share, usdPerMwh }));
const load = (id: string, mw: number, usdPerMwh: number): Load => ({ id, mw, usdPerMwh });
const unlimited = Number.POSITIVE_INFINITY;

describe("flexible segments", () => {
  it("loads in descending price, each in the blocks where it earns", () => {
    const instance = compiledSite({ market: market([0.3, 100], [0.5, 40], [0.2, 10]) }, [
      load("cheap", 5, 30),
      load("dear", 2, 60),
    ]);
    // dear: 20 over block 2, 50 over block 3; cheap: 20 over block 3.
    const expected: [number, number][] = [
      [2, 0.5 * 20 + 0.2 * 50],
      [5, 0.2 * 20],
    ];
    for (let t = 0; t < 4; t++) expectSegments(instance, t, expected);
  });

  it("negative prices: being paid to take power, and loads that pay less than nothing", () => {
    const instance = compiledSite({ market: market([0.6, 20], [0.4, -30]) }, [
      load("heat", 3, 0),
      load("sink", 4, -10),
    ]);
    expectSegments(instance, 0, [
      [3, 0.4 * 30],
      [4, 0.4 * 20],
    ]);
  });

  it("a PPA is the cost in every block; without resale the market does not matter", () => {
    const instance = compiledSite({ market: market([0.5, 500], [0.5, -500]), ppa: { usdPerMwh: 30, resale: false } }, [
      load("a", 3, 45),
      load("b", 4, 30),
      load("c", 5, 29),
    ]);
    expectSegments(instance, 0, [[3, 15]]);
  });

  it("resale competes with the loads block by block and takes all that is left", () => {
    const instance = compiledSite({ market: market([0.25, 90], [0.75, 20]), ppa: { usdPerMwh: 30, resale: true } }, [
      load("a", 3, 50),
      load("b", 4, 100),
    ]);
    // b: 70 always. a: resale's 60 where the market is at 90, else its own 20. Behind them resale alone.
    expectSegments(instance, 0, [
      [4, 70],
      [3, 0.25 * 60 + 0.75 * 20],
      [unlimited, 0.25 * 60],
    ]);
  });

  it("loads that resale beats in every block disappear in it", () => {
    const instance = compiledSite({ market: market([0.5, 90], [0.5, 60]), ppa: { usdPerMwh: 30, resale: true } }, [
      load("a", 3, 50),
    ]);
    expectSegments(instance, 0, [[unlimited, 0.5 * 60 + 0.5 * 30]]);
  });

  it("resale without loads; resale that never pays leaves nothing", () => {
    expectSegments(compiledSite({ market: market([1, 45]), ppa: { usdPerMwh: 30, resale: true } }, []), 2, [
      [unlimited, 15],
    ]);
    expectSegments(compiledSite({ market: market([1, 30]), ppa: { usdPerMwh: 30, resale: true } }, []), 2, []);
  });

  it("equal prices make one segment, loads without MW none", () => {
    const instance = compiledSite({ market: market([1, 10]) }, [
      load("a", 3, 50),
      load("none", 0, 40),
      load("b", 4, 50),
      load("c", 5, 30),
    ]);
    expectSegments(instance, 0, [
      [7, 40],
      [5, 20],
    ]);
  });

  it("shares that do not quite sum to 1 are used as written", () => {
    expectSegments(compiledSite({ market: market([0.333, 0], [0.333, 0], [0.333, 0]) }, [load("a", 1, 10)]), 0, [
      [1, 9.99],
    ]);
  });

  it("series of prices and sizes: every period has its own order", () => {
    const instance = compiledSite({ market: [{ share: 1, usdPerMwh: { "2026-01": 10, "2027-01": 45 } }] }, [
      { id: "a", mw: { "2026-07": 3, "2027-07": 6 }, usdPerMwh: { "2026-01": 40, "2026-07": 60 } },
      load("b", 4, 50),
    ]);
    expectSegments(instance, 0, [[4, 40]]);
    expectSegments(instance, 1, [
      [3, 50],
      [4, 40],
    ]);
    expectSegments(instance, 2, [
      [3, 15],
      [4, 5],
    ]);
    expectSegments(instance, 3, [
      [6, 15],
      [4, 5],
    ]);
  });

  it("a price that changes in the PPA alone is seen, though the market stands still", () => {
    const energy = { market: market([1, 45]), ppa: { usdPerMwh: { "2026-01": 30, "2027-01": 40 }, resale: true } };
    const instance = compiledSite(energy, []);
    expect([0, 1, 2, 3].map((t) => Math.round(segments(instance, t)[0][1]))).toEqual([15, 15, 5, 5]);
  });

  it("sites keep to their own segments", () => {
    const input = handMade();
    input.sites[1].flexible = [{ id: "x", mw: 2, usdPerMwh: 40 }];
    const instance = compile(portfolioSchema.parse(input));
    expect([...intField(instance, IntField.segmentStart)]).toEqual([0, 0, 0, 0, 0, 1, 2, 3, 4]);
    expect(Math.round(segments(instance, 0, 1)[0][1])).toBe(10);
    expect(Math.round(segments(instance, 1, 1)[0][1])).toBe(5);
  });
});

/** What MODEL.md section 5 says in words: every block runs its best-paying options first. USD per hour at `leftoverMw`. */
function bestFirst(energy: Energy, loads: Load[], leftoverMw: number): number {
  const ppa = energy.ppa?.usdPerMwh as number | undefined;
  return energy.market.reduce((total, block) => {
    const price = block.usdPerMwh as number;
    const options = loads.map(({ mw, usdPerMwh }) => ({
      mw: mw as number,
      margin: (usdPerMwh as number) - (ppa ?? price),
    }));
    if (energy.ppa?.resale) options.push({ mw: unlimited, margin: price - (ppa ?? 0) });
    options.sort((a, b) => b.margin - a.margin);
    let left = leftoverMw;
    let usd = 0;
    for (const { mw, margin } of options) {
      if (margin <= 0) break;
      const run = Math.min(left, mw);
      usd += run * margin;
      left -= run;
    }
    return total + block.share * usd;
  }, 0);
}

function randomEnergy(random: Rng, blocks: number): Energy {
  // Whole numbers in a narrow range, so that ties between loads, market and PPA are frequent.
  const price = (): number => random.int(-5, 12);
  const weights = Array.from({ length: blocks }, () => random.between(0.1, 1));
  const total = weights.reduce((a, b) => a + b);
  const energy: Energy = { market: weights.map((weight) => ({ share: weight / total, usdPerMwh: price() })) };
  if (random.chance(0.6)) energy.ppa = { usdPerMwh: price(), resale: random.chance(0.6) };
  return energy;
}

describe("flexible segments against a block-by-block dispatch", () => {
  function check(seed: number, blocks: number): void {
    const random = rng(seed, "flexible", blocks);
    const energy = randomEnergy(random, blocks);
    const loads = Array.from({ length: random.int(0, 5) }, (_, i) =>
      load(`l${i}`, random.int(0, 4), random.int(-4, 12)),
    );
    const found = segments(compiledSite(energy, loads), 1);
    expect(found.length, `seed ${seed}`).toBeLessThanOrEqual(loads.length + 1);
    for (let k = 0; k < found.length; k++) {
      expect(found[k][1], `seed ${seed}`).toBeGreaterThan(0);
      if (k > 0) expect(found[k][1], `seed ${seed}`).toBeLessThan(found[k - 1][1]);
    }
    for (const leftoverMw of [0, 0.5, 1, 2.25, 4, 7.5, 11, 30]) {
      let left = leftoverMw;
      let usd = 0;
      for (const [mw, usdPerMw] of found) {
        const run = Math.min(left, mw);
        usd += run * usdPerMw;
        left -= run;
      }
      const expected = bestFirst(energy, loads, leftoverMw);
      expect(Math.abs(usd - expected), `seed ${seed}, ${leftoverMw} MW: ${usd}, ${expected}`).toBeLessThan(1e-10);
    }
  }

  it("500 random sites of few blocks", () => {
    for (let seed = 1; seed <= 500; seed++) check(seed, (seed % 6) + 1);
  });

  it("a full year of hourly blocks", () => {
    for (let seed = 1; seed <= 3; seed++) check(seed, 8760);
  });
});
