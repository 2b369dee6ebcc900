// A workbook as planners keep it, to a portfolio still to be checked: tolerant of how things are written, strict about what was understood.
import { nearest } from "../portfolio/suggest.ts";
import { readSpan, TOTAL, unquotedText } from "./cell-text.ts";
import {
  Column,
  isOfSite,
  POWER_ALIASES,
  POWER_FIELDS,
  POWER_SHEET,
  SHEETS,
  SheetSpec,
  SINGLES,
  SINGLES_ALIASES,
  SINGLES_SHEET,
  SITE_COLUMN,
} from "./columns.ts";
import { headingRow, readHeadings } from "./headings.ts";
import { Conversion, Doubt, ImportLog } from "./log.ts";
import { readCell } from "./read-cell.ts";
import { readNumber } from "./read-number.ts";
import { Cell, cellName, isBlank, Sheet, Workbook } from "./workbook.ts";

export interface ImportOptions {
  /** MW at the meter per IT MW, for quantities given in gross MW. Without it such cells are doubts. */
  readonly grossPerIt?: number;
}

export interface Imported {
  /** As a portfolio file would have it; to be checked by parsePortfolio or readPortfolioText. */
  readonly portfolio: unknown;
  readonly conversions: Conversion[];
  /** Cells that were not understood; nothing was taken from them. */
  readonly doubts: Doubt[];
  readonly ignored: string[];
  /** Cell of a JSON path such as `contracts[3].start.latest`; undefined where no cell gave it. */
  cellOf(path: string): string | undefined;
}

type Item = Record<string, unknown>;

/** The object or list at `key`, made when there is none. */
function within<T>(owner: Item, key: string, fresh: T): T {
  if (!Object.hasOwn(owner, key)) owner[key] = fresh;
  return owner[key] as T;
}

/** Puts `value` at a dotted path below `item`. Paths come from the column table, never from the workbook. */
function put(item: Item, path: string, value: unknown): void {
  const keys = path.split(".");
  const last = keys[keys.length - 1];
  let owner = item;
  for (const key of keys.slice(0, -1)) owner = within<Item>(owner, key, {});
  owner[last] = value;
}

class Importer {
  readonly log = new ImportLog();
  readonly portfolio: Item = { schema: "megalloc/portfolio@1", platforms: [], backlog: [], sites: [], contracts: [] };
  readonly cells = new Map<string, string>();
  private readonly sites = new Map<string, { item: Item; at: string }>();

  constructor(private readonly options: ImportOptions) {}

  private context(column: Column, headingRule = undefined as ReturnType<typeof readHeadings>[number] | undefined) {
    return { column, headingRule: headingRule?.rule, grossPerIt: this.options.grossPerIt, log: this.log };
  }

  /** The sheet of single values: the item in the first column, its value in the second. */
  singles(sheet: Sheet): void {
    for (const [row, cells] of sheet.rows.entries()) {
      const [name, value] = cells;
      if (isBlank(name) || isBlank(value) || isTitleRow(cells)) continue;
      const [heading] = readHeadings(sheet.name, [name], SINGLES, this.log, row);
      if (heading === undefined) continue;
      const at = cellName(sheet.name, row, 1);
      const read = readCell(value, at, this.context(heading.column, heading));
      if (read === undefined) continue;
      put(this.portfolio, heading.column.path, read);
      this.cells.set(heading.column.path, at);
    }
  }

  /** Rows of items: to the portfolio's own list, or to that of the site each row names. */
  items(sheet: Sheet, spec: SheetSpec): void {
    const ofSite = isOfSite(spec.list);
    const columns = ofSite ? [SITE_COLUMN, ...spec.columns] : spec.columns;
    const top = headingRow(sheet.rows, columns);
    const headings = readHeadings(sheet.name, sheet.rows[top] ?? [], columns, this.log, top);
    for (const [index, cells] of sheet.rows.entries()) {
      if (index <= top || cells.every(isBlank)) continue;
      if (isTotal(cells)) {
        this.log.ignored.push(cellName(sheet.name, index, 0));
        continue;
      }
      const item: Item = {};
      const found: [string, string][] = [];
      for (const [place, heading] of unitFirst(headings)) {
        const value = cells[place];
        if (heading === undefined || isBlank(value)) continue;
        const at = cellName(sheet.name, index, place);
        const rowUnit = typeof item.unit === "string" ? item.unit : undefined;
        const read = readCell(value, at, { ...this.context(heading.column, heading), rowUnit });
        if (read === undefined) continue;
        put(item, heading.column.path, read);
        found.push([heading.column.path, at]);
      }
      this.place(item, spec, found, cellName(sheet.name, index, 0), ofSite);
    }
  }

  private place(item: Item, spec: SheetSpec, found: [string, string][], rowCell: string, ofSite: boolean): void {
    let owner = this.portfolio;
    let path = "";
    const key: string = spec.list;
    if (ofSite) {
      const site = this.sites.get(String(item.site));
      if (site === undefined) {
        const guess = nearest(String(item.site), this.sites.keys());
        this.log.doubt(
          rowCell,
          item.site === undefined ? "the row names no site" : `there is no site ${JSON.stringify(item.site)}`,
          guess === undefined ? "name a site of the sheet sites" : `did you mean ${JSON.stringify(guess)}?`,
        );
        return;
      }
      delete item.site;
      owner = site.item;
      path = `${site.at}.`;
      if (key === "market") {
        owner = within<Item>(owner, "energy", {});
        path += "energy.";
      }
    }
    const list = within<Item[]>(owner, key, []);
    const at = `${path}${key}[${list.length}]`;
    list.push(item);
    for (const [field, cell] of found) this.cells.set(`${at}.${field}`, cell);
    this.cells.set(at, rowCell);
    if (spec.list === "sites" && typeof item.id === "string") {
      item.halls = [];
      this.sites.set(item.id, { item, at });
    }
  }

