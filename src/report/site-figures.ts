// What happens where and when, as plain figures: what the charts of sites and racks draw, and what may travel between threads.
import type { AuditResult } from "../plan/audit.ts";
import { flexibleLoadMw, meanOverBlocksMw, resaleMw } from "../plan/sections-power.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { mwText, periodName } from "./figures.ts";

/** A contract or construction on a site's time line. */
export interface Bar {
  label: string;
  kind: "lease" | "cloud" | "build";
  /** The contract it stands for; null for construction. */
  contract: string | null;
  /** Periods, counted from 0; `to` is one past the last. */
  from: number;
  to: number;
  what: string;
}

/** Uses of power, in the order in which they are stacked. */
export const POWER_USES = ["cloud", "lease", "flexible", "resale", "stranded"] as const;
export type PowerUse = (typeof POWER_USES)[number];

export interface SiteFigures {
  site: string;
  /** Names of the periods. */
  periods: string[];
  bars: Bar[];
  /** MW at the meter by period: AI load at its design day, the rest as means over the hours. */
  usesMw: Record<PowerUse, number[]>;
  energisedMw: number[];
  /** Most IT MW ever in use. */
  peakItMw: number;
}

export interface ChipFigures {
  platform: string;
  periods: string[];
  racksArrived: number[];
  racksInstalled: number[];
  racksInUse: number[];
}

interface PlacedBar extends Bar {
  site: string;
}

function bars(portfolio: Portfolio, audit: AuditResult): PlacedBar[] {
  const { decisions, calendar } = audit;
  const periodOf = (t: number): string => periodName(portfolio.horizon, calendar.months[t]);
  const contracts = decisions.contracts.flatMap((matched) =>
    [...new Set(matched.placements.filter(({ share }) => share > 1e-9).map(({ site }) => site))].map(
      (site): PlacedBar => {
        const own = matched.placements.filter((placement) => placement.site === site);
        const mw = own.reduce((sum, { racks, platform }) => sum + (racks * platform.kwPerRack) / 1000, 0);
        const kind = own[0].platform.supply === "tenant" ? "lease" : "cloud";
        const { tau: from, end: to, contract } = matched;
        const what = `${mwText(mw)} IT MW`;
        return { site: site.id, label: contract.id, kind, contract: contract.id, from, to, what };
      },
    ),
  );
  const builds = decisions.builds.map(
    ({ site, hall, build, start, ready, modules }): PlacedBar => ({
      site: site.id,
      label: `${hall.id}, ${periodOf(start)}`,
      kind: "build",
      contract: null,
      from: start,
      to: Math.max(ready, start + 0.25),
      what: `${mwText(modules * build.moduleMw)} IT MW`,
    }),
  );
  const expansions = decisions.expansions.map(
    ({ site, expansion, start, ready }): PlacedBar => ({
      site: site.id,
      label: `grid ${expansion.id}, ${periodOf(start)}`,
      kind: "build",
      contract: null,
      from: start,
      to: Math.max(ready, start + 0.25),
      what: `${mwText(expansion.mw)} MW`,
    }),
  );
  const all = [...expansions, ...builds, ...contracts];
  return all.map((bar) => ({ ...bar, to: Math.min(bar.to, calendar.periods) }));
}

function usesMw(audit: AuditResult, index: number): SiteFigures["usesMw"] {
  const { halls } = audit.use.sites[index];
  const inUse = (supply: "tenant" | "backlog"): number[] =>
    audit.calendar.months.map((_, t) =>
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
      ),
    );
  const blocks = audit.flexible[index];
  return {
    cloud: inUse("backlog"),
    lease: inUse("tenant"),
    flexible: blocks.map((period) => meanOverBlocksMw(period, flexibleLoadMw)),
    resale: blocks.map((period) => meanOverBlocksMw(period, resaleMw)),
    stranded: blocks.map((period) => meanOverBlocksMw(period, (block) => block.strandedMw)),
  };
}

/** Figures of every site, in the portfolio's order. */
export function siteFigures(portfolio: Portfolio, audit: AuditResult): SiteFigures[] {
  const periods = audit.calendar.months.map((month) => periodName(portfolio.horizon, month));
  const bySite = new Map<string, Bar[]>();
  for (const { site, ...bar } of bars(portfolio, audit)) bySite.set(site, [...(bySite.get(site) ?? []), bar]);
  return audit.use.sites.map(({ site, inUseMw, firmMw, expansionMw, interruptibleMw }, index) => ({
    site: site.id,
    periods,
    bars: bySite.get(site.id) ?? [],
    usesMw: usesMw(audit, index),
    energisedMw: firmMw.map((mw, t) => mw + expansionMw[t] + interruptibleMw[t]),
    peakItMw: Math.max(0, ...inUseMw),
  }));
}

/** Figures of the platforms of which racks arrive. */
export function chipFigures(portfolio: Portfolio, audit: AuditResult): ChipFigures[] {
  const periods = audit.calendar.months.map((month) => periodName(portfolio.horizon, month));
  return audit.use.chips
    .filter(({ racksArrived }) => racksArrived.some((racks) => racks > 0))
    .map(({ platform, racksArrived, racksInstalled, racksInUse }) => ({
      platform: platform.id,
      periods,
      racksArrived: [...racksArrived],
      racksInstalled: [...racksInstalled],
      racksInUse: [...racksInUse],
    }));
}
