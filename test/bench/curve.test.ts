// The figures of the benchmarks' curves, against values worked out by hand.
import { describe, expect, it } from "vitest";
import { CpuClock } from "../../bench/harness/cpu-clock.ts";
import { CurvePoint, CurveRecorder, gapOf, pointAt, primalDualIntegral, timeToGap } from "../../bench/mip/curve.ts";

const point = (cpuMs: number, primal: number | null, dual: number | null): CurvePoint => ({
  cpuMs,
  wallMs: cpuMs,
  primal,
  dual,
});

/** A bound after 1 s, a plan of half of it after 2 s, 1 % of gap after 4 s. */
const CURVE = [point(1000, null, 200), point(2000, 100, 200), point(4000, 99, 100)];

describe("a curve", () => {
  it("is looked at as it stood", () => {
    expect(pointAt(CURVE, 999)).toBeUndefined();
    expect(pointAt(CURVE, 3999)).toBe(CURVE[1]);
    expect(gapOf(pointAt(CURVE, 1500))).toBeNull();
    expect(gapOf(pointAt(CURVE, 2000))).toBe(1);
    expect(timeToGap(CURVE, 0.02)).toBe(4000);
    expect(timeToGap(CURVE, 0.001)).toBeNull();
  });

  it("has Berthold's integral: a gap of 1 without both, then |p - d| / max(|p|, |d|)", () => {
    expect(primalDualIntegral(CURVE, 10_000)).toBeCloseTo(2 + 2 * 0.5 + 6 * 0.01, 12);
    expect(primalDualIntegral(CURVE, 3000)).toBeCloseTo(2 + 0.5, 12);
    expect(primalDualIntegral([], 5000)).toBe(5);
    expect(primalDualIntegral([point(1000, -1, 1)], 2000)).toBe(2);
    expect(primalDualIntegral([point(1000, 0, 0)], 2000)).toBe(1);
  });

  it("keeps what moved, and of many points those that moved most", () => {
    const recorder = new CurveRecorder(new CpuClock());
    recorder.add(null, Number.POSITIVE_INFINITY);
    recorder.add(null, 1000);
    for (let k = 0; k < 500; k++) recorder.add(100 + k / 1e6, k < 250 ? 900 : 500);
    recorder.add(400, 500);
    recorder.add(400, 500);
    const curve = recorder.curve();
    expect(curve.length).toBeLessThanOrEqual(80);
    expect(curve[0]).toMatchObject({ primal: null, dual: 1000 });
    expect(curve.some(({ dual }) => dual === 900)).toBe(true);
    expect(curve.some(({ primal, dual }) => dual === 500 && primal === 100.00025)).toBe(true);
    expect(curve.at(-1)).toMatchObject({ primal: 400, dual: 500 });
    expect(curve.map(({ cpuMs }) => cpuMs)).toEqual(curve.map(({ cpuMs }) => cpuMs).sort((a, b) => a - b));
  });
});
