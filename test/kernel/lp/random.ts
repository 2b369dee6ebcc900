// Seeded pseudo-random numbers (mulberry32) and sparse matrices for the LP tests.

export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** Integer in [from, to]. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  uniform(from: number, to: number): number {
    return from + this.next() * (to - from);
  }
}

/** Column-compressed matrix; `start` has cols + 1 elements. */
export interface Csc {
  rows: number;
  cols: number;
  start: Int32Array;
  index: Int32Array;
  value: Float64Array;
}

/** Matrix with about `perColumn` entries a column, magnitudes over `decades` powers of ten. */
export function randomCsc(random: Random, rows: number, cols: number, perColumn: number, decades: number): Csc {
  const start = new Int32Array(cols + 1);
  const index: number[] = [];
  const value: number[] = [];
  for (let col = 0; col < cols; col++) {
    const wanted = Math.min(rows, random.integer(1, 2 * perColumn - 1));
    const chosen = new Set<number>();
    while (chosen.size < wanted) chosen.add(random.integer(0, rows - 1));
    for (const row of chosen) {
      index.push(row);
      value.push((random.next() < 0.5 ? -1 : 1) * 10 ** random.uniform(-decades / 2, decades / 2));
    }
    start[col + 1] = index.length;
  }
  return { rows, cols, start, index: Int32Array.from(index), value: Float64Array.from(value) };
}

/** matrix * x, or matrix' * x. */
export function multiply(matrix: Csc, x: ArrayLike<number>, transposed: boolean): Float64Array {
  const out = new Float64Array(transposed ? matrix.cols : matrix.rows);
  for (let col = 0; col < matrix.cols; col++) {
    for (let e = matrix.start[col]; e < matrix.start[col + 1]; e++) {
      if (transposed) out[col] += matrix.value[e] * x[matrix.index[e]];
      else out[matrix.index[e]] += matrix.value[e] * x[col];
    }
  }
  return out;
}
