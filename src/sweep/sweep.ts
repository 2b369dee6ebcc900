// A sweep: every scenario solved once, side by side, each result handed over as it comes.
import type { ScenarioResult } from "./run-scenario.ts";
import { scenarioKey } from "./run-scenario.ts";
import type { Scenario } from "./scenario.ts";
import type { SweepContext } from "./sweep-context.ts";

/** Who solves scenarios: threads, processes, machines. */
export interface SweepCrew {
  /** How many scenarios to hand out at once. */
  readonly jobs: number;
  /** Rejects with CrewLossError when the worker died; then another attempt makes sense. */
  run(scenario: Scenario, key: string): Promise<ScenarioResult>;
  /** Told once a result is kept for good. */
  forget?(key: string): Promise<void>;
}

/** A worker died under a scenario. */
export class CrewLossError extends Error {
  override readonly name = "CrewLossError";
}

export interface SweepProgress {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
}

/** A scenario that could not be solved: a bug of ours, or one that kills its workers. */
export interface ScenarioFailure {
  readonly scenario: string;
  readonly error: Error;
}

export interface SweepRun {
  readonly context: SweepContext;
  readonly scenarios: readonly Scenario[];
  readonly crew: SweepCrew;
  /** Results that are there already, by key. */
  readonly known: ReadonlyMap<string, ScenarioResult>;
  /** Keeps a result for good; a scenario counts as done when this is. */
  readonly keep: (result: ScenarioResult) => Promise<void>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SweepProgress) => void;
}

export interface SweepOutcome {
  /** In the order of the scenarios; those not solved are missing. */
  readonly results: readonly ScenarioResult[];
  readonly failures: readonly ScenarioFailure[];
}

/** Workers that may die under one scenario before it is given up: once is bad luck. */
const ATTEMPTS = 3;

async function attempted({ crew, signal }: SweepRun, scenario: Scenario, key: string): Promise<ScenarioResult> {
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await crew.run(scenario, key);
      if (result.key === key) return result;
      throw new Error("the answer is not to what was asked: is the worker of another version of megalloc?");
    } catch (error) {
      if (!(error instanceof CrewLossError) || attempt >= ATTEMPTS || signal?.aborted) throw error;
    }
  }
}

/** Scenarios of equal content are solved once and stand for each other. */
async function byKey({ context, scenarios }: SweepRun): Promise<Map<string, Scenario>> {
  const found = new Map<string, Scenario>();
  for (const scenario of scenarios) {
    const key = await scenarioKey(context, scenario);
    if (!found.has(key)) found.set(key, scenario);
  }
  return found;
}

/** Solves what is not known yet. Failures do not stop the others; a signal does, and what is under way then is dropped. */
export async function sweep(run: SweepRun): Promise<SweepOutcome> {
  const { context, scenarios, crew, known, keep, signal, onProgress } = run;
  const all = await byKey(run);
  const results = new Map([...all.keys()].flatMap((key) => (known.has(key) ? [[key, known.get(key)!] as const] : [])));
  const failures: ScenarioFailure[] = [];
  const open = [...all].filter(([key]) => !results.has(key));
  const tell = (): void => onProgress?.({ done: results.size, total: all.size, failed: failures.length });
  tell();
  // Workers go on while results are kept: writing to the disk takes as long as a small scenario.
  const keeping: Promise<void>[] = [];
  let broken: Error | undefined;
  const kept = async (key: string, result: ScenarioResult): Promise<void> => {
    try {
      await keep(result);
      await crew.forget?.(key);
      results.set(key, result);
      tell();
    } catch (error) {
      broken ??= error as Error;
    }
  };
  const lane = async (): Promise<void> => {
    for (;;) {
      const next = signal?.aborted || broken !== undefined ? undefined : open.shift();
      if (next === undefined) return;
      const [key, scenario] = next;
      try {
        keeping.push(kept(key, await attempted(run, scenario, key)));
      } catch (error) {
        if (!signal?.aborted) failures.push({ scenario: scenario.id, error: error as Error });
        tell();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(crew.jobs, open.length)) }, lane));
  await Promise.all(keeping);
  if (broken !== undefined) throw broken;
  const inOrder: ScenarioResult[] = [];
  for (const scenario of scenarios) {
    const result = results.get(await scenarioKey(context, scenario));
    if (result !== undefined) inOrder.push({ ...result, scenario: scenario.id });
  }
  return { results: inOrder, failures };
}
