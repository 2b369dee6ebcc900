// A solve depends on seed and moves alone, not on how the work is cut into calls.
import { describe, expect, it } from "vitest";
import { compile } from "../../src/compile/compile.ts";
import { createEngine } from "../../src/engine/load.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";
import { FEATURES } from "../support/random-features.ts";
import { randomPortfolio, SMALL } from "../support/random-portfolio.ts";
import { hasSharedPortfolios, sharedPortfolio, skipsWithoutShared } from "../support/shared-portfolios.ts";
import { differences, Outcome, runMoves } from "./outcome.ts";

const CUTS = [
  { words: "one move at a time", slice: 1 },
  { words: "seven moves at a time", slice: 7 },
  { words: "stopped at every poll", pollStop: 1 },
  { words: "stopped at every 13th poll", pollStop: 13 },
  { words: "41 moves at a time, stopped at every 5th poll", slice: 41, pollStop: 5 },
];

async function compare(portfolio: Portfolio, moves: number, kind: "wasm" | "js"): Promise<Outcome> {
  const engine = await createEngine({ engine: kind });
  const instance = compile(portfolio);
  const whole = runMoves(engine, instance, { moves });
  for (const { words, ...cut } of [{ words: "again" }, ...CUTS]) {
    const other = runMoves(engine, instance, { moves, ...cut });
    expect(differences(whole, other), `${portfolio.name} on ${kind}, ${moves} moves, ${words}`).toEqual([]);
  }
  return whole;
}

describe("slicing", () => {
  it.each(["wasm", "js"] as const)("changes nothing on random portfolios, %s", async (kind) => {
    let plans = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const { plan } = await compare(randomPortfolio(seed), 120, kind);
      if (plan !== null) plans++;
    }
    expect(plans).toBeGreaterThan(5);
  });

  it.each(["tiny-1", "small-3"])("step(1000) is 1000 times step(1) on %s", async (name) => {
    if (!hasSharedPortfolios) return void skipsWithoutShared(`slicing of ${name}`);
    const { report } = await compare(sharedPortfolio(name), 1000, "wasm");
    expect(report.moves === 1000 || report.proof === "optimal", JSON.stringify(report)).toBe(true);
  });

  it("another seed is another solve", async () => {
    const engine = await createEngine({ engine: "wasm" });
    // Too large to be proved within the moves; nothing signed, so that there is a plan.
    const features = FEATURES.filter((feature) => feature !== "signed");
    const large = randomPortfolio(42, {
      ...SMALL,
      sites: [14, 14],
      contracts: [110, 110],
      periods: [16, 16],
      features,
    });
    const instance = compile(large);
    const trials = [1, 2, -3, 2 ** 31 - 1, -(2 ** 31)].map(
      (seed) => runMoves(engine, instance, { moves: 100, seed, gap: 0 }).report.trials,
    );
    expect(new Set(trials).size).toBe(trials.length);
  });
});
