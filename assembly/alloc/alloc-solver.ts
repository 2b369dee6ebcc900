// One solve of the allocation model, from instance to incumbent and bound: preprocess, construct, then rounds of search and dual bound.
// `step` does a part of it and keeps all state, so the host stays in charge of time; results depend on seed and budget only, not on
// how the work is cut into steps.
import { Phase, Proof, Report, StepStatus } from "../abi.ts";
import { copyF64, F64, I32, lengthF64, newF64, poll } from "../glue/mem.ts";
import { Construction, Way } from "./construct.ts";
import { ContractsFirst } from "./contracts-first.ts";
import { DualBound } from "./dual-bound.ts";
import { DualTree } from "./dual-tree.ts";
import { Effort, Efforts } from "./effort.ts";
import { Guide } from "./guide.ts";
import { Incumbent } from "./incumbent.ts";
import { Instance } from "./instance.ts";
import { LpSearch } from "./lp-search.ts";
import { MilpLns } from "./milp-lns.ts";
import { MilpSearch } from "./milp-search.ts";
import { planFloats, planInts } from "./plan-out.ts";
import { Reach } from "./preprocess.ts";
import { dualPrices, priceCount } from "./prices.ts";
import { relaxationEntries } from "./relax-build.ts";
import { Resume } from "./resume.ts";
import { Search } from "./search.ts";
import { WARM_DUAL, WarmStart } from "./warm-start.ts";

/** Iterations of the dual bound before construction; the tree goes on from there. */
const FIRST_DUAL: i32 = 400;
/** The first dual is cut short after this many iterations without a relative gain of DUAL_MIN_GAIN. */
const DUAL_PATIENCE: i32 = 200;
const DUAL_MIN_GAIN: f64 = 1e-4;
/** Work of one dual iteration per (option, column) pair left, in insertions tried: measured 0.03-0.05 from 1 000 to 90 000 pairs. */
const DUAL_WORK_PER_SHARE: f64 = 0.04;
/** Work of branch and bound on the MILP before anything else, in insertions tried: small portfolios are proven within it. */
const FIRST_MILP: f64 = 200000;
/** With at most so many pairs branch and bound proves within FIRST_MILP as a rule, whatever it starts from (small-3 has 135, medium-1 604). */
const PROVED_SHARES: f64 = 400;
/** Work of neighbourhoods before anything else where a plan is started from. */
const WARM_LNS: f64 = 200000;
/** Nodes are pruned at incumbent + PRUNE_PART * gap asked for, so that closing the tree proves the gap. */
const PRUNE_PART: f64 = 0.5;

/** More (option, column) pairs than this, and the plain construction takes longer than it is worth. */
const PLAIN_SHARES: f64 = 30000;

/** With more pairs than this a node takes so long that the root's prices are better improved instead. */
const TREE_SHARES: f64 = 60000;
/** So many times that much until the first dive of a large portfolio is done: what is searched before is lost on it. */
const FIRST_PLAN: f64 = 2;

export class AllocSolver {
  inst: Instance;
  reach: Reach;
  incumbent: Incumbent;
  search: Search;
  dual: DualBound;
  lpSearch: LpSearch;
  report: F64;
  gap: f64;
  phase: i32 = Phase.preprocess;
  proof: i32 = Proof.none;
  guide: Guide;
  construction: Construction;
  /** Way of construction under way. */
  way: i32 = Way.likelyLots;
  /** Made once the first dual is done. */
  tree: DualTree | null = null;
  /** The plan to start from, and what comes of it. */
  resume: Resume | null = null;
  /** Iterations of the first dual. */
  firstDualIterations: i32 = FIRST_DUAL;
  /** Proven elsewhere: by a worker that solves the same instance. */
  outsideBoundUsd: f64 = Infinity;
  /** (option, column) pairs that preprocessing left. */
  sharesLeft: f64 = 0;
  /** Work of one dual iteration, in insertions tried. */
  dualWork: f64 = 0;
  dualIterations: i32 = 0;
  dualIdle: i32 = 0;
  seenImprovements: i32 = 0;
  dualMark: f64 = Infinity;
  milp: MilpSearch;
  lns: MilpLns;
  contractsFirst: ContractsFirst;
  efforts: Efforts;
  /** Work of branch and bound, and of neighbourhoods, before anything else. */
  milpFirst: f64 = FIRST_MILP;
  lnsFirst: f64 = 0;

