// The bound against optima of the textbook MILP (test/oracle), at every stage and at random prices; fixing keeps the optimal plan;
// invariances; odd instances.
import { beforeAll, describe, expect, test } from "vitest";
import { FloatField } from "../../../assembly/abi.ts";
import { DualBound } from "../../../assembly/alloc/dual-bound.ts";
import type { Instance } from "../../../assembly/alloc/instance.ts";
import { Reach } from "../../../assembly/alloc/preprocess.ts";
import { compile } from "../../../src/compile/compile.ts";
import { encode } from "../../../src/compile/encode.ts";
import { type Instance as Compiled, floatField } from "../../../src/compile/instance.ts";
import type { KernelPlan } from "../../../src/compile/kernel-plan.ts";
import type { PortfolioInput } from "../../../src/portfolio/schema.ts";
import { solveTextbook } from "../../oracle/textbook-milp.ts";
import { randomPortfolio } from "../../support/random-portfolio.ts";
import { rng } from "../../support/rng.ts";
import { bestKnown, sharedPortfolio, skipsWithoutShared } from "../../support/shared-portfolios.ts";
import { compiled, contract, instanceOf, lot, site } from "./preprocess-fixture.ts";

const SEEDS = 60;
/** The oracle's plans meet their rows to 1e-6, so their value may exceed the exact optimum by as much. */
const TOLERANCE = 1e-6;

interface Solved {
  seed: number;
  input: Compiled;
  valueUsd: number;
  plan: KernelPlan;
}

const solved: Solved[] = [];
const infeasible: { seed: number; input: Compiled }[] = [];

beforeAll(async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const portfolio = randomPortfolio(seed);
    const result = await solveTextbook(portfolio, { timeLimitSeconds: 20 });
    const input = compile(portfolio);
    if (result.status === "infeasible") infeasible.push({ seed, input });
    if (result.status !== "optimal" || result.decisions === null || result.valueUsd === null) continue;
    solved.push({ seed, input, valueUsd: result.valueUsd, plan: encode(input, result.decisions) });
  }
});

const floorOf = (valueUsd: number): number => valueUsd - TOLERANCE * Math.abs(valueUsd) - 1e-3;

/** What preprocessing or fixing would cut off of the plan, in words; empty = it keeps the plan. */
function cutOff(instance: Instance, reach: Reach, plan: KernelPlan): string[] {
  const cut: string[] = [];
  plan.contractOption.forEach((option, c) => {
    if (option < 0) {
      if (reach.contractForced[c] === 1) cut.push(`contract ${c} is forced, the plan refuses it`);
      return;
    }
    if (reach.contractAlive[c] === 0 || reach.optionAlive[option] === 0) cut.push(`option ${option} of contract ${c}`);
    const first = instance.contractColumnStart[c];
    for (let j = first; j < instance.contractColumnStart[c + 1]; j++) {
      const limit = reach.columnLimit[instance.optionServeStart[option] + j - first];
      if (plan.columnShare[j] > limit + 1e-7) cut.push(`column ${j}: share ${plan.columnShare[j]} above ${limit}`);
    }
  });
  return cut;
}

