// The example portfolio with the plan that the textbook MILP proves optimal, as solve() would return it.
import { readFileSync } from "node:fs";
import { auditPlan } from "../../src/plan/audit.ts";
import { Decisions, SolvedPlan } from "../../src/plan/plan.ts";
import { planSections } from "../../src/plan/sections.ts";
import { parsePortfolioText } from "../../src/portfolio/parse.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

export function examplePortfolio(): Portfolio {
  const result = parsePortfolioText(read("../../src/examples/west-texas.json"));
  if (!result.ok) throw new Error("the example does not parse");
  return result.portfolio;
}

export function exampleDecisions(): Decisions {
  return JSON.parse(read("./fixtures/west-texas-decisions.json")) as Decisions;
}

/** A plan with every section, its value recomputed and its bound `gap` above that. */
export function completePlan(portfolio: Portfolio, decisions: Decisions, gap = 0): SolvedPlan {
  const audit = auditPlan(portfolio, decisions);
  const { valueUsd, sunkUsd, npvUsd } = audit.value;
  return {
    schema: "megalloc/plan@1",
    portfolio: portfolio.name,
    stopReason: gap === 0 ? "gap" : "timeLimit",
    status: gap === 0 ? "optimal" : "feasible",
    objective: { valueUsd, boundUsd: valueUsd + gap * Math.abs(valueUsd), gap, sunkUsd, npvUsd },
    ...decisions,
    ...planSections(audit),
  };
}
