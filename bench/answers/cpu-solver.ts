// Solvers whose limit is on the CPU's clock, which hardly minds what else the machine is doing.
import { Solver } from "../../src/answers/solver.ts";
import { AnswerEffort, timeShares } from "../../src/time-share.ts";
import { createWarmSolver } from "../../src/warm-solver.ts";
import { CpuClock } from "../harness/cpu-clock.ts";

export interface CountingSolver {
  readonly solve: Solver;
  solves(): number;
  cpuMs(): number;
  /** As the command line tells a question that its time is up. */
  isLate(): boolean;
}

/** As the command line asks: the effort's time shared among its solves, each from where the plan it is given left off. */
export function cpuSolver(effort: AnswerEffort, gap: number): CountingSolver {
  const clock = new CpuClock();
  const shares = timeShares(effort, () => clock.cpuMs());
  let count = 0;
  const warm = createWarmSolver(() => {
    const own = new CpuClock();
    const limitMs = shares.nextMs();
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
    isLate: shares.isLate,
  };
}

/** Each solve from scratch, whatever plan it is given. */
export function scratchSolver(cpuMs: number, gap: number): Solver {
  return (portfolio, _, isEnough) =>
    cpuSolver({ timeLimitMs: cpuMs, solves: 1 }, gap).solve(portfolio, undefined, isEnough);
}
