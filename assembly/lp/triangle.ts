// One triangular factor as a list of sparse vectors, one per pivot position, each with its own [start, end) in a shared pool.
// L and U are kept twice, by columns for FTRAN and by rows for BTRAN; solving with any of the four is the same operation:
//   x = v[pivotRow[k]] / pivot[k];  v[index] -= x * value  for the entries of position k, over k in the right order.
// Hypersparse solves find the positions that matter by depth-first search (Gilbert and Peierls 1988).
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "./arrays.ts";
import { ZERO } from "./params.ts";
import { SparseVector } from "./sparse-vector.ts";

export class Triangle {
  start: I32 = newI32(0);
  end: I32 = newI32(0);
  index: I32 = newI32(0);
  value: F64 = newF64(0);
  used: i32 = 0;

  roomForPositions(used: i32, length: i32): void {
    this.start = roomI32(this.start, used, length);
    this.end = roomI32(this.end, used, length);
  }

  roomForEntries(length: i32): void {
    this.index = roomI32(this.index, this.used, length);
    this.value = roomF64(this.value, this.used, length);
  }

  free(): void {
    freeI32(this.start);
    freeI32(this.end);
    freeI32(this.index);
    freeF64(this.value);
  }
}

/** Scratch of the depth-first search; `mark` is all zero between solves. */
export class ReachWork {
  mark: I32 = newI32(0); // by position
  stack: I32 = newI32(0);
  next: I32 = newI32(0); // by depth: next entry to follow
  order: I32 = newI32(0); // positions in postorder

  resize(length: i32): void {
    this.mark = roomI32(this.mark, 0, length);
    this.stack = roomI32(this.stack, 0, length);
    this.next = roomI32(this.next, 0, length);
    this.order = roomI32(this.order, 0, length);
  }

  free(): void {
    freeI32(this.mark);
    freeI32(this.stack);
    freeI32(this.next);
    freeI32(this.order);
  }
}

/** Positions reachable from the nonzeros of `v`, in postorder in work.order; returns how many. */
function reach(v: SparseVector, t: Triangle, position: I32, work: ReachWork): i32 {
  const mark = work.mark;
  const stack = work.stack;
  const next = work.next;
  const order = work.order;
  const start = t.start;
  const end = t.end;
  const index = t.index;
  const seeds = v.index;
  const seedCount = v.count;
  let found: i32 = 0;
  for (let s = 0; s < seedCount; s++) {
    let k: i32 = position[seeds[s]];
    if (mark[k] !== 0) continue;
    let depth: i32 = 0;
    mark[k] = 1;
    let entry: i32 = start[k];
    let last: i32 = end[k];
    while (true) {
      if (entry < last) {
        const child: i32 = position[index[entry++]];
        if (mark[child] === 0) {
          mark[child] = 1;
          stack[depth] = k;
          next[depth] = entry;
          depth++;
          k = child;
          entry = start[k];
          last = end[k];
        }
      } else {
        order[found++] = k;
        if (depth === 0) break;
        depth--;
        k = stack[depth];
        entry = next[depth];
        last = end[k];
      }
    }
  }
  return found;
}

/** Solve with a triangle whose pivots are one. `position[row]` is the place of a row, `pivotRow` its inverse. */
export function solveUnitHyper(v: SparseVector, t: Triangle, position: I32, pivotRow: I32, work: ReachWork): void {
  const found = reach(v, t, position, work);
  const order = work.order;
  const mark = work.mark;
  const start = t.start;
  const end = t.end;
  const index = t.index;
  const value = t.value;
  const x = v.value;
  const pattern = v.index;
  let count: i32 = 0;
  for (let s = found - 1; s >= 0; s--) {
    const k = order[s];
    mark[k] = 0;
    const row = pivotRow[k];
    const pivotX = x[row];
    if (Math.abs(pivotX) > ZERO) {
      pattern[count++] = row;
      const last = end[k];
      for (let e = start[k]; e < last; e++) x[index[e]] -= pivotX * value[e];
    } else {
      x[row] = 0;
    }
  }
  v.count = count;
}

/** As solveUnitHyper, dividing by the pivots. */
export function solvePivotHyper(
  v: SparseVector,
  t: Triangle,
  position: I32,
  pivotRow: I32,
  pivot: F64,
  work: ReachWork,
): void {
  const found = reach(v, t, position, work);
  const order = work.order;
  const mark = work.mark;
  const start = t.start;
  const end = t.end;
  const index = t.index;
  const value = t.value;
  const x = v.value;
  const pattern = v.index;
  let count: i32 = 0;
  for (let s = found - 1; s >= 0; s--) {
    const k = order[s];
    mark[k] = 0;
    const row = pivotRow[k];
    let pivotX = x[row];
    if (Math.abs(pivotX) > ZERO) {
      pivotX /= pivot[k];
      x[row] = pivotX;
      pattern[count++] = row;
      const last = end[k];
      for (let e = start[k]; e < last; e++) x[index[e]] -= pivotX * value[e];
    } else {
      x[row] = 0;
    }
  }
  v.count = count;
}

/**
 * As solveUnitHyper without a symbolic phase and without keeping the pattern: positions first, first + step, ... up to (not
 * including) stop.
 */
export function solveUnitDense(x: F64, t: Triangle, pivotRow: I32, first: i32, stop: i32, step: i32): void {
  const start = t.start;
  const end = t.end;
  const index = t.index;
  const value = t.value;
  for (let k = first; k !== stop; k += step) {
    const begin = start[k];
    const last = end[k];
    if (begin === last) continue;
    const pivotX = x[pivotRow[k]];
    if (Math.abs(pivotX) <= ZERO) continue;
    for (let e = begin; e < last; e++) x[index[e]] -= pivotX * value[e];
  }
}

/**
 * As solvePivotHyper without a symbolic phase, over positions first, first + step, ... up to stop; writes the pattern it finds
 * from its beginning and returns its length. Positions whose pivotRow is -1 were replaced by later ones.
 */
export function solvePivotDense(
  v: SparseVector,
  t: Triangle,
  pivotRow: I32,
  pivot: F64,
  first: i32,
  stop: i32,
  step: i32,
): i32 {
  const start = t.start;
  const end = t.end;
  const index = t.index;
  const value = t.value;
  const x = v.value;
  const pattern = v.index;
  let count: i32 = 0;
  for (let k = first; k !== stop; k += step) {
    const row = pivotRow[k];
    if (row < 0) continue;
    let pivotX = x[row];
    if (pivotX === 0) continue;
    if (Math.abs(pivotX) > ZERO) {
      pivotX /= pivot[k];
      x[row] = pivotX;
      pattern[count++] = row;
      const last = end[k];
      for (let e = start[k]; e < last; e++) x[index[e]] -= pivotX * value[e];
    } else {
      x[row] = 0;
    }
  }
  return count;
}
