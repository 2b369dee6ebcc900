import { describe, expect, it } from "vitest";
import { decode } from "../../src/compile/decode.ts";
import { EncodeError, encode } from "../../src/compile/encode.ts";
import { emptyKernelPlan } from "../../src/compile/kernel-plan.ts";
import { Decisions } from "../../src/plan/plan.ts";
import { compiled, contract } from "./hand-made.ts";

const lot = { platform: "air-box", racks: 10, arrives: "2026-07", committed: false };

function portfolio() {
  return compiled((input) => {
    input.finance.debt = { rate: 0.1, termYears: 2, maxLoanToCost: 0.5 };
    input.backlog = [
      { ...lot, id: "some" },
      { ...lot, id: "whole", divisible: false },
      { ...lot, id: "mine", committed: true },
      { ...lot, id: "later", arrives: "2028-01" },
    ];
    input.sites[0].halls[0].build = { moduleMw: 2, maxModules: 5, capexUsdPerMw: 1e6, leadMonths: 6 };
    input.sites[1].expansions = [{ id: "line", mw: 5, capexUsd: 1, leadMonths: 6, earliest: "2026-07" }];
    const start = { earliest: "2026-07", latest: "2027-01" };
    const platforms = ["own-rack", "liquid-rack"];
    const shortfall = { maxFraction: 0.5, usdPerUnitMonth: 1 };
    input.contracts = [
      contract({ id: "refused" }),
      contract({ id: "split", start, platforms, minFraction: 0.6, shortfall }),
      contract({ id: "one", start, platforms: ["liquid-rack"] }),
    ];
  });
}
// Columns: refused north/a/air-box (0); split north/a own (1), north/b liquid (2) own (3), south/a liquid (4) own (5);
// one north/b liquid (6), south/a liquid (7). Options: refused 2026-01 (0); split 2026-07, 2027-01 (1, 2); one (3, 4).

const nothing: Decisions = { contracts: [], builds: [], expansions: [], orders: [], debt: [] };

describe("decode", () => {
  it("nothing", () => {
    const instance = portfolio();
    const refused = ["refused", "split", "one"].map((id) => ({ id, accepted: false }));
    expect(decode(instance, emptyKernelPlan(instance.counts))).toEqual({ ...nothing, contracts: refused });
  });

  it("placements with racks, starts, builds, expansions, orders and debt by the user's ids", () => {
    const instance = portfolio();
    const plan = emptyKernelPlan(instance.counts);
    plan.contractOption[1] = 2;
    plan.columnShare[2] = 0.5;
    plan.columnShare[5] = 0.25;
    plan.moduleStarts[0 * 4 + 1] = 3;
    plan.expansionStart[0] = 2;
    plan.lotFraction[0] = 0.4;
    plan.lotFraction[1] = 1 - 1e-12;
    plan.drawUsd[3] = 1234.5;
    const decisions = decode(instance, plan);
    // 10 MW: 0.5 on liquid racks of 125 kW is 40 racks, 0.25 on own racks of 20 kW is 125.
    expect(decisions.contracts[1]).toEqual({
      id: "split",
      accepted: true,
      start: "2027-01",
      fraction: 0.75,
      unserved: 0,
      placements: [
        { site: "north", hall: "b", platform: "liquid-rack", share: 0.5, racks: 40 },
        { site: "south", hall: "a", platform: "own-rack", share: 0.25, racks: 125 },
      ],
    });
    expect(decisions.builds).toEqual([{ site: "north", hall: "a", start: "2026-07", modules: 3 }]);
    expect(decisions.expansions).toEqual([{ site: "south", expansion: "line", start: "2027-01" }]);
    expect(decisions.orders).toEqual([
      { lot: "some", fraction: 0.4 },
      { lot: "whole", fraction: 1 },
    ]);
    expect(decisions.debt).toEqual([{ period: "2027-07", usd: 1234.5 }]);
  });

  it.each([
    ["less than minFraction: the rest is unserved", [0.35], 0.6, 0.25],
    ["exactly minFraction", [0.6], 0.6, 0],
    ["wholly unserved", [], 0.6, 0.6],
    ["rounding beyond 1 is clipped", [0.7, 0.3 + 1e-12], 1, 0],
    ["rounding below minFraction is not a shortfall", [0.6 - 1e-12], 0.6, 0],
    ["dust is dropped", [0.8, 1e-10], 0.8, 0],
  ])("fraction and unserved: %s", (_, shares, fraction, unserved) => {
    const instance = portfolio();
    const plan = emptyKernelPlan(instance.counts);
    plan.contractOption[1] = 1;
    plan.columnShare.set(shares, 1);
    const [, decision] = decode(instance, plan).contracts;
    expect(decision.fraction).toBeCloseTo(fraction, 14);
    expect(decision.fraction).toBeLessThanOrEqual(1);
    expect(decision.unserved).toBeCloseTo(unserved, 14);
    expect(decision.placements).toHaveLength(shares.filter((share) => share > 1e-9).length);
  });

  it("dust in orders and debt is dropped", () => {
    const instance = portfolio();
    const plan = emptyKernelPlan(instance.counts);
    plan.lotFraction.fill(1e-12);
    plan.drawUsd.fill(1e-9);
    expect(decode(instance, plan)).toMatchObject({ orders: [], debt: [] });
  });
});