  /** Firm and interruptible power by date: a row per site and kind of power, a column per month, quarter or half-year. */
  power(sheet: Sheet): void {
    const [header = [], ...rows] = sheet.rows;
    const months = header.map((cell, place) =>
      place < 2 || isBlank(cell) ? undefined : this.powerMonth(cell, cellName(sheet.name, 0, place)),
    );
    const column: Column = { heading: "Power (MW at the meter)", path: "power", kind: "number", measure: "mw" };
    for (const [index, cells] of rows.entries()) {
      if (cells.every(isBlank)) continue;
      const site = this.sites.get(unquotedText(String(cells[0])));
      const field =
        POWER_FIELDS[
          String(cells[1] ?? "")
            .trim()
            .toLowerCase()
        ];
      const at = cellName(sheet.name, index + 1, 0);
      if (site === undefined)
        this.log.doubt(
          at,
          `there is no site ${JSON.stringify(String(cells[0] ?? ""))}`,
          "name a site of the sheet sites",
        );
      else if (field === undefined)
        this.log.doubt(
          cellName(sheet.name, index + 1, 1),
          `${JSON.stringify(String(cells[1] ?? ""))} is no kind of power`,
          "write firm or interruptible",
        );
      else {
        const steps: Record<string, number> = {};
        for (const [place, month] of months.entries()) {
          const value = cells[place];
          if (month === undefined || isBlank(value)) continue;
          const read = readNumber(value, cellName(sheet.name, index + 1, place), this.context(column));
          if (read !== undefined) steps[month] = read;
        }
        if (site.item[field] !== undefined)
          this.log.doubt(
            at,
            `site ${JSON.stringify(site.item.id)} has ${field} in the sheet sites too`,
            "keep one of them",
          );
        site.item[field] = steps;
        this.cells.set(`${site.at}.${field}`, at);
      }
    }
  }

  private powerMonth(cell: Cell, at: string): string | undefined {
    const text = cell instanceof Date ? cell.toISOString().slice(0, 7) : String(cell);
    const span = readSpan(text);
    if (span === undefined)
      return this.log.doubt(
        at,
        `heading ${JSON.stringify(text)} is no date`,
        'write "2026-07", "Q3 2026" or "H2 2026"',
      );
    if (span.first !== text.trim()) this.log.convert(at, text, span.first, "first month");
    return span.first;
  }
}

/** A line below the items that sums them up. */
const isTotal = (cells: readonly Cell[]): boolean => TOTAL.test(String(cells.find((cell) => !isBlank(cell))).trim());

type Headings = ReturnType<typeof readHeadings>;

/** Columns by place, that of the unit before the numbers it is about. */
function unitFirst(headings: Headings): [number, Headings[number]][] {
  const isUnit = (heading: Headings[number]): boolean => heading?.column.path === "unit";
  const all = [...headings.entries()];
  return [...all.filter(([, heading]) => isUnit(heading)), ...all.filter(([, heading]) => !isUnit(heading))];
}

/** "Item | Value" above the values. */
const isTitleRow = ([name, value]: readonly Cell[]): boolean =>
  /^(item|field|what|parameter|assumption)s?$/i.test(String(name).trim()) &&
  /^(values?|figures?|inputs?|base case|units?|usd)$/i.test(String(value).trim());

const plainName = (name: string): string => name.trim().toLowerCase().replace(/[_-]+/g, " ");
const isNamed = (sheet: Sheet, name: string, aliases: readonly string[]): boolean =>
  [name, ...aliases].includes(plainName(sheet.name));

/** Reads a workbook. Never throws: what cannot be understood is a doubt with its cell. */
export function fromWorkbook(workbook: Workbook, options: ImportOptions = {}): Imported {
  const importer = new Importer(options);
  const taken = new Set<Sheet>();
  const take = (name: string, aliases: readonly string[]): Sheet[] => {
    const sheets = workbook.filter((sheet) => !taken.has(sheet) && isNamed(sheet, name, aliases));
    for (const sheet of sheets) taken.add(sheet);
    return sheets;
  };
  for (const sheet of take(SINGLES_SHEET, SINGLES_ALIASES)) importer.singles(sheet);
  // Exact names first: "cooling" may be a name for the halls, "halls" always is.
  const claimed = SHEETS.map((spec) => ({ spec, sheets: take(spec.name, []) }));
  for (const claim of claimed) claim.sheets.push(...take(claim.spec.name, claim.spec.aliases));
  const power = take(POWER_SHEET, POWER_ALIASES);
  for (const { spec, sheets } of claimed) for (const sheet of sheets) importer.items(sheet, spec);
  for (const sheet of power) importer.power(sheet);
  for (const sheet of workbook) if (!taken.has(sheet)) importer.log.ignored.push(sheet.name);
  const { log, portfolio, cells } = importer;
  return {
    portfolio,
    conversions: log.conversions,
    doubts: log.doubts,
    ignored: log.ignored,
    cellOf: (path) => nearestCell(cells, path),
  };
}

/** The cell of the path, or of the nearest object around it that has one. */
function nearestCell(cells: ReadonlyMap<string, string>, path: string): string | undefined {
  let at = path;
  while (at !== "") {
    const cell = cells.get(at);
    if (cell !== undefined) return cell;
    const cut = Math.max(at.lastIndexOf("."), at.lastIndexOf("["));
    at = cut < 0 ? "" : at.slice(0, cut);
  }
  return undefined;
}
