// The service as its clients meet it: plans, streams, cancels, bad requests, too much of everything.
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { Ajv2020 } from "ajv/dist/2020.js";
import Fastify from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOptimizer } from "../../src/optimizer/create-optimizer.ts";
import type { Optimizer } from "../../src/optimizer/optimizer.ts";
import { auditPlan } from "../../src/plan/audit.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { megallocService } from "../../src/service/plugin.ts";
import { startService } from "../../src/service/start-service.ts";
import { randomPortfolio } from "../support/random-portfolio.ts";
import { hugeText, longPortfolio } from "./bodies.ts";
import {
  eventsOf,
  postAndLeave,
  postPlan,
  type ServerEvent,
  type Service,
  startedService,
  untilIdle,
} from "./client.ts";

const isBuilt = existsSync(new URL("../../dist/src/optimizer/worker-wasm.js", import.meta.url));
if (!isBuilt) console.warn("skipped: dist/ is not built (npm run build), and workers run from there");

const SMALL = randomPortfolio(1);
/** Never done by itself: it has to be stopped. */
const ENDLESS = "?gap=0&timeLimitMs=60000";

describe.skipIf(!isBuilt)("the service", () => {
  let optimizer: Optimizer;
  let service: Service;
  beforeAll(async () => {
    optimizer = createOptimizer({ workers: 2, queueLimit: 2 });
    service = await startedService({ optimizer, bodyLimit: 2 ** 20 });
  });
  afterAll(async () => {
    await service?.close();
    await optimizer?.close();
  });

  it("answers an audited plan, the same for the same seed and moves", async () => {
    const ask = async () => {
      const response = await postPlan(service, SMALL, { query: "?moveLimit=50&seed=7" });
      expect(response.status).toBe(200);
      expect(response.headers.get("plan-id")).toMatch(/^[\w-]{36}$/);
      return (await response.json()) as Plan;
    };
    const [{ timings: _, ...first }, { timings: __, ...second }] = [await ask(), await ask()];
    expect(auditPlan(SMALL, first)).toMatchObject({ feasible: true, statedValueOk: true });
    expect(second).toEqual(first);
  });

  it("streams progress as events, and the plan last", async () => {
    const response = await postPlan(service, SMALL, {
      query: "?moveLimit=50",
      headers: { accept: "text/event-stream" },
    });
    expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
    const events: ServerEvent[] = [];
    for await (const event of eventsOf(response)) events.push(event);
    expect(events[0].event).toBe("accepted");
    expect(events[0].data.id).toBe(response.headers.get("plan-id"));
    expect(events.slice(1, -1).map(({ event }) => event)).toEqual(events.slice(1, -1).map(() => "progress"));
    const plan = events.at(-1)!;
    expect(plan.event).toBe("plan");
    expect(auditPlan(SMALL, plan.data as unknown as Plan).feasible).toBe(true);
  });

  it("stops a plan by its id, which is then answered with the best so far", async () => {
    const headers = { accept: "text/event-stream" };
    const response = await postPlan(service, longPortfolio(), { query: `${ENDLESS}&id=mine`, headers });
    expect((await postPlan(service, SMALL, { query: "?id=mine" })).status).toBe(409);
    let isAsked = false;
    let last: Record<string, unknown> | undefined;
    for await (const { event, data } of eventsOf(response)) {
      if (event === "progress" && data.valueUsd !== null && !isAsked) {
        isAsked = true;
        const stopped = await fetch(`${service.url}/plans/mine`, { method: "DELETE" });
        expect(stopped.status).toBe(204);
      }
      last = data;
    }
    expect(last).toMatchObject({ schema: "megalloc/plan@1", stopReason: "cancelled", status: "feasible" });
    const gone = await fetch(`${service.url}/plans/mine`, { method: "DELETE" });
    expect([gone.status, gone.headers.get("content-type")]).toEqual([404, "application/problem+json; charset=utf-8"]);
  });

  it("stops the solve of a client that leaves", async () => {
    const before = optimizer.stats().cancelled;
    await postAndLeave(service, JSON.stringify(longPortfolio()), ENDLESS, 300);
    await untilIdle(optimizer);
    expect(optimizer.stats().cancelled).toBe(before + 1);
  });

  it("answers 503 when the queue is full, streams included, and goes on", async () => {
    const leave = new AbortController();
    const kept = Array.from({ length: 4 }, () =>
      postPlan(service, longPortfolio(), { query: ENDLESS, signal: leave.signal }).catch(() => undefined),
    );
    while (optimizer.stats().waiting < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    for (const accept of ["application/json", "text/event-stream"]) {
      const refused = await postPlan(service, SMALL, { headers: { accept } });
      expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
      expect(await refused.json()).toMatchObject({ status: 503, detail: expect.stringContaining("the queue is full") });
    }
    leave.abort();
    await Promise.all(kept);
    await untilIdle(optimizer);
    expect((await postPlan(service, SMALL, { query: "?moveLimit=5" })).status).toBe(200);
  });

  it("answers many at once: none lost, none wrong, and the same for all", async () => {
    const many = createOptimizer({ workers: 2, queueLimit: 60 });
    const crowded = await startedService({ optimizer: many });
    try {
      const answers = await Promise.all(
        Array.from({ length: 60 }, async () => {
          const response = await postPlan(crowded, SMALL, { query: "?moveLimit=5" });
          return [response.status, (await response.json()) as Plan] as const;
        }),
      );
      expect(answers.map(([status]) => status)).toEqual(answers.map(() => 200));
      const values = answers.map(([, plan]) => {
        expect(auditPlan(SMALL, plan)).toMatchObject({ feasible: true, statedValueOk: true, statedNpvOk: true });
        return plan.objective.valueUsd;
      });
      expect(new Set(values).size).toBe(1);
      expect(many.stats()).toMatchObject({ solved: 60, failed: 0, running: 0, waiting: 0 });
    } finally {
      await crowded.close();
      await many.close();
    }
  });

  it("answers a client that is still sending: what it refuses it reads to the end", async () => {
    // A reset connection would lose the answer of some of them.
    const body = hugeText(10_000_000);
    const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await postPlan(service, body)).status));
    expect(statuses).toEqual(statuses.map(() => 413));
  });

  it("survives a storm of clients that leave at random", async () => {
    const body = JSON.stringify(SMALL);
    let state = 12_345; // seed
    const random = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    await Promise.all(Array.from({ length: 60 }, () => postAndLeave(service, body, ENDLESS, random() * 400)));
    await untilIdle(optimizer);
    const { running, waiting, busyWorkers } = optimizer.stats();
    expect([running, waiting, busyWorkers]).toEqual([0, 0, 0]);
    expect((await postPlan(service, SMALL, { query: "?moveLimit=5" })).status).toBe(200);
  });

  it.each([
    ["10 MB", () => hugeText(10_000_000), 413, "Too large"],
    ["cut off", () => JSON.stringify(SMALL).slice(0, -2), 400, "cut off"],
    ["nothing", () => "", 400, ""],
    ["no JSON", () => "portfolio: west", 400, "expected a value"],
    ["deep", () => "[".repeat(100_000), 400, "deep"],
    ["no portfolio", () => "{}", 422, "schema"],
    ["a wrong field", () => JSON.stringify({ ...SMALL, name: 7 }), 422, "7"],
    ["a key of every object", () => `{"__proto__":{"polluted":1},${JSON.stringify(SMALL).slice(1)}`, 422, "__proto__"],
    [
      "a constructor",
      () => `{"constructor":{"prototype":{"polluted":1}},${JSON.stringify(SMALL).slice(1)}`,
      422,
      "constructor",
    ],
  ])("answers a problem to a body with %s", async (_, body, status, says) => {
    const response = await postPlan(service, body());
    expect([response.status, response.headers.get("content-type")]).toEqual([
      status,
      "application/problem+json; charset=utf-8",
    ]);
    const text = await response.text();
    expect(text).toContain(says);
    const problem = JSON.parse(text) as { status: number; problems?: unknown[] };
    expect(problem.status).toBe(status);
    if (status === 422) {
      const found = { path: expect.any(String), subject: expect.any(String), hint: expect.any(String) };
      expect(problem.problems).toContainEqual(expect.objectContaining(found));
    }
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it.each([
    ["?gap=x", "a number"],
    ["?gap=", "a number"],
    ["?gap=2", "at most 1"],
    ["?seed=1.5", "whole"],
    ["?timeLimitMs=60001", "at most 60000"],
    ["?threads=3", "at most 2"],
    ["?moves=3", "timeLimitMs"],
    ["?id=a%20b", "letters"],
    ["?__proto__=1", ""],
  ])("answers 400 to %s", async (query, says) => {
    const response = await postPlan(service, SMALL, { query });
    expect(response.status).toBe(400);
    expect(((await response.json()) as { detail: string }).detail).toContain(says);
  });

  it("answers 415 to other types and 404 to other paths, as problems", async () => {
    const other = await postPlan(service, SMALL, { headers: { "content-type": "text/plain" } });
    expect([other.status, ((await other.json()) as { title: string }).title]).toEqual([415, "Unsupported media type"]);
    const nowhere = await fetch(`${service.url}/nowhere`);
    expect([nowhere.status, ((await nowhere.json()) as { status: number }).status]).toEqual([404, 404]);
  });

  it("describes itself: what it answers is what OpenAPI says", async () => {
    const api = (await (await fetch(`${service.url}/openapi.json`)).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { parameters?: { name: string; schema: object }[] }>>;
      components: { schemas: Record<string, object> };
    };
    expect(api.openapi).toBe("3.1.0");
    expect(Object.keys(api.paths)).toEqual(["/plans", "/plans/{id}", "/healthz", "/openapi.json"]);
    const parameters = api.paths["/plans"].post.parameters!;
    expect(parameters.find(({ name }) => name === "timeLimitMs")!.schema).toMatchObject({
      type: "number",
      maximum: 60_000,
    });
    const ajv = new Ajv2020({ strict: false });
    const { Plan: planSchema, Portfolio: portfolioSchema, Problem: problemSchema } = api.components.schemas;
    const plan = await (await postPlan(service, SMALL, { query: "?moveLimit=5" })).json();
    expect(ajv.validate(planSchema, plan), ajv.errorsText()).toBe(true);
    expect(ajv.validate(portfolioSchema, SMALL), ajv.errorsText()).toBe(true);
    expect(ajv.validate(problemSchema, await (await postPlan(service, "{}")).json()), ajv.errorsText()).toBe(true);
  });
});

