// CSV files that spreadsheets open: no text of ours may be run as a formula, and all of it comes back.
import { describe, expect, it } from "vitest";
import { sheetFromCsv, sheetToCsv } from "../../src/sheets/sheet-csv.ts";
import type { Cell } from "../../src/sheets/workbook.ts";

const HOSTILE = [
  '=HYPERLINK("http://x","y")',
  "+1",
  "-2+3|cmd",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  "'=quoted already",
  "''-twice",
];
const HARMLESS = ["plain", "a=b", "'tis", "", "7-8", "1e5"];

const writtenCells = (row: Cell[]): string[] => {
  const [, line] = sheetToCsv({ name: "s", rows: [row.map((_, at) => `h${at}`), row] }).split(/\n(.*)/s);
  // As a spreadsheet reads them: quotes of the file format are gone.
  return [...line.matchAll(/"((?:[^"]|"")*)"|([^,"\n]+)/g)].map(([, quoted, bare]) =>
    quoted === undefined ? bare : quoted.replaceAll('""', '"'),
  );
};

describe("sheets as CSV", () => {
  it("write no text that a spreadsheet would run", () => {
    const cells = writtenCells(HOSTILE);
    expect(cells).toEqual(HOSTILE.map((cell) => `'${cell}`));
  });

  it("leave numbers as numbers, below 0 too, and harmless texts as they are", () => {
    expect(writtenCells([-5, -1e-7, 3])).toEqual(["-5", "-1e-7", "3"]);
    expect(writtenCells(HARMLESS.filter((text) => text !== ""))).toEqual(HARMLESS.filter((text) => text !== ""));
  });

  it("come back as they were, headings too", () => {
    const rows = [HOSTILE, [...HARMLESS, "x", "y"]];
    const back = sheetFromCsv("s", sheetToCsv({ name: "s", rows }));
    expect(back.rows.slice(0, 2)).toEqual(rows.map((row) => row.map((cell) => (cell === "" ? null : cell))));
  });

  it("read a number below 0 that somebody else wrote", () => {
    expect(sheetFromCsv("s", "a,b\n-5,+3\n").rows[1]).toEqual(["-5", "+3"]);
  });
});
