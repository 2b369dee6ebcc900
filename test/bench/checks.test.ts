// The benchmarks find lies: spoilt plans, bounds that cut known plans off, wrong optima.
import { describe, expect, it } from "vitest";
import { MipRecord } from "../../bench/mip/record.ts";
import { verdictOf } from "../../bench/mip/verdict.ts";
import { bestValues, findings } from "../../bench/portfolios/checks.ts";
import { PortfolioRecord, PortfolioResult } from "../../bench/portfolios/record.ts";

const GOOD: PortfolioResult = {
  status: "limit",
  claimedUsd: 100e6,
  auditedUsd: 100e6,
  violations: 0,
  boundUsd: 110e6,
  nodes: 1,
  curve: [{ cpuMs: 1, wallMs: 1, primal: 100e6, dual: 110e6 }],
  loadMs: 1,
  buildMs: 1,
  cpuMs: 2,
  wallMs: 2,
  model: null,
};

function portfolioRun(solver: string, change: Partial<PortfolioResult> = {}): PortfolioRecord {
  // No published portfolio is called that, so only the runs themselves count.
  const base = { portfolio: "made-up", solver, cpuSeconds: 1, run: "r" };
  return { ...base, key: `made-up/${solver}`, result: { ...GOOD, ...change } };
}

describe("portfolio runs", () => {
  it("pass when all is well, and the best audited value counts", () => {
    const runs = [portfolioRun("a"), portfolioRun("b", { claimedUsd: 105e6, auditedUsd: 105e6 })];
    expect(findings(runs)).toEqual([]);
    expect(bestValues(runs).get("made-up")).toBe(105e6);
  });

  it.each<[Partial<PortfolioResult>, string]>([
    [{ violations: 2 }, "the audit finds 2 violations"],
    [{ violations: null, auditedUsd: null }, "cannot be read or breaks the model"],
    [{ auditedUsd: 99e6 }, "claims 100000000, audited 99000000"],
    [{ boundUsd: 104e6 }, "is below the known value 105000000"],
    [{ curve: [{ cpuMs: 500, wallMs: 500, primal: null, dual: 104e6 }] }, "bound 104000000 after 0.5 s"],
    [{ status: "infeasible" }, "answered infeasible"],
  ])("%j is found", (change, words) => {
    const found = findings([
      portfolioRun("good", { claimedUsd: 105e6, auditedUsd: 105e6 }),
      portfolioRun("bad", change),
    ]);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain("made-up/bad");
    expect(found[0]).toContain(words);
  });
});

describe("MIPLIB runs", () => {
  const run = (change: object): MipRecord => ({
    key: "k",
    run: "r",
    solver: "s",
    instance: "i",
    cpuSeconds: 1,
    optimum: 100,
    result: {
      status: "optimal",
      objective: 100,
      bound: 100,
      violation: 0,
      nodes: 1,
      curve: [],
      loadMs: 1,
      cpuMs: 1,
      wallMs: 1,
      ...change,
    },
  });

  it.each([
    [{}, "solved"],
    [{ status: "limit", objective: 120, bound: 90 }, "open"],
    [{ status: "limit", objective: null, bound: null, violation: null }, "open"],
    [{ status: "limit", objective: 99 }, "wrong"],
    [{ status: "limit", objective: 120, bound: 101 }, "wrong"],
    [{ objective: 101, bound: 101 }, "wrong"],
    [{ violation: 0.1 }, "wrong"],
    [{ status: "infeasible", objective: null }, "wrong"],
    [{ status: "failed" }, "failed"],
  ])("%j is %s", (change, verdict) => {
    expect(verdictOf(run(change))).toBe(verdict);
  });
});
