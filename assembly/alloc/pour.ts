// The core step of construction and search: pour a contract over several spots, best gain per share first, re-evaluated lazily after
// each placement (most good plans split contracts over halls and sites). Changes go through the journal, so a pour can be undone.
import { divI32, F64, I32, lengthF64, newF64, newI32 } from "../glue/mem.ts";
import { Evaluator } from "./evaluator.ts";
import { Instance } from "./instance.ts";
import { Journal } from "./journal.ts";
import { FEASIBILITY_TOL, IMPOSSIBLE, MIN_SHARE } from "./params.ts";
import { Random } from "./random.ts";
import { Room } from "./room.ts";
import { State } from "./state.ts";
import { Trial } from "./trial.ts";

/** More candidate columns than this are sampled; where worths are known, more than MAX_GUIDED: the best of them and some others. */
const MAX_CANDIDATES: i32 = 64;
const MAX_GUIDED: i32 = 32;
const BEST_GUIDED: i32 = 16;

export class Pour {
  inst: Instance;
  state: State;
  evaluator: Evaluator;
  journal: Journal;
  trial: Trial;
  room: Room;
  /** Largest share by option and column (Reach.columnLimit); 0 = dropped. */
  limit: F64;
  /** Candidates of the pour under way: column, share, gain, score, number of placements when evaluated. */
  column: I32;
  share: F64;
  gain: F64;
  score: F64;
  evaluated: I32;
  candidates: i32 = 0;
  /** S: room of all candidate columns together, in shares; S: shares of the contract placed at the site. */
  siteRoom: F64;
  siteShare: F64;
  /** By option and column as serveUsd: what a full share is worth at the dual's prices (guide.ts); empty while unknown. */
  worthUsd: F64;
  /** Score by gain instead of gain per share. */
  chunky: bool = false;
  /** Non-zero: skip about one column in eight, a different one for each value. */
  blink: i32 = 0;
  /** Samples columns where there are too many; its own stream, reset by `seedSample`. */
  random: Random;

  constructor(inst: Instance, state: State, evaluator: Evaluator, journal: Journal, limit: F64) {
    this.inst = inst;
    this.state = state;
    this.evaluator = evaluator;
    this.journal = journal;
    this.trial = new Trial(inst, state, evaluator);
    this.room = new Room(inst, state);
    this.limit = limit;
    this.random = new Random(1);
    this.worthUsd = newF64(0);
    let widest: i32 = 0;
    for (let c: i32 = 0; c < inst.contracts; c++) {
      const columns: i32 = inst.contractColumnStart[c + 1] - inst.contractColumnStart[c];
      if (columns > widest) widest = columns;
    }
    this.column = newI32(widest);
    this.share = newF64(widest);
    this.gain = newF64(widest);
    this.score = newF64(widest);
    this.evaluated = newI32(widest);
    this.siteRoom = newF64(inst.sites);
    this.siteShare = newF64(inst.sites);
  }

  /**
   * Serve contract `c`, accepted under option `o`, up to share `target`. True when it ends within its rules (least served share, MW per
   * site); when false the caller rolls back.
   */
  serve(c: i32, o: i32, target: f64): bool {
    const inst = this.inst;
    const at = this.state.contractAt(c);
    const data = this.state.data;
    const leastServed = inst.contractServedMin[c];
    let sites = this.collect(c, o);
    let placements: i32 = 0;
    while (true) {
      const remaining = target - data[at + 1];
      if (remaining < MIN_SHARE) break;
      const best = this.pick(c, o, remaining, sites, placements);
      if (best < 0) break;
      if (this.gain[best] <= 0 && data[at + 1] >= leastServed) break;
      const j = this.column[best];
      const s = this.siteOf(j);
      if (this.siteShare[s] === 0) sites++;
      if (!this.place(c, j, this.share[best])) return false;
      this.siteShare[s] = this.siteShare[s] + this.share[best];
      placements++;
    }
    this.clearSmallSites(c);
    return data[at + 1] >= leastServed - FEASIBILITY_TOL;
  }

  /** Place up to `share` of column `j`, as far as there is room and the contract's number of sites allows. */
  placeUpTo(c: i32, o: i32, j: i32, share: f64): void {
    const inst = this.inst;
    if (this.limit[inst.optionServeStart[o] + j - inst.contractColumnStart[c]] <= 0) return;
    const left: f64 = 1.0 - this.state.data[this.state.contractAt(c) + 1];
    const fits = Math.min(Math.min(share, left), this.room.share(c, o, j));
    if (fits < MIN_SHARE || !this.siteAllowed(c, j)) return;
    this.place(c, j, fits);
  }

