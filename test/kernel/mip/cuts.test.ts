// Cuts, propagation and reduced-cost fixing never cut off the optimum: known optimal points of small random models (by enumeration) and of
// instances of others (by HiGHS) hold in every row of the LP and in the box of the root, and the bound never passes them.
import { describe, expect, it } from "vitest";
import { CoverCuts } from "../../../assembly/mip/cover.ts";
import { CutPool } from "../../../assembly/mip/cut-pool.ts";
import { MipHooks } from "../../../assembly/mip/mip-hooks.ts";
import { MipModel } from "../../../assembly/mip/mip-model.ts";
import { MipTree } from "../../../assembly/mip/mip-tree.ts";
import { RowSides } from "../../../assembly/mip/row-sides.ts";
import { SearchState } from "../../../assembly/mip/search-state.ts";
import { haveData, readInstance } from "../lp/engine-lp.ts";
import { Random } from "../lp/random.ts";
import { knownOptimum } from "./known-optimum.ts";
import { enumerate, modelOf, randomMip } from "./random-mip.ts";

/** Takes no solution, so that nothing is cut off for its objective. */
class Deaf extends MipHooks {
  override offer(): number {
    return Number.POSITIVE_INFINITY;
  }
}

/** Root with all its cuts and a few nodes; then the point is looked for. Returns how many cuts are in the LP. */
function expectKept(model: MipModel, x: Float64Array, objective: number, nodes: number): number {
  const tree = new MipTree(model);
  tree.state.hooks = new Deaf();
  tree.work.usesCuts = true;
  tree.load();
  expectKeptBy(tree, model, x, objective, nodes);
  return tree.state.nodeLp.rows() - model.rows;
}

/** As expectKept, with cuts at nodes below the root, which a cutoff above the optimum calls for. Returns how many those are. */
function expectKeptAtNodes(model: MipModel, x: Float64Array, objective: number, nodes: number): number {
  const tree = new MipTree(model);
  tree.state.hooks = new Deaf();
  tree.work.usesCuts = true;
  tree.work.cutsAtNodes = true;
  tree.load();
  tree.state.cutoff = objective + 0.05 * (1 + Math.abs(objective));
  expectKeptBy(tree, model, x, objective, nodes);
  return tree.work.cuts.addedAtNodes;
}

function expectKeptBy(tree: MipTree, model: MipModel, x: Float64Array, objective: number, nodes: number): void {
  tree.nodeLimit = nodes;
  tree.step(1_000_000);
  const size = 1e-6 * (1 + Math.abs(objective));
  expect(tree.bound()).toBeLessThanOrEqual(objective + size);
  const { globalLower, globalUpper } = tree.state;
  for (let col = 0; col < model.cols; col++) {
    expect(x[col]).toBeGreaterThanOrEqual(globalLower[col] - 1e-6);
    expect(x[col]).toBeLessThanOrEqual(globalUpper[col] + 1e-6);
  }
  const sides = new RowSides(tree.state);
  sides.read();
  for (let row = model.rows; row < sides.rows; row++) {
    let activity = 0;
    for (let k = 0; k < sides.length(row); k++) activity += sides.entryValue(row, k) * x[sides.entry(row, k)];
    const slack = 1e-6 * (1 + Math.abs(sides.upper[row]));
    expect(activity, `cut ${row - model.rows}`).toBeLessThanOrEqual(sides.upper[row] + slack);
  }
}

describe("the optimum stays", () => {
  it("in 150 small random models", () => {
    let cuts = 0;
    for (let seed = 5000; seed < 5150; seed++) {
      const mip = randomMip(seed);
      const { optimum, x } = enumerate(mip);
      if (optimum < Number.POSITIVE_INFINITY) cuts += expectKept(modelOf(mip), x, optimum, 1);
    }
    expect(cuts).toBeGreaterThan(10);
  });

  for (const name of ["p0033", "lseu", "egout", "rgn", "khb05250", "gt2", "flugpl"]) {
    it.skipIf(!haveData)(`in ${name} (skipped without ../shared/data)`, async () => {
      const model = new MipModel();
      const m = readInstance("miplib3", name);
      const [rows, cols] = [m.rowLower.length, m.cost.length];
      const { colStart, rowIndex, value, colLower, colUpper, cost, rowLower, rowUpper, integer } = m;
      const whole = Int32Array.from(integer);
      model.load(rows, cols, colStart, rowIndex, value, colLower, colUpper, cost, rowLower, rowUpper, whole);
      const { x, objective } = await knownOptimum(model);
      expect(model.violation(x)).toBeLessThan(1e-6);
      expect(expectKept(model, x, objective, 20)).toBeGreaterThan(0);
      if (name === "lseu" || name === "flugpl") expect(expectKeptAtNodes(model, x, objective, 60)).toBeGreaterThan(0);
      else expectKeptAtNodes(model, x, objective, 60);
    });
  }
});

describe("lifted covers", () => {
  it("hold at every point of 400 random knapsacks", () => {
    let offered = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const random = new Random(seed);
      const cols = random.integer(3, 10);
      const weight = Float64Array.from({ length: cols }, () => random.integer(1, 20));
      const capacity = Math.floor(weight.reduce((sum, a) => sum + a, 0) * random.uniform(0.2, 0.8)) + 0.5;
      const model = new MipModel();
      const starts = Int32Array.from({ length: cols + 1 }, (_, col) => col);
      const one = new Float64Array(cols).fill(1);
      const side = [Float64Array.of(Number.NEGATIVE_INFINITY), Float64Array.of(capacity)] as const;
      const none = new Float64Array(cols);
      const all = new Int32Array(cols).fill(1);
      model.load(1, cols, starts, new Int32Array(cols), weight, none, one, none, ...side, all);
      const state = new SearchState(model);
      state.nodeLp.load();
      state.reset();
      const pool = new CutPool(state);
      const sides = new RowSides(state);
      pool.clear();
      sides.read();
      for (let col = 0; col < cols; col++) state.x[col] = random.next() < 0.5 ? 1 : random.next();
      sides.activity[0] = capacity;
      new CoverCuts(state, sides, pool).separate();
      offered += pool.count;
      for (let cut = 0; cut < pool.count; cut++) {
        for (let set = 0; set < 1 << cols; set++) {
          const isOne = (col: number): number => (set >> col) & 1;
          if (weight.reduce((sum, a, col) => sum + a * isOne(col), 0) > capacity) continue;
          let activity = 0;
          for (let e = pool.start[cut]; e < pool.start[cut + 1]; e++) activity += pool.value[e] * isOne(pool.index[e]);
          expect(activity, `seed ${seed}, set ${set}`).toBeLessThanOrEqual(pool.rhs[cut] + 1e-6);
        }
      }
    }
    expect(offered).toBeGreaterThan(100);
  });
});
