// From portfolio to audited plan: the only file that knows the order of the stages.

import { carriedBoundUsd } from "./compile/carried-bound.ts";
import { editFocus } from "./compile/edit-focus.ts";
import type { Instance } from "./compile/instance.ts";
import { prepare } from "./compile/prepare.ts";
import { type WarmState, warmBuffers, warmState } from "./compile/warm-state.ts";
import { type AllocReport, AllocRun } from "./engine/alloc-run.ts";
import type { Engine } from "./engine/engine.ts";
import { createEngine, type EngineChoice } from "./engine/load.ts";
import { OptionError } from "./errors.ts";
import { yieldToEventLoop } from "./event-loop.ts";
import type { Plan, StopReason } from "./plan/plan.ts";
import type { Portfolio } from "./portfolio/schema.ts";
import { SolveAnswer, shifted } from "./solve-answer.ts";
import { gapOf, type Progress, type SolveOptions, type SolveSettings, solveSettings } from "./solve-options.ts";

/** The kernel returns to the event loop at least this often. */
const SLICE_MS = 20;

/** Moves the kernel may do in one call: far more than a slice holds, the poll cuts it. */
const MOVES_PER_CALL = 1 << 30;

class Clock {
  readonly #from = performance.now();
  elapsedMs(): number {
    return performance.now() - this.#from;
  }
}

/** What the surroundings of a solve may add to its options: the optimizer's workers do, plain calls of `solve` need nothing of it. */
export interface SolveHost {
  /** How the kernel is had. A function handed in, so that workers, which are sent theirs, need not carry the loader. */
  engine(choice: EngineChoice): Promise<Engine>;
  /** Polled by the kernel: true stops the solve as an aborted signal does. */
  isStopped?: () => boolean;
  /** Called between slices of the search: where plans and bounds of other workers come in. */
  exchange?: (run: AllocRun) => void;
  /** Part of the time limit that was used up before the call. */
  spentMs?: number;
  /** Where an earlier solve, of this portfolio or one like it, left off. */
  warm?: WarmState;
  /** Whether to hand back where this solve leaves off. */
  keepsWarm?: boolean;
}

export interface SolveOutcome {
  readonly plan: Plan;
  /** Where the solve left off; undefined unless asked for and a plan was found. */
  readonly warm: WarmState | undefined;
}

/** Search until there is a reason to stop, which at a time limit leaves time for the answer. Yields between slices of about 20 ms. */
function* searching(
  run: AllocRun,
  answer: SolveAnswer,
  fixedUsd: number,
  settings: SolveSettings,
  clock: Clock,
  host: Omit<SolveHost, "engine">,
): Generator<undefined, StopReason> {
  const { signal, onProgress, progressIntervalMs } = settings;
  const isStopped = host.isStopped ?? (() => false);
  const spentMs = host.spentMs ?? 0;
  const timeLimitMs = settings.timeLimitMs - spentMs;
  const searchEndMs = (): number => timeLimitMs - Math.min(answer.costMs, timeLimitMs / 2);
  let told = Number.NEGATIVE_INFINITY;
  const tell = (report: AllocReport): void => {
    told = clock.elapsedMs();
    const { phase, moves } = report;
    const { valueUsd, boundUsd } = shifted(report, fixedUsd);
    const elapsedMs = told + spentMs;
    onProgress?.({ phase, valueUsd, boundUsd, gap: gapOf(valueUsd, boundUsd), elapsedMs, moves });
  };
  for (;;) {
    if (signal?.aborted || isStopped()) return "cancelled";
    host.exchange?.(run);
    const movesLeft = Math.min(MOVES_PER_CALL, settings.moveLimit - run.report().moves);
    const sliceEnd = Math.min(clock.elapsedMs() + SLICE_MS, searchEndMs());
    const status = run.step(movesLeft, () => (clock.elapsedMs() >= sliceEnd || isStopped() ? 1 : 0));
    const report = run.report();
    if (onProgress && (status === "done" || clock.elapsedMs() - told >= progressIntervalMs)) tell(report);
    if (status === "done") return report.proof === "infeasible" ? "infeasible" : "gap";
    if (status === "running") return "moveLimit";
    if (clock.elapsedMs() >= searchEndMs()) return "timeLimit";
    answer.ahead(() => clock.elapsedMs());
    yield;
  }
}

