// Ruin and recreate on whole contracts: take a contract out, put one in under the best of its starts, top one up.
import { I32, newI32, toI32 } from "../glue/mem.ts";
import { Evaluator } from "./evaluator.ts";
import { Instance } from "./instance.ts";
import { Journal } from "./journal.ts";
import { FEASIBILITY_TOL, IMPOSSIBLE } from "./params.ts";
import { Pour } from "./pour.ts";
import { Random } from "./random.ts";
import { State, TOTAL_MISSING, TOTAL_PUE_VIOLATION, TOTAL_VIOLATION } from "./state.ts";

/** Starts tried for one insertion where a contract has more. */
const MAX_OPTIONS_TRIED: i32 = 4;

/** Value lost per MW above a PUE cap and period, as a part of missingPenalty: far above what a MW earns, far below a signed contract. */
const PUE_PENALTY: f64 = 1e-3;

export class Inserter {
  inst: Instance;
  state: State;
  evaluator: Evaluator;
  journal: Journal;
  pour: Pour;
  random: Random;
  replay: Random;
  /** O: 0 = this start is dropped. */
  optionAlive: I32;
  options: I32;
  /** Contracts by group, CSR. */
  groupStart: I32;
  groupMember: I32;
  /** P: set while a contract is stripped; zeroed after. */
  platformDirty: I32;
  /** Loss at which a contract is still put in: the first to use a module pays for all of it. */
  tolerance: f64 = 0;
  /** Value lost per signed contract that is not served. */
  missingPenalty: f64 = 0;

  constructor(inst: Instance, state: State, evaluator: Evaluator, journal: Journal, pour: Pour, optionAlive: I32) {
    this.inst = inst;
    this.state = state;
    this.evaluator = evaluator;
    this.journal = journal;
    this.pour = pour;
    this.random = new Random(1);
    this.replay = new Random(1);
    this.optionAlive = optionAlive;
    this.options = newI32(inst.periods);
    this.groupStart = newI32(inst.groups + 1);
    this.groupMember = newI32(inst.contracts);
    this.platformDirty = newI32(inst.platforms);
    this.indexGroups();
    this.missingPenalty = 1;
    for (let o: i32 = 0; o < inst.options; o++) {
      this.missingPenalty += Math.abs(inst.optionServedUsd[o]) + inst.optionUnservedUsd[o];
    }
  }

  private indexGroups(): void {
    const inst = this.inst;
    let at: i32 = 0;
    for (let g: i32 = 0; g < inst.groups; g++) {
      this.groupStart[g] = at;
      for (let c: i32 = 0; c < inst.contracts; c++) if (inst.contractGroup[c] === g) this.groupMember[at++] = c;
    }
    this.groupStart[inst.groups] = at;
  }

  /** Value less penalties: what the search climbs. */
  objective(): f64 {
    const evaluator = this.evaluator;
    return (
      evaluator.valueUsd() -
      this.pour.trial.capitalLoss(evaluator.total(TOTAL_VIOLATION)) -
      this.missingPenalty * (evaluator.total(TOTAL_MISSING) + PUE_PENALTY * evaluator.total(TOTAL_PUE_VIOLATION))
    );
  }

  accepted(c: i32): bool {
    return this.state.data[this.state.contractAt(c)] >= 0;
  }

  served(c: i32): f64 {
    return this.state.data[this.state.contractAt(c) + 1];
  }

  /** Start of accepted contract `c`, -1 when refused. */
  optionOf(c: i32): i32 {
    return toI32(this.state.data[this.state.contractAt(c)]);
  }

  /** Whether another contract of its group is accepted. */
  excluded(c: i32): bool {
    const g = this.inst.contractGroup[c];
    if (g < 0) return false;
    for (let i = this.groupStart[g]; i < this.groupStart[g + 1]; i++) {
      if (this.groupMember[i] !== c && this.accepted(this.groupMember[i])) return true;
    }
    return false;
  }

  /** Take all shares of `c` away; it stays accepted. */
  private strip(c: i32): void {
    const inst = this.inst;
    const state = this.state;
    const first = inst.contractColumnStart[c];
    const end = inst.contractColumnStart[c + 1];
    this.journal.touch(state.contractBlock(c));
    this.journal.touch(state.totalsBlock());
    let site: i32 = -1;
    let hall: i32 = -1;
    for (let j = first; j < end; j++) {
      const place = state.shareAt(c, j);
      const share = state.data[place];
      if (share === 0) continue;
      const k = inst.columnSpot[j];
      const h = state.spotHall[k];
      const s = state.hallSite[h];
      if (hall >= 0 && h !== hall) this.evaluator.refreshHall(hall);
      if (site >= 0 && s !== site) this.evaluator.refreshPower(site);
      site = s;
      hall = h;
      this.journal.touch(state.siteBlock(s));
      this.journal.touch(state.platformBlock(inst.spotPlatform[k]));
      this.platformDirty[inst.spotPlatform[k]] = 1;
      this.evaluator.addShare(c, j, -share);
      state.data[place] = 0;
      this.evaluator.refreshSpot(k);
    }
    if (hall >= 0) this.evaluator.refreshHall(hall);
    if (site >= 0) this.evaluator.refreshPower(site);
    for (let p: i32 = 0; p < inst.platforms; p++) {
      if (this.platformDirty[p] === 0) continue;
      this.platformDirty[p] = 0;
      this.evaluator.refreshLotsIfStale(p);
    }
  }

