// What one more unit of each scarce resource is worth, from the dual bound.
import { SolvedPlan } from "../plan/plan.ts";
import { PriceRow } from "../plan/sections-schema.ts";
import { Colours } from "./colours.ts";
import { formatUsd, printable } from "./format.ts";
import { Align, textTable } from "./text-table.ts";

const RESOURCE_WORDS: Record<PriceRow["resource"], string> = {
  chips: "chips",
  hall: "hall",
  firmPower: "firm power",
  totalPower: "power",
  equity: "equity",
  debtCapacity: "debt capacity",
};

/** Rows written out; the dearest of each resource come first. */
const ROWS_SHOWN = 12;

/** Less than this is rounding. */
const NOTHING_USD = 1e-3;

interface Total {
  row: PriceRow;
  usd: number;
}

/** Prices of one resource summed over the periods: the worth of one more unit throughout. */
function totals(prices: readonly PriceRow[]): Total[] {
  const byPlace = new Map<string, Total>();
  for (const row of prices) {
    const key = JSON.stringify([row.resource, row.site, row.hall, row.platform]);
    const total = byPlace.get(key);
    if (total === undefined) byPlace.set(key, { row, usd: row.usdPerUnit });
    else total.usd += row.usdPerUnit;
  }
  const order = Object.keys(RESOURCE_WORDS);
  return [...byPlace.values()]
    .filter(({ usd }) => usd >= NOTHING_USD)
    .sort((a, b) => order.indexOf(a.row.resource) - order.indexOf(b.row.resource) || b.usd - a.usd);
}

/** A dollar's price is a matter of cents. */
function priceText({ row, usd }: Total): string {
  return row.unit === "USD" ? `$${usd.toFixed(3)}` : formatUsd(usd);
}

/** Discounted USD for one more unit in every period; empty for a plan without prices. */
export function pricesSection({ prices }: SolvedPlan, colours: Colours): string {
  const found = totals(prices ?? []);
  if (found.length === 0) return "";
  const rows = found.slice(0, ROWS_SHOWN).map((total) => {
    const { resource, site, hall, platform, unit } = total.row;
    const where = [site, hall]
      .filter((part) => part !== undefined)
      .map(printable)
      .join("/");
    return [RESOURCE_WORDS[resource], where || printable(platform ?? ""), priceText(total), `a ${unit}`];
  });
  const align: Align[] = ["left", "left", "right", "left"];
  const left = found.length - rows.length;
  const more = left > 0 ? `  and ${left} more in the plan's prices\n` : "";
  return `${colours.bold("What one more is worth")} (discounted, throughout the horizon)\n${textTable([], rows, align)}${more}`;
}
