// Starting from a plan made before, perhaps for a portfolio that was a little different: each contract goes back to where it was as far
// as there is room, what no longer reaches its least share is poured anew, and what was refused or fell out is tried again.
import { F64, freeF64, freeI32, I32, lengthF64, lengthI32, newF64, newI32, toI32 } from "../glue/mem.ts";
import { DualBound } from "./dual-bound.ts";
import { Incumbent } from "./incumbent.ts";
import { Instance } from "./instance.ts";
import { LpSearch } from "./lp-search.ts";
import { FEASIBILITY_TOL, MIN_SHARE } from "./params.ts";
import { Search } from "./search.ts";

/** First rate of the dual's ascent from old prices, and the iterations it gets before the plan is adopted. */
const WARM_RATE: f64 = 0.02;
const WARM_FALL: f64 = 0.975;
export const WARM_DUAL: i32 = 80;

export class WarmStart {
  inst: Instance;
  /** C: option of each contract, -1 = refused. */
  option: I32;
  /** J: shares. */
  share: F64;
  /** X: from when on the expansion may start without a load that needs it (as State has it); -1 = not known. */
  allowed: I32;
  /** Multipliers by DualLayout; empty = none. */
  price: F64;
  /** BasisStatus of the root LP, columns then rows; empty = none. */
  basis: I32;

  /** `ints`: options (C), allowed (X), basis (the rest). `floats`: shares (J), multipliers (the rest). Copied. */
  constructor(inst: Instance, ints: I32, floats: F64) {
    const heads: i32 = inst.contracts + inst.expansions;
    this.inst = inst;
    this.option = sliceI32(ints, 0, inst.contracts);
    this.allowed = sliceI32(ints, inst.contracts, heads);
    this.basis = sliceI32(ints, heads, lengthI32(ints));
    this.share = sliceF64(floats, 0, inst.columns);
    this.price = sliceF64(floats, inst.columns, lengthF64(floats));
    this.checkOptions();
  }

  /** An option of another contract is nobody's start. */
  private checkOptions(): void {
    const inst = this.inst;
    for (let c: i32 = 0; c < inst.contracts; c++) {
      const o = this.option[c];
      if (o < inst.contractOptionStart[c] || o >= inst.contractOptionStart[c + 1]) this.option[c] = -1;
    }
  }

  free(): void {
    freeI32(this.option);
    freeI32(this.allowed);
    freeI32(this.basis);
    freeF64(this.share);
    freeF64(this.price);
  }

  /** Start the dual at the old prices; false when there are none that fit. */
  startDual(dual: DualBound): bool {
    if (lengthF64(this.price) !== dual.layout.size) return false;
    for (let i: i32 = 0; i < dual.layout.size; i++) {
      // Rows that do not exist have scale 0 and no price; neither is a price below 0 or NaN one.
      if (!(dual.layout.scale[i] > 0) || !(this.price[i] > 0) || this.price[i] === Infinity) this.price[i] = 0;
    }
    dual.beginAt(this.price, WARM_RATE, WARM_FALL);
    return true;
  }

  /** Start the root LP from the old basis where it is one of an LP of this size. */
  startLp(lpSearch: LpSearch): void {
    const lp = lpSearch.relaxation.build.lp;
    if (!lpSearch.works() || lengthI32(this.basis) !== lp.cols + lp.rows) return;
    const cols = sliceI32(this.basis, 0, lp.cols);
    const rows = sliceI32(this.basis, lp.cols, lp.cols + lp.rows);
    lpSearch.relaxation.lp.setBasis(cols, rows);
    freeI32(cols);
    freeI32(rows);
  }

  /**
   * Take the plan over as a whole if it still follows every rule: contract by contract, a rule that several of them meet together (a PUE
   * cap) could keep the first one out. False: put the contracts back one by one.
   */
  adoptAll(search: Search): bool {
    if (!search.incumbent.offerPlan(this.option, this.share, this.allowed)) return false;
    search.restoreIncumbent();
    return true;
  }

