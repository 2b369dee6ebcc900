// What holds between moves: every accepted contract keeps its rules, the plan fits, and nothing has drifted.
import { describe, expect, it } from "vitest";
import { Evaluator } from "../../../assembly/alloc/evaluator.ts";
import { Incumbent } from "../../../assembly/alloc/incumbent.ts";
import { Instance } from "../../../assembly/alloc/instance.ts";
import { Reach } from "../../../assembly/alloc/preprocess.ts";
import { Search } from "../../../assembly/alloc/search.ts";
import { State } from "../../../assembly/alloc/state.ts";
import { compile } from "../../../src/compile/compile.ts";
import { Portfolio } from "../../../src/portfolio/schema.ts";
import { randomPortfolio } from "../../support/random-portfolio.ts";
import { hasSharedPortfolios, sharedPortfolio, skipsWithoutShared } from "../../support/shared-portfolios.ts";
import { kernelInstance } from "./kernel-instance.ts";

/** Rules of MODEL.md sections 3 and 4 that one accepted contract breaks. */
function brokenRules({ inst, state }: Search, c: number): string[] {
  const { data } = state;
  const broken: string[] = [];
  const siteMw = new Map<number, number>();
  let served = 0;
  for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++) {
    const share = data[state.shareAt(c, j)];
    if (share === 0) continue;
    if (share < 0) broken.push(`share ${share} at column ${j}`);
    served += share;
    const site = state.hallSite[state.spotHall[inst.columnSpot[j]]];
    siteMw.set(site, (siteMw.get(site) ?? 0) + share * inst.columnMw[j]);
  }
  if (Math.abs(served - data[state.contractAt(c) + 1]) > 1e-9) broken.push(`shares sum to ${served}`);
  if (served > 1 + 1e-9) broken.push(`serves ${served}`);
  if (served < inst.contractServedMin[c] - 1e-8)
    broken.push(`serves ${served} of at least ${inst.contractServedMin[c]}`);
  const most = inst.contractMaxSites[c];
  if (most > 0 && siteMw.size > most) broken.push(`is at ${siteMw.size} sites of at most ${most}`);
  for (const [site, mw] of siteMw) {
    if (mw < inst.contractMinSiteMw[c] * (1 - 1e-8)) broken.push(`has ${mw} MW at site ${site}`);
  }
  return broken;
}

function complaints(search: Search): string[] {
  const { inst, state, inserter } = search;
  const found: string[] = [];
  const groups = new Map<number, number>();
  for (let c = 0; c < inst.contracts; c++) {
    if (!inserter.accepted(c)) continue;
    const option = inserter.optionOf(c);
    if (option < inst.contractOptionStart[c] || option >= inst.contractOptionStart[c + 1])
      found.push(`contract ${c} has option ${option}`);
    const group = inst.contractGroup[c];
    if (group >= 0) groups.set(group, (groups.get(group) ?? 0) + 1);
    found.push(...brokenRules(search, c).map((words) => `contract ${c} ${words}`));
  }
  for (const [group, members] of groups) if (members > 1) found.push(`group ${group} has ${members} members`);
  const fresh = new State(inst);
  fresh.clear();
  fresh.data.set(state.data.subarray(state.contractAt(0), state.totals), state.contractAt(0));
  for (const place of state.expansionAt) fresh.data[place + 1] = state.data[place + 1]; // allowed: a decision, not derived
  const evaluator = new Evaluator(inst, fresh);
  if (!evaluator.rebuild()) found.push("the plan does not fit");
  const scale = Math.max(1, ...[0, 1, 2, 4].map((scalar) => Math.abs(evaluator.total(scalar))));
  const drift = Math.abs(evaluator.valueUsd() - search.evaluator.valueUsd());
  if (drift > 1e-7 * scale) found.push(`the value has drifted by ${drift}`);
  return found;
}

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
