// The door of the LP: every array has its length and every number is one, or the caller hears about all of it at once.
// Crossed bounds pass: they make the model infeasible, which is an answer and no mistake.
import { LpInput } from "./input.ts";
import { NewColumns, NewRows } from "./working-lp.ts";

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

/** Throw LpInputError unless `lp` is a well-formed LP. `relaxIntegers` lets integer columns pass as continuous ones. */
export function validateLp(lp: LpInput, relaxIntegers: boolean): void {
  const problems = new Problems();
  checkShapes(lp, problems);
  problems.throwIfAny();
  const vectors: Vectors = {
    start: lp.colStart,
    startPath: "colStart",
    index: lp.rowIndex,
    indexPath: "rowIndex",
    value: lp.value,
    subject: (col) => nameOf(lp, "col", col),
    others: lp.rowLower.length,
    other: "row",
    otherSubject: (row) => nameOf(lp, "row", row),
  };
  checkStarts(vectors, problems);
  problems.throwIfAny();
  checkEntries(vectors, problems);
  checkCosts(lp.cost, vectors.subject, problems);
  checkBounds("rowLower", lp.rowLower, "rowUpper", lp.rowUpper, vectors.otherSubject, problems);
  checkBounds("colLower", lp.colLower, "colUpper", lp.colUpper, vectors.subject, problems);
  if (!relaxIntegers) checkIntegers(lp, problems);
  problems.throwIfAny();
}

/** Throw LpInputError unless `added` is a well-formed set of rows for a model with `cols` columns. */
export function validateNewRows(added: NewRows, cols: number): void {
  const subject = (k: number): string => `new row ${k}`;
  validateAdded(added, added.rowStart, "rowStart", added.colIndex, "colIndex", subject, cols, "column");
}

/** Throw LpInputError unless `added` is a well-formed set of columns for a model with `rows` rows. */
export function validateNewColumns(added: NewColumns, rows: number): void {
  const subject = (k: number): string => `new column ${k}`;
  const problems = new Problems();
  checkArray(added.cost, "cost", Float64Array, problems, added.lower.length, "one per column, as lower has");
  problems.throwIfAny();
  checkCosts(added.cost, subject, problems);
  problems.throwIfAny();
  validateAdded(added, added.colStart, "colStart", added.rowIndex, "rowIndex", subject, rows, "row");
}

function validateAdded(
  added: { readonly value: Float64Array; readonly lower: Float64Array; readonly upper: Float64Array },
  start: Int32Array,
  startPath: string,
  index: Int32Array,
  indexPath: string,
  subject: (k: number) => string,
  others: number,
  other: "row" | "column",
): void {
  const problems = new Problems();
  checkArray(added.lower, "lower", Float64Array, problems);
  checkArray(index, indexPath, Int32Array, problems);
  problems.throwIfAny();
  checkArray(added.upper, "upper", Float64Array, problems, added.lower.length, "as long as lower");
  checkArray(start, startPath, Int32Array, problems, added.lower.length + 1, "one per vector and the end");
  checkArray(added.value, "value", Float64Array, problems, index.length, `one per entry, as ${indexPath} has`);
  problems.throwIfAny();
  const { value } = added;
  const vectors = {
    start,
    startPath,
    index,
    indexPath,
    value,
    subject,
    others,
    other,
    otherSubject: (at: number) => `${other} ${at}`,
  };
  checkStarts(vectors, problems);
  problems.throwIfAny();
  checkEntries(vectors, problems);
  checkBounds("lower", added.lower, "upper", added.upper, subject, problems);
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
  checkArray(lp.cost, "cost", Float64Array, problems);
  checkArray(lp.rowLower, "rowLower", Float64Array, problems);
  if (problems.list.length > 0) return;
  const cols = lp.cost.length;
  const rows = lp.rowLower.length;
  checkArray(lp.rowUpper, "rowUpper", Float64Array, problems, rows, "one per row, as rowLower has");
  checkArray(lp.colLower, "colLower", Float64Array, problems, cols, "one per column, as cost has");
  checkArray(lp.colUpper, "colUpper", Float64Array, problems, cols, "one per column, as cost has");
  checkArray(lp.colStart, "colStart", Int32Array, problems, cols + 1, "one per column and the end");
  checkArray(lp.rowIndex, "rowIndex", Int32Array, problems);
  if (problems.list.length > 0) return;
  checkArray(lp.value, "value", Float64Array, problems, lp.rowIndex.length, "one per entry, as rowIndex has");
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
  array: unknown,
  path: string,
  kind: typeof Float64Array | typeof Int32Array,
  problems: Problems,
  length?: number,
  why?: string,
): void {
  if (!(array instanceof kind)) {
    const found = Array.isArray(array)
      ? "an Array"
      : array === undefined
        ? "undefined"
        : Object.prototype.toString.call(array);
    problems.add(path, "", `not a ${kind.name} but ${found}`, `Use ${kind.name}.from(...).`);
  } else if (length !== undefined && array.length !== length) {
    problems.add(path, "", `has ${array.length} elements, not ${length}`, `It needs ${length}: ${why}.`);
  }
}

