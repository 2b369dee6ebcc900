import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePortfolio } from "../../src/portfolio/parse.ts";
import { portfolioArbitrary } from "../support/arbitraries.ts";
import { randomPortfolio, randomPortfolioInput, SMALL, TINY } from "../support/random-portfolio.ts";
import { rng } from "../support/rng.ts";
import { checkAgreement, checkPerturbed, checkRelaxed } from "./agreement.ts";
import { solveTextbook } from "./textbook-milp.ts";

const seeds = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, k) => first + k);

describe("audit, MILP and enumeration agree", () => {
  test("on the optimum of tiny portfolios", async () => {
    const count = { optimal: 0, infeasible: 0, skipped: 0, combinations: 0 };
    for (const seed of seeds(1, 60)) {
      const { disagreements, milp, enumeration, combinations } = await checkAgreement(
        randomPortfolio(seed, TINY),
        1500,
      );
      expect(disagreements, `seed ${seed}, TINY`).toEqual([]);
      if (enumeration === "skipped") count.skipped++;
      else if (milp.status === "infeasible") count.infeasible++;
      else count.optimal++;
      if (enumeration === "agrees") count.combinations += combinations;
    }
    console.log(`seeds 1-60, TINY: enumerated ${JSON.stringify(count)}`);
    expect(count.optimal).toBeGreaterThanOrEqual(25);
    expect(count.infeasible).toBeGreaterThanOrEqual(3);
  });

  test("audit and MILP on small portfolios", async () => {
    let solved = 0;
    for (const seed of seeds(1001, 1040)) {
      const { disagreements, milp } = await checkAgreement(randomPortfolio(seed, SMALL), 0);
      expect(disagreements, `seed ${seed}, SMALL`).toEqual([]);
      if (milp.status === "optimal") solved++;
    }
    console.log(`seeds 1001-1040, SMALL: ${solved} solved, the others infeasible`);
    expect(solved).toBeGreaterThanOrEqual(25);
  });

  test("audit and MILP on plans changed at random, feasible or not", async () => {
    let feasible = 0;
    let infeasible = 0;
    const broken = new Set<string>();
    for (const seed of seeds(1, 60)) {
      const portfolio = randomPortfolio(seed, TINY);
      const { decisions } = await solveTextbook(portfolio);
      if (!decisions) continue;
      const changed = await checkPerturbed(portfolio, decisions, rng(seed, "perturb"), 12);
      expect(changed.disagreements, `seed ${seed}, TINY`).toEqual([]);
      feasible += changed.feasible;
      infeasible += changed.infeasible;
      for (const rule of changed.broken.keys()) broken.add(rule);
    }
    console.log(
      `seeds 1-60, TINY: ${feasible} feasible, ${infeasible} infeasible changed plans, ${broken.size} rules broken`,
    );
    expect(feasible).toBeGreaterThan(150);
    expect(infeasible).toBeGreaterThan(150);
    const constraints = ["signed", "group", "maxSites", "minMwPerSite", "chips", "hall", "maxModules", "firmPower"];
    const others = ["pueCap", "equity", "loanToCost", "debtCapacity", "fraction", "unserved", "start", "eligibility"];
    expect([...broken]).toEqual(expect.arrayContaining([...constraints, ...others]));
  });

  test("audit and MILP on optima of relaxed portfolios", async () => {
    let feasible = 0;
    let infeasible = 0;
    for (const seed of seeds(1, 16)) {
      const relaxed = await checkRelaxed(randomPortfolio(seed, TINY));
      expect(relaxed.disagreements, `seed ${seed}, TINY`).toEqual([]);
      feasible += relaxed.feasible;
      infeasible += relaxed.infeasible;
    }
    console.log(`seeds 1-16, TINY: ${feasible} feasible, ${infeasible} infeasible plans of relaxed portfolios`);
    expect(feasible).toBeGreaterThan(80);
    expect(infeasible).toBeGreaterThan(15);
  });

  test("audit and MILP on fast-check's portfolios", async () => {
    const seed = 20_260_101;
    console.log(`fast-check seed ${seed}`);
    await fc.assert(
      fc.asyncProperty(portfolioArbitrary(TINY), async ({ portfolio }) => {
        expect((await checkAgreement(portfolio, 0)).disagreements).toEqual([]);
      }),
      { seed, numRuns: 60 },
    );
  });
});

describe("warnings hold against the MILP", () => {
  test("a contract that cannot fit makes the portfolio infeasible when signed", async () => {
    let checked = 0;
    for (const seed of seeds(1, 120)) {
      const parsed = parsePortfolio(randomPortfolioInput(seed, TINY));
      if (!parsed.ok) throw new Error(`seed ${seed}: ${JSON.stringify(parsed.problems)}`);
      for (const { code, path } of parsed.warnings) {
        const index = Number(/^contracts\[(\d+)\]/.exec(path)?.[1]);
        if (code !== "cannot-fit" || Number.isNaN(index)) continue;
        const contracts = parsed.portfolio.contracts.map((contract, c) => ({ ...contract, signed: c === index }));
        const { status } = await solveTextbook({ ...parsed.portfolio, contracts });
        expect(status, `seed ${seed}, TINY, ${path}`).toBe("infeasible");
        checked++;
      }
    }
    console.log(`seeds 1-120, TINY: ${checked} contracts that cannot fit`);
    expect(checked).toBeGreaterThan(10);
  });
});