/** Begin where an earlier solve left off; where both solve a portfolio as it stands, with what the difference between the two says. */
function startWarm(run: AllocRun, start: WarmState, instance: Instance, portfolio: Portfolio | undefined): void {
  run.startFrom(warmBuffers(instance, start));
  if (start.solved === undefined || portfolio === undefined) return;
  const { portfolio: before, boundUsd } = start.solved;
  run.lookAround(editFocus(before, portfolio, start.contracts, instance));
  const carriedUsd = boundUsd === null ? null : carriedBoundUsd(before, boundUsd, portfolio, instance);
  if (carriedUsd !== null) run.offerBound(carriedUsd);
}

/** One solve on a loaded kernel, cut into slices: the caller decides what happens between them. */
function* solving(
  portfolio: Portfolio,
  settings: SolveSettings,
  engine: Engine,
  clock: Clock,
  host: Omit<SolveHost, "engine">,
): Generator<undefined, SolveOutcome> {
  const timings: Record<string, number> = {};
  timings.loadMs = clock.elapsedMs();
  const prepared = prepare(portfolio, settings.constraints);
  const { instance, fixedUsd } = prepared;
  timings.compileMs = clock.elapsedMs() - timings.loadMs;
  const run = new AllocRun(engine, instance, settings.seed, settings.gap);
  try {
    const isPlain = Object.keys(settings.constraints).length === 0;
    const start = host.warm ?? settings.start;
    if (start !== undefined) startWarm(run, start, instance, isPlain ? portfolio : undefined);
    // Cold, an answer takes about as long as compiling did: both go over all of the portfolio once.
    const answer = new SolveAnswer(portfolio, prepared, run, settings, timings.compileMs);
    const stopReason = yield* searching(run, answer, fixedUsd, settings, clock, host);
    timings.searchMs = clock.elapsedMs() - timings.loadMs - timings.compileMs;
    const plan = answer.plan(stopReason);
    timings.totalMs = clock.elapsedMs();
    const { kind, fallbackReason } = engine;
    const warm =
      host.keepsWarm && plan.objective.valueUsd !== null
        ? warmState(
            instance,
            plan,
            run.plan().expansionAllowed,
            run.dual(),
            run.basis(),
            isPlain ? { portfolio, boundUsd: plan.objective.boundUsd } : undefined,
          )
        : undefined;
    return {
      plan: { ...plan, engine: { kind, ...(fallbackReason !== undefined && { fallbackReason }) }, timings },
      warm,
    };
  } finally {
    run.close();
  }
}

/** As `solve`, within the surroundings given. */
export async function solveWithin(portfolio: Portfolio, options: SolveOptions, host: SolveHost): Promise<SolveOutcome> {
  const settings = solveSettings(options);
  const clock = new Clock();
  const engine = await host.engine(settings.engine);
  const slices = solving(portfolio, settings, engine, clock, host);
  for (;;) {
    const slice = slices.next();
    if (slice.done) return slice.value;
    await yieldToEventLoop();
  }
}

/**
 * Find the best plan for `portfolio` and a proven bound on how good any plan can be. The work is done on the caller's thread, cut into
 * slices of about 20 ms between which the event loop runs (`createOptimizer` works on threads of its own). Every plan returned has
 * passed the independent audit.
 *
 * Errors: OptionError for options that make no sense; InternalError (with a replayable object) when the audit refuses the plan found.
 */
export async function solve(portfolio: Portfolio, options: SolveOptions = {}): Promise<Plan> {
  return (await solveWithin(portfolio, options, { engine: (engine) => createEngine({ engine }) })).plan;
}

/** Options of `solveSync`: the kernel has to be loaded already, for loading takes a promise. */
export interface SolveSyncOptions extends Omit<SolveOptions, "engine" | "signal"> {
  /** What `await createEngine()` gave. */
  engine: Engine;
}

/**
 * As `solve`, for scripts and tests: blocks until the plan is there. Example:
 * `solveSync(portfolio, { engine: await createEngine(), moveLimit: 1000 })`.
 */
export function solveSync(portfolio: Portfolio, options: SolveSyncOptions): Plan {
  const { engine, ...rest } = options;
  if (typeof engine !== "object" || engine === null) {
    throw new OptionError(`engine is ${JSON.stringify(engine)}; solveSync needs a loaded one: await createEngine()`);
  }
  const slices = solving(portfolio, solveSettings(rest), engine, new Clock(), {});
  for (;;) {
    const slice = slices.next();
    if (slice.done) return slice.value.plan;
  }
}

export type { Progress, SolveOptions };
