// The incremental plan against one computed afresh, and against the audit.
import { describe, expect, it } from "vitest";
import { Evaluator } from "../../../assembly/alloc/evaluator.ts";
import { State, TOTAL_MISSING, TOTAL_PUE_VIOLATION, TOTAL_VIOLATION } from "../../../assembly/alloc/state.ts";
import { decode } from "../../../src/compile/decode.ts";
import { auditPlan } from "../../../src/plan/audit.ts";
import { Portfolio, portfolioSchema } from "../../../src/portfolio/schema.ts";
import { randomPortfolio } from "../../support/random-portfolio.ts";
import { rng } from "../../support/rng.ts";
import { hasSharedPortfolios, sharedPortfolio, skipsWithoutShared } from "../../support/shared-portfolios.ts";
import { blankPortfolio } from "./kernel-instance.ts";
import { changeAtRandom, kernelPlanOf, magnitudeUsd, makeRig, Rig } from "./rig.ts";

/** What each number of the state is, for its tolerance and for messages. */
function describeState({ inst, state }: Rig): string[] {
  const T = inst.periods;
  const names = new Array<string>(state.size).fill("?");
  const row = (at: number, name: string): void => {
    for (let t = 0; t < T; t++) names[at + t] = `${name}[${t}]`;
  };
  for (let s = 0; s < inst.sites; s++) {
    ["peakMw", "pueExcess", "extraMw", "capexUsd"].forEach((name, k) => {
      row(state.siteAt(s) + k * T, `site ${s} ${name}`);
    });
    names[state.siteAt(s) + 4 * T] = `site ${s} powerUsd`;
    names[state.siteAt(s) + 4 * T + 1] = `site ${s} pueViolation`;
  }
  for (let h = 0; h < inst.halls; h++) {
    row(state.hallAt[h], `hall ${h} load`);
    row(state.hallAt[h] + T, `hall ${h} starts`);
    names[state.hallAt[h] + 2 * T] = `hall ${h} moduleUsd`;
  }
  for (let x = 0; x < inst.expansions; x++) names[state.expansionAt[x]] = `expansion ${x} start`;
  for (let k = 0; k < inst.spots; k++) {
    row(state.spotAt[k], `spot ${k} use`);
    row(state.spotAt[k] + T, `spot ${k} installed`);
  }
  for (let p = 0; p < inst.platforms; p++) {
    row(state.platformAt(p), `platform ${p} load`);
    row(state.platformAt(p) + T, `platform ${p} capexUsd`);
    names[state.platformAt(p) + 2 * T] = `platform ${p} lotUsd`;
  }
  for (let l = 0; l < inst.lots; l++) names[state.lotAt[l]] = `lot ${l} fraction`;
  for (let c = 0; c < inst.contracts; c++) {
    names[state.contractAt(c)] = `contract ${c} option`;
    names[state.contractAt(c) + 1] = `contract ${c} served`;
    for (let j = inst.contractColumnStart[c]; j < inst.contractColumnStart[c + 1]; j++)
      names[state.shareAt(c, j)] = `contract ${c} share ${j}`;
  }
  row(state.totals, "total capexUsd");
  ["contractUsd", "siteUsd", "lotUsd", "debtCapUsd", "debtUsd", "violationUsd", "missing", "pueViolation"].forEach(
    (name, k) => {
      names[state.totals + T + k] = `total ${name}`;
    },
  );
  return names;
}

/** Numbers of the state that a rebuild from the contract blocks does not confirm; money is compared on the scale of `usd`. */
function staleNumbers(rig: Rig, names: readonly string[], usd: number): string[] {
  const { inst, state } = rig;
  const fresh = new State(inst);
  fresh.clear();
  const from = state.contractAt(0);
  fresh.data.set(state.data.subarray(from, state.totals), from);
  new Evaluator(inst, fresh).rebuild();
  const stale: string[] = [];
  for (let i = 0; i < state.size; i++) {
    const scale = names[i].includes("Usd") ? usd : Math.max(1, Math.abs(fresh.data[i]));
    const isNear = Math.abs(state.data[i] - fresh.data[i]) <= 1e-9 * scale;
    if (!isNear) stale.push(`${names[i]} is ${state.data[i]}, afresh ${fresh.data[i]}`);
  }
  return stale;
}

interface Tally {
  steps: number;
  audited: number;
  violated: number;
  clean: number;
}

