// Time for an answer that takes several solves: what is left is shared among those still to be expected.

/** The least time a solve gets, however many there are. */
const LEAST_SOLVE_MS = 50;

/**
 * Milliseconds for the next solve, asked for before each; `solves` is how many an answer usually takes. `nowMs` is the clock that the
 * limit is on, the wall's unless given.
 */
export function timeShares(timeLimitMs: number, solves: number, nowMs = () => performance.now()): () => number {
  const from = nowMs();
  let done = 0;
  return () => {
    const leftMs = timeLimitMs - (nowMs() - from);
    const shareMs = leftMs / Math.max(2, solves - done++);
    return Math.max(LEAST_SOLVE_MS, solves === 1 ? leftMs : shareMs);
  };
}
