// Time for an answer that takes several solves: what is left is shared among those still to be expected.

/** How long an answer may take in all, and how many solves it usually takes. */
export interface AnswerEffort {
  timeLimitMs: number;
  solves: number;
  /**
   * The later solves start from what the first ones found, and are only as good as it: each gets the same part of what is left, so the first the most.
   * (With equal shares a forced-in contract was left a third short of its best plan, and its break-even was up to six times too high.)
   */
  firstMatterMost?: boolean;
  /** Gap at which each solve ends, where the default's would leave open what the answer is about. */
  gap?: number;
}

/** One step of a break-even price is 0.1 % of a contract: 1e-5 to 1e-6 of a portfolio. */
const PRICE_GAP = 1e-7;

/** `megalloc explain contract`: below 3 s, for the last solves take up to 100 ms longer than they are given. */
export const EXPLAIN_EFFORT: AnswerEffort = { timeLimitMs: 2800, solves: 14, firstMatterMost: true, gap: PRICE_GAP };

/** `megalloc quote`. */
export const QUOTE_EFFORT: AnswerEffort = { timeLimitMs: 5000, solves: 8, firstMatterMost: true, gap: PRICE_GAP };

/** The least time a solve gets, however many there are. */
const LEAST_SOLVE_MS = 50;

/** Once late, up to two solves still follow (those that check a price), and each takes longer than it is given: 90 ms on 60 contracts. */
const LATE_SOLVES = 6;

/**
 * Parts of the time left that solves get where the first matter most, the last for all that follow. The second is the one that has to prove a price:
 * on small-3 that takes up to 1.3 s for all but two contracts, and a proof that is cut short starts anew.
 */
const FIRST_PARTS = [0.3, 0.5, 0.3];

export interface TimeShares {
  /** For the next solve, asked for before each. */
  nextMs(): number;
  /** No time is left for another solve. */
  isLate(): boolean;
}

/** `nowMs` is the clock that the limit is on, the wall's unless given. */
export function timeShares(
  { timeLimitMs, solves, firstMatterMost = false }: AnswerEffort,
  nowMs = () => performance.now(),
): TimeShares {
  const from = nowMs();
  let done = 0;
  const leftMs = (): number => timeLimitMs - (nowMs() - from);
  return {
    nextMs: () => {
      const part = firstMatterMost ? FIRST_PARTS[Math.min(done, FIRST_PARTS.length - 1)] : 0;
      const expected = Math.max(2, solves - done++);
      const shareMs = leftMs() * Math.max(part, 1 / expected);
      return Math.max(LEAST_SOLVE_MS, solves === 1 ? leftMs() : shareMs);
    },
    isLate: () => leftMs() < LATE_SOLVES * LEAST_SOLVE_MS,
  };
}
