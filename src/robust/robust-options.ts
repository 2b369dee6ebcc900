// What a caller may ask of a robust plan, and its defaults.
import { OptionError } from "../errors.ts";
import type { SolvedPlan } from "../plan/plan.ts";
import { MONTH_PATTERN } from "../portfolio/month.ts";
import type { Portfolio } from "../portfolio/schema.ts";
import { nearest } from "../portfolio/suggest.ts";
import { commitmentMonth } from "../sweep/commitments.ts";
import type { SearchPhase } from "./search.ts";

export interface RobustProgress {
  phase: "base" | SearchPhase;
  /** Of the best decisions so far; null before the first. */
  valueUsd: number | null;
  /** Proven: no decisions are worth more; null before it is known. */
  boundUsd: number | null;
  solves: number;
  elapsedMs: number;
}

export interface RobustOptions {
  /** CVaR looks at the worst 1 - alpha of the probability (default 0.9). */
  alpha?: number;
  /** Weight of the mean in the objective, 0..1 (default 0.5); the rest is CVaR's. */
  meanWeight?: number;
  /** Modules and expansions started, and lots that were to arrive, before this month are decided now (default: a year from the start). */
  until?: string;
  /** Ids of contracts and lots that are decided when the future is known (default none). */
  later?: readonly string[];
  /** Share of the rent paid on whatever of a contract stays unserved (default 0.25); null: contracts must be served as they say. */
  unservedPenalty?: number | null;
  /** Stop when (bound - value) / max(1, |value|) is at most this (default 0.001). */
  gap?: number;
  /** Moves of each solve (default 1000). */
  moveLimit?: number;
  seed?: number;
  /** Of the whole (default none). */
  timeLimitMs?: number;
  /** Rounds of prices (default 40), candidates evaluated (default 60), nodes of the tree (default 60). */
  rounds?: number;
  candidates?: number;
  nodes?: number;
  /** Solves side by side (default 1). The result does not depend on it. */
  jobs?: number;
  /** The plan to compare with, of the base portfolio (default: solved here). */
  basePlan?: SolvedPlan;
  signal?: AbortSignal;
  onProgress?: (progress: RobustProgress) => void;
}

/** The options with every default filled in. */
export interface RobustSettings {
  readonly alpha: number;
  readonly meanWeight: number;
  readonly until: string;
  readonly later: ReadonlySet<string>;
  readonly unservedPenalty: number | null;
  readonly gap: number;
  readonly moveLimit: number;
  readonly seed: number;
  readonly timeLimitMs: number;
  readonly rounds: number;
  readonly candidates: number;
  readonly nodes: number;
  readonly jobs: number;
}

const number = (name: string, value: number, isGood: (value: number) => boolean, must: string): number => {
  if (typeof value === "number" && isGood(value)) return value;
  throw new OptionError(`${name} is ${String(value)}; it must be ${must}`);
};

const whole = (name: string, value: number, least: number): number =>
  number(name, value, (n) => Number.isInteger(n) && n >= least, `a whole number, ${least} or more`);

function checkLater(portfolio: Portfolio, later: readonly string[]): ReadonlySet<string> {
  const known = [...portfolio.contracts, ...portfolio.backlog].map(({ id }) => id);
  later.forEach((id, k) => {
    if (known.includes(id)) return;
    const similar = nearest(id, known);
    const hint = similar === undefined ? "" : `; did you mean ${JSON.stringify(similar)}?`;
    throw new OptionError(`later[${k}] is ${JSON.stringify(id)}, which is no contract or lot of the portfolio${hint}`);
  });
  return new Set(later);
}

/** Check options and fill in defaults. Throws OptionError. */
export function robustSettings(portfolio: Portfolio, options: RobustOptions): RobustSettings {
  const { unservedPenalty = 0.25 } = options;
  const until = commitmentMonth(portfolio, options);
  if (!(typeof until === "string" && MONTH_PATTERN.test(until))) {
    throw new OptionError(`until is ${JSON.stringify(until)}; it must be a month such as "2027-01"`);
  }
  const isShare = (value: number): boolean => value >= 0 && value <= 1;
  return {
    until,
    later: checkLater(portfolio, options.later ?? []),
    unservedPenalty:
      unservedPenalty === null
        ? null
        : number(
            "unservedPenalty",
            unservedPenalty,
            (n) => n >= 0 && n <= 100,
            "a share of the rent from 0 to 100, or null",
          ),
    alpha: number("alpha", options.alpha ?? 0.9, (n) => n >= 0 && n < 1, "from 0 to below 1 (0.9: the worst tenth)"),
    meanWeight: number("meanWeight", options.meanWeight ?? 0.5, isShare, "from 0 (CVaR alone) to 1 (the mean alone)"),
    gap: number("gap", options.gap ?? 1e-3, (n) => n >= 0, "a fraction, 0 or more (0.001 is 0.1 %)"),
    moveLimit: whole("moveLimit", options.moveLimit ?? 1000, 0),
    seed: options.seed ?? 1,
    timeLimitMs: number("timeLimitMs", options.timeLimitMs ?? Infinity, (n) => n >= 0, "milliseconds, 0 or more"),
    rounds: whole("rounds", options.rounds ?? 40, 0),
    candidates: whole("candidates", options.candidates ?? 60, 1),
    nodes: whole("nodes", options.nodes ?? 60, 0),
    jobs: whole("jobs", options.jobs ?? 1, 1),
  };
}