describe("encode", () => {
  it("is the inverse of decode", () => {
    const instance = portfolio();
    const plan = emptyKernelPlan(instance.counts);
    plan.contractOption.set([0, 1, 4]);
    plan.columnShare.set([1, 0.1, 0.2, 0.3, 0, 0.15, 0, 1]);
    plan.moduleStarts.set([2, 0, 1, 0]);
    plan.expansionStart[0] = 1;
    plan.lotFraction.set([0.5, 1]);
    plan.drawUsd.set([1, 0, 2, 3]);
    expect(encode(instance, decode(instance, plan))).toEqual(plan);
  });

  it("takes decisions in any order and lots that can do nothing", () => {
    const instance = portfolio();
    const decisions: Decisions = {
      ...nothing,
      orders: [{ lot: "later", fraction: 1 }],
      contracts: [{ id: "one", accepted: false }],
    };
    expect(encode(instance, decisions)).toEqual(emptyKernelPlan(instance.counts));
  });

  const place = { site: "south", hall: "a", platform: "liquid-rack", share: 1, racks: 80 };
  const accepted = { id: "one", accepted: true, start: "2026-07", placements: [place] };
  const bad: [string, Partial<Decisions>, string[]][] = [
    [
      "unknown contract",
      { contracts: [{ ...accepted, id: "two" }] },
      ["contracts[0]: ", '"two"', "is not in the portfolio"],
    ],
    [
      "start outside the window",
      { contracts: [{ ...accepted, start: "2026-01" }] },
      ["contracts[0].start", '"one"', "2026-01", "2026-07, 2027-01"],
    ],
    ["no start", { contracts: [{ id: "one", accepted: true }] }, ["contracts[0].start", "without a start"]],
    [
      "refused with placements",
      { contracts: [{ ...accepted, accepted: false }] },
      ["contracts[0]: ", "refused", "1 placement"],
    ],
    [
      "a contract twice",
      { contracts: [accepted, { id: "one", accepted: false }] },
      ["contracts[1]: ", '"one"', "twice"],
    ],
    [
      "ineligible hall",
      { contracts: [{ ...accepted, placements: [{ ...place, site: "north" }] }] },
      ["contracts[0].placements[0]: ", '"north"', "cannot be served there"],
    ],
    [
      "unknown platform",
      { contracts: [{ ...accepted, placements: [{ ...place, platform: "x" }] }] },
      ["contracts[0].placements[0]: ", '"x"', "check the ids"],
    ],
    [
      "a placement twice",
      { contracts: [{ ...accepted, placements: [place, place] }] },
      ["contracts[0].placements[1]: ", "twice"],
    ],
    [
      "share beyond 1",
      { contracts: [{ ...accepted, placements: [{ ...place, share: 1.5 }] }] },
      ["placements[0].share", "1.5", "[0, 1]"],
    ],
    [
      "share NaN",
      { contracts: [{ ...accepted, placements: [{ ...place, share: Number.NaN }] }] },
      ["placements[0].share", "NaN"],
    ],
    [
      "unknown hall",
      { builds: [{ site: "south", hall: "z", start: "2026-01", modules: 1 }] },
      ["builds[0]: ", '"z"', "is not in the portfolio"],
    ],
    [
      "hall without build",
      { builds: [{ site: "south", hall: "a", start: "2026-01", modules: 1 }] },
      ["builds[0]: ", "has no `build`"],
    ],
    [
      "module too late",
      { builds: [{ site: "north", hall: "a", start: "2027-07", modules: 1 }] },
      ["builds[0].start", "2027-07", "2028-01", "start it earlier"],
    ],
    [
      "half a module",
      { builds: [{ site: "north", hall: "a", start: "2026-01", modules: 0.5 }] },
      ["builds[0].modules", "0.5", "whole number"],
    ],
    [
      "month within a period",
      { builds: [{ site: "north", hall: "a", start: "2026-02", modules: 1 }] },
      ["builds[0].start", "2026-02", "every 6 months from 2026-01"],
    ],
    [
      "a build twice",
      { builds: [1, 2].map((modules) => ({ site: "north", hall: "a", start: "2026-01", modules })) },
      ["builds[1]: ", "in 2026-01", "twice"],
    ],
    [
      "unknown expansion",
      { expansions: [{ site: "north", expansion: "line", start: "2026-07" }] },
      ["expansions[0]: ", '"line" of site "north"'],
    ],
    [
      "expansion too early",
      { expansions: [{ site: "south", expansion: "line", start: "2026-01" }] },
      ["expansions[0].start", "2026-01", "earliest period is 2026-07"],
    ],
    [
      "expansion too late",
      { expansions: [{ site: "south", expansion: "line", start: "2027-07" }] },
      ["expansions[0].start", "2028-01"],
    ],
    ["unknown lot", { orders: [{ lot: "x", fraction: 1 }] }, ["orders[0]: ", '"x"', "is not in the portfolio"]],
    ["committed lot", { orders: [{ lot: "mine", fraction: 1 }] }, ["orders[0]: ", '"mine"', "committed"]],
    ["negative fraction", { orders: [{ lot: "some", fraction: -0.1 }] }, ["orders[0].fraction", "-0.1"]],
    ["debt after the horizon", { debt: [{ period: "2028-01", usd: 5 }] }, ["debt[0].period", "2028-01"]],
    ["endless debt", { debt: [{ period: "2026-01", usd: Number.POSITIVE_INFINITY }] }, ["debt[0].usd", "Infinity"]],
  ];
  it.each(bad)("says what is wrong, where and how to mend it: %s", (_, decisions, fragments) => {
    const error = encodeError({ ...nothing, ...decisions });
    expect(error.problems).toHaveLength(1);
    for (const fragment of fragments) expect(error.problems[0]).toContain(fragment);
    expect(error.message).toContain('portfolio "hand-made"');
  });

  it("lists all problems at once", () => {
    const error = encodeError({
      ...nothing,
      orders: [{ lot: "x", fraction: 1 }],
      debt: [{ period: "1999-01", usd: 1 }],
    });
    expect(error.problems).toHaveLength(2);
    expect(error.message).toContain("orders[0]");
    expect(error.message).toContain("debt[0]");
  });

  it("debt in a portfolio without debt", () => {
    const instance = compiled();
    expect(() => encode(instance, { ...nothing, debt: [{ period: "2026-01", usd: 1 }] })).toThrow("no finance.debt");
    expect(() => encode(instance, { ...nothing, debt: [{ period: "2026-01", usd: 0 }] })).not.toThrow();
  });
});

function encodeError(decisions: Decisions): EncodeError {
  try {
    encode(portfolio(), decisions);
  } catch (error) {
    if (error instanceof EncodeError) return error;
    throw error;
  }
  throw new Error("encode took the decisions");
}