describe("against the textbook MILP", () => {
  test("the sample is worth testing on", () => {
    expect(solved.length).toBeGreaterThan(40);
    expect(solved.filter(({ plan }) => plan.contractOption.some((option) => option >= 0)).length).toBeGreaterThan(30);
  });

  test("preprocessing keeps the optimal plan and calls nothing infeasible that is not", () => {
    for (const { seed, input, plan } of solved) {
      const instance = instanceOf(input);
      const reach = new Reach(instance);
      expect(reach.infeasible, `seed ${seed}`).toBe(0);
      expect(cutOff(instance, reach, plan), `seed ${seed}`).toEqual([]);
      const feasible = new DualBound(instance, reach, 1);
      feasible.step(200);
      expect(feasible.infeasible, `seed ${seed}`).toBe(0);
    }
    for (const { seed, input } of infeasible) {
      const instance = instanceOf(input);
      const bound = new DualBound(instance, new Reach(instance));
      bound.step(10);
      if (bound.infeasible === 1) expect(bound.bestBoundUsd, `seed ${seed}`).toBe(Number.NEGATIVE_INFINITY);
    }
  });

  test("no bound is ever below the optimum, and most are close after 500 iterations", () => {
    let close = 0;
    for (const { seed, input, valueUsd } of solved) {
      const instance = instanceOf(input);
      const bound = new DualBound(instance, new Reach(instance));
      let before = Number.POSITIVE_INFINITY;
      for (const iterations of [1, 4, 15, 80, 400]) {
        bound.step(iterations);
        expect(bound.bestBoundUsd, `seed ${seed}, iteration ${bound.iterations}`).toBeGreaterThanOrEqual(
          floorOf(valueUsd),
        );
        expect(bound.bestBoundUsd).toBeLessThanOrEqual(before);
        before = bound.bestBoundUsd;
      }
      if (bound.bestBoundUsd - valueUsd <= 0.05 * Math.abs(valueUsd)) close++;
    }
    expect(close).toBeGreaterThan(0.7 * solved.length);
  });

  test("weak duality: any prices bound, however odd", () => {
    for (const { seed, input, valueUsd } of solved) {
      const instance = instanceOf(input);
      const bound = new DualBound(instance, new Reach(instance));
      const random = rng(seed, "prices");
      for (let trial = 0; trial < 20; trial++) {
        const reach = random.pick([0.1, 1, 10]);
        const x = Float64Array.from(bound.layout.scale, (scale) =>
          random.chance(0.5) ? reach * scale * random.unit() : 0,
        );
        expect(bound.evaluate(x), `seed ${seed}, trial ${trial}`).toBeGreaterThanOrEqual(floorOf(valueUsd));
      }
    }
  });

  test("fixing with a value just below the optimum keeps the plan, and the bound stays valid", () => {
    let changes = 0;
    for (const { seed, input, valueUsd, plan } of solved) {
      const instance = instanceOf(input);
      const reach = new Reach(instance);
      const bound = new DualBound(instance, reach);
      for (let round = 0; round < 4; round++) {
        bound.step(150);
        changes += bound.fixByBound(valueUsd - 2 * TOLERANCE * Math.abs(valueUsd) - 1);
        expect(cutOff(instance, reach, plan), `seed ${seed}, round ${round}`).toEqual([]);
        expect(reach.closed, `seed ${seed}, round ${round}`).toBe(0);
        expect(bound.bestBoundUsd, `seed ${seed}, round ${round}`).toBeGreaterThanOrEqual(floorOf(valueUsd));
      }
    }
    expect(changes).toBeGreaterThan(100);
  });

  test("fixing with a value above the bound closes the instance at that value", () => {
    for (const { seed, input } of solved.slice(0, 10)) {
      const instance = instanceOf(input);
      const reach = new Reach(instance);
      const bound = new DualBound(instance, reach);
      bound.step(50);
      const above = bound.bestBoundUsd + 1 + 1e-3 * Math.abs(bound.bestBoundUsd);
      const before = bound.bestBoundUsd;
      bound.fixByBound(above);
      expect(reach.closed, `seed ${seed}`).toBe(1);
      expect(reach.infeasible, `seed ${seed}`).toBe(0);
      expect(bound.bestBoundUsd, `seed ${seed}`).toBe(before);
    }
  });
});

describe("reference portfolios", () => {
  // Relative distance to the best value known, measured after 300 iterations (most of it is what relaxing whole modules, lots and
  // contracts costs); a little is added so that retuned steps need not touch this table.
  const within: Record<string, number> = {
    "tiny-1": 0.001,
    "tiny-2": 0.108,
    "tiny-3": 0.074,
    "small-1": 0.025,
    "small-2": 0.482,
    "small-3": 0.162,
    "monthly-1": 0.115,
    "medium-1": 0.05,
    "medium-2": 0.074,
    "large-1": 0.115,
  };

  test.each(Object.keys(within))("%s", (name) => {
    if (skipsWithoutShared(`dual bound on ${name}`)) return;
    const { valueUsd } = bestKnown().get(name)!;
    const instance = instanceOf(compile(sharedPortfolio(name)));
    const bound = new DualBound(instance, new Reach(instance));
    bound.step(300);
    expect(bound.bestBoundUsd).toBeGreaterThanOrEqual(valueUsd - 1e-6 * Math.abs(valueUsd));
    expect(bound.bestBoundUsd).toBeLessThanOrEqual(valueUsd + within[name] * Math.abs(valueUsd));
  });

  test("large-2: below its plain LP bound of 103.01 G$ after 300 iterations", () => {
    if (skipsWithoutShared("dual bound on large-2")) return;
    const instance = instanceOf(compile(sharedPortfolio("large-2")));
    const bound = new DualBound(instance, new Reach(instance));
    bound.step(300);
    expect(bound.bestBoundUsd).toBeLessThan(103.01e9);
  });
});

