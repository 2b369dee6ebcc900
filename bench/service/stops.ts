// How soon a solve on a thread stops: when it is cancelled at some moment, and at its time limit. From the caller's side, until the audited
// plan is there.
import { createOptimizer } from "../../src/optimizer/create-optimizer.ts";
import type { Optimizer } from "../../src/optimizer/optimizer.ts";
import { portfolioOf } from "./burst.ts";
import { sharedPortfolio } from "./shared-portfolio.ts";

export interface StopRow {
  readonly portfolio: string;
  readonly engine: string;
  readonly threads: number;
  /** Asked to stop, or due, this long after the call. */
  readonly atMs: number;
  /** From the cancel to the plan. */
  readonly cancelTookMs: number;
  readonly hasPlan: boolean;
  /** Of a solve with that time limit: how much later than that its plan was there. */
  readonly limitOverMs: number;
}

export interface Stops {
  readonly rows: readonly StopRow[];
  readonly skipped: readonly string[];
}

const PORTFOLIOS = ["medium-2", "large-2", "huge-1"];
/** In all stages of a solve: before the kernel is loaded, while it preprocesses, bounds, constructs, dives, searches. */
const MOMENTS_MS = [5, 50, 150, 400, 1000, 2500, 6000, 12_000];
const NEVER = { gap: 0, moveLimit: 2 ** 40 };

/** A solve that was given up before it had a plan keeps its worker until it is done: the next one must not wait for that. */
async function untilFree(optimizer: Optimizer): Promise<void> {
  while (optimizer.stats().busyWorkers > 0) await new Promise((resolve) => setTimeout(resolve, 10));
}

export async function stops(engine: "wasm" | "js" = "wasm", threads = 1): Promise<Stops> {
  const rows: StopRow[] = [];
  const skipped: string[] = [];
  for (const name of PORTFOLIOS) {
    const text = sharedPortfolio(name);
    if (text === undefined) {
      skipped.push(`${name} is not there`);
      continue;
    }
    const portfolio = portfolioOf(text);
    const optimizer = createOptimizer({ workers: threads, engine });
    await optimizer.solve(portfolio, { moveLimit: 0, timeLimitMs: 100, threads }); // the threads are there
    for (const atMs of MOMENTS_MS) {
      await untilFree(optimizer);
      const solving = optimizer.solve(portfolio, { ...NEVER, threads });
      await new Promise((resolve) => setTimeout(resolve, atMs));
      const asked = performance.now();
      solving.cancel();
      const plan = await solving;
      const cancelTookMs = performance.now() - asked;
      await untilFree(optimizer);
      const begun = performance.now();
      await optimizer.solve(portfolio, { ...NEVER, timeLimitMs: atMs, threads });
      const limitOverMs = performance.now() - begun - atMs;
      const hasPlan = plan.objective.valueUsd !== null;
      rows.push({ portfolio: name, engine, threads, atMs, cancelTookMs, hasPlan, limitOverMs });
    }
    await optimizer.close();
  }
  return { rows, skipped };
}
