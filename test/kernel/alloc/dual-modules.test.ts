// Module schedules within narrowed limits against enumeration of all schedules.
import { expect, test } from "vitest";
import { ModuleSchedule } from "../../../assembly/alloc/dual-modules.ts";
import { SupplyLimits } from "../../../assembly/alloc/preprocess-supply.ts";
import { rng } from "../../support/rng.ts";
import { compiled, instanceOf, site } from "./preprocess-fixture.ts";

/** All schedules (modules by period) the instance allows, limits aside. */
function* schedules(periods: number, last: number, perPeriod: number, left: number): Generator<number[]> {
  if (periods === 0) {
    yield [];
    return;
  }
  for (let k = 0; k <= Math.min(last >= 0 ? perPeriod : 0, left); k++) {
    for (const rest of schedules(periods - 1, last - 1, perPeriod, left - k)) yield [k, ...rest];
  }
}

const cumulative = (modules: number[]): number[] => {
  let sum = 0;
  return modules.map((count) => {
    sum += count;
    return sum;
  });
};

test("the best schedule between least and most counts, and limits that contradict each other are seen", () => {
  let narrowed = 0;
  let contradictions = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const random = rng(seed, "modules");
    const leadMonths = 3 * random.int(0, 2);
    const maxModules = random.int(1, 5);
    const maxModulesPerPeriod = random.int(1, 3);
    const build = { moduleMw: 10, maxModules, maxModulesPerPeriod, capexUsdPerMw: 1, leadMonths };
    const instance = instanceOf(
      compiled({ sites: [site({ halls: [{ id: "hall", cooling: "dlc", pue: 1, build }] })] }),
    );
    const limits = new SupplyLimits(instance);
    const rules: ((counts: number[]) => boolean)[] = [];
    for (let rule = random.int(1, 3); rule > 0; rule--) {
      const t = random.int(0, 3);
      const n = random.int(0, 4);
      if (random.chance(0.5)) {
        limits.capModules(instance, 0, t, n);
        rules.push((counts) => counts[t] <= n);
      } else {
        limits.needModules(instance, 0, t, n);
        rules.push((counts) => counts[t] >= n);
      }
    }
    const worthUsd = Float64Array.from({ length: 4 }, () => random.int(-5, 5));
    const starts = new Float64Array(4);
    const value = new ModuleSchedule(instance).solve(instance, limits, 0, worthUsd, starts);
    let best = Number.NEGATIVE_INFINITY;
    for (const modules of schedules(4, 3 - leadMonths / 3, maxModulesPerPeriod, maxModules)) {
      if (!rules.every((holds) => holds(cumulative(modules)))) continue;
      best = Math.max(
        best,
        modules.reduce((sum, count, t) => sum + count * worthUsd[t], 0),
      );
    }
    expect(value, `seed ${seed}`).toBe(best);
    if (best === Number.NEGATIVE_INFINITY) {
      contradictions++;
      continue;
    }
    expect(limits.contradict(instance), `seed ${seed}`).toBe(false);
    narrowed++;
    expect(
      starts.reduce((sum, count, t) => sum + count * worthUsd[t], 0),
      `seed ${seed}`,
    ).toBe(best);
    expect(
      rules.every((holds) => holds(cumulative([...starts]))),
      `seed ${seed}`,
    ).toBe(true);
  }
  expect(narrowed).toBeGreaterThan(200);
  expect(contradictions).toBeGreaterThan(30);
});
