// Construction. Two ways, each of which wins somewhere, so both are tried and the better plan is kept:
//   priced   contracts in the order of what they are worth at the dual's prices against what they pay; each under its best start at the
//            spots worth most at those prices, as far as there is room. The exact evaluator only says what fits.
//   plain    contracts by revenue, each poured where it gains most.
// Whole lots are the largest single purchases: one priced way leaves out those that the dual mostly did, another may use all.
import { F64, I32, newF64, newI32 } from "../glue/mem.ts";
import { ContractRanking } from "./contract-ranking.ts";
import { Finish } from "./finish.ts";
import { Guide } from "./guide.ts";
import { Instance } from "./instance.ts";
import { FEASIBILITY_TOL, MIN_SHARE } from "./params.ts";
import { Search } from "./search.ts";
import { TOTAL_VIOLATION } from "./state.ts";
import { WarmStart } from "./warm-start.ts";

export const enum Way {
  likelyLots, // priced; only lots that the dual took half of the time or more
  allLots, // priced
  plain,
  count,
}

const LIKELY: f64 = 0.5;

export class Construction {
  inst: Instance;
  guide: Guide;
  search: Search;
  private ranking: ContractRanking;
  private way: i32 = Way.count;
  private next: i32 = 0;
  private placing: bool = false;
  private finish: Finish;
  /** The plan to start from, while it is adopted. */
  private warm: WarmStart | null = null;
  /** It was taken over as a whole, and some contracts may be served too little. */
  private isBroken: bool = false;
  /** Columns of the contract at hand that have room, and their worth. */
  private column: I32;
  private worth: F64;
  private candidates: i32 = 0;
  /** S: what the contract is worth there, how much of it is still to be placed there, 1 = it may be served there. */
  private siteUsd: F64;
  private siteLeft: F64;
  private siteOpen: I32;

  constructor(inst: Instance, guide: Guide, search: Search) {
    let widest: i32 = 0;
    for (let c: i32 = 0; c < inst.contracts; c++) {
      const columns: i32 = inst.contractColumnStart[c + 1] - inst.contractColumnStart[c];
      if (columns > widest) widest = columns;
    }
    this.inst = inst;
    this.guide = guide;
    this.search = search;
    this.finish = new Finish(inst, search);
    this.ranking = new ContractRanking(inst);
    this.column = newI32(widest);
    this.worth = newF64(widest);
    this.siteUsd = newF64(inst.sites);
    this.siteLeft = newF64(inst.sites);
    this.siteOpen = newI32(inst.sites);
  }

  /** Begin with nothing accepted. */
  begin(way: i32): void {
    this.search.reset();
    this.way = way;
    this.next = 0;
    this.placing = true;
    this.search.inserter.pour.room.limitLots(this.guide.lotPart, way === Way.likelyLots ? LIKELY : -1.0);
    if (way === Way.plain) this.ranking.byRevenue();
    else this.ranking.byWorth(this.guide);
  }

  /** Begin from a plan made before: all at once, or contracts go back where they were, by revenue; then what is left is filled in. */
  adopt(warm: WarmStart): void {
    this.begin(Way.plain);
    this.warm = warm;
    this.isBroken = false;
    if (warm.adoptAll(this.search)) this.next = this.inst.contracts;
    else if (warm.adoptBroken(this.search)) {
      this.next = this.inst.contracts;
      this.isBroken = true;
    } else warm.begin(this.search);
  }

  /** One contract or a like piece of work; false when the plan is complete. */
  step(): bool {
    if (!this.placing) {
      this.finish.step(this.ranking.order);
      return this.finish.running();
    }
    if (this.next === this.inst.contracts) {
      this.placing = false;
      this.search.inserter.pour.room.limitLots(this.guide.lotPart, -1.0);
      const fills: i32 = this.way === Way.plain && this.warm === null ? 0 : 1;
      if (this.isBroken && this.warm !== null) this.finish.beginBroken(fills);
      else this.finish.begin(fills);
      this.warm = null;
      return true;
    }
    const c = this.ranking.order[this.next];
    this.next++;
    const warm = this.warm;
    if (warm !== null) warm.adoptContract(this.search, c);
    else if (this.way === Way.plain) this.search.constructOne(c);
    else this.insert(c);
    return true;
  }

