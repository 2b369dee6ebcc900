// What the page knows: the portfolio as read, the plan it shows, the one before, and what is being done.
import { batch, computed, signal } from "@preact/signals";
import { proxy } from "comlink";
import { hasDecisions } from "../../answers/solver.ts";
import type { Path } from "../../portfolio/show.ts";
import { subjectOf } from "../../portfolio/subject.ts";
import type { BaselineFigures, Effort, Planned, Reading, Solved, Told } from "../desk/messages.ts";
import { desk, onDeskFailure } from "./desk-client.ts";
import { withValueAt } from "./json-path.ts";
import { ask, forgetQuestions } from "./questions.ts";

export interface Edit {
  /** What was changed, in words. */
  readonly label: string;
  /** The source before it. */
  readonly before: unknown;
}

/** Name of the file or example. */
export const fileName = signal("");
export const reading = signal<Reading | null>(null);
export const solved = signal<Solved | null>(null);
/** The plan before the last edit: what the one shown is compared with. */
export const previous = signal<Planned | null>(null);
export const edits = signal<readonly Edit[]>([]);
/** Value and bound as the solve went on. */
export const trail = signal<readonly Told[]>([]);
export const isReading = signal(false);
export const isSolving = signal(false);
export const failure = signal<string | null>(null);
export const schema = signal<object | null>(null);
/** How the next solve ends: seconds, or moves (repeatable). */
export const effort = signal<Pick<Effort, "timeLimitMs" | "moveLimit">>({ timeLimitMs: 10_000, moveLimit: null });

export const planned = computed((): Planned | null => {
  const shown = solved.value;
  if (shown === null || shown.figures === null || !hasDecisions(shown.plan)) return null;
  return { portfolio: shown.portfolio, plan: shown.plan, figures: shown.figures };
});

/** The plan belongs to the portfolio as it stands. */
export const isCurrent = computed(() => {
  const read = reading.value;
  return solved.value !== null && read !== null && read.problems.length === 0 && solvedReading.value === read;
});
const solvedReading = signal<Reading | null>(null);

/** A plan is shown after at most about this long, then the search goes on. */
const FIRST_PLAN_MS = 600;

/** Counts what was begun: whatever an older request still brings is dropped. */
let turn = 0;

onDeskFailure((message) => {
  failure.value = `The worker that solves has failed: ${message}. Reload the page.`;
});

function told(own: number, offsetMs: number): (step: Told) => void {
  return (step) => {
    if (own !== turn) return;
    const last = trail.value.at(-1);
    // Values rise and bounds fall, whichever solve found them.
    const best = (a: number | null | undefined, b: number | null, pick: (...values: number[]) => number) =>
      a === null || a === undefined ? b : b === null ? a : pick(a, b);
    const valueUsd = best(last?.valueUsd, step.valueUsd, Math.max);
    const boundUsd = best(last?.boundUsd, step.boundUsd, Math.min);
    const elapsedMs = step.elapsedMs + offsetMs;
    trail.value = [...trail.value, { elapsedMs, valueUsd, boundUsd }];
  };
}

function show(result: Solved, read: Reading): void {
  batch(() => {
    forgetQuestions();
    solved.value = result;
    solvedReading.value = read;
  });
}

async function solveStages(own: number, read: Reading): Promise<void> {
  const { timeLimitMs, moveLimit } = effort.value;
  const from = performance.now();
  if (moveLimit === null) {
    const first = await desk.solve({ timeLimitMs, moveLimit, firstPlanMs: FIRST_PLAN_MS }, proxy(told(own, 0)));
    if (own !== turn) return;
    show(first, read);
    if (first.plan.status !== "feasible" || !isSolving.value) return;
  }
  const spentMs = performance.now() - from;
  const leftMs = timeLimitMs === null ? null : Math.max(0, timeLimitMs - spentMs);
  const offsetMs = moveLimit === null ? spentMs : 0;
  const rest = await desk.solve({ timeLimitMs: leftMs, moveLimit, firstPlanMs: null }, proxy(told(own, offsetMs)));
  if (own === turn) show({ ...rest, unchanged: rest.unchanged ?? solved.value?.unchanged ?? null }, read);
}

/** Solve the portfolio as it stands, from the plan at hand. */
export async function solve(): Promise<void> {
  const read = reading.value;
  if (read?.portfolio === null || read === null) return;
  const own = ++turn;
  batch(() => {
    isSolving.value = true;
    failure.value = null;
    trail.value = [];
  });
  try {
    await solveStages(own, read);
  } catch (error) {
    if (own === turn) failure.value = `The solve failed: ${(error as Error).message}`;
  } finally {
    if (own === turn) isSolving.value = false;
  }
  if (own === turn && planned.value !== null) await compareWithBaselines();
}

/** The plans that anybody could have, beside the one shown. */
export async function compareWithBaselines(): Promise<void> {
  await ask<BaselineFigures[]>("baselines", (tell) => desk.baselines(tell));
}

/** End the solve with the best plan so far. */
export function stopSolve(): void {
  isSolving.value = false;
  void desk.stop();
}

async function take(read: Promise<Reading>): Promise<void> {
  const own = ++turn;
  batch(() => {
    isReading.value = true;
    isSolving.value = false;
    failure.value = null;
  });
  try {
    const result = await read;
    if (own !== turn) return;
    reading.value = result;
  } catch (error) {
    if (own === turn) failure.value = `Reading failed: ${(error as Error).message}`;
    return;
  } finally {
    if (own === turn) isReading.value = false;
  }
  if (reading.value?.portfolio != null) await solve();
}

/** Open a portfolio from its text; `files` are those it may name. */
export async function open(name: string, text: string, files: Readonly<Record<string, string>> = {}): Promise<void> {
  batch(() => {
    fileName.value = name;
    reading.value = null;
    solved.value = null;
    solvedReading.value = null;
    previous.value = null;
    edits.value = [];
    trail.value = [];
    forgetQuestions();
  });
  schema.value ??= await desk.jsonSchema();
  await take(desk.read(text, files));
}

/** Change the source at a path (undefined takes away), read it and solve it again. */
export async function edit(path: Path, value: unknown, label: string): Promise<void> {
  const read = reading.value;
  if (read === null) return;
  const source = withValueAt(read.source, path, value);
  // Several edits before the next plan are compared with the plan before all of them.
  if (isCurrent.value) previous.value = planned.value;
  const whose = subjectOf(read.source, path);
  edits.value = [...edits.value, { label: `${whose}: ${label}`, before: read.source }];
  await take(desk.readValue(source));
}

/** Take the last edit back. */
export async function undo(): Promise<void> {
  const last = edits.value.at(-1);
  if (last === undefined) return;
  if (isCurrent.value) previous.value = planned.value;
  edits.value = edits.value.slice(0, -1);
  await take(desk.readValue(last.before));
}

/** Back to the first screen. */
export function close(): void {
  turn++;
  void desk.stop();
  batch(() => {
    reading.value = null;
    solved.value = null;
    previous.value = null;
    edits.value = [];
    trail.value = [];
    isReading.value = false;
    isSolving.value = false;
    failure.value = null;
    forgetQuestions();
  });
}