describe.skipIf(!isBuilt)("a service with a token", () => {
  const token = "0123456789abcdef";

  it("answers who has it, and tells everybody that it is well", async () => {
    const service = await startedService({ token });
    try {
      const status = async (authorization?: string) =>
        (await postPlan(service, "{}", { headers: authorization === undefined ? {} : { authorization } })).status;
      expect(await status()).toBe(401);
      expect(await status("Bearer 0123456789abcdeg")).toBe(401);
      expect(await status(`Basic ${token}`)).toBe(401);
      expect(await status(`Bearer ${token}`)).toBe(422);
      const refused = await fetch(`${service.url}/openapi.json`);
      expect(refused.headers.get("www-authenticate")).toContain("Bearer");
      expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    } finally {
      await service.close();
    }
  });

  it("is demanded where others could listen, and must not be guessable", async () => {
    await expect(startService({ port: 0, host: "0.0.0.0" })).rejects.toThrow("demands a token");
    await expect(startService({ port: 0, token: "short" })).rejects.toThrow("at least 16 characters");
  });

  it("is the only way in under another name", async () => {
    const { app, close } = await startedService();
    const ask = async (host: string) => (await app.inject({ url: "/healthz", headers: { host } })).statusCode;
    expect([
      await ask("127.0.0.1:80"),
      await ask("localhost"),
      await ask("[::1]:80"),
      await ask("rebound.example"),
    ]).toEqual([200, 200, 200, 403]);
    await close();
  });
});

