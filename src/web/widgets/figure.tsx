// A chart of the report in the page: drawn when it comes into sight and as wide as its place, with the table of its figures behind it.
import { useEffect, useRef, useState } from "preact/hooks";
import { type Chart, drawn } from "../../report/chart.ts";
import { DataTable } from "./data-table.tsx";
import { drawSoon } from "./draw-queue.ts";

/** Charts are not stretched beyond this, and redrawn for steps of this many pixels. */
const WIDEST = 1040;
const STEP = 20;

function Legend({ items }: { items: NonNullable<Chart["legend"]> }) {
  return (
    <ul class="legend">
      {items.map(([colour, name]) => (
        <li key={name}>
          {colour === "line" ? (
            <i class="line" aria-hidden="true" />
          ) : (
            <i style={{ background: `var(--${colour})` }} aria-hidden="true" />
          )}
          {name}
        </li>
      ))}
    </ul>
  );
}

/** Width of the element once it is in sight, in steps; 0 before. */
function useVisibleWidth(place: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const measure = (): void => {
      const fitting = Math.min(WIDEST, Math.floor(element.clientWidth / STEP) * STEP);
      if (fitting > 0) setWidth(fitting);
    };
    const resizing = new ResizeObserver(measure);
    const appearing = new IntersectionObserver(
      ([entry]) => {
        if (!entry.isIntersecting) return;
        appearing.disconnect();
        resizing.observe(element);
      },
      { rootMargin: "300px" },
    );
    appearing.observe(element);
    return () => {
      appearing.disconnect();
      resizing.disconnect();
    };
  }, [place]);
  return width;
}

export function Figure({ chart, level = 3 }: { chart: Chart; level?: 2 | 3 }) {
  const place = useRef<HTMLDivElement>(null);
  const width = useVisibleWidth(place);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (width === 0) return;
    return drawSoon(() => {
      // A document without a page: styles that the drawing brings along never take effect.
      const svg = drawn(chart, width, document.implementation.createHTMLDocument());
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", chart.alt);
      place.current?.replaceChildren(svg);
    });
  }, [chart, width]);
  const Heading = `h${level}` as "h2" | "h3";
  const toggle = (event: { currentTarget: HTMLDetailsElement }): void => setOpen(event.currentTarget.open);
  return (
    <figure class="chart">
      <Heading>{chart.title}</Heading>
      <figcaption>{chart.note}</figcaption>
      {chart.legend === undefined ? null : <Legend items={chart.legend} />}
      <div class="drawing" ref={place} />
      <details onToggle={toggle}>
        <summary>{chart.title}: the figures</summary>
        {isOpen ? <DataTable title={chart.title} head={chart.table.head} rows={chart.table.rows} words={[]} /> : null}
      </details>
    </figure>
  );
}
