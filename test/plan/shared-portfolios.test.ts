// The reference portfolios: plans made at random are no better than what is known to be best.
import { expect, test } from "vitest";
import { auditPlan } from "../../src/plan/audit.ts";
import { planSections } from "../../src/plan/sections.ts";
import { bestKnown, sharedPortfolio, skipsWithoutShared } from "../support/shared-portfolios.ts";
import { randomPlan } from "./random-plan.ts";

const isAbsent = skipsWithoutShared("audits of the reference portfolios");

test.skipIf(isAbsent)(
  "doing nothing is worth less than the best known bound, and breaks signed contracts and equity only",
  () => {
    for (const [name, { boundUsd }] of bestKnown()) {
      const portfolio = sharedPortfolio(name);
      const { value, violations } = auditPlan(portfolio, {});
      const signed = portfolio.contracts.filter((contract) => contract.signed).map(({ id }) => id);
      const broken = violations
        .filter(({ constraint }) => constraint === "signed")
        .map(({ subject }) => subject.contract);
      expect(broken, name).toEqual(signed);
      for (const { constraint } of violations) expect(["signed", "equity"], name).toContain(constraint);
      // Signed contracts may cost money, so that only a feasible plan is bounded.
      if (violations.length === 0) expect(value.valueUsd, name).toBeLessThanOrEqual(boundUsd * (1 + 1e-9));
      expect(value.valueUsd, name).toBeGreaterThan(0);
      expect(value.npvUsd, name).toBe(value.valueUsd + value.sunkUsd);
    }
  },
);

test.skipIf(isAbsent)("the largest portfolio with a random plan of hundreds of contracts", () => {
  const portfolio = sharedPortfolio("huge-1");
  const plan = randomPlan(portfolio, 6);
  const audit = auditPlan(portfolio, plan);
  const accepted = plan.contracts.filter((decision) => decision.accepted).length;
  expect(accepted).toBeGreaterThan(200);
  expect(audit.decisions.contracts).toHaveLength(accepted);
  expect(planSections(audit).kpis.contractsAccepted).toBe(accepted);
  const found = new Set(audit.violations.map(({ constraint }) => constraint));
  expect(found).toContain("firmPower");
});
