// What a branch-and-bound solver knew when: the best value found and the bound proved, by CPU time of its process.
import { CpuClock } from "../harness/cpu-clock.ts";

export interface CurvePoint {
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Objective of the incumbent; null before the first. */
  readonly primal: number | null;
  /** Proved bound; null before the first. */
  readonly dual: number | null;
}

/** Points kept of a curve. */
const MAX_POINTS = 80;

export class CurveRecorder {
  private readonly points: CurvePoint[] = [];

  constructor(private readonly clock: CpuClock) {}

  /** Infinities stand for nothing known. */
  add(primal: number | null, dual: number | null): void {
    const point = {
      cpuMs: this.clock.cpuMs(),
      wallMs: this.clock.wallMs(),
      primal: finite(primal),
      dual: finite(dual),
    };
    const last = this.points.at(-1);
    if (last !== undefined && last.primal === point.primal && last.dual === point.dual) return;
    if (last === undefined && point.primal === null && point.dual === null) return;
    this.points.push(point);
  }

  /** All points, or the first, the last, and those that move the gap most in between. */
  curve(): CurvePoint[] {
    const { points } = this;
    if (points.length <= MAX_POINTS) return points;
    const steps = points.map((point, k) => ({
      k,
      step: k === 0 ? Number.POSITIVE_INFINITY : stepOf(points[k - 1], point),
    }));
    const kept = steps.sort((a, b) => b.step - a.step || a.k - b.k).slice(0, MAX_POINTS - 1);
    const indices = new Set([...kept.map(({ k }) => k), points.length - 1]);
    return points.filter((_, k) => indices.has(k));
  }
}

function finite(value: number | null): number | null {
  return value !== null && Math.abs(value) < 1e30 ? value : null;
}

function stepOf(before: CurvePoint, after: CurvePoint): number {
  const change = (a: number | null, b: number | null): number =>
    b === null ? 0 : a === null ? Number.POSITIVE_INFINITY : Math.abs(b - a) / Math.max(1, Math.abs(b));
  return change(before.primal, after.primal) + change(before.dual, after.dual);
}

/** The last point at or before `cpuMs`; undefined before the first. */
export function pointAt(curve: readonly CurvePoint[], cpuMs: number): CurvePoint | undefined {
  return curve.findLast((point) => point.cpuMs <= cpuMs);
}

/** |dual - primal| / max(1, |primal|); null without both. */
export function gapOf(point: Pick<CurvePoint, "primal" | "dual"> | undefined): number | null {
  if (point === undefined || point.primal === null || point.dual === null) return null;
  return Math.abs(point.dual - point.primal) / Math.max(1, Math.abs(point.primal));
}

/** CPU time of the first point with a gap of at most `gap`; null when there is none. */
export function timeToGap(curve: readonly CurvePoint[], gap: number): number | null {
  return curve.find((point) => (gapOf(point) ?? Number.POSITIVE_INFINITY) <= gap)?.cpuMs ?? null;
}

/**
 * Primal-dual integral (T. Berthold, Measuring the impact of primal heuristics, 2013): seconds times gap up to the horizon, the gap being
 * |primal - dual| / max(|primal|, |dual|), 1 without both or with different signs.
 */
export function primalDualIntegral(curve: readonly CurvePoint[], horizonMs: number): number {
  let area = 0;
  let from = 0;
  let gap = 1;
  for (const point of curve) {
    if (point.cpuMs >= horizonMs) break;
    area += (point.cpuMs - from) * gap;
    from = point.cpuMs;
    gap = berthold(point);
  }
  return (area + (horizonMs - from) * gap) / 1000;
}

function berthold({ primal, dual }: CurvePoint): number {
  if (primal === null || dual === null || primal * dual < 0) return 1;
  const size = Math.max(Math.abs(primal), Math.abs(dual));
  return size === 0 ? 0 : Math.min(1, Math.abs(primal - dual) / size);
}
