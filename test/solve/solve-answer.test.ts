// Answers audited ahead: the same plan as without, never an older one, and not more often than they may be.
import { beforeAll, describe, expect, it } from "vitest";
import { prepare } from "../../src/compile/prepare.ts";
import { AllocRun } from "../../src/engine/alloc-run.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { createEngine } from "../../src/engine/load.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { SolveAnswer } from "../../src/solve-answer.ts";
import { solveSettings } from "../../src/solve-options.ts";
import { FEATURES } from "../support/random-features.ts";
import { randomPortfolio, SMALL } from "../support/random-portfolio.ts";
import { expectSound } from "./plan.ts";

const portfolio = randomPortfolio(42, {
  ...SMALL,
  sites: [8, 8],
  contracts: [60, 60],
  periods: [12, 12],
  features: FEATURES.filter((feature) => feature !== "signed"),
});
const settings = solveSettings({ gap: 0 });

/** A clock that tells the times given, then the last one for ever. */
function clockOf(...times: number[]): () => number {
  return () => (times.length > 1 ? times.shift()! : times[0]);
}

describe("an answer", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine();
  });

  function begun(): { run: AllocRun; answer: () => SolveAnswer; improve: () => void } {
    const prepared = prepare(portfolio);
    const run = new AllocRun(engine, prepared.instance, 1, 0);
    run.step(0, () => 0);
    const improve = (): void => {
      const { incumbents } = run.report();
      for (let tries = 0; tries < 200 && run.report().incumbents === incumbents; tries++) run.step(20, () => 0);
      expect(run.report().incumbents).toBeGreaterThan(incumbents);
    };
    return { run, answer: () => new SolveAnswer(portfolio, prepared, run, settings, 40), improve };
  }

  it("that was audited ahead is the one that is audited when asked for", () => {
    const { run, answer } = begun();
    const ahead = answer();
    expect([ahead.isReady, ahead.costMs]).toEqual([false, 40]);
    ahead.ahead(clockOf(1000, 1030));
    expect([ahead.isReady, ahead.costMs]).toEqual([true, 30]);
    const plan = ahead.plan("cancelled");
    expect(plan).toEqual(answer().plan("cancelled"));
    expectSound(portfolio, plan, 0, "ahead");
    run.close();
  });

  it("is that of the last incumbent, with the last bound, whatever was audited before", () => {
    const { run, answer, improve } = begun();
    const ahead = answer();
    ahead.ahead(clockOf(1000, 1030));
    const first = ahead.plan("cancelled");
    improve();
    expect(ahead.isReady).toBe(false);
    const second: Plan = ahead.plan("cancelled");
    expectSound(portfolio, second, 0, "the better one");
    expect(second.objective.valueUsd).toBeGreaterThan(first.objective.valueUsd!);
    expect(second).toEqual(answer().plan("cancelled"));
    const { boundUsd } = second.objective;
    run.offerBound((second.objective.valueUsd! + boundUsd!) / 2);
    expect(ahead.isReady).toBe(true);
    expect(ahead.plan("cancelled").objective.boundUsd).toBeLessThan(boundUsd!);
    run.close();
  });

  it("is not audited ahead in the first half second, nor for more than a twentieth of the time", () => {
    const { run, answer, improve } = begun();
    const ahead = answer();
    const readyAfter = (...times: number[]): boolean => {
      ahead.ahead(clockOf(...times));
      return ahead.isReady;
    };
    expect(readyAfter(499)).toBe(false);
    expect(readyAfter(500, 540)).toBe(true);
    improve();
    expect(readyAfter(540 + 20 * 40 - 1)).toBe(false);
    expect(readyAfter(540 + 20 * 40, 1345)).toBe(true);
    expect(ahead.costMs).toBe(5);
    improve();
    expect(readyAfter(60_000), "an answer of 5 ms need not be there before it is asked for").toBe(false);
    run.close();
  });
});
