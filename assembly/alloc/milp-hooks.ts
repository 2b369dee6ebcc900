// What the allocation model adds to the tree on its condensed MILP: the drop step of preprocessing at every node, and the incumbent gate.
import { F64, toI32 } from "../glue/mem.ts";
import { MipHooks } from "../mip/mip-hooks.ts";
import { Incumbent } from "./incumbent.ts";
import { Instance } from "./instance.ts";
import { MilpBuild, MilpKind } from "./milp-build.ts";
import { decodeMilp } from "./milp-decode.ts";
import { Reach } from "./preprocess.ts";
import { State } from "./state.ts";

/** A plan worth less than its point by more than this (relative) lost it to the dust of the LP: a load a hair above a module costs another. */
const DUST_LOSS: f64 = 1e-7;
/** Shares are cut by this part then: a tenth of the rounding that the gate allows, far above the LP's. */
const SHRINK: f64 = 1e-8;

export class AllocHooks extends MipHooks {
  inst: Instance;
  build: MilpBuild;
  incumbent: Incumbent;
  /** Calls of propagate and of the gate. */
  drops: i32 = 0;
  offers: i32 = 0;
  /** Plans that the gate did not take though the tree's rows hold. */
  refusals: i32 = 0;
  private reach: Reach; // the node's, narrowed from the root's
  private state: State; // for decoding

  constructor(inst: Instance, build: MilpBuild, incumbent: Incumbent) {
    super();
    this.inst = inst;
    this.build = build;
    this.incumbent = incumbent;
    this.reach = new Reach(inst);
    this.state = new State(inst);
    this.propagates = true;
    this.keepsObjective = false;
  }

  free(): void {
    this.reach.free();
  }

  /** Value of the tree's objective for a plan worth `usd`. */
  objectiveOf(usd: f64): f64 {
    return (this.build.constantUsd - usd) / this.build.unitUsd;
  }

  usdOf(objective: f64): f64 {
    return this.build.constantUsd - objective * this.build.unitUsd;
  }

  override offer(x: F64, objective: f64): f64 {
    return this.offerPlan(x, objective);
  }

  /** Offer the plan of `x`; answers the objective that its exact value stands for, Infinity when a rule does not hold. */
  offerPlan(x: F64, objective: f64): f64 {
    this.offers++;
    decodeMilp(this.inst, this.build, x, this.state, this.state.data, 1.0);
    this.incumbent.offer(this.state.data);
    let usd: f64 = this.incumbent.offeredUsd;
    const due = this.usdOf(objective);
    if (usd < due - DUST_LOSS * Math.max(1.0, Math.abs(due))) {
      decodeMilp(this.inst, this.build, x, this.state, this.state.data, 1.0 - SHRINK);
      this.incumbent.offer(this.state.data);
      usd = Math.max(usd, this.incumbent.offeredUsd);
    }
    if (usd > -Infinity) return this.objectiveOf(usd);
    this.refusals++;
    return Infinity;
  }

  override propagate(lower: F64, upper: F64): i32 {
    const inst = this.inst;
    const reach = this.reach;
    this.drops++;
    reach.copyFrom(this.build.reach, inst);
    for (let c: i32 = 0; c < inst.contracts; c++)
      if (reach.contractAlive[c] !== 0) this.decideContract(c, lower, upper);
    this.decideSupply(lower, upper);
    if (reach.infeasible + reach.closed === 0) reach.run(inst);
    if (reach.infeasible + reach.closed !== 0) return 1;
    for (let c: i32 = 0; c < inst.contracts; c++) this.takeBack(c, lower, upper);
    return 0;
  }

