// Value of leftover power, per (site, period) a concave piecewise-linear function of the leftover MW.
//
// In block b a flexible load that pays p earns p - cost_b per MWh, resale earns market_b - ppa without limit, and standing idle
// earns 0. All loads of a site see the same cost in a block, so they line up in the same order, descending p, in every block: at
// place x in that line the MW earns max(0, p(x) - cost_b, resale_b), because where resale or idling pays better than the load
// at x it also does so for all loads behind it. Each block is thus a function with the same breakpoints (the cumulative MW of the
// loads), and so is their sum over blocks: slope HOURS * F(t) * sum_b share_b * max(0, p_k - cost_b, resale_b), and
// behind the last load HOURS * F(t) * sum_b share_b * max(0, resale_b) for ever. Blocks leave no trace in the kernel.
import { FloatField, IntField } from "../../assembly/abi.ts";
import { Calendar } from "../portfolio/calendar.ts";
import { Site } from "../portfolio/schema.ts";
import { expandSeries } from "../portfolio/series.ts";
import { Market, ppaPrices } from "./energy.ts";
import { Discounting } from "./finance.ts";
import { InstanceWriter } from "./instance-writer.ts";
import { Layout } from "./layout.ts";

/** Writes the flexible segments; answers the energy price that contracts pay (S*T, USD/MWh, at s*T+t). */
export function compileEnergy(
  layout: Layout,
  calendar: Calendar,
  discounting: Discounting,
  writer: InstanceWriter,
): Float64Array {
  const { sites } = layout;
  const T = calendar.periods;
  const energyUsdPerMwh = new Float64Array(sites.length * T);
  const market = new Market(calendar);
  const segments = new SegmentList(sites, T);
  sites.forEach((site, s) => {
    const ppa = ppaPrices(site, calendar);
    const isTraded = site.flexible.length > 0 || site.energy.ppa?.resale === true;
    // A price curve of thousands of blocks is only unfolded where something depends on it.
    if (ppa === undefined || isTraded) market.load(site);
    if (ppa === undefined && market.constant) energyUsdPerMwh.fill(market.meanUsdPerMwh(0), s * T, (s + 1) * T);
    else for (let t = 0; t < T; t++) energyUsdPerMwh[s * T + t] = ppa === undefined ? market.meanUsdPerMwh(t) : ppa[t];
    if (isTraded) compileSite(site, market, ppa, calendar, discounting, segments);
    else for (let t = 0; t < T; t++) segments.close();
  });
  segments.write(writer);
  return energyUsdPerMwh;
}

/** Segments of all (site, period) in order; sized once from the number of loads, every load may make one and resale one more. */
class SegmentList {
  private readonly start: Int32Array;
  private readonly mw: Float64Array;
  private readonly usdPerMw: Float64Array;
  private count = 0;
  private closed = 0;

  constructor(sites: readonly Site[], periods: number) {
    const most = sites.reduce((sum, site) => sum + (site.flexible.length + 1) * periods, 0);
    this.start = new Int32Array(sites.length * periods + 1);
    this.mw = new Float64Array(most);
    this.usdPerMw = new Float64Array(most);
  }

  /** Adds to the open (site, period); worthless ones are dropped, one that earns what its neighbour earns joins it. */
  add(mw: number, usdPerMw: number): void {
    if (mw === 0 || usdPerMw <= 0) return;
    const last = this.count - 1;
    if (last >= this.start[this.closed] && this.usdPerMw[last] === usdPerMw) {
      this.mw[last] += mw;
      return;
    }
    this.mw[this.count] = mw;
    this.usdPerMw[this.count] = usdPerMw;
    this.count++;
  }

  /** Ends the open (site, period). */
  close(): void {
    this.closed++;
    this.start[this.closed] = this.count;
  }

  write(writer: InstanceWriter): void {
    writer.setInts(IntField.segmentStart, this.start);
    writer.setFloats(FloatField.segmentMw, this.mw.subarray(0, this.count));
    writer.setFloats(FloatField.segmentUsdPerMw, this.usdPerMw.subarray(0, this.count));
  }
}

function compileSite(
  site: Site,
  market: Market,
  ppa: Float64Array | undefined,
  calendar: Calendar,
  discounting: Discounting,
  segments: SegmentList,
): void {
  const prices = site.flexible.map((load) => expandSeries(load.usdPerMwh, calendar));
  const sizes = site.flexible.map((load) => expandSeries(load.mw, calendar));
  const resale = ppa !== undefined && site.energy.ppa?.resale === true;
  const order = prices.map((_, load) => load);
  const margin = new Float64Array(order.length);
  let resaleMargin = 0;
  const sameAsBefore = (t: number): boolean =>
    t > 0 && market.constant && ppa?.[t] === ppa?.[t - 1] && prices.every((price) => price[t] === price[t - 1]);
  for (let t = 0; t < calendar.periods; t++) {
    if (!sameAsBefore(t)) {
      order.sort((a, b) => prices[b][t] - prices[a][t]);
      for (const load of order) margin[load] = meanMargin(market, t, prices[load][t], ppa?.[t], resale);
      resaleMargin = resale ? meanMargin(market, t, Number.NEGATIVE_INFINITY, ppa?.[t], true) : 0;
    }
    const mwhPerMw = calendar.hoursPerPeriod * discounting.midFactor[t];
    for (const load of order) segments.add(sizes[load][t], mwhPerMw * margin[load]);
    segments.add(Number.POSITIVE_INFINITY, mwhPerMw * resaleMargin);
    segments.close();
  }
}

/** sum_b share_b * max(0, usdPerMwh - cost_b, resale_b), USD per MW and hour of the period. */
function meanMargin(market: Market, t: number, usdPerMwh: number, ppa: number | undefined, resale: boolean): number {
  const { blocks, share, usdPerMwh: marketUsdPerMwh } = market;
  const row = market.row(t);
  let sum = 0;
  if (ppa === undefined) {
    for (let b = 0; b < blocks; b++) {
      const margin = usdPerMwh - marketUsdPerMwh[row + b];
      if (margin > 0) sum += share[b] * margin;
    }
    return sum;
  }
  // With a PPA the load pays the same in every block; only resale looks at the market.
  for (let b = 0; b < blocks; b++) {
    const best = resale ? Math.max(usdPerMwh, marketUsdPerMwh[row + b]) : usdPerMwh;
    if (best > ppa) sum += share[b] * (best - ppa);
  }
  return sum;
}
