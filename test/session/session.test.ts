// Edits of a session: what they do, what they refuse, and that a refusal changes nothing.
import { afterAll, describe, expect, it } from "vitest";
import { ClosedError } from "../../src/errors.ts";
import { createOptimizer } from "../../src/optimizer/create-optimizer.ts";
import { parsePortfolio } from "../../src/portfolio/parse.ts";
import type { Portfolio } from "../../src/portfolio/schema.ts";
import type { Edit } from "../../src/session/edit.ts";
import { EditError } from "../../src/session/edit-error.ts";
import type { JsonPatch } from "../../src/session/json-patch.ts";
import type { Session } from "../../src/session/session.ts";
import { hasBuiltWorkers } from "../optimizer/built.ts";
import { expectSound } from "../solve/plan.ts";
import { randomPortfolio, SMALL } from "../support/random-portfolio.ts";

const optimizer = createOptimizer({ workers: 2 });
afterAll(() => optimizer.close());

/** As users hold it: through the front door. */
function portfolioOf(seed: number): Portfolio {
  const parsed = parsePortfolio(randomPortfolio(seed, { ...SMALL, sites: [3, 3], contracts: [10, 10] }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.portfolio;
}

const portfolio = portfolioOf(5);
const [contract] = portfolio.contracts;
const [site] = portfolio.sites;
const [hall] = site.halls;

function updated(change: JsonPatch | readonly Edit[]): Session {
  const session = optimizer.session(portfolio);
  session.update(change);
  return session;
}

describe("edits by id", () => {
  it("set fields, merge objects, take optional fields away", () => {
    const values = { usdPerUnitMonth: 1234.5, placement: { maxSites: 2 }, customer: null };
    const { portfolio: edited } = updated([{ op: "set", in: "contracts", id: contract.id, values }]);
    expect(edited.contracts[0]).toMatchObject({
      usdPerUnitMonth: 1234.5,
      placement: { ...contract.placement, maxSites: 2 },
    });
    expect(edited.contracts[0]).not.toHaveProperty("customer");
    expect(portfolio.contracts[0].usdPerUnitMonth).toBe(contract.usdPerUnitMonth);
    expect(edited.contracts.slice(1)).toEqual(portfolio.contracts.slice(1));
  });

  it("reach into sites, the horizon and finance", () => {
    const { portfolio: edited } = updated([
      { op: "set", in: "halls", site: site.id, id: hall.id, values: { builtMw: 77 } },
      { op: "set", in: "finance", values: { discountRate: 0.2 } },
      { op: "set", in: "sites", id: site.id, values: { firmMw: 500 } },
    ]);
    expect(edited.sites[0].halls[0].builtMw).toBe(77);
    expect([edited.finance.discountRate, edited.sites[0].firmMw]).toEqual([0.2, 500]);
  });

  it("add and remove, with defaults filled in", () => {
    const value = { ...contract, id: "newcomer", minFraction: undefined };
    const { portfolio: edited } = updated([
      { op: "add", in: "contracts", value: JSON.parse(JSON.stringify(value)) },
      { op: "remove", in: "contracts", id: contract.id },
    ]);
    expect(edited.contracts.map(({ id }) => id)).toEqual([
      ...portfolio.contracts.slice(1).map(({ id }) => id),
      "newcomer",
    ]);
    expect(edited.contracts.at(-1)!.minFraction).toBe(1);
  });
});

describe("a JSON Patch", () => {
  it("is applied in order", () => {
    const { portfolio: edited } = updated([
      { op: "test", path: "/contracts/0/id", value: contract.id },
      { op: "replace", path: "/contracts/0/usdPerUnitMonth", value: 7 },
      { op: "copy", from: "/contracts/0", path: "/contracts/-" },
      { op: "replace", path: `/contracts/${portfolio.contracts.length}/id`, value: "twin" },
    ]);
    expect(edited.contracts).toHaveLength(portfolio.contracts.length + 1);
    expect(edited.contracts.at(-1)).toMatchObject({ id: "twin", usdPerUnitMonth: 7 });
  });
});

const REFUSED: [string, JsonPatch | readonly Edit[], string][] = [
  ["no such id", [{ op: "remove", in: "contracts", id: "nobody" }], 'edits[0]: there is no "nobody" in contracts'],
  ["no such list", [{ op: "remove", in: "cows" as "sites", id: "x" }], 'in is "cows"; it must be one of platforms'],
  [
    "no such op",
    [{ op: "burn" as "remove", in: "sites", id: site.id }],
    'op is "burn"; it must be "set", "add" or "remove"',
  ],
  ["no values", [{ op: "set", in: "finance" } as unknown as Edit], "its values are missing"],
  ["a prototype", [{ op: "set", in: "finance", values: JSON.parse('{"__proto__": {"x": 1}}') }], 'the key "__proto__"'],
  [
    "a missing place",
    [{ op: "replace", path: "/contracts/999/signed", value: true }],
    "patch[0] /contracts/999/signed: there is nothing",
  ],
  ["a failed test", [{ op: "test", path: "/name", value: "other" }], 'the test failed: "other" is not there'],
  ["no pointer", [{ op: "remove", path: "contracts" }], "path must be a JSON pointer"],
  ["a prototype path", [{ op: "add", path: "/__proto__/x", value: 1 }], "the path leads through a prototype"],
  [
    "a wrong outcome",
    [{ op: "replace", path: "/contracts/0/platforms", value: ["none"] }],
    "contracts[0].platforms[0]",
  ],
  ["an unknown field", [{ op: "set", in: "contracts", id: contract.id, values: { prise: 3 } }], "prise"],
];

describe("a refused change", () => {
  it.each(REFUSED)("%s: says where, and changes nothing", (_, change, words) => {
    const session = optimizer.session(portfolio);
    // What went before it is undone too.
    const before: Edit = { op: "set", in: "finance", values: { discountRate: 0.33 } };
    const whole = "path" in change[0] ? change : [before, ...(change as readonly Edit[])];
    const expected = "path" in change[0] ? words : words.replace("edits[0]", "edits[1]");
    expect(() => session.update(whole)).toThrow(EditError);
    expect(() => session.update(whole)).toThrow(expected);
    expect(session.portfolio).toBe(portfolio);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it("names the user's own ids in problems with the outcome", () => {
    const session = optimizer.session(portfolio);
    let error: unknown;
    try {
      session.update([{ op: "set", in: "contracts", id: contract.id, values: { quantity: -1 } }]);
    } catch (caught) {
      error = caught;
    }
    expect((error as EditError).problems[0]).toMatchObject({
      path: "contracts[0].quantity",
      subject: `contract "${contract.id}"`,
    });
  });
});

describe.skipIf(!hasBuiltWorkers)("a session", () => {
  it("solves again from its last plan, beside other sessions", async () => {
    const other = { ...structuredClone(portfolio), name: "other", contracts: portfolio.contracts.slice(0, 6) };
    const [first, second] = [optimizer.session(portfolio), optimizer.session(other)];
    expect([first.plan, first.isStale]).toEqual([null, false]);
    const plans = await Promise.all([
      first.solve({ moveLimit: 150, gap: 0 }),
      second.solve({ moveLimit: 150, gap: 0 }),
    ]);
    expect(first.plan).toBe(plans[0]);
    expect(second.plan!.objective.valueUsd).toBe(plans[1].objective.valueUsd);
    first.update([
      { op: "set", in: "contracts", id: contract.id, values: { usdPerUnitMonth: contract.usdPerUnitMonth * 2 } },
    ]);
    expect([first.isStale, second.isStale]).toEqual([true, false]);
    const again = await first.solve({ moveLimit: 0, gap: 0 });
    expectSound(first.portfolio, again, 0, "after the edit");
    // A higher price cannot make the old plan worth less.
    expect(again.objective.valueUsd!).toBeGreaterThanOrEqual(plans[0].objective.valueUsd! * (1 - 1e-9));
    expect(first.isStale).toBe(false);
    first[Symbol.dispose]();
    expect(() => first.solve()).toThrow(ClosedError);
    expect(() => first.update([])).toThrow(ClosedError);
    expect((await second.solve({ moveLimit: 0 })).objective.valueUsd).not.toBeNull();
  });
});
