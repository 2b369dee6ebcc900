// How value and bound closed in on each other, for the plan's `history`: a point whenever one of them moved, thinned to what a chart can show.
import { PlanSections } from "../plan/sections-schema.ts";
import { Progress } from "../solve-options.ts";

type Point = PlanSections["history"][number];

const MOST_POINTS = 400;

export class SolveHistory {
  #points: Point[] = [];

  note({ elapsedMs, valueUsd, boundUsd }: Pick<Progress, "elapsedMs" | "valueUsd" | "boundUsd">): void {
    const last = this.#points.at(-1);
    if (last !== undefined && last.valueUsd === valueUsd && last.boundUsd === boundUsd) return;
    if (valueUsd === null && boundUsd === null) return;
    this.#points.push({ elapsedMs: Math.round(elapsedMs), valueUsd, boundUsd });
    if (this.#points.length > MOST_POINTS) this.#points = this.#points.filter((_, index) => index % 2 === 0);
  }

  /** All points, ended by what the plan says. */
  points(elapsedMs: number, valueUsd: number | null, boundUsd: number | null): Point[] {
    return [...this.#points, { elapsedMs: Math.round(elapsedMs), valueUsd, boundUsd }];
  }
}
