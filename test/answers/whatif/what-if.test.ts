// What-if: the edited portfolio is solved, compared with the old plan and with sticking to it.
import { describe, expect, it } from "vitest";
import { diffPlans } from "../../../src/answers/diff/plan-diff.ts";
import { adopt, decisionsOf, hasDecisions, neverWorse } from "../../../src/answers/solver.ts";
import { type WhatIf, whatIf } from "../../../src/answers/whatif/what-if.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { acceptedIn, countingSolver, planOf, portfolioOf, TWO_SITES } from "../two-sites.ts";

const portfolio = portfolioOf(TWO_SITES);
const plan = await planOf(portfolio);

async function answered(...edits: string[]): Promise<WhatIf> {
  const answer = await whatIf(portfolio, plan, edits, countingSolver());
  if (!answer.ok) throw new Error(answer.problems[0].message);
  return answer;
}

describe("what if", () => {
  it("a paying offer pays less: it is dropped, and the value falls by what the diff's terms add up to", async () => {
    const { diff, plan: after, unchanged } = await answered("contracts[lease-b].usdPerUnitMonth=20000");
    expect(acceptedIn(after)).not.toContain("lease-b");
    expect(diff!.contracts).toContainEqual(expect.objectContaining({ kind: "dropped", contract: "lease-b" }));
    const change = diff!.valueUsd.after - diff!.valueUsd.before;
    const terms = diff!.terms.reduce((sum, { usd }) => sum + usd.after - usd.before, 0);
    expect(change).toBeLessThan(0);
    expect(Math.abs(terms - change)).toBeLessThan(20);
    // Sticking to the old plan is feasible, worth less than re-planning, and worth exactly what the lost rent makes it.
    expect(unchanged.feasible).toBe(true);
    expect(unchanged.valueUsd).toBeLessThan(diff!.valueUsd.after);
  });

  it("power is lost: the old plan breaks limits, and says which", async () => {
    const { unchanged, replanningUsd, changeUsd, diff } = await answered("sites[north].firmMw*=0.5");
    expect(unchanged.feasible).toBe(false);
    expect(unchanged.violations.some(({ subject }) => subject.site === "north")).toBe(true);
    expect(replanningUsd).toBeNull();
    const change = diff!.valueUsd.after - diff!.valueUsd.before;
    expect(change).toBeGreaterThanOrEqual(changeUsd!.low);
    expect(change).toBeLessThanOrEqual(changeUsd!.high);
  });

  it("nothing that matters changes: nothing moves", async () => {
    const { diff, changes } = await answered("contracts[lease-a].customer=Renamed");
    expect(changes).toHaveLength(1);
    expect(diff).toMatchObject({ contracts: [], builds: [], orders: [], expansions: [] });
    expect(diff!.keptContracts).toBe(acceptedIn(plan).length);
  });

  it("a contract is withdrawn: sticking to the rest of the plan stays feasible", async () => {
    const { unchanged, plan: after } = await answered("contracts[lease-a]=null");
    expect(unchanged.feasible).toBe(true);
    expect(hasDecisions(after) && after.objective.valueUsd).toBeGreaterThanOrEqual(unchanged.valueUsd);
  });

  it("no plan is left: says so, with no diff", async () => {
    const answer = await answered("contracts[lease-b].signed=true", "sites[*].firmMw=1");
    expect(answer.plan.status).toBe("infeasible");
    expect(answer.diff).toBeNull();
    expect(answer.unchanged.feasible).toBe(false);
  });

  it("edits that cannot be applied cost no solve", async () => {
    const solver = countingSolver();
    expect(await whatIf(portfolio, plan, ["sites[x].firmMw=1"], solver)).toMatchObject({ ok: false });
    expect(solver.solves).toBe(0);
  });
});

describe("a solver that is never worse than where it starts", () => {
  const nothing: Plan = {
    ...plan,
    status: "unknown",
    objective: { valueUsd: null, boundUsd: 2e8, gap: null, sunkUsd: 0, npvUsd: null },
    ...{ contracts: [], builds: [], expansions: [], orders: [], debt: [] },
  };

  it("answers with the plan at hand where the search finds less", async () => {
    const answer = await neverWorse(async () => nothing)(portfolio, plan);
    expect(answer.objective.valueUsd).toBeCloseTo(plan.objective.valueUsd, 2);
    expect(answer.objective.boundUsd).toBe(2e8);
    expect(decisionsOf(answer)).toEqual(decisionsOf(plan));
  });

  it("does not adopt decisions that break the portfolio", () => {
    const poorer = portfolioOf({ ...TWO_SITES, finance: { discountRate: 0.1, cumulativeEquityUsd: 0 } });
    expect(adopt(poorer, plan, null)).toBeUndefined();
  });
});

describe("the difference between two plans", () => {
  it("of a plan with itself is nothing", () => {
    const diff = diffPlans(plan, plan);
    expect(diff).toMatchObject({ contracts: [], builds: [], expansions: [], orders: [], terms: [] });
    expect(diff.valueUsd.before).toBe(diff.valueUsd.after);
  });

  it("turns round with the plans", () => {
    const emptied = { ...plan, contracts: plan.contracts.map(({ id }) => ({ id, accepted: false })), builds: [] };
    const there = diffPlans(plan, emptied);
    const back = diffPlans(emptied, plan);
    expect(there.contracts.map(({ kind }) => kind)).toEqual(acceptedIn(plan).map(() => "dropped"));
    expect(back.contracts.map(({ kind }) => kind)).toEqual(acceptedIn(plan).map(() => "added"));
    expect(there.builds.map(({ modules }) => modules.before)).toEqual(back.builds.map(({ modules }) => modules.after));
  });

  it("tells starts, fractions and places that moved", () => {
    const moved = structuredClone(plan);
    const decision = moved.contracts.find(({ id }) => id === "cloud")!;
    decision.fraction = 0.75;
    decision.placements![0].share = 0.75;
    decision.start = "2027-07";
    expect(diffPlans(plan, moved).contracts).toEqual([
      expect.objectContaining({
        kind: "changed",
        contract: "cloud",
        fraction: { before: 1, after: 0.75 },
        start: { before: "2027-04", after: "2027-07" },
      }),
    ]);
  });
});
