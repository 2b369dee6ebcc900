// One solve on one engine, and all it says, for comparison to the bit.

import { Instance } from "../../src/compile/instance.ts";
import { KernelPlan } from "../../src/compile/kernel-plan.ts";
import { type AllocReport, AllocRun } from "../../src/engine/alloc-run.ts";
import { Engine } from "../../src/engine/engine.ts";
import { differingPlaces } from "./bits.ts";

export interface Budget {
  moves: number;
  seed?: number;
  gap?: number;
  /** Moves of each call; by default all at once. */
  slice?: number;
  /** Ask to stop at every so many polls; by default never. */
  pollStop?: number;
}

export interface Outcome {
  report: AllocReport;
  plan: KernelPlan | null;
}

const never = (): number => 0;

/** Calls in a row that may leave the report as it was: each should at least get on with what it was stopped in. */
const MOST_IDLE_CALLS = 5000;

/** Solve within the budget. */
export function runMoves(engine: Engine, instance: Instance, budget: Budget): Outcome {
  const { moves, seed = 1, gap = 1e-4, slice = moves, pollStop } = budget;
  const run = new AllocRun(engine, instance, seed, gap);
  let polls = 0;
  const stop = pollStop === undefined ? never : () => (++polls % pollStop === 0 ? 1 : 0);
  let idle = 0;
  let before = "";
  try {
    for (;;) {
      const left = moves - run.report().moves;
      const status = run.step(Math.min(slice, left), stop);
      if (status === "done") break;
      const now = JSON.stringify(run.report());
      idle = now === before ? idle + 1 : 0;
      before = now;
      if (idle > MOST_IDLE_CALLS) throw new Error(`stopped at every ${pollStop} polls it gets nowhere: ${now}`);
      if (status === "running" && run.report().moves >= moves) break;
    }
    const report = run.report();
    return { report, plan: report.valueUsd === null ? null : run.plan() };
  } finally {
    run.close();
  }
}

/** What two outcomes say differently; empty when they are equal to the bit. */
export function differences(a: Outcome, b: Outcome): string[] {
  const found: string[] = [];
  for (const [name, value] of Object.entries(a.report)) {
    const other = b.report[name as keyof AllocReport];
    if (!Object.is(value, other)) found.push(`report.${name} is ${value} and ${other}`);
  }
  if (a.plan === null || b.plan === null) {
    if (a.plan !== b.plan) found.push("only one of them has a plan");
    return found;
  }
  for (const [name, values] of Object.entries(a.plan)) {
    const other: Float64Array | Int32Array = b.plan[name as keyof KernelPlan];
    found.push(...differingPlaces(values, other, 3).map((words) => `plan.${name}${words}`));
  }
  return found;
}
