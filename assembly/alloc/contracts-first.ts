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
/** Rounds of cuts at the root of the first stage, where it has at most so many rows: with more they take longer than they save. */
const CUT_ROUNDS: i32 = 10;
const MOST_CUT_ROWS: i32 = 4000;
/** Work of one second stage, in insertions tried. */
const POLISH_WORK: f64 = 500000;
/** ... of that of the best first stage. */
const LAST_POLISH_WORK: f64 = 3000000;

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
  /** Second stages begun, and those that improved the incumbent. */
  begun: i32 = 0;
  improved: i32 = 0;
  /** Upper bound on every plan: of the first stage's tree, as a plan with whole modules is one with parts of them. */
  boundUsd: f64 = Infinity;
  private reach: Reach;
  private usable: bool;
  private isDone: bool = false;
  private milp: MilpTree | null = null;
  private hooks: StageHooks | null = null;
  private polish: PlanPolish | null = null;
  private isPolishing: bool = false;
  private workBefore: f64 = 0; // of the second stage under way
  private polished: f64 = 0; // work of all second stages
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
    if (milp.tree.model.rows <= MOST_CUT_ROWS) {
      milp.startWithCuts();
      milp.tree.work.cuts.mostRounds = CUT_ROUNDS;
    }
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
    this.boundUsd = Math.min(this.boundUsd, hooks.usdOf(tree.bound()));
    if (hooks.isNew) this.beginPolish();
    else if (status !== MipStatus.running) this.isDone = true;
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
    const most: f64 = this.milp!.tree.status === MipStatus.running ? POLISH_WORK : LAST_POLISH_WORK;
    if (status === MipStatus.running && spent < most) return true;
    this.polished += spent;
    this.isPolishing = false;
    if (this.incumbent.valueUsd > this.valueBefore) this.improved++;
    return true;
  }
}
