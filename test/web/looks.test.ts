// How the page bears up: axe in light and dark and on a phone, nothing wider than the window, the first plan soon, and a portfolio of 100
// sites and 1000 contracts without holding up the page's own thread.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { TWO_SITES } from "../answers/two-sites.ts";
import { launchChromium } from "../support/chromium.ts";
import { exampleText, openFile, openPlanner, type PlannerPage, untilPlanned, whyNoPage } from "./planner-page.ts";

const reason = whyNoPage();
if (reason !== undefined) console.warn(`skipped: ${reason}`);

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface AxeResult {
  violations: { id: string; impact: string | null; nodes: { html: string }[] }[];
}

async function expectNoViolations(page: Page, where: string): Promise<void> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResult>("axe.run()");
  expect(violations.map(({ id, impact, nodes }) => `${where}: ${impact} ${id}: ${nodes[0].html}`)).toEqual([]);
}

const overflowPx = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** The example times twenty-five: 100 sites and 1008 contracts. */
function largePortfolio(): string {
  const { sites, contracts, horizon, ...rest } = JSON.parse(exampleText("west-texas"));
  const many = (items: { id: string }[], times: number) =>
    Array.from({ length: times }, (_, k) => items.map((item) => ({ ...item, id: `${item.id}-${k}` }))).flat();
  const offers = contracts.map(({ signed: _, group: __, placement: ___, ...offer }: Record<string, unknown>) => offer);
  // Fewer periods: the solve is not what is tried here.
  return JSON.stringify({
    ...rest,
    horizon: { ...horizon, periods: 8 },
    sites: many(sites, 25),
    contracts: many(offers, 72),
  });
}

/** Processor time of the page's own thread so far, milliseconds: other processes' share of the machine is not in it. */
async function threadClock(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
  };
}

/** Go through the list a screen at a time; the most processor time a screen took, and the most rows that ever existed. */
async function scrollThrough(
  page: Page,
  clock: () => Promise<number>,
): Promise<{ screens: number; mostMs: number; mostRows: number }> {
  const list = page.locator(".virtual");
  const heightPx = await list.evaluate((element) => element.scrollHeight);
  let mostMs = 0;
  let mostRows = 0;
  let screens = 0;
  for (let top = 0; top < heightPx; top += 2500) {
    const before = await clock();
    const rows = await list.evaluate(async (element, to) => {
      element.scrollTop = to;
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      return element.querySelectorAll("tr").length;
    }, top);
    mostMs = Math.max(mostMs, (await clock()) - before);
    mostRows = Math.max(mostRows, rows);
    screens++;
  }
  return { screens, mostMs, mostRows };
}

const VIEWS = [
  "plan",
  "contracts",
  "contracts/anthropic-245",
  "sites/odessa",
  "scarce",
  "questions",
  "inputs/sites%5B0%5D",
];

