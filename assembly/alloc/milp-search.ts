// Branch and bound on the condensed MILP, as a part of a solve: its tree proves, and every plan it finds goes through the one gate. Plans found
// elsewhere prune it.
import { MipStatus } from "../abi-mip.ts";
import { Incumbent } from "./incumbent.ts";
import { Instance } from "./instance.ts";
import { MAX_TREE_ENTRIES, MilpTree } from "./milp-tree.ts";
import { Reach } from "./preprocess.ts";
import { relaxationEntries } from "./relax-build.ts";

/** Simplex iterations of one step. */
const STEP_ITERATIONS: i32 = 100;
/** With more rows than this the tree will be long: cuts at the root from the start. */
const CUT_ROWS: i32 = 1200;
/**
 * A smaller tree starts again after so many nodes, its root strengthened by cuts: they halve the nodes of every tree, and pay for it where there
 * are many. With cuts from the start small-3 took three times as long.
 */
const RESTART_NODES: i32 = 600;

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
  /** The tree could not decide a node, and began again. */
  isRetried: bool = false;
  private usable: bool;
  private milp: MilpTree | null = null;

  constructor(inst: Instance, reach: Reach, incumbent: Incumbent) {
    this.inst = inst;
    this.reach = reach;
    this.incumbent = incumbent;
    this.usable = relaxationEntries(inst, reach) <= MAX_TREE_ENTRIES;
  }

  works(): bool {
    return this.usable && this.done === 0;
  }

  /** Nodes bounded so far. */
  nodes(): i32 {
    const milp = this.milp;
    return milp === null ? 0 : milp.nodes();
  }

  /**
   * A piece of work; nodes that hold no plan worth more than `pruneUsd` (-Infinity = keep all) are closed. Where the host's poll stops it, the
   * next call goes on with it, and only its end changes what this object says: answers whether it came to its end.
   */
  step(pruneUsd: f64): bool {
    if (this.milp === null) {
      const opened = new MilpTree(this.inst, this.reach, this.incumbent);
      if (opened.tree.model.rows > CUT_ROWS) opened.startWithCuts();
      this.milp = opened;
      this.work++;
      return true;
    }
    const milp = this.milp!;
    const tree = milp.tree;
    const hooks = milp.hooks;
    if (!tree.isSuspended) tree.state.cutoff = Math.min(tree.state.cutoff, hooks.objectiveOf(pruneUsd));
    const status = tree.step(STEP_ITERATIONS);
    if (status === MipStatus.polled) return false;
    this.work = milp.work();
    if (status === MipStatus.running) {
      this.boundUsd = Math.min(this.boundUsd, hooks.usdOf(tree.bound()));
      if (!tree.work.usesCuts && !this.isRetried && tree.processed >= RESTART_NODES) milp.restartWithCuts();
      return true;
    }
    if (status === MipStatus.numericalTrouble && !this.isRetried) {
      this.isRetried = true;
      this.boundUsd = Math.min(this.boundUsd, hooks.usdOf(tree.bound()));
      milp.restartWithoutCuts();
      return true;
    }
    this.done = 1;
    if (status === MipStatus.optimal || status === MipStatus.infeasible) {
      if (tree.state.cutoff === Infinity) this.infeasible = 1;
      else this.boundUsd = Math.min(this.boundUsd, hooks.usdOf(tree.bound()));
    } else this.boundUsd = Math.min(this.boundUsd, hooks.usdOf(tree.bound()));
    return true;
  }
}
