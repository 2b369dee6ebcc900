// A neighbourhood of the incumbent as a Reach of its own: most contracts keep their start and sites (or stay refused), a few are free.
// The condensed MILP of what is left is small.
import { divI32, freeI32, I32, newI32, toI32 } from "../glue/mem.ts";
import { Focus } from "./focus.ts";
import { Incumbent } from "./incumbent.ts";
import { Instance } from "./instance.ts";
import { Reach } from "./preprocess.ts";
import { Random } from "./random.ts";
import { State } from "./state.ts";

/** Which contracts are free. */
export const enum Around {
  contracts, // any
  sites, // those served at a few sites, and refused ones that could be
  near, // those that compete with one of them for sites and time
  edited, // those that an edit touched, and what competes with them
  count,
}

/** Tries at drawing something that is not drawn yet. */
const DRAWS_PER_PICK: i32 = 4;

export class Neighbourhood {
  inst: Instance;
  reach: Reach;
  /** C: 1 = free. */
  isFree: I32;
  freeCount: i32 = 0;
  private root: Reach;
  private incumbent: Incumbent;
  private state: State; // for its layout
  private random: Random;
  /** S: 1 = it was drawn, with what is served there. */
  siteFree: I32;
  private focus: Focus;

  constructor(inst: Instance, root: Reach, incumbent: Incumbent, seed: i32, focus: Focus) {
    this.inst = inst;
    this.root = root;
    this.focus = focus;
    this.incumbent = incumbent;
    this.reach = new Reach(inst);
    this.isFree = newI32(inst.contracts);
    this.state = incumbent.state;
    this.random = new Random(seed);
    this.siteFree = newI32(inst.sites);
  }

  free(): void {
    this.reach.free();
    freeI32(this.isFree);
    freeI32(this.siteFree);
  }

  /** Choose about `wanted` free contracts and narrow `reach`; false when nothing better than the incumbent can be there. */
  choose(around: i32, wanted: i32): bool {
    const inst = this.inst;
    for (let c: i32 = 0; c < inst.contracts; c++) this.isFree[c] = 0;
    for (let s: i32 = 0; s < inst.sites; s++) this.siteFree[s] = 0;
    this.freeCount = 0;
    if (inst.contracts > 0) {
      if (around === Around.contracts) this.freeAny(wanted);
      else if (around === Around.sites) this.freeSites(wanted);
      else if (around === Around.edited) this.freeEdited(wanted);
      else this.freeNear(wanted);
    }
    const reach = this.reach;
    reach.copyFrom(this.root, inst);
    for (let c: i32 = 0; c < inst.contracts; c++) {
      if (this.isFree[c] === 0 && reach.contractAlive[c] !== 0) this.keep(c);
    }
    if (reach.infeasible + reach.closed === 0) reach.run(inst);
    return reach.infeasible + reach.closed === 0;
  }

  /** Start of contract `c` in the incumbent, -1 = refused. */
  private optionOf(c: i32): i32 {
    return toI32(this.incumbent.best[this.state.contractAt(c)]);
  }

  private release(c: i32): void {
    if (this.isFree[c] !== 0 || this.root.contractAlive[c] === 0) return;
    this.isFree[c] = 1;
    this.freeCount++;
  }

  private freeAny(wanted: i32): void {
    const most: i32 = wanted * DRAWS_PER_PICK;
    for (let i: i32 = 0; i < most && this.freeCount < wanted; i++) this.release(this.random.below(this.inst.contracts));
  }

  private freeSites(wanted: i32): void {
    const inst = this.inst;
    for (let i: i32 = 0; i < inst.sites && this.freeCount < wanted; i++) {
      const s = this.random.below(inst.sites);
      if (this.siteFree[s] !== 0) continue;
      this.siteFree[s] = 1;
      for (let c: i32 = 0; c < inst.contracts; c++) if (this.usesFreeSite(c)) this.release(c);
    }
    // Refused contracts that could be served there.
    const most: i32 = wanted * DRAWS_PER_PICK;
    const all: i32 = this.freeCount + wanted;
    for (let i: i32 = 0; i < most && this.freeCount < all; i++) {
      const c = this.random.below(inst.contracts);
      if (this.optionOf(c) < 0 && this.fitsFreeSite(c)) this.release(c);
    }
  }

  private usesFreeSite(c: i32): bool {
    const inst = this.inst;
    if (this.optionOf(c) < 0) return false;
    for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++) {
      if (this.siteFree[this.root.topology.columnSite[j]] === 0) continue;
      if (this.incumbent.best[this.state.shareAt(c, j)] > 0) return true;
    }
    return false;
  }

  private fitsFreeSite(c: i32): bool {
    const inst = this.inst;
    for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++) {
      if (this.siteFree[this.root.topology.columnSite[j]] !== 0) return true;
    }
    return false;
  }

  /** One contract, and others that may be served at one of its sites, drawn in the order of chance. */
  private freeNear(wanted: i32): void {
    this.releaseWithSites(this.random.below(this.inst.contracts));
    this.fillNear(wanted);
  }

  /** Half of what is wanted from what the edit touched, the rest as in freeNear. */
  private freeEdited(wanted: i32): void {
    const focus = this.focus;
    const half: i32 = divI32(wanted + 1, 2);
    const draws: i32 = half * DRAWS_PER_PICK;
    if (focus.contractCount > 0) {
      for (let i: i32 = 0; i < draws && this.freeCount < half; i++) {
        this.releaseWithSites(focus.contracts[this.random.below(focus.contractCount)]);
      }
    }
    for (let i: i32 = 0; i < focus.siteCount; i++) {
      if (focus.siteCount === 1 || this.random.below(2) === 0) this.siteFree[focus.sites[i]] = 1;
    }
    this.fillNear(wanted);
  }

  /** Free contract `c`, and the sites it is served at; for a refused one some of those it could be. */
  private releaseWithSites(c: i32): void {
    const inst = this.inst;
    this.release(c);
    const isRefused = this.optionOf(c) < 0;
    for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++) {
      const share = this.incumbent.best[this.state.shareAt(c, j)];
      if (share > 0 || (isRefused && this.random.below(2) === 0)) this.siteFree[this.root.topology.columnSite[j]] = 1;
    }
  }

  /** Contracts that are served at the free sites, or could be, until enough are free. */
  private fillNear(wanted: i32): void {
    const most: i32 = 2 * wanted * DRAWS_PER_PICK;
    for (let i: i32 = 0; i < most && this.freeCount < wanted; i++) {
      const c = this.random.below(this.inst.contracts);
      if (this.optionOf(c) < 0 ? this.fitsFreeSite(c) : this.usesFreeSite(c)) this.release(c);
    }
  }

  /** Contract `c` as the incumbent has it: refused, or under the same start at the same sites. */
  private keep(c: i32): void {
    const inst = this.inst;
    const reach = this.reach;
    const option = this.optionOf(c);
    if (option < 0) {
      reach.refuse(inst, c);
      return;
    }
    reach.contractForced[c] = 1;
    for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
      if (o !== option) reach.dropOption(inst, c, o);
    }
    const siteOf = reach.topology.columnSite;
    const end = inst.contractColumnStart[c + 1];
    let j = inst.contractColumnStart[c];
    while (j < end) {
      const s = siteOf[j];
      let used: f64 = 0;
      for (; j < end && siteOf[j] === s; j++) used += this.incumbent.best[this.state.shareAt(c, j)];
      if (used === 0) reach.banSite(inst, c, s);
    }
  }
}
