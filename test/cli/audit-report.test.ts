import { describe, expect, it } from "vitest";
import { auditJson, hasPassed, renderAudit } from "../../src/cli/audit-report.ts";
import { PLAIN } from "../../src/cli/colours.ts";
import { auditPlan } from "../../src/plan/audit.ts";
import { completePlan, exampleDecisions, examplePortfolio } from "./example-plan.ts";

describe("the report of an audit", () => {
  it("passes the example's best plan", async () => {
    const portfolio = examplePortfolio();
    const plan = completePlan(portfolio, exampleDecisions());
    const audit = auditPlan(portfolio, plan);
    expect(hasPassed(audit)).toBe(true);
    await expect(renderAudit(audit, portfolio, plan, PLAIN)).toMatchFileSnapshot("golden/audit-passed.txt");
  });

  it("groups the violations of a plan without one of its halls", async () => {
    const portfolio = examplePortfolio();
    const plan = completePlan(portfolio, exampleDecisions());
    plan.builds = plan.builds.slice(1);
    plan.objective.valueUsd += 1e6;
    const audit = auditPlan(portfolio, plan);
    expect(hasPassed(audit)).toBe(false);
    const text = renderAudit(audit, portfolio, plan, PLAIN);
    await expect(text).toMatchFileSnapshot("golden/audit-failed.txt");
    expect(text).toContain(`no, ${audit.violations.length} violations`);
    expect(audit.violations.length).toBeGreaterThan(10);
    expect(text.match(/\n {2}\[hall\]/g)).toHaveLength(1);
  });

  it("fails a feasible plan that misstates its value", () => {
    const portfolio = examplePortfolio();
    const plan = completePlan(portfolio, exampleDecisions());
    plan.objective.valueUsd *= 1.001;
    const audit = auditPlan(portfolio, plan);
    expect(audit.feasible).toBe(true);
    expect(hasPassed(audit)).toBe(false);
    expect(auditJson(audit)).toMatchObject({ passed: false, feasible: true, statedValueOk: false, violations: [] });
  });
});
