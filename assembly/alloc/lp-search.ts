// Search by linear programming: dives from the root first, then around the incumbent (a random part of its contracts, or those of a few
// sites, is left free; the rest keep start and sites). What a dive finds is mended by a short descent on a state of its own, so the
// other search is not disturbed; both offer to one incumbent. Large portfolios have an LP of the columns that matter (lp-columns.ts), made
// when the dual's prices are known and made anew when the incumbent uses others.
import { LpStatus } from "../abi-lp.ts";
import { copyI32, F64, freeF64, freeI32, I32, lengthI32, newF64, newI32, toI32 } from "../glue/mem.ts";
import { ContractRanking } from "./contract-ranking.ts";
import { BROAD, Dive } from "./dive.ts";
import { Finish } from "./finish.ts";
import { Focus } from "./focus.ts";
import { Guide } from "./guide.ts";
import { Incumbent } from "./incumbent.ts";
import { Instance } from "./instance.ts";
import { LpColumns } from "./lp-columns.ts";
import { Reach } from "./preprocess.ts";
import { relaxationPrices } from "./prices.ts";
import { Random } from "./random.ts";
import { relaxationEntries } from "./relax-build.ts";
import { Relaxation } from "./relaxation.ts";
import { Search } from "./search.ts";

/** Moves of the descent after a dive. */
const MENDING_MOVES: i32 = 60;
/** Simplex iterations of one step of the root LP. */
const ROOT_ITERATIONS: i32 = 100;
/** Work of one simplex iteration, in insertions tried: measured 0.03-0.05 per row on medium and large portfolios. */
const ITERATION_WORK_PER_ROW: f64 = 0.04;
/** With more contracts than this a smaller part of them is left free, so that a dive around the incumbent stays short. */
const FREE_CONTRACTS: f64 = 100;
/** Work of building the LP of some columns, in insertions tried per entry. */
const BUILD_WORK_PER_ENTRY: f64 = 0.1;
/** Part from which on a whole lot is ordered before the contracts are decided, by dive from the root; 1 = decided after them. */
const ROOT_DIVES: i32 = 3;

/** Dives around an edit before any others. */
const MENDING_DIVES: i32 = 10;
/** A larger LP is cut down to the columns that matter: its bound is no better than the dual's, and its dives come too late. */
const MAX_ENTRIES: f64 = 60000;

const enum LpStage {
  root,
  dive,
  mend,
  build, // the LP of the columns that matter is to be made
  ended, // the LP cannot be used: its root has no optimum
}

export class LpSearch {
  inst: Instance;
  reach: Reach;
  incumbent: Incumbent;
  relaxation: Relaxation;
  dive: Dive;
  mender: Search;
  finish: Finish;
  /** Contracts in the order in which a dive's end is filled up, where it is: by falling worth at the dual's prices. */
  ranking: ContractRanking;
  random: Random;
  stage: i32 = LpStage.root;
  dives: i32 = 0;
  rootDives: i32 = ROOT_DIVES;
  /** Pieces of work done. Each counts for one insertion at least: an LP that needs no iteration must not run for ever. */
  steps: i32 = 0;
  mended: i32 = 0;
  /** Proven upper bound from the root LP; Infinity before it is solved. */
  boundUsd: f64 = Infinity;
  /** 1: the root LP has no solution, which is proved. */
  infeasible: i32 = 0;
  /** Prices (prices.ts) of the root, when `solved`. */
  prices: F64;
  solved: bool = false;
  /** S: 1 = the site's contracts are free in this neighbourhood. */
  siteFree: I32;
  rootBasis: I32;
  private focus: Focus;
  /** Dives still to be made around an edit. */
  private mendingDives: i32 = 0;
  /** Set where the LP is cut down. */
  private columns: LpColumns | null = null;
  /** Work of the relaxations that have been replaced. */
  private pastWork: f64 = 0;

  constructor(inst: Instance, reach: Reach, incumbent: Incumbent, seed: i32) {
    const usable = relaxationEntries(inst, reach) <= MAX_ENTRIES;
    const relaxation = new Relaxation(inst, reach, usable);
    this.inst = inst;
    this.reach = reach;
    this.incumbent = incumbent;
    this.relaxation = relaxation;
    this.dive = new Dive(inst, relaxation);
    const mender = new Search(inst, incumbent, reach.columnLimit, reach.optionAlive, seed ^ 0x1b873593);
    mender.startThreshold = 0;
    this.mender = mender;
    this.finish = new Finish(inst, mender);
    this.ranking = new ContractRanking(inst);
    this.random = new Random(seed ^ 0x52dce729);
    this.siteFree = newI32(inst.sites);
    this.focus = new Focus(0, 0);
    this.prices = newF64(0);
    this.rootBasis = newI32(0);
    if (!usable) this.stage = LpStage.ended;
  }

