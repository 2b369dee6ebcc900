// The bundled examples tell what their pages say: each is solved with a budget of moves, and its story is checked on the plan.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EXAMPLES } from "../../src/examples/catalogue.ts";
import { auditPlan } from "../../src/plan/audit.ts";
import { Plan, SolvedPlan } from "../../src/plan/plan.ts";
import { formatProblems } from "../../src/portfolio/problem.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";
import { readPortfolioText } from "../../src/resolve/read-portfolio.ts";
import { solve } from "../../src/solve.ts";

const MOVES = 2000;
const GAP = 0.01;

type Source = Record<string, unknown> & { sites: Record<string, unknown>[]; contracts: Record<string, unknown>[] };

const fileText = (file: string): string => readFileSync(new URL(`../../src/examples/${file}`, import.meta.url), "utf8");

function read(name: string, change: (source: Source) => void = () => {}) {
  const source = JSON.parse(fileText(`${name}.json`)) as Source;
  change(source);
  const result = readPortfolioText(JSON.stringify(source));
  if (!result.ok) throw new Error(formatProblems(result.problems));
  return result;
}

async function planOf(portfolio: Portfolio): Promise<SolvedPlan> {
  const plan: Plan = await solve(portfolio, { moveLimit: MOVES, gap: 0.001 });
  if (plan.status !== "optimal" && plan.status !== "feasible") throw new Error(`no plan: ${plan.status}`);
  expect(auditPlan(portfolio, plan).violations).toEqual([]);
  return plan;
}

const solved = new Map<string, Promise<SolvedPlan>>();

/** The plan of an example as it stands, solved once. */
function story(name: string): Promise<SolvedPlan> {
  const known = solved.get(name) ?? planOf(read(name).portfolio);
  solved.set(name, known);
  return known;
}

const accepted = (plan: SolvedPlan): string[] => plan.contracts.flatMap(({ id, accepted }) => (accepted ? [id] : []));
const usd = (plan: SolvedPlan): number => plan.objective.valueUsd;
const sum = (values: readonly number[] = []): number => values.reduce((total, value) => total + value, 0);

function energy(plan: SolvedPlan, site: string, load: string | null): readonly number[] {
  return plan.flexible?.find((row) => row.site === site && row.load === load)?.energyMwh ?? [];
}

describe.each(EXAMPLES)("$name", ({ name, question }) => {
  it("reads without a warning and has a page that asks its question", () => {
    const { warnings, portfolio } = read(name);
    expect(formatProblems(warnings)).toBe("");
    expect(portfolio.name).toBe(name);
    const page = fileText(`${name}.md`);
    if (name !== "west-texas") expect(page).toContain(question);
    for (const { id } of portfolio.sites) expect(page.toLowerCase()).toContain(id.replaceAll("-", " ").split(" ")[0]);
  });

  it("is solved to 1 %", async () => {
    const plan = await story(name);
    expect(plan.objective.gap).toBeLessThanOrEqual(GAP);
  });
});

