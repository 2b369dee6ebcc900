import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { coloursFor, PLAIN } from "../../src/cli/colours.ts";
import { infeasibleText, renderSummary } from "../../src/cli/summary.ts";
import { plainWidth } from "../../src/cli/text-table.ts";
import { Decisions, UnsolvedPlan } from "../../src/plan/plan.ts";
import { parsePortfolio } from "../../src/portfolio/parse.ts";
import { completePlan, exampleDecisions, examplePortfolio } from "./example-plan.ts";

const PAGE = { width: 120, colours: PLAIN, warnings: [] };
const NOTHING: Decisions = { contracts: [], builds: [], expansions: [], orders: [], debt: [] };

const unsolved = (status: UnsolvedPlan["status"], stopReason: string, boundUsd: number | null): UnsolvedPlan => ({
  schema: "megalloc/plan@1",
  portfolio: "west-texas",
  status,
  stopReason,
  objective: { valueUsd: null, boundUsd, gap: null, sunkUsd: -1, npvUsd: null },
  ...NOTHING,
});

describe("the summary of a plan", () => {
  it("tells the example's best plan", async () => {
    const portfolio = examplePortfolio();
    const text = renderSummary(completePlan(portfolio, exampleDecisions()), portfolio, PAGE);
    await expect(text).toMatchFileSnapshot("golden/west-texas.txt");
  });

  it("says when the slower engine had to serve, and why", () => {
    const portfolio = examplePortfolio();
    const plan = completePlan(portfolio, exampleDecisions());
    const engine = { kind: "js", fallbackReason: "WebAssembly is forbidden by the page's policy" } as const;
    expect(renderSummary({ ...plan, engine }, portfolio, PAGE)).toContain(
      "JavaScript engine ran, for want of WebAssembly: WebAssembly is forbidden by the page's policy",
    );
    expect(renderSummary({ ...plan, engine: { kind: "wasm" } }, portfolio, PAGE)).not.toContain("JavaScript engine");
  });

  it("cuts the power table to a narrow page", async () => {
    const portfolio = examplePortfolio();
    const plan = completePlan(portfolio, exampleDecisions(), 0.0123);
    const text = renderSummary(plan, portfolio, { ...PAGE, width: 72 });
    await expect(text).toMatchFileSnapshot("golden/west-texas-narrow.txt");
    const power = text.slice(text.indexOf("Power (")).split("\n").slice(1);
    expect(plainWidth(power.join("\n"))).toBeLessThanOrEqual(72);
  });

  it("shows every period that differs on whichever table it lands", () => {
    const portfolio = examplePortfolio();
    const plan = completePlan(portfolio, exampleDecisions());
    const headings = (width: number): string[] =>
      renderSummary(plan, portfolio, { ...PAGE, width })
        .split("Power (")[1]
        .split("\n")
        .filter((line) => line.startsWith("  site "))
        .flatMap((line) => line.trim().split(/\s+/).slice(1));
    expect(headings(40)).toEqual(headings(400));
    expect(headings(400)).toContain("2028-Q2");
  });

  it("says that nothing was done when nothing was done", () => {
    const portfolio = { ...examplePortfolio(), name: "idle" };
    const text = renderSummary(completePlan(portfolio, NOTHING), portfolio, PAGE);
    expect(text).toContain("Accepted: 0 of 14 contracts (net: discounted, before capex)\n  none\n");
    expect(text).toContain("Refused: 14\n");
    expect(text).toContain("Builds, expansions and orders\n  none\n");
    expect(text).toContain("debt    none drawn");
  });

  it("does without the derived sections of a plan made elsewhere", () => {
    const portfolio = examplePortfolio();
    const { schema, portfolio: name, status, stopReason, objective } = completePlan(portfolio, exampleDecisions());
    const bare = { schema, portfolio: name, status, stopReason, objective, ...exampleDecisions() };
    const text = renderSummary(bare, portfolio, PAGE);
    expect(text).toContain("fluidstack-greenfield  2027-Q4   100%    168       sweetwater/liquid");
    expect(text).not.toContain("Power (");
    expect(text).not.toContain("Where the value comes from");
  });

  it("names periods by month when they are months", () => {
    const example = examplePortfolio();
    const portfolio = { ...example, horizon: { start: "2026-01", periods: 60, monthsPerPeriod: 1 } };
    const text = renderSummary(completePlan(portfolio, exampleDecisions()), portfolio, PAGE);
    expect(text).toContain("sweetwater/sweetwater-2: 600 MW, started 2026-01, energised 2027-10, $131.0M");
  });

  it("lets no name of the portfolio act on the terminal", () => {
    const portfolio = examplePortfolio();
    portfolio.sites[0].id = "child\u001b[2Jress";
    const decisions = JSON.parse(
      JSON.stringify(exampleDecisions()).replaceAll('"childress"', JSON.stringify(portfolio.sites[0].id)),
    ) as Decisions;
    const text = renderSummary(completePlan(portfolio, decisions), portfolio, PAGE);
    expect(text).toContain("child\\u001b[2Jress/horizon");
    expect(text).not.toContain("\u001b");
  });

  it("colours nothing but on request, and the words stay the same", () => {
    const portfolio = examplePortfolio();
    const plan = completePlan(portfolio, exampleDecisions());
    const coloured = renderSummary(plan, portfolio, { ...PAGE, colours: coloursFor({ isTTY: true }, {}) });
    expect(coloured).toContain("\u001b[32moptimal plan\u001b[39m");
    expect(stripVTControlCharacters(coloured)).toBe(renderSummary(plan, portfolio, PAGE));
  });

  it("adds up what one more unit is worth over the periods", () => {
    const portfolio = examplePortfolio();
    const plan = completePlan(portfolio, exampleDecisions());
    const at = { site: "barber-lake", unit: "MW" } as const;
    plan.prices = [
      { resource: "firmPower", ...at, month: "2027-04", usdPerUnit: 300_000 },
      { resource: "firmPower", ...at, month: "2027-07", usdPerUnit: 250_000 },
      { resource: "equity", month: "2027-01", unit: "USD", usdPerUnit: 0.1234 },
      { resource: "hall", site: "odessa", hall: "retrofit", month: "2027-01", unit: "MW", usdPerUnit: 0 },
      { resource: "chips", platform: "gb300-nvl72", month: "2027-01", unit: "rack", usdPerUnit: 1.5e6 },
    ];
    expect(renderSummary(plan, portfolio, PAGE).split("What one more is worth")[1]).toBe(
      " (discounted, throughout the horizon)\n" +
        "  chips       gb300-nvl72    $1.5M  a rack\n" +
        "  firm power  barber-lake  $550.0k  a MW\n" +
        "  equity                    $0.123  a USD\n",
    );
  });

  it("ends with the portfolio's warnings", () => {
    const result = parsePortfolio({ ...examplePortfolio(), platforms: [...examplePortfolio().platforms, SPARE] });
    if (!result.ok) throw new Error("the changed example does not parse");
    const { portfolio, warnings } = result;
    const text = renderSummary(completePlan(portfolio, NOTHING), portfolio, { ...PAGE, warnings });
    expect(text).toMatch(/warning: platform "spare" .*\[unused-platform\]/);
    expect(text.endsWith("warning\n") || text.endsWith("warnings\n")).toBe(true);
  });
});

