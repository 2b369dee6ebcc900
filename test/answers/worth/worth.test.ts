// The worth of one more unit: exact by a solve, bounded by proofs, and beside it the price of the relaxation.
import { describe, expect, it } from "vitest";
import { quote } from "../../../src/answers/quote/quote.ts";
import { priceHeatMap, withMore, worthOf } from "../../../src/answers/worth/worth.ts";
import { auditPlan } from "../../../src/plan/audit.ts";
import { countingSolver, planOf, portfolioOf, TWO_SITES } from "../two-sites.ts";

const portfolio = portfolioOf(TWO_SITES);
const plan = await planOf(portfolio);

describe("one more MW", () => {
  it("is worth what the plan of a portfolio with one more is worth more", async () => {
    const asked = { resource: { kind: "firmPower", site: "north" }, amount: 1 } as const;
    const worth = await worthOf(portfolio, plan, asked, countingSolver());
    const larger = portfolioOf({
      ...TWO_SITES,
      sites: TWO_SITES.sites.map((site) =>
        site.id === "north" ? { ...site, firmMw: { "2027-01": 21, "2027-07": 31 } } : site,
      ),
    });
    const solved = await planOf(larger, countingSolver(1500));
    expect(worth.exactUsd!).toBeCloseTo(solved.objective.valueUsd - plan.objective.valueUsd, -3);
    expect(worth.certainUsd!.low).toBeLessThanOrEqual(worth.exactUsd!);
    expect(worth.certainUsd!.high).toBeGreaterThanOrEqual(worth.exactUsd!);
    // Power left over mines here: the relaxation prices it so too.
    expect(worth.pricedUsd! / worth.exactUsd!).toBeCloseTo(1, 1);
  });

  it("in one period alone is worth less than in all of them", async () => {
    const resource = { kind: "firmPower", site: "north" } as const;
    const all = await worthOf(portfolio, plan, { resource, amount: 1 });
    const one = await worthOf(portfolio, plan, { resource, amount: 1, from: "2028-01", until: "2028-04" });
    expect(one.pricedUsd!).toBeGreaterThan(0);
    expect(one.pricedUsd!).toBeLessThan(all.pricedUsd!);
    expect(one.exactUsd).toBeNull();
  });
});

describe("more of a resource", () => {
  it.each([
    { kind: "firmPower", site: "north" },
    { kind: "interruptiblePower", site: "south" },
    { kind: "hall", site: "north", hall: "hall-a" },
    { kind: "module", site: "north", hall: "hall-a" },
    { kind: "rack", platform: "own-rack" },
    { kind: "equity" },
  ] as const)("$kind leaves every plan feasible and never worth less", (resource) => {
    const audit = auditPlan(withMore(portfolio, { resource, amount: 2 }), plan);
    expect(audit.violations).toEqual([]);
    expect(audit.value.valueUsd).toBeGreaterThanOrEqual(plan.objective.valueUsd - 1);
  });

  it("that does not exist is an error in the user's words", () => {
    const more =
      (resource: Parameters<typeof withMore>[1]["resource"], amount = 1) =>
      () =>
        withMore(portfolio, { resource, amount });
    expect(more({ kind: "firmPower", site: "nort" })).toThrow(/no site "nort"; did you mean "north"/);
    expect(more({ kind: "module", site: "south", hall: "hall-b" })).toThrow(/nothing can be built/);
    expect(more({ kind: "rack", platform: "tenant-rack" })).toThrow(/tenants bring/);
    expect(more({ kind: "equity" }, 0)).toThrow(/more than 0/);
  });
});

describe("the heat map", () => {
  it("holds every price once, by period, the dearest of a resource first", () => {
    const rows = priceHeatMap(portfolio, plan);
    const total = rows.reduce((sum, row) => sum + row.totalUsd, 0);
    const stated = plan
      .prices!.filter(({ month }) => month !== undefined)
      .reduce((sum, row) => sum + row.usdPerUnit, 0);
    expect(total).toBeCloseTo(stated, 6);
    const halls = rows.filter(({ resource }) => resource === "hall").map(({ totalUsd }) => totalUsd);
    expect(halls).toEqual([...halls].sort((a, b) => b - a));
  });
});

describe("a quote", () => {
  it("for what is refused in the portfolio already is its break-even price", async () => {
    const { usdPerUnitMonth: _, ...draft } = TWO_SITES.contracts[2];
    const answer = await quote(portfolio, plan, { ...draft, id: "twin" }, countingSolver());
    if (!answer.price.found) throw new Error("no price was found");
    expect(answer.price.isVerified).toBe(true);
    expect(answer.price.usdPerUnitMonth / 98_575).toBeCloseTo(1, 2);
    expect(answer.displaces!.contracts).toContainEqual(expect.objectContaining({ kind: "added", contract: "twin" }));
  });

  it("for what fits nowhere finds no price, and says that this is proved", async () => {
    const { usdPerUnitMonth: _, ...draft } = TWO_SITES.contracts[2];
    const answer = await quote(portfolio, plan, { ...draft, id: "giant", quantity: 1000 }, countingSolver());
    expect(answer.price).toMatchObject({ found: false, isProved: true });
  });

  it("for nonsense is an error", async () => {
    const { usdPerUnitMonth: _, ...draft } = TWO_SITES.contracts[2];
    await expect(quote(portfolio, plan, { ...draft, platforms: ["nothing"] }, countingSolver())).rejects.toThrow(
      /nothing/,
    );
  });
});