describe("a client that does not send its request to the end", () => {
  it("is told so when its time is over, not when Node's minute for headers and half minute between looks are", async () => {
    const service = await startedService({ requestTimeoutMs: 500 });
    const { port } = new URL(service.url);
    const answered = new Promise<string>((resolve, reject) => {
      const head =
        "POST /plans HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n";
      const socket = connect(Number(port), "127.0.0.1", () => socket.write(`${head}{`));
      socket.once("data", (text) => resolve(text.toString())).once("error", reject);
    });
    expect(await answered).toMatch(/^HTTP\/1\.1 408 /);
    await service.close();
  });
});

describe.skipIf(!isBuilt)("a service that ends", () => {
  it("answers what runs with the best plan so far, and takes nothing new", async () => {
    const service = await startedService({ optimizerOptions: { workers: 1 } });
    const response = await postPlan(service, longPortfolio(), {
      query: ENDLESS,
      headers: { accept: "text/event-stream" },
    });
    let closing: Promise<void> | undefined;
    let last: Record<string, unknown> | undefined;
    for await (const { event, data } of eventsOf(response)) {
      if (event === "progress" && data.valueUsd !== null) closing ??= service.close();
      last = data;
    }
    expect(last).toMatchObject({ stopReason: "cancelled", status: "feasible" });
    await closing;
    await expect(fetch(`${service.url}/healthz`)).rejects.toThrow();
  });
});

describe.skipIf(!isBuilt)("as a plugin", () => {
  it("keeps to its prefix: the app's own routes parse and fail as before", async () => {
    const app = Fastify();
    app.post("/echo", async ({ body }) => body);
    await app.register(megallocService, { prefix: "/optimizer", optimizerOptions: { workers: 1 } });
    const echo = await app.inject({ method: "POST", url: "/echo", payload: { a: [1] } });
    expect(echo.json()).toEqual({ a: [1] });
    const planned = await app.inject({ method: "POST", url: "/optimizer/plans?moveLimit=5", payload: SMALL });
    expect(planned.statusCode).toBe(200);
    expect(auditPlan(SMALL, planned.json()).feasible).toBe(true);
    const bad = await app.inject({
      method: "POST",
      url: "/echo",
      payload: "{",
      headers: { "content-type": "application/json" },
    });
    expect([bad.statusCode, bad.headers["content-type"]]).toEqual([400, "application/json; charset=utf-8"]);
    await app.close();
  });
});
