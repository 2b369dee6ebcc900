// CHUZC of the dual simplex: bound flipping ratio test with Harris tolerance. While the leaving row's infeasibility outlasts
// the ranges of the boxed variables whose breakpoints are passed, those are flipped and the dual step goes on. Breakpoints
// within tolerance of each other form a group; from the last group that has one, the largest pivot is taken.
// (Fourer 1994; Maros 2003; Koberstein 2005, section 6.2; groups as in HiGHS.)
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "./arrays.ts";
import { ALPHA_AGED, ALPHA_FRESH, ALPHA_OLD } from "./params.ts";
import { Move, SimplexState } from "./simplex-state.ts";
import { SparseVector } from "./sparse-vector.ts";

/** Up to this many candidates the groups are made directly. */
const NARROW_FROM: i32 = 20;

function swapF64(array: F64, a: i32, b: i32): void {
  const x = array[a];
  array[a] = array[b];
  array[b] = x;
}

export class DualRatioTest {
  candidate: I32 = newI32(0); // variables whose reduced cost moves towards zero
  alpha: F64 = newF64(0); // by candidate; positive
  ahead: F64 = newF64(0); // by candidate: distance of the reduced cost to zero (negative: past it)
  range: F64 = newF64(0); // by candidate: width of its box
  count: i32 = 0;
  limit: f64 = Infinity; // no step goes beyond
  group: I32 = newI32(0); // starts of the groups
  groups: i32 = 0;
  reach: i32 = 0; // candidates within the groups

  entering: i32 = -1;
  theta: f64 = 0; // signed dual step
  flips: i32 = 0; // candidates 0..flips are to be flipped

  resize(total: i32): void {
    this.candidate = roomI32(this.candidate, 0, total);
    this.alpha = roomF64(this.alpha, 0, total);
    this.ahead = roomF64(this.ahead, 0, total);
    this.range = roomF64(this.range, 0, total);
    this.group = roomI32(this.group, 0, total + 2);
  }

  /**
   * Choose the entering variable for a row of the tableau. `sign` is 1 when the leaving variable goes to its upper bound, -1
   * to its lower; `violation` its (positive) infeasibility. entering is -1 when no reduced cost limits the step.
   */
  choose(state: SimplexState, rowAp: SparseVector, rowEp: SparseVector, sign: f64, violation: f64): void {
    this.entering = -1;
    this.theta = 0;
    this.flips = 0;
    const updates = state.lu.updates;
    const least = updates < 10 ? ALPHA_FRESH : updates < 20 ? ALPHA_AGED : ALPHA_OLD;
    this.count = 0;
    this.limit = Infinity;
    this.collect(state, rowAp, 0, sign, least);
    this.collect(state, rowEp, state.cols, sign, least);
    if (this.count === 0) return;
    this.withinLimit();
    if (this.count > NARROW_FROM) this.narrow(violation);
    this.makeGroups(violation, state.dualTolerance);
    this.pick();
    if (this.entering >= 0) this.theta *= sign;
  }

  /**
   * Gather the candidates of one part of the row; its entry i belongs to variable first + i. Beyond the relaxed ratio of a
   * variable without opposite bound no step goes: `limit` is the least of those.
   */
  private collect(state: SimplexState, row: SparseVector, first: i32, sign: f64, least: f64): void {
    const candidate = this.candidate;
    const alpha = this.alpha;
    const ahead = this.ahead;
    const range = this.range;
    const move = state.move;
    const dual = state.dual;
    const lower = state.workLower;
    const upper = state.workUpper;
    const tolerance = state.dualTolerance;
    const pattern = row.index;
    const value = row.value;
    const entries = row.count;
    let count: i32 = this.count;
    let limit: f64 = this.limit;
    for (let k = 0; k < entries; k++) {
      const i = pattern[k];
      const j = first + i;
      const m = move[j];
      if (m === Move.none) continue;
      const free = m === Move.free;
      const a = free ? Math.abs(value[i]) : sign * m * value[i];
      if (a <= least) continue;
      const d = free ? 0 : m * dual[j];
      const r = upper[j] - lower[j];
      candidate[count] = j;
      alpha[count] = a;
      ahead[count] = d;
      range[count] = r;
      count++;
      if (r === Infinity && d + tolerance < limit * a) limit = (d + tolerance) / a;
    }
    this.count = count;
    this.limit = limit;
  }

