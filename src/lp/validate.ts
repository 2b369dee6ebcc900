// The door of the LP: every array has its length and every number is one, or the caller hears about all of it at once.
// Crossed bounds pass: they make the model infeasible, which is an answer and no mistake.
import { LpInput } from "./input.ts";

/** One thing wrong with an LP. */
export interface LpProblem {
  /** Where, e.g. `value[17]`. */
  readonly path: string;
  /** The row or column it belongs to, with its name where it has one; "" for whole arrays. */
  readonly subject: string;
  readonly message: string;
  readonly hint: string;
}

/** An LP that cannot be taken as one. Lists up to MAX_PROBLEMS problems. */
export class LpInputError extends Error {
  readonly problems: readonly LpProblem[];

  constructor(problems: readonly LpProblem[]) {
    const lines = problems.map(({ path, subject, message, hint }) => {
      const where = subject === "" ? path : `${path} (${subject})`;
      return `${where}: ${message}. ${hint}`;
    });
    super(lines.length === 1 ? lines[0] : `${lines.length} problems:\n${lines.map((line) => `  ${line}`).join("\n")}`);
    this.name = "LpInputError";
    this.problems = problems;
  }
}

/** More would not be read. */
const MAX_PROBLEMS = 20;

class Problems {
  readonly list: LpProblem[] = [];

  get full(): boolean {
    return this.list.length >= MAX_PROBLEMS;
  }

  add(path: string, subject: string, message: string, hint: string): void {
    if (!this.full) this.list.push({ path, subject, message, hint });
  }

  throwIfAny(): void {
    if (this.list.length > 0) throw new LpInputError(this.list);
  }
}

type ArrayKey = "cost" | "colStart" | "rowIndex" | "value" | "rowLower" | "rowUpper" | "colLower" | "colUpper";

/** Throw LpInputError unless `lp` is a well-formed LP. `relaxIntegers` lets integer columns pass as continuous ones. */
export function validateLp(lp: LpInput, relaxIntegers: boolean): void {
  const problems = new Problems();
  checkShapes(lp, problems);
  problems.throwIfAny();
  checkStarts(lp, problems);
  problems.throwIfAny();
  checkEntries(lp, problems);
  checkCosts(lp, problems);
  checkBounds("row", lp.rowLower, lp.rowUpper, lp, problems);
  checkBounds("col", lp.colLower, lp.colUpper, lp, problems);
  if (!relaxIntegers) checkIntegers(lp, problems);
  problems.throwIfAny();
}

function checkShapes(lp: LpInput, problems: Problems): void {
  if (typeof lp !== "object" || lp === null) {
    problems.add(
      "model",
      "",
      `not an object but ${String(lp)}`,
      "Give an object with cost, colStart, rowIndex, value and bounds.",
    );
    return;
  }
  checkArray(lp, "cost", Float64Array, problems);
  checkArray(lp, "rowLower", Float64Array, problems);
  if (problems.list.length > 0) return;
  const cols = lp.cost.length;
  const rows = lp.rowLower.length;
  checkArray(lp, "rowUpper", Float64Array, problems, rows, "one per row, as rowLower has");
  checkArray(lp, "colLower", Float64Array, problems, cols, "one per column, as cost has");
  checkArray(lp, "colUpper", Float64Array, problems, cols, "one per column, as cost has");
  checkArray(lp, "colStart", Int32Array, problems, cols + 1, "one per column and the end");
  checkArray(lp, "rowIndex", Int32Array, problems);
  if (problems.list.length > 0) return;
  checkArray(lp, "value", Float64Array, problems, lp.rowIndex.length, "one per entry, as rowIndex has");
  if (lp.integer !== undefined && (!(lp.integer instanceof Uint8Array) || lp.integer.length !== cols)) {
    problems.add("integer", "", `not a Uint8Array of length ${cols}`, "Give one flag per column, or leave it out.");
  }
  if (lp.sense !== undefined && lp.sense !== "min" && lp.sense !== "max") {
    problems.add("sense", "", `unknown sense ${JSON.stringify(lp.sense)}`, 'Use "min" or "max".');
  }
  const offset = lp.objectiveOffset ?? 0;
  if (!Number.isFinite(offset))
    problems.add("objectiveOffset", "", `not a finite number but ${offset}`, "Use a finite number.");
}