function boundOf(given: Partial<PortfolioInput> | Compiled, iterations = 300): DualBound {
  const instance = instanceOf("ints" in given ? (given as Compiled) : compiled(given as Partial<PortfolioInput>));
  const bound = new DualBound(instance, new Reach(instance));
  bound.step(iterations);
  return bound;
}

/** Fields in USD; all other figures of an instance are MW, shares or ratios (or worth per nominal dollar). */
const USD_FIELDS = [
  FloatField.lotUsd,
  FloatField.lotNetUsd,
  FloatField.segmentUsdPerMw,
  FloatField.hallModuleUsd,
  FloatField.hallModuleNetUsd,
  FloatField.expansionUsd,
  FloatField.expansionNetUsd,
  FloatField.optionServedUsd,
  FloatField.optionUnservedUsd,
  FloatField.optionDebtUsd,
  FloatField.serveUsd,
  FloatField.equityUsd,
  FloatField.committedUsd,
];

function scaled(input: Compiled, factor: number): Compiled {
  const copy: Compiled = { ...input, floats: input.floats.slice() };
  for (const field of USD_FIELDS) {
    const values = floatField(copy, field);
    values.forEach((usd, i) => {
      values[i] = usd * factor;
    });
  }
  return copy;
}

describe("invariance", () => {
  test("money in cents, trillions or 2^-20 dollars: the bound scales along", () => {
    const seeds = [1, 2, 3, 5, 8].map((seed) => ({ seed, input: compile(randomPortfolio(seed)) }));
    for (const { seed, input } of seeds) {
      const unit = boundOf(input).bestBoundUsd;
      // A power of two changes no mantissa anywhere.
      expect(boundOf(scaled(input, 2 ** -20)).bestBoundUsd, `seed ${seed}`).toBe(unit * 2 ** -20);
      for (const factor of [100, 1e12, 1e-12]) {
        const ratio = boundOf(scaled(input, factor)).bestBoundUsd / (unit * factor);
        if (Number.isFinite(unit)) expect(Math.abs(ratio - 1), `seed ${seed}, factor ${factor}`).toBeLessThan(1e-3);
      }
    }
  });

  test("steps may be cut anywhere", () => {
    const input = compile(randomPortfolio(4));
    const whole = boundOf(input, 137);
    const instance = instanceOf(input);
    const cut = new DualBound(instance, new Reach(instance));
    for (const iterations of [1, 2, 30, 100, 4]) cut.step(iterations);
    expect(cut.bestBoundUsd).toBe(whole.bestBoundUsd);
    expect(cut.bestX).toEqual(whole.bestX);
    expect(cut.average.shareSum).toEqual(whole.average.shareSum);
  });

  test("published prices are those of the best bound", () => {
    const bound = boundOf(compile(randomPortfolio(11)));
    const best = bound.bestBoundUsd;
    const { layout, bestX } = bound;
    expect(bound.evaluate(bestX.slice())).toBe(best);
    expect([...bound.hallPrice, ...bound.firmPrice, ...bound.totalPrice, ...bound.chipPrice]).toEqual([
      ...bestX.slice(0, layout.idleAt),
    ]);
    expect(bound.capitalPrice).toEqual(bound.pricing.dollarUsd);
    expect(Math.max(...bound.hallPrice)).toBeGreaterThan(0);
  });
});