describe.skipIf(reason !== undefined)("the planner page in Chromium", { timeout: 120_000 }, () => {
  let browser: Browser;
  let opened: PlannerPage | undefined;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });
  afterAll(() => browser?.close());

  it.each([
    ["light, at a desk", 1440, "light", VIEWS],
    ["dark, on a phone", 390, "dark", ["plan", "contracts/anthropic-245"]],
  ] as const)("%s: nothing that axe objects to, nothing wider than the window", async (_, width, colorScheme, axed) => {
    opened = await openPlanner(browser, {
      address: "?moves=20",
      context: { viewport: { width, height: 844 }, colorScheme },
    });
    const { page } = opened;
    await expectNoViolations(page, "welcome");
    expect(await overflowPx(page)).toBe(0);
    await page.getByRole("button", { name: /west-texas/ }).click();
    await untilPlanned(page);
    for (const view of VIEWS) {
      await page.evaluate((to) => {
        location.hash = `#/${to}`;
      }, view);
      // Whatever is drawn when it comes into sight, and all tables behind charts.
      await page.waitForTimeout(100);
      for (const details of await page.$$("figure details"))
        await details.evaluate((box) => box.setAttribute("open", ""));
      await page.waitForTimeout(100);
      if ((axed as readonly string[]).includes(view)) await expectNoViolations(page, view);
      expect([view, await overflowPx(page)]).toEqual([view, 0]);
    }
  });

  it("has no objections from axe to errors, answers and changes either", async () => {
    const portfolio = { name: "two-sites.json", text: JSON.stringify(TWO_SITES) };
    opened = await openPlanner(browser, { portfolio, address: "?moves=20&open=two-sites.json#/contracts/lease-c" });
    const { page } = opened;
    await untilPlanned(page);
    await page.getByRole("button", { name: "Explain", exact: true }).click();
    await page.locator(".answer").waitFor();
    await expectNoViolations(page, "an answer");
    const price = page.getByLabel("Price (USD per unit-month)");
    await price.fill("no price");
    await price.press("Enter");
    await page.locator(".field.wrong").waitFor();
    await expectNoViolations(page, "an error beside its field");
    await price.fill("220k");
    await price.press("Enter");
    await page.getByRole("link", { name: /what changed/ }).click();
    await page.locator(".edits").waitFor();
    await expectNoViolations(page, "what changed");
  });

  it("shows the first plan of the example within 2 s of loading", async () => {
    const took: number[] = [];
    // Other processes may take the processor away for a while; the page itself would be slow every time.
    for (let attempt = 0; attempt < 4 && (took.at(-1) ?? 2000) >= 2000; attempt++) {
      await opened?.close();
      opened = await openPlanner(browser, { address: "?example=west-texas" });
      const ms = await opened.page.waitForFunction(() => document.querySelector(".cards") && performance.now());
      took.push(Number(await ms.jsonValue()));
    }
    console.info(`first plan after ${took.map((ms) => Math.round(ms)).join(", ")} ms`);
    expect(Math.min(...took)).toBeLessThan(2000);
  });

  it("keeps its thread free with 100 sites and 1000 contracts", async () => {
    opened = await openPlanner(browser, { address: "?moves=1" });
    const { page } = opened;
    const clock = await threadClock(page);
    await openFile(page, "large.json", largePortfolio());
    await untilPlanned(page);
    const openingMs = await clock();
    await page.evaluate(() => {
      location.hash = "#/contracts";
    });
    await page.locator(".virtual .row").first().waitFor();
    expect(await page.locator(".filters [role=status]").innerText()).toBe("1,008 of 1,008");
    const { screens, mostMs, mostRows } = await scrollThrough(page, clock);
    // Only what is in sight exists.
    expect(mostRows).toBeLessThan(80);
    expect(screens).toBeGreaterThan(15);
    expect(mostMs).toBeLessThan(50);
    const last = page.locator(".virtual .row a").last();
    const before = await clock();
    await last.click();
    await page.locator(".detail .form").waitFor();
    const pickingMs = (await clock()) - before;
    const figures = { openingMs, mostMs, pickingMs };
    console.info(`100 sites, 1008 contracts: ${JSON.stringify(figures)} of the page's thread`);
    expect(pickingMs).toBeLessThan(200);
  });

  it("moves the selection by arrow keys", async () => {
    opened = await openPlanner(browser, { address: "?moves=20&example=west-texas#/contracts" });
    const { page } = opened;
    await untilPlanned(page);
    await page.locator(".virtual").focus();
    await page.keyboard.press("ArrowDown");
    const first = await page.locator(".row.selected a").innerText();
    await page.keyboard.press("ArrowDown");
    const second = await page.locator(".row.selected a").innerText();
    expect(second).not.toBe(first);
    await page.keyboard.press("ArrowUp");
    expect(await page.locator(".row.selected a").innerText()).toBe(first);
    expect(await page.locator(".detail h2").innerText()).toContain(first.split(" ")[0]);
  });
});