function checkArray(
  lp: LpInput,
  key: ArrayKey,
  kind: typeof Float64Array | typeof Int32Array,
  problems: Problems,
  length?: number,
  why?: string,
): void {
  const array: unknown = lp[key];
  if (!(array instanceof kind)) {
    const found = Array.isArray(array)
      ? "an Array"
      : array === undefined
        ? "undefined"
        : Object.prototype.toString.call(array);
    problems.add(key, "", `not a ${kind.name} but ${found}`, `Use ${kind.name}.from(...).`);
  } else if (length !== undefined && array.length !== length) {
    problems.add(key, "", `has ${array.length} elements, not ${length}`, `It needs ${length}: ${why}.`);
  }
}

function checkStarts({ colStart, rowIndex }: LpInput, problems: Problems): void {
  const nnz = rowIndex.length;
  const hint = "colStart counts the entries before each column.";
  if (colStart[0] !== 0) problems.add("colStart[0]", "", `is ${colStart[0]}, not 0`, hint);
  for (let col = 1; col < colStart.length && !problems.full; col++) {
    if (colStart[col] >= colStart[col - 1]) continue;
    problems.add(`colStart[${col}]`, "", `is ${colStart[col]}, less than ${colStart[col - 1]} before it`, hint);
  }
  const end = colStart[colStart.length - 1];
  if (end !== nnz)
    problems.add(`colStart[${colStart.length - 1}]`, "", `is ${end}, but there are ${nnz} entries`, hint);
}

function checkEntries(lp: LpInput, problems: Problems): void {
  const { colStart, rowIndex, value } = lp;
  const rows = lp.rowLower.length;
  const lastCol = new Int32Array(rows).fill(-1);
  for (let col = 0; col < lp.cost.length && !problems.full; col++) {
    for (let entry = colStart[col]; entry < colStart[col + 1]; entry++) {
      const row = rowIndex[entry];
      if (row < 0 || row >= rows) {
        const hint = rows === 0 ? "The model has no rows." : `Rows count from 0 to ${rows - 1}.`;
        problems.add(`rowIndex[${entry}]`, nameOf(lp, "col", col), `there is no row ${row}`, hint);
        continue;
      }
      if (lastCol[row] === col) {
        const message = `a second entry in ${nameOf(lp, "row", row)}`;
        problems.add(`rowIndex[${entry}]`, nameOf(lp, "col", col), message, "Add the entries up before the call.");
      }
      lastCol[row] = col;
      if (Number.isFinite(value[entry])) continue;
      const subject = `${nameOf(lp, "row", row)}, ${nameOf(lp, "col", col)}`;
      problems.add(
        `value[${entry}]`,
        subject,
        `the coefficient is ${value[entry]}`,
        "Coefficients are finite numbers.",
      );
    }
  }
}

function checkCosts(lp: LpInput, problems: Problems): void {
  for (let col = 0; col < lp.cost.length; col++) {
    if (Number.isFinite(lp.cost[col])) continue;
    problems.add(`cost[${col}]`, nameOf(lp, "col", col), `the cost is ${lp.cost[col]}`, "Costs are finite numbers.");
  }
}

function checkBounds(
  kind: "row" | "col",
  lower: Float64Array,
  upper: Float64Array,
  lp: LpInput,
  problems: Problems,
): void {
  for (let i = 0; i < lower.length; i++) {
    if (Number.isNaN(lower[i]) || lower[i] === Number.POSITIVE_INFINITY) {
      const hint = "Use a finite number, or -Infinity where there is no lower bound.";
      problems.add(`${kind}Lower[${i}]`, nameOf(lp, kind, i), `the lower bound is ${lower[i]}`, hint);
    }
    if (Number.isNaN(upper[i]) || upper[i] === Number.NEGATIVE_INFINITY) {
      const hint = "Use a finite number, or Infinity where there is no upper bound.";
      problems.add(`${kind}Upper[${i}]`, nameOf(lp, kind, i), `the upper bound is ${upper[i]}`, hint);
    }
  }
}

function checkIntegers(lp: LpInput, problems: Problems): void {
  const first = lp.integer?.indexOf(1) ?? -1;
  if (first < 0) return;
  const message = "the column must be integer, which a linear program cannot promise";
  const hint = "Pass { relaxIntegers: true } to solve the relaxation; its solution may be fractional.";
  problems.add(`integer[${first}]`, nameOf(lp, "col", first), message, hint);
}

/** `row 3 "R3"`, or `row 3` where rows have no names. */
export function nameOf(lp: LpInput, kind: "row" | "col", index: number): string {
  const name = (kind === "row" ? lp.rowNames : lp.colNames)?.[index];
  const word = kind === "row" ? "row" : "column";
  return name === undefined ? `${word} ${index}` : `${word} ${index} ${JSON.stringify(name)}`;
}
