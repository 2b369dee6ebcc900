// Figures as the page writes them: the report's.
import type { Portfolio } from "../../portfolio/schema.ts";
import type { FigureFormats } from "../../report/conflict-words.ts";
import { mwText, percentText, periodName, usdText } from "../../report/figures.ts";

export const countText = (count: number): string => count.toLocaleString("en-US", { maximumFractionDigits: 1 });

/** "+$3.0M", "−$3.0M" */
export const changeText = (usd: number): string => (usd >= 0.005 ? `+${usdText(usd)}` : usdText(usd));

/** A price per unit and month: dollars, with cents where they matter. */
export function priceText(usd: number): string {
  const decimals = Math.abs(usd) >= 1000 ? 0 : 2;
  return `$${usd.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals })}`;
}

export function pageFormats(horizon: Portfolio["horizon"]): FigureFormats {
  return {
    usd: usdText,
    mw: mwText,
    percent: percentText,
    count: countText,
    period: (month) => periodName(horizon, month),
  };
}
