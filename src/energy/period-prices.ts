// Hours sorted into the periods of a portfolio: a period's months take the hours of the same months of the file, or, where the file has
// another year only, those of the same months of the year. Every month of a period weighs the same (MODEL.md section 1: 730 hours).
import { PriceHours } from "./hourly-csv.ts";

/** The hours of one period from the cheapest on; weights sum to 1. */
export interface PeriodPrices {
  readonly usdPerMwh: Float64Array;
  readonly weight: Float64Array;
}

const MONTHS = 12;

/** Hours of each month: by the month itself, and by the month of the year. */
class MonthTable {
  readonly exact = new Map<number, number[]>();
  readonly ofYear = new Map<number, number[]>();

  constructor(hours: PriceHours, scale: number) {
    hours.months.forEach((month, index) => {
      const price = hours.usdPerMwh[index] * scale;
      put(this.exact, month, price);
      put(this.ofYear, month % MONTHS, price);
    });
  }

  prices(month: number): number[] | undefined {
    return this.exact.get(month) ?? this.ofYear.get(month % MONTHS);
  }
}

function put(map: Map<number, number[]>, key: number, price: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [price]);
  else list.push(price);
}

/**
 * Prices of `periods` periods of `monthsPerPeriod` months from month `start` (as monthIndex) on, times `scale`.
 * Answers the month (1..12) for which the file has no hour at all.
 */
export function pricesByPeriod(
  hours: PriceHours,
  start: number,
  periods: number,
  monthsPerPeriod: number,
  scale: number,
): PeriodPrices[] | number {
  const table = new MonthTable(hours, scale);
  const result: PeriodPrices[] = [];
  for (let t = 0; t < periods; t++) {
    const entries: { price: number; weight: number }[] = [];
    for (let m = 0; m < monthsPerPeriod; m++) {
      const month = start + t * monthsPerPeriod + m;
      const prices = table.prices(month);
      if (prices === undefined) return (month % MONTHS) + 1;
      const weight = 1 / (prices.length * monthsPerPeriod);
      for (const price of prices) entries.push({ price, weight });
    }
    entries.sort((a, b) => a.price - b.price);
    result.push({
      usdPerMwh: Float64Array.from(entries, (entry) => entry.price),
      weight: Float64Array.from(entries, (entry) => entry.weight),
    });
  }
  return result;
}
