// The one gate for plans: what it lets in passes the audit and is worth what it says, and nothing worse replaces it.
import { describe, expect, it } from "vitest";
import { Incumbent } from "../../../assembly/alloc/incumbent.ts";
import { decode } from "../../../src/compile/decode.ts";
import { auditPlan } from "../../../src/plan/audit.ts";
import { differingPlaces } from "../../engine/bits.ts";
import { randomPortfolio } from "../../support/random-portfolio.ts";
import { rng } from "../../support/rng.ts";
import { changeAtRandom, kernelPlanOf, magnitudeUsd, makeRig } from "./rig.ts";

describe("incumbent", () => {
  it("lets in what the audit passes and nothing else, on random changes", () => {
    const seen = { admitted: 0, refused: 0 };
    for (let seed = 1; seed <= 60; seed++) {
      const rig = makeRig(randomPortfolio(seed));
      const draw = rng(seed, "incumbent");
      for (let step = 1; step <= 15; step++) {
        const done = changeAtRandom(rig, draw);
        rig.journal.forget();
        const incumbent = new Incumbent(rig.inst);
        const admitted = incumbent.offer(rig.state.data);
        const audit = auditPlan(rig.portfolio, decode(rig.compiled, kernelPlanOf(rig)));
        const words = audit.violations.map(({ message }) => message).join("; ");
        const label = `seed ${seed}, step ${step} (${done}): ${words}`;
        expect(admitted, label).toBe(audit.feasible);
        expect(incumbent.exists, label).toBe(admitted);
        if (!admitted) seen.refused++;
        else {
          const difference = Math.abs(incumbent.valueUsd - audit.value.valueUsd);
          expect(difference, label).toBeLessThanOrEqual(1e-9 * magnitudeUsd(rig));
          seen.admitted++;
        }
      }
    }
    console.log(`seeds 1-60: ${JSON.stringify(seen)}`);
    expect(seen.admitted).toBeGreaterThan(100);
    expect(seen.refused).toBeGreaterThan(100);
  });

  it("keeps the best of many", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const rig = makeRig(randomPortfolio(seed));
      const draw = rng(seed, "best");
      const incumbent = new Incumbent(rig.inst);
      let best = Number.NEGATIVE_INFINITY;
      for (let step = 1; step <= 20; step++) {
        changeAtRandom(rig, draw);
        rig.journal.forget();
        const before = incumbent.best.slice();
        const { improvements } = incumbent;
        const admitted = incumbent.offer(rig.state.data);
        expect(incumbent.improvements).toBe(improvements + (admitted ? 1 : 0));
        if (!admitted) expect(differingPlaces(incumbent.best, before), `seed ${seed}, step ${step}`).toEqual([]);
        else {
          expect(incumbent.valueUsd, `seed ${seed}, step ${step}`).toBeGreaterThan(best);
          best = incumbent.valueUsd;
        }
      }
    }
  });
});
