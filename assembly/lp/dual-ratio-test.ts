// CHUZC of the dual simplex: bound flipping ratio test with Harris tolerance. While the leaving row's infeasibility outlasts
// the ranges of the boxed variables whose breakpoints are passed, those are flipped and the dual step goes on. Breakpoints
// within tolerance of each other form a group; from the last group that has one, the largest pivot is taken.
// (Fourer 1994; Maros 2003; Koberstein 2005, section 6.2; groups as in HiGHS.)
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "./arrays.ts";
import { ALPHA_AGED, ALPHA_FRESH, ALPHA_OLD } from "./params.ts";
import { Move, SimplexState } from "./simplex-state.ts";
import { SparseVector } from "./sparse-vector.ts";

export class DualRatioTest {
  candidate: I32 = newI32(0); // variables whose reduced cost moves towards zero
  alpha: F64 = newF64(0); // by candidate; positive
  count: i32 = 0;
  group: I32 = newI32(0); // starts of the groups
  groups: i32 = 0;
  reach: i32 = 0; // candidates within the groups

  entering: i32 = -1;
  theta: f64 = 0; // signed dual step
  flips: i32 = 0; // candidates 0..flips are to be flipped

  resize(total: i32): void {
    this.candidate = roomI32(this.candidate, 0, total);
    this.alpha = roomF64(this.alpha, 0, total);
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
    this.collect(state, rowAp, rowEp, sign);
    if (this.count == 0) return;
    this.narrow(state, violation);
    this.makeGroups(state, violation);
    this.pick(state);
    if (this.entering >= 0) this.theta *= sign;
  }

  private collect(state: SimplexState, rowAp: SparseVector, rowEp: SparseVector, sign: f64): void {
    const updates = state.lu.updates;
    const least = updates < 10 ? ALPHA_FRESH : updates < 20 ? ALPHA_AGED : ALPHA_OLD;
    const candidate = this.candidate;
    const alpha = this.alpha;
    const move = state.move;
    const cols = state.cols;
    let count: i32 = 0;
    let pattern = rowAp.index;
    let row = rowAp.value;
    for (let k = 0; k < rowAp.count; k++) {
      const j = pattern[k];
      const m = move[j];
      if (m == Move.none) continue;
      const signed = m == Move.free ? Math.abs(row[j]) : sign * m * row[j];
      if (signed > least) {
        candidate[count] = j;
        alpha[count] = signed;
        count++;
      }
    }
    pattern = rowEp.index;
    row = rowEp.value;
    for (let k = 0; k < rowEp.count; k++) {
      const i = pattern[k];
      const m = move[cols + i];
      if (m == Move.none) continue;
      const signed = m == Move.free ? Math.abs(row[i]) : sign * m * row[i];
      if (signed > least) {
        candidate[count] = cols + i;
        alpha[count] = signed;
        count++;
      }
    }
    this.count = count;
  }

  private swap(a: i32, b: i32): void {
    const candidate = this.candidate;
    const alpha = this.alpha;
    const j = candidate[a];
    const x = alpha[a];
    candidate[a] = candidate[b];
    alpha[a] = alpha[b];
    candidate[b] = j;
    alpha[b] = x;
  }

  /** Keep only candidates with a ratio below a bound beyond which the violation is surely used up. */
  private narrow(state: SimplexState, violation: f64): void {
    const candidate = this.candidate;
    const alpha = this.alpha;
    const dual = state.dual;
    const move = state.move;
    const lower = state.workLower;
    const upper = state.workUpper;
    const all = this.count;
    let limit: f64 = 1e-7;
    let inside: i32 = 0;
    let used: f64 = 0;
    while (inside < all) {
      for (let k = inside; k < all; k++) {
        const j = candidate[k];
        const m = move[j];
        const d = m == Move.free ? 0 : m * dual[j];
        if (alpha[k] * limit >= d) {
          used += alpha[k] * (upper[j] - lower[j]);
          this.swap(inside++, k);
        }
      }
      if (used >= violation || limit > 1e18) break;
      limit *= 10;
    }
    this.count = inside;
  }

  private makeGroups(state: SimplexState, violation: f64): void {
    const candidate = this.candidate;
    const alpha = this.alpha;
    const group = this.group;
    const dual = state.dual;
    const move = state.move;
    const lower = state.workLower;
    const upper = state.workUpper;
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
        const j = candidate[k];
        const m = move[j];
        const d = m == Move.free ? 0 : m * dual[j];
        const a = alpha[k];
        if (d <= limit * a) {
          used += a * (upper[j] - lower[j]);
          this.swap(inside++, k);
        } else if (d + state.dualTolerance < next * a) {
          next = (d + state.dualTolerance) / a;
        }
      }
      if (inside > before) {
        groups++;
        group[groups] = inside;
        if (used >= violation) break;
      }
      if (next == Infinity) break;
      limit = next;
    }
    this.groups = groups;
    this.reach = inside;
  }

  private pick(state: SimplexState): void {
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
      const j = candidate[best];
      const m = state.move[j];
      const d = m == Move.free ? 0 : m * state.dual[j];
      this.entering = j;
      this.theta = d > 0 ? d / alpha[best] : 0;
      this.flips = group[g];
      return;
    }
  }

  free(): void {
    freeI32(this.candidate);
    freeF64(this.alpha);
    freeI32(this.group);
  }
}
