// What the warnings call impossible, an independent solver must find impossible: the contract is made signed (and the only one that
// is), everything else is left to choose, and the textbook MILP has to report an infeasible portfolio.
import { describe, expect, it } from "vitest";
import { parsePortfolio } from "../../src/portfolio/parse.ts";
import { formatProblems, Problem } from "../../src/portfolio/problem.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";
import { solveTextbook } from "../oracle/textbook-milp.ts";
import { randomPortfolio, TINY } from "../support/random-portfolio.ts";

const SEEDS = Array.from({ length: 60 }, (_, index) => 7000 + index);

function warningsOf(portfolio: Portfolio): readonly Problem[] {
  const result = parsePortfolio(portfolio);
  if (!result.ok) throw new Error(formatProblems(result.problems));
  return result.warnings;
}

/** Contracts that are said never to be accepted, whatever the reason. */
const impossible = (warnings: readonly Problem[]): number[] =>
  warnings
    .filter(({ message }) => /it will never be accepted|it makes the portfolio infeasible/.test(message))
    .map(({ path }) => Number(/^contracts\[(\d+)\]/.exec(path)?.[1]));

/** The portfolio with this contract signed and no other, and with money enough. */
function onlySigned(portfolio: Portfolio, index: number): Portfolio {
  const { cumulativeEquityUsd: _, ...finance } = portfolio.finance;
  const contracts = portfolio.contracts.map((contract, at) => ({ ...contract, signed: at === index }));
  return { ...portfolio, finance, contracts };
}

describe("contracts called impossible", () => {
  it("are impossible", async () => {
    let proved = 0;
    for (const seed of SEEDS) {
      const portfolio = randomPortfolio(seed, TINY);
      for (const index of impossible(warningsOf(portfolio))) {
        const solved = await solveTextbook(onlySigned(portfolio, index), { timeLimitSeconds: 60 });
        expect(`seed ${seed}, contract ${index}: ${solved.status}`).toBe(`seed ${seed}, contract ${index}: infeasible`);
        proved++;
      }
    }
    expect(proved).toBeGreaterThan(20);
  });
});

describe("committed lots that exceed the equity", () => {
  it("make the portfolio infeasible", async () => {
    let proved = 0;
    for (const seed of SEEDS) {
      const { finance, ...rest } = randomPortfolio(seed, TINY);
      const { debt } = finance;
      const contracts = rest.contracts.map((contract) => ({ ...contract, signed: false }));
      const portfolio: Portfolio = {
        ...rest,
        contracts,
        finance: { discountRate: 0.1, cumulativeEquityUsd: 1e6, ...(debt ? { debt } : {}) },
      };
      if (!warningsOf(portfolio).some(({ code }) => code === "equity-exceeded")) continue;
      const solved = await solveTextbook(portfolio, { timeLimitSeconds: 60 });
      expect(`seed ${seed}: ${solved.status}`).toBe(`seed ${seed}: infeasible`);
      proved++;
    }
    expect(proved).toBeGreaterThan(10);
  });
});
