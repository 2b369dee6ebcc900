// The built planner page, served as `megalloc ui` serves it, in Chromium.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { type PageServer, servePage } from "../../src/cli/page-server.ts";
import { root } from "../package/packed.ts";
import { whyNoChromium } from "../support/chromium.ts";

/** Says why when the page cannot be tried here. */
export function whyNoPage(): string | undefined {
  if (!existsSync(join(root, "dist/web/index.html"))) return "dist/web is not built (npm run build)";
  return whyNoChromium();
}

export const exampleText = (name: string): string => readFileSync(join(root, `src/examples/${name}.json`), "utf8");

export interface PlannerPage {
  readonly page: Page;
  readonly server: PageServer;
  /** Errors and warnings of the console, and errors that nobody caught. */
  readonly complaints: string[];
  close(): Promise<void>;
}

export interface PlannerOptions {
  /** What follows the slash, such as "?example=west-texas". */
  address?: string;
  context?: BrowserContextOptions;
  portfolio?: { name: string; text: string };
}

export async function openPlanner(browser: Browser, options: PlannerOptions = {}): Promise<PlannerPage> {
  const { address = "", context: contextOptions = {}, portfolio } = options;
  const server = await servePage({ port: 0, ...(portfolio && { portfolio }) });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...contextOptions });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`${server.origin}/${address}`);
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

/** Open files as the button does. */
export async function openFile(page: Page, name: string, text: string): Promise<void> {
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
}

/** Wait until the plan is found and compared with its baselines: nothing runs any more. */
export async function untilPlanned(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector(".status button.main") === null &&
      [...document.querySelectorAll(".status button")].some((button) => button.textContent === "Search on"),
    undefined,
    { timeout: 60_000 },
  );
}

/** Words of the bar that says how the solve went. */
export async function statusText(page: Page): Promise<string> {
  return (await page.locator(".status [role=status]").innerText()).trim();
}
