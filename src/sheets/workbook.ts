// A workbook as plain values, whatever file it came from: sheets of rows of cells.

export type Cell = string | number | boolean | Date | null;

export interface Sheet {
  readonly name: string;
  /** The first row has the headings. */
  readonly rows: readonly (readonly Cell[])[];
}

export type Workbook = readonly Sheet[];

/** `contracts!H5`: column and row as spreadsheets count them; both are given from 0. */
export function cellName(sheet: string, row: number, column: number): string {
  let letters = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return `${sheet}!${letters}${row + 1}`;
}

export const isBlank = (cell: Cell | undefined): boolean =>
  cell === null || cell === undefined || (typeof cell === "string" && cell.trim() === "");
