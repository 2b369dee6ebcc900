// WASM and JS are one kernel: the same reports and plans to the bit.
import { beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../src/compile/compile.ts";
import { createEngine } from "../../src/engine/load.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";
import { randomPortfolio } from "../support/random-portfolio.ts";
import { hasSharedPortfolios, sharedPortfolio, skipsWithoutShared } from "../support/shared-portfolios.ts";
import { degeneratePortfolios } from "./degenerate.ts";
import { differences, Outcome, runMoves } from "./outcome.ts";
import { warnIfStale } from "./stale-kernel.ts";

beforeAll(warnIfStale);

async function compare(portfolio: Portfolio, words: string, moves: number, seed = 1): Promise<Outcome> {
  const instance = compile(portfolio);
  const wasm = runMoves(await createEngine({ engine: "wasm" }), instance, { moves, seed });
  const js = runMoves(await createEngine({ engine: "js" }), instance, { moves, seed });
  expect(differences(wasm, js), `${words}, ${moves} moves, solver seed ${seed}: WASM and JS`).toEqual([]);
  return wasm;
}

describe("parity of WASM and JS", () => {
  it.each([
    ["tiny-1", 500],
    ["tiny-2", 500],
    ["tiny-3", 500],
    ["small-1", 500],
    ["small-2", 500],
    ["small-3", 500],
    ["monthly-1", 300],
    ["medium-1", 200],
    ["medium-2", 150],
  ])("on %s", async (name, moves) => {
    if (!hasSharedPortfolios) return void skipsWithoutShared(`parity on ${name}`);
    const { plan } = await compare(sharedPortfolio(name), name, moves);
    expect(plan).not.toBeNull();
  });

  it("on random portfolios", async () => {
    const seen = { plans: 0, infeasible: 0, optimal: 0, unknown: 0 };
    for (let seed = 1; seed <= 60; seed++) {
      const { report } = await compare(randomPortfolio(seed), `seed ${seed}`, 200, seed * 7919);
      if (report.valueUsd !== null) seen.plans++;
      if (report.proof === "infeasible") seen.infeasible++;
      if (report.proof === "optimal") seen.optimal++;
      if (report.valueUsd === null && report.proof === "none") seen.unknown++;
    }
    console.log(`seeds 1-60: ${JSON.stringify(seen)}`);
    expect(seen.plans).toBeGreaterThan(30);
    expect(seen.infeasible).toBeGreaterThan(3);
  });

  it("on degenerate portfolios", async () => {
    for (const seed of [2, 9, 23]) {
      for (const { words, portfolio } of degeneratePortfolios(seed)) await compare(portfolio, words, 120);
    }
  });
});
