// Explanations: every claim about a price or a term is checked by solving the portfolio with just that, and just not that.
import { describe, expect, it } from "vitest";
import { breakEven } from "../../../src/answers/explain/break-even.ts";
import { type ContractExplanation, explainContract } from "../../../src/answers/explain/explain-contract.ts";
import { contractOf, forced } from "../../../src/answers/explain/forced.ts";
import { leastChange } from "../../../src/answers/explain/least-change.ts";
import { easableTerms } from "../../../src/answers/explain/terms.ts";
import { auditPlan } from "../../../src/plan/audit.ts";
import type { Contract, Portfolio } from "../../../src/portfolio/schema.ts";
import { acceptedIn, countingSolver, planOf, portfolioOf, TWO_SITES } from "../two-sites.ts";

const portfolio = portfolioOf(TWO_SITES);
const plan = await planOf(portfolio);
const solver = countingSolver();
const explained = new Map<string, Promise<ContractExplanation>>();

/** Explained once, asked often. */
function explain(id: string): Promise<ContractExplanation> {
  const known = explained.get(id) ?? explainContract(portfolio, plan, id, solver);
  explained.set(id, known);
  return known;
}

function changed(id: string, change: Partial<Contract>): Portfolio {
  const contracts = portfolio.contracts.map((contract) => (contract.id === id ? { ...contract, ...change } : contract));
  return { ...portfolio, contracts };
}

async function takes(asked: Portfolio, id: string): Promise<boolean> {
  return acceptedIn(await planOf(asked, countingSolver(1500))).includes(id);
}

describe("a refused contract", () => {
  it("costs what the best plan with it is short of the best plan without", async () => {
    const answer = await explain("lease-c");
    expect(answer).toMatchObject({ accepted: false, isProved: true, obstacle: null, betterPlan: null });
    expect(answer.gainUsd).toBeLessThan(0);
    const withIt = await planOf(forced(portfolio, contractOf(portfolio, "lease-c")), countingSolver(1500));
    expect(answer.withUsd).toBeLessThanOrEqual(withIt.objective.boundUsd!);
    expect(answer.gainUsd! / (withIt.objective.valueUsd - plan.objective.valueUsd)).toBeCloseTo(1, 2);
    expect(answer.displaces!.contracts).toContainEqual(expect.objectContaining({ kind: "added", contract: "lease-c" }));
  });

  it("has a break-even price: refused just below, accepted just above, by solves of another seed and length", async () => {
    const { price } = await explain("lease-c");
    if (!price?.found) throw new Error("no price was found");
    expect(price.isVerified).toBe(true);
    expect(price.below).toMatchObject({ accepted: false });
    expect(price.above).toMatchObject({ accepted: true });
    expect(price.above!.usdPerUnitMonth / price.below!.usdPerUnitMonth).toBeLessThan(1.002);
    expect(await takes(changed("lease-c", { usdPerUnitMonth: price.below!.usdPerUnitMonth }), "lease-c")).toBe(false);
    expect(await takes(changed("lease-c", { usdPerUnitMonth: price.above!.usdPerUnitMonth }), "lease-c")).toBe(true);
  });

  it("says which part of it would be taken, and no larger part is", async () => {
    const { terms } = await explain("lease-c");
    const size = terms.find(({ term }) => term === "smallerSize")!;
    expect(size).toMatchObject({ flips: true, isVerifiedBelow: true, offered: 1 });
    const share = Number(size.needed);
    const partly = (minFraction: number) =>
      planOf(changed("lease-c", { minFraction, signed: true }), countingSolver(1500));
    expect((await partly(share)).objective.valueUsd).toBeGreaterThan(plan.objective.valueUsd);
    expect((await partly(share + 0.05)).objective.valueUsd).toBeLessThan(plan.objective.valueUsd);
  });

  it("says what is short: it needs more of the hall than is free", async () => {
    const { needs } = await explain("lease-c");
    const hall = needs.find(({ resource, site }) => resource === "hall" && site === "north")!;
    expect(hall.needed).toBeCloseTo(14, 6);
    expect(hall.freeAtLeast).toBeLessThan(14);
    expect(hall.shortFrom).not.toBeNull();
  });
});

describe("an answer that is late", () => {
  it("has its price, no lower than with more time, and names the terms that were not tried", async () => {
    const whole = await explain("lease-c");
    expect(whole.notTried).toEqual([]);
    const counting = countingSolver();
    const answer = await explainContract(portfolio, plan, "lease-c", counting, { isLate: () => true });
    expect(answer.terms).toEqual([]);
    expect(answer.notTried).toEqual(whole.terms.map(({ term }) => term));
    if (!answer.price?.found || !whole.price?.found) throw new Error("no price was found");
    expect(answer.price.usdPerUnitMonth).toBeGreaterThanOrEqual(whole.price.usdPerUnitMonth);
    expect(answer.price.above).toMatchObject({ accepted: true });
    // The contract forced in, and the price: no solve for anything else.
    expect(counting.solves).toBeLessThanOrEqual(4);
  });

  it("reaches the plan of the price for the price offered too: a first solve that was cut short does not stay the answer", async () => {
    // No lender looks at its price, so a plan at one price stands at every other.
    const plain = changed("lease-c", { credit: { annualDefaultProbability: 0, advanceRate: 0 } });
    const best = await planOf(plain);
    const whole = await explainContract(plain, best, "lease-c", countingSolver(), { terms: [] });
    // The first solve with the contract forced in answers with the contract alone, as one that has no time does.
    const real = countingSolver();
    let count = 0;
    const short: typeof real = Object.assign(
      async (asked: Portfolio) => {
        if (count++ > 0) return real(asked);
        const alone = { ...asked, contracts: asked.contracts.filter(({ id }) => id === "lease-c") };
        const poor = await planOf(alone, real);
        const contracts = asked.contracts.map(
          ({ id }) => poor.contracts.find((decision) => decision.id === id) ?? { id, accepted: false },
        );
        const objective = { ...poor.objective, boundUsd: null, gap: null };
        return { ...poor, contracts, status: "feasible" as const, objective };
      },
      { solves: 0 },
    );
    const answer = await explainContract(plain, best, "lease-c", short, { terms: [] });
    expect(answer.withUsd! / whole.withUsd!).toBeCloseTo(1, 2);
    if (!answer.price?.found || !whole.price?.found) throw new Error("no price was found");
    expect(answer.price.usdPerUnitMonth / whole.price.usdPerUnitMonth).toBeCloseTo(1, 2);
  });
});

