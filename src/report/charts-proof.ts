// What is scarce, and how sure the plan is: prices by place and period, bound and value as the solve went on.
import * as Plot from "@observablehq/plot";
import { type HeatRow, priceHeatMap } from "../answers/worth/worth.ts";
import type { SolvedPlan } from "../plan/plan.ts";
import type { PlanSections } from "../plan/sections-schema.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { type Chart, isNarrow, plot, sparse } from "./chart.ts";
import { periodName, usdText, usdTick } from "./figures.ts";
import { pricedRows, rowName } from "./priced-rows.ts";

/** Rows drawn; all are in the table. */
const ROWS_DRAWN = 24;

/** Prices of power, halls and racks; undefined for a plan without any. */
export function heatMap(portfolio: Portfolio, plan: SolvedPlan): Chart | undefined {
  const names = (plan.months ?? []).map((month) => periodName(portfolio.horizon, month));
  return heatChart(names, pricedRows(priceHeatMap(portfolio, plan)));
}

/** `names`: those of the periods. */
export function heatChart(names: string[], rows: readonly HeatRow[]): Chart | undefined {
  if (rows.length === 0) return undefined;
  const drawn = rows.slice(0, ROWS_DRAWN);
  // Units differ (MW, IT MW, racks): each row is shaded against its own dearest period, its figures are in the table.
  const cells = drawn.flatMap((row) => {
    const most = Math.max(...row.usdPerUnit, 1e-9);
    return names.map((period, t) => ({ row: rowName(row), period, shade: row.usdPerUnit[t] / most }));
  });
  const labels = drawn.map(rowName);
  const draw = (width: number, document: Document): Element =>
    plot(document, width, {
      height: labels.length * 24 + 40,
      marginLeft: isNarrow(width) ? 152 : 220,
      marginRight: isNarrow(width) ? 8 : 70,
      x: {
        label: null,
        domain: names,
        tickFormat: sparse(names, width - (isNarrow(width) ? 162 : 300)),
        tickSize: 0,
        padding: 0.04,
      },
      y: { label: null, domain: labels, padding: 0.08 },
      marks: [
        Plot.axisY({ tickSize: 0, textOverflow: "ellipsis", lineWidth: isNarrow(width) ? 12 : 18 }),
        Plot.cell(cells, {
          x: "period",
          y: "row",
          fill: "var(--heat)",
          fillOpacity: (cell: (typeof cells)[number]) => 0.06 + 0.94 * cell.shade,
        }),
        ...(isNarrow(width)
          ? []
          : [
              Plot.text(drawn, {
                y: rowName,
                frameAnchor: "right",
                dx: 66,
                textAnchor: "end",
                text: (row: HeatRow) => usdText(row.totalUsd),
              }),
            ]),
      ],
    });
  return {
    id: "prices",
    title: "What one more would be worth, and when",
    note: "Shadow prices of the linear relaxation: the darker a period, the more one more MW or rack is worth in it; the figure is for one more throughout. Each row has a scale of its own. A first view: solve again for exact values.",
    alt: drawn.map((row) => `${rowName(row)} ${usdText(row.totalUsd)} a ${row.unit}`).join("; "),
    draw,
    table: {
      head: ["Resource", "Unit", "Throughout, USD", ...names.map((name) => `${name}, USD`)],
      rows: rows.map((row) => [rowName(row), row.unit, usdText(row.totalUsd), ...row.usdPerUnit.map(usdText)]),
    },
  };
}

/** Value and bound over the time of the solve; undefined where the plan does not tell. */
export function historyChart(history: PlanSections["history"]): Chart | undefined {
  if (history.length < 2) return undefined;
  const lines = history.flatMap(({ elapsedMs, valueUsd, boundUsd }) => [
    ...(valueUsd === null ? [] : [{ seconds: elapsedMs / 1000, usd: valueUsd, line: "value" }]),
    ...(boundUsd === null ? [] : [{ seconds: elapsedMs / 1000, usd: boundUsd, line: "bound" }]),
  ]);
  const last = history[history.length - 1];
  const values = lines.map(({ usd }) => usd).sort((a, b) => a - b);
  // The first seconds' bounds lie far off; what matters is how the two close in.
  const low = values[Math.floor(values.length * 0.05)];
  const high = values[Math.floor((values.length - 1) * 0.95)];
  const floor = Math.min(low, last.valueUsd ?? low);
  const draw = (width: number, document: Document): Element =>
    plot(document, width, {
      height: isNarrow(width) ? 220 : 260,
      marginBottom: 42,
      marginLeft: 62,
      x: { label: "seconds", grid: false, ticks: isNarrow(width) ? 4 : 8 },
      y: {
        label: null,
        tickFormat: usdTick,
        grid: true,
        ticks: 5,
        domain: [floor - 0.04 * (high - floor), high],
        clamp: true,
      },
      marks: [
        Plot.line(
          lines.filter(({ line }) => line === "bound"),
          {
            x: "seconds",
            y: "usd",
            curve: "step-after",
            stroke: "var(--loss)",
            strokeWidth: 2.5,
            strokeDasharray: "6 4",
          },
        ),
        Plot.line(
          lines.filter(({ line }) => line === "value"),
          { x: "seconds", y: "usd", curve: "step-after", stroke: "var(--gain)", strokeWidth: 2.5 },
        ),
      ],
    });
  return {
    id: "history",
    title: "How sure the plan is",
    note: "The solid line is the best plan found so far, the dashed one what is proved that no plan exceeds. The truth lies between them.",
    alt: `Value ${last.valueUsd === null ? "none" : usdText(last.valueUsd)} and bound ${last.boundUsd === null ? "none" : usdText(last.boundUsd)} after ${(last.elapsedMs / 1000).toFixed(1)} seconds`,
    draw,
    legend: [
      ["gain", "best plan found"],
      ["loss", "proved bound (dashed)"],
    ],
    table: {
      head: ["Seconds", "Value, USD", "Bound, USD"],
      rows: history.map(({ elapsedMs, valueUsd, boundUsd }) => [
        (elapsedMs / 1000).toFixed(2),
        valueUsd === null ? "" : usdText(valueUsd),
        boundUsd === null ? "" : usdText(boundUsd),
      ]),
    },
  };
}
