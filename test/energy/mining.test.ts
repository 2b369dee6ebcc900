// What miners earn per MWh, and prices that stand for switch-off and availability payments.
import { describe, expect, it } from "vitest";
import { meanMargin } from "../../src/energy/condense.ts";
import { earningsWorth, equivalentPrice, hashRevenueUsdPerMwh } from "../../src/energy/mining.ts";
import { PeriodPrices } from "../../src/energy/period-prices.ts";

const prices: PeriodPrices = {
  usdPerMwh: Float64Array.of(-10, 20, 40, 90),
  weight: Float64Array.of(0.1, 0.4, 0.3, 0.2),
};

describe("mining revenue", () => {
  it("follows the published table (USD per MWh at a hash price of 38)", () => {
    const table = [13.5, 15, 17.5, 18.5, 21.5, 25, 30].map((joules) =>
      Math.round(hashRevenueUsdPerMwh(38, joules, 0, 1)),
    );
    expect(table).toEqual([117, 106, 90, 86, 74, 63, 53]);
  });

  it("falls with the pool's fee and with what the fans draw", () => {
    expect(hashRevenueUsdPerMwh(48, 20, 0.02, 1.05)).toBeCloseTo((100 * 0.98) / 1.05, 12);
  });
});

describe("earnings that are worth a margin", () => {
  it.each([0, 1, 5, 17.5, 40, 100])("give back %d", (margin) => {
    expect(meanMargin(prices, earningsWorth(prices, margin))).toBeCloseTo(margin, 10);
  });

  it("are the revenue where nothing special is asked", () => {
    expect(equivalentPrice(prices, 75, undefined, 0)).toBe(75);
    expect(equivalentPrice(prices, 75, 80, 0)).toBe(75);
  });

  it("count only hours below the switch-off price, and payments on top", () => {
    const off = 0.1 * (75 + 10) + 0.4 * (75 - 20);
    expect(meanMargin(prices, equivalentPrice(prices, 75, 30, 0))).toBeCloseTo(off, 10);
    expect(meanMargin(prices, equivalentPrice(prices, 75, 30, 3.5))).toBeCloseTo(off + 3.5, 10);
  });
});
