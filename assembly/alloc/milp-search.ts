// Branch and bound on the condensed MILP, as a part of a solve: its tree proves, and every plan it finds goes through the one gate. Plans found
// elsewhere prune it.
import { MipStatus } from "../abi-mip.ts";
import { MipModel } from "../mip/mip-model.ts";
import { MipTree } from "../mip/mip-tree.ts";
import { Incumbent } from "./incumbent.ts";
import { Instance } from "./instance.ts";
import { MilpBuild } from "./milp-build.ts";
import { AllocHooks, branchClass } from "./milp-hooks.ts";
import { Reach } from "./preprocess.ts";
import { relaxationEntries } from "./relax-build.ts";

/** Simplex iterations of one step. */
const STEP_ITERATIONS: i32 = 100;
/** Beyond this a node's LP takes too long for a tree to pay. */
const MAX_ENTRIES: f64 = 250000;
/** Work of one simplex iteration per row and of one node per column, in insertions tried. */
const ITERATION_WORK_PER_ROW: f64 = 0.04;
const NODE_WORK_PER_COL: f64 = 0.2;

export class MilpSearch {
  inst: Instance;
  reach: Reach;
  incumbent: Incumbent;
  /** Upper bound on every plan that is worth more than what the tree was pruned at. */
  boundUsd: f64 = Infinity;
  /** 1: no open node is left: no plan is worth more than boundUsd. */
  done: i32 = 0;
  /** 1: there is no plan, which is proved. */
  infeasible: i32 = 0;
  /** Work so far, in insertions tried. */
  work: f64 = 0;
  private usable: bool;
  private hooks: AllocHooks | null = null;
  private tree: MipTree | null = null;

  constructor(inst: Instance, reach: Reach, incumbent: Incumbent) {
    this.inst = inst;
    this.reach = reach;
    this.incumbent = incumbent;
    this.usable = relaxationEntries(inst, reach) <= MAX_ENTRIES;
  }

  works(): bool {
    return this.usable && this.done === 0;
  }

  /** Nodes bounded so far. */
  nodes(): i32 {
    const tree = this.tree;
    return tree === null ? 0 : tree.processed;
  }

  /**
   * A piece of work; nodes that hold no plan worth more than `pruneUsd` (-Infinity = keep all) are closed. Where the host's poll stops it, the
   * next call goes on with it, and only its end changes what this object says.
   */
  step(pruneUsd: f64): void {
    if (this.tree === null) {
      this.open();
      this.work++;
      return;
    }
    const tree = this.tree!;
    const hooks = this.hooks!;
    if (!tree.isSuspended) tree.state.cutoff = Math.min(tree.state.cutoff, hooks.objectiveOf(pruneUsd));
    const status = tree.step(STEP_ITERATIONS);
    if (status === MipStatus.polled) return;
    this.work =
      tree.state.nodeLp.iterations * (ITERATION_WORK_PER_ROW * tree.model.rows + 5.0) +
      tree.processed * NODE_WORK_PER_COL * tree.model.cols;
    if (status === MipStatus.running) {
      this.boundUsd = Math.min(this.boundUsd, hooks.usdOf(tree.bound()));
      return;
    }
    this.done = 1;
    if (status === MipStatus.optimal || status === MipStatus.infeasible) {
      if (tree.state.cutoff === Infinity) this.infeasible = 1;
      else this.boundUsd = Math.min(this.boundUsd, hooks.usdOf(tree.state.cutoff));
    } else this.boundUsd = Math.min(this.boundUsd, hooks.usdOf(tree.bound()));
  }

  private open(): void {
    const build = new MilpBuild(this.inst, this.reach);
    const hooks = new AllocHooks(this.inst, build, this.incumbent);
    const model = new MipModel();
    const tree = new MipTree(model);
    const lp = build.lp;
    model.load(
      lp.rows,
      lp.cols,
      lp.start,
      lp.index,
      lp.value,
      lp.lower,
      lp.upper,
      lp.cost,
      lp.rowLower,
      lp.rowUpper,
      build.integer,
    );
    tree.load();
    tree.state.hooks = hooks;
    for (let col: i32 = 0; col < lp.cols; col++) tree.state.priority[col] = branchClass(build.kind[col]);
    tree.begin();
    tree.relativeGap = 0;
    tree.absoluteGap = 0;
    this.hooks = hooks;
    this.tree = tree;
  }
}
