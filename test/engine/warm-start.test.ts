// Starting from an earlier plan: what was found is found again at once, edits are mended, and both engines do the same to the bit.
import { beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../src/compile/compile.ts";
import { decode } from "../../src/compile/decode.ts";
import { editFocus } from "../../src/compile/edit-focus.ts";
import type { Instance } from "../../src/compile/instance.ts";
import { type WarmState, warmBuffers, warmState } from "../../src/compile/warm-state.ts";
import { AllocRun } from "../../src/engine/alloc-run.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { createEngine } from "../../src/engine/load.ts";
import type { Contract, Portfolio } from "../../src/portfolio/schema.ts";
import { randomPortfolio, SMALL } from "../support/random-portfolio.ts";
import { hasSharedPortfolios, sharedPortfolio, skipsWithoutShared } from "../support/shared-portfolios.ts";
import { differences, type Outcome } from "./outcome.ts";
import { warnIfStale } from "./stale-kernel.ts";

let wasm: Engine;
let js: Engine;
beforeAll(async () => {
  warnIfStale();
  wasm = await createEngine({ engine: "wasm" });
  js = await createEngine({ engine: "js" });
});

const never = (): number => 0;

function solveFrom(engine: Engine, instance: Instance, moves: number, warm?: WarmState, touched?: Int32Array) {
  const run = new AllocRun(engine, instance, 1, 0);
  if (warm !== undefined) run.startFrom(warmBuffers(instance, warm));
  if (touched !== undefined) run.lookAround(touched);
  run.step(moves, never);
  const report = run.report();
  const plan = report.valueUsd === null ? null : run.plan();
  const outcome: Outcome = { report, plan };
  const left =
    plan === null
      ? undefined
      : warmState(instance, decode(instance, plan), plan.expansionAllowed, run.dual(), run.basis(), undefined);
  run.close();
  return { outcome, warm: left };
}

const portfolios = (count: number): { seed: number; portfolio: Portfolio }[] =>
  Array.from({ length: count }, (_, k) => ({
    seed: 100 + k,
    portfolio: randomPortfolio(100 + k, { ...SMALL, sites: [2, 5], contracts: [6, 16] }),
  }));

/** One change of each kind that a session's user makes. */
function edits(portfolio: Portfolio): { words: string; edited: Portfolio }[] {
  const change = (words: string, edit: (draft: Portfolio) => void): { words: string; edited: Portfolio } => {
    const edited = structuredClone(portfolio);
    edit(edited);
    return { words, edited };
  };
  const [first] = portfolio.contracts;
  return [
    change("price down", ({ contracts }) => {
      contracts[0].usdPerUnitMonth *= 0.5;
    }),
    change("a contract withdrawn", ({ contracts }) => {
      contracts.splice(contracts.length >> 1, 1);
    }),
    change("a contract added in front", ({ contracts }) => {
      contracts.unshift({ ...structuredClone(first), id: "newcomer", signed: false });
    }),
    change("less power", ({ sites }) => {
      sites[0].firmMw = 1;
    }),
    change("a site gone", (draft) => {
      const [{ id }] = draft.sites.splice(0, 1);
      const without = (ids: string[] | undefined): string[] | undefined => ids?.filter((other) => other !== id);
      for (const { placement } of draft.contracts) {
        if (placement.sites !== undefined) placement.sites = without(placement.sites);
        if (placement.excludeSites !== undefined) placement.excludeSites = without(placement.excludeSites);
      }
    }),
    change("one period less", ({ horizon }) => {
      horizon.periods = Math.max(1, horizon.periods - 1);
    }),
  ];
}

describe("a warm start", () => {
  it("of the same portfolio holds the old plan before the first move", () => {
    let plans = 0;
    for (const { seed, portfolio } of portfolios(14)) {
      const instance = compile(portfolio);
      const cold = solveFrom(wasm, instance, 300);
      if (cold.warm === undefined) continue;
      plans++;
      const { valueUsd } = solveFrom(wasm, instance, 0, cold.warm).outcome.report;
      const before = cold.outcome.report.valueUsd!;
      expect(valueUsd, `seed ${seed}: had ${before}`).toBeGreaterThanOrEqual(before - 1e-9 * Math.abs(before));
    }
    expect(plans).toBeGreaterThan(9);
  });

  it("of an edited portfolio gives bounds and plans of that portfolio, the same on both engines", () => {
    let plans = 0;
    for (const { seed, portfolio } of portfolios(6)) {
      const { warm } = solveFrom(wasm, compile(portfolio), 100);
      if (warm === undefined) continue;
      for (const { words, edited } of edits(portfolio)) {
        const instance = compile(edited);
        const a = solveFrom(wasm, instance, 40, warm).outcome;
        const b = solveFrom(js, instance, 40, warm).outcome;
        expect(differences(a, b), `seed ${seed}, ${words}`).toEqual([]);
        const cold = solveFrom(wasm, instance, 300).outcome.report;
        // Every bound holds for every plan, whoever found it.
        const hair = (usd: number): number => 1e-9 * Math.max(1, Math.abs(usd));
        if (a.report.valueUsd === null) continue;
        plans++;
        expect(cold.proof, `seed ${seed}, ${words}`).not.toBe("infeasible");
        expect(cold.boundUsd! + hair(cold.boundUsd!), `seed ${seed}, ${words}`).toBeGreaterThanOrEqual(
          a.report.valueUsd,
        );
        if (cold.valueUsd !== null) {
          expect(a.report.boundUsd! + hair(cold.valueUsd), `seed ${seed}, ${words}`).toBeGreaterThanOrEqual(
            cold.valueUsd,
          );
        }
      }
    }
    expect(plans).toBeGreaterThan(15);
  });

  it("that is told what was edited repairs the plan there, the same on both engines: medium-1", () => {
    if (!hasSharedPortfolios) return void skipsWithoutShared("a repair on medium-1");
    const portfolio = sharedPortfolio("medium-1");
    const { outcome, warm } = solveFrom(wasm, compile(portfolio), 300);
    const late = structuredClone(portfolio);
    late.backlog.sort((a, b) => b.racks - a.racks)[0].arrives = "2027-06";
    const cheaper = structuredClone(portfolio);
    const served = new Set(warm!.contracts.filter(({ accepted }) => accepted).map(({ id }) => id));
    const rent = ({ quantity, usdPerUnitMonth }: Contract): number => quantity * usdPerUnitMonth;
    const accepted = cheaper.contracts.filter(({ id }) => served.has(id)).sort((a, b) => rent(b) - rent(a));
    for (const contract of accepted.slice(0, 3)) contract.usdPerUnitMonth *= 0.9;
    for (const [words, edited] of [
      ["a late lot", late],
      ["three contracts a tenth cheaper", cheaper],
    ] as const) {
      const instance = compile(edited);
      const touched = editFocus(portfolio, edited, warm!.contracts, instance);
      const [a, b] = [wasm, js].map((engine) => solveFrom(engine, instance, 1, warm, touched).outcome);
      expect(differences(a, b), words).toEqual([]);
      expect(a.report.valueUsd! / outcome.report.valueUsd!, words).toBeGreaterThan(0.85);
    }
  });

  it("goes on with less work than a cold one: medium-1", () => {
    if (!hasSharedPortfolios) return void skipsWithoutShared("a warm start on medium-1");
    const portfolio = sharedPortfolio("medium-1");
    const { warm } = solveFrom(wasm, compile(portfolio), 600);
    for (const { words, edited } of edits(portfolio).slice(0, 3)) {
      const instance = compile(edited);
      const warmly = solveFrom(wasm, instance, 30, warm).outcome.report;
      const coldly = solveFrom(wasm, instance, 300).outcome.report;
      expect(warmly.valueUsd! / coldly.valueUsd!, `${words}: 30 moves after 300`).toBeGreaterThan(0.95);
    }
  });

  it("from nonsense is a cold one: what does not fit is left out", () => {
    const instance = compile(randomPortfolio(3));
    const { ints, floats } = warmBuffers(instance, solveFrom(wasm, instance, 50).warm!);
    for (const engine of [wasm, js]) {
      const run = new AllocRun(engine, instance, 1, 0);
      run.startFrom({ ints: ints.fill(2 ** 30), floats: floats.fill(Number.NaN) });
      run.step(20, never);
      const { boundUsd, valueUsd } = run.report();
      expect(boundUsd! >= (valueUsd ?? -Infinity)).toBe(true);
      expect(() => run.startFrom({ ints: new Int32Array(0), floats: new Float64Array(0) })).toThrow("refused the plan");
      run.close();
    }
  });
});

describe("plans and bounds from elsewhere", () => {
  it("are taken over through the gate, and only when they are better", () => {
    let offered = 0;
    for (const { seed, portfolio } of portfolios(10)) {
      const instance = compile(portfolio);
      const good = new AllocRun(wasm, instance, 5, 0);
      good.step(400, never);
      const { valueUsd, boundUsd } = good.report();
      if (valueUsd === null) continue;
      const { contractOption, expansionAllowed, columnShare } = good.plan();
      const plan = { ints: Int32Array.from([...contractOption, ...expansionAllowed]), floats: columnShare };
      const other = new AllocRun(js, instance, 1, 0);
      const had = other.report().valueUsd;
      expect(had).toBeNull();
      expect(other.offerPlan(plan), `seed ${seed}`).toBe(true);
      expect(other.offerPlan(plan), `seed ${seed}`).toBe(false);
      expect(Math.abs(other.report().valueUsd! - valueUsd)).toBeLessThanOrEqual(1e-9 * Math.abs(valueUsd));
      other.offerBound(boundUsd!);
      other.offerBound(boundUsd! * 2 + 1e12);
      expect(other.report().boundUsd).toBe(Math.max(boundUsd!, other.report().valueUsd!));
      // Shares that break capacity do not get through.
      const broken = { ints: plan.ints, floats: columnShare.map((share) => share * 1000) };
      expect(other.offerPlan(broken)).toBe(false);
      offered++;
      other.close();
      good.close();
    }
    expect(offered).toBeGreaterThan(3);
  });
});