  /** Put contract `c` in under the better of its two best starts if its worth is positive; a signed one wherever it fits. */
  private insert(c: i32): void {
    const inst = this.inst;
    const optionUsd = this.guide.optionUsd;
    const signed = inst.contractSigned[c] !== 0;
    if (this.search.inserter.excluded(c)) return;
    let first: i32 = -1;
    let second: i32 = -1;
    for (let o = inst.contractOptionStart[c]; o < inst.contractOptionStart[c + 1]; o++) {
      if (optionUsd[o] === -Infinity) continue;
      if (first < 0 || optionUsd[o] > optionUsd[first]) {
        second = first;
        first = o;
      } else if (second < 0 || optionUsd[o] > optionUsd[second]) second = o;
    }
    if (first >= 0 && (signed || optionUsd[first] > 0) && this.place(c, first)) return;
    if (second >= 0 && (signed || optionUsd[second] > 0) && this.place(c, second)) return;
    if (signed) this.search.constructOne(c);
  }

  /** Put contract `c` in under option `o`; false (and nothing changed) when it does not fit. */
  private place(c: i32, o: i32): bool {
    const search = this.search;
    const mark = search.journal.open();
    const violation = search.evaluator.total(TOTAL_VIOLATION);
    search.inserter.acceptEmpty(c, o);
    this.pour(c, o);
    search.inserter.pour.clearSmallSites(c);
    const fits =
      search.inserter.served(c) >= this.inst.contractServedMin[c] - FEASIBILITY_TOL &&
      search.evaluator.total(TOTAL_VIOLATION) <= violation;
    if (fits) search.journal.commit(mark);
    else search.journal.rollback(mark);
    search.journal.forget();
    return fits;
  }

  /** Serve contract `c` at the spots worth most first: all of them up to its least share, beyond that those that pay. */
  private pour(c: i32, o: i32): void {
    const inst = this.inst;
    const pour = this.search.inserter.pour;
    const data = this.search.state.data;
    const served: i32 = this.search.state.contractAt(c) + 1;
    this.collect(c, o);
    const most = inst.contractMaxSites[c];
    if (most > 0) this.openSites(most);
    for (let from: i32 = 0; from < this.candidates; from++) {
      const j = this.takeBest(from);
      const left: f64 = 1.0 - data[served];
      if (left < MIN_SHARE) return;
      if (this.worth[from] <= 0 && data[served] >= inst.contractServedMin[c]) return;
      if (most > 0 && this.siteOpen[pour.siteOf(j)] === 0) continue;
      const share = Math.min(left, pour.room.share(c, o, j));
      if (share >= MIN_SHARE && !pour.place(c, j, share)) pour.place(c, j, -share);
    }
  }

  /** Swap the best of the candidates from `from` on to that place; answers its column. */
  private takeBest(from: i32): i32 {
    let best = from;
    for (let i: i32 = from + 1; i < this.candidates; i++) if (this.worth[i] > this.worth[best]) best = i;
    const j = this.column[best];
    const worth = this.worth[best];
    this.column[best] = this.column[from];
    this.worth[best] = this.worth[from];
    this.column[from] = j;
    this.worth[from] = worth;
    return j;
  }

  /** List the columns with room, and what each site could serve is worth. */
  private collect(c: i32, o: i32): void {
    const inst = this.inst;
    const pour = this.search.inserter.pour;
    const first = inst.contractColumnStart[c];
    const end = inst.contractColumnStart[c + 1];
    for (let j = first; j < end; j++) {
      const s = pour.siteOf(j);
      this.siteUsd[s] = 0;
      this.siteLeft[s] = 1;
      this.siteOpen[s] = 0;
    }
    let count: i32 = 0;
    for (let j = first; j < end; j++) {
      const worth = this.guide.worthUsd[inst.optionServeStart[o] + j - first];
      if (worth === -Infinity) continue;
      const share = pour.room.share(c, o, j);
      if (share < MIN_SHARE) continue;
      const s = pour.siteOf(j);
      const part: f64 = Math.min(this.siteLeft[s], share);
      this.siteLeft[s] = this.siteLeft[s] - part;
      this.siteUsd[s] = this.siteUsd[s] + part * worth;
      this.column[count] = j;
      this.worth[count] = worth;
      count++;
    }
    this.candidates = count;
  }

  /** Open the `most` sites where the contract is worth most. */
  private openSites(most: i32): void {
    const pour = this.search.inserter.pour;
    for (let opened: i32 = 0; opened < most; opened++) {
      let best: i32 = -1;
      for (let i: i32 = 0; i < this.candidates; i++) {
        const s = pour.siteOf(this.column[i]);
        if (this.siteOpen[s] === 0 && (best < 0 || this.siteUsd[s] > this.siteUsd[best])) best = s;
      }
      if (best < 0) return;
      this.siteOpen[best] = 1;
    }
  }
}
