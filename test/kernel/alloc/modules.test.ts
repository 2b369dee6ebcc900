// The module schedule against every schedule there is.
import { describe, expect, it } from "vitest";
import { Instance } from "../../../assembly/alloc/instance.ts";
import { scheduleModules } from "../../../assembly/alloc/modules.ts";
import { IMPOSSIBLE } from "../../../assembly/alloc/params.ts";
import { Rng, rng, rounded } from "../../support/rng.ts";
import { instanceOf } from "./kernel-instance.ts";

interface HallCase {
  inst: Instance;
  load: Float64Array;
}

/** One hall: modules of 1-5 MW, some of them ready too late, built capacity that may fall. */
function randomHall(seed: number): HallCase {
  const draw = rng(seed, "hall");
  const T = draw.int(1, 6);
  const moduleMw = draw.pick([1, 2.3, 5]);
  const maxModules = draw.chance(0.1) ? 0 : draw.int(1, 5);
  const lead = draw.int(0, Math.min(3, T));
  const levels = [0, 0, 1.5, 4, 7.7];
  const inst = instanceOf({
    periods: T,
    halls: 1,
    hallMaxModules: Int32Array.of(maxModules),
    hallMaxPerPeriod: Int32Array.of(draw.chance(0.1) ? 0 : draw.int(1, maxModules + 1)),
    hallLead: Int32Array.of(lead),
    hallBuiltMw: Float64Array.from({ length: T }, () => draw.pick(levels)),
    hallModuleMw: Float64Array.of(moduleMw),
    hallModuleUsd: Float64Array.of(moduleMw * 1e7),
    hallModuleNetUsd: netUsd(draw, T, lead, moduleMw * 1e7),
  });
  const isEarly = draw.chance(0.1);
  const load = Float64Array.from({ length: T }, (_, t) =>
    t < lead && !isEarly ? inst.hallBuiltMw[t] * draw.unit() : randomLoad(draw, inst.hallBuiltMw[t], moduleMw),
  );
  return { inst, load };
}

/** S(t) less the residual's share of E, as the compiler writes it; Infinity where a module would be late. */
function netUsd(draw: Rng, T: number, lead: number, usd: number): Float64Array {
  const rate = draw.pick([0, 0.03, 0.1]);
  const life = draw.pick([2, 6, Number.POSITIVE_INFINITY]);
  return Float64Array.from({ length: T }, (_, t) => {
    if (t + lead >= T) return Number.POSITIVE_INFINITY;
    const residual = life === Number.POSITIVE_INFINITY ? 0 : Math.max(0, 1 - (T - t - lead) / life);
    return usd * ((1 + rate) ** -t - residual * (1 + rate) ** -T);
  });
}

/** Often exactly at the edge of a whole number of modules, where rounding would buy one too many or too few. */
function randomLoad(draw: Rng, builtMw: number, moduleMw: number): number {
  const edge = builtMw + draw.int(0, 2) * moduleMw;
  return draw.chance(0.5) ? edge : rounded(Math.max(0, edge + draw.between(-1, 1) * moduleMw), 3);
}

/** All schedules within the limits that cover the load. */
function feasibleSchedules({ inst, load }: HallCase): number[][] {
  const T = inst.periods;
  const found: number[][] = [];
  const extend = (starts: number[], left: number): void => {
    if (starts.length === T) {
      if (covers(inst, load, starts)) found.push(starts);
      return;
    }
    const isLate = starts.length + inst.hallLead[0] >= T;
    const most = isLate ? 0 : Math.min(left, inst.hallMaxPerPeriod[0]);
    for (let modules = 0; modules <= most; modules++) extend([...starts, modules], left - modules);
  };
  extend([], inst.hallMaxModules[0]);
  return found;
}

