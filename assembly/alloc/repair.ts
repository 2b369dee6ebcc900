// A plan made before an edit, as a neighbourhood for the tree (a small condensed MILP):
//   kept      contracts may be served under the starts and at the sites that they had, or be refused; those on what the edit touched may also
//             start at other times. What the edit took away (racks, room, debt that a cheaper contract no longer carries) is made up for
//             where that costs least: contract by contract, as WarmStart does it, a plan of 48.4 G$ fell to 38 (large-1).
//   disputed  besides, whatever the dual chooses now and then at its prices (RINS; Danna, Rothberg, Le Pape 2005, with averages of the
//             dual's choices for the relaxation): contracts that the plan and the dual agree about stay.
import { MipStatus } from "../abi-mip.ts";
import { F64, freeF64, freeI32, I32, newF64, newI32, toI32 } from "../glue/mem.ts";
import { Focus } from "./focus.ts";
import { Guide } from "./guide.ts";
import { Incumbent } from "./incumbent.ts";
import { Instance } from "./instance.ts";
import { iterationWork, MilpTree } from "./milp-tree.ts";
import { MIN_SHARE } from "./params.ts";
import { Reach } from "./preprocess.ts";

export const enum Scope {
  kept,
  disputed,
}

/** Simplex iterations of one step. */
const STEP_ITERATIONS: i32 = 100;
/** Work after which it ends, in insertions tried. */
const BUDGET: f64 = 400000;
/** With at most so many contracts touched each of them is free as a whole. */
const FEW: i32 = 6;
/** What the dual chooses less often than this on average is left out: starts, and sites by the share placed there. */
const SELDOM: f64 = 0.05;
const SELDOM_SHARE: f64 = 0.01;
/** Only plans better by this part are of interest. */
const LEAST_GAIN: f64 = 1e-7;

export class Repair {
  private inst: Instance;
  private incumbent: Incumbent;
  private guide: Guide;
  private focus: Focus;
  private reach: Reach;
  private milp: MilpTree | null = null;
  private option: I32;
  private share: F64;
  private scope: i32 = Scope.kept;
  private ended: bool = true;

  constructor(inst: Instance, incumbent: Incumbent, guide: Guide, focus: Focus) {
    this.inst = inst;
    this.incumbent = incumbent;
    this.guide = guide;
    this.focus = focus;
    this.reach = new Reach(inst);
    this.option = newI32(inst.contracts);
    this.share = newF64(inst.columns);
  }

  /** Around the plan of these options and shares, within `root`. */
  begin(scope: i32, root: Reach, option: I32, share: F64): void {
    const inst = this.inst;
    const reach = this.reach;
    const incumbent = this.incumbent;
    this.scope = scope;
    for (let c: i32 = 0; c < inst.contracts; c++) this.option[c] = option[c];
    for (let j: i32 = 0; j < inst.columns; j++) this.share[j] = share[j];
    reach.copyFrom(root, inst);
    this.narrow();
    if (reach.infeasible + reach.closed === 0) reach.run(inst);
    this.ended = reach.infeasible + reach.closed !== 0;
    if (this.ended) return;
    if (this.milp === null) this.milp = new MilpTree(inst, reach, incumbent);
    else this.milp!.rebuild(reach);
    const tree = this.milp!.tree;
    tree.work.usesHeuristics = true;
    tree.work.brancher.reliableProbes = 1;
    const state = tree.state;
    state.iterationLimit = state.nodeLp.iterations + toI32(BUDGET / iterationWork(tree.model.rows));
    if (!incumbent.exists) return;
    const least: f64 = incumbent.valueUsd + LEAST_GAIN * Math.max(1.0, Math.abs(incumbent.valueUsd));
    tree.state.cutoff = this.milp!.hooks.objectiveOf(least);
  }

  /** Around the incumbent and what the dual chooses besides. */
  beginAtIncumbent(root: Reach): void {
    const inst = this.inst;
    const best = this.incumbent.best;
    const state = this.incumbent.state;
    const option = newI32(inst.contracts);
    const share = newF64(inst.columns);
    for (let c: i32 = 0; c < inst.contracts; c++) {
      option[c] = toI32(best[state.contractAt(c)]);
      for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++) {
        share[j] = best[state.shareAt(c, j)];
      }
    }
    this.begin(Scope.disputed, root, option, share);
    freeI32(option);
    freeF64(share);
  }

  running(): bool {
    return !this.ended;
  }

  /** A piece of work. Where the host's poll stops it, the next call goes on with it; answers whether it came to its end. */
  step(): bool {
    const milp = this.milp!;
    const status = milp.tree.step(STEP_ITERATIONS);
    if (status === MipStatus.polled) return false;
    this.ended = status !== MipStatus.running || milp.work() > BUDGET;
    return true;
  }

  private narrow(): void {
    const inst = this.inst;
    const focus = this.focus;
    const isFew: bool = focus.contractCount <= FEW;
    let next: i32 = 0;
    for (let c: i32 = 0; c < inst.contracts; c++) {
      const isTouched: bool = next < focus.contractCount && focus.contracts[next] === c;
      if (isTouched) next++;
      if (this.reach.contractAlive[c] === 0 || (isTouched && isFew)) continue;
      this.narrowContract(c, isTouched);
    }
  }

  private narrowContract(c: i32, isTouched: bool): void {
    const inst = this.inst;
    const reach = this.reach;
    const old = this.option[c];
    if (old < 0 && inst.contractSigned[c] !== 0) return;
    let left: i32 = 0;
    for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
      if (reach.optionAlive[o] === 0) continue;
      const isOld: bool = o === old || (isTouched && old >= 0);
      if (!isOld && (this.scope === Scope.kept || this.guide.optionPart[o] < SELDOM)) {
        reach.dropOption(inst, c, o);
        continue;
      }
      left++;
      this.narrowSites(c, o, isOld);
    }
    if (left === 0) reach.refuse(inst, c);
  }

  /** Leave the sites where contract `c` was, and those where the dual places it under option `o`. */
  private narrowSites(c: i32, o: i32, isOld: bool): void {
    const inst = this.inst;
    const reach = this.reach;
    const siteOf = reach.topology.columnSite;
    const end = inst.contractColumnStart[c + 1];
    const offset: i32 = inst.optionServeStart[o] - inst.contractColumnStart[c];
    let j = inst.contractColumnStart[c];
    while (j < end) {
      const from = j;
      const s = siteOf[j];
      let used: f64 = 0;
      let part: f64 = 0;
      for (; j < end && siteOf[j] === s; j++) {
        if (isOld) used += this.share[j];
        if (this.scope === Scope.disputed) part += this.guide.share[offset + j];
      }
      if (used >= MIN_SHARE || part >= SELDOM_SHARE) continue;
      for (let i = from; i < j; i++) reach.columnLimit[offset + i] = 0;
    }
  }
}
