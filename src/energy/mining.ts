// What a miner's fleet earns per MWh. Revenue [USD/MWh] = hash price [USD/PH/day] * 1000 / (24 * J/TH), less the pool's fee; a halving cuts
// the hash price. Payments per MW and a switch-off price below break-even are no earnings per MWh: they are turned into the one price
// that values every period the same, see equivalentPrice.
import { PeriodPrices } from "./period-prices.ts";

/** Revenue of the miners in USD per MWh at the meter. `meterPerMachine` is the fleet's PUE. */
export function hashRevenueUsdPerMwh(
  hashPriceUsdPerPhDay: number,
  joulesPerTh: number,
  poolFee: number,
  meterPerMachine: number,
): number {
  return (hashPriceUsdPerPhDay * 1000 * (1 - poolFee)) / (24 * joulesPerTh * meterPerMachine);
}

/** Mean margin per MW of size when the fleet runs at prices of at most `offUsdPerMwh` only. */
function marginWithSwitchOff(prices: PeriodPrices, revenueUsdPerMwh: number, offUsdPerMwh: number): number {
  let sum = 0;
  prices.usdPerMwh.forEach((price, hour) => {
    if (price <= offUsdPerMwh && price < revenueUsdPerMwh) sum += prices.weight[hour] * (revenueUsdPerMwh - price);
  });
  return sum;
}

/**
 * The earnings p for which the mean of max(0, p - price) over the hours equals `marginUsdPerMwh`: the earnings per MWh at which a load
 * that merely follows the price is worth as much. Solved hour by hour from the cheapest on, without iteration.
 */
export function earningsWorth(prices: PeriodPrices, marginUsdPerMwh: number): number {
  let weight = 0;
  let sum = 0;
  for (let hour = 0; hour < prices.usdPerMwh.length; hour++) {
    weight += prices.weight[hour];
    sum += prices.weight[hour] * prices.usdPerMwh[hour];
    const earnings = (marginUsdPerMwh + sum) / weight;
    const next = prices.usdPerMwh[hour + 1];
    if (next === undefined || earnings <= next) return earnings;
  }
  return prices.usdPerMwh[0] ?? 0;
}

/**
 * Earnings per MWh that stand for a fleet with a switch-off price and with payments per MWh of availability: its value per MW in the
 * period is that of the fleet, to rounding. Where energy is bought at a fixed price, give one hour at that price.
 */
export function equivalentPrice(
  prices: PeriodPrices,
  revenueUsdPerMwh: number,
  offUsdPerMwh: number | undefined,
  availabilityUsdPerMwh: number,
): number {
  if (availabilityUsdPerMwh === 0 && (offUsdPerMwh === undefined || offUsdPerMwh >= revenueUsdPerMwh))
    return revenueUsdPerMwh;
  const off = offUsdPerMwh ?? Number.POSITIVE_INFINITY;
  return earningsWorth(prices, marginWithSwitchOff(prices, revenueUsdPerMwh, off) + availabilityUsdPerMwh);
}
