// Every way to stop a solve, and what it leaves behind.
import { describe, expect, it } from "vitest";
import { Plan } from "../../src/plan/plan.ts";
import { solve } from "../../src/solve.ts";
import { FEATURES } from "../support/random-features.ts";
import { randomPortfolio, SMALL } from "../support/random-portfolio.ts";
import { expectSound, isSolved, soundPlan, timeless } from "./plan.ts";

/** Large enough that nothing is proved within the budgets here; nothing signed, so that there is a plan from the first. */
const portfolio = randomPortfolio(42, {
  ...SMALL,
  sites: [14, 14],
  contracts: [110, 110],
  periods: [16, 16],
  features: FEATURES.filter((feature) => feature !== "signed"),
});
const ENDLESS = 2 ** 40;

describe("stopping a solve", () => {
  it("at the move limit: the same plan again", async () => {
    const plan = await soundPlan(portfolio, { moveLimit: 200, gap: 0 }, "200 moves");
    expect(plan.stopReason).toBe("moveLimit");
    expect(isSolved(plan)).toBe(true);
    expect(timeless(await solve(portfolio, { moveLimit: 200, gap: 0 }))).toEqual(timeless(plan));
    expect(plan.timings!.totalMs).toBeGreaterThan(0);
  });

  it("at no moves: what construction finds", async () => {
    const plan = await soundPlan(portfolio, { moveLimit: 0, gap: 0 }, "no moves");
    expect([plan.stopReason, plan.status]).toEqual(["moveLimit", "feasible"]);
  });

  it("more moves are never worse", async () => {
    const values: number[] = [];
    for (const moveLimit of [0, 50, 200, 600]) {
      const { objective } = await soundPlan(portfolio, { moveLimit, gap: 0 }, `${moveLimit} moves`);
      values.push(objective.valueUsd!);
    }
    expect(values).toEqual([...values].sort((a, b) => a - b));
  });

  it("at no time: a plan or none, but an answer", async () => {
    const plan = await soundPlan(portfolio, { timeLimitMs: 0, gap: 0 }, "no time");
    expect(plan.stopReason).toBe("timeLimit");
  });

  it("at a gap that anything meets", async () => {
    const plan = await soundPlan(portfolio, { gap: 1e9, moveLimit: ENDLESS }, "any gap");
    expect([plan.stopReason, plan.status]).toEqual(["gap", "optimal"]);
  });

  it("by a signal that was given before", async () => {
    const plan = await soundPlan(portfolio, { signal: AbortSignal.abort(), moveLimit: ENDLESS }, "aborted before");
    expect([plan.stopReason, plan.status]).toEqual(["cancelled", "unknown"]);
  });

  it("by a signal from a progress report, with the plan found so far", async () => {
    const controller = new AbortController();
    const plan = await solve(portfolio, {
      gap: 0,
      moveLimit: ENDLESS,
      signal: controller.signal,
      progressIntervalMs: 0,
      onProgress: ({ valueUsd }) => {
        if (valueUsd !== null) controller.abort();
      },
    });
    expectSound(portfolio, plan, 0, "aborted with a plan");
    expect([plan.stopReason, plan.status]).toEqual(["cancelled", "feasible"]);
  });

  it("by a signal from a timer: the event loop runs while it works", async () => {
    const controller = new AbortController();
    let ticks = 0;
    const ticker = setInterval(() => {
      if (++ticks === 3) controller.abort();
    }, 5);
    try {
      const plan = await solve(portfolio, { gap: 0, moveLimit: ENDLESS, signal: controller.signal });
      expect(plan.stopReason).toBe("cancelled");
      expect(ticks).toBeGreaterThanOrEqual(3);
    } finally {
      clearInterval(ticker);
    }
  });

  it("solves side by side do not disturb one another", async () => {
    const options = { moveLimit: 150, gap: 0 } as const;
    const others = [1, 3, 9].map((seed) => randomPortfolio(seed));
    const alone: Plan[] = [];
    for (const other of others) alone.push(await solve(other, { ...options, engine: "js" }));
    for (const engine of ["js", "wasm"] as const) {
      const together = await Promise.all(others.map((other) => solve(other, { ...options, engine })));
      for (const plan of together) expect(plan.engine).toEqual({ kind: engine });
      const comparable = (plan: Plan) => ({ ...timeless(plan), engine: undefined }); // alone ran on the other engine
      expect(together.map(comparable)).toEqual(alone.map(comparable));
    }
  });
});