  /** Take contract `c` out of the plan. */
  remove(c: i32): void {
    if (!this.accepted(c)) return;
    this.strip(c);
    this.evaluator.refuse(c);
    this.evaluator.refreshFinance();
  }

  /** Take a share of what contract `c` has at each spot away, leaving `keep` of it. */
  shrink(c: i32, keep: f64): void {
    const inst = this.inst;
    const state = this.state;
    const o = this.optionOf(c);
    if (o < 0) return;
    for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++) {
      const share = state.data[state.shareAt(c, j)];
      if (share > 0) this.pour.place(c, j, -share * (1.0 - keep));
    }
    this.pour.clearSmallSites(c);
    if (this.served(c) < inst.contractServedMin[c] - FEASIBILITY_TOL) this.remove(c);
  }

  /** Accept refused contract `c` under option `o`, with nothing served yet. */
  acceptEmpty(c: i32, o: i32): void {
    this.journal.touch(this.state.contractBlock(c));
    this.journal.touch(this.state.totalsBlock());
    this.evaluator.accept(c, o);
  }

  /** Put refused contract `c` in under one start; true when it fits and gains more than `least`. */
  private tryOption(c: i32, o: i32): bool {
    this.acceptEmpty(c, o);
    return this.pour.serve(c, o, 1.0);
  }

  /** List the starts to try; answers how many. `avoid` is left out when there are others (-1 = none). */
  private chooseOptions(c: i32, avoid: i32): i32 {
    let n: i32 = 0;
    for (let o = this.inst.contractOptionStart[c]; o < this.inst.contractOptionStart[c + 1]; o++) {
      if (this.optionAlive[o] !== 0 && o !== avoid) this.options[n++] = o;
    }
    if (n <= MAX_OPTIONS_TRIED) return n;
    for (let i: i32 = 0; i < MAX_OPTIONS_TRIED; i++) {
      const other: i32 = i + this.random.below(n - i);
      const swap = this.options[i];
      this.options[i] = this.options[other];
      this.options[other] = swap;
    }
    return MAX_OPTIONS_TRIED;
  }

  /** Put refused contract `c` in under the best of its starts if that gains; true when it was put in. */
  insert(c: i32, avoid: i32): bool {
    if (this.accepted(c) || this.excluded(c)) return false;
    const n = this.chooseOptions(c, avoid);
    const before = this.objective();
    let best: i32 = -1;
    let bestGain: f64 = -this.tolerance;
    for (let i: i32 = 0; i < n; i++) {
      const o = this.options[i];
      this.replay.copyFrom(this.pour.random);
      const mark = this.journal.open();
      const fits = this.tryOption(c, o);
      const gain: f64 = fits ? this.objective() - before : -IMPOSSIBLE;
      if (fits && gain > bestGain && n === 1) {
        this.journal.commit(mark);
        return true;
      }
      this.journal.rollback(mark);
      this.pour.random.copyFrom(this.replay);
      if (!fits || gain <= bestGain) continue;
      best = o;
      bestGain = gain;
    }
    if (best < 0) {
      this.pour.random.next();
      return false;
    }
    const mark = this.journal.open();
    if (this.tryOption(c, best)) {
      this.journal.commit(mark);
      this.pour.random.next();
      return true;
    }
    this.journal.rollback(mark);
    return false;
  }

  /** Let expansion `x` of site `s` start for flexible use alone, or no longer. */
  toggleExpansion(s: i32, x: i32): void {
    const place: i32 = this.state.expansionAt[x] + 1;
    this.journal.touch(this.state.siteBlock(s));
    this.journal.touch(this.state.totalsBlock());
    this.state.data[place] = this.state.data[place] > 0 ? 0.0 : 1.0;
    this.evaluator.refreshPower(s);
    this.evaluator.refreshFinance();
  }

  /** Serve more of accepted contract `c` where that gains. */
  topUp(c: i32): void {
    const o = this.optionOf(c);
    if (o < 0 || this.served(c) > 1.0 - 1e-6) return;
    const before = this.objective();
    const mark = this.journal.open();
    if (this.pour.serve(c, o, 1.0) && this.objective() >= before) this.journal.commit(mark);
    else this.journal.rollback(mark);
  }
}
