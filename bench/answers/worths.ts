// One more MW, rack, module, dollar: the exact answer against a solve from scratch of the portfolio with more of it.
import { MoreOf, Resource, withMore, worthOf } from "../../src/answers/worth/worth.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";
import { cpuSolver, scratchSolver } from "./cpu-solver.ts";
import { WorthRecord } from "./record.ts";
import { AnswerBase, Effort } from "./subject.ts";

/** A year into the plan. */
const yearIn = ({ horizon }: Portfolio): string => `${Number(horizon.start.slice(0, 4)) + 1}${horizon.start.slice(4)}`;

/** One of everything the portfolio has: a MW at each site, each own platform's racks, each hall that can be built, a million dollars. */
export function asked(portfolio: Portfolio): { what: string; more: MoreOf }[] {
  const from = yearIn(portfolio);
  const one = (what: string, resource: Resource, amount = 1) => ({ what, more: { resource, amount, from } });
  return [
    ...portfolio.sites.map(({ id: site }) => one(`1 MW at ${site}`, { kind: "firmPower", site })),
    ...portfolio.sites.flatMap(({ id: site, halls }) =>
      halls
        .filter(({ build }) => build !== undefined)
        .map(({ id: hall }) => one(`1 module in ${site}/${hall}`, { kind: "module", site, hall })),
    ),
    ...portfolio.platforms
      .filter(({ supply }) => supply === "backlog")
      .map(({ id: platform }) => one(`1 rack of ${platform}`, { kind: "rack", platform })),
    ...(portfolio.finance.cumulativeEquityUsd === undefined ? [] : [one("1 M$ of equity", { kind: "equity" }, 1e6)]),
  ];
}

export async function measureWorth(
  base: AnswerBase,
  effort: Effort,
  { what, more }: { what: string; more: MoreOf },
): Promise<Omit<WorthRecord, "key" | "run">> {
  const { portfolio, plan } = base;
  const solver = cpuSolver(effort.worth, effort.gap);
  const answer = await worthOf(portfolio, plan, more, solver.solve);
  const cost = { cpuMs: solver.cpuMs(), solves: solver.solves() };
  const scratch = await scratchSolver(effort.checkCpuMs, effort.checkGap)(withMore(portfolio, more));
  const open = (value: number | null, bound: number | null): number =>
    value === null || bound === null ? Number.POSITIVE_INFINITY : bound - value;
  const after = answer.plan!.objective;
  return {
    kind: "worth",
    portfolio: base.name,
    what,
    ...cost,
    exactUsd: answer.exactUsd!,
    certainUsd: answer.certainUsd,
    pricedUsd: answer.pricedUsd,
    scratchUsd: scratch.objective.valueUsd === null ? null : scratch.objective.valueUsd - plan.objective.valueUsd,
    openUsd: open(plan.objective.valueUsd, plan.objective.boundUsd) + open(after.valueUsd, after.boundUsd),
  };
}
