// What a caller may ask of a sweep, and its defaults.
import type { EngineChoice } from "../engine/load.ts";
import { OptionError } from "../errors.ts";
import { solveSettings } from "../solve-options.ts";

/** Of each solve: a scenario takes about two, one planned afresh and one with the base plan's commitments. */
export interface SweepSettings {
  /** Stop after so many moves (default 300): the same results on any machine, in any order, on any number of workers. */
  moveLimit?: number;
  /** Stop after this long (default none). Results then depend on the machine. */
  timeLimitMs?: number;
  /** Stop when proved within this (default 0.001). */
  gap?: number;
  /** Default 1. */
  seed?: number;
}

export type FullSettings = Readonly<Required<Omit<SweepSettings, "timeLimitMs">>> & {
  /** null: none. JSON has no Infinity. */
  readonly timeLimitMs: number | null;
};

const DEFAULT_MOVES = 300;
const DEFAULT_GAP = 1e-3;

/** Check settings and fill in defaults. Throws OptionError. */
export function sweepSettings(settings: SweepSettings = {}): FullSettings {
  const { timeLimitMs } = settings;
  const { moveLimit, gap, seed } = solveSettings({ gap: DEFAULT_GAP, moveLimit: DEFAULT_MOVES, ...settings });
  if (!Number.isFinite(moveLimit)) {
    throw new OptionError(`moveLimit is ${moveLimit}; a sweep needs a whole number of moves, so that it repeats`);
  }
  return { moveLimit, gap, seed, timeLimitMs: timeLimitMs ?? null };
}

/** The kernel that runs; both give the same results. */
export type SweepEngine = EngineChoice;
