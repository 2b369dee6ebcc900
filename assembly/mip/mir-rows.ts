// Equations for rounding: single rows, rows aggregated along continuous columns that are far from their bounds (Marchand and Wolsey 2001),
// and rows of the simplex tableau (with them rounding is Gomory's mixed-integer cut).
import { F64, freeF64, freeI32, I32, newF64, newI32 } from "../glue/mem.ts";
import { roomF64, roomI32 } from "../lp/arrays.ts";
import { heapSort } from "../lp/heap-sort.ts";
import { CutPool } from "./cut-pool.ts";
import { Mir } from "./mir.ts";
import { RowSides } from "./row-sides.ts";
import { SearchState } from "./search-state.ts";
import { VariableBounds } from "./variable-bounds.ts";

/** Rows in one aggregation. */
const MOST_ROWS: i32 = 6;
/** Efficacy a cut must have in the space it is made in. */
const LEAST_EFFICACY: f64 = 1e-3;
/** Rows with more entries than this are not aggregated. */
const LONGEST_ROW: i32 = 1000;
/** Tableau rows used in a round. */
const MOST_TABLEAU_ROWS: i32 = 100;

export class MirRows {
  state: SearchState;
  bounds: VariableBounds = new VariableBounds();
  sides: RowSides;
  mir: Mir;
  pool: CutPool;
  private isUsed: I32 = newI32(0); // rows of the aggregation at hand
  private key: F64 = newF64(0);
  private item: I32 = newI32(0);

  constructor(state: SearchState, pool: CutPool) {
    const bounds = new VariableBounds();
    const sides = new RowSides(state);
    this.state = state;
    this.pool = pool;
    this.bounds = bounds;
    this.sides = sides;
    this.mir = new Mir(state, bounds, sides);
  }

  /** Before the first round on a model. */
  reset(): void {
    this.bounds.find(this.state.model);
  }

  /** Take the LP's solution; before the generators of a round. */
  read(): void {
    this.sides.read();
    this.mir.resize();
    const most: i32 = this.sides.rows > this.state.model.cols ? this.sides.rows : this.state.model.cols;
    this.isUsed = roomI32(this.isUsed, 0, this.sides.rows);
    this.key = roomF64(this.key, 0, most);
    this.item = roomI32(this.item, 0, most);
  }

  /** Cuts from rows of the model and their aggregations. */
  aggregate(): void {
    const sides = this.sides;
    const y = this.state.nodeLp.lp.y;
    let count: i32 = 0;
    for (let row = 0; row < this.state.model.rows; row++) {
      const length = sides.length(row);
      if (length < 2 || length > LONGEST_ROW) continue;
      const slack = sides.slack(row);
      if (slack > 0.1 * (1 + Math.abs(sides.activity[row]))) continue;
      this.item[count] = row;
      this.key[count] = -Math.abs(y[row]) + slack + 0.001 * length;
      count++;
    }
    heapSort(this.key, this.item, count);
    const most: i32 = count < 600 ? count : 600;
    for (let k = 0; k < most; k++) this.startAt(this.item[k]);
  }

  private startAt(row: i32): void {
    const mir = this.mir;
    mir.clear();
    this.addRow(row, 1);
    let used: i32 = 1;
    while (true) {
      if (this.tryBoth()) break;
      if (used >= MOST_ROWS) break;
      const next = this.nextRow();
      if (next < 0) break;
      used++;
    }
    for (let k = 0; k < mir.slacks; k++) this.isUsed[mir.slackRow[k]] = 0;
  }

  private addRow(row: i32, weight: f64): void {
    this.sides.addRow(row, weight, this.mir.base);
    this.mir.addSlack(row, weight, this.sides.nearUpper(row));
    this.isUsed[row] = 1;
  }

  private tryBoth(): bool {
    const mir = this.mir;
    let found: bool = false;
    for (let sign = 0; sign < 2; sign++) {
      if (mir.separate(LEAST_EFFICACY) && this.pool.offer(mir.cut)) found = true;
      mir.negate();
    }
    return found;
  }

