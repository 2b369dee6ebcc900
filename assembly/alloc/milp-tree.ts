// The tree on one condensed MILP after another: model, LP and nodes keep their memory.
import { I32 } from "../glue/mem.ts";
import { MipModel } from "../mip/mip-model.ts";
import { MipTree } from "../mip/mip-tree.ts";
import { Incumbent } from "./incumbent.ts";
import { Instance } from "./instance.ts";
import { MilpBuild, MilpKind } from "./milp-build.ts";
import { AllocHooks, branchClass } from "./milp-hooks.ts";
import { closeSites } from "./milp-local.ts";
import { Reach } from "./preprocess.ts";

/** Work of one simplex iteration per row and of one node per column, in insertions tried. */
const ITERATION_WORK_PER_ROW: f64 = 0.04;
const NODE_WORK_PER_COL: f64 = 0.2;

/** Rounds of cuts at the root, and rounds without progress that end them: more rounds close little more and make every node dearer. */
const CUT_ROUNDS: i32 = 5;
const STALLED_ROUNDS: i32 = 2;

/** Entries of the LP beyond which a node takes too long for a tree over the whole MILP to pay. */
export const MAX_TREE_ENTRIES: f64 = 250000;

/** Work of one simplex iteration, in insertions tried. */
export function iterationWork(rows: i32): f64 {
  return ITERATION_WORK_PER_ROW * rows + 5.0;
}

export class MilpTree {
  inst: Instance;
  tree: MipTree;
  hooks: AllocHooks;
  build: MilpBuild;
  private iterationsBefore: i32 = 0;
  private nodesBefore: i32 = 0; // of the search before the restart

  /** Builds the MILP of `reach`. */
  constructor(inst: Instance, reach: Reach, incumbent: Incumbent) {
    const build = new MilpBuild(inst, reach);
    const tree = new MipTree(new MipModel());
    const hooks = new AllocHooks(inst, build, incumbent);
    this.inst = inst;
    this.build = build;
    this.tree = tree;
    this.hooks = hooks;
    this.load(build);
  }

  /** Go on with the MILP of `reach`; the old one is forgotten. */
  rebuild(reach: Reach): void {
    this.build.free();
    this.build = new MilpBuild(this.inst, reach);
    this.hooks.build = this.build;
    this.load(this.build);
  }

  /** Before the first step: modules may be started by the fraction. */
  relaxModules(): void {
    const tree = this.tree;
    for (let col: i32 = 0; col < tree.model.cols; col++) {
      if (this.build.kind[col] === MilpKind.modules) tree.model.integer[col] = 0;
    }
    this.loadTree();
  }

  /** Before the first step: cuts at the root. */
  startWithCuts(): void {
    this.tree.work.usesCuts = true;
  }

  /** Search again from the root, with cuts there; what was found and learnt (cutoff, pseudocosts) stays. */
  restartWithCuts(): void {
    const tree = this.tree;
    tree.work.cuts.mostRounds = CUT_ROUNDS;
    tree.work.cuts.mostStalled = STALLED_ROUNDS;
    this.restart(true);
  }

  /** Search again from the root, without cuts: they may have made LPs that could not be solved. */
  restartWithoutCuts(): void {
    this.tree.state.nodeLp.lp.clearBasis();
    this.restart(false);
  }

  private restart(usesCuts: bool): void {
    const tree = this.tree;
    const cutoff = tree.state.cutoff;
    this.nodesBefore += tree.processed;
    tree.work.usesCuts = usesCuts;
    tree.begin();
    tree.state.cutoff = cutoff;
  }

  /** Nodes of the MILP at hand. */
  nodes(): i32 {
    return this.nodesBefore + this.tree.processed;
  }

  /** Keep what the incumbent has at sites that are not open (milp-local.ts); before the first step. */
  closeSites(incumbent: Incumbent, siteOpen: I32, isFree: I32): void {
    closeSites(this.tree, this.build, incumbent, siteOpen, isFree);
  }

  /** Work spent on the MILP at hand, in insertions tried. */
  work(): f64 {
    const tree = this.tree;
    return (
      (tree.state.nodeLp.iterations - this.iterationsBefore) * iterationWork(tree.model.rows) +
      this.nodes() * NODE_WORK_PER_COL * tree.model.cols
    );
  }

  private load(build: MilpBuild): void {
    const lp = build.lp;
    const tree = this.tree;
    const cols = lp.cols;
    tree.model.load(
      lp.rows,
      cols,
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
    this.loadTree();
  }

  private loadTree(): void {
    const tree = this.tree;
    const kind = this.build.kind;
    tree.state.hooks = this.hooks;
    tree.load();
    for (let col: i32 = 0; col < tree.model.cols; col++) tree.state.priority[col] = branchClass(kind[col]);
    tree.relativeGap = 0;
    tree.absoluteGap = 0;
    tree.work.usesCuts = false;
    this.nodesBefore = 0;
    this.iterationsBefore = tree.state.nodeLp.iterations;
  }
}
