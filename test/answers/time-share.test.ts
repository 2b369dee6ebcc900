// Shares of an answer's time, on a clock that the test turns.
import { describe, expect, it } from "vitest";
import { EXPLAIN_EFFORT, timeShares } from "../../src/time-share.ts";

function onClock(effort: Parameters<typeof timeShares>[0]) {
  let now = 1000;
  const shares = timeShares(effort, () => now);
  /** Each solve takes all that it is given. */
  const spend = (): number => {
    const ms = shares.nextMs();
    now += ms;
    return ms;
  };
  return { shares, spend, turn: (ms: number) => (now += ms) };
}

describe("an answer's time", () => {
  it("is shared alike among the solves to be expected", () => {
    const { spend } = onClock({ timeLimitMs: 3000, solves: 6 });
    expect([spend(), spend(), spend()]).toEqual([500, 500, 500]);
  });

  it("goes to the only solve whole", () => {
    expect(onClock({ timeLimitMs: 5000, solves: 1 }).spend()).toBe(5000);
  });

  it("goes to the first solves where the later ones start from them, and all but a tenth is used", () => {
    const { shares, spend } = onClock(EXPLAIN_EFFORT);
    const spent: number[] = [];
    while (!shares.isLate()) spent.push(spend());
    // The two solves that may follow once it is late.
    spent.push(spend(), spend());
    expect(spent[0]).toBeCloseTo(0.3 * 2800, 9);
    expect(spent[1]).toBeCloseTo(0.5 * 0.7 * 2800, 9);
    expect(spent[4]).toBeLessThan(spent[0] / 2);
    const total = spent.reduce((a, b) => a + b, 0);
    expect(total).toBeGreaterThan(0.9 * EXPLAIN_EFFORT.timeLimitMs);
    expect(total).toBeLessThanOrEqual(EXPLAIN_EFFORT.timeLimitMs);
  });

  it("that early solves leave over goes to those that follow", () => {
    const { shares, turn } = onClock({ timeLimitMs: 3000, solves: 10, firstMatterMost: true });
    shares.nextMs();
    turn(10);
    expect(shares.nextMs()).toBeCloseTo(0.5 * 2990, 9);
  });

  it("is late when hardly anything is left, and a solve still gets the least", () => {
    const { shares, turn } = onClock({ timeLimitMs: 3000, solves: 10, firstMatterMost: true });
    expect(shares.isLate()).toBe(false);
    turn(2900);
    expect(shares.isLate()).toBe(true);
    turn(200);
    expect(shares.nextMs()).toBe(50);
  });
});
