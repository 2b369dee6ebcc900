// CHUZR of the primal simplex. Phase 2: Harris' two passes. Phase 1: the sum of infeasibilities is piecewise linear along the
// direction; breakpoints are passed while it falls, then the largest pivot among those passed is taken (Maros 2003, ch. 9).
// `direction` is +1 when the entering variable rises, -1 when it falls; a basic value x_i then falls by direction * a_i * t.
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "./arrays.ts";
import { heapSort } from "./heap-sort.ts";
import { ALPHA_FRESH, ALPHA_OLD } from "./params.ts";
import { SimplexState } from "./simplex-state.ts";
import { SparseVector } from "./sparse-vector.ts";

export class PrimalRatioTest {
  key: F64 = newF64(0); // breakpoints: step length
  item: I32 = newI32(0); // row * 2 + (1 = upper bound)
  relaxedKey: F64 = newF64(0);
  relaxedItem: I32 = newI32(0);

  row: i32 = -1; // -1: nothing blocks
  toUpper: bool = false; // the leaving variable goes to its upper bound
  step: f64 = 0; // may be slightly negative; the caller decides

  resize(rows: i32): void {
    this.key = roomF64(this.key, 0, 2 * rows);
    this.item = roomI32(this.item, 0, 2 * rows);
    this.relaxedKey = roomF64(this.relaxedKey, 0, 2 * rows);
    this.relaxedItem = roomI32(this.relaxedItem, 0, 2 * rows);
  }

  choosePhaseTwo(state: SimplexState, colAq: SparseVector, direction: f64): void {
    const least = state.lu.updates < 10 ? ALPHA_FRESH : 10 * ALPHA_FRESH;
    const a = colAq.value;
    const index = colAq.index;
    const count = colAq.count;
    const head = state.head;
    const lower = state.workLower;
    const upper = state.workUpper;
    const baseValue = state.baseValue;
    let limit: f64 = Infinity;
    for (let k = 0; k < count; k++) {
      const i = index[k];
      const alpha = a[i] * direction;
      if (alpha > least) {
        const room = baseValue[i] - lower[head[i]] + state.primalTolerance;
        if (room < limit * alpha) limit = room / alpha;
      } else if (alpha < -least) {
        const room = baseValue[i] - upper[head[i]] - state.primalTolerance;
        if (room > limit * alpha) limit = room / alpha;
      }
    }
    this.row = -1;
    if (limit === Infinity) return;
    let best: f64 = 0;
    for (let k = 0; k < count; k++) {
      const i = index[k];
      const alpha = a[i] * direction;
      if (alpha > least) {
        const room = baseValue[i] - lower[head[i]];
        if (alpha > best && room <= limit * alpha) {
          best = alpha;
          this.row = i;
          this.toUpper = false;
          this.step = room / alpha;
        }
      } else if (alpha < -least) {
        const room = baseValue[i] - upper[head[i]];
        if (-alpha > best && room >= limit * alpha) {
          best = -alpha;
          this.row = i;
          this.toUpper = true;
          this.step = room / alpha;
        }
      }
    }
  }

  /** `slope`: rate at which the sum of infeasibilities falls at the start (> 0). */
  choosePhaseOne(state: SimplexState, colAq: SparseVector, direction: f64, slope: f64): void {
    const count = this.collect(state, colAq, direction);
    this.row = -1;
    if (count === 0) return;
    const a = colAq.value;
    heapSort(this.relaxedKey, this.relaxedItem, count);
    let left: f64 = slope;
    let limit: f64 = 0;
    for (let k = 0; k < count; k++) {
      left -= Math.abs(a[this.relaxedItem[k] >> 1]);
      limit = this.relaxedKey[k];
      if (left <= 0) break;
    }
    heapSort(this.key, this.item, count);
    let passed: i32 = 0;
    let largest: f64 = 0;
    while (passed < count && this.key[passed] <= limit) {
      largest = Math.max(largest, Math.abs(a[this.item[passed] >> 1]));
      passed++;
    }
    for (let k = passed - 1; k >= 0; k--) {
      const row = this.item[k] >> 1;
      if (Math.abs(a[row]) < 0.1 * largest) continue;
      this.row = row;
      this.toUpper = (this.item[k] & 1) === 1;
      this.step = this.key[k];
      return;
    }
  }

  private collect(state: SimplexState, colAq: SparseVector, direction: f64): i32 {
    const least = state.lu.updates < 10 ? ALPHA_FRESH : ALPHA_OLD;
    const a = colAq.value;
    let count: i32 = 0;
    for (let k = 0; k < colAq.count; k++) {
      const i = colAq.index[k];
      const alpha = a[i] * direction;
      if (Math.abs(alpha) <= least) continue;
      const x = state.baseValue[i];
      const lower = state.workLower[state.head[i]];
      const upper = state.workUpper[state.head[i]];
      // the far bound is met first when the value is outside it, the near one only when it is finite
      if (alpha > 0) {
        if (x > upper + state.primalTolerance) count = this.add(count, i, 1, x - upper, 0, alpha);
        if (x > lower - state.primalTolerance && lower !== -Infinity) {
          count = this.add(count, i, 0, x - lower, state.primalTolerance, alpha);
        }
      } else {
        if (x < lower - state.primalTolerance) count = this.add(count, i, 0, lower - x, 0, -alpha);
        if (x < upper + state.primalTolerance && upper !== Infinity) {
          count = this.add(count, i, 1, upper - x, state.primalTolerance, -alpha);
        }
      }
    }
    return count;
  }

  private add(count: i32, row: i32, atUpper: i32, room: f64, tolerance: f64, alpha: f64): i32 {
    this.key[count] = room / alpha;
    this.item[count] = row * 2 + atUpper;
    this.relaxedKey[count] = (room + tolerance) / alpha;
    this.relaxedItem[count] = row * 2 + atUpper;
    return count + 1;
  }

  free(): void {
    freeF64(this.key);
    freeI32(this.item);
    freeF64(this.relaxedKey);
    freeI32(this.relaxedItem);
  }
}
