// The session's own copy of the model, edited in place: what the kernel holds, and what every answer is checked against.
import { LpSense } from "../mps/model.ts";
import { LpInput } from "./input.ts";

/** Rows to add, held by rows (CSR). Entries of row `k` are at rowStart[k] .. rowStart[k + 1] - 1. */
export interface NewRows {
  /** Length rows + 1, from 0. */
  readonly rowStart: Int32Array;
  readonly colIndex: Int32Array;
  readonly value: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Columns to add, held by columns (CSC). */
export interface NewColumns {
  /** Length columns + 1, from 0. */
  readonly colStart: Int32Array;
  readonly rowIndex: Int32Array;
  readonly value: Float64Array;
  readonly cost: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

export class WorkingLp implements LpInput {
  readonly sense: LpSense;
  readonly objectiveOffset: number;
  cost: Float64Array;
  colStart: Int32Array;
  rowIndex: Int32Array;
  value: Float64Array;
  rowLower: Float64Array;
  rowUpper: Float64Array;
  colLower: Float64Array;
  colUpper: Float64Array;

  constructor(lp: LpInput) {
    this.sense = lp.sense ?? "min";
    this.objectiveOffset = lp.objectiveOffset ?? 0;
    this.cost = lp.cost.slice();
    this.colStart = lp.colStart.slice();
    this.rowIndex = lp.rowIndex.slice();
    this.value = lp.value.slice();
    this.rowLower = lp.rowLower.slice();
    this.rowUpper = lp.rowUpper.slice();
    this.colLower = lp.colLower.slice();
    this.colUpper = lp.colUpper.slice();
  }

  get rows(): number {
    return this.rowLower.length;
  }

  get cols(): number {
    return this.cost.length;
  }

  /** Insert the entries of the new rows at the end of their columns. */
  addRows(added: NewRows): void {
    const { cols, rows } = this;
    const nnz = this.value.length + added.value.length;
    const colStart = new Int32Array(cols + 1);
    for (const col of added.colIndex) colStart[col + 1]++;
    for (let col = 0; col < cols; col++)
      colStart[col + 1] += colStart[col] + this.colStart[col + 1] - this.colStart[col];
    const rowIndex = new Int32Array(nnz);
    const value = new Float64Array(nnz);
    const next = new Int32Array(cols);
    for (let col = 0; col < cols; col++) {
      rowIndex.set(this.rowIndex.subarray(this.colStart[col], this.colStart[col + 1]), colStart[col]);
      value.set(this.value.subarray(this.colStart[col], this.colStart[col + 1]), colStart[col]);
      next[col] = colStart[col] + this.colStart[col + 1] - this.colStart[col];
    }
    for (let k = 0; k < added.lower.length; k++) {
      for (let entry = added.rowStart[k]; entry < added.rowStart[k + 1]; entry++) {
        const place = next[added.colIndex[entry]]++;
        rowIndex[place] = rows + k;
        value[place] = added.value[entry];
      }
    }
    this.colStart = colStart;
    this.rowIndex = rowIndex;
    this.value = value;
    this.rowLower = joined(this.rowLower, added.lower);
    this.rowUpper = joined(this.rowUpper, added.upper);
  }

  addColumns(added: NewColumns): void {
    const nnz = this.value.length;
    const colStart = new Int32Array(this.colStart.length + added.cost.length);
    colStart.set(this.colStart);
    for (let k = 0; k < added.cost.length; k++) colStart[this.colStart.length + k] = nnz + added.colStart[k + 1];
    const rowIndex = new Int32Array(nnz + added.rowIndex.length);
    rowIndex.set(this.rowIndex);
    rowIndex.set(added.rowIndex, nnz);
    this.colStart = colStart;
    this.rowIndex = rowIndex;
    this.value = joined(this.value, added.value);
    this.cost = joined(this.cost, added.cost);
    this.colLower = joined(this.colLower, added.lower);
    this.colUpper = joined(this.colUpper, added.upper);
  }
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
