// The rest of a plan whose contracts are decided: which start, at which sites. What remains (shares among halls, modules, expansions, lots) is a
// small MILP for a tree of its own; its plans go through the gate.
import { MipStatus } from "../abi-mip.ts";
import { F64, freeI32, I32, newI32 } from "../glue/mem.ts";
import { MipHooks } from "../mip/mip-hooks.ts";
import { MipTree } from "../mip/mip-tree.ts";
import { MilpBuild, MilpKind } from "./milp-build.ts";
import { CompressedMilp } from "./milp-compress.ts";
import { AllocHooks, branchClass } from "./milp-hooks.ts";
import { iterationWork } from "./milp-tree.ts";

/** Points of the compressed model become points of the whole one. */
class PolishHooks extends MipHooks {
  milp: CompressedMilp;
  gate: AllocHooks;

  constructor(milp: CompressedMilp, gate: AllocHooks) {
    super();
    this.milp = milp;
    this.gate = gate;
    this.keepsObjective = false;
  }

  override offer(x: F64, objective: f64): f64 {
    const milp = this.milp;
    for (let col: i32 = 0; col < milp.model.cols; col++) milp.x[milp.colOf[col]] = x[col];
    return this.gate.offerPlan(milp.x, objective + milp.offset) - milp.offset;
  }
}

export class PlanPolish {
  private build: MilpBuild;
  private gate: AllocHooks;
  private milp: CompressedMilp;
  private tree: MipTree;
  private hooks: PolishHooks;
  private iterationsBefore: i32 = 0;
  private siteUsed: I32; // by contract and site, as usesCol: 0 = not used

  constructor(build: MilpBuild, gate: AllocHooks) {
    const milp = new CompressedMilp();
    this.build = build;
    this.gate = gate;
    this.milp = milp;
    this.tree = new MipTree(milp.model);
    this.hooks = new PolishHooks(milp, gate);
    this.siteUsed = newI32(build.sites.contractSites);
  }

  free(): void {
    this.milp.free();
    this.tree.free();
    freeI32(this.siteUsed);
  }

  /** Keep the contracts of `x`, a point of the whole model; only plans worth more than `leastUsd` are of interest. */
  begin(x: F64, leastUsd: f64): void {
    const build = this.build;
    const milp = this.milp;
    const tree = this.tree;
    milp.begin(build.lp);
    for (let i: i32 = 0; i < build.sites.contractSites; i++) {
      this.siteUsed[i] = build.usesCol[i] < 0 || x[build.usesCol[i]] > 0.5 ? 1 : 0;
    }
    for (let col: i32 = 0; col < build.lp.cols; col++) {
      const kind = build.kind[col];
      if (kind === MilpKind.accept || kind === MilpKind.option || kind === MilpKind.uses) {
        milp.fix(col, x[col] > 0.5 ? 1 : 0);
      } else if (kind === MilpKind.share || kind === MilpKind.unserved) {
        if (!this.isOpen(kind, build.a[col], build.b[col], x)) milp.fix(col, 0);
      }
    }
    milp.compress(build.integer);
    tree.state.hooks = this.hooks;
    tree.load();
    for (let col: i32 = 0; col < milp.model.cols; col++) {
      tree.state.priority[col] = branchClass(build.kind[milp.colOf[col]]);
    }
    tree.relativeGap = 0;
    tree.absoluteGap = 0;
    tree.work.usesHeuristics = true;
    tree.work.brancher.reliableProbes = 1;
    tree.state.cutoff = this.gate.objectiveOf(leastUsd) - milp.offset;
    this.iterationsBefore = tree.state.nodeLp.iterations;
  }

  /** Whether option `o` of x may be unserved, or served at column `j`. */
  private isOpen(kind: i32, o: i32, j: i32, x: F64): bool {
    const build = this.build;
    if (x[build.optionCol[o]] <= 0.5) return false;
    if (kind === MilpKind.unserved) return true;
    const c = build.reach.topology.optionContract[o];
    return this.siteUsed[build.sites.contractSiteStart[c] + build.sites.columnPlace[j]] !== 0;
  }

  step(iterations: i32): MipStatus {
    return this.tree.step(iterations);
  }

  /** Work since begin, in insertions tried. */
  work(): f64 {
    const tree = this.tree;
    const iterations: f64 = tree.state.nodeLp.iterations - this.iterationsBefore;
    return this.build.lp.cols + iterations * iterationWork(tree.model.rows);
  }
}
