import { beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { createEngine } from "../../src/engine/load.ts";
import { auditPlan } from "../../src/plan/audit.ts";
import { solve } from "../../src/solve.ts";
import { type Base, committedPortfolio, softened } from "../../src/sweep/commitments.ts";
import { runScenario, type ScenarioResult } from "../../src/sweep/run-scenario.ts";
import { applyScenario, type Scenario } from "../../src/sweep/scenario.ts";
import { sweepAnswer } from "../../src/sweep/sweep-answer.ts";
import { type SweepContext, sweepContext, sweepQuestion } from "../../src/sweep/sweep-context.ts";
import { examplePortfolio, scenariosOf, WEST_TEXAS } from "./scenarios.ts";

const LATECOMER = examplePortfolio("latecomer");
const FEW_MOVES = { moveLimit: 60 };

const scenario = (id: string, ...edits: string[]): Scenario => ({ id, weight: 1, edits });
const withoutTime = ({ ms: _, ...result }: ScenarioResult): Omit<ScenarioResult, "ms"> => result;

let engine: Engine;
let context: SweepContext;
beforeAll(async () => {
  engine = await createEngine();
  context = await sweepContext(sweepQuestion(LATECOMER, { unservedPenalty: 1 }, FEW_MOVES));
});

describe("a scenario", () => {
  it("without edits is the base plan's: no regret, and the plan stands to the letter", async () => {
    const result = await runScenario(context, scenario("as planned"), engine);
    expect(result.letterUsd).toBeCloseTo(context.plan.valueUsd, 2);
    expect(result.kept).toMatchObject({ level: "whole", unserved: [] });
    const tolerance = 1e-3 * Math.abs(context.plan.valueUsd);
    expect(Math.abs((result.valueUsd ?? 0) - context.plan.valueUsd)).toBeLessThan(tolerance);
  });

  it("has a value between that of the commitments and the bound, whatever it is", async () => {
    const draws = scenariosOf(LATECOMER, {
      monteCarlo: {
        draws: 6,
        risks: [
          { id: "chips", affects: "deliveries", distribution: { kind: "triangular", low: 0, mode: 3, high: 12 } },
          { id: "power", affects: "powerPrice", distribution: { kind: "lognormal", median: 1, sigma: 0.5 } },
          { id: "capex", affects: "capex", distribution: { kind: "normal", mean: 1, sd: 0.2 } },
        ],
      },
    });
    for (const draw of draws) {
      const { status, valueUsd, boundUsd, kept, letterUsd } = await runScenario(context, draw, engine);
      expect(status).toBe("solved");
      expect(valueUsd!).toBeLessThanOrEqual(boundUsd! + 1);
      expect(kept.valueUsd!).toBeLessThanOrEqual(valueUsd!);
      expect(letterUsd ?? Number.NEGATIVE_INFINITY).toBeLessThanOrEqual(kept.valueUsd!);
    }
  });

  it("depends on nothing that was solved before, and not on the engine", async () => {
    const first = scenario("cheap power", "sites[*].energy.market[*].usdPerMwh*=0.5");
    const second = scenario("dear halls", "sites[*].halls[*].build.capexUsdPerMw*=1.4");
    const alone = withoutTime(await runScenario(context, second, engine));
    await runScenario(context, first, engine);
    expect(withoutTime(await runScenario(context, second, engine))).toEqual(alone);
    const copied = JSON.parse(JSON.stringify(context)) as SweepContext;
    const js = await createEngine({ engine: "js" });
    expect(withoutTime(await runScenario(copied, second, js))).toEqual(alone);
  });
});

describe("commitments", () => {
  let base: Base;
  let west: SweepContext;
  beforeAll(async () => {
    west = await sweepContext(sweepQuestion(WEST_TEXAS, { until: "2026-07", unservedPenalty: 1 }, FEW_MOVES));
    base = { portfolio: WEST_TEXAS, plan: west.plan, commitments: west.commitments };
  });

  it("hold contracts, early lots and construction, and leave the rest free", async () => {
    const dear = applyScenario(WEST_TEXAS, scenario("dear", "sites[*].flexible[*].usdPerMwh*=0.6"));
    const { portfolio, commit } = committedPortfolio(dear, base, "whole");
    const plan = await solve(portfolio, { ...FEW_MOVES, constraints: { commit } });
    const taken = (contracts: typeof plan.contracts) =>
      contracts.filter(({ accepted }) => accepted).map(({ id, fraction }) => `${id} ${fraction?.toFixed(6)}`);
    const early = (builds: typeof plan.builds) =>
      builds.filter(({ start }) => start < "2026-07").map((one) => JSON.stringify(one));
    expect(taken(plan.contracts)).toEqual(taken(west.plan.contracts));
    expect(taken(plan.contracts).length).toBeGreaterThan(4);
    expect(early(plan.builds).sort()).toEqual(early(west.plan.builds).sort());
    expect(early(plan.builds).length).toBeGreaterThan(1);
    expect(auditPlan(dear, plan).feasible).toBe(true);
  });

  it("that cannot be served cost rent and penalty, counted once", async () => {
    const late = scenario("late chips", "backlog[*].arrives+=2q");
    const result = await runScenario(west, late, engine);
    expect(result.kept.level).toBe("unserved");
    expect(result.kept.unserved).toContainEqual({ contract: "microsoft-phase-1-2", share: 1 });
    const soft = softened(applyScenario(WEST_TEXAS, late), base);
    const strictest = soft.contracts.find(({ id }) => id === "microsoft-phase-1-2")!;
    expect(strictest.shortfall).toEqual({ maxFraction: 1, usdPerUnitMonth: strictest.usdPerUnitMonth });
    const dearer = { ...west, commitments: { ...west.commitments, unservedPenalty: 2 } };
    const harder = await runScenario(dearer, late, engine);
    expect(harder.kept.valueUsd!).toBeLessThan(result.kept.valueUsd!);
    expect(harder.valueUsd!).toBeLessThan(result.valueUsd!);
  });

  it("whose customer is gone, or whose site is, do not stop a scenario", async () => {
    const gone = scenario("gone", "contracts[aws-214]=null", "sites[barber-lake]=null");
    const result = await runScenario(west, gone, engine);
    expect(result.status).toBe("solved");
    expect(result.kept.level).not.toBeNull();
    expect(result.plan.contracts.map(({ id }) => id)).not.toContain("aws-214");
  });

  it("are weighed in the answer: what holds, what stands, what is regretted", async () => {
    const scenarios = [
      { ...scenario("as planned"), weight: 3 },
      scenario("late chips", "backlog[*].arrives+=2q"),
      { ...scenario("stress", "sites[*].firmMw*=0.5"), weight: 0 },
    ];
    const results = [];
    for (const one of scenarios) results.push(await runScenario(west, one, engine));
    const answer = sweepAnswer(west, scenarios, results, { alpha: 0.75, name: "test" });
    const [planned, late] = results;
    expect(answer.hindsight?.mean).toBeCloseTo(0.75 * planned.valueUsd! + 0.25 * late.valueUsd!, 0);
    expect(answer.kept?.cvar).toBeCloseTo(late.kept.valueUsd!, 0);
    expect(answer.regret).toMatchObject({ largestIn: "late chips" });
    expect(answer.regret?.cvar).toBeCloseTo(late.valueUsd! - late.kept.valueUsd!, 0);
    expect(answer.standing).toMatchObject({ letter: 0.75, unserved: 0.25, broken: 0 });
    const microsoft = answer.holdings.find(({ name }) => name === "microsoft-phase-1-2");
    expect(microsoft).toMatchObject({ kind: "contract", count: 3, of: 3, probability: 1, inBase: true });
    expect(answer.rows.map(({ probability }) => probability)).toEqual([0.75, 0.25, 0]);
  });
});
