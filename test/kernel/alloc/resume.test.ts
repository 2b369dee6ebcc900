// What becomes of an old plan after an edit: one that can no longer be paid for keeps most of itself, a repair stays within its neighbourhood.
import { describe, expect, it } from "vitest";
import { DualBound } from "../../../assembly/alloc/dual-bound.ts";
import { Focus } from "../../../assembly/alloc/focus.ts";
import { Guide } from "../../../assembly/alloc/guide.ts";
import { Incumbent } from "../../../assembly/alloc/incumbent.ts";
import { Reach } from "../../../assembly/alloc/preprocess.ts";
import { Repair, Scope } from "../../../assembly/alloc/repair.ts";
import { Search } from "../../../assembly/alloc/search.ts";
import { WarmStart } from "../../../assembly/alloc/warm-start.ts";
import { compile } from "../../../src/compile/compile.ts";
import { Portfolio } from "../../../src/portfolio/schema.ts";
import { randomPortfolio, SMALL } from "../../support/random-portfolio.ts";
import { kernelInstance } from "./kernel-instance.ts";
import { complaints } from "./plan-complaints.ts";

const DUAL_ITERATIONS = 200;
const MOVES = 300;

function parts(portfolio: Portfolio) {
  const inst = kernelInstance(compile(portfolio));
  const reach = new Reach(inst);
  const incumbent = new Incumbent(inst);
  const search = new Search(inst, incumbent, reach.columnLimit, reach.optionAlive, 1);
  return { inst, reach, incumbent, search };
}

/** A plan of the portfolio as WarmStart takes it; null where the search finds none. */
function planOf({ inst, incumbent, search }: ReturnType<typeof parts>) {
  search.run(MOVES);
  search.offer();
  if (!incumbent.exists) return null;
  const { best, state } = incumbent;
  const ints = new Int32Array(inst.contracts + inst.expansions);
  const floats = new Float64Array(inst.columns);
  for (let c = 0; c < inst.contracts; c++) {
    ints[c] = best[state.contractAt(c)];
    for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++) {
      floats[j] = best[state.shareAt(c, j)];
    }
  }
  for (let x = 0; x < inst.expansions; x++) ints[inst.contracts + x] = best[state.expansionAt[x] + 1];
  return { ints, floats };
}

/** Random portfolios of which there is a plan that spends, what is left of their equity, and the plan. */
function poorer(count: number) {
  return Array.from({ length: count }, (_, k) => {
    const portfolio = randomPortfolio(300 + k, { ...SMALL, sites: [2, 4], contracts: [6, 12] });
    const plan = planOf(parts(portfolio));
    const equity = portfolio.finance.cumulativeEquityUsd;
    if (plan === null || equity === undefined) return [];
    const less =
      typeof equity === "number"
        ? equity * 0.8
        : Object.fromEntries(Object.entries(equity).map(([month, usd]) => [month, usd * 0.8]));
    const edited = { ...portfolio, finance: { ...portfolio.finance, cumulativeEquityUsd: less } };
    return [{ seed: 300 + k, edited, plan }];
  }).flat();
}

describe("a plan that can no longer be paid for", () => {
  it("is taken over as a whole, and loses contracts only until it can", () => {
    let mended = 0;
    for (const { seed, edited, plan } of poorer(200)) {
      const { inst, search } = parts(edited);
      const warm = new WarmStart(inst, plan.ints, plan.floats);
      if (warm.adoptAll(search) || !warm.adoptBroken(search) || !search.feasible()) continue;
      mended++;
      expect(complaints(search), `seed ${seed}`).toEqual([]);
      const kept = [...warm.option].filter((o, c) => o >= 0 && search.inserter.optionOf(c) === o).length;
      const had = [...warm.option].filter((o) => o >= 0).length;
      expect(kept, `seed ${seed}: of ${had}`).toBeLessThan(had);
      // Nothing stands elsewhere than it stood.
      for (let c = 0; c < inst.contracts; c++) {
        if (search.inserter.accepted(c)) expect(search.inserter.optionOf(c), `seed ${seed}`).toBe(warm.option[c]);
      }
    }
    console.log(`poorer: ${mended} mended`);
    expect(mended).toBeGreaterThan(3);
  });
});

describe("a repair", () => {
  it("keeps starts and sites, and is at least as good as taking the worst contracts out", () => {
    let repaired = 0;
    for (const { seed, edited, plan } of poorer(60)) {
      const { inst, reach, incumbent, search } = parts(edited);
      const dual = new DualBound(inst, reach);
      dual.step(DUAL_ITERATIONS);
      if (reach.infeasible + dual.infeasible > 0) continue;
      const guide = new Guide(inst, reach);
      guide.take(dual);
      const warm = new WarmStart(inst, plan.ints, plan.floats);
      const repair = new Repair(inst, incumbent, guide, new Focus(inst.contracts, inst.sites));
      repair.begin(Scope.kept, reach, warm.option, warm.share);
      while (repair.running()) repair.step();
      if (!incumbent.exists) continue;
      repaired++;
      const where = `seed ${seed}`;
      const { best, state } = incumbent;
      for (let c = 0; c < inst.contracts; c++) {
        const o = best[state.contractAt(c)];
        if (o < 0 || inst.contractSigned[c] !== 0) continue;
        expect(o, where).toBe(warm.option[c]);
        const siteOf = (j: number): number => state.hallSite[state.spotHall[inst.columnSpot[j]]];
        const columns = Array.from(
          { length: inst.contractColumnStart[c + 1] - inst.contractColumnStart[c] },
          (_, i) => inst.contractColumnStart[c] + i,
        );
        const before = new Set(columns.filter((j) => warm.share[j] > 0).map(siteOf));
        for (const j of columns) if (best[state.shareAt(c, j)] > 0) expect(before.has(siteOf(j)), where).toBe(true);
      }
      expect(incumbent.valueUsd, where).toBeLessThanOrEqual(dual.bestBoundUsd + 1);
      if (!warm.adoptBroken(search) || !search.feasible()) continue;
      const usd = search.inserter.objective();
      expect(incumbent.valueUsd, where).toBeGreaterThanOrEqual(usd - 1e-5 * Math.abs(usd));
    }
    console.log(`repaired: ${repaired}`);
    expect(repaired).toBeGreaterThan(10);
  });
});
