// The curves as a picture: gap between value and bound over CPU time, a panel per portfolio, a line per solver.

import { importRival } from "../lp/engine.ts";
import { gapOf } from "../mip/curve.ts";
import { INSTANCES } from "./instances.ts";
import { PortfolioRecord } from "./record.ts";

interface VegaLite {
  compile(specification: object): { spec: object };
}

interface Vega {
  parse(specification: object): object;
  View: new (runtime: object, options: { renderer: "none" }) => { toSVG(): Promise<string>; finalize(): void };
}

/** Axis limits, in seconds and per cent: below and beyond are drawn at the edge. */
const SECONDS = [0.05, 120] as const;
const PERCENT = [0.01, 100] as const;
const COLUMNS = 3;

interface Dot {
  readonly portfolio: string;
  readonly solver: string;
  readonly seconds: number;
  readonly percent: number;
}

/** SVG text. */
export async function picture(records: readonly PortfolioRecord[]): Promise<string> {
  const [vegaLite, vega] = await Promise.all([importRival<VegaLite>("vega-lite"), importRival<Vega>("vega")]);
  const measured = INSTANCES.map(({ name }) => name).filter((name) => records.some((it) => it.portfolio === name));
  const { spec } = vegaLite.compile({
    data: { values: records.flatMap(dots) },
    facet: { field: "portfolio", type: "nominal", title: null, sort: measured },
    columns: COLUMNS,
    spec: {
      width: 260,
      height: 160,
      mark: { type: "line", interpolate: "step-after", strokeWidth: 1.5 },
      encoding: {
        x: {
          field: "seconds",
          type: "quantitative",
          title: "CPU seconds",
          scale: { type: "log", domain: SECONDS, clamp: true },
          axis: { values: [0.1, 1, 10, 60], format: "~g" },
        },
        y: {
          field: "percent",
          type: "quantitative",
          title: "gap, %",
          scale: { type: "log", domain: PERCENT, clamp: true },
          axis: { values: [0.01, 0.1, 1, 10, 100], format: "~g" },
        },
        color: { field: "solver", type: "nominal", title: null, sort: null },
      },
    },
    config: { background: "white", font: "sans-serif" },
  });
  const view = new vega.View(vega.parse(spec), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  return `${svg}\n`;
}

function dots({ portfolio, solver, result, cpuSeconds }: PortfolioRecord): Dot[] {
  if (result === undefined) return [];
  const at = (seconds: number, gap: number | null): Dot => ({
    portfolio,
    solver,
    seconds: Math.max(seconds, SECONDS[0]),
    percent: Math.min(PERCENT[1], Math.max(PERCENT[0], 100 * (gap ?? 1))),
  });
  const curve = result.curve.map((point) => at(point.cpuMs / 1000, gapOf(point)));
  const last = result.curve.at(-1);
  const isCut = result.status === "limit";
  // A run that was cut short goes on at its last gap up to the limit; one that finished ends where it did.
  return [at(0, null), ...curve, ...(isCut && last !== undefined ? [at(cpuSeconds, gapOf(last))] : [])];
}
