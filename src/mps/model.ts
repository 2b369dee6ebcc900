// The linear (or mixed-integer) model every part of the host exchanges: what the MPS reader returns and src/lp solves.

/** What is optimised: the objective is `cost · x + objectiveOffset`. */
export type LpSense = "min" | "max";

/**
 * rowLower <= A x <= rowUpper, colLower <= x <= colUpper, x[col] integer where integer[col] is 1. A is held by columns: the entries
 * of column `col` are at colStart[col] .. colStart[col + 1] - 1. Bounds are -Infinity / Infinity where there is none.
 * The objective is not a row.
 */
export interface LpModel {
  readonly name: string;
  /** Name of the objective row; "" where the file has none. */
  readonly objectiveName: string;
  readonly sense: LpSense;
  /** Constant term of the objective. */
  readonly objectiveOffset: number;
  /** Length cols. */
  readonly cost: Float64Array;
  /** Length cols + 1, ascending from 0. */
  readonly colStart: Int32Array;
  /** Length nnz: row of each entry. */
  readonly rowIndex: Int32Array;
  /** Length nnz: coefficient of each entry. */
  readonly value: Float64Array;
  /** Length rows. */
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** Length cols. */
  readonly colLower: Float64Array;
  readonly colUpper: Float64Array;
  /** Length cols: 1 = the column must be integer. */
  readonly integer: Uint8Array;
  readonly rowNames: readonly string[];
  readonly colNames: readonly string[];
}