  /** Whether the contract uses the site of column `j` already or may use one more. */
  private siteAllowed(c: i32, j: i32): bool {
    const inst = this.inst;
    const maxSites = inst.contractMaxSites[c];
    if (maxSites === 0) return true;
    const site = this.siteOf(j);
    let used: i32 = 0;
    let last: i32 = -1;
    for (let i = inst.contractColumnStart[c]; i < inst.contractColumnStart[c + 1]; i++) {
      const s = this.siteOf(i);
      if (s === last || this.state.data[this.state.shareAt(c, i)] === 0) continue;
      if (s === site) return true;
      last = s;
      used++;
    }
    return used < maxSites;
  }

  siteOf(j: i32): i32 {
    return this.state.hallSite[this.state.spotHall[this.inst.columnSpot[j]]];
  }

  /** Add `share` of column `j` and refresh all that follows from it; false when it does not fit. */
  place(c: i32, j: i32, share: f64): bool {
    const inst = this.inst;
    const k = inst.columnSpot[j];
    const h = this.state.spotHall[k];
    const s = this.state.hallSite[h];
    const p = inst.spotPlatform[k];
    this.journal.touch(this.state.siteBlock(s));
    this.journal.touch(this.state.platformBlock(p));
    this.journal.touch(this.state.contractBlock(c));
    this.journal.touch(this.state.totalsBlock());
    this.evaluator.addShare(c, j, share);
    this.evaluator.refreshSpot(k);
    const fits = this.evaluator.refreshHall(h) && this.evaluator.refreshPower(s) && this.evaluator.refreshLots(p);
    this.evaluator.refreshFinance();
    return fits;
  }

  /** List candidate columns and the room of each site; answers how many sites the contract uses already. */
  private collect(c: i32, o: i32): i32 {
    const inst = this.inst;
    const first = inst.contractColumnStart[c];
    const end = inst.contractColumnStart[c + 1];
    const serve = inst.optionServeStart[o] - first;
    for (let j = first; j < end; j++) {
      const s = this.siteOf(j);
      this.siteRoom[s] = 0;
      this.siteShare[s] = 0;
    }
    let sites: i32 = 0;
    let n: i32 = 0;
    for (let j = first; j < end; j++) {
      const s = this.siteOf(j);
      const placed = this.state.data[this.state.shareAt(c, j)];
      if (placed > 0) {
        if (this.siteShare[s] === 0) sites++;
        this.siteShare[s] = this.siteShare[s] + placed;
      }
      if (this.limit[serve + j] <= 0) continue;
      if (this.blink !== 0 && ((this.blink ^ (j << 3)) & 56) === 0) continue;
      const share = this.room.share(c, o, j);
      if (share < MIN_SHARE) continue;
      this.siteRoom[s] = this.siteRoom[s] + share;
      this.column[n] = j;
      this.share[n] = share;
      this.evaluated[n] = -1;
      n++;
    }
    if (lengthF64(this.worthUsd) > 0) this.candidates = n > MAX_GUIDED ? this.sampleGuided(n, serve) : n;
    else this.candidates = n > MAX_CANDIDATES ? this.sample(n) : n;
    return sites;
  }

  /** Keep MAX_CANDIDATES of `n` candidates, one at random from each of as many equal stretches of the (site-ordered) list. */
  private sample(n: i32): i32 {
    for (let i: i32 = 0; i < MAX_CANDIDATES; i++) {
      const from: i32 = divI32(i * n, MAX_CANDIDATES);
      const to: i32 = divI32((i + 1) * n, MAX_CANDIDATES);
      const chosen: i32 = from + this.random.below(to - from);
      this.column[i] = this.column[chosen];
      this.share[i] = this.share[chosen];
      this.evaluated[i] = -1;
    }
    return MAX_CANDIDATES;
  }

