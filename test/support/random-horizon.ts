// Horizons, and months and step maps relative to them.
import { type PortfolioInput } from "../../src/portfolio/schema.ts";
import { type Rng, rng } from "./rng.ts";

export type Horizon = PortfolioInput["horizon"];
export type SeriesInput = number | Record<string, number>;

export function randomHorizon(seed: number, periods: number, monthsPerPeriod: readonly number[]): Horizon {
  const draw = rng(seed, "horizon");
  const start = draw.pick(["2026-01", "2026-01", "2025-11", "2026-07", "2027-04"]);
  return { start, periods, monthsPerPeriod: draw.pick(monthsPerPeriod) };
}

/** Months in the horizon. */
export const horizonMonths = ({ periods, monthsPerPeriod }: Horizon): number => periods * monthsPerPeriod;

/** The month `offset` months after the horizon's start (before it when negative). */
export function monthAt({ start }: Horizon, offset: number): string {
  const month = Number(start.slice(0, 4)) * 12 + Number(start.slice(5)) - 1 + offset;
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
}

/**
 * A constant or up to three steps. The first lies at or before the horizon's start, unless `mayStartLate`; the others anywhere,
 * also between period starts and after the horizon.
 */
export function randomSeries(
  draw: Rng,
  horizon: Horizon,
  level: () => number,
  { steps = 0.5, mayStartLate = false }: { steps?: number; mayStartLate?: boolean } = {},
): SeriesInput {
  const first = level();
  if (!draw.chance(steps)) return first;
  const months = horizonMonths(horizon);
  const isLate = mayStartLate && draw.chance(0.25);
  const series: Record<string, number> = {};
  series[monthAt(horizon, isLate ? draw.int(1, Math.max(1, Math.floor(months / 2))) : -draw.int(0, 5))] = first;
  const count = draw.int(1, 3);
  for (let k = 0; k < count; k++) series[monthAt(horizon, draw.int(1, months + 2))] = level();
  return series;
}
