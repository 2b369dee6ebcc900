import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { auditPlan } from "../../src/plan/audit.ts";
import { planJsonSchema } from "../../src/plan/plan-schema.ts";
import { planSections } from "../../src/plan/sections.ts";
import { randomPortfolio } from "../support/random-portfolio.ts";
import { randomPlan } from "./random-plan.ts";

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(planJsonSchema());

function planFile(seed: number): Record<string, unknown> {
  const portfolio = randomPortfolio(seed);
  const plan = randomPlan(portfolio, seed);
  const audit = auditPlan(portfolio, plan);
  const { valueUsd, sunkUsd, npvUsd } = audit.value;
  return {
    schema: "megalloc/plan@1",
    portfolio: portfolio.name,
    status: "feasible",
    stopReason: "timeLimit",
    objective: { valueUsd, boundUsd: null, gap: null, sunkUsd, npvUsd },
    ...plan,
    ...planSections(audit),
    timings: { searchMs: 12 },
  };
}

test("plans with all their sections are valid", () => {
  for (let seed = 1; seed <= 20; seed++) {
    expect(validate(planFile(seed)), `seed ${seed}: ${JSON.stringify(validate.errors)}`).toBe(true);
  }
});

test.each([
  ["an unknown key", { order: [] }],
  ["a status of no kind", { status: "good" }],
  ["decisions out of shape", { builds: [{ site: "s" }] }],
  ["a section out of shape", { power: [{ site: 3 }] }],
  ["decisions without a plan", { status: "infeasible" }],
])("%s is not", (_, change) => {
  expect(validate({ ...planFile(1), ...change })).toBe(false);
});
