// What no plan can do, before anything is searched: the largest share of every (option, column), and options, contracts and
// columns that are impossible. Each round computes shares from the reachable capacity and drops; what was dropped may lower the
// reach of others (debt capacity, PUE offsets), so rounds repeat until nothing changes. No feasible plan is ever cut off.
import {
  copyF64,
  copyI32,
  F64,
  fillF64,
  fillI32,
  freeF64,
  freeI32,
  I32,
  lengthF64,
  newF64,
  newI32,
} from "../glue/mem.ts";
import { Instance } from "./instance.ts";
import { ReachCapacity } from "./preprocess-capacity.ts";
import { DropRule } from "./preprocess-drop.ts";
import { ShareLimits } from "./preprocess-limits.ts";
import { SupplyLimits } from "./preprocess-supply.ts";
import { Topology } from "./preprocess-topology.ts";

/** Rounds repeat until nothing is dropped; three suffice on the portfolios measured, the ceiling only bounds the time. */
const MAX_ROUNDS: i32 = 20;

export class Reach {
  /** By option and column as serveUsd (at optionServeStart[o] + j - contractColumnStart[c]): largest share, 0 = dropped. */
  columnLimit: F64;
  /** O: 0 = no plan uses this option. */
  optionAlive: I32;
  /** C: 0 = no plan accepts this contract. */
  contractAlive: I32;
  /** A signed contract that no plan can accept: the instance is proven infeasible. -1 = none known. */
  infeasibleContract: i32 = -1;
  /** 1: proven infeasible, because of infeasibleContract or (where that is -1) because committed lots cannot be paid for. */
  infeasible: i32 = 0;
  /** C: 1 = signed, or every plan worth more than cutoffUsd accepts it. */
  contractForced: I32;
  /** J: 1 = the branch says that the contract uses the column's site, if it is accepted. */
  columnForced: I32;
  /** C: number of sites so forced. */
  forcedSites: I32;
  /** Set by fixing (dual-fix.ts): from then on all arrays speak only of plans worth more than this; -Infinity = of all plans. */
  cutoffUsd: f64 = -Infinity;
  /** 1: no plan is worth more than cutoffUsd. */
  closed: i32 = 0;
  rounds: i32 = 0;
  /** What may still be decided about modules, expansions and lots. */
  supply: SupplyLimits;
  topology: Topology;
  capacity: ReachCapacity;
  private limits: ShareLimits;
  private drop: DropRule;
  private hallUse: F64; // H*T: 1 where a column that is left can have racks in use

  constructor(instance: Instance) {
    this.columnLimit = newF64(lengthOfServe(instance));
    this.optionAlive = newI32(instance.options);
    this.contractAlive = newI32(instance.contracts);
    this.contractForced = newI32(instance.contracts);
    this.columnForced = newI32(instance.columns);
    this.forcedSites = newI32(instance.contracts);
    this.supply = new SupplyLimits(instance);
    this.topology = new Topology(instance);
    this.capacity = new ReachCapacity(instance);
    this.limits = new ShareLimits(instance);
    this.drop = new DropRule(instance);
    this.hallUse = newF64(instance.halls * instance.periods);
    fillF64(this.columnLimit, 1.0, 0, lengthOfServe(instance));
    fillI32(this.optionAlive, 1, 0, instance.options);
    fillI32(this.contractAlive, 1, 0, instance.contracts);
    for (let c: i32 = 0; c < instance.contracts; c++) this.contractForced[c] = instance.contractSigned[c];
    this.run(instance);
  }

  free(): void {
    freeF64(this.columnLimit);
    freeI32(this.optionAlive);
    freeI32(this.contractAlive);
    freeI32(this.contractForced);
    freeI32(this.columnForced);
    freeI32(this.forcedSites);
    this.supply.free();
    this.topology.free();
    this.capacity.free();
    this.limits.free();
    this.drop.free();
    freeF64(this.hallUse);
  }

  /** Rounds until nothing changes. May be called again after the caller has dropped more. */
  run(instance: Instance): void {
    let changed: i32 = 1;
    this.excludeGroups(instance);
    for (let c: i32 = 0; c < instance.contracts; c++) this.excludeSites(instance, c);
    if (this.supply.contradict(instance)) this.fail();
    for (let round: i32 = 0; changed !== 0 && round < MAX_ROUNDS && this.infeasible + this.closed === 0; round++) {
      this.markHallUse(instance);
      this.capacity.update(instance, this.supply, this.debtCapacityUsd(instance));
      if (this.capacity.broke !== 0) this.fail();
      this.limits.updateOffsets(instance, this.capacity, this.hallUse);
      changed = this.round(instance);
      this.rounds++;
    }
  }

