// Orders of racks against the mixed-integer program they solve.
import { describe, expect, it } from "vitest";
import { Instance } from "../../../assembly/alloc/instance.ts";
import { LotChooser } from "../../../assembly/alloc/lots.ts";
import { IMPOSSIBLE, MAX_ENUMERATED_LOTS } from "../../../assembly/alloc/params.ts";
import { addColumn, atLeast, type Entry, loadSolver, newModel, solveModel } from "../../oracle/highs-model.ts";
import { rng, rounded } from "../../support/rng.ts";
import { instanceOf } from "./kernel-instance.ts";

interface LotCase {
  inst: Instance;
  load: Float64Array;
}

/** Two platforms, the lots of the second under test; loads often exactly what some lots hold. */
function randomLots(seed: number, most: number, wholeOdds: number): LotCase {
  const draw = rng(seed, "lots");
  const T = draw.int(1, 5);
  const count = draw.int(1, most);
  const lots = count + 1;
  const lotMw = Float64Array.from({ length: lots }, () => draw.pick([1, 2.5, 4, rounded(draw.between(0.5, 9), 3)]));
  const lotUsd = lotMw.map((mw) => (draw.chance(0.1) ? 0 : mw * draw.pick([1e7, 2e7, draw.between(0.5e7, 3e7)])));
  const committed = [0, 0, 2, 5].map((mw) => mw + draw.int(0, 1));
  const inst = instanceOf({
    periods: T,
    platforms: 2,
    lots,
    platformBacklog: Int32Array.of(1, 1),
    platformLotStart: Int32Array.of(0, 1, lots),
    lotPeriod: Int32Array.from({ length: lots }, () => draw.int(0, T - 1)),
    lotDivisible: Int32Array.from({ length: lots }, () => (draw.chance(wholeOdds) ? 0 : 1)),
    committedMw: Float64Array.from({ length: 2 * T }, (_, at) => committed[Math.min(3, at % T)]),
    lotMw,
    lotUsd,
    lotNetUsd: lotUsd.map((usd) => usd * draw.between(0.3, 1)),
  });
  const some = lotMw.slice(1).filter(() => draw.chance(0.5));
  const wanted = some.reduce((sum, mw) => sum + mw, 0);
  const load = Float64Array.from({ length: T }, (_, t) => {
    const level = inst.committedMw[T + t] + (draw.chance(0.5) ? wanted : wanted * draw.between(0, 1.2));
    return draw.chance(0.15) || t === 0 ? inst.committedMw[T + t] * draw.unit() : level;
  });
  return { inst, load };
}

const lotsOf = (inst: Instance): number[] => Array.from({ length: inst.lots - 1 }, (_, l) => l + 1);

async function cheapest({ inst, load }: LotCase): Promise<number | null> {
  const model = newModel();
  const columns = lotsOf(inst).map((l) =>
    addColumn(model, { cost: -inst.lotNetUsd[l] / 1e6, upper: 1, integer: inst.lotDivisible[l] === 0 }),
  );
  addColumn(model, { upper: 0 });
  load.forEach((mw, t) => {
    const here = lotsOf(inst).flatMap((l, k): Entry[] => (inst.lotPeriod[l] <= t ? [[columns[k], inst.lotMw[l]]] : []));
    atLeast(model, here.length > 0 ? here : [[columns.length, 1]], mw - inst.committedMw[inst.periods + t]);
  });
  const solved = solveModel(await loadSolver(), model, {});
  return solved.values === null ? null : -solved.objective * 1e6;
}

/** The chooser's answer, after checking that its fractions are legal, cover the load and cost what it says. */
function chosenUsd({ inst, load }: LotCase, label: string): number {
  const chooser = new LotChooser(inst);
  const usd = chooser.choose(1, Float64Array.of(-1, ...load), 1);
  if (usd >= IMPOSSIBLE) return usd;
  let paid = 0;
  for (const l of lotsOf(inst)) {
    const fraction = chooser.fraction[l];
    expect(fraction >= 0 && fraction <= 1, `${label}: fraction ${fraction} of lot ${l}`).toBe(true);
    if (inst.lotDivisible[l] === 0) expect([0, 1], `${label}: whole lot ${l}`).toContain(fraction);
    paid += fraction * inst.lotNetUsd[l];
  }
  expect(Math.abs(usd - paid), `${label}: says ${usd}, costs ${paid}`).toBeLessThanOrEqual(1e-9 * Math.max(1, paid));
  load.forEach((mw, t) => {
    const arrived = lotsOf(inst).filter((l) => inst.lotPeriod[l] <= t);
    const ordered = arrived.reduce((sum, l) => sum + chooser.fraction[l] * inst.lotMw[l], 0);
    const have = inst.committedMw[inst.periods + t] + ordered;
    expect(have, `${label}: racks of period ${t}`).toBeGreaterThanOrEqual(mw - 2e-9 * Math.max(1, mw));
  });
  return usd;
}

async function compare(seeds: number, most: number, wholeOdds: number): Promise<Record<string, number>> {
  const seen = { covered: 0, impossible: 0, ordered: 0 };
  for (let seed = 1; seed <= seeds; seed++) {
    const lots = randomLots(seed, most, wholeOdds);
    const label = `seed ${seed}, at most ${most} lots, whole with odds ${wholeOdds}`;
    const usd = chosenUsd(lots, label);
    const best = await cheapest(lots);
    expect(usd >= IMPOSSIBLE, `${label}: chosen ${usd}, cheapest ${best}`).toBe(best === null);
    if (best === null) {
      seen.impossible++;
      continue;
    }
    expect(Math.abs(usd - best), `${label}: chosen ${usd}, cheapest ${best}`).toBeLessThan(1);
    seen.covered++;
    if (usd > 0) seen.ordered++;
  }
  return seen;
}

describe("lots", () => {
  it.each([
    ["divisible", 0],
    ["mixed", 0.5],
    ["whole", 1],
  ])("%s: the cheapest that cover the load", async (name, wholeOdds) => {
    const seen = await compare(100, 5, wholeOdds);
    console.log(`seeds 1-100, ${name} lots: ${JSON.stringify(seen)}`);
    expect(seen.ordered).toBeGreaterThan(30);
    expect(seen.impossible).toBeGreaterThan(5);
  });

  it("many whole lots: covered whenever they can be, for no more than all of them cost", async () => {
    let ordered = 0;
    let excess = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const lots = randomLots(seed, MAX_ENUMERATED_LOTS + 4, 0.95);
      const label = `seed ${seed}, many lots`;
      const usd = chosenUsd(lots, label);
      const best = await cheapest(lots);
      expect(usd >= IMPOSSIBLE, label).toBe(best === null);
      if (best === null || best === 0) continue;
      const all = lotsOf(lots.inst).reduce((sum, l) => sum + lots.inst.lotNetUsd[l], 0);
      expect(usd, label).toBeGreaterThanOrEqual(best - 1);
      expect(usd, label).toBeLessThanOrEqual(all + 1);
      ordered++;
      excess = Math.max(excess, usd / best - 1);
    }
    console.log(
      `seeds 1-150, many lots: ${ordered} with orders, dearest ${(100 * excess).toFixed(1)} % above the best`,
    );
    expect(ordered).toBeGreaterThan(50);
  });
});
