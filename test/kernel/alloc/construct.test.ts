// Construction: every way ends in a plan that keeps all rules, with nothing of the way left behind in the search's limits.
import { describe, expect, it } from "vitest";
import { LpStatus } from "../../../assembly/abi-lp.ts";
import { Construction, Way } from "../../../assembly/alloc/construct.ts";
import { DualBound } from "../../../assembly/alloc/dual-bound.ts";
import { Guide } from "../../../assembly/alloc/guide.ts";
import { Incumbent } from "../../../assembly/alloc/incumbent.ts";
import { LpColumns } from "../../../assembly/alloc/lp-columns.ts";
import { Reach } from "../../../assembly/alloc/preprocess.ts";
import { Relaxation } from "../../../assembly/alloc/relaxation.ts";
import { Search } from "../../../assembly/alloc/search.ts";
import { compile } from "../../../src/compile/compile.ts";
import { Portfolio } from "../../../src/portfolio/schema.ts";
import { randomPortfolio } from "../../support/random-portfolio.ts";
import { hasSharedPortfolios, sharedPortfolio, skipsWithoutShared } from "../../support/shared-portfolios.ts";
import { kernelInstance } from "./kernel-instance.ts";
import { complaints } from "./plan-complaints.ts";

const DUAL_ITERATIONS = 300;

function parts(portfolio: Portfolio) {
  const inst = kernelInstance(compile(portfolio));
  const reach = new Reach(inst);
  const incumbent = new Incumbent(inst);
  const search = new Search(inst, incumbent, reach.columnLimit, reach.optionAlive, 1);
  const dual = new DualBound(inst, reach);
  dual.step(DUAL_ITERATIONS);
  const guide = new Guide(inst, reach);
  const usable = reach.infeasible + dual.infeasible === 0;
  if (usable) guide.take(dual);
  return { inst, reach, incumbent, search, dual, guide, usable };
}

/** Value of the plan that each way ends in. */
function construct(portfolio: Portfolio): number[] | null {
  const { inst, search, dual, guide, usable } = parts(portfolio);
  if (!usable) return null;
  const construction = new Construction(inst, guide, search);
  const chips = Array.from(search.inserter.pour.room.chipMaxMw);
  const values: number[] = [];
  for (let way = 0; way < Way.count; way++) {
    construction.begin(way);
    while (construction.step());
    const where = `portfolio ${portfolio.name}, way ${way}`;
    expect(complaints(search), where).toEqual([]);
    expect(Array.from(search.inserter.pour.room.chipMaxMw), where).toEqual(chips);
    if (search.feasible()) expect(search.current, where).toBeLessThanOrEqual(dual.bestBoundUsd);
    values.push(search.current);
  }
  return values;
}

describe("construction", () => {
  it("keeps every rule on random portfolios", () => {
    let plans = 0;
    let pricedWins = 0;
    let plainWins = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const values = construct(randomPortfolio(seed));
      if (values === null) continue;
      plans++;
      const priced = Math.max(values[Way.likelyLots], values[Way.allLots]);
      if (priced > values[Way.plain]) pricedWins++;
      if (priced < values[Way.plain]) plainWins++;
    }
    console.log(`seeds 1-60: ${JSON.stringify({ plans, pricedWins, plainWins })}`);
    expect(plans).toBeGreaterThan(30);
  });

  it("starts better along the prices than by revenue where capacity must be bought well: large-1", () => {
    if (!hasSharedPortfolios) return void skipsWithoutShared("construction on large-1");
    const values = construct(sharedPortfolio("large-1")) ?? [];
    expect(Math.max(values[Way.likelyLots], values[Way.allLots])).toBeGreaterThan(1.2 * values[Way.plain]);
  });
});

describe("columns that matter", () => {
  it.each([
    ["many", false, 0.99],
    ["few", true, 0.97],
  ])("cover the incumbent, leave Reach as it was and keep most of the LP's value: medium-2, %s", (_, isHuge, kept) => {
    if (!hasSharedPortfolios) return void skipsWithoutShared("columns of medium-2");
    const { inst, reach, incumbent, search, guide } = parts(sharedPortfolio("medium-2"));
    const construction = new Construction(inst, guide, search);
    construction.begin(Way.plain);
    while (construction.step());
    expect(incumbent.exists).toBe(true);
    const limit = Array.from(reach.columnLimit);
    const alive = Array.from(reach.optionAlive);
    const columns = new LpColumns(inst, reach, guide, incumbent, isHuge);
    const some = columns.build();
    expect(Array.from(reach.columnLimit)).toEqual(limit);
    expect(Array.from(reach.optionAlive)).toEqual(alive);
    expect(columns.covers(some)).toBe(true);
    const all = new Relaxation(inst, reach, true);
    expect(some.build.lp.cols).toBeLessThan(all.build.lp.cols);
    expect(some.solve(1 << 30)).toBe(LpStatus.optimal);
    expect(all.solve(1 << 30)).toBe(LpStatus.optimal);
    expect(some.valueUsd()).toBeLessThan(all.valueUsd() + 1e-6 * Math.abs(all.valueUsd()));
    expect(some.valueUsd()).toBeGreaterThan(kept * all.valueUsd());
    // An incumbent that uses a column left out is noticed.
    const c = Array.from({ length: inst.contracts }, (_, k) => k).find((k) => search.inserter.accepted(k)) ?? 0;
    const option = search.inserter.optionOf(c);
    const first = inst.contractColumnStart[c];
    for (let j = first; j < inst.contractColumnStart[c + 1]; j++) {
      if (some.build.shareCol[inst.optionServeStart[option] + j - first] >= 0) continue;
      incumbent.best[incumbent.state.shareAt(c, j)] = 0.5;
      expect(columns.covers(some)).toBe(false);
      return;
    }
    expect.fail(`contract ${c} keeps all its columns`);
  });
});