  /** The dual's prices are known: make the LP where it has to wait for them, and dive that often from its root. */
  takeGuide(guide: Guide, rootDives: i32, isHuge: bool): void {
    if (this.stage !== LpStage.ended) return;
    this.columns = new LpColumns(this.inst, this.reach, guide, this.incumbent, isHuge);
    if (isHuge) this.dive.perTest = BROAD;
    this.ranking.byWorth(guide);
    this.stage = LpStage.build;
    this.rootDives = rootDives;
  }

  private stepBuild(): void {
    const columns = this.columns!;
    this.pastWork += this.lpWork();
    this.relaxation.free();
    this.relaxation = columns.build();
    this.pastWork += BUILD_WORK_PER_ENTRY * this.relaxation.build.lp.entries;
    this.dive.relaxation = this.relaxation;
    this.beginDive();
  }

  /** There is a good plan already: go on around it at once. */
  skipRootDives(): void {
    this.rootDives = 0;
  }

  /** There is a plan, made before an edit that touched these. */
  lookAround(focus: Focus): void {
    this.focus = focus;
    this.mendingDives = MENDING_DIVES;
  }

  /** Basis of the root LP (BasisStatus of its columns, then rows); empty before it is solved. The caller frees it. */
  rootBasisCopy(): I32 {
    const length = lengthI32(this.rootBasis);
    const out = newI32(length);
    copyI32(out, 0, this.rootBasis, 0, length);
    return out;
  }

  private keepRootBasis(): void {
    const lp = this.relaxation.lp;
    const cols = this.relaxation.build.lp.cols;
    const rows = this.relaxation.build.lp.rows;
    freeI32(this.rootBasis);
    this.rootBasis = newI32(cols + rows);
    copyI32(this.rootBasis, 0, lp.colStatus, 0, cols);
    copyI32(this.rootBasis, cols, lp.rowStatus, 0, rows);
  }

  /** Work so far, in insertions tried. */
  work(): f64 {
    return this.pastWork + this.lpWork() + this.mender.trials() + this.steps;
  }

  private lpWork(): f64 {
    return this.relaxation.iterations * (ITERATION_WORK_PER_ROW * this.relaxation.build.lp.rows + 5.0);
  }

  /** Dives around an edit are still to be made. */
  mends(): bool {
    return this.mendingDives > 0 && this.works();
  }

  works(): bool {
    return this.stage !== LpStage.ended;
  }

  /** Whether the plan of the first dive of a large portfolio is still to come; the mending is part of it. */
  plansFirst(): bool {
    if (this.columns === null || this.rootDives === 0) return false;
    return this.dives === 0 || (this.dives === 1 && this.stage !== LpStage.build);
  }

  /** One piece of work: a part of an LP solve, or some mending moves. */
  step(): void {
    this.steps++;
    if (this.stage === LpStage.root) this.stepRoot();
    else if (this.stage === LpStage.dive) this.stepDive();
    else if (this.stage === LpStage.mend) this.stepMend();
    else if (this.stage === LpStage.build) this.stepBuild();
  }

  private stepRoot(): void {
    const status = this.relaxation.solve(ROOT_ITERATIONS);
    if (status === LpStatus.iterationLimit || status === LpStatus.polled) return;
    if (status === LpStatus.infeasible) this.infeasible = 1;
    if (status !== LpStatus.optimal) {
      this.stage = LpStage.ended;
      return;
    }
    this.boundUsd = this.relaxation.boundUsd();
    freeF64(this.prices);
    this.prices = relaxationPrices(this.inst, this.relaxation);
    this.keepRootBasis();
    this.solved = true;
    this.beginDive();
  }

  private beginDive(): void {
    const columns = this.columns;
    if (columns !== null && this.stage !== LpStage.build && !columns.covers(this.relaxation)) {
      this.stage = LpStage.build;
      return;
    }
    if (this.dives < this.rootDives || !this.incumbent.exists) {
      // Where the LP is cut down there is time for one such dive: large lots are decided before contracts count on a part of one.
      const turn: i32 = this.dives % ROOT_DIVES;
      this.dive.begin(columns !== null ? 0.5 : turn === 0 ? 1.0 : turn === 1 ? 0.9 : 0.3);
    } else {
      this.dive.begin(this.random.below(4) === 0 ? 0.5 : 1.0);
      this.dive.hallUp = 0.1 + 0.8 * this.random.unit();
      const kind = this.random.below(5);
      if (this.mendingDives > 0) this.beginMending();
      else if (kind === 0) this.keepAll();
      else if (kind < 3) this.freeAtRandom();
      else this.freeSites();
    }
    this.dives++;
    this.stage = LpStage.dive;
  }

