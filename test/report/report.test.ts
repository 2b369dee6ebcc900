// The report as text: self-contained, complete, and safe whatever the names in a portfolio are.
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { baselines } from "../../src/answers/compare/baselines.ts";
import { auditPlan } from "../../src/plan/audit.ts";
import { planSections } from "../../src/plan/sections.ts";
import type { Portfolio } from "../../src/portfolio/schema.ts";
import { planWorkbook } from "../../src/report/plan-workbook.ts";
import { contractReasons } from "../../src/report/reasons.ts";
import { reportHtml } from "../../src/report/report.ts";
import { countingSolver, planOf, portfolioOf, TWO_SITES } from "../answers/two-sites.ts";

const portfolio = portfolioOf(TWO_SITES);
const plan = await planOf(portfolio);
const HISTORY = [
  { elapsedMs: 5, valueUsd: null, boundUsd: 1.2e8 },
  { elapsedMs: 20, valueUsd: 9e7, boundUsd: 1.1e8 },
  { elapsedMs: 90, valueUsd: plan.objective.valueUsd, boundUsd: plan.objective.boundUsd },
];

function page(asked: Portfolio, made = plan, beside: Parameters<typeof reportHtml>[0]["baselines"] = []) {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const text = reportHtml({
    portfolio: asked,
    plan: made,
    baselines: beside,
    document: document as unknown as Document,
  });
  return { text, document: parseHTML(text).document as unknown as Document };
}

const figuresOf = (document: Document): string[] =>
  [...document.querySelectorAll("figure h3, figure h4")].map((heading) => heading.textContent ?? "");

