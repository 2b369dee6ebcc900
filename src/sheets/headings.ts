// Which column of a sheet holds which field: headings are matched by name, and a unit in brackets is read from the heading.
import { nearest } from "../portfolio/suggest.ts";
import { Column } from "./columns.ts";
import { ImportLog } from "./log.ts";
import { knownUnits, UnitRule, unitRule } from "./units.ts";
import { Cell, cellName, isBlank } from "./workbook.ts";

export interface Heading {
  readonly column: Column;
  readonly rule: UnitRule | undefined;
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[([].*$/, "")
    .replace(/[_\s]+/g, " ")
    .replace(/ ?\/ ?/g, "/")
    .replace(/[?:*.\s]+$/, "")
    .trim();

const unitOf = (text: string): string | undefined => /[([]([^)\]]*)[)\]]\s*$/.exec(text)?.[1];

/** Columns that people keep for themselves. */
const PRIVATE = /^(notes?|comments?|sources?|remarks?|contact|status|link|owner|updated)$/;

function columnOf(name: string, columns: readonly Column[]): Column | undefined {
  return columns.find(({ heading, aliases }) => plain(heading) === name || aliases?.includes(name) === true);
}

interface Named {
  readonly column: Column;
  readonly unit: string | undefined;
}

/** The column a heading names; a unit may close it without brackets: "Firm MW". */
function named(text: string, columns: readonly Column[]): Named | undefined {
  const name = plain(text);
  const column = columnOf(name, columns);
  if (column !== undefined) return { column, unit: unitOf(text) };
  const [, short, unit] = /^(.+?),? (\S+)$/.exec(name) ?? [];
  const other = short === undefined ? undefined : columnOf(short, columns);
  const isUnit = other?.measure !== undefined && unitRule(other.measure, unit) !== undefined;
  return isUnit ? { column: other, unit: unitOf(text) ?? unit } : undefined;
}

/** Rows in which headings are looked for: what stands above them is a title. */
const MOST_TITLE_ROWS = 10;

/** The row of the headings: the one that has most of those that are known, if it has two at least; else the first that is not blank. */
export function headingRow(rows: readonly (readonly Cell[])[], columns: readonly Column[]): number {
  const known = (row: readonly Cell[]): number =>
    row.filter((cell) => typeof cell === "string" && named(cell, columns) !== undefined).length;
  const top = rows.slice(0, MOST_TITLE_ROWS);
  const most = Math.max(0, ...top.map(known));
  const found = most >= 2 ? top.findIndex((row) => known(row) === most) : top.findIndex((row) => !row.every(isBlank));
  return Math.max(0, found);
}

/** The field of each column; undefined where the column is passed over or in doubt. */
export function readHeadings(
  sheet: string,
  row: readonly Cell[],
  columns: readonly Column[],
  log: ImportLog,
  rowIndex = 0,
): (Heading | undefined)[] {
  const seen = new Set<Column>();
  return row.map((cell, index) => {
    if (isBlank(cell)) return undefined;
    const text = String(cell);
    const at = cellName(sheet, rowIndex, index);
    const name = plain(text);
    const found = named(text, columns);
    if (found === undefined) {
      if (PRIVATE.test(name)) {
        log.ignored.push(at);
        return undefined;
      }
      const guess = nearest(
        name,
        columns.flatMap(({ heading, aliases = [] }) => [plain(heading), ...aliases]),
      );
      return log.doubt(
        at,
        `heading ${JSON.stringify(text)} is not known`,
        guess === undefined
          ? 'call it "Notes" to keep it out, or see megalloc template'
          : `did you mean ${JSON.stringify(guess)}?`,
      );
    }
    const { column, unit } = found;
    if (seen.has(column))
      return log.doubt(
        at,
        `heading ${JSON.stringify(text)} stands for ${JSON.stringify(column.heading)}, which another column has`,
        "keep one of them",
      );
    seen.add(column);
    if (unit === undefined || text.trim() === column.heading || column.measure === undefined)
      return { column, rule: undefined };
    const rule = unitRule(column.measure, unit);
    if (rule === undefined && unitOf(column.heading) !== unit) {
      return log.doubt(
        at,
        `unit ${JSON.stringify(unit)} of ${JSON.stringify(text)} is not understood`,
        `one of ${knownUnits(column.measure).join(", ")}`,
      );
    }
    return { column, rule };
  });
}
