// Sheets as CSV texts, one file each. Every cell of a CSV file is text; the readers of cells make numbers of it.
import Papa from "papaparse";
import { Cell, Sheet } from "./workbook.ts";

/** Spreadsheets run a text as a formula when it begins so, whatever file it came from (CWE-1236); an apostrophe before it makes it text. */
const FORMULA = /^'*[=+\-@\t\r]/;
const ESCAPED = /^'+[=+\-@\t\r]/;

const escaped = (value: string): string => (FORMULA.test(value) ? `'${value}` : value);
const unescaped = (value: string): string => (ESCAPED.test(value) ? value.slice(1) : value);

const text = (cell: Cell): string => {
  if (typeof cell === "string") return escaped(cell);
  return cell === null ? "" : cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
};

/** Texts that a spreadsheet would take for formulas are written with an apostrophe, which `sheetFromCsv` takes away; numbers stay as they are. */
export function sheetToCsv(sheet: Sheet): string {
  return `${Papa.unparse(
    sheet.rows.map((row) => row.map(text)),
    { newline: "\n" },
  )}\n`;
}

/** Headings tell what cells are separated by; cells below may be full of semicolons. */
function delimiterOf(csv: string): string {
  const [header] = csv.split(/\r?\n/, 1);
  const count = (delimiter: string): number => header.split(delimiter).length;
  return ["\t", ";"].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best), ",");
}

/** Commas, semicolons or tabs between cells; a byte-order mark is passed over. */
export function sheetFromCsv(name: string, csv: string): Sheet {
  const text = csv.replace(/^\ufeff/, "");
  const { data } = Papa.parse<string[]>(text, { delimiter: delimiterOf(text), skipEmptyLines: false });
  return { name, rows: data.map((row) => row.map((cell) => (cell === "" ? null : unescaped(cell)))) };
}
