import { describe, expect, it } from "vitest";
import { FloatField, IntField } from "../../assembly/abi.ts";
import { compiled, compiledWith, contract, deviation, floats, ints } from "./hand-made.ts";

const F = (t: number): number => 1.1 ** -(t + 0.5);
/** Mean market price in the north: a quarter at 80, the rest at 40 and from 2027 at 20. */
const north = [50, 50, 35, 35];
/** PPA in the south. */
const south = [30, 35, 35, 35];

describe("serving cost", () => {
  it("opex and energy by option and column, options first", () => {
    const instance = compiledWith(
      contract({
        unit: "racks",
        quantity: 100,
        platforms: ["air-box", "own-rack"],
        start: { earliest: "2026-07", latest: "2027-01" },
        ramp: { "0": 0.5, "6": 1 },
        utilisation: 0.8,
      }),
    );
    // Columns: air-box and own-rack in north/a, own-rack in north/b and south/a. Opex 100 per air-box rack and month, six months.
    const usd = [1, 2].flatMap((start) => {
      const g = [0.5, 1];
      const opex = g.reduce((sum, factor, age) => sum + factor * 100 * 100 * 6 * F(start + age), 0);
      const energy = (mw: number, pue: number, price: number[]): number =>
        g.reduce((sum, factor, age) => sum + factor * mw * pue * 0.8 * 4380 * price[start + age] * F(start + age), 0);
      return [opex + energy(4, 1.5, north), energy(2, 1.5, north), energy(2, 1.2, north), energy(2, 1.1, south)];
    });
    expect(deviation(floats(instance, FloatField.serveUsd), usd)).toBeLessThan(1e-14);
    expect(ints(instance, IntField.optionServeStart)).toEqual([0, 4]);
  });

  it("starts of contracts without a place have no costs", () => {
    const instance = compiledWith(
      contract({ id: "nowhere", placement: { sites: [] } }),
      contract({ start: { earliest: "2026-01", latest: "2026-07" } }),
    );
    expect(ints(instance, IntField.optionServeStart)).toEqual([0, 0, 1]);
    expect(floats(instance, FloatField.serveUsd)).toHaveLength(2);
  });

  it("peakPue prices nothing", () => {
    const costs = [1.5, 2].map((peakPue) =>
      floats(
        compiled((portfolio) => {
          portfolio.sites[0].halls[0].peakPue = peakPue;
          portfolio.contracts = [contract()];
        }),
        FloatField.serveUsd,
      ),
    );
    expect(costs[0]).toEqual(costs[1]);
  });

  it("energy below zero makes serving pay", () => {
    const instance = compiled((portfolio) => {
      portfolio.sites[0].energy.market = [{ share: 1, usdPerMwh: -10 }];
      portfolio.platforms[0].opexUsdPerRackMonth = 0;
      portfolio.contracts = [contract({ termMonths: 6 })];
    });
    expect(deviation(floats(instance, FloatField.serveUsd), [10 * 1.5 * 4380 * -10 * F(0)])).toBeLessThan(1e-14);
  });
});
