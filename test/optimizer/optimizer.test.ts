// Solves on worker threads: as good as on this one, cancelled, queued, streamed, and none the worse for the death of another.
import { afterAll, describe, expect, it } from "vitest";
import { CancelledError, ClosedError, MemoryLimitError, QueueFullError, WorkerCrashError } from "../../src/errors.ts";
import { createOptimizer } from "../../src/optimizer/create-optimizer.ts";
import type { Optimizer } from "../../src/optimizer/optimizer.ts";
import type { OptimizerOptions } from "../../src/optimizer/optimizer-options.ts";
import type { Portfolio } from "../../src/portfolio/schema.ts";
import { solve } from "../../src/solve.ts";
import type { Progress } from "../../src/solve-options.ts";
import { expectSound, timeless } from "../solve/plan.ts";
import { FEATURES } from "../support/random-features.ts";
import { randomPortfolio, SMALL } from "../support/random-portfolio.ts";
import { hasBuiltWorkers } from "./built.ts";

/** Nothing signed, so that there is a plan from the first. */
const unsigned = (sites: number, contracts: number, periods: number): Portfolio =>
  randomPortfolio(42, {
    ...SMALL,
    sites: [sites, sites],
    contracts: [contracts, contracts],
    periods: [periods, periods],
    features: FEATURES.filter((feature) => feature !== "signed"),
  });
const portfolio = unsigned(8, 40, 12);
/** Too large to be proved before somebody asks to stop. */
const large = unsigned(14, 110, 16);
const ENDLESS = { gap: 0, moveLimit: 2 ** 40 } as const;

const opened: Optimizer[] = [];
function optimizerOf(options: OptimizerOptions = {}): Optimizer {
  const optimizer = createOptimizer({ workers: 2, ...options });
  opened.push(optimizer);
  return optimizer;
}
afterAll(async () => {
  await Promise.all(opened.map((optimizer) => optimizer.close()));
});

/** Resolves when a solve has a plan. */
async function untilPlan(progress: AsyncIterable<Progress>): Promise<void> {
  for await (const { valueUsd } of progress) if (valueUsd !== null) return;
}

