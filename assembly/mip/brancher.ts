// Reliability branching (Achterberg, Koch, Martin 2005): candidates in the order of their pseudocosts; those with few records are
// probed by a few simplex iterations each way first.
import { LpStatus } from "../abi-lp.ts";
import { F64, freeF64, freeI32, I32, newF64, newI32, poll } from "../glue/mem.ts";
import { roomF64, roomI32 } from "../lp/arrays.ts";
import { heapSort } from "../lp/heap-sort.ts";
import { PROBE_ITERATIONS, PROBE_LOOKAHEAD, PROBE_MOST, RELIABLE_PROBES } from "./params.ts";
import { productScore } from "./pseudocosts.ts";
import { Random } from "./random.ts";
import { SearchState } from "./search-state.ts";

/** Share of a score that the seed may add: scores this close count as tied. */
const SEED_WEIGHT: f64 = 0.01;

export const enum Branching {
  chosen, // `col` is the column to branch on
  infeasible, // probes proved that the node holds nothing better
  tightened, // probes tightened the box of the node: solve it again
  polled, // the host asked to stop: go on with probeOn
}

export class Brancher {
  state: SearchState;
  col: i32 = -1;
  /** Lower bounds of the children where the column was probed; else -Infinity. */
  downBound: f64 = -Infinity;
  upBound: f64 = -Infinity;
  /** Simplex iterations spent in probes. */
  probeIterations: i32 = 0;
  /** Breaks ties: 0 by the order of the columns, else at random. */
  seed: i32 = 0;
  private random: Random = new Random(0);
  /** Probes after which a pseudocost is relied upon, and most candidates probed at one node: fewer where a search is to be short. */
  reliableProbes: i32 = RELIABLE_PROBES;
  probeMost: i32 = PROBE_MOST;
  private key: F64 = newF64(0);
  private item: I32 = newI32(0);
  private probeDown: f64 = 0;
  private probeUp: f64 = 0;
  // the probing under way
  private count: i32 = 0;
  private bound: f64 = 0;
  private reliable: i32 = 0;
  private place: i32 = 0;
  private best: f64 = -1;
  private idle: i32 = 0;
  private probed: i32 = 0;
  private isTightened: bool = false;

  constructor(state: SearchState) {
    this.state = state;
  }

  reset(): void {
    this.probeIterations = 0;
    this.random.restart(this.seed);
    this.key = roomF64(this.key, 0, this.state.model.cols);
    this.item = roomI32(this.item, 0, this.state.model.cols);
  }

  /** Choose among the fractional columns of state.x, the solution of a node with this bound. */
  choose(bound: f64, depth: i32): Branching {
    const state = this.state;
    const count = this.candidates();
    heapSort(this.key, this.item, count);
    this.forgetProbes();
    this.col = this.item[0];
    const nodeIterations = state.nodeLp.iterations - this.probeIterations;
    let reliable: i32 = depth < 10 ? this.reliableProbes : this.reliableProbes >> 1;
    if (this.probeIterations > (nodeIterations >> 1) + 20000) reliable = 1;
    if (this.probeIterations > nodeIterations + 50000) reliable = 0;
    if (count === 1 || reliable === 0) return Branching.chosen;
    this.count = count;
    this.bound = bound;
    this.reliable = reliable;
    this.place = 0;
    this.best = -1;
    this.idle = 0;
    this.probed = 0;
    this.isTightened = false;
    return this.probeOn();
  }

  forgetProbes(): void {
    this.downBound = -Infinity;
    this.upBound = -Infinity;
  }

  private candidates(): i32 {
    const state = this.state;
    const priority = state.priority;
    let count: i32 = 0;
    let best: i32 = -0x7fffffff;
    for (let col = 0; col < state.model.cols; col++) {
      if (!state.isFractional(col) || priority[col] < best) continue;
      if (priority[col] > best) {
        best = priority[col];
        count = 0;
      }
      this.item[count] = col;
      this.key[count] = -state.pseudocosts.score(col, state.x[col]);
      if (this.seed !== 0) this.key[count] *= 1 + SEED_WEIGHT * this.random.unit();
      count++;
    }
    return count;
  }

