// Solvers whose limit is on the CPU's clock, which hardly minds what else the machine is doing.
import { Solver } from "../../src/answers/solver.ts";
import { timeShares } from "../../src/time-share.ts";
import { createWarmSolver } from "../../src/warm-solver.ts";
import { CpuClock } from "../harness/cpu-clock.ts";

export interface CountingSolver {
  readonly solve: Solver;
  solves(): number;
  cpuMs(): number;
}

/** As the command line asks: `cpuMs` shared among the `solves` to be expected, each from where the plan it is given left off. */
export function cpuSolver(cpuMs: number, solves: number, gap: number): CountingSolver {
  const clock = new CpuClock();
  const nextMs = timeShares(cpuMs, solves, () => clock.cpuMs());
  let count = 0;
  const warm = createWarmSolver(() => {
    const own = new CpuClock();
    const limitMs = nextMs();
    const controller = new AbortController();
    const onProgress = (): void => {
      if (own.cpuMs() >= limitMs) controller.abort();
    };
    return { gap, timeLimitMs: Number.POSITIVE_INFINITY, signal: controller.signal, progressIntervalMs: 0, onProgress };
  });
  return {
    solve: (...request) => {
      count++;
      return warm(...request);
    },
    solves: () => count,
    cpuMs: () => clock.cpuMs(),
  };
}

/** Each solve from scratch, whatever plan it is given. */
export function scratchSolver(cpuMs: number, gap: number): Solver {
  return (portfolio, _, isEnough) => cpuSolver(cpuMs, 1, gap).solve(portfolio, undefined, isEnough);
}
