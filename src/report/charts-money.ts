// Where the value comes from, and where the cash goes.
import * as Plot from "@observablehq/plot";
import type { BusinessKpis } from "../answers/kpi/business.ts";
import { valueBySource } from "../answers/value-sources.ts";
import type { SolvedPlan } from "../plan/plan.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { type Chart, COLOURS, isNarrow, plot, sparse } from "./chart.ts";
import { dollars, periodName, usdText, usdTick } from "./figures.ts";

interface Step {
  name: string;
  from: number;
  to: number;
  kind: "gain" | "loss" | "total";
}

function steps(plan: SolvedPlan): Step[] {
  let level = 0;
  const sources = valueBySource(plan.valueBreakdown ?? {}).map(({ name, usd }): Step => {
    const from = level;
    level += usd;
    return { name, from, to: level, kind: usd >= 0 ? "gain" : "loss" };
  });
  return [...sources, { name: "value", from: 0, to: plan.objective.valueUsd, kind: "total" }];
}

const change = ({ from, to }: Step): number => to - from;

/** Discounted value, source by source. */
export function waterfall(plan: SolvedPlan): Chart {
  const rows = steps(plan);
  const draw = (width: number, document: Document): Element =>
    plot(document, width, {
      height: rows.length * 34 + 50,
      marginLeft: isNarrow(width) ? 130 : 210,
      marginRight: 60,
      x: { label: null, tickFormat: usdTick, ticks: isNarrow(width) ? 3 : 6, grid: true },
      y: { label: null, domain: rows.map(({ name }) => name), padding: 0.3 },
      marks: [
        Plot.axisY({ lineWidth: isNarrow(width) ? 10 : 18, tickSize: 0 }),
        Plot.barX(rows, { y: "name", x1: "from", x2: "to", fill: (step: Step) => COLOURS[step.kind] }),
        Plot.ruleX([0]),
        Plot.text(rows, {
          y: "name",
          x: (step: Step) => Math.max(step.from, step.to),
          text: (step: Step) => usdText(change(step)),
          textAnchor: "start",
          dx: 5,
        }),
      ],
    });
  return {
    id: "value",
    title: "Where the value comes from",
    note: "Discounted to the horizon's start. Committed orders are paid whatever is decided and stand apart.",
    alt: `Waterfall: ${rows.map((step) => `${step.name} ${usdText(change(step))}`).join(", ")}`,
    draw,
    table: { head: ["Source", "Discounted USD"], rows: rows.map((step) => [step.name, dollars(change(step))]) },
  };
}

/** Capex, debt and equity by period. */
export function cashChart(portfolio: Portfolio, kpis: BusinessKpis): Chart {
  const { periods } = kpis;
  const names = periods.months.map((month) => periodName(portfolio.horizon, month));
  let drawn = 0;
  const debtUsd = periods.debtDrawnUsd.map((usd) => {
    drawn += usd;
    return drawn;
  });
  const equity = periods.equityHeadroomUsd.map((usd, t) => (usd === null ? null : periods.equityUsedUsd[t] + usd));
  const bars = names.flatMap((name, t) => [
    { name, usd: Math.max(0, periods.equityUsedUsd[t]), kind: "equity" as const },
    { name, usd: debtUsd[t], kind: "debt" as const },
  ]);
  const limits = names.flatMap((name, t) => (equity[t] === null ? [] : [{ name, usd: equity[t] + debtUsd[t] }]));
  const colour = { equity: "var(--equity)", debt: "var(--debt)" };
  const draw = (width: number, document: Document): Element =>
    plot(document, width, {
      height: isNarrow(width) ? 260 : 320,
      marginLeft: 58,
      x: { label: null, domain: names, tickFormat: sparse(names, width - 70), tickSize: 0, padding: 0.15 },
      y: { label: null, tickFormat: usdTick, grid: true, ticks: 5 },
      marks: [
        Plot.barY(bars, { x: "name", y: "usd", fill: ({ kind }: (typeof bars)[number]) => colour[kind] }),
        Plot.tickY(limits, { x: "name", y: "usd", strokeWidth: 2.5 }),
        Plot.ruleY([0]),
      ],
    });
  return {
    id: "cash",
    title: "Cash and debt",
    note: "Capital paid in so far, by who pays: equity below, debt above. The line is what equity and the debt drawn could pay: its distance to the bars is headroom.",
    alt: `Cumulative equity used rises to ${usdText(Math.max(...periods.equityUsedUsd))} and debt to ${usdText(drawn)}`,
    draw,
    legend: [
      ["equity", "equity"],
      ["debt", "debt"],
      ["line", "equity available and debt drawn"],
    ],
    table: {
      head: [
        "Period",
        "Revenue, USD",
        "EBITDA, USD",
        "Capex, USD",
        "Debt drawn, USD",
        "Equity used so far, USD",
        "Equity headroom, USD",
      ],
      rows: names.map((name, t) => {
        const headroom = periods.equityHeadroomUsd[t];
        return [
          name,
          dollars(periods.revenueUsd[t]),
          dollars(periods.ebitdaUsd[t]),
          dollars(periods.capexUsd[t]),
          dollars(periods.debtDrawnUsd[t]),
          dollars(periods.equityUsedUsd[t]),
          headroom === null ? "unlimited" : dollars(headroom),
        ];
      }),
    },
  };
}

/** EBITDA by period. */
export function earningsChart(portfolio: Portfolio, kpis: BusinessKpis): Chart {
  const { periods } = kpis;
  const names = periods.months.map((month) => periodName(portfolio.horizon, month));
  const rows = names.map((name, t) => ({ name, revenue: periods.revenueUsd[t], ebitda: periods.ebitdaUsd[t] }));
  const draw = (width: number, document: Document): Element =>
    plot(document, width, {
      height: isNarrow(width) ? 240 : 280,
      marginLeft: 58,
      x: { label: null, domain: names, tickFormat: sparse(names, width - 70), tickSize: 0, padding: 0.15 },
      y: { label: null, tickFormat: usdTick, grid: true, ticks: 5 },
      marks: [
        Plot.barY(rows, { x: "name", y: "ebitda", fill: "var(--gain)" }),
        Plot.tickY(rows, { x: "name", y: "revenue", strokeWidth: 2.5 }),
        Plot.ruleY([0]),
      ],
    });
  return {
    id: "earnings",
    title: "Revenue and EBITDA by period",
    note: "Nominal. Bars are EBITDA, the line above them is revenue.",
    alt: `EBITDA by period, up to ${usdText(Math.max(...periods.ebitdaUsd))}`,
    draw,
    legend: [
      ["gain", "EBITDA"],
      ["line", "revenue"],
    ],
    table: {
      head: ["Period", "Revenue, USD", "EBITDA, USD"],
      rows: rows.map((row) => [row.name, dollars(row.revenue), dollars(row.ebitda)]),
    },
  };
}