  constructor(inst: Instance, seed: i32, gap: f64) {
    this.inst = inst;
    this.gap = gap;
    this.report = newF64(Report.size);
    const reach = new Reach(inst);
    const incumbent = new Incumbent(inst);
    const search = new Search(inst, incumbent, reach.columnLimit, reach.optionAlive, seed);
    const dual = new DualBound(inst, reach);
    this.reach = reach;
    this.incumbent = incumbent;
    this.search = search;
    this.dual = dual;
    this.lpSearch = new LpSearch(inst, reach, incumbent, seed);
    const milp = new MilpSearch(inst, reach, incumbent);
    this.efforts = new Efforts(relaxationEntries(inst, reach), milp.works());
    this.milp = milp;
    this.lns = new MilpLns(inst, reach, incumbent, seed);
    this.contractsFirst = new ContractsFirst(inst, reach, incumbent);
    const guide = new Guide(inst, reach);
    this.guide = guide;
    this.construction = new Construction(inst, guide, search);
    this.sharesLeft = sharesLeft(inst, reach);
    this.dualWork = Math.max(1.0, DUAL_WORK_PER_SHARE * this.sharesLeft);
    this.phase = Phase.bound;
    if (this.reach.infeasible !== 0) this.finish(Proof.infeasible);
    this.writeReport();
  }

  private finish(proof: i32): void {
    this.phase = Phase.finished;
    this.proof = proof;
  }

  boundUsd(): f64 {
    const tree = this.tree;
    const bound = Math.min(this.outsideBoundUsd, Math.min(this.dual.bestBoundUsd, this.lpSearch.boundUsd));
    const whole = Math.min(this.milp.boundUsd, this.contractsFirst.boundUsd);
    return Math.min(whole, tree === null ? bound : Math.min(bound, tree.boundUsd));
  }

  /** Work until `moves` moves are done, the proof is there, or the host's poll asks to stop. */
  step(moves: i32): i32 {
    let left = moves;
    let status: i32 = StepStatus.running;
    while (status === StepStatus.running && this.phase !== Phase.finished) {
      if (this.phase === Phase.bound) this.firstDual();
      else if (this.phase === Phase.construct) this.constructOne();
      else if (this.lpSearch.mends()) this.lpOne();
      else if (this.resume !== null && this.resume!.disputes(this.sharesLeft)) this.resumeOne();
      else if (this.lnsGoesFirst()) this.lnsOne();
      else if (this.milpIsBehind()) this.milpOne();
      else if (this.lnsIsBehind()) this.lnsOne();
      else if (this.stagesAreBehind()) this.stagesOne();
      else if (this.treeIsBehind()) this.treeOne();
      else if (this.lpIsBehind()) this.lpOne();
      else if (left > 0) {
        this.moveOne();
        left--;
      } else break;
      if (poll() !== 0) status = StepStatus.polled;
    }
    this.writeReport();
    return this.phase === Phase.finished ? StepStatus.done : status;
  }

  private firstDual(): void {
    this.dual.step(1);
    this.dualIterations++;
    this.dualIdle++;
    const bound = this.dual.bestBoundUsd;
    if (bound < this.dualMark - DUAL_MIN_GAIN * Math.abs(bound)) {
      this.dualMark = bound;
      this.dualIdle = 0;
    }
    if (this.dual.infeasible !== 0) {
      this.finish(Proof.infeasible);
      return;
    }
    if (this.dualIterations < this.firstDualIterations && this.dualIdle < DUAL_PATIENCE) return;
    if (this.sharesLeft <= TREE_SHARES) this.tree = new DualTree(this.inst, this.reach, this.dual);
    this.guide.take(this.dual);
    // Dives from the root pay only where the search is far from its best: on huge-1 one makes 278 G$ in a minute, the search 262.
    const isHuge: bool = this.tree === null;
    this.lpSearch.takeGuide(this.guide, this.resume === null && isHuge ? 1 : 0, isHuge);
    this.search.inserter.pour.worthUsd = this.guide.worthUsd;
    this.lpSearch.mender.inserter.pour.worthUsd = this.guide.worthUsd;
    const resume = this.resume;
    if (resume === null) this.construction.begin(this.way);
    else this.construction.adopt(resume.warm);
    this.phase = Phase.construct;
  }

