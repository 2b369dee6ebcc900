// Leftover power for the enumeration: its value is a concave, piecewise linear function of the MW left over, filled by hand in merit
// order (the MILP has a variable per buyer instead). The inner LP sees it as the lower envelope of its tangents.
import { type Site } from "../../src/portfolio/schema.ts";
import { MILLION } from "./enumerate-money.ts";
import { discountToMiddle, overTime, type Timeline } from "./enumerate-time.ts";

/** value(MW) = min over tangents of intercept + slope * MW, M$, for MW >= 0. */
export interface Tangent {
  slope: number;
  intercept: number;
}

/** Tangents of the value of leftover MW in period t; empty when nothing pays. */
export function leftoverTangents(site: Site, time: Timeline, rate: number, t: number): Tangent[] {
  const buyers = buyersByBlock(site, time, t);
  const perUsdHour = (730 * time.monthsPerPeriod * discountToMiddle(time, rate, t)) / MILLION;
  const value = (mw: number): number => {
    let usdPerHour = 0;
    for (const { share, queue } of buyers) {
      let left = mw;
      for (const { margin, limit } of queue) {
        const taken = Math.min(left, limit);
        usdPerHour += share * taken * margin;
        left -= taken;
      }
    }
    return usdPerHour * perUsdHour;
  };
  const kinks = new Set([0]);
  for (const { queue } of buyers) {
    let filled = 0;
    for (const { limit } of queue) {
      filled += limit;
      if (Number.isFinite(filled)) kinks.add(filled);
    }
  }
  const points = [...kinks].sort((a, b) => a - b);
  const tangents = points.map((mw, k) => {
    const next = points[k + 1] ?? mw + 1;
    const slope = (value(next) - value(mw)) / (next - mw);
    return { slope, intercept: value(mw) - slope * mw };
  });
  return tangents.some(({ slope }) => slope > 0) ? tangents : [];
}

/** Who takes leftover power in each price block, best payer first. */
function buyersByBlock(site: Site, time: Timeline, t: number) {
  const ppa = site.energy.ppa;
  return site.energy.market.map(({ share, usdPerMwh }) => {
    const spot = overTime(time, usdPerMwh)[t];
    const cost = ppa ? overTime(time, ppa.usdPerMwh)[t] : spot;
    const queue = site.flexible.map((load) => ({
      margin: overTime(time, load.usdPerMwh)[t] - cost,
      limit: overTime(time, load.mw)[t],
    }));
    if (ppa?.resale) queue.push({ margin: spot - cost, limit: Number.POSITIVE_INFINITY });
    return { share, queue: queue.filter(({ margin }) => margin > 0).sort((a, b) => b.margin - a.margin) };
  });
}