const SPARE = { id: "spare", kwPerRack: 40, cooling: ["rear-door"], supply: "tenant", opexUsdPerRackMonth: 0 };

describe("the summary without a plan", () => {
  it("names the signed contracts of an infeasible portfolio", () => {
    const portfolio = examplePortfolio();
    const text = renderSummary(unsolved("infeasible", "infeasible", null), portfolio, PAGE);
    expect(text).toContain('no plan keeps the signed contract "microsoft-phase-1-2" (Microsoft)');
    portfolio.contracts[3].signed = true;
    expect(infeasibleText(portfolio)).toContain(
      'the 2 signed contracts "microsoft-phase-1-2" (Microsoft), "fluidstack-168" (Fluidstack)',
    );
  });

  it("points at the committed lots where nothing is signed", () => {
    const portfolio = examplePortfolio();
    portfolio.contracts[0].signed = false;
    expect(infeasibleText(portfolio)).toContain('committed lots ("gb300-phase-1", "gb300-phase-2")');
    portfolio.backlog = [];
    expect(infeasibleText(portfolio)).toBe("no plan satisfies the portfolio's limits");
  });

  it("tells what is known when time ran out", () => {
    expect(renderSummary(unsolved("unknown", "timeLimit", 6e9), examplePortfolio(), PAGE)).toBe(
      "west-texas: no plan found (time limit reached)\n\n" +
        "  bound    $6.000G  no plan is worth more\n" +
        "  give it more time, or fewer signed contracts\n",
    );
  });
});
