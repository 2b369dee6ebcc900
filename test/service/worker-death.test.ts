// Workers that die: whoever asked is told, whoever runs the service has the case, everybody else notices nothing.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import type * as Threads from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOptimizer } from "../../src/optimizer/create-optimizer.ts";
import type { Optimizer } from "../../src/optimizer/optimizer.ts";
import { randomPortfolio } from "../support/random-portfolio.ts";
import { longPortfolio } from "./bodies.ts";
import { postPlan, type Service, startedService } from "./client.ts";

const isBuilt = existsSync(new URL("../../dist/src/optimizer/worker-wasm.js", import.meta.url));
if (!isBuilt) console.warn("skipped: dist/ is not built (npm run build), and workers run from there");

const threads = createRequire(import.meta.url)("node:worker_threads") as { Worker: typeof Threads.Worker };
const NativeWorker = threads.Worker;

describe.skipIf(!isBuilt)("a worker that dies", () => {
  const made: Threads.Worker[] = [];
  let optimizer: Optimizer;
  let service: Service;
  const failures: (Error & { replay?: unknown })[] = [];
  beforeAll(async () => {
    threads.Worker = class extends NativeWorker {
      constructor(...args: ConstructorParameters<typeof NativeWorker>) {
        super(...args);
        made.push(this);
      }
    };
    optimizer = createOptimizer({ workers: 2 });
    service = await startedService({ optimizer, onFailure: (error) => failures.push(error) });
  });
  afterAll(async () => {
    threads.Worker = NativeWorker;
    await service?.close();
    await optimizer?.close();
  });

  it("costs its own request alone, and is replaced", async () => {
    const long = longPortfolio();
    const asked = [1, 2].map(() => postPlan(service, long, { query: "?gap=0&timeLimitMs=4000" }));
    while (made.length < 2 || optimizer.stats().busyWorkers < 2)
      await new Promise((resolve) => setTimeout(resolve, 10));
    // Long enough for both to be at work, whoever has which.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await made[0].terminate();
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 500]);
    const died = answers.find(({ status }) => status === 500)!;
    const problem = (await died.json()) as { detail: string };
    expect(problem.detail).toBe("megalloc failed; the service's log has the details");
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ name: "WorkerCrashError", replay: { portfolio: { name: long.name } } });
    const after = await Promise.all(
      [1, 2, 3].map(() => postPlan(service, randomPortfolio(1), { query: "?moveLimit=5" })),
    );
    expect(after.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it("while it starts, costs nobody anything: the next one serves", async () => {
    const fresh = createOptimizer({ workers: 1 });
    const before = made.length;
    const begun = performance.now();
    const solving = fresh.solve(randomPortfolio(1), { moveLimit: 5 });
    while (made.length === before) await new Promise((resolve) => setTimeout(resolve, 1));
    await made.at(-1)!.terminate();
    expect((await solving).objective.valueUsd).not.toBeNull();
    expect(made.length).toBe(before + 2);
    // Not by the watchdog, which looks after 15 s.
    expect(performance.now() - begun).toBeLessThan(10_000);
    await fresh.close();
  });

  it("at rest, is replaced when there is work again", async () => {
    const fresh = createOptimizer({ workers: 1 });
    const before = made.length;
    const solved = async () => (await fresh.solve(randomPortfolio(1), { moveLimit: 5 })).objective.valueUsd;
    const first = await solved();
    expect(await solved()).toBe(first);
    expect(made.length).toBe(before + 1);
    await made.at(-1)!.terminate();
    expect(await solved()).toBe(first);
    expect([made.length, fresh.stats().failed]).toEqual([before + 2, 0]);
    await fresh.close();
  });
});
