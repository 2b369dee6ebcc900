// The box of a node, and its propagation by rows: with minimal activity  min = sum of a_j x_j over the box, a row a'x <= U implies
// x_j <= (U - min)/a_j + l_j for a_j > 0, and so on (Savelsbergh 1994, Achterberg 2007 section 7.1). Activities are summed afresh, so no
// rounding piles up.
import { copyF64, F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "../lp/arrays.ts";
import { MipModel } from "./mip-model.ts";
import { INTEGRALITY, LARGEST_BOUND, LEAST_TIGHTENING, PROPAGATION_FEASIBILITY, WIDE_BOX } from "./params.ts";

export class Domain {
  model: MipModel;
  lower: F64 = newF64(0); // cols
  upper: F64 = newF64(0);
  infeasible: bool = false;
  /** Objective of the model that solutions must stay below (offset included); Infinity = none. */
  cutoff: f64 = Infinity;
  /** Columns tightened since the list was last taken; each once. */
  changed: i32 = 0;
  changedCol: I32 = newI32(0);
  private isChanged: I32 = newI32(0); // cols
  private queue: I32 = newI32(0); // rows, circular
  private queued: I32 = newI32(0); // rows
  private queueHead: i32 = 0;
  private queueCount: i32 = 0;
  private objectiveQueued: bool = false;
  private costLength: i32 = 0;
  private costCol: I32 = newI32(0); // columns with a cost
  /** Entries of rows looked at over the lifetime: the measure of its work. */
  work: f64 = 0;

  constructor(model: MipModel) {
    this.model = model;
  }

  /** Room for the model, and its own box. */
  reset(): void {
    const model = this.model;
    const cols = model.cols;
    this.lower = roomF64(this.lower, 0, cols);
    this.upper = roomF64(this.upper, 0, cols);
    this.changedCol = roomI32(this.changedCol, 0, cols);
    this.isChanged = roomI32(this.isChanged, 0, cols);
    this.queue = roomI32(this.queue, 0, model.rows + 1);
    this.queued = roomI32(this.queued, 0, model.rows);
    this.costCol = roomI32(this.costCol, 0, cols);
    this.costLength = 0;
    for (let col = 0; col < cols; col++) {
      this.isChanged[col] = 0;
      if (model.cost[col] !== 0) this.costCol[this.costLength++] = col;
    }
    for (let row = 0; row < model.rows; row++) this.queued[row] = 0;
    this.changed = 0;
    this.queueHead = 0;
    this.queueCount = 0;
    this.objectiveQueued = false;
    this.cutoff = Infinity;
    this.assign(model.colLower, model.colUpper);
  }

  /** Take over a box as it is: nothing is queued, the list of changes is empty. */
  assign(lower: F64, upper: F64): void {
    copyF64(this.lower, 0, lower, 0, this.model.cols);
    copyF64(this.upper, 0, upper, 0, this.model.cols);
    this.infeasible = false;
    this.takeChanges();
    this.clearQueue();
  }

  takeChanges(): void {
    for (let k = 0; k < this.changed; k++) this.isChanged[this.changedCol[k]] = 0;
    this.changed = 0;
  }

  private clearQueue(): void {
    while (this.queueCount > 0) this.queued[this.popRow()] = 0;
    this.objectiveQueued = false;
  }

  isFixed(col: i32): bool {
    return this.lower[col] === this.upper[col];
  }

  /** Raise the lower bound to `bound` (rounded up for integer columns) where that is tighter. */
  raise(col: i32, bound: f64): void {
    const model = this.model;
    const value = model.integer[col] !== 0 ? Math.ceil(bound - INTEGRALITY) : bound;
    if (!(value > this.lower[col])) return;
    if (value > this.upper[col]) {
      const slack = 1e-6 * (1 + Math.abs(this.upper[col]));
      if (model.integer[col] !== 0 || value > this.upper[col] + slack) {
        this.infeasible = true;
        return;
      }
      this.lower[col] = this.upper[col];
    } else {
      this.lower[col] = value;
    }
    this.note(col);
  }

  /** Lower the upper bound, as raise. */
  reduce(col: i32, bound: f64): void {
    const model = this.model;
    const value = model.integer[col] !== 0 ? Math.floor(bound + INTEGRALITY) : bound;
    if (!(value < this.upper[col])) return;
    if (value < this.lower[col]) {
      const slack = 1e-6 * (1 + Math.abs(this.lower[col]));
      if (model.integer[col] !== 0 || value < this.lower[col] - slack) {
        this.infeasible = true;
        return;
      }
      this.upper[col] = this.lower[col];
    } else {
      this.upper[col] = value;
    }
    this.note(col);
  }

  /** A bound of `col` changed: its rows are due. */
  note(col: i32): void {
    if (this.isChanged[col] === 0) {
      this.isChanged[col] = 1;
      this.changedCol[this.changed++] = col;
    }
    const model = this.model;
    const last = model.start[col + 1];
    for (let e = model.start[col]; e < last; e++) this.queueRow(model.index[e]);
    if (model.cost[col] !== 0) this.objectiveQueued = true;
  }

  queueRow(row: i32): void {
    if (this.queued[row] !== 0) return;
    this.queued[row] = 1;
    let at: i32 = this.queueHead + this.queueCount;
    if (at >= this.model.rows) at -= this.model.rows;
    this.queue[at] = row;
    this.queueCount++;
  }

  queueAll(): void {
    for (let row = 0; row < this.model.rows; row++) this.queueRow(row);
    this.objectiveQueued = true;
  }

  queueObjective(): void {
    this.objectiveQueued = true;
  }

  private popRow(): i32 {
    const row = this.queue[this.queueHead];
    this.queueHead++;
    if (this.queueHead >= this.model.rows) this.queueHead = 0;
    this.queueCount--;
    return row;
  }

  /** Propagate until nothing is due. False (and `infeasible`) when the box holds no solution better than the cutoff. */
  propagate(): bool {
    const model = this.model;
    let rounds: i32 = 20 * model.rows + 1000; // bounds that creep are left alone
    while (!this.infeasible && rounds > 0) {
      rounds--;
      if (this.queueCount > 0) {
        const row = this.popRow();
        this.queued[row] = 0;
        this.propagateRow(row);
      } else if (this.objectiveQueued) {
        this.objectiveQueued = false;
        if (this.cutoff < Infinity) this.propagateObjective();
      } else break;
    }
    this.clearQueue();
    return !this.infeasible;
  }

  private propagateRow(row: i32): void {
    const model = this.model;
    const first = model.rowStart[row];
    const last = model.rowStart[row + 1];
    const index = model.rowIndex;
    const value = model.rowValue;
    const lower = this.lower;
    const upper = this.upper;
    const rowLower = model.rowLower[row];
    const rowUpper = model.rowUpper[row];
    this.work += last - first;
    let least: f64 = 0;
    let most: f64 = 0;
    let leastInfinite: i32 = 0;
    let mostInfinite: i32 = 0;
    for (let e = first; e < last; e++) {
      const a = value[e];
      const col = index[e];
      const low = a > 0 ? a * lower[col] : a * upper[col];
      const high = a > 0 ? a * upper[col] : a * lower[col];
      if (low === -Infinity) leastInfinite++;
      else least += low;
      if (high === Infinity) mostInfinite++;
      else most += high;
    }
    const upperSlack = PROPAGATION_FEASIBILITY * (1 + Math.abs(rowUpper));
    const lowerSlack = PROPAGATION_FEASIBILITY * (1 + Math.abs(rowLower));
    if (leastInfinite === 0 && least > rowUpper + upperSlack) this.infeasible = true;
    if (mostInfinite === 0 && most < rowLower - lowerSlack) this.infeasible = true;
    if (this.infeasible) return;
    if (rowUpper < Infinity && leastInfinite <= 1 && (mostInfinite > 0 || most > rowUpper)) {
      this.tightenAll(first, last, least, leastInfinite, rowUpper, 1);
    }
    if (rowLower > -Infinity && mostInfinite <= 1 && (leastInfinite > 0 || least < rowLower)) {
      this.tightenAll(first, last, -most, mostInfinite, -rowLower, -1);
    }
  }

  /** sign * (row activity) <= side, whose least value over the box is `least` (infinite terms left out and counted). */
  private tightenAll(first: i32, last: i32, least: f64, infinite: i32, side: f64, sign: f64): void {
    const index = this.model.rowIndex;
    const value = this.model.rowValue;
    const lower = this.lower;
    const upper = this.upper;
    for (let e = first; e < last; e++) {
      const a = sign * value[e];
      const col = index[e];
      if (lower[col] === upper[col]) continue;
      const term = a > 0 ? a * lower[col] : a * upper[col];
      let rest: f64 = least;
      if (term === -Infinity) rest = least;
      else if (infinite > 0) continue;
      else rest = least - term;
      this.tighten(col, a, (side - rest) / a);
      if (this.infeasible) return;
    }
  }

  /** a x_col <= a bound. */
  private tighten(col: i32, a: f64, bound: f64): void {
    const lower = this.lower[col];
    const upper = this.upper[col];
    const width = upper - lower;
    const isNarrow = this.model.integer[col] !== 0 && width <= WIDE_BOX;
    if (a > 0) {
      if (!(bound < upper)) return;
      if (!isNarrow && bound >= lower) {
        if (Math.abs(bound) > LARGEST_BOUND) return;
        if (
          width < Infinity
            ? upper - bound < LEAST_TIGHTENING * width
            : upper < Infinity && upper - bound < 1e-3 * (1 + Math.abs(upper))
        )
          return;
      }
      this.reduce(col, bound);
    } else {
      if (!(bound > lower)) return;
      if (!isNarrow && bound <= upper) {
        if (Math.abs(bound) > LARGEST_BOUND) return;
        if (
          width < Infinity
            ? bound - lower < LEAST_TIGHTENING * width
            : lower > -Infinity && bound - lower < 1e-3 * (1 + Math.abs(lower))
        )
          return;
      }
      this.raise(col, bound);
    }
  }

  /** cost'x + offset < cutoff, as a row. */
  private propagateObjective(): void {
    const model = this.model;
    const cost = model.cost;
    let least: f64 = model.offset;
    let infinite: i32 = 0;
    for (let k = 0; k < this.costLength; k++) {
      const col = this.costCol[k];
      const term = cost[col] > 0 ? cost[col] * this.lower[col] : cost[col] * this.upper[col];
      if (term === -Infinity) infinite++;
      else least += term;
    }
    if (infinite > 1) return;
    const cutoff = this.cutoff;
    if (infinite === 0 && least > cutoff + 1e-9 * (1 + Math.abs(cutoff))) {
      this.infeasible = true;
      return;
    }
    for (let k = 0; k < this.costLength && !this.infeasible; k++) {
      const col = this.costCol[k];
      if (this.isFixed(col)) continue;
      const c = cost[col];
      const term = c > 0 ? c * this.lower[col] : c * this.upper[col];
      if (term === -Infinity) this.tighten(col, c, (cutoff - least) / c);
      else if (infinite === 0) this.tighten(col, c, (cutoff - (least - term)) / c);
    }
  }

  free(): void {
    freeF64(this.lower);
    freeF64(this.upper);
    freeI32(this.changedCol);
    freeI32(this.isChanged);
    freeI32(this.queue);
    freeI32(this.queued);
    freeI32(this.costCol);
  }
}
