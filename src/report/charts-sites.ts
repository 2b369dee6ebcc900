// What happens where and when: contracts and construction on a time line, megawatts by use against what is energised, racks.
import * as Plot from "@observablehq/plot";
import { type AuditResult, auditPlan } from "../plan/audit.ts";
import type { SolvedPlan } from "../plan/plan.ts";
import { flexibleLoadMw, meanOverBlocksMw, resaleMw } from "../plan/sections-power.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { type Chart, COLOURS, isNarrow, plot, sparse } from "./chart.ts";
import { mwText, periodName } from "./figures.ts";

interface Bar {
  site: string;
  label: string;
  kind: "lease" | "cloud" | "build";
  from: number;
  to: number;
  what: string;
}

function bars(portfolio: Portfolio, audit: AuditResult): Bar[] {
  const { decisions, calendar } = audit;
  const periodOf = (t: number): string => periodName(portfolio.horizon, calendar.months[t]);
  const contracts = decisions.contracts.flatMap((matched) =>
    [...new Set(matched.placements.filter(({ share }) => share > 1e-9).map(({ site }) => site))].map((site): Bar => {
      const own = matched.placements.filter((placement) => placement.site === site);
      const mw = own.reduce((sum, { racks, platform }) => sum + (racks * platform.kwPerRack) / 1000, 0);
      const kind = own[0].platform.supply === "tenant" ? "lease" : "cloud";
      const { tau: from, end: to, contract } = matched;
      return { site: site.id, label: contract.id, kind, from, to, what: `${mwText(mw)} IT MW` };
    }),
  );
  const builds = decisions.builds.map(
    ({ site, hall, build, start, ready, modules }): Bar => ({
      site: site.id,
      label: `build ${hall.id}, ${periodOf(start)}`,
      kind: "build",
      from: start,
      to: Math.max(ready, start + 0.25),
      what: `${mwText(modules * build.moduleMw)} IT MW`,
    }),
  );
  const expansions = decisions.expansions.map(
    ({ site, expansion, start, ready }): Bar => ({
      site: site.id,
      label: `grid ${expansion.id}, ${periodOf(start)}`,
      kind: "build",
      from: start,
      to: Math.max(ready, start + 0.25),
      what: `${mwText(expansion.mw)} MW`,
    }),
  );
  const all = [...expansions, ...builds, ...contracts];
  return all.map((bar) => ({ ...bar, to: Math.min(bar.to, calendar.periods) }));
}

const KIND_COLOURS = { lease: COLOURS.lease, cloud: COLOURS.cloud, build: "var(--build)" };

/** Builds and contracts of one site, or undefined where nothing happens. */
function timeline(portfolio: Portfolio, audit: AuditResult, site: string): Chart | undefined {
  const own = bars(portfolio, audit).filter((bar) => bar.site === site);
  if (own.length === 0) return undefined;
  const { months, periods } = audit.calendar;
  const name = (t: number): string =>
    t < months.length ? periodName(portfolio.horizon, months[t]) : "the horizon's end";
  const labels = [...new Set(own.map(({ label }) => label))];
  const names = months.map((month) => periodName(portfolio.horizon, month));
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
        Plot.barX(own, { y: "label", x1: "from", x2: "to", fill: (bar: Bar) => KIND_COLOURS[bar.kind], rx: 2 }),
        Plot.text(
          own.filter((bar) => (bar.to - bar.from) / periods > (isNarrow(width) ? 0.4 : 0.12)),
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
    alt: own.map((bar) => `${bar.label} from ${name(bar.from)} to ${name(Math.ceil(bar.to))}, ${bar.what}`).join("; "),
    draw,
    table: {
      head: ["What", "From", "Until", "Size"],
      rows: own.map((bar) => [bar.label, name(bar.from), name(Math.ceil(bar.to)), bar.what]),
    },
  };
}

