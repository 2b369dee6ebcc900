// A Solver for questions: one kernel is loaded, and each solve starts from where the solve of the plan it is given left off.
import type { SoFar, Solver } from "./answers/solver.ts";
import type { WarmState } from "./compile/warm-state.ts";
import type { Engine } from "./engine/engine.ts";
import { createEngine } from "./engine/load.ts";
import type { SolvedPlan } from "./plan/plan.ts";
import { type SolveOptions, solveWithin } from "./solve.ts";

/** The options, with a signal that stops the solve as soon as it is enough. */
function stopping(options: SolveOptions, isEnough: (soFar: SoFar) => boolean): SolveOptions {
  const controller = new AbortController();
  const { onProgress, signal } = options;
  return {
    ...options,
    signal: signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal]),
    progressIntervalMs: 0,
    onProgress: (progress) => {
      onProgress?.(progress);
      if (isEnough(progress)) controller.abort();
    },
  };
}

/**
 * Solves with `options` (asked for anew each time where they are a function) on this thread. Given a plan to start from, a solve takes its contracts as far as they still fit, and the multipliers
 * and basis of the solve that found it, or of the last one before. With `remembers` false it takes the plan's decisions alone, so that no solve depends
 * on those before it (as those of createPoolSolver do not).
 */
export function createWarmSolver(options: SolveOptions | (() => SolveOptions) = {}, remembers = true): Solver {
  const optionsNow = typeof options === "function" ? options : () => options;
  const states = new WeakMap<object, WarmState>();
  let last: WarmState | undefined;
  let engine: Promise<Engine> | undefined;

  /** What the plan's own solve left behind; for a plan of unknown origin, its decisions and the multipliers at hand. */
  const stateOf = (plan: SolvedPlan): WarmState => {
    const own = states.get(plan);
    if (own !== undefined) return own;
    const { contracts, expansions } = plan;
    if (last?.solver === undefined) return { contracts, expansions };
    // Which expansions may start without a load is another plan's business.
    return { contracts, expansions, solver: { ...last.solver, expansionAllowed: new Int32Array(0) } };
  };

  return async (portfolio, from, isEnough, origin) => {
    const asked = optionsNow();
    engine ??= createEngine({ engine: asked.engine ?? "auto" });
    const loaded = engine;
    const known = from && stateOf(from);
    const warm = known && (origin === undefined ? known : { ...known, solved: origin });
    const outcome = await solveWithin(portfolio, isEnough ? stopping(asked, isEnough) : asked, {
      engine: () => loaded,
      keepsWarm: remembers,
      ...(warm && { warm }),
    });
    if (outcome.warm !== undefined) {
      states.set(outcome.plan, outcome.warm);
      last = outcome.warm;
    }
    return outcome.plan;
  };
}
