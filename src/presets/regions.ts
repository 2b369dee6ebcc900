// Grid regions: what energy costs on average, and the shape of the price over the hours. A flat price stands where only a mean is known.
import { Fact, sourced, unverified } from "./fact.ts";

export interface PriceBlock {
  /** Share of hours. */
  readonly share: number;
  readonly usdPerMwh: number;
}

export interface RegionPreset {
  readonly id: string;
  readonly name: string;
  /** Mean energy price, USD/MWh. */
  readonly meanUsdPerMwh: Fact;
  /** Price blocks, shares summing to 1, whose mean is meanUsdPerMwh. */
  readonly market: readonly PriceBlock[];
}

const flat = (usdPerMwh: number): PriceBlock[] => [{ share: 1, usdPerMwh }];
const region = (id: string, name: string, meanUsdPerMwh: Fact, market = flat(meanUsdPerMwh.value)): RegionPreset => ({
  id,
  name,
  meanUsdPerMwh,
  market,
});

const ERCOT = "ERCOT day-ahead settlement point prices of 2025, hourly, sorted and averaged by block";

/** Shares of the hours from the cheapest block to the dearest; the last two are 350 and 88 hours of a year. */
const SHARES = [0.05, 0.15, 0.3, 0.3, 0.1, 0.05, 0.039954, 0.010046];
const blocks = (...usdPerMwh: number[]): PriceBlock[] =>
  usdPerMwh.map((price, block) => ({ share: SHARES[block], usdPerMwh: price }));

export const REGIONS: readonly RegionPreset[] = [
  region(
    "ercot-west",
    "ERCOT West hub, Texas",
    sourced(33.67, ERCOT, [25, 50]),
    blocks(-3.31, 10.66, 23.51, 35.67, 51.94, 67.56, 94.86, 211.0),
  ),
  region(
    "ercot-west-load-zone",
    "ERCOT West load zone, Texas",
    sourced(42.68, ERCOT, [30, 60]),
    blocks(-0.65, 15.02, 29.45, 47.64, 66.3, 81.63, 107.7, 230.96),
  ),
  region(
    "ercot-north",
    "ERCOT North hub, Texas",
    sourced(32.92, ERCOT, [27, 50]),
    blocks(6.59, 17.08, 23.38, 32.32, 46.56, 61.63, 88.34, 203.86),
  ),
  region(
    "ercot-houston",
    "ERCOT Houston hub, Texas",
    sourced(34.37, ERCOT, [27, 50]),
    blocks(9.04, 18.66, 24.95, 34.94, 47.94, 60.96, 84.79, 191.43),
  ),
  region(
    "us-average",
    "United States, average wholesale",
    sourced(47, "EIA via utilitydive.com: $47 in 2025, $51 expected for 2026", [30, 60]),
  ),
  region(
    "nyiso-zone-a",
    "New York, Zone A (West)",
    unverified(35, "NYISO real time averaged $22.6 in 2019-20", [25, 50]),
  ),
  region(
    "british-columbia",
    "British Columbia (BC Hydro)",
    sourced(44, "IREN update of April 2024: $7.0M for 220 MW; $56 in April 2022", [42, 60]),
  ),
  region("georgia-interruptible", "Georgia, interruptible tariff", unverified(50, "tariff", [40, 65])),
  region("alberta", "Alberta (AESO)", unverified(45, "pool price", [30, 90])),
  region("norway-no4", "Norway NO4", unverified(16, "EUR 15 a MWh", [5, 45])),
];
