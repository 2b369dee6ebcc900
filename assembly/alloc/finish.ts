// What makes a plan of a raw one (of a construction or of a dive), contract by contract so that it can be cut anywhere: repair what a dive left
// broken, take out what loses, put in and top up what gains, let expansions start or stop for flexible use, offer.
import { I32 } from "../glue/mem.ts";
import { Instance } from "./instance.ts";
import { FEASIBILITY_TOL } from "./params.ts";
import { Search } from "./search.ts";

/** How often contracts that lose money, or break capital or PUE limits, are taken out. */
const DROP_PASSES: i32 = 4;

const enum Part {
  signed,
  repair,
  drop,
  fill,
  topUp,
  expansions,
  done,
}

export class Finish {
  private inst: Instance;
  private search: Search;
  private part: i32 = Part.done;
  private at: i32 = 0;
  private pass: i32 = 0;
  private fills: i32 = 0;

  constructor(inst: Instance, search: Search) {
    this.inst = inst;
    this.search = search;
  }

  /** Begin with a plan that follows all rules but capital and PUE. `fills` 1 = also try the contracts that are out. */
  begin(fills: i32): void {
    this.part = Part.drop;
    this.at = 0;
    this.pass = 0;
    this.fills = fills;
  }

  /** Begin with a plan whose contracts may be served too little; `fills` as above. */
  beginBroken(fills: i32): void {
    this.begin(fills);
    this.part = Part.signed;
  }

  running(): bool {
    return this.part !== Part.done;
  }

  /** One contract or site; `order` (C) is that of the fill. */
  step(order: I32): void {
    const search = this.search;
    const items = this.part === Part.expansions ? this.inst.sites : this.inst.contracts;
    if (this.at >= items) {
      this.nextPart();
      return;
    }
    const at = this.at++;
    if (this.part === Part.signed) {
      if (this.inst.contractSigned[at] !== 0) search.constructOne(at);
    } else if (this.part === Part.repair) this.repair(at);
    else if (this.part === Part.drop) search.dropIfLosing(at);
    else if (this.part === Part.fill) search.constructOne(order[at]);
    else if (this.part === Part.topUp) search.topUpOne(at);
    else search.reviseExpansions(at);
  }

  private nextPart(): void {
    this.at = 0;
    const part = this.part;
    if (part === Part.drop) {
      this.pass++;
      if (!this.search.feasible() && this.pass < DROP_PASSES) return;
      this.part = this.fills !== 0 ? Part.fill : Part.topUp;
      return;
    }
    this.part = part + 1;
    if (this.part === Part.done) this.search.endConstruction();
  }

  private repair(c: i32): void {
    const inserter = this.search.inserter;
    if (!inserter.accepted(c)) return;
    inserter.pour.clearSmallSites(c);
    inserter.topUp(c);
    if (inserter.served(c) < this.inst.contractServedMin[c] - FEASIBILITY_TOL) {
      inserter.remove(c);
      inserter.insert(c, -1);
    }
    this.search.journal.forget();
  }
}
