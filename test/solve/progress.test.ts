// Progress only improves: the incumbent never falls, the bound never rises.
import { describe, expect, it } from "vitest";
import { compile } from "../../src/compile/compile.ts";
import { AllocRun } from "../../src/engine/alloc-run.ts";
import { createEngine } from "../../src/engine/load.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";
import { solve } from "../../src/solve.ts";
import { Progress } from "../../src/solve-options.ts";
import { randomPortfolio, SMALL } from "../support/random-portfolio.ts";
import { hasSharedPortfolios, sharedPortfolio, skipsWithoutShared } from "../support/shared-portfolios.ts";

const PHASES = ["preprocess", "bound", "construct", "search", "finished"];

type Step = Pick<Progress, "phase" | "valueUsd" | "boundUsd" | "moves">;

/** What got worse from one report to the next. */
function setbacks(steps: readonly Step[]): string[] {
  const found: string[] = [];
  steps.forEach((now, k) => {
    const before = steps[k - 1];
    if (now.valueUsd !== null && now.boundUsd !== null && now.boundUsd < now.valueUsd)
      found.push(`step ${k}: bound ${now.boundUsd} below value ${now.valueUsd}`);
    if (k === 0) return;
    if ((now.valueUsd ?? -Infinity) < (before.valueUsd ?? -Infinity))
      found.push(`step ${k}: value ${before.valueUsd} -> ${now.valueUsd}`);
    // A tight bound follows a value that rounding puts a hair above it.
    const hair = 1e-12 * Math.abs(before.boundUsd ?? 0);
    if ((now.boundUsd ?? Infinity) > (before.boundUsd ?? Infinity) + hair)
      found.push(`step ${k}: bound ${before.boundUsd} -> ${now.boundUsd}`);
    if (now.moves < before.moves) found.push(`step ${k}: moves ${before.moves} -> ${now.moves}`);
    if (PHASES.indexOf(now.phase) < PHASES.indexOf(before.phase))
      found.push(`step ${k}: phase ${before.phase} -> ${now.phase}`);
  });
  return found;
}

async function stepByStep(portfolio: Portfolio, moves: number): Promise<Step[]> {
  const engine = await createEngine({ engine: "wasm" });
  const run = new AllocRun(engine, compile(portfolio), 1, 0);
  const steps: Step[] = [run.report()];
  let polls = 0;
  while (run.report().moves < moves) {
    const status = run.step(moves - run.report().moves, () => (++polls % 10 === 0 ? 1 : 0));
    steps.push(run.report());
    if (status !== "polled") break;
  }
  run.close();
  return steps;
}

describe("progress", () => {
  it("never gets worse on random portfolios", async () => {
    let reports = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const steps = await stepByStep(randomPortfolio(seed), 150);
      expect(setbacks(steps), `seed ${seed}`).toEqual([]);
      reports += steps.length;
    }
    expect(reports).toBeGreaterThan(1000);
  });

  it.each(["tiny-3", "small-2", "monthly-1"])("never gets worse on %s", async (name) => {
    if (!hasSharedPortfolios) return void skipsWithoutShared(`progress on ${name}`);
    const steps = await stepByStep(sharedPortfolio(name), 300);
    expect(setbacks(steps)).toEqual([]);
    expect(steps.length).toBeGreaterThan(20);
  });

  it("is told to the caller, last of all what the plan says", async () => {
    const portfolio = randomPortfolio(42, { ...SMALL, sites: [6, 6], contracts: [30, 30] });
    const told: Progress[] = [];
    const onProgress = (progress: Progress): void => void told.push({ ...progress });
    const { objective } = await solve(portfolio, { moveLimit: 400, progressIntervalMs: 0, onProgress });
    expect(setbacks(told)).toEqual([]);
    const last = told.at(-1)!;
    expect([last.valueUsd, last.boundUsd, last.gap]).toEqual([objective.valueUsd, objective.boundUsd, objective.gap]);
    const times = told.map(({ elapsedMs }) => elapsedMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const rare: Progress[] = [];
    await solve(portfolio, { moveLimit: 400, progressIntervalMs: 1e9, onProgress: (progress) => rare.push(progress) });
    expect(rare.length).toBeLessThanOrEqual(2);
  });
});
