// Figures as the report writes them.
import type { Portfolio } from "../portfolio/schema.ts";

function grouped(value: number, decimals: number): string {
  return value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** "$5.44B", "$131M", "-$4.5M", "$120k" */
export function usdText(usd: number): string {
  const size = Math.abs(usd);
  const sign = usd < 0 && size >= 0.5 ? "\u2212" : "";
  if (size >= 999.5e6) return `${sign}$${grouped(size / 1e9, 2)}B`;
  if (size >= 999.5e3) return `${sign}$${grouped(size / 1e6, size >= 99.95e6 ? 0 : 1)}M`;
  if (size >= 999.5) return `${sign}$${grouped(size / 1e3, 0)}k`;
  return `${sign}$${grouped(size, size >= 0.005 && size < 10 ? 2 : 0)}`;
}

/** As usdText without decimals that say nothing: "$2B", "$0.5B". */
export const usdTick = (usd: number): string =>
  usdText(usd)
    .replace(/(\.\d*?)0+(?=[BM]$)/, "$1")
    .replace(/\.(?=[BM]$)/, "");

/** USD as whole dollars, for tables. */
export const dollars = (usd: number): string => `${usd < 0 ? "\u2212" : ""}$${grouped(Math.abs(usd), 0)}`;

/** Less than this is nothing: "0", not "0.0". */
const NOTHING = 1e-9;

export const mwText = (mw: number): string => (Math.abs(mw) < NOTHING ? "0" : grouped(mw, Math.abs(mw) < 9.95 ? 1 : 0));

export const percentText = (share: number): string =>
  Math.abs(share) < NOTHING ? "0%" : `${grouped(share * 100, Math.abs(share) < 0.0995 ? 1 : 0)}%`;

/** Name of the period that starts in this month: quarters and years where periods are those of the calendar. */
export function periodName({ monthsPerPeriod, start }: Portfolio["horizon"], month: string): string {
  const year = month.slice(0, 4);
  const at = Number(month.slice(5, 7)) - 1;
  const follows = (Number(start.slice(5, 7)) - 1) % monthsPerPeriod === 0 && at % monthsPerPeriod === 0;
  if (!follows) return month;
  if (monthsPerPeriod === 3) return `Q${at / 3 + 1} ${year}`;
  if (monthsPerPeriod === 6) return `H${at / 6 + 1} ${year}`;
  return monthsPerPeriod === 12 ? year : month;
}
