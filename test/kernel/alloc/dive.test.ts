// Dives on the condensed LP: what they end in is decided, and broad ones get there in fewer solves.
import { describe, expect, it } from "vitest";
import { BROAD, Dive } from "../../../assembly/alloc/dive.ts";
import type { Instance } from "../../../assembly/alloc/instance.ts";
import { Reach } from "../../../assembly/alloc/preprocess.ts";
import { Relaxation } from "../../../assembly/alloc/relaxation.ts";
import { compile } from "../../../src/compile/compile.ts";
import { hasSharedPortfolios, sharedPortfolio, skipsWithoutShared } from "../../support/shared-portfolios.ts";
import { kernelInstance } from "./kernel-instance.ts";
import { contract, lot, reachOf } from "./preprocess-fixture.ts";

function dived(inst: Instance, reach: Reach, lotUp: number, perTest?: number): Dive {
  const dive = new Dive(inst, new Relaxation(inst, reach, true));
  if (perTest !== undefined) dive.perTest = perTest;
  dive.begin(lotUp);
  for (let steps = 0; dive.running(); steps++) {
    dive.step();
    expect(steps).toBeLessThan(10_000);
  }
  return dive;
}

describe("whole lots in a dive", () => {
  const signed = contract({ platforms: ["box"], quantity: 20, signed: true });
  const whole = lot(1000, { committed: false, divisible: false, usdPerRack: 1000 });

  // Left free, a fifth of the lot would be paid for by the dive and the whole of it by the plan: on huge-1 contracts worth 5 % had to go.
  it.each([
    ["before the contracts", 0.5],
    ["after the contracts", 1],
  ])("are ordered whole where less than half is needed, decided %s", (_, lotUp) => {
    const { instance, reach } = reachOf({ backlog: [whole], contracts: [signed] });
    const dive = dived(instance, reach, lotUp);
    expect(dive.succeeded()).toBe(true);
    expect(dive.relaxation.lot(0)).toBe(1);
    expect(dive.option[0]).toBe(0);
  });

  it("are not ordered where nobody needs them", () => {
    const { instance, reach } = reachOf({ backlog: [lot(200), { ...whole, id: "more" }], contracts: [signed] });
    const dive = dived(instance, reach, 0.5);
    expect(dive.succeeded()).toBe(true);
    expect(dive.relaxation.lot(0)).toBe(0);
  });
});

describe("broad dives", () => {
  it("decide the same kind of things in fewer solves: medium-2", () => {
    if (!hasSharedPortfolios) return void skipsWithoutShared("broad dives on medium-2");
    const inst = kernelInstance(compile(sharedPortfolio("medium-2")));
    const reach = new Reach(inst);
    const narrow = dived(inst, reach, 0.5);
    const broad = dived(inst, reach, 0.5, BROAD);
    expect(broad.solves).toBeLessThan(narrow.solves);
    for (const dive of [narrow, broad]) {
      expect(dive.succeeded()).toBe(true);
      for (let l = 0; l < inst.lots; l++) {
        if (inst.lotDivisible[l] === 0) expect([0, 1]).toContain(dive.relaxation.lot(l));
      }
      for (let c = 0; c < inst.contracts; c++) {
        if (dive.option[c] < 0) continue;
        const share = dive.relaxation.shareOfOption(c, dive.option[c]);
        expect(share).toBeGreaterThan(inst.contractServedMin[c] - 1e-6);
      }
    }
    const of = (dive: Dive) => dive.relaxation.valueUsd();
    expect(of(broad)).toBeGreaterThan(of(narrow) - 0.1 * Math.abs(of(narrow)));
  });
});
