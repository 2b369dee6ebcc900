// Manual run against the textbook MILP over many seeds, beyond what the suite has time for:
//   npx tsx test/solve/oracle-run.ts <first seed> <last seed> [moves]
// Every seed as TINY portfolio, every second as SMALL, every tenth in its degenerate variants. Prints what is unsound, plans 2 % or more
// below the optimum, optima of which nothing was found, then totals.

import { Portfolio } from "../../src/portfolio/schema.ts";
import { solve } from "../../src/solve.ts";
import { degeneratePortfolios } from "../engine/degenerate.ts";
import { solveTextbook } from "../oracle/textbook-milp.ts";
import { randomPortfolio, SMALL, TINY } from "../support/random-portfolio.ts";

const totals = {
  portfolios: 0,
  unsound: 0,
  infeasible: 0,
  unproved: 0,
  notFound: 0,
  exact: 0,
  within2Percent: 0,
  worse: 0,
};

/** HiGHS works in millions: below a thousand USD its answer is rounding. */
const slack = (usd: number): number => 1e-7 * Math.max(1e4, Math.abs(usd));

async function check(portfolio: Portfolio, words: string, moveLimit: number): Promise<void> {
  const unsound = (what: string): void => {
    totals.unsound++;
    console.log(`${words}: UNSOUND, ${what}`);
  };
  const plan = await solve(portfolio, { moveLimit, gap: 1e-6 });
  const exact = await solveTextbook(portfolio, { timeLimitSeconds: 30 });
  if (exact.status !== "optimal" && exact.status !== "infeasible")
    return console.log(`${words}: oracle ${exact.status}`);
  totals.portfolios++;
  const { valueUsd, boundUsd } = plan.objective;
  if (exact.status === "infeasible") {
    if (valueUsd !== null) unsound(`a plan worth ${valueUsd} of an infeasible portfolio`);
    else if (plan.status === "infeasible") totals.infeasible++;
    else totals.unproved++;
    return;
  }
  const optimum = exact.valueUsd!;
  if (plan.status === "infeasible") return unsound(`called infeasible, but worth ${optimum}`);
  if (boundUsd !== null && boundUsd < optimum - slack(optimum)) unsound(`bound ${boundUsd} below ${optimum}`);
  if (valueUsd === null) {
    totals.notFound++;
    return console.log(`${words}: nothing found, optimum ${optimum}`);
  }
  if (valueUsd > optimum + slack(optimum)) unsound(`value ${valueUsd} above ${optimum}`);
  const missed = (optimum - valueUsd) / Math.max(1, Math.abs(optimum));
  if (plan.status === "optimal" && optimum - valueUsd > 1e-6 * Math.max(1, Math.abs(valueUsd)) + slack(optimum))
    unsound(`called optimal at ${valueUsd}, optimum ${optimum}`);
  if (optimum - valueUsd <= slack(optimum)) totals.exact++;
  else if (missed < 0.02) totals.within2Percent++;
  else {
    totals.worse++;
    console.log(`${words}: ${(100 * missed).toFixed(1)} % below ${optimum}`);
  }
}

async function main([first, last, moves]: string[]): Promise<void> {
  const began = performance.now();
  const cases: [words: string, portfolio: Portfolio][] = [];
  for (let seed = Number(first); seed <= Number(last); seed++) {
    cases.push([`seed ${seed}, TINY`, randomPortfolio(seed, TINY)]);
    if (seed % 2 === 0) cases.push([`seed ${seed}, SMALL`, randomPortfolio(seed, SMALL)]);
    if (seed % 10 !== 0) continue;
    for (const { words, portfolio } of degeneratePortfolios(seed)) {
      // The MILP needs minutes for many periods, works in millions, and HiGHS refuses models without columns.
      if (!/sixty|in cents|no sites and contracts/.test(words)) cases.push([words, portfolio]);
    }
  }
  for (const [words, portfolio] of cases) {
    await check(portfolio, words, Number(moves ?? 300)).catch((error) => {
      totals.unsound++;
      console.log(`${words}: THROWS ${error}`);
    });
  }
  console.log(JSON.stringify({ first, last, ...totals, seconds: (performance.now() - began) / 1000 }));
}

await main(process.argv.slice(2));
