// Where the kernel's time went, by name.
import { LpPhase } from "../../assembly/abi-lp.ts";

const PHASES = {
  setUp: LpPhase.setUp,
  presolve: LpPhase.presolve,
  factorise: LpPhase.factorise,
  recompute: LpPhase.recompute,
  chuzr: LpPhase.chuzr,
  btran: LpPhase.btran,
  price: LpPhase.price,
  chuzc: LpPhase.chuzc,
  ftran: LpPhase.ftran,
  ftranFlips: LpPhase.ftranFlips,
  ftranWeights: LpPhase.ftranWeights,
  update: LpPhase.update,
  primal: LpPhase.primal,
  verify: LpPhase.verify,
} as const;

/**
 * Phases of the revised simplex by their usual names: setUp (scaling, copies), presolve (with postsolve), factorise, recompute (values and
 * reduced costs from scratch), chuzr (leaving row), btran, price, chuzc (ratio test), ftran, ftranFlips (flipped columns), ftranWeights
 * (steepest edge), update, primal (all of the primal method), verify (the kernel's own check).
 */
export type LpPhaseName = keyof typeof PHASES;

export interface LpPhaseFigures {
  readonly ms: number;
  readonly calls: number;
  /** Nonzero entries of the vectors made. */
  readonly entries: number;
}

export type LpProfile = Readonly<Record<LpPhaseName, LpPhaseFigures>>;

/** From the kernel's array: milliseconds, calls and entries, each by LpPhase. */
export function profileFrom(figures: Float64Array): LpProfile {
  const phases = Object.entries(PHASES).map(([name, at]): [string, LpPhaseFigures] => [
    name,
    { ms: figures[at], calls: figures[LpPhase.size + at], entries: figures[2 * LpPhase.size + at] },
  ]);
  return Object.fromEntries(phases) as LpProfile;
}