  /** A plan was mended after an edit: set shares and capacity right first, then move what the edit touched. */
  private beginMending(): void {
    if (this.mendingDives === MENDING_DIVES || this.focus.isEmpty()) this.keepAll();
    else if ((this.mendingDives & 1) === 1) this.freeFocus();
    else this.freeAtRandom();
    this.mendingDives--;
  }

  /** Free what the edit touched, what is served at sites that it touched, and refused contracts half of the time. */
  private freeFocus(): void {
    const inst = this.inst;
    const focus = this.focus;
    for (let s: i32 = 0; s < inst.sites; s++) this.siteFree[s] = 0;
    for (let i: i32 = 0; i < focus.siteCount; i++) this.siteFree[focus.sites[i]] = 1;
    let next: i32 = 0;
    for (let c: i32 = 0; c < inst.contracts; c++) {
      const isTouched = next < focus.contractCount && focus.contracts[next] === c;
      if (isTouched) next++;
      const refused = this.incumbent.best[this.mender.state.contractAt(c)] < 0;
      if (!isTouched && (refused ? this.random.below(2) === 0 : !this.usesFreeSite(c))) this.keep(c);
    }
  }

  /** Keep every contract where it is: only shares, modules, lots and expansions are chosen anew. */
  private keepAll(): void {
    for (let c: i32 = 0; c < this.inst.contracts; c++) this.keep(c);
  }

  /** Keep each contract of the incumbent with some probability; refused ones stay open with the same. */
  private freeAtRandom(): void {
    const scale: f64 = Math.min(1.0, FREE_CONTRACTS / Math.max(1.0, this.inst.contracts));
    const freePart: f64 = scale * (0.15 + 0.45 * this.random.unit());
    for (let c: i32 = 0; c < this.inst.contracts; c++) {
      const free = this.random.unit() < freePart;
      if (!free) this.keep(c);
    }
  }

  /** Free the contracts that use one of a few sites, and refused ones half of the time. */
  private freeSites(): void {
    const inst = this.inst;
    const count: i32 = 2 + this.random.below(3);
    for (let s: i32 = 0; s < inst.sites; s++) this.siteFree[s] = 0;
    for (let i: i32 = 0; i < count && inst.sites > 0; i++) this.siteFree[this.random.below(inst.sites)] = 1;
    for (let c: i32 = 0; c < inst.contracts; c++) {
      const refused = this.incumbent.best[this.mender.state.contractAt(c)] < 0;
      if (refused ? this.random.below(2) === 0 : !this.usesFreeSite(c)) this.keep(c);
    }
  }

  private usesFreeSite(c: i32): bool {
    const inst = this.inst;
    for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++) {
      if (this.siteFree[this.reach.topology.columnSite[j]] === 0) continue;
      if (this.incumbent.best[this.mender.state.shareAt(c, j)] > 0) return true;
    }
    return false;
  }

  /** Fix contract `c` as the incumbent has it: refused, or under the same start at the same sites. */
  private keep(c: i32): void {
    const inst = this.inst;
    const best = this.incumbent.best;
    const o: i32 = toI32(best[this.mender.state.contractAt(c)]);
    if (o < 0) {
      this.dive.forbid(c);
      return;
    }
    this.dive.requireContract(c, o);
    if (inst.contractMaxSites[c] === 0 && inst.contractMinSiteMw[c] === 0) return;
    const siteOf = this.reach.topology.columnSite;
    const first = inst.contractColumnStart[c];
    const end = inst.contractColumnStart[c + 1];
    let j = first;
    while (j < end) {
      const from = j;
      const s = siteOf[j];
      let used: f64 = 0;
      while (j < end && siteOf[j] === s) {
        used += best[this.mender.state.shareAt(c, j)];
        j++;
      }
      if (used > 0) continue;
      for (let i = from; i < j; i++) this.relaxation.forbidShare(o, i - first);
    }
  }

  private stepDive(): void {
    this.dive.step();
    if (this.dive.running()) return;
    if (!this.dive.succeeded()) {
      this.beginDive();
      return;
    }
    this.mender.adopt(this.dive);
    this.finish.beginBroken(this.dive.perTest === BROAD ? 1 : 0);
    this.mended = 0;
    this.stage = LpStage.mend;
  }

  private stepMend(): void {
    if (this.finish.running()) {
      this.finish.step(this.ranking.order);
      return;
    }
    this.mender.run(1);
    this.mended++;
    if (this.mended < MENDING_MOVES) return;
    this.mender.offer();
    this.beginDive();
  }
}