describe("odd instances", () => {
  // One contract that fits wholly: 50 MW * $100,000 * 12 months, less energy, discounted: the relaxation is exact.
  const alone = () => boundOf({}, 500).bestBoundUsd;

  test("a single contract with room to spare is bounded by its own value", async () => {
    const input = compiled({});
    const served = floatField(input, FloatField.optionServedUsd)[0] - floatField(input, FloatField.serveUsd)[0];
    expect(served).toBeGreaterThan(0);
    expect(Math.abs(alone() / served - 1)).toBeLessThan(1e-6);
  });

  test("no sites, no contracts, nothing at all", () => {
    expect(boundOf({ sites: [], contracts: [], backlog: [] }).bestBoundUsd).toBe(0);
    expect(boundOf({ contracts: [] }).bestBoundUsd).toBeLessThan(1e-3);
    expect(boundOf({ sites: [], backlog: [] }).bestBoundUsd).toBe(0);
  });

  test("a single period", () => {
    const horizon = { start: "2026-01", periods: 1, monthsPerPeriod: 12 };
    expect(Math.abs(boundOf({ horizon }).bestBoundUsd / alone() - 1)).toBeLessThan(0.02);
  });

  test("equity that is not there leaves nothing to buy, equity without limit everything", () => {
    const build = { moduleMw: 10, maxModules: 5, capexUsdPerMw: 100, leadMonths: 0 };
    const sites = [site({ halls: [{ id: "hall", cooling: "dlc", pue: 1, build }] })];
    const none = { discountRate: 0.1, cumulativeEquityUsd: 0 };
    expect(boundOf({ sites, finance: none }).bestBoundUsd).toBeLessThan(1e-3);
    expect(boundOf({ sites }).bestBoundUsd).toBeGreaterThan(0.99 * alone());
  });

  test("debt dearer than the discount rate (kappa > 1) is drawn only where it is needed", () => {
    const build = { moduleMw: 50, maxModules: 1, capexUsdPerMw: 1_000_000, leadMonths: 0 };
    const sites = [site({ halls: [{ id: "hall", cooling: "dlc", pue: 1, build }] })];
    const contracts = [contract({ takeOrPay: 1, credit: { advanceRate: 1 }, usdPerUnitMonth: 200_000 })];
    const debt = { rate: 0.3, termYears: 5, maxLoanToCost: 0.5 };
    const value = (finance: object) =>
      boundOf({ sites, contracts, finance: { discountRate: 0.1, ...finance } }, 1000).bestBoundUsd;
    const rich = value({ cumulativeEquityUsd: 1e9, debt });
    const unlevered = value({ cumulativeEquityUsd: 1e9 });
    const poor = value({ cumulativeEquityUsd: 30e6, debt });
    expect(Math.abs(rich / unlevered - 1)).toBeLessThan(1e-3);
    // $20M must be borrowed at kappa - 1 = 0.42 or so of a dollar each.
    expect(poor).toBeLessThan(rich - 5e6);
    expect(poor).toBeGreaterThan(rich - 12e6);
    expect(value({ cumulativeEquityUsd: 20e6, debt })).toBeLessThan(1e-3);
  });

  test("all contracts signed, and worth less than nothing", () => {
    const contracts = [contract({ signed: true, usdPerUnitMonth: 0 })];
    const bound = boundOf({ contracts, backlog: [lot(10)] }, 500);
    expect(bound.bestBoundUsd).toBeLessThan(0);
    expect(bound.bestBoundUsd).toBeGreaterThan(-50 * 8760 * 40);
  });
});

describe("feasibility variant", () => {
  const pair = (firmMw: number) => {
    const signed = { quantity: 60, signed: true };
    const instance = instanceOf(
      compiled({
        sites: [site({ firmMw, halls: [{ id: "hall", cooling: "dlc", pue: 1, builtMw: 200 }] })],
        contracts: [contract(signed), contract({ ...signed, id: "c2" })],
      }),
    );
    const reach = new Reach(instance);
    const bound = new DualBound(instance, reach, 1);
    bound.step(100);
    return { reach, bound };
  };

  test("two signed contracts that fit alone but not together are proven infeasible", () => {
    const { reach, bound } = pair(119);
    expect(reach.infeasible).toBe(0);
    expect(bound.infeasible).toBe(1);
  });

  test("an exact fit is not", () => {
    expect(pair(120).bound.infeasible).toBe(0);
  });
});
