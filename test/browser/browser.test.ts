// megalloc in a real browser, from a folder served as it is.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { root, whyNotPacked } from "../package/packed.ts";
import { launchChromium, whyNoChromium } from "../support/chromium.ts";
import { type MegallocPage, openPage, type PageOptions, solveInPage } from "./megalloc-page.ts";

const reason = whyNotPacked() ?? whyNoChromium();
if (reason !== undefined) console.warn(`skipped: ${reason}`);

const WEST_TEXAS: unknown = JSON.parse(readFileSync(join(root, "src/examples/west-texas.json"), "utf8"));

const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
const STRICT = { "content-security-policy": "default-src 'self'" };

/** The folder a static site would serve. */
const SERVED: PageOptions = { folders: { static: join(root, "dist/browser") }, module: "/static/megalloc.js" };

describe.skipIf(reason !== undefined)("in Chromium", { timeout: 30_000 }, () => {
  let browser: Browser;
  let opened: MegallocPage | undefined;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });
  afterAll(() => browser?.close());

  const open = async (headers: Record<string, string> = {}): Promise<MegallocPage> => {
    opened = await openPage(browser, { ...SERVED, headers });
    return opened;
  };

  it.each([
    ["without cross-origin isolation", {}, false],
    ["with cross-origin isolation", ISOLATED, true],
  ])("solves in a worker and on two threads, %s", async (_, headers, isIsolated) => {
    const page = await open(headers);
    const one = await solveInPage(page, WEST_TEXAS, { moveLimit: 100 });
    expect(one).toMatchObject({ engine: { kind: "wasm" }, workerKind: "web", isAudited: true, isIsolated });
    expect(page.server.asked.filter((path) => path.endsWith("/worker-wasm.js"))).toHaveLength(1);
    const two = await solveInPage(page, WEST_TEXAS, { moveLimit: 100, threads: 2 });
    expect(two).toMatchObject({ engine: { kind: "wasm" }, workerKind: "web", isAudited: true });
    expect(page.server.asked.filter((path) => path.endsWith("/worker-wasm.js"))).toHaveLength(3);
    expect(page.complaints).toEqual([]);
  });

  it("loads neither the JS kernel nor the copies where it need not", async () => {
    const page = await open();
    await solveInPage(page, WEST_TEXAS, { moveLimit: 10 });
    expect(page.server.asked).toContain("/static/kernel.wasm");
    expect(page.server.asked.filter((path) => /-inline|worker-js|crew-inline|start-thread/.test(path))).toEqual([]);
  });

  it("does not hold up the page's own thread for 50 ms", async () => {
    const page = await open();
    // Other processes may take the processor away for a while; megalloc itself would be slow every time.
    const longest: number[] = [];
    for (let attempt = 0; attempt < 4 && (longest.at(-1) ?? 50) >= 50; attempt++) {
      longest.push((await solveInPage(page, WEST_TEXAS, { moveLimit: 300 })).longestTaskMs);
    }
    expect(Math.min(...longest)).toBeLessThan(50);
  });

  it.each([
    ["by message", {}],
    ["through shared memory", ISOLATED],
  ])("cancels within 50 ms with the best plan so far, %s", async (_, headers) => {
    const { page } = await open(headers);
    const cancel = () =>
      page.evaluate(async (value) => {
        const { auditPlan, createOptimizer, parsePortfolio } = globalThis.megalloc;
        const parsed = parsePortfolio(value);
        if (!parsed.ok) throw new Error("not a portfolio");
        const optimizer = createOptimizer({ workers: 1 });
        const controller = new AbortController();
        let abortedAt = Number.POSITIVE_INFINITY;
        const plan = await optimizer.solve(parsed.portfolio, {
          gap: 0,
          timeLimitMs: 20_000,
          progressIntervalMs: 0,
          signal: controller.signal,
          onProgress: ({ valueUsd }) => {
            if (valueUsd === null || controller.signal.aborted) return;
            abortedAt = performance.now();
            controller.abort();
          },
        });
        const tookMs = performance.now() - abortedAt;
        await optimizer.close();
        const { stopReason, objective } = plan;
        const isAudited = auditPlan(parsed.portfolio, plan).feasible;
        return { stopReason, hasValue: objective.valueUsd !== null, isAudited, tookMs };
      }, WEST_TEXAS);
    const took: number[] = [];
    for (let attempt = 0; attempt < 4 && (took.at(-1) ?? 50) >= 50; attempt++) {
      const { tookMs, ...outcome } = await cancel();
      expect(outcome).toEqual({ stopReason: "cancelled", hasValue: true, isAudited: true });
      took.push(tookMs);
    }
    expect(Math.min(...took)).toBeLessThan(50);
  });

  it("streams progress: values rise, bounds fall", async () => {
    const { page } = await open();
    const told = await page.evaluate(async (value) => {
      const { createOptimizer, parsePortfolio } = globalThis.megalloc;
      const parsed = parsePortfolio(value);
      if (!parsed.ok) throw new Error("not a portfolio");
      const optimizer = createOptimizer();
      const solving = optimizer.solve(parsed.portfolio, { moveLimit: 200, progressIntervalMs: 0 });
      const seen: { valueUsd: number | null; boundUsd: number | null }[] = [];
      for await (const { valueUsd, boundUsd } of solving) seen.push({ valueUsd, boundUsd });
      const plan = await solving;
      await optimizer.close();
      return { seen, valueUsd: plan.objective.valueUsd };
    }, WEST_TEXAS);
    const values = told.seen.flatMap(({ valueUsd }) => (valueUsd === null ? [] : [valueUsd]));
    const bounds = told.seen.flatMap(({ boundUsd }) => (boundUsd === null ? [] : [boundUsd]));
    expect(values.length).toBeGreaterThan(0);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(bounds).toEqual([...bounds].sort((a, b) => b - a));
    expect(values.at(-1)! / told.valueUsd!).toBeCloseTo(1, 9);
  });

  it("falls back to the JS kernel under a strict content security policy, and says so", async () => {
    const page = await open(STRICT);
    await page.page.evaluate(() => {
      const blocked: string[] = [];
      Object.assign(globalThis, { blocked });
      document.addEventListener("securitypolicyviolation", ({ blockedURI }) => blocked.push(blockedURI));
    });
    const solved = await solveInPage(page, WEST_TEXAS, { moveLimit: 30 });
    expect(solved).toMatchObject({
      engine: { kind: "js", fallbackReason: expect.stringMatching(/WebAssembly.*Content Security Policy/i) },
      workerKind: "web",
      isAudited: true,
    });
    // Nothing but WebAssembly was tried: no generated code.
    const blocked = await page.page.evaluate(() => (globalThis as unknown as { blocked: string[] }).blocked);
    expect(new Set(blocked)).toEqual(new Set(["wasm-eval"]));
  });

  it("solves on its own thread where it may not start workers, still without holding it up", async () => {
    const page = await open({ "content-security-policy": "script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'" });
    const solved = await solveInPage(page, WEST_TEXAS, { moveLimit: 30 });
    expect(solved).toMatchObject({ engine: { kind: "wasm" }, workerKind: "inline", isAudited: true });
  });

  it("works as one file: kernel and worker inside", async () => {
    opened = await openPage(browser, { folders: { one: join(root, "dist/inline") }, module: "/one/megalloc.js" });
    const solved = await solveInPage(opened, WEST_TEXAS, { moveLimit: 30, threads: 2 });
    expect(solved).toMatchObject({ engine: { kind: "wasm" }, workerKind: "web", isAudited: true });
    expect(opened.server.asked).toEqual(["/", "/page.js", "/one/megalloc.js"]);
  });
});
