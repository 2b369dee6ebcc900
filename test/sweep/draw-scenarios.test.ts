import { describe, expect, it } from "vitest";
import { quantile } from "../../src/sweep/distribution.ts";
import { drawScenarios } from "../../src/sweep/draw-scenarios.ts";
import { normalCdf, normalQuantile } from "../../src/sweep/normal.ts";
import { uniformOf } from "../../src/sweep/random-stream.ts";
import { applyScenario, probabilitiesOf, type Scenario, ScenarioError } from "../../src/sweep/scenario.ts";
import type { ScenarioFileInput } from "../../src/sweep/scenario-schema.ts";
import { scenarioFile, scenariosOf, WEST_TEXAS } from "./scenarios.ts";

type RiskInput = NonNullable<ScenarioFileInput["monteCarlo"]>["risks"][number];

const slips: RiskInput = {
  id: "chips",
  affects: "deliveries",
  separately: true,
  distribution: { kind: "triangular", low: 0, mode: 2, high: 9 },
};
const hash: RiskInput = {
  id: "hash",
  affects: "hashPrice",
  distribution: { kind: "lognormal", median: 1, sigma: 0.4 },
};

const drawsOf = (draws: number, risks: RiskInput[], seed = 1): Scenario[] =>
  scenariosOf(WEST_TEXAS, { monteCarlo: { draws, seed, risks } });

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const cov = mean(a.map((x, k) => (x - ma) * (b[k] - mb)));
  return cov / Math.sqrt(mean(a.map((x) => (x - ma) ** 2)) * mean(b.map((x) => (x - mb) ** 2)));
}

describe("the normal distribution", () => {
  it("has the values of tables", () => {
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 13);
    expect(normalCdf(-8) / 6.220960574271785e-16).toBeCloseTo(1, 7);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 13);
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 12);
  });

  it("is its own inverse", () => {
    for (let k = 1; k < 1000; k++) expect(Math.abs(normalCdf(normalQuantile(k / 1000)) - k / 1000)).toBeLessThan(1e-13);
  });
});