  /** Eliminate the continuous column farthest from its bounds by another tight row. Its index, -1 when there is none. */
  private nextRow(): i32 {
    const base = this.mir.base;
    const state = this.state;
    let best: f64 = 1e-6;
    let bestCol: i32 = -1;
    for (let k = 0; k < base.count; k++) {
      const col = base.list[k];
      if (state.model.integer[col] !== 0 || Math.abs(base.coef[col]) < 1e-9) continue;
      const distance = this.distance(col);
      if (distance <= best || this.partner(col) < 0) continue;
      best = distance;
      bestCol = col;
    }
    if (bestCol < 0) return -1;
    const row = this.partner(bestCol);
    const a = this.coefficient(row, bestCol);
    const weight = -base.coef[bestCol] / a;
    if (Math.abs(weight) > 1e4 || Math.abs(weight) < 1e-4) return -1;
    this.addRow(row, weight);
    base.coef[bestCol] = 0;
    base.compress();
    return row;
  }

  /** How far the column is from its bounds, variable ones included. */
  private distance(col: i32): f64 {
    const state = this.state;
    const x = state.x;
    const vb = this.bounds;
    let low = state.globalLower[col];
    let high = state.globalUpper[col];
    if (vb.lowerCol[col] >= 0) low = Math.max(low, vb.lowerCoef[col] * x[vb.lowerCol[col]] + vb.lowerConstant[col]);
    if (vb.upperCol[col] >= 0) high = Math.min(high, vb.upperCoef[col] * x[vb.upperCol[col]] + vb.upperConstant[col]);
    return Math.min(x[col] - low, high - x[col]);
  }

  /** A tight row of the model with the column, not used yet; the shortest. */
  private partner(col: i32): i32 {
    const model = this.state.model;
    let best: i32 = -1;
    let length: i32 = 0x7fffffff;
    for (let e = model.start[col]; e < model.start[col + 1]; e++) {
      const row = model.index[e];
      if (this.isUsed[row] !== 0 || Math.abs(model.value[e]) < 1e-9) continue;
      const entries = this.sides.length(row);
      if (entries < 2 || entries > LONGEST_ROW || entries >= length || this.sides.slack(row) > 1e-6) continue;
      best = row;
      length = entries;
    }
    return best;
  }

  private coefficient(row: i32, col: i32): f64 {
    const model = this.state.model;
    for (let e = model.start[col]; e < model.start[col + 1]; e++) if (model.index[e] === row) return model.value[e];
    return 1;
  }

  /** Gomory's cuts from the tableau rows of fractional columns. */
  gomory(): void {
    const state = this.state;
    const lp = state.nodeLp.lp;
    let count: i32 = 0;
    for (let col = 0; col < state.model.cols; col++) {
      if (!state.isFractional(col)) continue;
      const fraction = state.x[col] - Math.floor(state.x[col]);
      if (fraction < 0.005 || fraction > 0.995) continue;
      this.item[count] = col;
      this.key[count] = Math.abs(fraction - 0.5);
      count++;
    }
    heapSort(this.key, this.item, count);
    const most: i32 = count < MOST_TABLEAU_ROWS ? count : MOST_TABLEAU_ROWS;
    for (let k = 0; k < most; k++) {
      if (lp.tableauRow(this.item[k])) this.roundTableau();
    }
  }

  private roundTableau(): void {
    const mir = this.mir;
    const tableau = this.state.nodeLp.lp.tableau;
    mir.clear();
    const multiplier = tableau.multiplier;
    for (let k = 0; k < multiplier.count; k++) {
      const row = multiplier.index[k];
      const weight = multiplier.value[row];
      if (Math.abs(weight) < 1e-11) continue;
      if (Math.abs(weight) > 1e7) return;
      const slack = this.sides.slack(row);
      if (!(slack < Infinity)) return;
      mir.addSlack(row, weight, this.sides.nearUpper(row));
    }
    const coefficient = tableau.coefficient;
    for (let k = 0; k < coefficient.count; k++) {
      const col = coefficient.index[k];
      if (Math.abs(coefficient.value[col]) > 1e-10) mir.base.add(col, coefficient.value[col]);
      else mir.base.rhs += Math.abs(coefficient.value[col]);
    }
    this.tryBoth();
  }

  free(): void {
    this.bounds.free();
    this.sides.free();
    this.mir.free();
    freeI32(this.isUsed);
    freeF64(this.key);
    freeI32(this.item);
  }
}
