// Conflicts: each set is checked to have no plan, to have one without any of its members, and each repair to mend it.
import { describe, expect, it } from "vitest";
import { type Conflicts, findConflicts } from "../../../src/answers/conflicts/conflicts.ts";
import { easingsOf, type Limit, lifted, limitsOf } from "../../../src/answers/conflicts/limits.ts";
import type { Portfolio, PortfolioInput } from "../../../src/portfolio/schema.ts";
import { countingSolver, portfolioOf, TWO_SITES } from "../two-sites.ts";

function signing(ids: string[], change: Partial<PortfolioInput> = {}): Portfolio {
  return portfolioOf({
    ...TWO_SITES,
    ...change,
    contracts: TWO_SITES.contracts.map((contract) =>
      ids.includes(contract.id) ? { ...contract, signed: true } : contract,
    ),
  });
}

async function status(portfolio: Portfolio): Promise<string> {
  return (await countingSolver(600)(portfolio)).status;
}

const isSame = (a: Limit, b: Limit): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Only `kept` holds of all limits. */
function keeping(portfolio: Portfolio, kept: readonly Limit[]): Portfolio {
  return limitsOf(portfolio)
    .filter((limit) => !kept.some((other) => isSame(limit, other)))
    .reduce(lifted, portfolio);
}

async function expectMinimal(portfolio: Portfolio, { conflicts }: Conflicts): Promise<void> {
  for (const { limits, isMinimal } of conflicts) {
    expect(isMinimal).toBe(true);
    expect(await status(keeping(portfolio, limits))).toBe("infeasible");
    for (const limit of limits) {
      const rest = limits.filter((other) => other !== limit);
      expect(await status(keeping(portfolio, rest)), `without ${JSON.stringify(limit)}`).toMatch(/optimal|feasible/);
    }
  }
}

describe("conflicts", () => {
  it("two signed contracts too large for their halls together: named, minimal, and mended by giving one up", async () => {
    const portfolio = signing(["lease-b", "lease-c"]);
    const answer = await findConflicts(portfolio, countingSolver());
    const kinds = answer.conflicts[0].limits.map((limit) => limit.kind);
    expect(answer.conflicts[0].limits).toContainEqual({ kind: "signed", contract: "lease-b" });
    expect(answer.conflicts[0].limits).toContainEqual({ kind: "signed", contract: "lease-c" });
    expect(kinds).not.toContain("equity");
    await expectMinimal(portfolio, answer);
    for (const repair of answer.conflicts[0].repairs) {
      const easing = easingsOf(portfolio, repair.limit).find(({ how }) => how === repair.how)!;
      const step = Array.from({ length: easing.steps + 1 }, (_, k) => k).find(
        (k) => easing.amountAt(k) === repair.amount,
      )!;
      expect(await status(easing.at(portfolio, step)), JSON.stringify(repair)).toMatch(/optimal|feasible/);
    }
    expect(answer.conflicts[0].repairs.filter(({ how }) => how === "withdraw")).toHaveLength(2);
  });

  it("racks that come too late are named, with how many would do", async () => {
    const portfolio = signing(["cloud"], {
      backlog: [{ id: "late", platform: "own-rack", racks: 40, arrives: "2029-01", usdPerRack: 0, committed: true }],
    });
    const answer = await findConflicts(portfolio, countingSolver());
    expect(answer.conflicts).toHaveLength(1);
    expect(answer.conflicts[0].limits).toEqual([
      { kind: "chips", platform: "own-rack" },
      { kind: "signed", contract: "cloud" },
    ]);
    await expectMinimal(portfolio, answer);
    // 2880 accelerators at 72 a rack, of which half suffice.
    const more = answer.conflicts[0].repairs.find(({ how }) => how === "more")!;
    expect(more).toMatchObject({ unit: "racks", amount: 20 });
  });

  it("committed lots that nobody can pay for: equity alone, with the sum that is missing", async () => {
    const portfolio = signing([], { finance: { discountRate: 0.1, cumulativeEquityUsd: 5e6 } });
    const answer = await findConflicts(portfolio, countingSolver());
    expect(answer.conflicts.map(({ limits }) => limits)).toEqual([[{ kind: "equity" }]]);
    const [repair] = answer.conflicts[0].repairs;
    expect(repair.unit).toBe("USD");
    // 40 racks at 200,000 less the 5 million there are.
    expect(Number(repair.amount)).toBeGreaterThanOrEqual(3e6);
    expect(Number(repair.amount)).toBeLessThan(3.4e6);
  });

  it("none is an answer too", async () => {
    await expect(findConflicts(signing([]), countingSolver())).rejects.toThrow(/has a plan/);
  });
});