describe("an accepted contract", () => {
  it("is worth what the plan loses without it, and stays down to its break-even", async () => {
    const answer = await explain("lease-b");
    expect(answer).toMatchObject({ accepted: true, terms: [] });
    expect(answer.gainUsd).toBeGreaterThan(0);
    if (!answer.price?.found) throw new Error("no price was found");
    expect(answer.price.isVerified).toBe(true);
    expect(answer.price.usdPerUnitMonth).toBeLessThan(110_000);
    const without = await planOf({ ...portfolio, contracts: portfolio.contracts.filter(({ id }) => id !== "lease-b") });
    expect(answer.withoutUsd! / without.objective.valueUsd).toBeCloseTo(1, 3);
  });
});

describe("contracts that nothing can save", () => {
  it("a rival of the same group is signed", async () => {
    const rivals = changed("lease-a", { signed: true, group: "one" });
    const asked = {
      ...rivals,
      contracts: rivals.contracts.map((c) => (c.id === "lease-c" ? { ...c, group: "one" } : c)),
    };
    const answer = await explainContract(asked, await planOf(asked), "lease-c", countingSolver());
    expect(answer).toMatchObject({ accepted: false, isProved: true, price: null, terms: [] });
    expect(answer.obstacle).toMatch(/"lease-a" of the same group "one" is signed/);
  });

  it("too large for every hall: no price helps, a part would do", async () => {
    const asked = changed("lease-c", { quantity: 500 });
    const answer = await explainContract(asked, await planOf(asked), "lease-c", countingSolver(), {
      terms: ["smallerSize", "laterStart"],
    });
    expect(answer).toMatchObject({ withUsd: null, gainUsd: null, isProved: true });
    expect(answer.price).toMatchObject({ found: false, isProved: true });
    expect(answer.terms.map(({ term }) => term)).toEqual(["laterStart", "smallerSize"]);
  });

  it("an unknown id is an error that suggests one", async () => {
    await expect(explainContract(portfolio, plan, "lease-x", solver)).rejects.toThrow(/no contract "lease-x".*lease-/);
  });
});

describe("the terms that can be eased", () => {
  const contract: Contract = {
    ...contractOf(portfolio, "lease-c"),
    placement: { sites: ["south"], maxSites: 1, minMwPerSite: 2, maxPue: 1.2 },
    credit: { advanceRate: 0.2, annualDefaultProbability: 0.02 },
  };

  it("are relaxations: what is feasible at one step is at the next, and worth no less", async () => {
    const asked = { ...portfolio, contracts: portfolio.contracts.map((c) => (c.id === "lease-c" ? contract : c)) };
    const terms = easableTerms(asked, contract);
    expect(terms.map(({ name }) => name).sort()).toEqual(
      [
        "advanceRate",
        "anySite",
        "defaultProbability",
        "discountRate",
        "earlierStart",
        "laterStart",
        "maxPue",
        "minMwPerSite",
        "moreSites",
        "smallerSize",
      ]
        .filter((name) => name !== "earlierStart")
        .sort(),
    );
    for (const term of terms) {
      const easiest = term.at(term.steps);
      const decided = await countingSolver(100)(easiest);
      const own = term.at(0).contracts.find(({ id }) => id === "lease-c")!;
      expect(own).toMatchObject({ ...contract, signed: true });
      if (decided.objective.valueUsd === null) continue;
      // A plan at step k that is feasible at k stays so at every later step.
      const feasible = [0, term.steps >> 1, term.steps].map((step) => auditPlan(term.at(step), decided).feasible);
      expect(feasible).toEqual([...feasible].sort((a, b) => Number(a) - Number(b)));
    }
  });
});

describe("the least change on a grid", () => {
  it("is found with far fewer solves than steps, and stands just above what is refused", async () => {
    const contract = contractOf(portfolio, "lease-c");
    const size = easableTerms(portfolio, contract).find(({ name }) => name === "smallerSize")!;
    const counted = countingSolver();
    const found = await leastChange(size, plan.objective.valueUsd, plan, counted);
    if (!found.flips) throw new Error("no part of the contract is taken");
    expect(found.solves).toBe(counted.solves);
    expect(found.solves).toBeLessThan(12);
    expect(found.below).toMatchObject({ step: found.step - 1 });
    expect(found.plan.objective.valueUsd).toBeGreaterThan(plan.objective.valueUsd);
  });

  it("is nothing at all where the contract is worth taking as it is", async () => {
    const contract = contractOf(portfolio, "lease-a");
    const without = await planOf({ ...portfolio, contracts: portfolio.contracts.filter(({ id }) => id !== "lease-a") });
    const answer = await breakEven(portfolio, contract, plan, { plan: without, boundUsd: null }, solver);
    if (!answer.found) throw new Error("no price was found");
    expect(answer.usdPerUnitMonth).toBeLessThan(contract.usdPerUnitMonth);
  });
});
