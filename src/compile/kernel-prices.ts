// Prices as the kernel gives them, and as rows of a plan in the portfolio's own ids.
import { FloatField, IntField } from "../../assembly/abi.ts";
import type { PriceRow } from "../plan/sections-schema.ts";
import { floatField, type Instance, intField } from "./instance.ts";

/** Discounted USD by which one more unit raises the value of the relaxation. */
export interface KernelPrices {
  /** H*T: per IT MW of hall. */
  readonly hall: Float64Array;
  /** S*T: per MW of firm power at the meter. */
  readonly firmPower: Float64Array;
  /** S*T: per MW of interruptible power at the meter. */
  readonly totalPower: Float64Array;
  /** P*T: per IT MW of racks arrived. */
  readonly chips: Float64Array;
  /** T: per nominal USD of cumulative equity in the period alone. */
  readonly equity: Float64Array;
  /** Per nominal USD of debt capacity. */
  readonly debtCapacity: number;
  /** Duals of the LP, or (for portfolios too large for it) multipliers of the dual bound. */
  readonly source: "lp" | "dual";
}

/** Prices below this many USD are rounding. */
const DUST_USD = 1e-9;

/** Rows of the plan's `prices` section; zero prices are left out. */
export function priceRows(instance: Instance, prices: KernelPrices): PriceRow[] {
  const { index, counts } = instance;
  const months = index.periodMonths;
  const rackMw = floatField(instance, FloatField.rackMw);
  const backlog = intField(instance, IntField.platformBacklog);
  const rows: PriceRow[] = [];
  const add = (row: PriceRow): void => {
    if (Math.abs(row.usdPerUnit) > DUST_USD) rows.push(row);
  };
  for (let t = 0; t < counts.periods; t++) {
    const month = months[t];
    for (let s = 0; s < counts.sites; s++) {
      const site = index.siteIds[s];
      const at = s * counts.periods + t;
      add({ resource: "firmPower", site, month, unit: "MW", usdPerUnit: prices.firmPower[at] });
      add({ resource: "totalPower", site, month, unit: "MW", usdPerUnit: prices.totalPower[at] });
    }
    for (let h = 0; h < counts.halls; h++) {
      const site = index.siteIds[index.hallSite[h]];
      const usdPerUnit = prices.hall[h * counts.periods + t];
      add({ resource: "hall", site, hall: index.hallIds[h], month, unit: "IT MW", usdPerUnit });
    }
    for (let p = 0; p < counts.platforms; p++) {
      if (backlog[p] === 0) continue;
      const usdPerUnit = prices.chips[p * counts.periods + t] * rackMw[p];
      add({ resource: "chips", platform: index.platformIds[p], month, unit: "rack", usdPerUnit });
    }
    add({ resource: "equity", month, unit: "USD", usdPerUnit: prices.equity[t] });
  }
  add({ resource: "debtCapacity", unit: "USD", usdPerUnit: prices.debtCapacity });
  return rows;
}
