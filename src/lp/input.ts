// What solveLp takes: an LpModel, or just its arrays.
import { LpSense } from "../mps/model.ts";

/**
 * minimise (or maximise) cost · x + objectiveOffset, rowLower <= A x <= rowUpper, colLower <= x <= colUpper. A is held by columns
 * (CSC): the entries of column `col` are at colStart[col] .. colStart[col + 1] - 1, in any order of rows, no row twice. Infinite
 * bounds are -Infinity / Infinity. The arrays are read, never written or kept. An LpModel from readMps is an LpInput.
 */
export interface LpInput {
  /** Default "min". */
  readonly sense?: LpSense;
  /** Default 0. */
  readonly objectiveOffset?: number;
  /** Length cols. */
  readonly cost: Float64Array;
  /** Length cols + 1. */
  readonly colStart: Int32Array;
  /** Length nnz. */
  readonly rowIndex: Int32Array;
  /** Length nnz. */
  readonly value: Float64Array;
  /** Length rows. */
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** Length cols. */
  readonly colLower: Float64Array;
  readonly colUpper: Float64Array;
  /** Length cols; a 1 is refused unless the relaxation is asked for. */
  readonly integer?: Uint8Array;
  /** For messages only. */
  readonly rowNames?: readonly string[];
  readonly colNames?: readonly string[];
}