describe("the report", () => {
  it("needs nothing but itself", () => {
    const { text } = page(portfolio);
    expect(text).not.toMatch(/<script|<link|<img|@import|url\(|src=/i);
    expect(text.replaceAll("http://www.w3.org/", "")).not.toMatch(/https?:/);
    expect(text.startsWith("<!doctype html>")).toBe(true);
  });

  it("shows every chart the plan has, each with a table of its figures and words for those who do not see it", async () => {
    const { document } = page(
      portfolio,
      { ...plan, history: HISTORY },
      await baselines(portfolio, plan, countingSolver()),
    );
    const figures = figuresOf(document);
    for (const title of [
      "Where the value comes from",
      "Revenue and EBITDA",
      "Cash and debt",
      "north: megawatts",
      "north: builds",
      "south: megawatts",
      "own-rack: racks",
      "What one more",
      "How sure",
    ]) {
      expect(
        figures.some((figure) => figure.startsWith(title)),
        title,
      ).toBe(true);
    }
    const drawings = [...document.querySelectorAll("figure svg")];
    expect(drawings).toHaveLength(2 * figures.length);
    for (const svg of drawings) {
      expect(svg.getAttribute("role")).toBe("img");
      expect((svg.getAttribute("aria-label") ?? "").length).toBeGreaterThan(10);
      expect(svg.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
    }
    expect(document.querySelectorAll("figure table tbody tr").length).toBeGreaterThan(40);
    expect(document.getElementById("compare")).not.toBeNull();
  });

  it("gives every contract a decision and a reason", () => {
    const rows = [...page(portfolio).document.querySelectorAll(".decisions tbody tr")];
    expect(rows).toHaveLength(portfolio.contracts.length);
    const refused = rows.find((row) => row.textContent?.includes("lease-c"))!;
    expect(refused.textContent).toMatch(/refused/);
    expect(refused.querySelector(".reason")!.textContent!.length).toBeGreaterThan(20);
  });

  it("writes names as text, whatever they hold", () => {
    const evil = '<script>alert("x")</script>&"\'';
    const named = {
      ...portfolio,
      name: evil,
      sites: portfolio.sites.map((site) => (site.id === "north" ? { ...site, id: evil } : site)),
      contracts: portfolio.contracts.map((contract) => ({ ...contract, customer: evil })),
    };
    const made = {
      ...plan,
      contracts: plan.contracts.map((decision) => ({
        ...decision,
        ...(decision.placements && {
          placements: decision.placements.map((place) => (place.site === "north" ? { ...place, site: evil } : place)),
        }),
      })),
      builds: plan.builds.map((build) => ({ ...build, site: evil })),
    };
    const { text, document } = page(named, { ...made, ...planSections(auditPlan(named, made)) });
    expect(text).not.toContain("<script");
    expect(document.querySelector("h1")!.textContent).toBe(evil);
  });

  it("is drawn for a plan that does nothing at all", () => {
    const nothing = {
      ...plan,
      contracts: plan.contracts.map(({ id }) => ({ id, accepted: false })),
      builds: [],
      orders: [],
      debt: [],
    };
    const { prices: _, ...idle } = { ...nothing, ...planSections(auditPlan(portfolio, nothing)) };
    const { document, text } = page(portfolio, idle);
    expect(text).not.toMatch(/NaN|undefined/);
    expect(figuresOf(document)).toContain("north: megawatts by use");
    expect(document.body.textContent).toContain("Nothing has a price");
  });
});

describe("reasons", () => {
  it("name the rival of the group, the lack of a hall, and what the resources are worth to others", () => {
    const changed = portfolioOf({
      ...TWO_SITES,
      contracts: TWO_SITES.contracts.map((contract) => {
        if (contract.id === "lease-a") return { ...contract, group: "one" };
        if (contract.id === "cloud") return { ...contract, placement: { maxPue: 1.1 } };
        return contract.id === "lease-c" ? { ...contract, group: "one" } : contract;
      }),
    });
    const without = {
      ...plan,
      contracts: plan.contracts.map((d) => (d.id === "cloud" ? { id: "cloud", accepted: false } : d)),
    };
    const reasons = new Map(contractReasons(changed, without).map(({ contract, text }) => [contract, text]));
    expect(reasons.get("lease-c")).toMatch(/lease-a of the same group is taken/);
    expect(reasons.get("cloud")).toMatch(/No hall/);
    const dear = new Map(contractReasons(portfolio, plan).map(({ contract, text }) => [contract, text]));
    expect(dear.get("lease-c")).toMatch(/are worth \$[\d.]+M to others|stand in the way/);
    expect(dear.get("lease-b")).toMatch(/after energy and upkeep/);
  });
});

describe("the workbook", () => {
  const workbook = planWorkbook(portfolio, plan);
  const rowsOf = (name: string) => workbook.find((sheet) => sheet.name === name)!.rows;

  it("has units in the headings and figures as numbers", () => {
    for (const { name, rows } of workbook) {
      const [head, ...body] = rows;
      expect(new Set(head).size, name).toBe(head.length);
      for (const row of body) expect(row, name).toHaveLength(head.length);
      head.forEach((title, column) => {
        const cells = body.map((row) => row[column]).filter((cell) => cell !== null);
        if (!/USD|MW|racks\)|share\)/.test(String(title))) return;
        expect(
          cells.every((cell) => typeof cell === "number"),
          `${name}: ${title}`,
        ).toBe(true);
      });
    }
  });

  it("adds up to the audit's figures", () => {
    const column = (name: string, title: string): number => {
      const [head, ...body] = rowsOf(name);
      const at = head.indexOf(title);
      return body.reduce((sum, row) => sum + Number(row[at] ?? 0), 0);
    };
    const { value, capital } = auditPlan(portfolio, plan);
    expect(column("value by source", "value (USD, discounted)")).toBeCloseTo(value.valueUsd, 0);
    expect(column("cash", "capex (USD)")).toBeCloseTo(
      capital.capexUsd.reduce((a, b) => a + b, 0),
      2,
    );
    expect(rowsOf("contracts")).toHaveLength(portfolio.contracts.length + 1);
    expect(column("placements", "size (IT MW)")).toBeCloseTo(24.8, 6);
  });
});
