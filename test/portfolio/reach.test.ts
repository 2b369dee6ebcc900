// Upper bounds on what a contract could ever be given, on figures small enough for a pencil.
import { describe, expect, it } from "vitest";
import { makeCalendar } from "../../src/portfolio/calendar.ts";
import { eligibility, racksPerUnit } from "../../src/portfolio/eligible.ts";
import { parsePortfolio } from "../../src/portfolio/parse.ts";
import { ContractReach, reachOf } from "../../src/portfolio/reach.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";
import { keysOf, SMALL, withValue } from "./small.ts";

function parsed(value: unknown): Portfolio {
  const result = parsePortfolio(value);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.portfolio;
}

const portfolio = parsed(SMALL);
const calendar = makeCalendar(portfolio.horizon);
const reach = reachOf(portfolio, calendar);

function unitsOf(index: number): { units: number[]; limits: string[] } {
  const contract = portfolio.contracts[index];
  const found = eligibility(contract, portfolio);
  if (!found.ok) throw new Error(found.obstacle);
  const available = new ContractReach(contract, portfolio, found.halls, reach);
  const reached = Array.from({ length: calendar.periods }, (_, t) => available.units(t));
  return { units: reached.map(({ units }) => units), limits: reached.map(({ limit }) => limit) };
}

describe("reach", () => {
  it("adds modules from their lead time on, as many as may start per period", () => {
    // 20 MW built, 4 modules of 5 MW, at most 2 a period, ready after 3 periods
    expect(Array.from(reach.hallMw[0][0])).toEqual([20, 20, 20, 30, 40, 40, 40, 40]);
  });

  it("adds expansions from their earliest start and lead time on", () => {
    // 40 then 60 MW; +5 from period 1; +20 started 2026-04 (period 1), ready 4 periods later
    expect(Array.from(reach.firmMw[0])).toEqual([40, 45, 45, 45, 65, 85, 85, 85]);
  });

  it("adds lots from their arrival on, and leaves tenants' racks uncounted", () => {
    expect(Array.from(reach.racks.get("gb300") ?? [])).toEqual([0, 100, 100, 150, 150, 150, 150, 150]);
    expect(reach.racks.has("tenant-air")).toBe(false);
  });
});

describe("units within reach of a contract", () => {
  it("are limited by racks before halls", () => {
    // c-4 counts racks: 150 at most, of which the halls (30 MW at 140 kW and more) hold over 200
    expect(unitsOf(3).units).toEqual([0, 100, 100, 150, 150, 150, 150, 150]);
    expect(unitsOf(3).limits).toEqual(Array(8).fill("racks"));
  });

  it("are those of the best site when only one may serve", () => {
    // c-1 in accelerators, one site: Oslo's 20 MW / 140 kW x 72 = 10285.7; racks: 100 x 72 = 7200
    const { units } = unitsOf(0);
    expect(units[1]).toBeCloseTo(7200, 9);
    expect(units[3]).toBeCloseTo(10800, 9);
  });

  it("are limited by halls and power when customers bring the racks", () => {
    // c-2 in MW at Oslo: 20 MW dlc + 6 MW air, firm 40 MW / 1.2 (best peak PUE) = 33.3
    const { units, limits } = unitsOf(1);
    expect(units[0]).toBeCloseTo(26, 9);
    expect(units[4]).toBeCloseTo(46, 9);
    expect(limits[0]).toBe("halls and power");
  });
});

describe("a count that ends where there are enough", () => {
  /** Thirty sites of different sizes, and contracts that may use some, one or all of them. */
  const many = (maxSites?: number) =>
    parsed({
      ...SMALL,
      sites: Array.from({ length: 30 }, (_, k) => ({
        ...SMALL.sites[0],
        id: `site-${k}`,
        firmMw: { "2026-01": 5 + ((k * 17) % 31), "2026-07": 40 + k },
        halls: SMALL.sites[0].halls.map((hall) => ({ ...hall, builtMw: 3 + ((k * 7) % 13) })),
      })),
      contracts: [{ ...SMALL.contracts[1], placement: maxSites === undefined ? {} : { maxSites } }],
    });

  it.each([[undefined], [1], [4], [29], [30]])("says what the whole count says, with maxSites %s", (maxSites) => {
    const wide = many(maxSites);
    const found = eligibility(wide.contracts[0], wide);
    if (!found.ok) throw new Error(found.obstacle);
    const wideReach = reachOf(wide, calendar);
    const contractReach = () => new ContractReach(wide.contracts[0], wide, found.halls, wideReach);
    const whole = contractReach();
    const asked = contractReach();
    for (let t = 0; t < calendar.periods; t++) {
      const { units } = whole.units(t);
      // From below and from above, in an order that meets every state of what is remembered.
      for (const share of [0.1, 0.9999, 0.5, 1.0001, 0.3, 2]) {
        const partly = asked.units(t, share * units);
        expect(partly.units >= share * units).toBe(share <= 1);
        if (share > 1) expect(partly.units).toBe(units);
      }
    }
    // The best `maxSites` of them, summed another way.
    const last = calendar.periods - 1;
    const alone = found.halls.reduce<number[]>((sums, { site }) => {
      const halls = found.halls.filter((hall) => hall.site === site);
      sums[site] = new ContractReach(wide.contracts[0], wide, halls, wideReach).units(last).units;
      return sums;
    }, []);
    const best = alone.sort((a, b) => b - a).slice(0, maxSites);
    expect(whole.units(last).units).toBeCloseTo(
      best.reduce((sum, value) => sum + value, 0),
      6,
    );
  });
});

describe("racks per unit", () => {
  it("follows the contract's unit", () => {
    const [gb300, tenant] = portfolio.platforms;
    expect(racksPerUnit("mw", gb300)).toBe(1000 / 140);
    expect(racksPerUnit("racks", gb300)).toBe(1);
    expect(racksPerUnit("accelerators", gb300)).toBe(1 / 72);
    expect(racksPerUnit("pflops", gb300)).toBe(1 / 720);
    expect(racksPerUnit("pflops", tenant)).toBeUndefined();
  });
});

describe("a contract that cannot fit", () => {
  const warnings = (path: string, value: unknown): string[] => {
    const result = parsePortfolio(withValue(keysOf(path), value));
    return result.warnings
      .filter(({ code }) => code === "cannot-fit")
      .map(({ subject, message }) => `${subject}: ${message}`);
  };

  it("is named with its closest start, the need and what can be there", () => {
    // c-1 must serve 0.5 x (1 - 0.1) x quantity, half of it for six months: 0.45 x 30000 = 13500 > 10800
    expect(warnings("contracts[0].quantity", 30000)).toEqual([
      'contract "c-1": even if it starts in 2026-04 it needs 13500 accelerators in 2026-10, where at most 10800 can be there ' +
        "(limited by racks): being signed, it makes the portfolio infeasible",
    ]);
  });

  it("is not named when it just fits", () => {
    expect(warnings("contracts[0].quantity", 24000)).toEqual([]);
    expect(warnings("contracts[0].quantity", 24001)).toHaveLength(1);
  });

  it("counts only the periods of its term", () => {
    // 101 racks from 2026-07 on: there are 100 until 2026-10, when 150 are there
    expect(warnings("contracts[3].quantity", 101)).toHaveLength(1);
    expect(
      warnings("contracts[3]", {
        ...SMALL.contracts[3],
        quantity: 101,
        start: { earliest: "2026-07", latest: "2026-10" },
      }),
    ).toEqual([]);
  });
});
