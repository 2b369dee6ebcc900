// The contract subproblem against plain enumeration: shares of a full option on a grid, and every choice of sites.
import { expect, test } from "vitest";
import type { DualColumns } from "../../../assembly/alloc/dual-columns.ts";
import { ShareFill } from "../../../assembly/alloc/dual-fill.ts";
import { SiteChoice } from "../../../assembly/alloc/dual-sites.ts";
import { type Rng, rng } from "../../support/rng.ts";

const STEP = 0.25;

interface Case {
  fill: ShareFill;
  columns: DualColumns;
  entries: number;
  sites: number;
}

/** Limits and served bounds on a grid of a quarter, so that the optimum lies on the grid. */
function randomCase(random: Rng): Case {
  const entries = random.int(1, 5);
  const entrySite = new Int32Array(entries);
  for (let e = 1; e < entries; e++) entrySite[e] = entrySite[e - 1] + (random.chance(0.6) ? 1 : 0);
  const fill = new ShareFill(entries);
  fill.minFraction = STEP * random.int(0, 4);
  fill.servedMin = Math.min(fill.minFraction, STEP * random.int(0, 4));
  fill.unservedUsd = random.chance(0.5) ? random.int(0, 5) : 0;
  for (let e = 0; e < entries; e++) fill.worthUsd[e] = random.int(-6, 6);
  const entryLimit = Float64Array.from({ length: entries }, () => STEP * random.int(1, 4));
  // The fill reads these arrays only.
  const columns = { entrySite, entryLimit, entryForced: new Int32Array(entries) } as unknown as DualColumns;
  return { fill, columns, entries, sites: entrySite[entries - 1] + 1 };
}

/** Best value over grid shares on at most `maxSites` sites; -Infinity when servedMin cannot be reached. */
function enumerate({ fill, columns, entries }: Case, maxSites: number): number {
  let best = Number.NEGATIVE_INFINITY;
  const shares = new Float64Array(entries);
  const visit = (e: number, served: number): void => {
    if (served > 1) return;
    if (e === entries) {
      const sites = new Set([...shares].flatMap((share, i) => (share > 0 ? [columns.entrySite[i]] : [])));
      if (served < fill.servedMin || sites.size > maxSites) return;
      const earned = shares.reduce((sum, share, i) => sum + share * fill.worthUsd[i], 0);
      best = Math.max(best, earned - fill.unservedUsd * Math.max(0, fill.minFraction - served));
      return;
    }
    for (let share = 0; share <= columns.entryLimit[e]; share += STEP) {
      shares[e] = share;
      visit(e + 1, served + share);
    }
    shares[e] = 0;
  };
  visit(0, 0);
  return best;
}

const worthOf = (fill: ShareFill, entry: Int32Array, share: Float64Array, picks: number): number => {
  let served = 0;
  let value = 0;
  for (let i = 0; i < picks; i++) {
    served += share[i];
    value += share[i] * fill.worthUsd[entry[i]];
  }
  return value - fill.unservedUsd * Math.max(0, fill.minFraction - served);
};

test("fill is optimal without a site rule, its ceiling holds and its dual price is tight", () => {
  let compared = 0;
  for (let seed = 1; seed <= 2000; seed++) {
    const problem = randomCase(rng(seed, "fill"));
    const { fill, columns, entries } = problem;
    const exact = enumerate(problem, entries);
    if (exact === Number.NEGATIVE_INFINITY) continue;
    compared++;
    const value = fill.fill(0, entries, columns.entryLimit);
    expect(value, `seed ${seed}`).toBeCloseTo(exact, 9);
    expect(worthOf(fill, fill.pickEntry, fill.pickShare, fill.picks), `seed ${seed}`).toBeCloseTo(value, 9);
    expect(fill.relaxedUsd(0, entries, columns.entryLimit, fill.marginOf()), `seed ${seed}`).toBeCloseTo(value, 9);
    for (const price of [-7, -2.5, 0, 1, 3.5]) {
      expect(fill.relaxedUsd(0, entries, columns.entryLimit, price), `seed ${seed}`).toBeGreaterThanOrEqual(
        value - 1e-9,
      );
    }
    const most = Math.max(...fill.worthUsd);
    expect(fill.ceilingUsd(most), `seed ${seed}`).toBeGreaterThanOrEqual(value - 1e-9);
  }
  expect(compared).toBeGreaterThan(1000);
});

test("the site rule: never below the best choice of sites, exact for one site, at most the value without the rule", () => {
  let binding = 0;
  let tight = 0;
  for (let seed = 1; seed <= 3000; seed++) {
    const problem = randomCase(rng(seed, "sites"));
    const { fill, columns, entries, sites } = problem;
    for (let most = 1; most < sites; most++) {
      const exact = enumerate(problem, most);
      if (exact === Number.NEGATIVE_INFINITY) continue;
      const free = fill.fill(0, entries, columns.entryLimit);
      const choice = new SiteChoice(entries, sites);
      const bound = choice.solve(columns, fill, 0, entries, most);
      const name = `seed ${seed}, at most ${most} of ${sites} sites`;
      expect(bound, name).toBeGreaterThanOrEqual(exact - 1e-9);
      expect(bound, name).toBeLessThanOrEqual(free + 1e-9);
      if (exact < free - 1e-9) binding++;
      if (exact < free - 1e-9 && bound < free - 1e-9) tight++;
      if (most === 1) expect(bound, name).toBeLessThanOrEqual(exact + 1e-9);
    }
  }
  expect(binding).toBeGreaterThan(300);
  expect(tight).toBeGreaterThan(0.9 * binding);
});
