// The model while its file is being read: growing tables, then `finishDraft` turns them into an LpModel.
import { LpModel, LpSense } from "./model.ts";

/** Targets of a declared row other than a row of the model. */
export const OBJECTIVE = -1;
export const DROPPED = -2;

/** Bits of `colGiven`: which bounds the file states. */
export const GIVEN_LOWER = 1;
export const GIVEN_UPPER = 2;

export type RowType = "N" | "E" | "L" | "G";

export class MpsDraft {
  name = "";
  sense: LpSense = "min";
  /** Name asked for by OBJNAME; undefined = the first N row. */
  wantedObjective: string | undefined = undefined;
  objectiveName = "";
  objectiveOffset = 0;

  // Declared rows, objective and dropped rows included.
  readonly rowNumber = new Map<string, number>();
  readonly rowNames: string[] = [];
  readonly rowTypes: RowType[] = [];
  readonly rowLine: number[] = [];
  /** Declared row -> row of the model, OBJECTIVE or DROPPED; valid once the rows are closed. */
  rowTarget = new Int32Array(0);
  /** Right-hand side of a declared row. */
  rhs = new Float64Array(0);
  /** Range of a declared row; NaN = none. */
  range = new Float64Array(0);
  /** Column of the last entry of a declared row; -1 = none. */
  lastCol = new Int32Array(0);
  /** Line of the last entry, right-hand side or range of a declared row, by which duplicates are told. */
  rhsLine = new Int32Array(0);
  rangeLine = new Int32Array(0);
  modelRows = 0;

  readonly colNumber = new Map<string, number>();
  readonly colNames: string[] = [];
  readonly colStart: number[] = [];
  readonly cost: number[] = [];
  readonly isInteger: number[] = [];
  readonly colLower: number[] = [];
  readonly colUpper: number[] = [];
  /** GIVEN_LOWER | GIVEN_UPPER. */
  readonly colGiven: number[] = [];

  entries = 0;
  rowIndex = new Int32Array(1024);
  value = new Float64Array(1024);

  addEntry(row: number, value: number): void {
    if (this.entries === this.rowIndex.length) this.grow();
    this.rowIndex[this.entries] = row;
    this.value[this.entries] = value;
    this.entries++;
  }

  private grow(): void {
    const rowIndex = new Int32Array(this.entries * 2);
    const value = new Float64Array(this.entries * 2);
    rowIndex.set(this.rowIndex);
    value.set(this.value);
    this.rowIndex = rowIndex;
    this.value = value;
  }
}

/** Give every declared row its place in the model. `objective` = the declared row to optimise, -1 = none. */
export function closeRows(draft: MpsDraft, objective: number, keepFreeRows: boolean): void {
  const count = draft.rowNames.length;
  draft.rowTarget = new Int32Array(count);
  draft.rhs = new Float64Array(count);
  draft.range = new Float64Array(count).fill(Number.NaN);
  draft.lastCol = new Int32Array(count).fill(-1);
  draft.rhsLine = new Int32Array(count);
  draft.rangeLine = new Int32Array(count);
  draft.modelRows = 0;
  for (let row = 0; row < count; row++) {
    if (row === objective) draft.rowTarget[row] = OBJECTIVE;
    else if (draft.rowTypes[row] === "N" && !keepFreeRows) draft.rowTarget[row] = DROPPED;
    else draft.rowTarget[row] = draft.modelRows++;
  }
  draft.objectiveName = objective < 0 ? "" : draft.rowNames[objective];
}

/** Add a column with the bounds a file gives it by default: [0, Infinity). */
export function addColumn(draft: MpsDraft, name: string, isInteger: boolean): void {
  draft.colNumber.set(name, draft.colNames.length);
  draft.colNames.push(name);
  draft.colStart.push(draft.entries);
  draft.cost.push(0);
  draft.isInteger.push(isInteger ? 1 : 0);
  draft.colLower.push(0);
  draft.colUpper.push(Number.POSITIVE_INFINITY);
  draft.colGiven.push(0);
}

/** The finished model. */
export function finishDraft(draft: MpsDraft): LpModel {
  const rowLower = new Float64Array(draft.modelRows);
  const rowUpper = new Float64Array(draft.modelRows);
  const rowNames: string[] = [];
  for (let row = 0; row < draft.rowNames.length; row++) {
    const target = draft.rowTarget[row];
    if (target < 0) continue;
    const [lower, upper] = rowBounds(draft.rowTypes[row], draft.rhs[row], draft.range[row]);
    rowLower[target] = lower;
    rowUpper[target] = upper;
    rowNames.push(draft.rowNames[row]);
  }
  return {
    name: draft.name,
    objectiveName: draft.objectiveName,
    sense: draft.sense,
    objectiveOffset: draft.objectiveOffset,
    cost: Float64Array.from(draft.cost),
    colStart: Int32Array.from([...draft.colStart, draft.entries]),
    rowIndex: draft.rowIndex.slice(0, draft.entries),
    value: draft.value.slice(0, draft.entries),
    rowLower,
    rowUpper,
    ...columnBounds(draft),
    integer: Uint8Array.from(draft.isInteger),
    rowNames,
    colNames: draft.colNames,
  };
}

/** The range rules of the format; on an E row the sign of the range says to which side it opens. */
function rowBounds(type: RowType, rhs: number, range: number): [number, number] {
  const width = Math.abs(range);
  const hasRange = !Number.isNaN(range);
  switch (type) {
    case "N":
      return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    case "L":
      return [hasRange ? rhs - width : Number.NEGATIVE_INFINITY, rhs];
    case "G":
      return [rhs, hasRange ? rhs + width : Number.POSITIVE_INFINITY];
    case "E":
      if (!hasRange) return [rhs, rhs];
      return range < 0 ? [rhs - width, rhs] : [rhs, rhs + width];
  }
}

/**
 * Two rules need all bounds of a column, whatever their order: an upper bound below zero without a stated lower bound makes the
 * lower bound -Infinity, and an integer column without any stated bound is binary.
 */
function columnBounds(draft: MpsDraft): { colLower: Float64Array; colUpper: Float64Array } {
  const colLower = Float64Array.from(draft.colLower);
  const colUpper = Float64Array.from(draft.colUpper);
  for (let col = 0; col < colLower.length; col++) {
    const given = draft.colGiven[col];
    if ((given & GIVEN_LOWER) === 0 && colUpper[col] < 0) colLower[col] = Number.NEGATIVE_INFINITY;
    if (given === 0 && draft.isInteger[col] === 1) colUpper[col] = 1;
  }
  return { colLower, colUpper };
}
