// Workbooks on disk: an .xlsx file, or a folder of CSV files, one a sheet. The .xlsx libraries are 150 modules, so only who needs them loads them.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { sheetFromCsv, sheetToCsv } from "../sheets/sheet-csv.ts";
import { Cell, Workbook } from "../sheets/workbook.ts";
import { CliError } from "./exit.ts";
import { printable } from "./format.ts";
import { READ_ERRORS } from "./read-input.ts";
import { writeOutputFile } from "./write-output.ts";

const WIDEST = 44;

function csvSheets(folder: string, files: readonly string[]): Workbook {
  return files.map((file) => sheetFromCsv(basename(file, extname(file)), readFileSync(join(folder, file), "utf8")));
}

/** Reads an .xlsx file, one .csv file or a folder of them. Throws CliError. */
export async function readWorkbookFile(source: string): Promise<Workbook> {
  try {
    if (statSync(source).isDirectory()) {
      const files = readdirSync(source)
        .filter((file) => /\.csv$/i.test(file))
        .sort();
      if (files.length === 0) throw new CliError(`"${printable(source)}" has no .csv files`);
      return csvSheets(source, files);
    }
    if (/\.csv$/i.test(source)) return csvSheets(".", [source]);
    const bytes = readFileSync(source);
    const { default: readExcelFile } = await import("read-excel-file/node");
    const sheets = await readExcelFile(bytes, { trim: false });
    return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data as unknown as Cell[][] }));
  } catch (error) {
    if (error instanceof CliError) throw error;
    const known = READ_ERRORS[(error as NodeJS.ErrnoException).code ?? ""];
    const reason = known ?? `it is no .xlsx workbook (${(error as Error).message})`;
    throw new CliError(`cannot read the workbook "${printable(source)}": ${reason}`);
  }
}

const heading = (cell: Cell) => ({ value: String(cell ?? ""), fontWeight: "bold" as const, wrap: true });

/** Writes an .xlsx file: headings in bold and kept in sight, columns as wide as what they hold. Throws CliError. */
export async function writeXlsx(path: string, workbook: Workbook): Promise<void> {
  const sheets = workbook.map(({ name, rows }) => ({
    sheet: name,
    data: rows.map((row, index) =>
      row.map((cell) =>
        index === 0 ? heading(cell) : cell instanceof Date ? { value: cell, format: "yyyy-mm-dd" } : cell,
      ),
    ),
    columns: (rows[0] ?? []).map((_, column) => ({
      width: Math.min(WIDEST, 3 + Math.max(10, ...rows.slice(1).map((row) => String(row[column] ?? "").length))),
    })),
    stickyRowsCount: 1,
  }));
  const { default: writeExcelFile } = await import("write-excel-file/node");
  const bytes = await writeExcelFile(sheets).toBuffer();
  await writeOutputFile(path, bytes, "the workbook");
}

/** Writes one CSV file a sheet into `folder`, which is made when it is not there. */
export async function writeCsvFolder(folder: string, workbook: Workbook): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const sheet of workbook)
    await writeOutputFile(join(folder, `${sheet.name}.csv`), sheetToCsv(sheet), `the sheet ${sheet.name}`);
}
