// The report in Chromium: axe finds nothing serious, in light and dark and on a phone, and no page is wider than its window.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parseHTML } from "linkedom";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { baselines } from "../../src/answers/compare/baselines.ts";
import { reportHtml } from "../../src/report/report.ts";
import { countingSolver, planOf, portfolioOf, TWO_SITES } from "../answers/two-sites.ts";
import { launchChromium, whyNoChromium } from "../support/chromium.ts";

const reason = whyNoChromium();
if (reason !== undefined) console.warn(`skipped: ${reason}`);

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface AxeResult {
  violations: { id: string; impact: string | null; nodes: { html: string }[] }[];
}

describe.skipIf(reason !== undefined)("the report in Chromium", { timeout: 60_000 }, () => {
  let browser: Browser;
  let text: string;
  beforeAll(async () => {
    browser = await launchChromium();
    const portfolio = portfolioOf(TWO_SITES);
    const plan = await planOf(portfolio);
    const history = [
      { elapsedMs: 5, valueUsd: 9e7, boundUsd: 1.2e8 },
      { elapsedMs: 50, valueUsd: plan.objective.valueUsd, boundUsd: plan.objective.boundUsd },
    ];
    const { document } = parseHTML("<!doctype html><html><body></body></html>");
    const beside = await baselines(portfolio, plan, countingSolver());
    text = reportHtml({
      portfolio,
      plan: { ...plan, history },
      baselines: beside,
      document: document as unknown as Document,
    });
  });
  afterAll(() => browser?.close());

  it.each([
    ["light, at a desk", 1280, "light"],
    ["dark, at a desk", 1280, "dark"],
    ["on a phone", 390, "light"],
  ] as const)("%s: nothing that axe objects to, nothing wider than the window", async (_, width, colorScheme) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.setContent(text);
    for (const details of await page.$$("details"))
      await details.evaluate((element) => element.setAttribute("open", ""));
    await page.addScriptTag({ content: AXE });
    const { violations } = await page.evaluate<AxeResult>("axe.run()");
    expect(violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0].html}`)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    const shown = await page.$$eval(
      "figure svg",
      (drawings) => drawings.filter((svg) => svg.getBoundingClientRect().width > 0).length,
    );
    expect(shown).toBe(await page.$$eval("figure", (figures) => figures.length));
    expect(asked).toEqual([]);
    await context.close();
  });
});
