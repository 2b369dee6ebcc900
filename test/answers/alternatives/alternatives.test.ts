// Simpler plans stay within the value allowed and are simpler; the tornado's sides are what solving the edited portfolio gives.
import { describe, expect, it } from "vitest";
import { simplerPlans, simplicityOf } from "../../../src/answers/alternatives/simpler-plans.ts";
import { applyEdits } from "../../../src/answers/edits/apply.ts";
import { tornado, usualInputs } from "../../../src/answers/tornado/tornado.ts";
import { auditPlan } from "../../../src/plan/audit.ts";
import { acceptedIn, countingSolver, planOf, portfolioOf, TWO_SITES } from "../two-sites.ts";

const portfolio = portfolioOf(TWO_SITES);
const plan = await planOf(portfolio);

describe("simpler plans", () => {
  it("are feasible, within the value allowed, and simpler where that is possible", async () => {
    const found = await simplerPlans(
      portfolio,
      plan,
      0.01,
      ["fewestSites", "fewestBuilds", "leastCapital"],
      countingSolver(),
    );
    for (const { aim, plan: simpler, lossUsd, before, after } of found) {
      expect(auditPlan(portfolio, simpler).violations, aim).toEqual([]);
      expect(lossUsd, aim).toBeLessThanOrEqual(0.01 * plan.objective.valueUsd);
      expect(after.capexUsd, aim).toBeLessThanOrEqual(before.capexUsd);
    }
    // lease-b earns but 0.2 % of the value and needs two modules.
    expect(found[1].after.builds).toBe(0);
    expect(acceptedIn(found[1].plan)).not.toContain("lease-b");
    expect(found[0].after.sites).toBe(2);
  });

  it("turn back to an older plan where that costs little", async () => {
    const older = await planOf({ ...portfolio, contracts: portfolio.contracts.filter(({ id }) => id !== "lease-b") });
    const [kept] = await simplerPlans(portfolio, plan, 0.01, ["leastChange"], countingSolver(), older);
    expect(acceptedIn(kept.plan)).toEqual(acceptedIn(older));
    const [free] = await simplerPlans(portfolio, plan, 0.001, ["leastChange"], countingSolver(), older);
    expect(acceptedIn(free.plan)).toContain("lease-b");
  });

  it("are the plan itself where what is taken away is only built elsewhere", async () => {
    // Every solve but the plan's own answers with the most that can be built, worth hardly less.
    const busy = await planOf({
      ...portfolio,
      contracts: portfolio.contracts.map((contract) => ({
        ...contract,
        usdPerUnitMonth: 3 * contract.usdPerUnitMonth,
      })),
    });
    const worth = { ...busy, objective: { ...busy.objective, valueUsd: plan.objective.valueUsd } };
    expect(simplicityOf(portfolio, busy).builds).toBeGreaterThanOrEqual(simplicityOf(portfolio, plan).builds);
    const [found] = await simplerPlans(portfolio, plan, 0.5, ["fewestBuilds"], async () => worth);
    expect(found.after.builds).toBe(found.before.builds);
    expect(found.lossUsd).toBeCloseTo(0, 3);
  });

  it("cannot keep what is not known", async () => {
    await expect(simplerPlans(portfolio, plan, 0.01, ["leastChange"], countingSolver())).rejects.toThrow(/older plan/);
  });
});

describe("a tornado", () => {
  it("has the change of value of each side, the widest bar first, and says what the portfolio lacks", async () => {
    const wanted = usualInputs(0.1, 6).filter(({ name }) =>
      ["firm power", "mining and flexible earnings", "grid capex", "prices of offers"].includes(name),
    );
    const answer = await tornado(portfolio, plan, wanted, countingSolver());
    expect(answer.left).toEqual(["grid capex"]);
    const spreads = answer.bars.map(({ spreadUsd }) => spreadUsd);
    expect(spreads).toEqual([...spreads].sort((a, b) => b - a));
    const mining = answer.bars.find(({ name }) => name.startsWith("mining"))!;
    const edited = applyEdits(portfolio, ["sites[*].flexible[*].usdPerMwh*=1.1"]);
    if (!edited.ok) throw new Error("the edit does not apply");
    const solved = await planOf(edited.portfolio, countingSolver(1500));
    expect(mining.up.changeUsd! / (solved.objective.valueUsd - plan.objective.valueUsd)).toBeCloseTo(1, 1);
    expect(mining.up.changeUsd!).toBeGreaterThanOrEqual(mining.up.unplannedUsd!);
    expect(mining.down.changeUsd!).toBeLessThan(0);
  });

  it("of inputs that change nothing is an error", async () => {
    const none = [{ name: "nothing", down: ["sites[*].pueCap*=0.9"], up: ["sites[*].pueCap*=1.1"] }];
    await expect(tornado(portfolio, plan, none, countingSolver())).rejects.toThrow(/none of the inputs/);
  });
});