describe.skipIf(!hasBuiltWorkers)("an optimizer", () => {
  it.each(["wasm", "js"] as const)("finds what solve finds, on the %s engine", async (engine) => {
    const options = { moveLimit: 60, gap: 0 };
    const plan = await optimizerOf({ engine }).solve(portfolio, options);
    expect(timeless(plan)).toEqual(timeless(await solve(portfolio, { ...options, engine })));
  });

  it("streams progress that only improves and ends with the plan", async () => {
    const solving = optimizerOf().solve(portfolio, { moveLimit: 200, gap: 0, progressIntervalMs: 0 });
    const told: Progress[] = [];
    for await (const progress of solving) told.push(progress);
    const plan = await solving;
    expect(told.length).toBeGreaterThan(2);
    const values = told.flatMap(({ valueUsd }) => valueUsd ?? []);
    const bounds = told.flatMap(({ boundUsd }) => boundUsd ?? []);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(bounds).toEqual([...bounds].sort((a, b) => b - a));
    expect(plan.objective.valueUsd!).toBeGreaterThanOrEqual(values.at(-1)!);
    let late = 0;
    for await (const _ of solving) late++; // who comes late gets the last step
    expect(late).toBe(1);
  });

  it.each([true, false])("stops on a signal with the plan so far, shared memory %s", async (sharedMemory) => {
    const controller = new AbortController();
    const solving = optimizerOf({ sharedMemory }).solve(large, { ...ENDLESS, signal: controller.signal });
    await untilPlan(solving);
    controller.abort();
    const plan = await solving;
    expectSound(large, plan, 0, "cancelled");
    expect([plan.stopReason, plan.status]).toEqual(["cancelled", "feasible"]);
  });

  it("resolves or rejects without a plan, as asked", async () => {
    const optimizer = optimizerOf();
    const aborted = { signal: AbortSignal.abort("changed my mind"), moveLimit: 10 };
    const plan = await optimizer.solve(large, aborted);
    expectSound(large, plan, 0, "cancelled before it began");
    expect([plan.stopReason, plan.status]).toEqual(["cancelled", "unknown"]);
    const rejected = await optimizer.solve(large, { ...aborted, onCancel: "reject" }).catch((error: unknown) => error);
    expect(rejected).toBeInstanceOf(CancelledError);
    expect((rejected as Error).cause).toBe("changed my mind");
    expect(optimizer.stats()).toMatchObject({ cancelled: 2, solved: 0, failed: 0 });
  });

  it("queues, refuses one too many, and serves the rest", async () => {
    const optimizer = optimizerOf({ workers: 1, queueLimit: 2 });
    const small = [1, 3, 9].map((seed) => randomPortfolio(seed));
    const plans = small.map((one) => optimizer.solve(one, { moveLimit: 20 }));
    await expect(optimizer.solve(small[0], { moveLimit: 20 })).rejects.toThrow(QueueFullError);
    expect(optimizer.stats()).toMatchObject({ running: 1, waiting: 2, busyWorkers: 1, workers: 1 });
    const results = await Promise.all(plans);
    for (const [k, plan] of results.entries()) expectSound(small[k], plan, 1e-4, `portfolio ${k}`);
    expect(optimizer.stats()).toMatchObject({ running: 0, waiting: 0, solved: 3, failed: 1, workerKind: "threads" });
  });

  it("solves on two threads share what they find", async () => {
    const solving = optimizerOf().solve(large, { moveLimit: 300, gap: 0, threads: 2, progressIntervalMs: 0 });
    const told: Progress[] = [];
    for await (const progress of solving) told.push(progress);
    const plan = await solving;
    expectSound(large, plan, 0, "two threads");
    expect(plan.stopReason).toBe("moveLimit");
    expect(told.at(-1)!.moves).toBeGreaterThan(300);
    const bounds = told.flatMap(({ boundUsd }) => boundUsd ?? []);
    expect(bounds).toEqual([...bounds].sort((a, b) => b - a));
  });

  it("two threads stop when one is done, and when asked to", async () => {
    const optimizer = optimizerOf();
    const done = await optimizer.solve(large, { gap: 1e9, moveLimit: 2 ** 40, threads: 2 });
    expect([done.stopReason, done.status]).toEqual(["gap", "optimal"]);
    const solving = optimizer.solve(large, { ...ENDLESS, threads: 2 });
    await untilPlan(solving);
    solving.cancel();
    expect((await solving).stopReason).toBe("cancelled");
  });

  it("outlives a worker that crashes: its caller gets what repeats the solve, others notice nothing", async () => {
    const optimizer = optimizerOf();
    // A portfolio nobody validated: cloning it into the worker fails.
    const poison = { ...portfolio, name: "poison", contracts: [() => undefined] } as unknown as Portfolio;
    const other = optimizer.solve(portfolio, { moveLimit: 40, gap: 0 });
    const error = await optimizer.solve(poison, { moveLimit: 40 }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(WorkerCrashError);
    expect((error as WorkerCrashError).replay).toMatchObject({
      portfolio: { name: "poison" },
      options: { moveLimit: 40 },
    });
    expectSound(portfolio, await other, 0, "the other one");
    expectSound(portfolio, await optimizer.solve(portfolio, { moveLimit: 5 }), 1e-4, "the next one");
  });

  it.each(["wasm", "js"] as const)(
    "stops a solve that needs more memory than allowed, and no other: %s",
    async (engine) => {
      const optimizer = optimizerOf({ memoryLimitBytes: 2 ** 20, engine });
      await expect(optimizer.solve(portfolio, { moveLimit: 10 })).rejects.toThrow(MemoryLimitError);
      await expect(optimizer.solve(portfolio, { moveLimit: 10 })).rejects.toThrow(
        "memoryLimitBytes allows (1048576 bytes, 1 MiB)",
      );
      await expect(
        optimizerOf({ memoryLimitBytes: 2 ** 28, engine }).solve(portfolio, { moveLimit: 10 }),
      ).resolves.toBeDefined();
    },
  );

  it("closes: what runs is cancelled, what waits is told, what comes is refused", async () => {
    const optimizer = optimizerOf({ workers: 1 });
    const running = optimizer.solve(large, ENDLESS);
    const waiting = optimizer.solve(large, ENDLESS);
    const refused = expect(waiting).rejects.toThrow(ClosedError);
    await untilPlan(running);
    await optimizer.close();
    expect((await running).stopReason).toBe("cancelled");
    await refused;
    await expect(optimizer.solve(large)).rejects.toThrow("the optimizer was closed");
    expect(optimizer.stats()).toMatchObject({ closed: true, running: 0, waiting: 0 });
    expect(typeof optimizer[Symbol.asyncDispose]).toBe("function");
  });
});
