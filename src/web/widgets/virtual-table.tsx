// A table of any length of which only the rows in sight exist. Arrow keys move the selection; headings sort.
import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from "@tanstack/virtual-core";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

export interface Column<T> {
  readonly name: string;
  /** Class of its cells, e.g. "figure". */
  readonly kind?: string;
  readonly cell: (row: T) => ComponentChildren;
  /** What it is sorted by; columns without are not sortable. */
  readonly sortBy?: (row: T) => string | number;
}

export interface VirtualTableProps<T> {
  title: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  idOf: (row: T) => string;
  hrefOf: (row: T) => string;
  selected: string | null;
  onSelect: (id: string) => void;
}

const PHONE = "(max-width: 700px)";

/** Rows are as high as the style says (--row-height). */
function rowHeightPx(): number {
  const text = getComputedStyle(document.documentElement).getPropertyValue("--row-height");
  return Number.parseFloat(text) || 44;
}

function useVirtualRows(count: number, scroller: { current: HTMLElement | null }): Virtualizer<HTMLElement, Element> {
  const [, redraw] = useState(0);
  const [heightPx, setHeight] = useState(rowHeightPx);
  const options: VirtualizerOptions<HTMLElement, Element> = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => heightPx,
    overscan: 8,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => redraw((drawings) => drawings + 1),
  };
  const [virtualizer] = useState(() => new Virtualizer(options));
  virtualizer.setOptions(options);
  useEffect(() => {
    const phone = matchMedia(PHONE);
    const change = (): void => setHeight(rowHeightPx());
    phone.addEventListener("change", change);
    return () => phone.removeEventListener("change", change);
  }, []);
  useEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  useEffect(() => virtualizer.measure(), [virtualizer, heightPx]);
  return virtualizer;
}

interface Sorting {
  column: number;
  isDown: boolean;
}

function sortRows<T>(rows: readonly T[], columns: readonly Column<T>[], sorting: Sorting | null): readonly T[] {
  const by = sorting === null ? undefined : columns[sorting.column].sortBy;
  if (sorting === null || by === undefined) return rows;
  const compare = (a: string | number, b: string | number): number =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en");
  const sign = sorting.isDown ? -1 : 1;
  return [...rows].sort((a, b) => sign * compare(by(a), by(b)));
}

function Heading<T>(props: { column: Column<T>; sort: "ascending" | "descending" | undefined; onSort: () => void }) {
  const { column, sort, onSort } = props;
  const mark = sort === undefined ? "" : sort === "ascending" ? " \u2191" : " \u2193";
  return (
    <th scope="col" class={column.kind ?? ""} {...(sort && { "aria-sort": sort })}>
      {column.sortBy === undefined ? (
        column.name
      ) : (
        <button type="button" class="sort" onClick={onSort}>
          {column.name}
          <span aria-hidden="true">{mark}</span>
        </button>
      )}
    </th>
  );
}

/** Stands for the rows that are not in sight. */
function Spacer({ heightPx, columns }: { heightPx: number; columns: number }) {
  if (heightPx <= 0) return null;
  return (
    <tr class="spacer">
      <td colSpan={columns} style={{ height: `${heightPx}px` }} />
    </tr>
  );
}

export function VirtualTable<T>(props: VirtualTableProps<T>) {
  const { title, columns, rows, idOf, hrefOf, selected, onSelect } = props;
  const scroller = useRef<HTMLElement>(null);
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const sorted = useMemo(() => sortRows(rows, columns, sorting), [rows, columns, sorting]);
  const virtualizer = useVirtualRows(sorted.length, scroller);
  const items = virtualizer.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  const at = sorted.findIndex((row) => idOf(row) === selected);
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: "auto" });
  }, [virtualizer, at]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    const step = steps[event.key];
    if (step === undefined || sorted.length === 0) return;
    event.preventDefault();
    const to = Math.min(sorted.length - 1, Math.max(0, at < 0 ? 0 : at + step));
    onSelect(idOf(sorted[to]));
  };
  const sortOf = (column: number) =>
    sorting?.column !== column ? undefined : sorting.isDown ? ("descending" as const) : ("ascending" as const);
  const sortBy = (column: number) => (): void =>
    setSorting((now) => (now?.column === column ? { column, isDown: !now.isDown } : { column, isDown: false }));

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="virtual" ref={scroller} aria-label={title} tabIndex={0} onKeyDown={onKeyDown}>
      <table aria-rowcount={sorted.length + 1}>
        <caption class="heard">{title}; arrow keys move the selection</caption>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column, index) => (
              <Heading key={column.name} column={column} sort={sortOf(index)} onSort={sortBy(index)} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer heightPx={above} columns={columns.length} />
          {items.map(({ index }) => {
            const row = sorted[index];
            const id = idOf(row);
            return (
              <tr key={id} aria-rowindex={index + 2} class={id === selected ? "row selected" : "row"}>
                {columns.map((column, place) =>
                  place === 0 ? (
                    <th key={column.name} scope="row" class={column.kind ?? ""}>
                      <a href={hrefOf(row)} {...(id === selected && { "aria-current": "true" as const })}>
                        {column.cell(row)}
                      </a>
                    </th>
                  ) : (
                    <td key={column.name} class={column.kind ?? ""}>
                      {column.cell(row)}
                    </td>
                  ),
                )}
              </tr>
            );
          })}
          <Spacer heightPx={below} columns={columns.length} />
        </tbody>
      </table>
      {sorted.length === 0 ? <p class="soft empty">Nothing matches.</p> : null}
    </section>
  );
}
