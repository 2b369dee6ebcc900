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
    .trim();

const unitOf = (text: string): string | undefined => /[([]([^)\]]*)[)\]]\s*$/.exec(text)?.[1];

/** Columns that people keep for themselves. */
const PRIVATE = /^(notes?|comments?|sources?|remarks?|contact|status|link|owner|updated)$/;

function columnOf(name: string, columns: readonly Column[]): Column | undefined {
  return columns.find(({ heading, aliases }) => plain(heading) === name || aliases?.includes(name) === true);
}

/** The field of each column; undefined where the column is passed over or in doubt. */
export function readHeadings(
  sheet: string,
  row: readonly Cell[],
  columns: readonly Column[],
  log: ImportLog,
): (Heading | undefined)[] {
  const seen = new Set<Column>();
  return row.map((cell, index) => {
    if (isBlank(cell)) return undefined;
    const text = String(cell);
    const at = cellName(sheet, 0, index);
    const name = plain(text);
    const column = columnOf(name, columns);
    if (column === undefined) {
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
    if (seen.has(column))
      return log.doubt(
        at,
        `heading ${JSON.stringify(text)} stands for ${JSON.stringify(column.heading)}, which another column has`,
        "keep one of them",
      );
    seen.add(column);
    const unit = unitOf(text);
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
