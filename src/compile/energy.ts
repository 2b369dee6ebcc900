// What energy costs: the price that contracts pay per site and period, and the price blocks that flexible use sees.
import { Calendar } from "../portfolio/calendar.ts";
import { Series, Site } from "../portfolio/schema.ts";
import { expandSeries } from "../portfolio/series.ts";

/** The market's blocks of one site at a time; the arrays are reused from site to site. */
export class Market {
  /** B: number of blocks of the site loaded last. */
  blocks = 0;
  /** Share of the hours, by block. */
  share = new Float64Array(0);
  /** USD/MWh at row(t) + block. */
  usdPerMwh = new Float64Array(0);
  /** All prices are constants, so that one row serves all periods: an hourly file over twenty quarters stays small. */
  constant = true;

  constructor(private readonly calendar: Calendar) {}

  load(site: Site): void {
    const { market } = site.energy;
    const { calendar } = this;
    const blocks = market.length;
    this.blocks = blocks;
    this.constant = market.every((block) => typeof block.usdPerMwh === "number");
    const rows = this.constant ? 1 : calendar.periods;
    if (this.share.length < blocks) this.share = new Float64Array(blocks);
    if (this.usdPerMwh.length < rows * blocks) this.usdPerMwh = new Float64Array(rows * blocks);
    for (let b = 0; b < blocks; b++) {
      const { share, usdPerMwh } = market[b];
      this.share[b] = share;
      if (typeof usdPerMwh === "number") {
        for (let t = 0; t < rows; t++) this.usdPerMwh[t * blocks + b] = usdPerMwh;
      } else {
        const values = expandSeries(usdPerMwh, calendar);
        for (let t = 0; t < rows; t++) this.usdPerMwh[t * blocks + b] = values[t];
      }
    }
  }

  /** Where the prices of period t begin in `usdPerMwh`. */
  row(t: number): number {
    return this.constant ? 0 : t * this.blocks;
  }

  /** sum(share * usdPerMwh) in period t. */
  meanUsdPerMwh(t: number): number {
    const row = this.row(t);
    let mean = 0;
    for (let b = 0; b < this.blocks; b++) mean += this.share[b] * this.usdPerMwh[row + b];
    return mean;
  }
}

/** The PPA's price per period, undefined without PPA. */
export function ppaPrices(site: Site, calendar: Calendar): Float64Array | undefined {
  const { ppa } = site.energy;
  return ppa === undefined ? undefined : expandSeries(ppa.usdPerMwh as Series, calendar);
}
