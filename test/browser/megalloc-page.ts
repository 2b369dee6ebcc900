// A page with megalloc in it, in Chromium, and what tests do there.
import { type Browser, type Page } from "playwright-core";
import type * as Megalloc from "../../src/index.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { type StaticServer, serveFolders } from "../support/static-server.ts";

declare global {
  /** The module under test, in the page. */
  var megalloc: typeof Megalloc;
}

export interface MegallocPage {
  readonly page: Page;
  readonly server: StaticServer;
  /** Messages on the page's console and errors that nobody caught. */
  readonly complaints: string[];
  close(): Promise<void>;
}

export interface PageOptions {
  folders: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  /** URL of the page's script; without one, `module` is imported and put where `megalloc` is expected. */
  script?: string;
  /** URL of the module under test. */
  module?: string;
}

/** Open a page and wait for its script. */
export async function openPage(browser: Browser, options: PageOptions): Promise<MegallocPage> {
  const { folders, headers = {}, module = "/megalloc.js", script = "/page.js" } = options;
  const html =
    '<!doctype html><html lang="en"><title>megalloc</title><link rel="icon" href="data:,">' +
    `<script type="module" src="${script}"></script></html>`;
  const own = `import * as megalloc from "${module}";\nglobalThis.megalloc = megalloc;\n`;
  const server = await serveFolders(folders, { pages: { "/": html, "/page.js": own }, headers });
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`${server.origin}/`);
  await page
    .waitForFunction(() => globalThis.megalloc !== undefined, undefined, { timeout: 20_000 })
    .catch(() => {
      throw new Error(`the page did not load its script: ${complaints.join("; ")}`);
    });
  return {
    page,
    server,
    complaints,
    async close() {
      await context.close();
      await server.close();
    },
  };
}

export interface SolvedInPage {
  engine: Plan["engine"];
  workerKind: string;
  status: string;
  isAudited: boolean;
  isIsolated: boolean;
  /** Milliseconds of the longest task of the page's own thread meanwhile. */
  longestTaskMs: number;
}

/** Parse, solve and audit `input` in the page. */
export function solveInPage(
  { page }: Pick<MegallocPage, "page">,
  input: unknown,
  options: { moveLimit: number; threads?: number },
): Promise<SolvedInPage> {
  return page.evaluate(
    async ([value, solveOptions]) => {
      const { auditPlan, createOptimizer, formatProblems, parsePortfolio } = globalThis.megalloc;
      const parsed = parsePortfolio(value);
      if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
      let longestTaskMs = 0;
      const tasks = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration);
      });
      const optimizer = createOptimizer({ workers: 2 });
      // What came before (loading, parsing) is not the solve's.
      await new Promise((resolve) => setTimeout(resolve, 100));
      tasks.observe({ type: "longtask" });
      const plan = await optimizer.solve(parsed.portfolio, solveOptions);
      await new Promise((resolve) => setTimeout(resolve, 50));
      tasks.disconnect();
      const { workerKind } = optimizer.stats();
      await optimizer.close();
      return {
        engine: plan.engine,
        workerKind,
        status: plan.status,
        isAudited: auditPlan(parsed.portfolio, plan).feasible,
        isIsolated: crossOriginIsolated,
        longestTaskMs,
      };
    },
    [input, options] as const,
  );
}
