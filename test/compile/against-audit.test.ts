// The compiled numbers against the audit, which shares no code with the compiler: random decisions on random portfolios, and on the
// reference portfolios, must be worth the same and break the same rules.
import { describe, expect, it } from "vitest";
import { compile } from "../../src/compile/compile.ts";
import { decode } from "../../src/compile/decode.ts";
import { encode } from "../../src/compile/encode.ts";
import { auditPlan } from "../../src/plan/audit.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";
import { randomPortfolio } from "../support/random-portfolio.ts";
import { hasSharedPortfolios, sharedPortfolio, skipsWithoutShared } from "../support/shared-portfolios.ts";
import { CHECKED_RULES, CheckedRule, evaluate } from "./evaluate.ts";
import { randomKernelPlan } from "./random-decisions.ts";

/** Which rules were seen held and broken, so that the comparison cannot pass by never meeting a rule. */
interface Tally {
  feasible: number;
  broken: Map<CheckedRule, number>;
}

function compare(portfolio: Portfolio, seed: number, boldness: number, tally: Tally): void {
  const label = `portfolio ${portfolio.name}, plan seed ${seed}, boldness ${boldness}`;
  const instance = compile(portfolio);
  const plan = randomKernelPlan(instance, seed, boldness);
  const decisions = decode(instance, plan);
  expect(encode(instance, decisions), label).toEqual(plan);
  const mine = evaluate(instance, plan);
  const audit = auditPlan(portfolio, decisions);
  const scale = Math.max(1, Math.abs(audit.value.valueUsd));
  expect(Math.abs(mine.valueUsd - audit.value.valueUsd) / scale, `${label}: ${mine.valueUsd}`).toBeLessThan(1e-9);
  const sunkScale = Math.max(1, Math.abs(audit.value.sunkUsd));
  expect(Math.abs(instance.index.sunkUsd - audit.value.sunkUsd) / sunkScale, label).toBeLessThan(1e-9);
  const flagged = new Set<string>(audit.violations.map((violation) => violation.constraint));
  for (const rule of CHECKED_RULES) {
    const excess = mine.excess[rule];
    if (excess > 1e-5) {
      expect(flagged.has(rule), `${label}: ${rule} is broken by ${excess}, the audit says it holds`).toBe(true);
      tally.broken.set(rule, (tally.broken.get(rule) ?? 0) + 1);
    }
    if (excess < 1e-7) expect(flagged.has(rule), `${label}: ${rule} holds (${excess}), the audit says not`).toBe(false);
    flagged.delete(rule);
  }
  expect([...flagged], `${label}: rules that compilation must make impossible to break`).toEqual([]);
  if (audit.feasible) tally.feasible++;
}

describe("compiled numbers against the audit", () => {
  it("random decisions on random portfolios are worth the same and break the same rules", () => {
    const tally: Tally = { feasible: 0, broken: new Map() };
    for (let seed = 1; seed <= 150; seed++) {
      const portfolio = randomPortfolio(seed);
      for (const boldness of [0, 0.15, 0.5, 1]) compare(portfolio, seed * 10 + boldness, boldness, tally);
    }
    const never = CHECKED_RULES.filter((rule) => !tally.broken.has(rule));
    expect(never, "rules never broken: the comparison says nothing about them").toEqual(["fraction"]);
    expect(tally.feasible).toBeGreaterThan(50);
  });

  it.each(["tiny-1", "small-2", "monthly-1", "medium-1", "large-1"])("random decisions on %s", (name) => {
    if (!hasSharedPortfolios) return void skipsWithoutShared(`random decisions on ${name}`);
    const portfolio = sharedPortfolio(name);
    const tally: Tally = { feasible: 0, broken: new Map() };
    for (const boldness of [0, 0.1, 0.5, 1]) compare(portfolio, 7, boldness, tally);
    expect(tally.broken.size).toBeGreaterThan(0);
  });
});