  /**
   * Take the plan over as a whole though it costs more than can be paid for, or breaks a PUE cap, and take contracts out, each time the one whose
   * absence is worth most, while that gains. Put back one by one, contracts would lack the debt that later ones carry. False (and an empty
   * plan) where something else is broken.
   */
  adoptBroken(search: Search): bool {
    const inst = this.inst;
    const state = search.state;
    search.reset();
    for (let c: i32 = 0; c < inst.contracts; c++) {
      const o = this.option[c];
      if (o < 0 || search.inserter.optionAlive[o] === 0 || search.inserter.excluded(c) || this.isSpread(search, c))
        continue;
      state.data[state.contractAt(c)] = o;
      let served: f64 = 0;
      for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++) {
        state.data[state.shareAt(c, j)] = this.share[j];
        served += this.share[j];
      }
      state.data[state.contractAt(c) + 1] = served;
    }
    this.allowExpansions(search);
    if (!search.evaluator.rebuild()) {
      search.reset();
      return false;
    }
    while (!search.feasible() && this.dropWorst(search));
    search.current = search.inserter.objective();
    return true;
  }

  /** Whether the plan has contract `c` at more sites than it may use. */
  private isSpread(search: Search, c: i32): bool {
    const inst = this.inst;
    const state = search.state;
    if (inst.contractMaxSites[c] === 0) return false;
    let sites: i32 = 0;
    let last: i32 = -1;
    for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++) {
      const s = state.hallSite[state.spotHall[inst.columnSpot[j]]];
      if (!(this.share[j] > 0) || s === last) continue;
      last = s;
      sites++;
    }
    return sites > inst.contractMaxSites[c];
  }

  /** Take out the contract whose absence is worth most; false where none gains. */
  private dropWorst(search: Search): bool {
    const inserter = search.inserter;
    let worst: i32 = -1;
    let most: f64 = inserter.objective();
    for (let c: i32 = 0; c < this.inst.contracts; c++) {
      if (!inserter.accepted(c)) continue;
      const mark = search.journal.open();
      inserter.remove(c);
      const usd = inserter.objective();
      search.journal.rollback(mark);
      if (usd <= most) continue;
      most = usd;
      worst = c;
    }
    if (worst < 0) return false;
    const mark = search.journal.open();
    inserter.remove(worst);
    search.journal.commit(mark);
    search.journal.forget();
    return true;
  }

  private allowExpansions(search: Search): void {
    const state = search.state;
    for (let x: i32 = 0; x < this.inst.expansions; x++) {
      if (this.allowed[x] >= 0) state.data[state.expansionAt[x] + 1] = this.allowed[x];
    }
  }

  /** Before the first contract is put back: the expansions. */
  begin(search: Search): void {
    search.reset();
    this.allowExpansions(search);
    search.evaluator.rebuild();
    search.current = search.inserter.objective();
  }

  /** Revenue of the incumbent in parts of the old plan's, at most 1. */
  keptPart(incumbent: Incumbent): f64 {
    const inst = this.inst;
    let before: f64 = 0;
    let kept: f64 = 0;
    for (let c: i32 = 0; c < inst.contracts; c++) {
      const at = incumbent.state.contractAt(c);
      if (this.option[c] >= 0) {
        let served: f64 = 0;
        for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++) served += this.share[j];
        before += served * inst.optionServedUsd[this.option[c]];
      }
      const o: i32 = toI32(incumbent.best[at]);
      if (o >= 0) kept += incumbent.best[at + 1] * inst.optionServedUsd[o];
    }
    return before > 0 ? Math.min(1.0, kept / before) : 1.0;
  }

  /** Put contract `c` back where it was. */
  adoptContract(search: Search, c: i32): void {
    const inst = this.inst;
    const inserter = search.inserter;
    const o = this.option[c];
    if (o < 0 || inserter.optionAlive[o] === 0 || inserter.accepted(c) || inserter.excluded(c)) return;
    const mark = search.journal.open();
    inserter.acceptEmpty(c, o);
    for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++) {
      if (this.share[j] >= MIN_SHARE) inserter.pour.placeUpTo(c, o, j, this.share[j]);
    }
    inserter.pour.clearSmallSites(c);
    const least: f64 = inst.contractServedMin[c] - FEASIBILITY_TOL;
    if (inserter.served(c) >= least || inserter.pour.serve(c, o, 1.0)) search.journal.commit(mark);
    else search.journal.rollback(mark);
    search.journal.forget();
  }
}

function sliceI32(from: I32, start: i32, end: i32): I32 {
  const out = newI32(end - start);
  for (let i = start; i < end; i++) out[i - start] = from[i];
  return out;
}

function sliceF64(from: F64, start: i32, end: i32): F64 {
  const out = newF64(end - start);
  for (let i = start; i < end; i++) out[i - start] = from[i];
  return out;
}