  /** Keep the BEST_GUIDED of `n` candidates that are worth most, and others at random; worths of the option begin at `serve`. */
  private sampleGuided(n: i32, serve: i32): i32 {
    for (let place: i32 = 0; place < MAX_GUIDED; place++) {
      let chosen = place;
      if (place < BEST_GUIDED) {
        for (let i: i32 = place + 1; i < n; i++) {
          if (this.worthUsd[serve + this.column[i]] > this.worthUsd[serve + this.column[chosen]]) chosen = i;
        }
      } else chosen = place + this.random.below(n - place);
      const j = this.column[chosen];
      const share = this.share[chosen];
      this.column[chosen] = this.column[place];
      this.share[chosen] = this.share[place];
      this.column[place] = j;
      this.share[place] = share;
    }
    return MAX_GUIDED;
  }

  /** Best candidate for the `remaining` share, -1 when none is left. */
  private pick(c: i32, o: i32, remaining: f64, sites: i32, placements: i32): i32 {
    let best = this.argmax(c, o, remaining, sites, placements);
    // Lazy: scores of earlier rounds only tend to fall, so re-evaluate the top until it stays on top.
    while (best >= 0 && this.evaluated[best] !== placements) {
      this.evaluate(c, o, best, remaining, placements);
      best = this.argmax(c, o, remaining, sites, placements);
    }
    return best;
  }

  private argmax(c: i32, o: i32, remaining: f64, sites: i32, placements: i32): i32 {
    const inst = this.inst;
    const maxSites = inst.contractMaxSites[c];
    const minMw = inst.contractMinSiteMw[c];
    const missing = inst.contractServedMin[c] - this.state.data[this.state.contractAt(c) + 1];
    const slots: i32 = maxSites === 0 ? inst.sites : maxSites - sites;
    let best: i32 = -1;
    for (let i: i32 = 0; i < this.candidates; i++) {
      const j = this.column[i];
      const s = this.siteOf(j);
      if (this.siteShare[s] === 0) {
        if (slots <= 0) continue;
        if (slots === 1 && this.siteRoom[s] < missing - FEASIBILITY_TOL) continue;
        if (Math.min(remaining, this.siteRoom[s]) * inst.columnMw[j] < minMw) continue;
      }
      if (this.evaluated[i] < 0) this.evaluate(c, o, i, remaining, placements);
      if (this.score[i] <= -IMPOSSIBLE) continue;
      if (best < 0 || this.score[i] > this.score[best]) best = i;
    }
    return best;
  }

  /** Score candidate `i`: all that fits, or what fits without a further module, or with one less than all needs. */
  private evaluate(c: i32, o: i32, i: i32, remaining: f64, placements: i32): void {
    const j = this.column[i];
    const all = Math.min(remaining, this.room.share(c, o, j));
    this.evaluated[i] = placements;
    this.score[i] = -IMPOSSIBLE;
    if (all < MIN_SHARE) return;
    this.consider(c, o, i, all);
    const before = this.trial.modulesBefore;
    const after = this.trial.modulesAfter;
    if (after <= before) return;
    const without = this.room.shareWithModules(c, o, j, before);
    if (without >= MIN_SHARE && without < all) this.consider(c, o, i, without);
    if (after - 1.0 <= before) return;
    const fewer = this.room.shareWithModules(c, o, j, after - 1.0);
    if (fewer >= MIN_SHARE && fewer < all) this.consider(c, o, i, fewer);
  }

  private consider(c: i32, o: i32, i: i32, share: f64): void {
    const gain = this.trial.gain(c, o, this.column[i], share);
    if (gain <= -IMPOSSIBLE) return;
    const score: f64 = this.chunky ? gain : gain / share;
    if (score <= this.score[i]) return;
    this.score[i] = score;
    this.gain[i] = gain;
    this.share[i] = share;
  }

  /** Take contract `c` off each site where it has less than its least MW. */
  clearSmallSites(c: i32): void {
    const inst = this.inst;
    const minMw = inst.contractMinSiteMw[c];
    if (minMw === 0) return;
    const data = this.state.data;
    const first = inst.contractColumnStart[c];
    const end = inst.contractColumnStart[c + 1];
    let j = first;
    while (j < end) {
      const from = j;
      const s = this.siteOf(j);
      let mw: f64 = 0;
      while (j < end && this.siteOf(j) === s) {
        mw += data[this.state.shareAt(c, j)] * inst.columnMw[j];
        j++;
      }
      if (mw === 0 || mw >= minMw * (1.0 - FEASIBILITY_TOL)) continue;
      for (let small = from; small < j; small++) {
        const share = data[this.state.shareAt(c, small)];
        if (share === 0) continue;
        this.place(c, small, -share);
        data[this.state.shareAt(c, small)] = 0;
      }
    }
  }
}
