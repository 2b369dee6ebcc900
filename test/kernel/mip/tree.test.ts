// The tree against enumeration, and what its owner may do with it. Each seed is in the test's name.
import { describe, expect, it } from "vitest";
import { MipStatus } from "../../../assembly/abi-mip.ts";
import { MipHooks } from "../../../assembly/mip/mip-hooks.ts";
import { MipTree } from "../../../assembly/mip/mip-tree.ts";
import { enumerate, modelOf, randomMip } from "./random-mip.ts";

const ALL = 1_000_000;

describe("tree on small random MIPs", () => {
  for (let seed = 1; seed <= 100; seed++) {
    it(`finds the optimum of seed ${seed}, or that there is none`, () => {
      const mip = randomMip(seed);
      const { optimum } = enumerate(mip);
      const model = modelOf(mip);
      const tree = new MipTree(model);
      tree.load();
      const status = tree.step(ALL);
      if (optimum === Number.POSITIVE_INFINITY) return expect(status).toBe(MipStatus.infeasible);
      expect(status).toBe(MipStatus.optimal);
      expect(tree.state.best).toBeCloseTo(optimum, 6);
      expect(tree.bound()).toBeCloseTo(optimum, 5);
      expect(model.violation(tree.state.bestX)).toBeLessThan(1e-9);
    });
  }
});

/** The first random MIP that has a solution and needs a few nodes. */
function solvable(from: number): { seed: number; optimum: number; x: Float64Array } {
  for (let seed = from; ; seed++) {
    const { optimum, x } = enumerate(randomMip(seed));
    if (optimum < Number.POSITIVE_INFINITY) return { seed, optimum, x };
  }
}

/** Admits no solution in which column 0 has the value it has in `best`. */
class Refusing extends MipHooks {
  override keepsObjective = false;
  asked = 0;
  readonly best: number;
  constructor(best: number) {
    super();
    this.best = best;
  }
  override offer(x: Float64Array, objective: number): number {
    this.asked++;
    return Math.abs(x[0] - this.best) < 1e-6 ? Number.POSITIVE_INFINITY : objective;
  }
}

/** Knows that nothing better than what is known exists: closes every node. */
class Closing extends MipHooks {
  override propagates = true;
  override propagate(): number {
    return 1;
  }
}

describe("owner of a tree", () => {
  it("sets a cutoff: only better solutions are looked for", () => {
    const { seed, optimum } = solvable(1000);
    const tree = new MipTree(modelOf(randomMip(seed)));
    tree.load();
    tree.state.cutoff = optimum;
    expect(tree.step(ALL)).toBe(MipStatus.infeasible);
    tree.begin();
    tree.state.cutoff = optimum + 0.5;
    expect(tree.step(ALL)).toBe(MipStatus.optimal);
    expect(tree.state.best).toBeCloseTo(optimum, 6);
  });

  it("offers a known solution, and searches again within other bounds", () => {
    for (let from = 2000; from < 2040; from++) {
      const { seed, optimum, x } = solvable(from);
      const tree = new MipTree(modelOf(randomMip(seed)));
      tree.load();
      expect(tree.offer(x)).toBe(true);
      expect(tree.state.best).toBeCloseTo(optimum, 6);
      expect(tree.step(ALL)).toBe(MipStatus.optimal);
      expect(tree.state.best).toBeCloseTo(optimum, 6);
      tree.begin();
      for (let col = 0; col < x.length; col++) if (tree.model.integer[col] === 1) tree.tighten(col, x[col], x[col]);
      expect(tree.step(ALL)).toBe(MipStatus.optimal);
      expect(tree.state.best).toBeCloseTo(optimum, 6);
      tree.begin();
      expect(tree.step(ALL)).toBe(MipStatus.optimal);
      expect(tree.state.best).toBeCloseTo(optimum, 6);
    }
  });

  it("adds a row: solutions satisfy it", () => {
    const { seed, optimum } = solvable(1000);
    const mip = randomMip(seed);
    const tree = new MipTree(modelOf(mip));
    tree.load();
    const col = [...mip.cost.keys()];
    const bound = new Float64Array([optimum + 1]);
    tree.addRows(1, Int32Array.from([0, col.length]), Int32Array.from(col), mip.cost, bound, new Float64Array([1e30]));
    const status = tree.step(ALL);
    if (status === MipStatus.optimal) expect(tree.state.best).toBeGreaterThanOrEqual(optimum + 1 - 1e-6);
    else expect(status).toBe(MipStatus.infeasible);
  });

  it("refuses candidates at the gate: the tree goes on without them and claims no more than it knows", () => {
    let refused = 0;
    for (let from = 3000; from < 3020; from++) {
      const { seed, x } = solvable(from);
      const tree = new MipTree(modelOf(randomMip(seed)));
      const hooks = new Refusing(x[0]);
      tree.state.hooks = hooks;
      tree.load();
      const status = tree.step(ALL);
      if (tree.state.best < Number.POSITIVE_INFINITY) expect(tree.state.bestX[0]).not.toBeCloseTo(x[0], 6);
      if (hooks.asked > 0) refused++;
      expect([MipStatus.optimal, MipStatus.infeasible, MipStatus.numericalTrouble]).toContain(status);
    }
    expect(refused).toBeGreaterThan(5);
  });

  it("propagates by knowledge of its own", () => {
    const { seed } = solvable(1000);
    const tree = new MipTree(modelOf(randomMip(seed)));
    tree.state.hooks = new Closing();
    tree.load();
    expect(tree.step(ALL)).toBe(MipStatus.infeasible);
  });

  it("limits nodes and iterations, and goes on when there is more of them", () => {
    const { seed, optimum } = solvable(1000);
    const tree = new MipTree(modelOf(randomMip(seed)));
    tree.load();
    tree.nodeLimit = 0;
    expect(tree.step(ALL)).toBe(MipStatus.nodeLimit);
    expect(tree.bound()).toBe(Number.NEGATIVE_INFINITY);
    tree.nodeLimit = ALL;
    tree.state.iterationLimit = 0;
    expect(tree.step(ALL)).toBe(MipStatus.iterationLimit);
    tree.state.iterationLimit = ALL;
    expect(tree.step(ALL)).toBe(MipStatus.optimal);
    expect(tree.state.best).toBeCloseTo(optimum, 6);
  });
});
