// A portfolio as a workbook: one sheet per kind, power by date on a sheet of its own. Nothing is lost: reading it back gives the portfolio.
import { monthIndex } from "../portfolio/month.ts";
import { listText, NO_STEPS, quotedText, stepsText } from "./cell-text.ts";
import {
  Column,
  isOfSite,
  POWER_FIELDS,
  POWER_SHEET,
  SHEETS,
  SheetSpec,
  SINGLES,
  SINGLES_SHEET,
  SITE_COLUMN,
} from "./columns.ts";
import { Cell, Sheet, Workbook } from "./workbook.ts";

type Item = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Item =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function at(item: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), item);
}

function cellOf(value: unknown, { kind }: Column): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return listText(value.map(String));
  if (isObject(value)) return Object.keys(value).length === 0 ? NO_STEPS : stepsText(value as Record<string, number>);
  return kind === "text" ? quotedText(String(value)) : String(value);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Items of a sheet with the site they belong to. */
function itemsOf(portfolio: Item, { list }: SheetSpec): { site: string | undefined; item: unknown }[] {
  if (!isOfSite(list)) return listOf(portfolio[list]).map((item) => ({ site: undefined, item }));
  return listOf(portfolio.sites).flatMap((site) => {
    const items = listOf(at(site, list === "market" ? "energy.market" : list));
    return items.map((item) => ({ site: String(at(site, "id")), item }));
  });
}

/** Power that changes over time stands on the sheet of power, not among the sites. */
const onPowerSheet = (spec: SheetSpec, { path }: Column, value: unknown): boolean =>
  spec.list === "sites" &&
  Object.values(POWER_FIELDS).includes(path) &&
  isObject(value) &&
  Object.keys(value).length > 0;

function itemSheet(portfolio: Item, spec: SheetSpec): Sheet {
  const siteColumn = isOfSite(spec.list) ? [SITE_COLUMN] : [];
  const rows = itemsOf(portfolio, spec).map(({ site, item }) => [
    ...(site === undefined ? [] : [quotedText(site)]),
    ...spec.columns.map((column) => {
      const value = at(item, column.path);
      return onPowerSheet(spec, column, value) ? null : cellOf(value, column);
    }),
  ]);
  return { name: spec.name, rows: [[...siteColumn, ...spec.columns].map(({ heading }) => heading), ...rows] };
}

function powerSheet(portfolio: Item): Sheet {
  const rows = listOf(portfolio.sites).flatMap((site) =>
    Object.entries(POWER_FIELDS).flatMap(([name, field]) => {
      const steps = at(site, field);
      return isObject(steps) && Object.keys(steps).length > 0 ? [{ site: String(at(site, "id")), name, steps }] : [];
    }),
  );
  const months = [...new Set(rows.flatMap(({ steps }) => Object.keys(steps)))].sort(
    (a, b) => monthIndex(a) - monthIndex(b),
  );
  const header = ["Site", "Power (MW at the meter)", ...months];
  return {
    name: POWER_SHEET,
    rows: [
      header,
      ...rows.map(({ site, name, steps }) => [
        quotedText(site),
        name,
        ...months.map((month) => (steps[month] as number | undefined) ?? null),
      ]),
    ],
  };
}

/** The portfolio (parsed, or as a file has it) as sheets. */
export function toWorkbook(portfolio: object): Workbook {
  const item = portfolio as Item;
  const singles = SINGLES.map((column) => [column.heading, cellOf(at(item, column.path), column)] satisfies Cell[]);
  return [
    { name: SINGLES_SHEET, rows: [["Item", "Value"], ...singles] },
    ...SHEETS.map((spec) => itemSheet(item, spec)),
    powerSheet(item),
  ];
}

/** Headings alone, to be filled in. */
export function emptyWorkbook(): Workbook {
  return toWorkbook({}).map((sheet) =>
    sheet.name === POWER_SHEET
      ? { ...sheet, rows: [["Site", "Power (MW at the meter)", "2027-01", "2027-04", "2027-07", "2027-10"]] }
      : sheet,
  );
}
