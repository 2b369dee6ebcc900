// What the portfolio benchmark hands to other solvers: the textbook and the condensed MILP have one optimum, both solutions pass the audit.
import { describe, expect, it } from "vitest";
import { polish, solveByHighs } from "../../bench/mip/solvers/highs.ts";
import { condensedFormulation } from "../../bench/portfolios/condensed.ts";
import { textbookFormulation } from "../../bench/portfolios/textbook.ts";
import { auditPlan } from "../../src/plan/audit.ts";
import { randomPortfolio } from "../support/random-portfolio.ts";

// Preprocessing finds 33 infeasible.
const SEEDS = [31, 32, 33, 36];

describe("formulations", () => {
  it("agree with each other and with the audit, and their curves end where they do", async () => {
    let solved = 0;
    for (const seed of SEEDS) {
      const portfolio = randomPortfolio(seed);
      const values: number[] = [];
      for (const formulate of [textbookFormulation, condensedFormulation]) {
        const { model, isInfeasible, usd, decisions } = formulate(portfolio);
        if (isInfeasible) continue;
        const run = await solveByHighs(model, { cpuSeconds: 60, gap: 1e-9 });
        if (run.status === "infeasible") continue;
        expect(run.status, `seed ${seed}`).toBe("optimal");
        const { violations, value } = auditPlan(portfolio, decisions((await polish(model, run.values!))!)!);
        expect(violations, `seed ${seed}`).toEqual([]);
        const slack = 1e-6 * Math.max(1, Math.abs(value.valueUsd));
        expect(Math.abs(usd(run.objective!) - value.valueUsd), `seed ${seed}`).toBeLessThanOrEqual(slack);
        expect(run.curve.at(-1)).toMatchObject({ primal: run.objective });
        values.push(value.valueUsd);
      }
      expect([0, 2], `seed ${seed}: only one formulation is feasible`).toContain(values.length);
      if (values.length === 0) continue;
      expect(Math.abs(values[0] - values[1]), `seed ${seed}`).toBeLessThanOrEqual(
        1e-6 * Math.max(1, Math.abs(values[0])),
      );
      solved++;
    }
    console.log(`seeds ${SEEDS[0]}-${SEEDS.at(-1)}: ${solved} solved`);
    expect(solved).toBeGreaterThan(2);
  });
});
