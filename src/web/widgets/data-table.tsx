// A small table of words and figures: the first cell of a row is its heading.
import type { ComponentChildren } from "preact";

export interface DataTableProps {
  title: string;
  head: readonly string[];
  rows: readonly (readonly ComponentChildren[])[];
  /** Columns of words, by index; all but the first are figures otherwise. */
  words: readonly number[];
  /** Say the title above the table; screen readers hear it anyway. */
  showTitle?: boolean;
}

export function DataTable({ title, head, rows, words, showTitle = false }: DataTableProps) {
  const kind = (column: number): string => (column === 0 || words.includes(column) ? "" : "figure");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="scroll" aria-label={title} tabIndex={0}>
      <table>
        <caption class={showTitle ? "" : "heard"}>{title}</caption>
        <thead>
          <tr>
            {head.map((name, column) => (
              <th key={name} scope="col" class={kind(column)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) =>
                column === 0 ? (
                  <th key={column} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={column} class={kind(column)}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
