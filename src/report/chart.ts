// A chart of the report: drawn for the widths of a desk and of a phone, with the table of its figures behind it. Drawing needs a document, which a
// browser has and a server is given.
import * as Plot from "@observablehq/plot";

export interface Table {
  head: string[];
  /** The first cell of a row is its heading. */
  rows: string[][];
}

export interface Chart {
  id: string;
  title: string;
  /** What to see in it, in a sentence or two. */
  note: string;
  /** For those who do not see it. */
  alt: string;
  draw(width: number, document: Document): Element;
  table: Table;
  /** Variables of the style and what their colours mean; "line" is a line. */
  legend?: readonly (readonly [string, string])[];
}

/** The drawing without what belongs to the page: parts of an image have no names of their own, the style is the page's. */
export function drawn(chart: Chart, width: number, document: Document): Element {
  const svg = chart.draw(width, document);
  for (const part of [...svg.querySelectorAll("[aria-label]")]) part.removeAttribute("aria-label");
  for (const style of [...svg.querySelectorAll("style")]) style.remove();
  return svg;
}

/** Widths drawn: the page shows the one that fits. */
export const WIDE = 860;
export const NARROW = 340;

export const isNarrow = (width: number): boolean => width < 600;

/** Colours are variables of the page's style, so that one drawing serves light, dark and print. */
export const COLOURS = {
  cloud: "var(--cloud)",
  lease: "var(--lease)",
  flexible: "var(--mining)",
  resale: "var(--resale)",
  stranded: "var(--stranded)",
  gain: "var(--gain)",
  loss: "var(--loss)",
  total: "var(--total)",
  line: "currentColor",
} as const;

const FONT_PX = 12;

/** Plot with the report's defaults. */
export function plot(document: Document, width: number, options: Plot.PlotOptions): Element {
  return Plot.plot({
    document,
    width,
    className: "plot",
    style: { fontSize: `${FONT_PX}px`, background: "none", overflow: "visible" },
    ...options,
  });
}

/** Every so many labels are written where all would not fit. */
export function sparse(labels: readonly string[], width: number, pxPerLabel = 62): (label: string) => string {
  const step = Math.max(1, Math.ceil((labels.length * pxPerLabel) / width));
  const shown = new Set(labels.filter((_, index) => index % step === 0));
  return (label) => (shown.has(label) ? label : "");
}
