// A sweep by way of a queue on a real Redis, with workers that are processes of their own.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { temporaryDirectories } from "../cli/run-cli.ts";
import {
  endAll,
  keysOf,
  PATIENCE_MS,
  type Running,
  resultLines,
  SCENARIO_COUNT,
  start,
  sweepArgs,
  until,
  writeSweepFiles,
} from "./cli-sweep.ts";

const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;
if (!hasRedis)
  console.warn("SKIPPED: redis-server is not installed (apt-get install redis-server): no queue is tested");

const directory = temporaryDirectories();
afterEach(endAll);

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

let server: ChildProcess;
let url: string;

describe.skipIf(!hasRedis)("a queue", () => {
  beforeAll(async () => {
    const port = await freePort();
    url = `redis://127.0.0.1:${port}`;
    server = spawn(
      "redis-server",
      ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
      {
        stdio: "ignore",
      },
    );
    const redis = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
    redis.on("error", () => {});
    await redis.ping();
    redis.disconnect();
  }, PATIENCE_MS);
  afterAll(() => void server?.kill("SIGKILL"));

  it(
    "has every scenario solved exactly once, though a worker is killed midway",
    async () => {
      const here = directory();
      writeSweepFiles(here);
      const worker = (): Running =>
        start(here, "worker", "--redis", url, "--queue", "q", "--jobs", "1", "--stalled-after", "1500ms");
      const workers = [worker(), worker(), worker()];
      const sweep = start(here, ...sweepArgs("--redis", url, "--queue", "q"));
      // The one that is killed is in the middle of a scenario: it holds that scenario's lock.
      const redis = new Redis(url);
      await until("two results are there", () => resultLines(here).length >= 2);
      const active = await redis.llen("megalloc:q:active");
      workers[0].child.kill("SIGKILL");
      expect((await workers[0].ended).signal).toBe("SIGKILL");
      expect(active).toBeGreaterThan(0);
      const { code, stdout } = await sweep.ended;
      expect(code).toBe(0);
      const keys = keysOf(resultLines(here));
      expect(keys).toHaveLength(SCENARIO_COUNT);
      expect(new Set(keys).size).toBe(SCENARIO_COUNT);
      for (const state of ["wait", "active", "completed", "failed"]) {
        const name = `megalloc:q:${state}`;
        const left = state === "wait" || state === "active" ? await redis.llen(name) : await redis.zcard(name);
        expect(left, state).toBe(0);
      }
      redis.disconnect();
      for (const { child } of workers.slice(1)) child.kill("SIGINT");
      const solved = await Promise.all(workers.slice(1).map(({ ended }) => ended));
      const counts = solved.map(({ stderr }) => Number(/solved (\d+) scenario/.exec(stderr)?.[1]));
      expect(solved.map((outcome) => outcome.code)).toEqual([0, 0]);
      expect(counts[0] + counts[1]).toBeLessThanOrEqual(SCENARIO_COUNT);
      // The same as without a queue.
      const alone = await start(here, ...sweepArgs("--jobs", "1", "--results", "alone.jsonl")).ended;
      expect(stdout).toBe(alone.stdout);
    },
    PATIENCE_MS,
  );

  it(
    "keeps for the next run what is solved while nobody waits",
    async () => {
      const here = directory();
      writeSweepFiles(here);
      const first = start(here, ...sweepArgs("--redis", url, "--queue", "later"));
      const redis = new Redis(url);
      let waiting = 0;
      while (waiting < SCENARIO_COUNT) waiting = await redis.llen("megalloc:later:wait");
      redis.disconnect();
      first.child.kill("SIGKILL");
      await first.ended;
      expect(resultLines(here)).toEqual([]);
      const worker = start(here, "worker", "--redis", url, "--queue", "later", "--jobs", "1", "--idle-exit", "1s");
      expect((await worker.ended).stderr).toContain(`solved ${SCENARIO_COUNT} scenarios`);
      const second = await start(here, ...sweepArgs("--redis", url, "--queue", "later")).ended;
      expect(second.code).toBe(0);
      expect(new Set(keysOf(resultLines(here))).size).toBe(SCENARIO_COUNT);
    },
    PATIENCE_MS,
  );

  it(
    "that is not there is an error that says where it was looked for",
    async () => {
      const here = directory();
      writeSweepFiles(here);
      const port = await freePort();
      const { code, stderr } = await start(here, "worker", "--redis", `redis://:secret@127.0.0.1:${port}`).ended;
      expect(code).toBe(2);
      expect(stderr).toContain(`cannot reach Redis at redis://:***@127.0.0.1:${port}`);
      expect(stderr).toContain("ECONNREFUSED");
      expect(stderr).not.toContain("secret");
    },
    PATIENCE_MS,
  );
});