  private decideContract(c: i32, lower: F64, upper: F64): void {
    const inst = this.inst;
    const build = this.build;
    const accept = build.acceptCol[c];
    if (accept < 0) return;
    if (upper[accept] < 0.5) {
      this.reach.refuse(inst, c);
      return;
    }
    if (lower[accept] > 0.5) this.reach.contractForced[c] = 1;
    for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
      if (build.optionCol[o] >= 0 && upper[build.optionCol[o]] < 0.5) this.reach.dropOption(inst, c, o);
    }
    for (let i = build.sites.contractSiteStart[c]; i < build.sites.contractSiteStart[c + 1]; i++) {
      const col = build.usesCol[i];
      if (col < 0) continue;
      if (upper[col] < 0.5) this.reach.banSite(inst, c, build.b[col]);
      else if (lower[col] > 0.5) this.reach.useSite(inst, c, build.b[col]);
    }
  }

  private decideSupply(lower: F64, upper: F64): void {
    const inst = this.inst;
    const build = this.build;
    const supply = this.reach.supply;
    const T = inst.periods;
    for (let h: i32 = 0; h < inst.halls; h++) {
      for (let t: i32 = 0; t < T; t++) {
        const col = build.modulesCol[h * T + t];
        if (col < 0) continue;
        const most: i32 = wholeBelow(upper[col]);
        const least: i32 = wholeBelow(lower[col]);
        if (most < supply.moduleHigh[h * T + t]) supply.capModules(inst, h, t, most);
        if (least > supply.moduleLow[h * T + t]) supply.needModules(inst, h, t, least);
      }
    }
    for (let x: i32 = 0; x < inst.expansions; x++) {
      for (let t: i32 = 0; t < T; t++) {
        const col = build.expansionCol[x * T + t];
        if (col < 0) continue;
        if (upper[col] < 0.5 && supply.expansionFirst[x] <= t) supply.expansionFirst[x] = t + 1;
        if (lower[col] > 0.5 && supply.expansionBy[x] > t) supply.expansionBy[x] = t;
      }
    }
    for (let l: i32 = 0; l < inst.lots; l++) {
      const col = build.lotCol[l];
      if (col < 0 || inst.lotDivisible[l] !== 0) continue;
      if (upper[col] < 0.5) supply.lotHigh[l] = 0;
      if (lower[col] > 0.5) supply.lotLow[l] = 1;
    }
  }

  /** What preprocessing learnt of contract `c`, as bounds. */
  private takeBack(c: i32, lower: F64, upper: F64): void {
    const inst = this.inst;
    const build = this.build;
    const reach = this.reach;
    const accept = build.acceptCol[c];
    if (accept < 0) return;
    if (reach.contractAlive[c] === 0) upper[accept] = 0;
    else if (reach.contractForced[c] !== 0) lower[accept] = 1;
    const first = inst.contractColumnStart[c];
    const count: i32 = inst.contractColumnStart[c + 1] - first;
    for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
      if (build.optionCol[o] < 0) continue;
      const dead = reach.optionAlive[o] === 0;
      if (dead) upper[build.optionCol[o]] = 0;
      for (let i: i32 = 0; i < count; i++) {
        const col = build.shareCol[inst.optionServeStart[o] + i];
        if (col < 0) continue;
        const limit: f64 = dead ? 0 : Math.max(0.0, reach.columnLimit[inst.optionServeStart[o] + i]);
        if (limit < upper[col]) upper[col] = limit;
      }
    }
    for (let i = build.sites.contractSiteStart[c]; i < build.sites.contractSiteStart[c + 1]; i++) {
      const col = build.usesCol[i];
      if (col >= 0 && upper[col] > 0.5 && !this.reaches(c, build.b[col])) upper[col] = 0;
    }
  }

  /** Whether contract `c` can still be served at site `s`. */
  private reaches(c: i32, s: i32): bool {
    const inst = this.inst;
    const first = inst.contractColumnStart[c];
    for (let j = first; j < inst.contractColumnStart[c + 1]; j++) {
      if (this.reach.topology.columnSite[j] !== s) continue;
      for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
        if (this.reach.columnLimit[inst.optionServeStart[o] + j - first] > 0) return true;
      }
    }
    return false;
  }
}

/**
 * Branching class: expansions and whole lots, which are few and dear, then contracts, their starts and sites by what they promise, and modules
 * last. On large-1 (cuts at the root, 50 s of the JavaScript kernel) the bound ends at 49.42 G$; contracts before their starts before their
 * sites 50.70, no classes at all 49.78, expansions and lots beside the contracts 49.95. On medium-2 all end alike.
 */
export function branchClass(kind: i32): i32 {
  if (kind === MilpKind.expansion || kind === MilpKind.lot) return 3;
  return kind === MilpKind.modules ? 1 : 2;
}

function wholeBelow(value: f64): i32 {
  return toI32(Math.floor(value + 0.5));
}
