// Columns without borders: what survives a paste into a mail.
import Table from "cli-table3";

export type Align = "left" | "right";

const NO_BORDERS = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

/** Lines of a table indented by two, each ending in a newline; `head` may be empty; cells may hold several lines. Wide characters are measured. */
export function textTable(head: string[], rows: string[][], align: Align[]): string {
  const table = new Table({
    chars: NO_BORDERS,
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 0 },
    colAligns: align,
  });
  table.push(...(head.length === 0 ? rows : [head, ...rows]));
  return table
    .toString()
    .split("\n")
    .map((line) => `  ${line.trimEnd()}\n`)
    .join("");
}

/** Longest line, in columns of the terminal, once colours are left out of account. */
export function plainWidth(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are escape sequences
  return Math.max(...text.split("\n").map((line) => line.replace(/\u001b\[[0-9;]*m/g, "").length));
}
