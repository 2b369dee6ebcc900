// From portfolio to audited plan: the only file that knows the order of the stages.
import { compile } from "./compile/compile.ts";
import { decode } from "./compile/decode.ts";
import type { Instance } from "./compile/instance.ts";
import { priceRows } from "./compile/kernel-prices.ts";
import { type AllocReport, AllocRun } from "./engine/alloc-run.ts";
import { createEngine } from "./engine/load.ts";
import { InternalError } from "./errors.ts";
import { auditPlan } from "./plan/audit.ts";
import type { Plan, SolvedPlan, StopReason } from "./plan/plan.ts";
import { planSections } from "./plan/sections.ts";
import type { Portfolio } from "./portfolio/schema.ts";
import { type Progress, type SolveOptions, type SolveSettings, solveSettings } from "./solve-options.ts";
import { VERSION } from "./version.ts";

/** The kernel returns to the event loop at least this often. */
const SLICE_MS = 20;

/** Let timers, I/O and other tasks of this thread run. */
function yieldToEventLoop(): Promise<void> {
  if (typeof setImmediate === "function") return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

function gapOf(valueUsd: number | null, boundUsd: number | null): number | null {
  if (valueUsd === null || boundUsd === null) return null;
  return (boundUsd - valueUsd) / Math.max(1, Math.abs(valueUsd));
}

/** Moves the kernel may do in one call: far more than a slice holds, the poll cuts it. */
const MOVES_PER_CALL = 1 << 30;

class Clock {
  readonly #from = performance.now();
  elapsedMs(): number {
    return performance.now() - this.#from;
  }
}

/** Search until there is a reason to stop. */
async function search(run: AllocRun, settings: SolveSettings, clock: Clock): Promise<StopReason> {
  const { signal, onProgress, progressIntervalMs } = settings;
  let told = Number.NEGATIVE_INFINITY;
  const tell = (report: AllocReport): void => {
    told = clock.elapsedMs();
    const { phase, valueUsd, boundUsd, moves } = report;
    onProgress?.({ phase, valueUsd, boundUsd, gap: gapOf(valueUsd, boundUsd), elapsedMs: told, moves });
  };
  for (;;) {
    if (signal?.aborted) return "cancelled";
    const movesLeft = Math.min(MOVES_PER_CALL, settings.moveLimit - run.report().moves);
    const sliceEnd = Math.min(clock.elapsedMs() + SLICE_MS, settings.timeLimitMs);
    const status = run.step(movesLeft, () => (clock.elapsedMs() >= sliceEnd ? 1 : 0));
    const report = run.report();
    if (onProgress && (status === "done" || clock.elapsedMs() - told >= progressIntervalMs)) tell(report);
    if (status === "done") return report.proof === "infeasible" ? "infeasible" : "gap";
    if (status === "running") return "moveLimit";
    if (clock.elapsedMs() >= settings.timeLimitMs) return "timeLimit";
    await yieldToEventLoop();
  }
}

/** Decode the incumbent and audit it; throws InternalError when the audit disagrees. */
function auditedPlan(
  portfolio: Portfolio,
  instance: Instance,
  run: AllocRun,
  stopReason: StopReason,
  settings: SolveSettings,
): Plan {
  const { valueUsd, boundUsd, proof } = run.report();
  const head = { schema: "megalloc/plan@1", portfolio: portfolio.name, stopReason } as const;
  const { sunkUsd } = instance.index;
  if (valueUsd === null) {
    const infeasible = proof === "infeasible";
    return {
      ...head,
      status: infeasible ? "infeasible" : "unknown",
      objective: { valueUsd: null, boundUsd: infeasible ? null : boundUsd, gap: null, sunkUsd, npvUsd: null },
      contracts: [],
      builds: [],
      expansions: [],
      orders: [],
      debt: [],
    };
  }
  const gap = gapOf(valueUsd, boundUsd);
  const plan: SolvedPlan = {
    ...head,
    status: gap !== null && gap <= settings.gap ? "optimal" : "feasible",
    objective: { valueUsd, boundUsd, gap, sunkUsd, npvUsd: valueUsd + sunkUsd },
    ...decode(instance, run.plan()),
  };
  const audit = auditPlan(portfolio, plan);
  if (!audit.feasible || !audit.statedValueOk || !audit.statedNpvOk) {
    const findings = [...audit.violations, ...audit.remarks];
    const { seed, gap: gapAsked, moveLimit } = settings;
    throw new InternalError(`the plan found did not pass the audit: ${findings[0]?.message ?? "no finding"}`, {
      schema: "megalloc/replay@1",
      version: VERSION,
      message: "the plan found did not pass the audit",
      portfolio,
      options: { seed, gap: gapAsked, moveLimit: run.report().moves, moveLimitAsked: moveLimit },
      plan,
      findings,
    });
  }
  return { ...plan, ...planSections(audit), prices: priceRows(instance, run.prices()) };
}

/**
 * Find the best plan for `portfolio` and a proven bound on how good any plan can be. The work is cut into slices of about 20 ms between
 * which the event loop runs. Every plan returned has passed the independent audit.
 *
 * Errors: OptionError for options that make no sense; InternalError (with a replayable object) when the audit refuses the plan found.
 */
export async function solve(portfolio: Portfolio, options: SolveOptions = {}): Promise<Plan> {
  const settings = solveSettings(options);
  const clock = new Clock();
  const timings: Record<string, number> = {};
  const engine = await createEngine({ engine: settings.engine });
  timings.loadMs = clock.elapsedMs();
  const instance = compile(portfolio);
  timings.compileMs = clock.elapsedMs() - timings.loadMs;
  const run = new AllocRun(engine, instance, settings.seed, settings.gap);
  try {
    const stopReason = await search(run, settings, clock);
    timings.searchMs = clock.elapsedMs() - timings.loadMs - timings.compileMs;
    const plan = auditedPlan(portfolio, instance, run, stopReason, settings);
    timings.totalMs = clock.elapsedMs();
    const { kind, fallbackReason } = engine;
    return { ...plan, engine: { kind, ...(fallbackReason === undefined ? {} : { fallbackReason }) }, timings };
  } finally {
    run.close();
  }
}

export type { Progress, SolveOptions };
