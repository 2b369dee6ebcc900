// Lifted cover inequalities of knapsack rows. A row is brought to  sum a_j z_j <= b  over binaries z (complemented where a < 0, other columns
// at their bounds); a minimal cover C has sum a_C > b, and at most |C| - 1 of it can be one. Lifting is sequence independent
// by the superadditive function of Letchford and Souli (2019): with the cover in descending order and the weights cut down to a common
// `level` so that they sum to b, a column of weight z counts h when z is above h of the sums of the cut-down weights.
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "../lp/arrays.ts";
import { heapSort } from "../lp/heap-sort.ts";
import { CutPool } from "./cut-pool.ts";
import { CutRow } from "./cut-row.ts";
import { RowSides } from "./row-sides.ts";
import { SearchState } from "./search-state.ts";

export class CoverCuts {
  state: SearchState;
  sides: RowSides;
  pool: CutPool;
  private count: i32 = 0; // binaries of the knapsack
  private col: I32 = newI32(0);
  private weight: F64 = newF64(0);
  private isComplement: I32 = newI32(0);
  private point: F64 = newF64(0);
  private capacity: f64 = 0;
  private key: F64 = newF64(0);
  private item: I32 = newI32(0);
  private inCover: I32 = newI32(0);
  private cover: I32 = newI32(0);
  private size: i32 = 0;
  private sums: F64 = newF64(0);
  private cut: CutRow = new CutRow();

  constructor(state: SearchState, sides: RowSides, pool: CutPool) {
    this.state = state;
    this.sides = sides;
    this.pool = pool;
  }

  /** Cuts from all rows of the model. */
  separate(): void {
    const cols = this.state.model.cols;
    this.col = roomI32(this.col, 0, cols);
    this.weight = roomF64(this.weight, 0, cols);
    this.isComplement = roomI32(this.isComplement, 0, cols);
    this.point = roomF64(this.point, 0, cols);
    this.key = roomF64(this.key, 0, cols);
    this.item = roomI32(this.item, 0, cols);
    this.inCover = roomI32(this.inCover, 0, cols);
    this.cover = roomI32(this.cover, 0, cols);
    this.sums = roomF64(this.sums, 0, cols + 1);
    this.cut.resize(cols);
    for (let row = 0; row < this.state.model.rows; row++) {
      if (this.sides.length(row) < 3) continue;
      for (let sign = -1; sign <= 1; sign += 2) {
        const side = sign > 0 ? this.sides.upper[row] : -this.sides.lower[row];
        const activity = sign * this.sides.activity[row];
        if (side === Infinity || side - activity > 0.1 * (1 + Math.abs(side))) continue;
        if (this.knapsack(row, sign, side) && this.findCover()) this.lift();
      }
    }
  }

  /** The row as a knapsack over binaries. False where a column is unbounded or fewer than two are left. */
  private knapsack(row: i32, sign: i32, side: f64): bool {
    const state = this.state;
    const sides = this.sides;
    this.count = 0;
    this.capacity = side;
    for (let k = 0; k < sides.length(row); k++) {
      const col = sides.entry(row, k);
      const a = sign * sides.entryValue(row, k);
      const low = state.globalLower[col];
      const high = state.globalUpper[col];
      if (state.model.integer[col] === 0 || high - low !== 1) {
        const least = a > 0 ? a * low : a * high;
        if (least === -Infinity) return false;
        this.capacity -= least;
        continue;
      }
      // z = x - low, or high - x
      this.capacity -= a > 0 ? a * low : a * high;
      this.col[this.count] = col;
      this.weight[this.count] = Math.abs(a);
      this.isComplement[this.count] = a > 0 ? 0 : 1;
      this.point[this.count] = a > 0 ? state.x[col] - low : high - state.x[col];
      this.count++;
    }
    return this.count >= 2 && this.capacity > 1e-6;
  }

  /** A minimal cover of columns that are large in the LP's solution. */
  private findCover(): bool {
    let total: f64 = 0;
    for (let k = 0; k < this.count; k++) {
      this.item[k] = k;
      // dear is what is far from one for its weight
      this.key[k] = (1 - this.point[k]) / this.weight[k];
      this.inCover[k] = 0;
      total += this.weight[k];
    }
    const slack = 1e-6 * Math.max(1, this.capacity);
    if (total <= this.capacity + slack) return false;
    heapSort(this.key, this.item, this.count);
    let sum: f64 = 0;
    let size: i32 = 0;
    while (sum <= this.capacity + slack && size < this.count) {
      sum += this.weight[this.item[size]];
      this.cover[size] = this.item[size];
      size++;
    }
    if (sum <= this.capacity + slack) return false;
    // drop what is not needed, the dearest first
    let kept: i32 = 0;
    for (let k = size - 1; k >= 0; k--) {
      const member = this.cover[k];
      if (sum - this.weight[member] > this.capacity + slack) {
        sum -= this.weight[member];
        this.cover[k] = -1;
      }
    }
    for (let k = 0; k < size; k++) if (this.cover[k] >= 0) this.cover[kept++] = this.cover[k];
    this.size = kept;
    return kept >= 2;
  }

  private lift(): void {
    const size = this.size;
    const cover = this.cover;
    const weight = this.weight;
    for (let k = 0; k < size; k++) {
      this.key[k] = -weight[cover[k]];
      this.inCover[cover[k]] = 1;
    }
    heapSort(this.key, cover, size);
    const level = this.level();
    const sums = this.sums;
    let sum: f64 = 0;
    for (let k = 0; k < size; k++) {
      sum += Math.min(level, weight[cover[k]]);
      sums[k] = sum;
    }
    const cut = this.cut;
    cut.clear();
    cut.rhs = size - 1;
    for (let k = 0; k < this.count; k++) {
      const isLight = this.inCover[k] !== 0 && weight[k] <= level + 1e-9 * level;
      const share: f64 = isLight ? 1 : this.share(weight[k]);
      if (share === 0) continue;
      const col = this.col[k];
      if (this.isComplement[k] === 0) {
        cut.add(col, share);
        cut.rhs += share * this.state.globalLower[col];
      } else {
        cut.add(col, -share);
        cut.rhs -= share * this.state.globalUpper[col];
      }
    }
    this.pool.offer(cut);
  }

  /** The level down to which the heaviest weights of the cover are cut so that all sum to the capacity. */
  private level(): f64 {
    const size = this.size;
    let excess: f64 = -this.capacity;
    for (let k = 0; k < size; k++) excess += this.weight[this.cover[k]];
    let level = this.weight[this.cover[0]];
    for (let k = 1; k < size; k++) {
      const step = level - this.weight[this.cover[k]];
      if (k * step >= excess) return level - excess / k;
      level -= step;
      excess -= k * step;
    }
    return excess > 0 ? this.capacity / size : level;
  }

  /** How many of the cover a column of this weight displaces, by the cut-down weights. */
  private share(weight: f64): f64 {
    const slack = 1e-6 * Math.max(1, this.capacity);
    let h: i32 = 0;
    while (h < this.size && weight > this.sums[h] + slack) h++;
    return h;
  }

  free(): void {
    freeI32(this.col);
    freeF64(this.weight);
    freeI32(this.isComplement);
    freeF64(this.point);
    freeF64(this.key);
    freeI32(this.item);
    freeI32(this.inCover);
    freeI32(this.cover);
    freeF64(this.sums);
    this.cut.free();
  }
}
