// Dives (Achterberg 2007, chapter 9): from the LP's solution of a node, round a few columns, propagate, solve the LP again, until all are whole
// or nothing is left. The box, basis and solution of the node are as before afterwards.
import { LpStatus } from "../abi-lp.ts";
import { copyF64, F64, freeF64, freeI32, I32, newF64, newI32, toI32 } from "../glue/mem.ts";
import { freshI32, roomF64, roomI32 } from "../lp/arrays.ts";
import { heapSort } from "../lp/heap-sort.ts";
import { SearchState } from "./search-state.ts";

export const enum DiveKind {
  fractional, // the nearest to whole first
  coefficient, // where the fewest rows can be violated
  pseudocost, // where the bound moves least for its distance
  guided, // towards the incumbent
  count,
}

/** Share of the integer columns that are rounded between two LPs. */
const ROUNDED_SHARE: f64 = 0.05;
/** LPs of one dive at most. */
const MOST_LPS: i32 = 200;

export class Dive {
  state: SearchState;
  /** Simplex iterations of all dives. */
  iterations: i32 = 0;
  private lower: F64 = newF64(0); // of the node
  private upper: F64 = newF64(0);
  private x: F64 = newF64(0);
  private backLower: F64 = newF64(0); // before the last rounding
  private backUpper: F64 = newF64(0);
  private upLocks: I32 = newI32(0); // rows that a larger value may violate
  private downLocks: I32 = newI32(0);
  private key: F64 = newF64(0);
  private item: I32 = newI32(0);
  private integers: i32 = 0;
  private trial: F64 = newF64(0);
  private lastCol: i32 = -1; // of the last rounding
  private lastUp: bool = false;

  constructor(state: SearchState) {
    this.state = state;
  }

  reset(): void {
    const model = this.state.model;
    const cols = model.cols;
    this.iterations = 0;
    this.lower = roomF64(this.lower, 0, cols);
    this.upper = roomF64(this.upper, 0, cols);
    this.x = roomF64(this.x, 0, cols);
    this.backLower = roomF64(this.backLower, 0, cols);
    this.backUpper = roomF64(this.backUpper, 0, cols);
    this.trial = roomF64(this.trial, 0, cols);
    this.key = roomF64(this.key, 0, cols);
    this.item = roomI32(this.item, 0, cols);
    this.upLocks = freshI32(this.upLocks, cols);
    this.downLocks = freshI32(this.downLocks, cols);
    this.integers = 0;
    for (let col = 0; col < cols; col++) {
      if (model.integer[col] !== 0) this.integers++;
      for (let e = model.start[col]; e < model.start[col + 1]; e++) {
        const row = model.index[e];
        const a = model.value[e];
        if (a === 0) continue;
        if ((a > 0 ? model.rowUpper[row] : -model.rowLower[row]) < Infinity) this.upLocks[col]++;
        if ((a > 0 ? -model.rowLower[row] : model.rowUpper[row]) < Infinity) this.downLocks[col]++;
      }
    }
  }

  /** Round every fractional column in the direction no row minds, where each has one. */
  round(): void {
    const state = this.state;
    const model = state.model;
    for (let col = 0; col < model.cols; col++) {
      let value = state.x[col];
      if (state.isFractional(col)) {
        if (this.downLocks[col] === 0) value = Math.floor(value);
        else if (this.upLocks[col] === 0) value = Math.ceil(value);
        else return;
      }
      this.trial[col] = value;
    }
    state.tryPoint(this.trial);
  }

  /** One dive from the node whose LP solution is state.x, at most `limit` simplex iterations. */
  run(kind: DiveKind, limit: i32): void {
    const state = this.state;
    const domain = state.domain;
    const cols = state.model.cols;
    copyF64(this.lower, 0, domain.lower, 0, cols);
    copyF64(this.upper, 0, domain.upper, 0, cols);
    copyF64(this.x, 0, state.x, 0, cols);
    state.nodeLp.saveBasis();
    const before = state.nodeLp.iterations;
    this.descend(kind, before + limit);
    this.iterations += state.nodeLp.iterations - before;
    domain.assign(this.lower, this.upper);
    domain.cutoff = state.pruneAt();
    copyF64(state.x, 0, this.x, 0, cols);
    state.nodeLp.sync(domain);
    state.nodeLp.restoreBasis();
  }

