// What holds between moves: every accepted contract keeps its rules, the plan fits, and nothing has drifted.
import { describe, expect, it } from "vitest";
import { Incumbent } from "../../../assembly/alloc/incumbent.ts";
import { Instance } from "../../../assembly/alloc/instance.ts";
import { Reach } from "../../../assembly/alloc/preprocess.ts";
import { Search } from "../../../assembly/alloc/search.ts";
import { compile } from "../../../src/compile/compile.ts";
import { Portfolio } from "../../../src/portfolio/schema.ts";
import { randomPortfolio } from "../../support/random-portfolio.ts";
import { hasSharedPortfolios, sharedPortfolio, skipsWithoutShared } from "../../support/shared-portfolios.ts";
import { kernelInstance } from "./kernel-instance.ts";
import { complaints } from "./plan-complaints.ts";

interface Tally {
  checks: number;
  accepted: number;
  incumbents: number;
}

function run(portfolio: Portfolio, seed: number, rounds: number, tally: Tally): void {
  const inst: Instance = kernelInstance(compile(portfolio));
  const reach = new Reach(inst);
  if (reach.infeasible !== 0) return;
  const incumbent = new Incumbent(inst);
  const search = new Search(inst, incumbent, reach.columnLimit, reach.optionAlive, seed);
  for (let c = 0; c < inst.contracts; c++) search.constructOne(c);
  search.endConstruction();
  for (let round = 0; round < rounds; round++) {
    search.run(20);
    expect(complaints(search), `portfolio ${portfolio.name}, seed ${seed}, after move ${search.movesTried}`).toEqual(
      [],
    );
    tally.checks++;
  }
  for (let c = 0; c < inst.contracts; c++) if (search.inserter.accepted(c)) tally.accepted++;
  tally.incumbents += incumbent.improvements;
}

describe("search", () => {
  it("keeps every rule between moves on random portfolios", () => {
    const tally: Tally = { checks: 0, accepted: 0, incumbents: 0 };
    for (let seed = 1; seed <= 100; seed++) run(randomPortfolio(seed), seed, 8, tally);
    console.log(`seeds 1-100: ${JSON.stringify(tally)}`);
    expect(tally.accepted).toBeGreaterThan(100);
    expect(tally.incumbents).toBeGreaterThan(100);
  });

  it.each(["tiny-1", "small-3", "monthly-1", "medium-2"])("keeps every rule on %s", (name) => {
    if (!hasSharedPortfolios) return void skipsWithoutShared(`search on ${name}`);
    const tally: Tally = { checks: 0, accepted: 0, incumbents: 0 };
    run(sharedPortfolio(name), 1, 20, tally);
    expect(tally.accepted).toBeGreaterThan(0);
  });
});
