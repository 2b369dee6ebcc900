// Portfolios that no plan serves: the reason is a signed contract, or money spent already.
import { describe, expect, it } from "vitest";
import { Portfolio, PortfolioInput, portfolioSchema } from "../../src/portfolio/schema.ts";
import { solveTextbook } from "../oracle/textbook-milp.ts";
import { soundPlan } from "./plan.ts";

type ContractInput = PortfolioInput["contracts"][number];
type SiteInput = PortfolioInput["sites"][number];

const signed = (id: string, given: Partial<ContractInput> = {}): ContractInput => ({
  id,
  unit: "mw",
  quantity: 10,
  platforms: ["own"],
  usdPerUnitMonth: 150_000,
  start: { earliest: "2026-01", latest: "2026-07" },
  termMonths: 24,
  signed: true,
  ...given,
});

const site = (id: string, given: Partial<SiteInput> = {}): SiteInput => ({
  id,
  firmMw: 40,
  energy: { market: [{ share: 1, usdPerMwh: 45 }] },
  halls: [{ id: "hall", cooling: "air", pue: 1.25, builtMw: 15 }],
  ...given,
});

function portfolio(contracts: ContractInput[], given: Partial<PortfolioInput> = {}): Portfolio {
  return portfolioSchema.parse({
    schema: "megalloc/portfolio@1",
    name: "promises",
    horizon: { start: "2026-01", periods: 8, monthsPerPeriod: 3 },
    finance: { discountRate: 0.1 },
    platforms: [
      { id: "own", kwPerRack: 40, cooling: ["air"], supply: "tenant" },
      { id: "ours", kwPerRack: 50, cooling: ["air"], supply: "backlog" },
    ],
    backlog: [{ id: "lot", platform: "ours", racks: 100, arrives: "2026-04", usdPerRack: 1e6, committed: true }],
    sites: [site("a")],
    contracts,
    ...given,
  });
}

/** Each with why; the second kind takes more than a look at one contract. */
const ALONE: [string, Portfolio][] = [
  ["a hall too small", portfolio([signed("big", { quantity: 16 })])],
  ["too little firm power", portfolio([signed("c")], { sites: [site("a", { firmMw: 12, interruptibleMw: 50 })] })],
  ["no racks", portfolio([signed("c", { platforms: ["ours"] })])],
  [
    "no hall with that cooling",
    portfolio([signed("c")], { sites: [site("a", { halls: [{ id: "h", cooling: "dlc", pue: 1.1, builtMw: 50 }] })] }),
  ],
  ["no site at all", portfolio([signed("c")], { sites: [] })],
  ["a start after the horizon", portfolio([signed("c", { start: { earliest: "2028-02", latest: "2028-06" } })])],
  ["a site that is excluded", portfolio([signed("c", { placement: { excludeSites: ["a"] } })])],
  [
    "one site where two are needed",
    portfolio([signed("c", { quantity: 20, placement: { maxSites: 1 } })], { sites: [site("a"), site("b")] }),
  ],
];

const TOGETHER: [string, Portfolio][] = [
  ["two that do not fit together", portfolio([signed("c1"), signed("c2")])],
  ["many that do not fit together", portfolio(Array.from({ length: 6 }, (_, k) => signed(`c${k}`, { quantity: 4 })))],
  [
    "committed racks that equity cannot pay",
    portfolio([], { finance: { discountRate: 0.1, cumulativeEquityUsd: 99e6 } }),
  ],
  [
    "modules that equity cannot pay",
    portfolio([signed("c", { quantity: 20 })], {
      backlog: [],
      finance: { discountRate: 0.1, cumulativeEquityUsd: 1e6 },
      sites: [
        site("a", {
          halls: [
            {
              id: "hall",
              cooling: "air",
              pue: 1.25,
              build: { moduleMw: 5, maxModules: 6, capexUsdPerMw: 9e6, leadMonths: 3 },
            },
          ],
        }),
      ],
    }),
  ],
];

describe("infeasible portfolios", () => {
  it.each(ALONE)("%s", async (_, promises) => {
    expect((await solveTextbook(promises)).status).toBe("infeasible");
    const plan = await soundPlan(promises, { moveLimit: 200 }, "one contract alone");
    expect([plan.status, plan.stopReason]).toEqual(["infeasible", "infeasible"]);
  });

  it.each(TOGETHER)("%s: never a plan", async (words, promises) => {
    expect((await solveTextbook(promises)).status).toBe("infeasible");
    const plan = await soundPlan(promises, { moveLimit: 600 }, words);
    expect(["infeasible", "unknown"]).toContain(plan.status);
    console.log(`${words}: ${plan.status}`);
  });

  it("a signed contract that fits only as its last resort is served", async () => {
    const promises = portfolio([
      signed("poor", { quantity: 15, usdPerUnitMonth: 1, start: { earliest: "2026-01", latest: "2026-01" } }),
      signed("rich", { quantity: 15, usdPerUnitMonth: 300_000, signed: false }),
    ]);
    const plan = await soundPlan(promises, { moveLimit: 200 }, "a poor promise");
    expect(plan.contracts.map(({ id, accepted }) => [id, accepted])).toEqual([
      ["poor", true],
      ["rich", false],
    ]);
  });

  it("an empty portfolio is solved", async () => {
    const plan = await soundPlan(portfolio([], { sites: [] }), { moveLimit: 10 }, "nothing");
    expect([plan.status, plan.objective.valueUsd, plan.objective.boundUsd]).toEqual(["optimal", 0, 0]);
  });
});
