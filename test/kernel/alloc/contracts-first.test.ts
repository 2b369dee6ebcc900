// Plans in two stages: keeping the contracts of an optimum gives the optimum back (so the compressed model is the whole one with columns fixed),
// and from the plan that does nothing the two stages come near the optimum, never above it.
import { afterEach, describe, expect, test } from "vitest";
import { MipStatus } from "../../../assembly/abi-mip.ts";
import { ContractsFirst } from "../../../assembly/alloc/contracts-first.ts";
import { Incumbent } from "../../../assembly/alloc/incumbent.ts";
import type { Instance } from "../../../assembly/alloc/instance.ts";
import { MilpTree } from "../../../assembly/alloc/milp-tree.ts";
import { PlanPolish } from "../../../assembly/alloc/plan-polish.ts";
import { Reach } from "../../../assembly/alloc/preprocess.ts";
import { State } from "../../../assembly/alloc/state.ts";
import { setPoll } from "../../../assembly/glue/mem.ts";
import { compile } from "../../../src/compile/compile.ts";
import { randomPortfolio } from "../../support/random-portfolio.ts";
import { kernelInstance } from "./kernel-instance.ts";

const SEEDS = Array.from({ length: 40 }, (_, i) => 301 + i);
const MOST_STEPS = 5_000;

afterEach(() => setPoll(() => 0));

interface Solved {
  inst: Instance;
  milp: MilpTree;
  optimumUsd: number;
}

/** The tree's optimum; null where there is no plan. */
function solved(seed: number): Solved | null {
  const inst = kernelInstance(compile(randomPortfolio(seed)));
  const reach = new Reach(inst);
  if (reach.infeasible !== 0) return null;
  const incumbent = new Incumbent(inst);
  const milp = new MilpTree(inst, reach, incumbent);
  let status = MipStatus.running;
  for (let step = 0; step < MOST_STEPS && status === MipStatus.running; step++) status = milp.tree.step(1000);
  return status === MipStatus.optimal ? { inst, milp, optimumUsd: incumbent.valueUsd } : null;
}

function emptyPlan(inst: Instance): Incumbent {
  const incumbent = new Incumbent(inst);
  const state = new State(inst);
  state.clear();
  incumbent.offer(state.data);
  return incumbent;
}

/** Value after the two stages from the empty plan, with how they went. */
function fromNothing(inst: Instance) {
  const incumbent = emptyPlan(inst);
  const emptyUsd = incumbent.valueUsd;
  const stages = new ContractsFirst(inst, new Reach(inst), incumbent);
  for (let step = 0; step < MOST_STEPS && stages.works(); step++) stages.step();
  return { incumbent, stages, emptyUsd };
}

describe("second stage", () => {
  test("keeps the contracts of an optimum and finds its value again", () => {
    let compared = 0;
    for (const seed of SEEDS) {
      const whole = solved(seed);
      if (whole === null) continue;
      const { inst, milp, optimumUsd } = whole;
      const again = new Incumbent(inst);
      const other = new MilpTree(inst, new Reach(inst), again);
      const polish = new PlanPolish(other.build, other.hooks);
      polish.begin(milp.tree.state.bestX, optimumUsd - Math.max(1000, 1e-5 * Math.abs(optimumUsd)));
      let status = MipStatus.running;
      for (let step = 0; step < MOST_STEPS && status === MipStatus.running; step++) status = polish.step(1000);
      expect(status, `seed ${seed}`).toBe(MipStatus.optimal);
      expect(Math.abs(again.valueUsd - optimumUsd), `seed ${seed}`).toBeLessThanOrEqual(
        1e-6 * Math.max(1, Math.abs(optimumUsd)),
      );
      compared++;
    }
    expect(compared).toBeGreaterThan(20);
  });
});

describe("both stages", () => {
  test("come near the optimum from the plan that does nothing, never above it, and the first one's bound never below it", () => {
    let started = 0;
    let bounded = 0;
    let gained = 0;
    let possible = 0;
    for (const seed of SEEDS) {
      const whole = solved(seed);
      if (whole === null || !emptyPlan(whole.inst).exists) continue;
      const { inst, optimumUsd } = whole;
      const { incumbent, stages, emptyUsd } = fromNothing(inst);
      const slackUsd = 1e-6 * Math.max(1, Math.abs(optimumUsd));
      expect(stages.boundUsd, `seed ${seed}`).toBeGreaterThanOrEqual(optimumUsd - slackUsd);
      if (stages.boundUsd < Number.POSITIVE_INFINITY) bounded++;
      expect(incumbent.valueUsd, `seed ${seed}`).toBeLessThanOrEqual(optimumUsd + slackUsd);
      started++;
      gained += incumbent.valueUsd - emptyUsd;
      possible += optimumUsd - emptyUsd;
    }
    console.log(
      `seeds 301-340: ${started} portfolios, ${((100 * gained) / possible).toFixed(2)} % of what can be gained`,
    );
    expect(started).toBeGreaterThan(10);
    expect(bounded).toBe(started);
    expect(gained / possible).toBeGreaterThan(0.9);
  });

  test("stopped at polls they take the same way", () => {
    let polls = 0;
    for (const seed of SEEDS) {
      const inst = kernelInstance(compile(randomPortfolio(seed)));
      if (!emptyPlan(inst).exists) continue;
      setPoll(() => 0);
      const whole = fromNothing(inst);
      setPoll(() => (++polls % 2 === 0 ? 1 : 0));
      const cut = fromNothing(inst);
      expect(cut.stages.work, `seed ${seed}`).toBe(whole.stages.work);
      expect(cut.incumbent.best, `seed ${seed}`).toEqual(whole.incumbent.best);
    }
    expect(polls).toBeGreaterThan(20);
  });
});
