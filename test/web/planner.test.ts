// The planner page in a real browser, along the ways people take through it.
import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { auditPlan } from "../../src/plan/audit.ts";
import { readPlanText } from "../../src/plan/read-plan.ts";
import { readPortfolioText } from "../../src/resolve/read-portfolio.ts";
import { TWO_SITES } from "../answers/two-sites.ts";
import { launchChromium } from "../support/chromium.ts";
import {
  exampleText,
  openFile,
  openPlanner,
  type PlannerOptions,
  type PlannerPage,
  statusText,
  untilPlanned,
  whyNoPage,
} from "./planner-page.ts";

const reason = whyNoPage();
if (reason !== undefined) console.warn(`skipped: ${reason}`);

/** Plans that do not depend on the machine's speed. */
const WEST_TEXAS = "?moves=20&example=west-texas";

/** Small enough for questions of many solves. */
const SMALL = { portfolio: { name: "two-sites.json", text: JSON.stringify(TWO_SITES) } };
const SMALL_OPEN = "?moves=60&open=two-sites.json";

describe.skipIf(reason !== undefined)("the planner page", { timeout: 90_000 }, () => {
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

  const open = async (options: PlannerOptions = {}): Promise<PlannerPage> => {
    opened = await openPlanner(browser, options);
    return opened;
  };

  const download = async ({ page }: PlannerPage, choice: string): Promise<string> => {
    await page.getByText("Save", { exact: true }).click();
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: choice }).click(),
    ]);
    return readFileSync((await saved.path())!, "utf8");
  };

  it("leads from an example to its plan, a contract, and the sites that serve it", async () => {
    const { page, complaints } = await open({ address: "?moves=20" });
    await page.getByRole("button", { name: /west-texas/ }).click();
    await untilPlanned(page);
    expect(await statusText(page)).toMatch(/^\$5\.\d\dB: at most [\d.]+% below the best possible/);
    await page.getByRole("heading", { name: "Against doing nothing" }).waitFor();
    expect(await page.locator(".lead").innerText()).toMatch(/^Take \d+ of 14 contracts at \d of 4 sites/);

    await page.getByRole("link", { name: "Contracts", exact: true }).click();
    await page.getByRole("link", { name: /fluidstack-168/ }).click();
    const detail = page.locator(".detail");
    expect(await detail.getByRole("heading", { level: 2 }).innerText()).toContain("fluidstack-168");
    const places = detail.getByRole("region", { name: "Where it is served" });
    const site = await places.getByRole("link").first().innerText();

    await places.getByRole("link", { name: site }).click();
    await page.getByRole("heading", { name: `${site}: megawatts by use` }).waitFor();
    await page.locator(".detail svg[role=img]").first().waitFor();
    expect(complaints).toEqual([]);
  });

  it("opens the portfolio that the server was started with, and explains a refusal", async () => {
    const { page } = await open({ ...SMALL, address: SMALL_OPEN });
    await untilPlanned(page);
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("two-sites");
    await page.getByRole("link", { name: "Contracts", exact: true }).click();
    await page.getByLabel("Which contracts").selectOption("refused");
    await page.locator(".row a").first().click();
    const detail = page.locator(".detail");
    await detail.getByRole("button", { name: "Explain", exact: true }).click();
    await detail.locator(".answer").waitFor();
    expect(await detail.locator(".answer p").first().innerText()).toMatch(
      /^Taking it would cost \$[\d.]+[MB] of value/,
    );
    const offered = Number((await page.getByLabel("Price (USD per unit-month)").inputValue()).replace(/,/g, ""));
    const priceUsd = Number((await detail.locator(".price-answer strong").innerText()).replace(/[$,]/g, ""));
    expect(priceUsd).toBeGreaterThan(offered);
    expect(await detail.locator(".price-answer").innerText()).toContain("Verified by solving again");
    await detail.getByRole("region", { name: /^It would be taken if/ }).waitFor();
  });

  it("says where a file is no JSON", async () => {
    const { page } = await open();
    await openFile(page, "broken.json", exampleText("west-texas").replace('"horizon":', '"horizon"'));
    const problems = page.getByRole("alert").filter({ hasText: "error in the portfolio" });
    await problems.waitFor();
    expect(await problems.innerText()).toMatch(/line \d+, column \d+/);
    expect(await problems.locator("pre").innerText()).toContain("^");
    // The next file is opened as if nothing had been.
    await openFile(page, "west-texas.json", exampleText("west-texas"));
    await page.locator(".cards").waitFor();
    expect(await page.getByText("error in the portfolio").count()).toBe(0);
  });

  it("shows errors beside their fields, and plans once they are mended there", async () => {
    const source = JSON.parse(exampleText("west-texas"));
    source.contracts[8].usdPerUnitMonth = "a lot";
    source.contracts[8].start.lattest = "2028-01";
    const { page } = await open({ address: "?moves=20" });
    await openFile(page, "wrong.json", JSON.stringify(source));
    await page.getByRole("heading", { name: "2 errors in the portfolio" }).waitFor();
    await page.getByRole("link", { name: "contracts[8].usdPerUnitMonth" }).click();
    const price = page.getByLabel("Price (USD per unit-month)");
    expect(await price.getAttribute("aria-invalid")).toBe("true");
    const words = await page.locator(`#${await price.getAttribute("aria-describedby")}`).innerText();
    expect(words).toContain('"a lot"');
    expect(words).toContain("contracts[8].usdPerUnitMonth");
    await price.fill("128,200");
    await price.press("Enter");
    await page.getByRole("heading", { name: "1 error in the portfolio" }).waitFor();
    expect(await price.getAttribute("aria-invalid")).toBeNull();
    await page.getByRole("button", { name: "Take lattest away" }).click();
    await untilPlanned(page);
    expect(await page.getByText("in the portfolio", { exact: false }).count()).toBe(0);
  });

  it("keeps the plan when an edit is refused, and says why beside the field", async () => {
    const { page } = await open({ address: `${WEST_TEXAS}#/contracts/amd-100` });
    await untilPlanned(page);
    const term = page.getByLabel("Term (months)");
    await term.fill("-3");
    await term.press("Enter");
    await page.getByRole("heading", { name: "1 error in the portfolio" }).waitFor();
    expect(await page.locator(".field.wrong").innerText()).toContain("-3");
    expect(await statusText(page)).toContain("before the last edit");
    expect(await page.getByRole("link", { name: /microsoft-phase-1-2/ }).count()).toBe(1);
    await page.getByRole("button", { name: "Undo edit" }).click();
    await untilPlanned(page);
    expect(await term.inputValue()).toBe("120");
  });

  it("solves again after an edit and says what moved", async () => {
    const { page } = await open({ address: `${WEST_TEXAS}#/contracts/anthropic-245` });
    await untilPlanned(page);
    const price = page.getByLabel("Price (USD per unit-month)");
    await price.fill("220k");
    await price.press("Enter");
    await page.getByRole("link", { name: /by the last edit: what changed/ }).click();
    await page.getByRole("heading", { name: "What changed" }).waitFor();
    expect(await page.locator(".edits li").innerText()).toBe(
      'contract "anthropic-245": Price (USD per unit-month) 128,200 \u2192 220,000',
    );
    const moved = page.getByRole("region", { name: /^Contracts that move/ });
    expect(await moved.getByRole("row", { name: /^anthropic-245/ }).innerText()).toContain("taken, from");
    const figures = await page.getByRole("region", { name: "The last edit in figures" }).innerText();
    expect(figures).toMatch(/Change\s+\+\$\d/);
    expect(figures).toMatch(/Keeping the old plan to the letter|The old plan no longer stands/);
    await page.getByRole("button", { name: "Undo the last edit" }).click();
    await untilPlanned(page);
    await page.goto(`${page.url().replace(/#.*/, "")}#/contracts/anthropic-245`);
    await expect.poll(() => price.inputValue()).toBe("128,200");
  });

  it("stops a solve with the best plan so far, and cancels a question", async () => {
    const { page } = await open({ address: "?moves=1000000&example=west-texas#/contracts/anthropic-245" });
    await page.waitForFunction(() => /Solving, .*\$/.test(document.querySelector(".status")?.textContent ?? ""));
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await untilPlanned(page);
    await page.getByRole("button", { name: "Explain", exact: true }).click();
    await page.getByText(/Solving again/).waitFor();
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    await page.getByText("Cancelled.").waitFor();
    // It can be asked again.
    expect(await page.getByRole("button", { name: "Explain", exact: true }).isEnabled()).toBe(true);
  });

  it("saves portfolio, plan and report", async () => {
    const planner = await open({ address: `${WEST_TEXAS}#/contracts/amd-25` });
    const { page } = planner;
    await untilPlanned(page);
    const quantity = page.getByLabel("Quantity (units)");
    await quantity.fill("26");
    await quantity.press("Enter");
    await page.getByText("by the last edit").waitFor();
    await untilPlanned(page);
    const read = readPortfolioText(await download(planner, "Portfolio (JSON)"));
    if (!read.ok) throw new Error("the portfolio that was saved is refused");
    expect(read.portfolio.contracts.find(({ id }) => id === "amd-25")?.quantity).toBe(26);
    const plan = readPlanText(read.portfolio, await download(planner, "Plan (JSON)"));
    if (!plan.ok) throw new Error("the plan that was saved is refused");
    expect(auditPlan(read.portfolio, plan.plan)).toMatchObject({ feasible: true });
    const report = await download(planner, "Report (HTML)");
    expect(report).toContain("west-texas: allocation plan");
    expect(report.match(/<svg role="img"/g)?.length).toBeGreaterThan(10);
    expect(report).not.toMatch(/<script|src="http|href="http/);
  });

  it("shares a portfolio, edits included, as a link that opens elsewhere", async () => {
    const { page, server } = await open({
      address: `${WEST_TEXAS}#/contracts/amd-25`,
      context: { permissions: ["clipboard-read", "clipboard-write"] },
    });
    await untilPlanned(page);
    const quantity = page.getByLabel("Quantity (units)");
    await quantity.fill("27");
    await quantity.press("Enter");
    await untilPlanned(page);
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByText("The link is in the clipboard").waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link.startsWith(`${server.origin}/#share=v1.`)).toBe(true);
    const other = await page.context().newPage();
    await other.goto(link.replace("/#", "/?moves=20#"));
    await untilPlanned(other);
    expect(other.url()).not.toContain("share");
    await other.evaluate(() => {
      location.hash = "#/contracts/amd-25";
    });
    expect(await other.getByLabel("Quantity (units)").inputValue()).toBe("27");
    await other.goto(`${server.origin}/?again#${link.split("#")[1].slice(0, -40)}`);
    await other.getByText(/The link is not whole/).waitFor();
  });

  it("answers what if, which risks hurt, what is simpler and what to quote", async () => {
    const { page } = await open({ ...SMALL, address: `${SMALL_OPEN}#/questions` });
    await untilPlanned(page);
    const edits = page.getByLabel("Edits, one a line");
    await edits.fill("sites[nowhere].firmMw*=0.9");
    await page.getByRole("button", { name: "Solve what if" }).click();
    const refused = page.getByRole("alert").filter({ hasText: "nowhere" });
    await refused.waitFor();
    expect(await refused.locator("pre").innerText()).toContain("^");
    await edits.fill("");
    await page.getByRole("button", { name: "Mining earns half" }).click();
    await page.getByRole("button", { name: "Building costs 20% more" }).click();
    expect(await edits.inputValue()).toBe(
      "sites[*].flexible[*].usdPerMwh*=0.5\nsites[*].halls[*].build.capexUsdPerMw+=20%",
    );
    await page.getByRole("button", { name: "Solve what if" }).click();
    const costs = page.getByRole("region", { name: "What it costs" });
    await costs.waitFor();
    expect(await costs.innerText()).toMatch(/Change\s+\u2212\$\d/);
    // The portfolio stays as it is.
    expect(await page.getByRole("link", { name: "What changed" }).count()).toBe(0);

    await page.getByLabel("Size (IT MW)").fill("3");
    await page.getByRole("button", { name: "Find the price" }).click();
    await page.getByText(/Quote at least/).waitFor();
    const quoted = Number((await page.locator(".price-answer strong").innerText()).replace(/[$,]/g, ""));
    expect(quoted).toBeGreaterThan(1000);
    await page.getByRole("button", { name: "Look for simpler plans" }).click();
    const simpler = page.getByRole("region", { name: /^Plans that give up at most 2%/ });
    await simpler.waitFor();
    expect(await simpler.getByRole("row").count()).toBe(5);
    await page.getByRole("button", { name: "Move every input" }).click();
    const risks = page.getByRole("region", { name: /^Change of value when planned again/ });
    await risks.waitFor();
    expect(await risks.getByRole("row", { name: /^energy prices/ }).innerText()).toMatch(/[+\u2212]\$/);
  });

  it("says why there is no plan, and what would mend it", async () => {
    const source = JSON.parse(exampleText("west-texas"));
    for (const site of source.sites) site.firmMw = 10;
    const { page } = await open({ address: "?moves=200" });
    await openFile(page, "too-much.json", JSON.stringify(source));
    await page.getByRole("heading", { name: "No plan is possible" }).waitFor();
    await page.getByRole("button", { name: "Find what conflicts" }).click();
    await page.getByRole("heading", { name: /^Conflict 1/ }).waitFor();
    expect(await page.locator(".answer").innerText()).toContain("microsoft-phase-1-2");
  });
});