/** Compressed vectors (columns of a model, or rows or columns to add) and the words for them. */
interface Vectors {
  readonly start: Int32Array;
  readonly startPath: string;
  readonly index: Int32Array;
  readonly indexPath: string;
  readonly value: Float64Array;
  readonly subject: (vector: number) => string;
  /** What the indices point at. */
  readonly others: number;
  readonly other: "row" | "column";
  readonly otherSubject: (other: number) => string;
}

function checkStarts({ start, startPath, index }: Vectors, problems: Problems): void {
  const hint = `${startPath} counts the entries before each vector.`;
  if (start[0] !== 0) problems.add(`${startPath}[0]`, "", `is ${start[0]}, not 0`, hint);
  for (let k = 1; k < start.length && !problems.full; k++) {
    if (start[k] >= start[k - 1]) continue;
    problems.add(`${startPath}[${k}]`, "", `is ${start[k]}, less than ${start[k - 1]} before it`, hint);
  }
  const last = start.length - 1;
  if (start[last] === index.length) return;
  problems.add(`${startPath}[${last}]`, "", `is ${start[last]}, but there are ${index.length} entries`, hint);
}

function checkEntries(vectors: Vectors, problems: Problems): void {
  const { start, index, indexPath, value, others, other, subject, otherSubject } = vectors;
  const lastVector = new Int32Array(others).fill(-1);
  for (let k = 0; k < start.length - 1 && !problems.full; k++) {
    for (let entry = start[k]; entry < start[k + 1]; entry++) {
      const at = index[entry];
      if (at < 0 || at >= others) {
        const hint = others === 0 ? `The model has no ${other}s.` : `They count from 0 to ${others - 1}.`;
        problems.add(`${indexPath}[${entry}]`, subject(k), `there is no ${other} ${at}`, hint);
        continue;
      }
      if (lastVector[at] === k) {
        problems.add(
          `${indexPath}[${entry}]`,
          subject(k),
          `a second entry in ${otherSubject(at)}`,
          "Add the entries up before the call.",
        );
      }
      lastVector[at] = k;
      if (Number.isFinite(value[entry])) continue;
      const where = `${otherSubject(at)}, ${subject(k)}`;
      problems.add(`value[${entry}]`, where, `the coefficient is ${value[entry]}`, "Coefficients are finite numbers.");
    }
  }
}

function checkCosts(cost: Float64Array, subject: (col: number) => string, problems: Problems): void {
  for (let col = 0; col < cost.length; col++) {
    if (Number.isFinite(cost[col])) continue;
    problems.add(`cost[${col}]`, subject(col), `the cost is ${cost[col]}`, "Costs are finite numbers.");
  }
}

function checkBounds(
  lowerPath: string,
  lower: Float64Array,
  upperPath: string,
  upper: Float64Array,
  subject: (index: number) => string,
  problems: Problems,
): void {
  for (let i = 0; i < lower.length; i++) {
    if (Number.isNaN(lower[i]) || lower[i] === Number.POSITIVE_INFINITY) {
      const hint = "Use a finite number, or -Infinity where there is no lower bound.";
      problems.add(`${lowerPath}[${i}]`, subject(i), `the lower bound is ${lower[i]}`, hint);
    }
    if (Number.isNaN(upper[i]) || upper[i] === Number.NEGATIVE_INFINITY) {
      const hint = "Use a finite number, or Infinity where there is no upper bound.";
      problems.add(`${upperPath}[${i}]`, subject(i), `the upper bound is ${upper[i]}`, hint);
    }
  }
}

/** Throw LpInputError unless [lower, upper] can bound anything; crossed bounds can. */
export function validateBoundPair(subject: string, lower: number, upper: number): void {
  const problems = new Problems();
  checkBounds("lower", Float64Array.of(lower), "upper", Float64Array.of(upper), () => subject, problems);
  problems.throwIfAny();
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