  /** Drop the candidates beyond the limit. */
  private withinLimit(): void {
    const limit = this.limit;
    if (limit === Infinity) return;
    const candidate = this.candidate;
    const alpha = this.alpha;
    const ahead = this.ahead;
    const range = this.range;
    const count = this.count;
    let kept: i32 = 0;
    for (let k = 0; k < count; k++) {
      const a = alpha[k];
      const d = ahead[k];
      if (d > limit * a) continue;
      candidate[kept] = candidate[k];
      alpha[kept] = a;
      ahead[kept] = d;
      range[kept] = range[k];
      kept++;
    }
    this.count = kept;
  }

  private swap(a: i32, b: i32): void {
    const candidate = this.candidate;
    const j = candidate[a];
    candidate[a] = candidate[b];
    candidate[b] = j;
    swapF64(this.alpha, a, b);
    swapF64(this.ahead, a, b);
    swapF64(this.range, a, b);
  }

  /** Keep only candidates with a ratio below a bound beyond which the violation is surely used up. */
  private narrow(violation: f64): void {
    const alpha = this.alpha;
    const ahead = this.ahead;
    const range = this.range;
    const all = this.count;
    let limit: f64 = 1e-7;
    let inside: i32 = 0;
    let used: f64 = 0;
    while (inside < all) {
      for (let k = inside; k < all; k++) {
        const a = alpha[k];
        if (a * limit >= ahead[k]) {
          used += a * range[k];
          this.swap(inside++, k);
        }
      }
      if (used >= violation || limit > 1e18) break;
      limit *= 10;
    }
    this.count = inside;
  }

  private makeGroups(violation: f64, tolerance: f64): void {
    const alpha = this.alpha;
    const ahead = this.ahead;
    const range = this.range;
    const group = this.group;
    const all = this.count;
    let inside: i32 = 0;
    let used: f64 = 0;
    let groups: i32 = 0;
    let limit: f64 = 0;
    group[0] = 0;
    while (inside < all) {
      let next: f64 = Infinity;
      const before = inside;
      for (let k = inside; k < all; k++) {
        const d = ahead[k];
        const a = alpha[k];
        if (d <= limit * a) {
          used += a * range[k];
          this.swap(inside++, k);
        } else if (d + tolerance < next * a) {
          next = (d + tolerance) / a;
        }
      }
      if (inside > before) {
        groups++;
        group[groups] = inside;
        if (used >= violation) break;
      }
      if (next === Infinity) break;
      limit = next;
    }
    this.groups = groups;
    this.reach = inside;
  }

  private pick(): void {
    const candidate = this.candidate;
    const alpha = this.alpha;
    const group = this.group;
    let largest: f64 = 0;
    for (let k = 0; k < this.reach; k++) largest = Math.max(largest, alpha[k]);
    const least = Math.min(0.1 * largest, 1);
    for (let g = this.groups - 1; g >= 0; g--) {
      let best: i32 = -1;
      let bestAlpha: f64 = 0;
      for (let k = group[g]; k < group[g + 1]; k++) {
        if (alpha[k] > bestAlpha) {
          bestAlpha = alpha[k];
          best = k;
        }
      }
      if (best < 0 || (bestAlpha < least && g > 0)) continue; // the first group has no alternative
      const d = this.ahead[best];
      this.entering = candidate[best];
      this.theta = d > 0 ? d / alpha[best] : 0;
      this.flips = group[g];
      return;
    }
  }

  free(): void {
    freeI32(this.candidate);
    freeF64(this.alpha);
    freeF64(this.ahead);
    freeF64(this.range);
    freeI32(this.group);
  }
}
