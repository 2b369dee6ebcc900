// Both engines, equal bits: bounds, prices, limits, averages, also after fixing.
import { expect, test } from "vitest";
import { compile } from "../../../src/compile/compile.ts";
import { randomPortfolio } from "../../support/random-portfolio.ts";
import { sharedPortfolio, skipsWithoutShared } from "../../support/shared-portfolios.ts";
import { type DualRun, type RunPlan, runDual } from "./dual-engines.ts";

async function expectParity(input: ReturnType<typeof compile>, plan: RunPlan, name: string): Promise<DualRun> {
  const js = await runDual("js", input, plan);
  const wasm = await runDual("wasm", input, plan);
  expect(wasm, name).toEqual(js);
  return js;
}

test("random portfolios", async () => {
  let fixed = 0;
  let bounded = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const input = compile(randomPortfolio(seed));
    const free = await expectParity(input, { steps: [1, 9, 200] }, `seed ${seed}`);
    if (Number.isFinite(free.boundsUsd[2])) bounded++;
    const incumbentUsd = free.boundsUsd[2] - 0.05 * Math.abs(free.boundsUsd[2]);
    fixed += (await expectParity(input, { steps: [200, 100], incumbentUsd, treeNodes: 10 }, `seed ${seed}, fixed`))
      .changes;
    await expectParity(input, { steps: [50], feasibility: true }, `seed ${seed}, feasibility`);
  }
  expect(bounded).toBeGreaterThan(40);
  expect(fixed).toBeGreaterThan(50);
});

test("reference portfolios", async () => {
  if (skipsWithoutShared("parity of the dual bound on reference portfolios")) return;
  for (const name of ["tiny-1", "tiny-3", "small-2", "monthly-1", "medium-2", "large-1"]) {
    await expectParity(compile(sharedPortfolio(name)), { steps: [10, 290], treeNodes: 6 }, name);
  }
  await expectParity(compile(sharedPortfolio("huge-1")), { steps: [30] }, "huge-1");
});