  /** Start from a plan made before; only before the first step. */
  startFrom(warm: WarmStart): void {
    if (this.phase !== Phase.bound || this.dualIterations > 0) return;
    if (warm.startDual(this.dual)) this.firstDualIterations = WARM_DUAL;
    warm.startLp(this.lpSearch);
    this.lpSearch.skipRootDives();
    this.resume = new Resume(this.inst, this.reach, this.incumbent, this.guide, warm);
  }

  /** What was edited since the plan to start from was made (Focus.set). */
  lookAround(touched: I32): void {
    const resume = this.resume;
    if (resume === null) return;
    const focus = resume.focus;
    focus.set(touched, this.inst.contracts, this.inst.sites);
    if (focus.isEmpty()) return;
    if (this.sharesLeft <= PROVED_SHARES) return;
    this.lpSearch.lookAround(focus);
    this.lns.lookAround(focus);
    this.milpFirst = 0;
    this.lnsFirst = WARM_LNS;
  }

  /** A plan found elsewhere; true when it became the incumbent. */
  offerPlan(warm: WarmStart): bool {
    if (this.phase === Phase.finished || !this.incumbent.offerPlan(warm.option, warm.share, warm.allowed)) return false;
    this.noticeIncumbent(null, 0);
    this.writeReport();
    return true;
  }

  /** A bound proven elsewhere. */
  offerBound(boundUsd: f64): void {
    if (this.phase === Phase.finished || !(boundUsd < this.outsideBoundUsd)) return;
    this.outsideBoundUsd = boundUsd;
    this.checkGap();
    this.writeReport();
  }

  /** A piece of construction; when all ways are done (or the plan to start from is adopted) the search starts from the best plan. */
  private constructOne(): void {
    const resume = this.resume;
    if ((resume === null || !resume.isAdopted) && this.construction.step()) return;
    if (resume !== null) {
      if (resume.repairs()) {
        this.resumeOne();
        return;
      }
      this.way = Way.count;
    }
    this.way++;
    if (this.way === Way.plain && this.incumbent.exists && this.sharesLeft > PLAIN_SHARES) this.way++;
    if (this.way < Way.count) {
      this.construction.begin(this.way);
      return;
    }
    this.search.restoreIncumbent();
    this.phase = Phase.search;
    this.checkGap();
  }

  private resumeOne(): void {
    if (this.resume!.step()) this.noticeIncumbent(null, 0);
  }

  /** Whether the tree of the dual has had less than its share of the work. */
  private treeIsBehind(): bool {
    const tree = this.tree;
    if (tree !== null) {
      if (tree.done !== 0) return false;
      if (this.milp.works() && this.milp.boundUsd <= tree.boundUsd) return false;
    }
    const iterations = tree === null ? this.dualIterations - this.firstDualIterations : tree.iterations;
    return this.efforts.tree.isBehind(iterations * this.dualWork, this.search.trials());
  }

  private treeOne(): void {
    const tree = this.tree;
    if (tree === null) {
      this.dual.step(1);
      this.dualIterations++;
      this.checkGap();
      return;
    }
    tree.stepPart(this.pruneUsd());
    this.checkGap();
  }

  /** Value above which plans are of interest: nodes without such a plan are closed. */
  private pruneUsd(): f64 {
    const incumbent = this.incumbent;
    if (!incumbent.exists) return -Infinity;
    return incumbent.valueUsd + PRUNE_PART * this.gap * Math.max(1.0, Math.abs(incumbent.valueUsd));
  }

  private milpIsBehind(): bool {
    return this.milp.works() && this.efforts.milp.isBehind(this.milp.work - this.milpFirst, this.search.trials());
  }

  private lnsGoesFirst(): bool {
    return this.lns.work < this.lnsFirst && this.lns.works();
  }

  private lnsIsBehind(): bool {
    return this.lns.works() && this.efforts.lns.isBehind(this.lns.work, this.search.trials());
  }