  /** There is no plan, or none above the cutoff. */
  private fail(): void {
    if (this.cutoffUsd > -Infinity) this.closed = 1;
    else this.infeasible = 1;
  }

  /** A contract that must be accepted takes its group's only place. */
  private excludeGroups(instance: Instance): void {
    const forcedOf = newI32(instance.groups);
    fillI32(forcedOf, -1, 0, instance.groups);
    for (let c: i32 = 0; c < instance.contracts; c++) {
      const group = instance.contractGroup[c];
      if (group >= 0 && forcedOf[group] < 0 && this.contractForced[c] !== 0) forcedOf[group] = c;
    }
    for (let c: i32 = 0; c < instance.contracts; c++) {
      const group = instance.contractGroup[c];
      if (group < 0 || forcedOf[group] < 0 || forcedOf[group] === c) continue;
      if (this.contractAlive[c] !== 0) this.refuse(instance, c);
    }
    freeI32(forcedOf);
  }

  /** Drop a contract with all it has; one that must be accepted proves that there is no plan. */
  refuse(instance: Instance, contract: i32): void {
    this.contractAlive[contract] = 0;
    for (let o = instance.contractOptionStart[contract]; o < instance.contractOptionStart[contract + 1]; o++) {
      this.dropOption(instance, contract, o);
    }
    if (this.contractForced[contract] === 0) return;
    this.fail();
    if (this.infeasible !== 0 && this.infeasibleContract < 0) this.infeasibleContract = contract;
  }

  dropOption(instance: Instance, contract: i32, option: i32): void {
    this.optionAlive[option] = 0;
    const start = instance.optionServeStart[option];
    const columns: i32 = instance.contractColumnStart[contract + 1] - instance.contractColumnStart[contract];
    fillF64(this.columnLimit, 0.0, start, start + columns);
  }

  /** One pass over all contracts; 1 when something was dropped. */
  private round(instance: Instance): i32 {
    let changed: i32 = 0;
    for (let c: i32 = 0; c < instance.contracts; c++) {
      if (this.contractAlive[c] === 0) continue;
      this.limits.loadRamp(instance, c);
      let left: i32 = 0;
      for (let o = instance.contractOptionStart[c]; o < instance.contractOptionStart[c + 1]; o++) {
        if (this.optionAlive[o] === 0) continue;
        const columns = this.columnsLeft(instance, c, o);
        this.tighten(instance, c, o);
        const possible = this.drop.apply(instance, this.topology, this.capacity, this.limits, o, this.columnLimit);
        if (possible !== 0) left++;
        else this.dropOption(instance, c, o);
        if (possible === 0 || this.columnsLeft(instance, c, o) < columns) changed = 1;
      }
      if (left > 0) continue;
      this.refuse(instance, c);
      changed = 1;
    }
    return changed;
  }

  /** Forced sites that fill all places leave none for other sites. */
  private excludeSites(instance: Instance, contract: i32): void {
    const places = this.topology.siteLimit[contract];
    if (this.forcedSites[contract] === 0 || places === 0) return;
    if (this.forcedSites[contract] > places) this.refuse(instance, contract);
    if (this.forcedSites[contract] < places) return;
    for (let j = instance.contractColumnStart[contract]; j < instance.contractColumnStart[contract + 1]; j++) {
      if (this.columnForced[j] === 0) this.dropColumn(instance, contract, j);
    }
  }

  /** No option of the contract may be served at column j. */
  dropColumn(instance: Instance, contract: i32, j: i32): void {
    const place: i32 = j - instance.contractColumnStart[contract];
    for (let o = instance.contractOptionStart[contract]; o < instance.contractOptionStart[contract + 1]; o++) {
      this.columnLimit[instance.optionServeStart[o] + place] = 0;
    }
  }

  /** The contract is not served at the site. */
  banSite(instance: Instance, contract: i32, site: i32): void {
    for (let j = instance.contractColumnStart[contract]; j < instance.contractColumnStart[contract + 1]; j++) {
      if (this.topology.columnSite[j] === site) this.dropColumn(instance, contract, j);
    }
  }