function covers(inst: Instance, load: Float64Array, starts: readonly number[]): boolean {
  return load.every((mw, t) => {
    const ready = starts.slice(0, Math.max(0, t - inst.hallLead[0] + 1)).reduce((sum, modules) => sum + modules, 0);
    return mw <= inst.hallBuiltMw[t] + ready * inst.hallModuleMw[0] + 1e-9 * Math.max(1, mw);
  });
}

const costOf = (inst: Instance, starts: ArrayLike<number>): number =>
  Array.from(starts).reduce((sum, modules, t) => (modules === 0 ? sum : sum + modules * inst.hallModuleNetUsd[t]), 0);

const paidUpTo = (starts: ArrayLike<number>, t: number): number =>
  Array.from(starts)
    .slice(0, t + 1)
    .reduce((sum, modules) => sum + modules, 0);

describe("module schedule", () => {
  it("is the cheapest of all that cover the load, and has spent least at every time", () => {
    const seen = { feasible: 0, infeasible: 0, built: 0, spread: 0 };
    for (let seed = 1; seed <= 600; seed++) {
      const hall = randomHall(seed);
      const { inst, load } = hall;
      // Buffers with a base offset, as the kernel's blocks have.
      const shifted = Float64Array.of(99, ...load);
      const buffer = new Float64Array(inst.periods + 2).fill(-7);
      const cost = scheduleModules(inst, 0, shifted, 1, buffer, 1);
      const all = feasibleSchedules(hall);
      expect(cost >= IMPOSSIBLE, `seed ${seed}: ${all.length} schedules cover the load`).toBe(all.length === 0);
      if (all.length === 0) {
        seen.infeasible++;
        continue;
      }
      const starts = Array.from(buffer.subarray(1, -1));
      expect([buffer[0], buffer.at(-1)], `seed ${seed}: writes outside its row`).toEqual([-7, -7]);
      expect(all, `seed ${seed}`).toContainEqual(starts);
      expect(cost, `seed ${seed}`).toBeCloseTo(costOf(inst, starts), 3);
      expect(cost, `seed ${seed}`).toBeLessThanOrEqual(Math.min(...all.map((other) => costOf(inst, other))) + 1e-3);
      for (let t = 0; t < inst.periods; t++) {
        const least = Math.min(...all.map((other) => paidUpTo(other, t)));
        expect(paidUpTo(starts, t), `seed ${seed}: modules paid by period ${t}`).toBe(least);
      }
      seen.feasible++;
      if (cost > 0) seen.built++;
      if (cost > 0 && Math.max(...starts) === inst.hallMaxPerPeriod[0]) seen.spread++;
    }
    console.log(`seeds 1-600, module schedules: ${JSON.stringify(seen)}`);
    expect(seen.infeasible).toBeGreaterThan(100);
    expect(seen.built).toBeGreaterThan(100);
    expect(seen.spread).toBeGreaterThan(50);
  });

  it("builds nothing more for a load within rounding of what stands", () => {
    const inst = instanceOf({
      periods: 2,
      halls: 1,
      hallMaxModules: Int32Array.of(3),
      hallMaxPerPeriod: Int32Array.of(3),
      hallLead: Int32Array.of(0),
      hallBuiltMw: Float64Array.of(10, 10),
      hallModuleMw: Float64Array.of(0.1),
      hallModuleUsd: Float64Array.of(1e6),
      hallModuleNetUsd: Float64Array.of(1e6, 9e5),
    });
    const starts = new Float64Array(2);
    expect(scheduleModules(inst, 0, Float64Array.of(10, 10 + 1e-12), 0, starts, 0)).toBe(0);
    // 10 + 0.1 + 0.1 + 0.1 is a hair above 10.3: the hair must not cost a fourth module, which there is none of.
    expect(scheduleModules(inst, 0, Float64Array.of(0, 10 + 0.1 + 0.1 + 0.1), 0, starts, 0)).toBeCloseTo(2.7e6, 3);
    expect(Array.from(starts)).toEqual([0, 3]);
  });
});