  private descend(kind: DiveKind, end: i32): void {
    const state = this.state;
    const nodeLp = state.nodeLp;
    let mayFlip: bool = true;
    for (let lps = 0; lps < MOST_LPS; lps++) {
      const col = this.roundSome(kind);
      if (col === -2) return; // nothing to round
      let isGood: bool = col === -1;
      if (isGood) {
        nodeLp.sync(state.domain);
        const left = this.left(end);
        if (left <= 0) return;
        const status = nodeLp.solveThrough(state.domain, state.pruneAt(), left);
        isGood = status === LpStatus.optimal && !nodeLp.isCutOff;
        if (!isGood && status === LpStatus.iterationLimit && !nodeLp.isCutOff) return;
        if (isGood) {
          state.takeSolution();
          mayFlip = true;
          if (state.fractionals() === 0) {
            state.tryPoint(state.x);
            return;
          }
          continue;
        }
      }
      if (!mayFlip || !this.flip()) return;
      mayFlip = false;
    }
  }

  private left(end: i32): i32 {
    const left = end - this.state.nodeLp.iterations;
    const all = this.state.iterationsLeft();
    return left < all ? left : all;
  }

  /** Round the best candidates: -1 = done, -2 = there are none, else the column whose rounding failed. */
  private roundSome(kind: DiveKind): i32 {
    const state = this.state;
    const domain = state.domain;
    const count = this.candidates(kind);
    if (count === 0) return -2;
    heapSort(this.key, this.item, count);
    let left: i32 = 1 + toI32(ROUNDED_SHARE * this.integers);
    for (let k = 0; k < count && left > 0; k++) {
      const col = this.item[k];
      const value = state.x[col];
      if (domain.lower[col] > Math.floor(value) || domain.upper[col] < Math.ceil(value)) continue;
      copyF64(this.backLower, 0, domain.lower, 0, state.model.cols);
      copyF64(this.backUpper, 0, domain.upper, 0, state.model.cols);
      this.lastCol = col;
      this.lastUp = this.goesUp(kind, col);
      domain.takeChanges();
      if (this.lastUp) domain.raise(col, Math.ceil(value));
      else domain.reduce(col, Math.floor(value));
      if (!domain.propagate()) return col;
      left -= domain.changed;
    }
    return -1;
  }

  /** The other way for the last rounding. False when that is no way either. */
  private flip(): bool {
    const state = this.state;
    const domain = state.domain;
    const col = this.lastCol;
    domain.assign(this.backLower, this.backUpper);
    const value = state.x[col];
    if (this.lastUp) domain.reduce(col, Math.floor(value));
    else domain.raise(col, Math.ceil(value));
    if (!domain.propagate()) return false;
    state.nodeLp.sync(domain);
    const left = state.iterationsLeft();
    const status = state.nodeLp.solveThrough(domain, state.pruneAt(), left < 500 ? left : 500);
    if (status !== LpStatus.optimal || state.nodeLp.isCutOff) return false;
    state.takeSolution();
    if (state.fractionals() > 0) return true;
    state.tryPoint(state.x);
    return false;
  }

  private candidates(kind: DiveKind): i32 {
    const state = this.state;
    let count: i32 = 0;
    for (let col = 0; col < state.model.cols; col++) {
      if (!state.isFractional(col)) continue;
      const value = state.x[col];
      const fraction = value - Math.floor(value);
      const distance: f64 = this.goesUp(kind, col) ? 1 - fraction : fraction;
      let key: f64 = distance;
      if (kind === DiveKind.coefficient) {
        const locks: f64 = this.goesUp(kind, col) ? this.upLocks[col] : this.downLocks[col];
        key = locks === 0 ? 1e6 + distance : locks + 0.5 * distance;
      } else if (kind === DiveKind.pseudocost) {
        const costs = state.pseudocosts;
        const loss = distance * (this.goesUp(kind, col) ? costs.up(col) : costs.down(col));
        const other = (1 - distance) * (this.goesUp(kind, col) ? costs.down(col) : costs.up(col));
        key = (loss + 1e-6) / (other + 1e-6);
      } else if (kind === DiveKind.guided) {
        key = Math.abs(value - state.bestX[col]);
      }
      this.item[count] = col;
      this.key[count] = key;
      count++;
    }
    return count;
  }

  private goesUp(kind: DiveKind, col: i32): bool {
    const state = this.state;
    const value = state.x[col];
    const fraction = value - Math.floor(value);
    if (kind === DiveKind.guided) return state.bestX[col] > value;
    if (kind === DiveKind.coefficient && this.upLocks[col] !== this.downLocks[col]) {
      return this.upLocks[col] < this.downLocks[col];
    }
    if (kind === DiveKind.pseudocost) {
      if (fraction < 0.3) return false;
      if (fraction > 0.7) return true;
      return state.pseudocosts.up(col) * (1 - fraction) < state.pseudocosts.down(col) * fraction;
    }
    return fraction >= 0.5;
  }

  free(): void {
    freeF64(this.lower);
    freeF64(this.upper);
    freeF64(this.x);
    freeF64(this.backLower);
    freeF64(this.backUpper);
    freeF64(this.trial);
    freeI32(this.upLocks);
    freeI32(this.downLocks);
    freeF64(this.key);
    freeI32(this.item);
  }
}