/** The same value, and the same opinion on what the evaluator checks. */
function compareWithAudit(rig: Rig, label: string, tally: Tally): void {
  const { evaluator, portfolio, compiled } = rig;
  const audit = auditPlan(portfolio, decode(compiled, kernelPlanOf(rig)));
  const difference = Math.abs(audit.value.valueUsd - evaluator.valueUsd());
  const words = `${label}: the audit says ${audit.value.valueUsd}, the evaluator ${evaluator.valueUsd()}`;
  expect(difference, words).toBeLessThanOrEqual(1e-9 * magnitudeUsd(rig));
  // The evaluator leaves contract rules to the search; equity, PUE caps and signatures are its own.
  const flagged = audit.violations.map(({ constraint }) => constraint as string);
  const open = flagged.filter((rule) => !["unserved", "minMwPerSite", "maxSites", "fraction"].includes(rule));
  const mine: string[] = [];
  if (evaluator.total(TOTAL_VIOLATION) > 0) mine.push("equity");
  if (evaluator.total(TOTAL_PUE_VIOLATION) > 1e-5) mine.push("pueCap");
  if (evaluator.total(TOTAL_MISSING) > 0) mine.push("signed");
  const isEdge = evaluator.total(TOTAL_PUE_VIOLATION) > 0 && !mine.includes("pueCap");
  if (!isEdge) expect([...new Set(open)].sort(), `${label}: rules broken`).toEqual(mine.sort());
  tally.audited++;
  if (mine.length > 0) tally.violated++;
  else tally.clean++;
}

function walk(portfolio: Portfolio, seed: number, steps: number, auditEvery: number, tally: Tally): void {
  const rig = makeRig(portfolio);
  const names = describeState(rig);
  const draw = rng(seed, "walk");
  // Sums kept by differences carry the rounding of the largest they ever were.
  let largestUsd = 1;
  for (let step = 1; step <= steps; step++) {
    const mark = rig.journal.open();
    const done = changeAtRandom(rig, draw);
    rig.journal.commit(mark);
    rig.journal.forget();
    const label = `portfolio ${portfolio.name}, walk seed ${seed}, step ${step} (${done})`;
    largestUsd = Math.max(largestUsd, magnitudeUsd(rig));
    expect(staleNumbers(rig, names, largestUsd), label).toEqual([]);
    if (step % auditEvery === 0) compareWithAudit(rig, label, tally);
    tally.steps++;
  }
}

/** 10 MW asked for, 20 MW on order at no price. */
function withFreeLot(): Portfolio {
  return portfolioSchema.parse({
    ...blankPortfolio(4),
    platforms: [{ id: "box", kwPerRack: 40, cooling: ["air"], supply: "backlog" }],
    backlog: [{ id: "free", platform: "box", racks: 500, arrives: "2026-01", committed: false }],
    sites: [
      {
        id: "here",
        firmMw: 50,
        energy: { market: [{ share: 1, usdPerMwh: 40 }] },
        halls: [{ id: "hall", cooling: "air", pue: 1.2, builtMw: 30 }],
      },
    ],
    contracts: [
      {
        id: "tenant",
        unit: "mw",
        quantity: 10,
        platforms: ["box"],
        usdPerUnitMonth: 200_000,
        start: { earliest: "2026-01", latest: "2026-01" },
        termMonths: 12,
      },
    ],
  });
}

describe("evaluator", () => {
  it("keeps up with random changes on random portfolios as a rebuild would, and agrees with the audit", () => {
    const tally: Tally = { steps: 0, audited: 0, violated: 0, clean: 0 };
    for (let seed = 1; seed <= 100; seed++) walk(randomPortfolio(seed), seed, 20, 5, tally);
    console.log(`seeds 1-100: ${JSON.stringify(tally)}`);
    expect(tally.clean).toBeGreaterThan(100);
    expect(tally.violated).toBeGreaterThan(20);
  });

  it.each(["tiny-1", "small-2", "monthly-1", "medium-1"])("keeps up on %s", (name) => {
    if (!hasSharedPortfolios) return void skipsWithoutShared(`evaluator on ${name}`);
    const tally: Tally = { steps: 0, audited: 0, violated: 0, clean: 0 };
    walk(sharedPortfolio(name), 1, 60, 20, tally);
    expect(tally.audited).toBe(3);
  });

  it("regression: racks that are paid for already are given back when the load falls", () => {
    const rig = makeRig(withFreeLot());
    rig.inserter.acceptEmpty(0, 0);
    rig.evaluator.refreshFinance();
    expect(rig.pour.place(0, 0, 0.5)).toBe(true);
    expect(rig.state.data[rig.state.lotAt[0]]).toBeCloseTo(0.25, 12);
    rig.inserter.remove(0);
    expect(rig.state.data[rig.state.lotAt[0]]).toBe(0);
  });
});
