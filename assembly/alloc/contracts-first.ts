// Plans in two stages: a tree that decides contracts, expansions and lots with modules by the fraction, and for every plan it finds a smaller one that
// makes the modules whole. The first stage sees far: no module has to be whole before its contracts are known, and the second is small.
import { MipStatus } from "../abi-mip.ts";
import { copyF64, F64, newF64 } from "../glue/mem.ts";
import { Incumbent } from "./incumbent.ts";
import { Instance } from "./instance.ts";
import { MilpBuild } from "./milp-build.ts";
import { AllocHooks } from "./milp-hooks.ts";
import { MAX_TREE_ENTRIES, MilpTree } from "./milp-tree.ts";
import { PlanPolish } from "./plan-polish.ts";
import { Reach } from "./preprocess.ts";
import { relaxationEntries } from "./relax-build.ts";

/** Simplex iterations of one step. */
const STEP_ITERATIONS: i32 = 100;
/** Work of one second stage, in insertions tried. */
const POLISH_WORK: f64 = 500000;
/** Work of the first stage without a better plan after which its share of the work is halved, down to LEAST_PART. */
const PATIENCE: f64 = 4000000;
const LEAST_PART: f64 = 0.125;

/** Keeps the best point of the first stage. */
class StageHooks extends AllocHooks {
  x: F64;
  isNew: bool = false;

  constructor(inst: Instance, build: MilpBuild, incumbent: Incumbent) {
    super(inst, build, incumbent);
    this.x = newF64(build.lp.cols);
  }

  override offer(x: F64, objective: f64): f64 {
    copyF64(this.x, 0, x, 0, this.build.lp.cols);
    this.isNew = true;
    return objective;
  }
}

export class ContractsFirst {
  inst: Instance;
  incumbent: Incumbent;
  /** Work so far, in insertions tried. */
  work: f64 = 0;
  /** Part of the usual share of the work that it deserves, by what came of it of late. */
  part: f64 = 1;
  /** Second stages begun, and those that improved the incumbent. */
  begun: i32 = 0;
  improved: i32 = 0;
  private reach: Reach;
  private usable: bool;
  private isDone: bool = false;
  private milp: MilpTree | null = null;
  private hooks: StageHooks | null = null;
  private polish: PlanPolish | null = null;
  private isPolishing: bool = false;
  private workBefore: f64 = 0; // of the second stage under way
  private polished: f64 = 0; // work of all second stages
  private mark: f64 = 0; // work when the share was last changed
  private valueBefore: f64 = 0;

  constructor(inst: Instance, reach: Reach, incumbent: Incumbent) {
    this.inst = inst;
    this.reach = reach;
    this.incumbent = incumbent;
    this.usable = relaxationEntries(inst, reach) <= MAX_TREE_ENTRIES;
  }

  works(): bool {
    return this.usable && !this.isDone && this.incumbent.exists;
  }

  /** A piece of work. Where the host's poll stops it, the next call goes on with it; answers whether it came to its end. */
  step(): bool {
    if (this.milp === null) this.open();
    else if (this.isPolishing) return this.secondStage();
    else return this.firstStage();
    return true;
  }

  private open(): void {
    const milp = new MilpTree(this.inst, this.reach, this.incumbent);
    const hooks = new StageHooks(this.inst, milp.build, this.incumbent);
    milp.relaxModules();
    milp.tree.state.hooks = hooks;
    milp.tree.work.usesHeuristics = true;
    this.milp = milp;
    this.hooks = hooks;
    this.polish = new PlanPolish(milp.build, milp.hooks);
    this.work++;
  }

  private firstStage(): bool {
    const milp = this.milp!;
    const hooks = this.hooks!;
    const tree = milp.tree;
    if (!tree.isSuspended) tree.state.cutoff = Math.min(tree.state.cutoff, hooks.objectiveOf(this.incumbent.valueUsd));
    const status = tree.step(STEP_ITERATIONS);
    if (status === MipStatus.polled) return false;
    this.work = milp.work() + this.polished;
    if (hooks.isNew) this.beginPolish();
    else if (status !== MipStatus.running) this.isDone = true;
    if (this.work - this.mark > PATIENCE) this.settle(false);
    return true;
  }

  private beginPolish(): void {
    this.hooks!.isNew = false;
    this.isPolishing = true;
    this.begun++;
    this.workBefore = this.work;
    this.valueBefore = this.incumbent.valueUsd;
    this.polish!.begin(this.hooks!.x, this.incumbent.valueUsd);
  }

  private secondStage(): bool {
    const polish = this.polish!;
    const status = polish.step(STEP_ITERATIONS);
    if (status === MipStatus.polled) return false;
    const spent = polish.work();
    this.work = this.workBefore + spent;
    if (status === MipStatus.running && spent < POLISH_WORK) return true;
    this.polished += spent;
    this.isPolishing = false;
    const isBetter = this.incumbent.valueUsd > this.valueBefore;
    if (isBetter) this.improved++;
    if (isBetter) this.settle(true);
    return true;
  }

  private settle(isBetter: bool): void {
    this.mark = this.work;
    this.part = isBetter ? 1 : Math.max(LEAST_PART, this.part * 0.5);
  }
}