describe("uniform numbers by name", () => {
  it("are the same for the same words and spread evenly over others", () => {
    expect(uniformOf(1, 2, "a")).toBe(uniformOf(1, 2, "a"));
    const counts = new Array<number>(20).fill(0);
    const all: number[] = [];
    for (let k = 0; k < 20_000; k++) {
      const u = uniformOf(7, k, "risk", "hash");
      all.push(u);
      counts[Math.floor(u * 20)]++;
    }
    // Chi-squared with 19 degrees of freedom exceeds 43.8 once in a thousand streams; this one is fixed.
    expect(counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(43.8);
    expect(Math.abs(correlation(all.slice(1), all.slice(0, -1)))).toBeLessThan(0.03);
  });
});

describe("a distribution", () => {
  it.each([
    [{ kind: "triangular", low: 0, mode: 2, high: 8 } as const, 0.25, 2],
    [{ kind: "uniform", low: -1, high: 3 } as const, 0.25, 0],
    [{ kind: "normal", mean: 10, sd: 2 } as const, 0.5, 10],
    [{ kind: "normal", mean: 10, sd: 2, max: 9 } as const, 0.5, 9],
    [{ kind: "lognormal", median: 3, sigma: 1 } as const, 0.5, 3],
    [{ kind: "discrete", values: [0, 6, 3].map((value) => ({ value, weight: 1 })) } as const, 0.5, 3],
    [{ kind: "bernoulli", probability: 0.3 } as const, 0.69, 0],
    [{ kind: "bernoulli", probability: 0.3 } as const, 0.71, 1],
  ])("%o has at %d the value %d", (distribution, u, value) => {
    expect(quantile(distribution, u)).toBe(value);
  });
});

describe("draws", () => {
  it("are the same whatever is drawn after or beside them", () => {
    const few = drawsOf(5, [slips]);
    const more = drawsOf(40, [slips, hash]);
    const chipsOnly = more.slice(0, 5).map(({ drawn }) => {
      const { hash: _, ...rest } = drawn ?? {};
      return rest;
    });
    expect(chipsOnly).toEqual(few.map(({ drawn }) => drawn));
    expect(few.map(({ drawn }) => drawn)).not.toEqual(drawsOf(5, [slips], 2).map(({ drawn }) => drawn));
    expect(new Set(few.map(({ edits }) => edits.join())).size).toBe(5);
  });

  it("slip each lot that is still to come by itself, in whole months", () => {
    const [first] = drawsOf(1, [slips]);
    expect(Object.keys(first.drawn ?? {})).toEqual([1, 2, 3, 4].map((k) => `chips: gb300-phase-${k}`));
    const moved = applyScenario(WEST_TEXAS, first);
    moved.backlog.forEach(({ id, arrives }, index) => {
      const months = Math.round(first.drawn?.[`chips: ${id}`] ?? Number.NaN);
      const [year, month] = WEST_TEXAS.backlog[index].arrives.split("-").map(Number);
      const due = year * 12 + month - 1 + months;
      expect(arrives).toBe(`${Math.floor(due / 12)}-${String((due % 12) + 1).padStart(2, "0")}`);
    });
  });

  it("move every site's flexible earnings by one factor", () => {
    const [first] = drawsOf(1, [hash]);
    const x = first.drawn?.["hash"] ?? Number.NaN;
    const before = WEST_TEXAS.sites[0].flexible[0].usdPerMwh as Record<string, number>;
    const after = applyScenario(WEST_TEXAS, first).sites[0].flexible[0].usdPerMwh as Record<string, number>;
    expect(after["2026-01"] / before["2026-01"]).toBeCloseTo(x, 10);
  });

  it("correlate through a common factor by the product of their correlations", () => {
    const risks = (["hashPrice", "powerPrice"] as const).map(
      (affects, k): RiskInput => ({
        id: affects,
        affects,
        distribution: { kind: "normal", mean: 1, sd: 0.05 },
        follows: { factor: "bitcoin", correlation: [0.9, -0.8][k] },
      }),
    );
    const drawn = drawsOf(4000, risks).map((scenario) => scenario.drawn ?? {});
    const [a, b] = ["hashPrice", "powerPrice"].map((name) => drawn.map((values) => values[name]));
    expect(correlation(a, b)).toBeGreaterThan(-0.76);
    expect(correlation(a, b)).toBeLessThan(-0.68);
    expect(mean(a)).toBeCloseTo(1, 2);
  });

  it("let customers default as often as they say, and take their contracts out last", () => {
    const risks: RiskInput[] = [
      {
        id: "default",
        affects: "customerDefault",
        of: "contracts[anthropic-245,aws-214]",
        separately: true,
        distribution: { kind: "bernoulli", probability: 0.2 },
      },
      {
        id: "rents",
        affects: "rents",
        distribution: { kind: "normal", mean: 1, sd: 0.1 },
      },
    ];
    const draws = drawsOf(2000, risks);
    const gone = draws.filter(({ drawn }) => drawn?.["default: aws-214"] === 1);
    expect(gone.length / 2000).toBeGreaterThan(0.17);
    expect(gone.length / 2000).toBeLessThan(0.23);
    const ids = applyScenario(WEST_TEXAS, gone[0]).contracts.map(({ id }) => id);
    expect(ids).not.toContain("aws-214");
    expect(ids.length).toBeGreaterThan(10);
  });

  it("apply other edits where an event does not happen", () => {
    const event: RiskInput = {
      id: "e",
      edits: ["finance.discountRate=0.2"],
      otherwise: ["finance.discountRate=0.1"],
      distribution: { kind: "bernoulli", probability: 0.5 },
    };
    const rates = drawsOf(30, [event]).map((scenario) => [
      scenario.drawn?.["e"],
      applyScenario(WEST_TEXAS, scenario).finance.discountRate,
    ]);
    expect(new Set(rates.map(String))).toEqual(new Set(["1,0.2", "0,0.1"]));
  });

  it("are refused where a risk hits nothing", () => {
    const file = scenarioFile({ monteCarlo: { draws: 1, risks: [{ ...slips, of: "backlog[gb400-*]" }] } });
    const drawn = drawScenarios(WEST_TEXAS, file);
    expect(drawn).toMatchObject({
      ok: false,
      problems: [{ code: "hits-nothing", path: "monteCarlo.risks[0].of", subject: 'risk "chips"' }],
    });
  });
});

describe("a scenario", () => {
  it("that does not fit names itself and the edit", () => {
    const scenario = { id: "early", edits: ["contracts[aws-214].start.latest=2020-01"] };
    expect(() => applyScenario(WEST_TEXAS, scenario)).toThrow(ScenarioError);
    expect(() => applyScenario(WEST_TEXAS, scenario)).toThrow(/scenario "early"[\s\S]*latest=2020-01[\s\S]*mend/);
  });

  it("weighs in against the others, not at all at 0", () => {
    const scenarios = scenariosOf(WEST_TEXAS, {
      scenarios: [
        { id: "as it is", weight: 2, edits: [] },
        { id: "stress", weight: 0, edits: ["finance.discountRate=0.2"] },
      ],
      monteCarlo: { draws: 2, risks: [hash] },
    });
    expect(probabilitiesOf(scenarios)).toEqual([0.5, 0, 0.25, 0.25]);
  });
});