  private lnsOne(): void {
    if (this.lns.step()) this.noticeIncumbent(this.efforts.lns, this.lns.work);
  }

  private stagesAreBehind(): bool {
    const stages = this.contractsFirst;
    return stages.works() && this.efforts.stages.isBehind(stages.work, this.search.trials());
  }

  private stagesOne(): void {
    if (this.contractsFirst.step()) this.noticeIncumbent(this.efforts.stages, this.contractsFirst.work);
  }

  private milpOne(): void {
    if (!this.milp.step(this.pruneUsd())) return;
    if (this.milp.infeasible !== 0) this.finish(Proof.infeasible);
    else {
      this.noticeIncumbent(this.efforts.milp, this.milp.work);
      this.checkGap();
    }
  }

  /** Whether linear programming has had less than its share of the work. */
  private lpIsBehind(): bool {
    const times: f64 = this.lpSearch.plansFirst() ? FIRST_PLAN : 1;
    return this.lpSearch.works() && this.efforts.lp.isBehind(this.lpSearch.work(), times * this.search.trials());
  }

  private lpOne(): void {
    this.lpSearch.step();
    if (this.lpSearch.infeasible !== 0) {
      this.finish(Proof.infeasible);
      return;
    }
    const before = this.seenImprovements;
    this.noticeIncumbent(this.efforts.lp, this.lpSearch.work());
    // Cycles take minutes where no tree is built: the search would go on far behind the dive.
    if (this.tree === null && this.seenImprovements > before) this.search.restoreIncumbent();
  }

  private moveOne(): void {
    this.search.run(1);
    this.noticeIncumbent(null, 0);
  }

  /** After a piece of work (`work` in all) of what `effort` is about. */
  private noticeIncumbent(effort: Effort | null, work: f64): void {
    const isBetter: bool = this.incumbent.improvements !== this.seenImprovements;
    if (effort !== null) effort.note(work, isBetter);
    if (!isBetter) return;
    this.seenImprovements = this.incumbent.improvements;
    this.checkGap();
  }

  private checkGap(): void {
    if (!this.incumbent.exists) return;
    const value = this.incumbent.valueUsd;
    if (this.boundUsd() - value <= this.gap * Math.max(1.0, Math.abs(value))) this.finish(Proof.optimal);
  }

  private writeReport(): void {
    const report = this.report;
    report[Report.hasIncumbent] = this.incumbent.exists ? 1 : 0;
    report[Report.valueUsd] = this.incumbent.valueUsd;
    // A plan is worth what it is worth: rounding may put a tight bound a hair below it.
    report[Report.boundUsd] = this.incumbent.exists
      ? Math.max(this.boundUsd(), this.incumbent.valueUsd)
      : this.boundUsd();
    report[Report.proof] = this.proof;
    report[Report.phase] = this.phase;
    report[Report.moves] = this.search.movesTried;
    report[Report.trials] = this.search.trials();
    const tree = this.tree;
    report[Report.dualIterations] = this.dualIterations + (tree === null ? 0 : tree.iterations);
    report[Report.incumbents] = this.incumbent.improvements;
  }

  /** Prices (prices.ts); the caller frees them. */
  prices(): F64 {
    if (!this.lpSearch.solved) return dualPrices(this.inst, this.dual);
    const out = newF64(priceCount(this.inst));
    copyF64(out, 0, this.lpSearch.prices, 0, priceCount(this.inst));
    return out;
  }

  /** Whether prices come from the LP (1) or from the dual bound (0). */
  pricesFromLp(): i32 {
    return this.lpSearch.solved ? 1 : 0;
  }

  /** The incumbent's decisions in whole numbers (plan-out.ts). */
  planInts(): I32 {
    return planInts(this.inst, this.search.state, this.incumbent);
  }

  /** And those that are not whole. */
  planFloats(): F64 {
    return planFloats(this.inst, this.search.state, this.incumbent);
  }
}

/** (option, column) pairs that preprocessing left. */
function sharesLeft(inst: Instance, reach: Reach): f64 {
  let shares: f64 = 0;
  const pairs = lengthF64(inst.serveUsd);
  for (let i: i32 = 0; i < pairs; i++) if (reach.columnLimit[i] > 0) shares++;
  return shares;
}
