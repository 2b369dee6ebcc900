// Flexible loads and PPA resale: in every (site, period, price block) the power left over runs the best-paying options first
// (MODEL.md section 5).
import { Site } from "../portfolio/schema.ts";
import { AuditCalendar, seriesValues } from "./audit-calendar.ts";
import { SiteUse } from "./audit-use.ts";

export interface FlexibleRun {
  /** Id of the flexible load; null for resale of PPA energy. */
  load: string | null;
  mw: number;
  /** What a MWh brings in, and what it costs. */
  usdPerMwh: number;
  costUsdPerMwh: number;
}

/** One price block of one period at one site. */
export interface FlexibleBlock {
  /** Share of the period's hours. */
  share: number;
  runs: FlexibleRun[];
  /** Sum over runs. */
  usedMw: number;
  /** Left over and not used. */
  strandedMw: number;
}

interface Option extends FlexibleRun {
  limitMw: number;
}

/** Series of one site's prices, expanded once. */
interface SitePrices {
  market: { share: number; usdPerMwh: number[] }[];
  ppa: number[] | null;
  resale: boolean;
  loads: { id: string; mw: number[]; usdPerMwh: number[] }[];
}

function sitePrices(site: Site, calendar: AuditCalendar): SitePrices {
  const { market, ppa } = site.energy;
  return {
    market: market.map(({ share, usdPerMwh }) => ({ share, usdPerMwh: seriesValues(calendar, usdPerMwh) })),
    ppa: ppa ? seriesValues(calendar, ppa.usdPerMwh) : null,
    resale: ppa?.resale ?? false,
    loads: site.flexible.map(({ id, mw, usdPerMwh }) => ({
      id,
      mw: seriesValues(calendar, mw),
      usdPerMwh: seriesValues(calendar, usdPerMwh),
    })),
  };
}

/** energy(site, t): the PPA's price if there is one, else the market's mean over the blocks. One value per period. */
export function energyUsdPerMwh(site: Site, calendar: AuditCalendar): number[] {
  const { market, ppa } = sitePrices(site, calendar);
  if (ppa) return ppa;
  return calendar.months.map((_, t) => market.reduce((sum, block) => sum + block.share * block.usdPerMwh[t], 0));
}

/** Flexible use of a site: [period][block]. */
export function flexibleUse(use: SiteUse, calendar: AuditCalendar): FlexibleBlock[][] {
  const prices = sitePrices(use.site, calendar);
  return use.leftoverMw.map((leftoverMw, t) =>
    prices.market.map((block) => runBlock(leftoverMw, block.share, optionsOf(prices, block.usdPerMwh[t], t))),
  );
}

function optionsOf(prices: SitePrices, marketUsdPerMwh: number, t: number): Option[] {
  const costUsdPerMwh = prices.ppa ? prices.ppa[t] : marketUsdPerMwh;
  const options: Option[] = prices.loads.map((load) => ({
    load: load.id,
    mw: 0,
    usdPerMwh: load.usdPerMwh[t],
    costUsdPerMwh,
    limitMw: load.mw[t],
  }));
  if (prices.resale) {
    options.push({
      load: null,
      mw: 0,
      usdPerMwh: marketUsdPerMwh,
      costUsdPerMwh,
      limitMw: Number.POSITIVE_INFINITY,
    });
  }
  const margin = (option: Option): number => option.usdPerMwh - option.costUsdPerMwh;
  return options.filter((option) => margin(option) > 0).sort((a, b) => margin(b) - margin(a));
}

function runBlock(leftoverMw: number, share: number, bestFirst: Option[]): FlexibleBlock {
  const runs: FlexibleRun[] = [];
  let freeMw = leftoverMw;
  for (const { limitMw, ...option } of bestFirst) {
    const mw = Math.min(freeMw, limitMw);
    if (mw <= 0) continue;
    runs.push({ ...option, mw });
    freeMw -= mw;
  }
  return { share, runs, usedMw: leftoverMw - freeMw, strandedMw: freeMw };
}