/** Megawatts at the meter by use, stacked, under the line of what is energised. */
function powerChart(portfolio: Portfolio, audit: AuditResult, index: number): Chart | undefined {
  const { site, halls, firmMw, interruptibleMw, expansionMw } = audit.use.sites[index];
  const names = audit.calendar.months.map((month) => periodName(portfolio.horizon, month));
  const inUse = (supply: "tenant" | "backlog", t: number): number =>
    halls.reduce(
      (sum, { hall, racks }) =>
        sum +
        racks
          .filter(({ platform }) => platform.supply === supply)
          .reduce(
            (mw, { platform, racksInUse }) =>
              mw + (racksInUse[t] * platform.kwPerRack * (hall.peakPue ?? hall.pue)) / 1000,
            0,
          ),
      0,
    );
  const blocks = audit.flexible[index];
  const uses = {
    cloud: names.map((_, t) => inUse("backlog", t)),
    lease: names.map((_, t) => inUse("tenant", t)),
    flexible: blocks.map((period) => meanOverBlocksMw(period, flexibleLoadMw)),
    resale: blocks.map((period) => meanOverBlocksMw(period, resaleMw)),
    stranded: blocks.map((period) => meanOverBlocksMw(period, (block) => block.strandedMw)),
  };
  const kinds = ["cloud", "lease", "flexible", "resale", "stranded"] as const;
  const rows = kinds.flatMap((kind) => names.map((name, t) => ({ name, kind, mw: uses[kind][t] })));
  const energised = names.map((name, t) => ({ name, mw: firmMw[t] + expansionMw[t] + interruptibleMw[t] }));
  const most = Math.max(...energised.map(({ mw }) => mw));
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
          order: [...kinds].map(String) as never,
          insetLeft: 0.5,
          insetRight: 0.5,
        }),
        Plot.tickY(energised, { x: "name", y: "mw", strokeWidth: 2.5 }),
        Plot.ruleY([0]),
      ],
    });
  return {
    id: `power-${site.id}`,
    title: `${site.id}: megawatts by use`,
    note: "At the meter; AI load at its design day, the rest as means over the hours. The line is what is energised.",
    alt: `Power at ${site.id}, energised up to ${mwText(most)} MW`,
    draw,
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
      rows: names.map((name, t) => [name, mwText(energised[t].mw), ...kinds.map((kind) => mwText(uses[kind][t]))]),
    },
  };
}

/** Timeline and power of each site, the largest AI sites first. */
export function siteCharts(portfolio: Portfolio, plan: SolvedPlan): { site: string; charts: Chart[] }[] {
  const audit = auditPlan(portfolio, plan);
  return audit.use.sites
    .map(({ site, inUseMw }, index) => {
      const line = timeline(portfolio, audit, site.id);
      const charts = [powerChart(portfolio, audit, index), line].filter((chart) => chart !== undefined);
      return { site: site.id, charts, mw: Math.max(0, ...inUseMw) };
    })
    .filter(({ charts }) => charts.length > 0)
    .sort((a, b) => b.mw - a.mw)
    .map(({ site, charts }) => ({ site, charts }));
}

/** Racks of one platform: arrived against installed and in use. */
export function chipCharts(portfolio: Portfolio, plan: SolvedPlan): Chart[] {
  const audit = auditPlan(portfolio, plan);
  const names = audit.calendar.months.map((month) => periodName(portfolio.horizon, month));
  return audit.use.chips
    .filter(({ racksArrived }) => racksArrived.some((racks) => racks > 0))
    .map(({ platform, racksArrived, racksInstalled, racksInUse }) => {
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
        id: `chips-${platform.id}`,
        title: `${platform.id}: racks arrived and installed`,
        note: "Blue is in use, grey installed and idle; the line is what has arrived.",
        alt: `${platform.id}: up to ${count(Math.max(...racksArrived))} racks arrived, ${count(Math.max(...racksInUse))} in use`,
        draw,
        table: {
          head: ["Period", "Arrived, racks", "Installed, racks", "In use, racks"],
          rows: rows.map((row) => [row.name, count(row.arrived), count(row.installed), count(row.used)]),
        },
      };
    });
}
