// Re-planning that keeps: what was to be kept is, the plan is one of the edited portfolio, and changes that gain little are turned back.
import { describe, expect, it } from "vitest";
import type { Keep } from "../../../src/answers/whatif/keep.ts";
import { type WhatIf, type WhatIfOptions, whatIf } from "../../../src/answers/whatif/what-if.ts";
import { auditPlan } from "../../../src/plan/audit.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { acceptedIn, countingSolver, planOf, portfolioOf, TWO_SITES } from "../two-sites.ts";

const portfolio = portfolioOf(TWO_SITES);
const plan = await planOf(portfolio);
/** Worth dropping lease-b for, if one may. */
const CHEAPER = "contracts[lease-b].usdPerUnitMonth=100000";

async function answered(edits: string[], options: WhatIfOptions): Promise<WhatIf> {
  const answer = await whatIf(portfolio, plan, edits, countingSolver(), options);
  if (!answer.ok) throw new Error(answer.problems[0].message);
  expect(auditPlan(answer.portfolio, answer.plan).violations).toEqual([]);
  return answer;
}

const startsIn = (made: Plan): Record<string, string | undefined> =>
  Object.fromEntries(made.contracts.filter(({ accepted }) => accepted).map(({ id, start }) => [id, start]));

describe("keeping decisions", () => {
  it("without it the cheaper contract is dropped", async () => {
    expect(acceptedIn((await answered([CHEAPER], {})).plan)).not.toContain("lease-b");
  });

  it.each<Keep>([{ contracts: "accepts" }, { contracts: "starts" }, { contracts: "places" }])("%o", async (keep) => {
    const { plan: after, diff } = await answered([CHEAPER], { keep });
    expect(acceptedIn(after)).toEqual(acceptedIn(plan));
    if (keep.contracts !== "accepts") expect(startsIn(after)).toEqual(startsIn(plan));
    if (keep.contracts === "places") expect(diff!.contracts).toEqual([]);
  });

  it("of the first periods leaves the later ones free", async () => {
    // lease-b starts in the third period, the others before.
    const early = await answered([CHEAPER], { keep: { periods: 2 } });
    expect(acceptedIn(early.plan)).toEqual(expect.arrayContaining(["lease-a", "cloud"]));
    expect(acceptedIn(early.plan)).not.toContain("lease-b");
    expect(early.notKept).toEqual([{ what: "modules", name: "north/hall-a", month: "2027-01", before: 2, after: 0 }]);
    const late = await answered([CHEAPER], { keep: { periods: 3 } });
    expect(startsIn(late.plan)).toEqual(startsIn(plan));
    expect(late.notKept).toEqual([]);
  });
});

describe("stability", () => {
  it("turns back what gains less than a change is worth, and lets go what gains more", async () => {
    const steady = await answered([CHEAPER], { usdPerChange: 5e6 });
    expect(steady.turnedBack).toContain("lease-b");
    expect(acceptedIn(steady.plan)).toEqual(acceptedIn(plan));
    const eager = await answered([CHEAPER], { usdPerChange: 1e4 });
    expect(eager.turnedBack).toEqual([]);
    expect(acceptedIn(eager.plan)).not.toContain("lease-b");
    expect(eager.diff!.valueUsd.after).toBeGreaterThan(steady.diff!.valueUsd.after);
  });
});
