// Baselines and alternatives: what anybody could have, and what each site's freedom is worth.
import { describe, expect, it } from "vitest";
import { baselines } from "../../../src/answers/compare/baselines.ts";
import { heldTo, siteAlternatives } from "../../../src/answers/compare/site-alternatives.ts";
import { idleCapacity } from "../../../src/answers/idle/idle-capacity.ts";
import { auditPlan } from "../../../src/plan/audit.ts";
import { acceptedIn, countingSolver, planOf, portfolioOf, TWO_SITES } from "../two-sites.ts";

const signed = portfolioOf({
  ...TWO_SITES,
  contracts: TWO_SITES.contracts.map((contract) =>
    contract.id === "lease-a" ? { ...contract, signed: true } : contract,
  ),
});
const plan = await planOf(signed);

describe("baselines", () => {
  it("keep the signed contracts, or none, and are worth no more than the plan", async () => {
    const [doNothing, miningOnly] = await baselines(signed, plan, countingSolver());
    expect(acceptedIn(doNothing.plan)).toEqual(["lease-a"]);
    expect(miningOnly.plan.contracts).toEqual([]);
    expect(doNothing.kpis!.valueUsd).toBeLessThan(plan.objective.valueUsd);
    expect(miningOnly.kpis!.valueUsd).toBeLessThan(doNothing.kpis!.valueUsd);
    expect(miningOnly.kpis!.uses.filter(({ mwYears }) => mwYears > 0).map(({ use }) => use)).toEqual(["flexible"]);
  });
});

describe("a site held to one use", () => {
  it("costs value, or nothing where the plan uses it so anyway", async () => {
    const answer = await siteAlternatives(signed, plan, "south", countingSolver());
    expect(answer.use).toBe("leaseOnly");
    const change = Object.fromEntries(answer.alternatives.map(({ use, changeUsd }) => [use, changeUsd]));
    expect(change["leaseOnly"]).toBeCloseTo(0, 0);
    expect(change["miningOnly"]).toBeLessThan(0);
    for (const { use, plan: other, site } of answer.alternatives) {
      const held = heldTo(signed, "south", use);
      expect(auditPlan(held, other).feasible).toBe(true);
      const runs = site!.uses.filter(({ mwYears }) => mwYears > 0).map((figures) => figures.use);
      if (use === "miningOnly") expect(runs).toEqual(["flexible"]);
      if (use === "cloudOnly") expect(runs).not.toContain("lease");
    }
  });

  it("that does not exist is an error", async () => {
    await expect(siteAlternatives(signed, plan, "soutt", countingSolver())).rejects.toThrow(/did you mean "south"/);
  });
});

describe("idle capacity", () => {
  const rows = idleCapacity(signed, plan);

  it("counts what the audit leaves over", () => {
    const audit = auditPlan(signed, plan);
    const hall = rows.find(({ kind, hall: id }) => kind === "hall" && id === "hall-a")!;
    const { capacityMw, installedMw } = audit.use.sites[0].halls[0];
    expect(hall.amount).toEqual(capacityMw.map((mw, t) => Math.max(0, mw - installedMw[t])));
    expect(hall.most).toBe(Math.max(...hall.amount));
  });

  it("gives reasons that cover all of it", () => {
    for (const { reasons, site, platform } of rows) {
      expect(
        reasons.reduce((sum, { share }) => sum + share, 0),
        `${site} ${platform}`,
      ).toBeCloseTo(1, 9);
    }
  });

  it("blames dear power where mining does not pay in the dear hours", () => {
    const power = rows.find(({ kind, site }) => kind === "power" && site === "north")!;
    expect(power.reasons[0].reason).toBe("powerTooDear");
  });

  it("blames missing firm power where a hall stands empty for want of it", async () => {
    const dark = portfolioOf({
      ...TWO_SITES,
      sites: TWO_SITES.sites.map((site) => (site.id === "south" ? { ...site, firmMw: 0, interruptibleMw: 12 } : site)),
    });
    const empty = idleCapacity(dark, await planOf(dark)).find(({ hall }) => hall === "hall-b")!;
    expect(empty.reasons).toEqual([expect.objectContaining({ reason: "noFirmPower", share: 1 })]);
  });
});
