// MPS writer. What it writes, readMps reads back to the same bits: numbers are JavaScript's shortest decimals that round-trip.
// Free format, its fields also at the columns of the fixed format while they fit; names with blanks force the fixed format.

import { LpModel } from "./model.ts";
import { MPS_INFINITY } from "./number.ts";

export interface MpsWriteOptions {
  /** "keep" (default), or "generic" for R1.., C1.. where the names cannot be written (blanks in more than 8 letters, empty, twice). */
  readonly names?: "keep" | "generic";
}

interface Names {
  readonly rows: readonly string[];
  readonly cols: readonly string[];
  /** "" = the model has none and needs none. */
  readonly objective: string;
}

const FIXED_NAME_CHARS = 8;

/**
 * The MPS text of a model; bounds of 1e20 and more are infinite. Free rows are written as N rows: read them back with
 * `freeRows: "keep"`. Throws RangeError for what the format cannot hold: crossed or misplaced infinite row bounds, NaN, bad names.
 */
export function writeMps(model: LpModel, options: MpsWriteOptions = {}): string {
  const names = namesOf(model, options.names ?? "keep");
  const out: string[] = [`NAME          ${model.name.replace(/[\r\n]/g, " ")}`.trimEnd()];
  if (model.sense === "max") out.push("OBJSENSE", "    MAX");
  writeRows(model, names, out);
  writeColumns(model, names, out);
  writeRightHandSides(model, names, out);
  writeBounds(model, names, out);
  out.push("ENDATA", "");
  return out.join("\n");
}

function writeRows(model: LpModel, names: Names, out: string[]): void {
  out.push("ROWS");
  if (names.objective !== "") out.push(` N  ${names.objective}`);
  for (let row = 0; row < names.rows.length; row++) {
    out.push(` ${rowType(model, row, names.rows[row])}  ${names.rows[row]}`);
  }
}

function rowType(model: LpModel, row: number, name: string): "N" | "E" | "L" | "G" {
  const lower = infinite(model.rowLower[row]);
  const upper = infinite(model.rowUpper[row]);
  if (!(lower <= upper) || lower === Number.POSITIVE_INFINITY || upper === Number.NEGATIVE_INFINITY) {
    const bounds = `[${model.rowLower[row]}, ${model.rowUpper[row]}]`;
    throw new RangeError(
      `row ${row} ${JSON.stringify(name)} has the bounds ${bounds}, which MPS cannot express. Mend the row's bounds.`,
    );
  }
  if (lower === upper) return "E";
  if (lower === Number.NEGATIVE_INFINITY) return upper === Number.POSITIVE_INFINITY ? "N" : "L";
  if (upper === Number.POSITIVE_INFINITY) return "G";
  // Of a range the bound of smaller magnitude is the base: base plus range then meets the other bound exactly, but for rare roundings.
  return Math.abs(lower) <= Math.abs(upper) ? "G" : "L";
}

function writeColumns(model: LpModel, names: Names, out: string[]): void {
  out.push("COLUMNS");
  let inIntegers = false;
  for (let col = 0; col < names.cols.length; col++) {
    const isInteger = model.integer[col] !== 0;
    if (isInteger !== inIntegers) {
      out.push(marker(isInteger));
      inIntegers = isInteger;
    }
    const name = names.cols[col];
    const start = model.colStart[col];
    const end = model.colStart[col + 1];
    if (model.cost[col] !== 0 || start === end)
      out.push(pair(name, names.objective, finite(model.cost[col], `cost of ${name}`)));
    for (let entry = start; entry < end; entry++) {
      out.push(pair(name, names.rows[model.rowIndex[entry]], finite(model.value[entry], `coefficient of ${name}`)));
    }
  }
  if (inIntegers) out.push(marker(false));
}

function writeRightHandSides(model: LpModel, names: Names, out: string[]): void {
  out.push("RHS");
  const ranges: string[] = [];
  if (model.objectiveOffset !== 0)
    out.push(pair("RHS", names.objective, finite(-model.objectiveOffset, "objective constant")));
  for (let row = 0; row < names.rows.length; row++) {
    const name = names.rows[row];
    const type = rowType(model, row, name);
    if (type === "N") continue;
    const lower = model.rowLower[row];
    const upper = model.rowUpper[row];
    const base = type === "L" ? upper : lower;
    if (base !== 0) out.push(pair("RHS", name, base));
    const isRange = type !== "E" && Number.isFinite(infinite(lower)) && Number.isFinite(infinite(upper));
    if (isRange) ranges.push(pair("RANGES", name, upper - lower));
  }
  if (ranges.length > 0) out.push("RANGES", ...ranges);
}

function writeBounds(model: LpModel, names: Names, out: string[]): void {
  const bounds: string[] = [];
  for (let col = 0; col < names.cols.length; col++) {
    const lower = infinite(model.colLower[col]);
    const upper = infinite(model.colUpper[col]);
    const name = names.cols[col];
    if (
      Number.isNaN(lower) ||
      Number.isNaN(upper) ||
      lower === Number.POSITIVE_INFINITY ||
      upper === Number.NEGATIVE_INFINITY
    ) {
      throw new RangeError(
        `column ${col} ${JSON.stringify(name)} has the bounds [${lower}, ${upper}], which MPS cannot express. Mend them.`,
      );
    }
    columnBounds(lower, upper, model.integer[col] !== 0, (type, value) => bounds.push(bound(type, name, value)));
  }
  if (bounds.length > 0) out.push("BOUNDS", ...bounds);
}