  /** Probe the candidates, from where the host's poll stopped it. */
  probeOn(): Branching {
    let mayPoll: bool = false; // whoever was stopped gets on first
    while (this.place < this.count) {
      const before = this.probed;
      if (!this.tryCandidate(this.place)) return Branching.infeasible;
      this.place++;
      if (this.probed > before && mayPoll && poll() !== 0) return Branching.polled;
      mayPoll = true;
    }
    return this.isTightened ? Branching.tightened : Branching.chosen;
  }

  /** False when the node holds nothing better. */
  private tryCandidate(k: i32): bool {
    const state = this.state;
    const col = this.item[k];
    let score = -this.key[k];
    let down: f64 = -Infinity;
    let up: f64 = -Infinity;
    if (state.pseudocosts.count(col) < this.reliable) {
      if (this.probed >= this.probeMost || this.idle >= PROBE_LOOKAHEAD || state.iterationsLeft() <= 0) return true;
      if (this.probed === 0) state.nodeLp.saveBasis();
      this.probed++;
      this.probe(col, this.bound);
      down = this.probeDown;
      up = this.probeUp;
      const limit = state.pruneAt();
      if (down >= limit && up >= limit) return false;
      if (down >= limit || up >= limit) {
        if (down >= limit) state.domain.raise(col, Math.ceil(state.x[col]));
        else state.domain.reduce(col, Math.floor(state.x[col]));
        this.isTightened = true;
        return !state.domain.infeasible;
      }
      score = productScore(down - this.bound, up - this.bound);
      this.idle++;
    }
    if (score > this.best * 1.0001) {
      if (this.probed > 0) this.idle = 0;
      this.best = score;
      this.col = col;
      this.downBound = down;
      this.upBound = up;
    }
    return true;
  }

  /** Bounds of both children after a few iterations; the LP's bounds and basis are put back. */
  private probe(col: i32, bound: f64): void {
    const state = this.state;
    const value = state.x[col];
    const floor = Math.floor(value);
    this.probeDown = Math.max(bound, this.probeSide(col, state.domain.lower[col], floor));
    this.probeUp = Math.max(bound, this.probeSide(col, floor + 1, state.domain.upper[col]));
    const limit = state.pruneAt();
    const cap: f64 = limit < Infinity ? Math.max(limit - bound, 0) : Infinity;
    if (this.probeDown < Infinity) {
      state.pseudocosts.record(col, false, value - floor, Math.min(this.probeDown - bound, 4 * cap));
    }
    if (this.probeUp < Infinity) {
      state.pseudocosts.record(col, true, floor + 1 - value, Math.min(this.probeUp - bound, 4 * cap));
    }
  }

  private probeSide(col: i32, lower: f64, upper: f64): f64 {
    const state = this.state;
    const nodeLp = state.nodeLp;
    const domain = state.domain;
    if (lower > upper) return Infinity;
    const low = domain.lower[col];
    const high = domain.upper[col];
    const before = nodeLp.iterations;
    const left = state.iterationsLeft();
    nodeLp.setBounds(col, lower, upper);
    domain.lower[col] = lower; // the bound is to hold for the probed box
    domain.upper[col] = upper;
    const status = nodeLp.solveThrough(domain, state.pruneAt(), left < PROBE_ITERATIONS ? left : PROBE_ITERATIONS);
    const result = nodeLp.bound;
    if (status === LpStatus.optimal) this.lookForSolution();
    domain.lower[col] = low;
    domain.upper[col] = high;
    nodeLp.setBounds(col, low, high);
    nodeLp.restoreBasis();
    this.probeIterations += nodeLp.iterations - before;
    return result;
  }

  /** A probe may end in a point that is integer already. */
  private lookForSolution(): void {
    const state = this.state;
    const x = state.nodeLp.lp.x;
    if (state.nodeLp.bound >= state.pruneAt()) return;
    for (let col = 0; col < state.model.cols; col++) {
      if (state.model.integer[col] !== 0 && Math.abs(x[col] - Math.floor(x[col] + 0.5)) > 1e-6) return;
    }
    state.offerExact(x);
  }

  free(): void {
    freeF64(this.key);
    freeI32(this.item);
  }
}
