// Shares of the work: kept, halved without success, whole again after it.
import { describe, expect, test } from "vitest";
import { Effort, Efforts } from "../../../assembly/alloc/effort.ts";

const PATIENCE = 1000;

describe("effort", () => {
  test("is behind until its share of the search's work is done", () => {
    const effort = new Effort(4, true, PATIENCE);
    expect(effort.isBehind(400, 100)).toBe(true);
    expect(effort.isBehind(401, 100)).toBe(false);
  });

  test("halves its share each time its patience runs out, down to an eighth, and a better plan makes it whole", () => {
    const effort = new Effort(4, true, PATIENCE);
    effort.note(PATIENCE, false);
    expect(effort.part).toBe(1);
    const parts: number[] = [];
    for (let k = 1; k <= 5; k++) {
      effort.note(k * (PATIENCE + 1), false);
      parts.push(effort.part);
    }
    expect(parts).toEqual([0.5, 0.25, 0.125, 0.125, 0.125]);
    expect(effort.isBehind(50, 100)).toBe(true);
    expect(effort.isBehind(51, 100)).toBe(false);
    effort.note(6 * PATIENCE, true);
    expect(effort.part).toBe(1);
    effort.note(7 * PATIENCE, false);
    expect(effort.part).toBe(1);
  });

  test("keeps its share where no tree can use what it gives up", () => {
    const efforts = new Efforts(1e6, false);
    for (const effort of [efforts.lp, efforts.lns, efforts.stages]) {
      effort.note(1e12, false);
      expect(effort.part).toBe(1);
    }
  });

  test("gives stages the largest share where the LP is small, linear programming where it is not", () => {
    const small = new Efforts(40_000, true);
    expect(small.stages.share).toBeGreaterThan(small.lp.share + small.milp.share + small.lns.share);
    const large = new Efforts(100_000, true);
    expect(large.lp.share).toBeGreaterThan(large.milp.share);
    expect(large.milp.share).toBeGreaterThan(large.stages.share);
  });
});