describe("the stories", () => {
  it("iren: mining bridges until halls are ready, and the air-cooled conversion ends it in British Columbia", async () => {
    const plan = await story("iren");
    expect(accepted(plan)).toEqual(expect.arrayContaining(["microsoft-1-2", "canada-cloud-1"]));
    const canada = energy(plan, "british-columbia", "s19-xp");
    expect(canada[0]).toBeGreaterThan(300_000);
    expect(canada.at(-1)).toBe(0);
    const texas = energy(plan, "childress", "m60s");
    expect(texas[0]).toBeGreaterThan(2 * texas.at(-1)!);
  });

  it("riot: the PPA is resold in dear hours and AMD's retrofit pays; mining stops where power has one price", async () => {
    const plan = await story("riot");
    expect(accepted(plan)).toEqual(expect.arrayContaining(["amd-25", "amd-75"]));
    expect(sum(energy(plan, "rockdale", null))).toBeGreaterThan(1e6);
    const kentucky = energy(plan, "kentucky", "s19-xp");
    expect(kentucky[0]).toBeGreaterThan(0);
    expect(kentucky.at(-1)).toBe(0);
    const bound = read("riot", ({ sites }) =>
      Object.assign(sites[0].energy as object, { ppa: { usdPerMwh: { "2026-01": 30, "2028-01": 36 } } }),
    );
    expect(usd(await planOf(bound.portfolio))).toBeLessThan(usd(plan) - 1e8);
  });

  it("terawulf: guarantees unlock builds", async () => {
    const plan = await story("terawulf");
    const guaranteed = accepted(plan).filter((id) => id.startsWith("fluidstack"));
    expect(guaranteed.length).toBeGreaterThanOrEqual(2);
    const bare = read("terawulf", ({ contracts }) => {
      for (const contract of contracts) {
        if (String(contract.id).startsWith("fluidstack")) contract.credit = { preset: "unrated", advanceRate: 0 };
      }
    });
    const without = await planOf(bare.portfolio);
    expect(sum(without.builds.map(({ modules }) => modules))).toBeLessThan(
      sum(plan.builds.map(({ modules }) => modules)),
    );
    expect(usd(without)).toBeLessThan(0.8 * usd(plan));
  });

  it("hut8: the guaranteed lease goes first; more equity adds the second", async () => {
    const plan = await story("hut8");
    expect(accepted(plan)).toContain("river-bend-245");
    expect(accepted(plan)).not.toContain("beacon-point-352");
    const rich = read("hut8", (source) => Object.assign(source.finance as object, { cumulativeEquityUsd: 6e9 }));
    expect(accepted(await planOf(rich.portfolio)).length).toBeGreaterThan(accepted(plan).length);
  });

  it("cipher: guaranteed leases are built, the rest mines and resells", async () => {
    const plan = await story("cipher");
    expect(accepted(plan)).toEqual(expect.arrayContaining(["fluidstack-168", "fluidstack-39"]));
    const resale = energy(plan, "odessa", null);
    expect(resale.at(-1)).toBeGreaterThan(2 * resale[0]);
  });

  it("coreweave: the backlog binds, halls do not", async () => {
    const plan = await story("coreweave");
    expect(plan.kpis?.chipUtilisation).toBeGreaterThan(0.9);
    expect(plan.kpis?.hallUtilisation).toBeLessThan(0.6);
    const chips = plan.prices?.filter(({ resource, usdPerUnit }) => resource === "chips" && usdPerUnit > 1000) ?? [];
    expect(chips.length).toBeGreaterThan(0);
  });

  it("lingang: submerged modules win where the PUE cap bites", async () => {
    const modules = (plan: SolvedPlan, hall: string): number =>
      sum(plan.builds.filter((build) => build.site === "lingang" && build.hall === hall).map((build) => build.modules));
    const capped = await story("lingang");
    expect(modules(capped, "subsea")).toBeGreaterThan(modules(capped, "air"));
    const free = await planOf(read("lingang", ({ sites }) => delete sites[0].pueCap).portfolio);
    expect(modules(free, "subsea")).toBeLessThan(modules(free, "air"));
    expect(usd(free)).toBeGreaterThan(usd(capped));
  });

  it("cerebras: a part of each year's 250 MW, as much as equity builds", async () => {
    const plan = await story("cerebras");
    expect(accepted(plan)).toEqual(expect.arrayContaining(["openai-2026", "openai-2028"]));
    const rich = read("cerebras", (source) => Object.assign(source.finance as object, { cumulativeEquityUsd: 2e10 }));
    expect(usd(await planOf(rich.portfolio))).toBeGreaterThan(1.05 * usd(plan));
  });

  it("pure-miner: old machines stop at the halving, and AI on the same power is worth more", async () => {
    const plan = await story("pure-miner");
    const mining = await planOf(read("pure-miner", (source) => Object.assign(source, { contracts: [] })).portfolio);
    expect(usd(mining)).toBeGreaterThan(0);
    expect(usd(plan)).toBeGreaterThan(usd(mining) + 2e7);
    const old = energy(mining, "panhandle", "s19-xp");
    expect(old[0]).toBeGreaterThan(0);
    expect(old.at(-1)).toBe(0);
    expect(energy(mining, "panhandle", "s21-xp").at(-1)).toBeGreaterThan(0);
  });

  it("latecomer: turbines bring power to the chips, and the queue's chips go where power is", async () => {
    const plan = await story("latecomer");
    expect(plan.expansions).toEqual([expect.objectContaining({ expansion: "gas-turbines" })]);
    const without = await planOf(
      read("latecomer", ({ sites }) => Object.assign(sites[1], { expansions: [] })).portfolio,
    );
    expect(usd(without)).toBeLessThan(usd(plan));
    expect(sum(plan.chips?.[0].racksInUse)).toBeGreaterThan(sum(without.chips?.[0].racksInUse));
  });
});
