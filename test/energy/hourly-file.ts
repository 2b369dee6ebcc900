// Hourly price files made up for tests, with clock changes as a real file has them.
import { LocalClock } from "../../src/energy/local-time.ts";
import { rng } from "../support/rng.ts";

const HOUR_MS = 3_600_000;

/** Every hour of `year` on the clock of `zone`: prices between -20 and 200 with a daily shape, two decimals. */
export function hourlyFile(year: number, zone: string, seed: number): { text: string; rows: number } {
  const random = rng(seed, "hours");
  const clock = new LocalClock(zone);
  const lines = ["timestamp,usd"];
  const first = Date.UTC(year, 0, 1) / HOUR_MS;
  const end = Date.UTC(year + 1, 0, 1) / HOUR_MS;
  for (let hour = first; hour < end; hour++) {
    for (let copy = clock.occurrences(hour); copy > 0; copy--) {
      const price = 30 + 25 * Math.sin(hour / 4) + 40 * random.unit() ** 4 * (random.unit() < 0.1 ? 4 : 1) - 15;
      lines.push(`${new Date(hour * HOUR_MS).toISOString().slice(0, 16).replace("T", " ")},${price.toFixed(2)}`);
    }
  }
  return { text: `${lines.join("\n")}\n`, rows: lines.length - 1 };
}