/** The bound lines of one column. Integer columns always get one, as readers disagree on what they are without. */
function columnBounds(
  lower: number,
  upper: number,
  isInteger: boolean,
  put: (type: string, value?: number) => void,
): void {
  if (isInteger && lower === 0 && upper === 1) put("BV");
  else if (lower === upper) put("FX", lower);
  else if (lower === Number.NEGATIVE_INFINITY && upper === Number.POSITIVE_INFINITY) put("FR");
  else rangeBounds(lower, upper, isInteger, put);
}

function rangeBounds(
  lower: number,
  upper: number,
  isInteger: boolean,
  put: (type: string, value?: number) => void,
): void {
  if (lower === Number.NEGATIVE_INFINITY) put("MI");
  else if (lower !== 0 || upper < 0) put("LO", lower); // a stated 0 keeps a negative UP from moving it to -Infinity
  if (upper !== Number.POSITIVE_INFINITY) put("UP", upper);
  else if (isInteger) put("PL");
}

function bound(type: string, name: string, value?: number): string {
  const line = ` ${type} BND       ${name}`;
  return value === undefined ? line : `${line.padEnd(23)} ${value + 0}`;
}

function pair(name: string, row: string, value: number): string {
  return `${`    ${name.padEnd(8)}  ${row}`.padEnd(23)} ${value + 0}`;
}

function marker(begin: boolean): string {
  return `    MARKER    'MARKER'                 ${begin ? "'INTORG'" : "'INTEND'"}`;
}

function infinite(value: number): number {
  if (value >= MPS_INFINITY) return Number.POSITIVE_INFINITY;
  return value <= -MPS_INFINITY ? Number.NEGATIVE_INFINITY : value;
}

function finite(value: number, what: string): number {
  if (Number.isFinite(value)) return value;
  throw new RangeError(`the ${what} is ${value}, which MPS cannot express. Give a finite number.`);
}

function namesOf(model: LpModel, mode: "keep" | "generic"): Names {
  const count = { rows: model.rowLower.length, cols: model.cost.length };
  if (mode === "generic") {
    const rows = Array.from({ length: count.rows }, (_, row) => `R${row + 1}`);
    const cols = Array.from({ length: count.cols }, (_, col) => `C${col + 1}`);
    return { rows, cols, objective: "OBJ" };
  }
  checkNames("row", model.rowNames, count.rows);
  checkNames("column", model.colNames, count.cols);
  if (model.objectiveName === "" && !needsObjective(model))
    return { rows: model.rowNames, cols: model.colNames, objective: "" };
  let objective = model.objectiveName || "OBJ";
  const taken = new Set(model.rowNames);
  if (taken.has(objective) && model.objectiveName !== "")
    refuseName("objective", objective, "is also the name of a row");
  while (taken.has(objective)) objective += "_";
  const all = [...model.rowNames, ...model.colNames, objective];
  const hasBlanks = all.some((name) => name.includes(" "));
  const long = hasBlanks ? all.find((name) => name.length > FIXED_NAME_CHARS) : undefined;
  if (long !== undefined)
    refuseName("name", long, "is too long for the fixed format, which another name with blanks needs");
  return { rows: model.rowNames, cols: model.colNames, objective };
}

/** Costs and constants need an objective row; columns without entries and free rows (N rows, too) need one before them. */
function needsObjective(model: LpModel): boolean {
  const hasFreeRow = model.rowLower.some((lower, row) => -lower >= MPS_INFINITY && model.rowUpper[row] >= MPS_INFINITY);
  const hasEmptyCol = model.cost.some((cost, col) => cost !== 0 || model.colStart[col] === model.colStart[col + 1]);
  return hasFreeRow || hasEmptyCol || model.objectiveOffset !== 0;
}

function checkNames(kind: string, names: readonly string[], count: number): void {
  if (names.length !== count) {
    throw new RangeError(
      `${names.length} ${kind} names for ${count} ${kind}s. Give one name each, or write with { names: "generic" }.`,
    );
  }
  const seen = new Set<string>();
  for (let i = 0; i < count; i++) {
    const name = names[i];
    if (name.trim() !== name || name === "") refuseName(`${kind} ${i}`, name, "is empty or has blanks at an end");
    if (/[\t\r\n]/.test(name) || /^['"]MARKER['"]$/.test(name))
      refuseName(`${kind} ${i}`, name, "has a meaning of its own in MPS");
    if (seen.has(name)) refuseName(`${kind} ${i}`, name, "comes twice");
    seen.add(name);
  }
}

function refuseName(what: string, name: string, why: string): never {
  throw new RangeError(`${what}: ${JSON.stringify(name)} ${why}. Rename it, or write with { names: "generic" }.`);
}
