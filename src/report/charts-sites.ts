// What happens where and when: contracts and construction on a time line, megawatts by use against what is energised, racks.
import * as Plot from "@observablehq/plot";
import { type Chart, COLOURS, isNarrow, plot, sparse } from "./chart.ts";
import { mwText } from "./figures.ts";
import { type Bar, type ChipFigures, POWER_USES, type SiteFigures } from "./site-figures.ts";

const KIND_COLOURS = { lease: COLOURS.lease, cloud: COLOURS.cloud, build: "var(--build)" };

/** Builds and contracts of one site, or undefined where nothing happens. */
export function timelineChart({ site, bars, periods: names }: SiteFigures): Chart | undefined {
  if (bars.length === 0) return undefined;
  const periods = names.length;
  const name = (t: number): string => names[t] ?? "the horizon's end";
  const labels = [...new Set(bars.map(({ label }) => label))];
  const draw = (width: number, document: Document): Element => {
    const show = sparse(names, width - (isNarrow(width) ? 120 : 200));
    return plot(document, width, {
      height: labels.length * 26 + 46,
      marginLeft: isNarrow(width) ? 118 : 200,
      marginRight: 20,
      x: {
        label: null,
        domain: [0, periods],
        ticks: names.map((_, t) => t).filter((t) => show(names[t]) !== ""),
        tickFormat: (t: number) => names[t] ?? "",
        grid: true,
      },
      y: { label: null, domain: labels, padding: 0.25 },
      marks: [
        Plot.axisY({ tickSize: 0, textOverflow: "ellipsis", lineWidth: isNarrow(width) ? 9 : 16 }),
        Plot.barX(bars, { y: "label", x1: "from", x2: "to", fill: (bar: Bar) => KIND_COLOURS[bar.kind], rx: 2 }),
        Plot.text(
          bars.filter((bar) => (bar.to - bar.from) / periods > (isNarrow(width) ? 0.4 : 0.12)),
          {
            y: "label",
            x: "from",
            dx: 5,
            textAnchor: "start",
            text: "what",
            fill: "var(--on-bar)",
          },
        ),
      ],
    });
  };
  return {
    id: `timeline-${site}`,
    title: `${site}: builds and contracts`,
    note: "Grey is under construction, orange leased to tenants, blue cloud on own racks.",
    alt: bars.map((bar) => `${bar.label} from ${name(bar.from)} to ${name(Math.ceil(bar.to))}, ${bar.what}`).join("; "),
    draw,
    table: {
      head: ["What", "From", "Until", "Size"],
      rows: bars.map((bar) => [bar.label, name(bar.from), name(Math.ceil(bar.to)), bar.what]),
    },
  };
}

/** Megawatts at the meter by use, stacked, under the line of what is energised; undefined where nothing is. */
export function powerChart({ site, periods: names, usesMw, energisedMw }: SiteFigures): Chart | undefined {
  const rows = POWER_USES.flatMap((kind) => names.map((name, t) => ({ name, kind, mw: usesMw[kind][t] })));
  const energised = names.map((name, t) => ({ name, mw: energisedMw[t] }));
  const most = Math.max(...energisedMw);
  if (most <= 0) return undefined;
  const draw = (width: number, document: Document): Element =>
    plot(document, width, {
      height: isNarrow(width) ? 220 : 240,
      marginLeft: 46,
      x: { label: null, domain: names, tickFormat: sparse(names, width - 60), tickSize: 0, padding: 0 },
      y: { label: null, grid: true, ticks: 4 },
      marks: [
        Plot.barY(rows, {
          x: "name",
          y: "mw",
          fill: ({ kind }: (typeof rows)[number]) => COLOURS[kind],
          order: [...POWER_USES].map(String) as never,
          insetLeft: 0.5,
          insetRight: 0.5,
        }),
        Plot.tickY(energised, { x: "name", y: "mw", strokeWidth: 2.5 }),
        Plot.ruleY([0]),
      ],
    });
  return {
    id: `power-${site}`,
    title: `${site}: megawatts by use`,
    note: "At the meter; AI load at its design day, the rest as means over the hours. The line is what is energised.",
    alt: `Power at ${site}, energised up to ${mwText(most)} MW`,
    draw,
    legend: [
      ["cloud", "cloud"],
      ["lease", "lease"],
      ["mining", "mining, flexible"],
      ["resale", "resale"],
      ["stranded", "stranded"],
      ["line", "energised"],
    ],
    table: {
      head: [
        "Period",
        "Energised, MW",
        "Cloud, MW",
        "Lease, MW",
        "Mining and flexible, MW",
        "Resale, MW",
        "Stranded, MW",
      ],
      rows: names.map((name, t) => [
        name,
        mwText(energised[t].mw),
        ...POWER_USES.map((kind) => mwText(usesMw[kind][t])),
      ]),
    },
  };
}

/** Power and time line of each site where anything happens, the largest AI sites first. */
export function siteCharts(sites: readonly SiteFigures[]): { site: string; charts: Chart[] }[] {
  return [...sites]
    .sort((a, b) => b.peakItMw - a.peakItMw)
    .map((figures) => ({
      site: figures.site,
      charts: [powerChart(figures), timelineChart(figures)].filter((chart) => chart !== undefined),
    }))
    .filter(({ charts }) => charts.length > 0);
}

/** Racks of one platform: arrived against installed and in use. */
export function chipChart({ platform, periods: names, racksArrived, racksInstalled, racksInUse }: ChipFigures): Chart {
  const rows = names.map((name, t) => ({
    name,
    arrived: racksArrived[t],
    installed: racksInstalled[t],
    used: racksInUse[t],
  }));
  const draw = (width: number, document: Document): Element =>
    plot(document, width, {
      height: isNarrow(width) ? 200 : 220,
      marginLeft: 50,
      x: { label: null, domain: names, tickFormat: sparse(names, width - 60), tickSize: 0, padding: 0 },
      y: { label: null, grid: true, ticks: 4 },
      marks: [
        Plot.barY(rows, { x: "name", y: "installed", fill: "var(--stranded)", insetLeft: 0.5, insetRight: 0.5 }),
        Plot.barY(rows, { x: "name", y: "used", fill: COLOURS.cloud, insetLeft: 0.5, insetRight: 0.5 }),
        Plot.tickY(rows, { x: "name", y: "arrived", strokeWidth: 2.5 }),
        Plot.ruleY([0]),
      ],
    });
  const count = (value: number): string => value.toLocaleString("en-US", { maximumFractionDigits: 1 });
  return {
    id: `chips-${platform}`,
    title: `${platform}: racks arrived and installed`,
    note: "Blue is in use, grey installed and idle; the line is what has arrived.",
    alt: `${platform}: up to ${count(Math.max(...racksArrived))} racks arrived, ${count(Math.max(...racksInUse))} in use`,
    draw,
    table: {
      head: ["Period", "Arrived, racks", "Installed, racks", "In use, racks"],
      rows: rows.map((row) => [row.name, count(row.arrived), count(row.installed), count(row.used)]),
    },
  };
}