  /** The site takes one of the contract's places, whether it serves anything or not. */
  useSite(instance: Instance, contract: i32, site: i32): void {
    let known: i32 = 1;
    for (let j = instance.contractColumnStart[contract]; j < instance.contractColumnStart[contract + 1]; j++) {
      if (this.topology.columnSite[j] !== site) continue;
      if (this.columnForced[j] === 0) known = 0;
      this.columnForced[j] = 1;
    }
    if (known === 0) this.forcedSites[contract]++;
  }

  /** Take over all that `root` says; its capacity is recomputed by the next run. */
  copyFrom(root: Reach, instance: Instance): void {
    copyF64(this.columnLimit, 0, root.columnLimit, 0, lengthF64(this.columnLimit));
    copyI32(this.optionAlive, 0, root.optionAlive, 0, instance.options);
    copyI32(this.contractAlive, 0, root.contractAlive, 0, instance.contracts);
    copyI32(this.contractForced, 0, root.contractForced, 0, instance.contracts);
    copyI32(this.columnForced, 0, root.columnForced, 0, instance.columns);
    copyI32(this.forcedSites, 0, root.forcedSites, 0, instance.contracts);
    this.supply.copyFrom(root.supply, instance);
    this.infeasible = root.infeasible;
    this.infeasibleContract = root.infeasibleContract;
    this.cutoffUsd = root.cutoffUsd;
    this.closed = root.closed;
  }

  private columnsLeft(instance: Instance, contract: i32, option: i32): i32 {
    const start = instance.optionServeStart[option];
    const columns: i32 = instance.contractColumnStart[contract + 1] - instance.contractColumnStart[contract];
    let left: i32 = 0;
    for (let i = start; i < start + columns; i++) if (this.columnLimit[i] > 0) left++;
    return left;
  }

  /** Lower the limits of an option to what capacity allows. */
  private tighten(instance: Instance, contract: i32, option: i32): void {
    const first = instance.contractColumnStart[contract];
    const offset: i32 = instance.optionServeStart[option] - first;
    for (let j = first; j < instance.contractColumnStart[contract + 1]; j++) {
      const before: f64 = this.columnLimit[offset + j];
      if (!(before > 0)) continue;
      const limit: f64 = this.limits.limitOf(instance, this.topology, this.capacity, contract, option, j);
      if (limit < before) this.columnLimit[offset + j] = limit;
    }
  }

  /** Mark the (hall, period) that columns left over can use. */
  private markHallUse(instance: Instance): void {
    const periods = instance.periods;
    fillF64(this.hallUse, 0.0, 0, instance.halls * periods);
    for (let o: i32 = 0; o < instance.options; o++) {
      if (this.optionAlive[o] === 0) continue;
      const contract = this.topology.optionContract[o];
      const first = instance.contractColumnStart[contract];
      const offset: i32 = instance.optionServeStart[o] - first;
      for (let j = first; j < instance.contractColumnStart[contract + 1]; j++) {
        if (!(this.columnLimit[offset + j] > 0)) continue;
        const base: i32 = this.topology.spotHall[instance.columnSpot[j]] * periods;
        for (let t = instance.optionStart[o]; t < instance.optionEnd[o]; t++) this.hallUse[base + t] = 1;
      }
    }
  }

  /** Most debt that the contracts left can carry together: each at its best option, of a group only the best member. */
  debtCapacityUsd(instance: Instance): f64 {
    const groupBest = newF64(instance.groups);
    let total: f64 = 0;
    for (let c: i32 = 0; c < instance.contracts; c++) {
      if (this.contractAlive[c] === 0) continue;
      let best: f64 = 0;
      for (let o = instance.contractOptionStart[c]; o < instance.contractOptionStart[c + 1]; o++) {
        if (this.optionAlive[o] !== 0) best = Math.max(best, instance.optionDebtUsd[o]);
      }
      const group = instance.contractGroup[c];
      if (group < 0) total += best;
      else groupBest[group] = Math.max(groupBest[group], best);
    }
    for (let g: i32 = 0; g < instance.groups; g++) total += groupBest[g];
    freeF64(groupBest);
    return total;
  }
}

/** Elements of serveUsd and columnLimit. */
function lengthOfServe(instance: Instance): i32 {
  let length: i32 = 0;
  for (let c: i32 = 0; c < instance.contracts; c++) {
    const options: i32 = instance.contractOptionStart[c + 1] - instance.contractOptionStart[c];
    const columns: i32 = instance.contractColumnStart[c + 1] - instance.contractColumnStart[c];
    length += options * columns;
  }
  return length;
}
