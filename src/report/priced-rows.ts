// Which prices are shown, and under which names.
import type { HeatRow } from "../answers/worth/worth.ts";

const WORDS: Partial<Record<HeatRow["resource"], string>> = { firmPower: "power", hall: "hall", chips: "racks" };

/** "power abilene", "hall abilene/dlc", "racks gb300" */
export function rowName({ resource, site, hall, platform }: HeatRow): string {
  const where = [site, hall].filter((part) => part !== null).join("/") || (platform ?? "");
  return `${WORDS[resource] ?? resource} ${where}`.trim();
}

/** Less than this for one more throughout is rounding, USD. */
const NOTHING_USD = 1;

/** Rows of power, halls and racks that have a price. */
export function pricedRows(rows: readonly HeatRow[]): HeatRow[] {
  return rows.filter(({ resource, totalUsd }) => resource in WORDS && totalUsd > NOTHING_USD);
}
