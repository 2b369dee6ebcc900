// Portfolios without a plan: the conflicts named must have none by themselves, and one without any of their members; repairs must mend them.
import { Conflict, findConflicts, Repair } from "../../src/answers/conflicts/conflicts.ts";
import { easingsOf, Limit, lifted, limitsOf } from "../../src/answers/conflicts/limits.ts";
import { AnswerError, hasDecisions, Solver } from "../../src/answers/solver.ts";
import { Portfolio } from "../../src/portfolio/schema.ts";
import { cpuSolver, scratchSolver } from "./cpu-solver.ts";
import { ConflictRecord } from "./record.ts";
import { Effort } from "./subject.ts";

/** The ways to leave no plan, each with the largest offers signed besides the contracts that are. */
export const WAYS: Record<string, (portfolio: Portfolio) => Portfolio> = {
  "all contracts signed": (portfolio) => ({
    ...portfolio,
    contracts: portfolio.contracts
      .filter(({ id, group }) => group === undefined || id === firstOf(portfolio, group))
      .map((contract) => ({ ...contract, signed: true })),
  }),
  "a third of the contracts signed, power halved": (portfolio) => ({
    ...portfolio,
    contracts: portfolio.contracts
      .filter(({ id, group }) => group === undefined || id === firstOf(portfolio, group))
      .map((contract, k) => (k % 3 === 0 ? { ...contract, signed: true } : contract)),
    sites: portfolio.sites.map((site) => ({ ...site, firmMw: times(site.firmMw, 0.5), expansions: [] })),
  }),
  "a third of the contracts signed, a hundredth of the equity": (portfolio) => ({
    ...portfolio,
    contracts: portfolio.contracts
      .filter(({ id, group }) => group === undefined || id === firstOf(portfolio, group))
      .map((contract, k) => (k % 3 === 0 ? { ...contract, signed: true } : contract)),
    finance: {
      ...portfolio.finance,
      ...(portfolio.finance.cumulativeEquityUsd !== undefined && {
        cumulativeEquityUsd: times(portfolio.finance.cumulativeEquityUsd, 0.01),
      }),
    },
  }),
};

function firstOf(portfolio: Portfolio, group: string): string | undefined {
  return (
    portfolio.contracts.find((c) => c.group === group && c.signed) ?? portfolio.contracts.find((c) => c.group === group)
  )?.id;
}

type Series = Portfolio["sites"][number]["firmMw"];

function times(series: Series, factor: number): Series {
  if (typeof series === "number") return series * factor;
  return Object.fromEntries(Object.entries(series).map(([month, value]) => [month, value * factor]));
}

const nameOf = ({ kind, ...where }: Limit): string => [kind, ...Object.values(where)].join(" ");

const isSame = (a: Limit, b: Limit): boolean => nameOf(a) === nameOf(b);

function keeping(portfolio: Portfolio, kept: readonly Limit[]): Portfolio {
  return limitsOf(portfolio)
    .filter((limit) => !kept.some((other) => isSame(limit, other)))
    .reduce(lifted, portfolio);
}

/** Offers do not matter to feasibility; a solve ends with the first plan. */
async function verdict(portfolio: Portfolio, solver: Solver): Promise<"feasible" | "infeasible" | "undecided"> {
  const signed = { ...portfolio, contracts: portfolio.contracts.filter((contract) => contract.signed) };
  const plan = await solver(signed, undefined, ({ valueUsd }) => valueUsd !== null);
  if (hasDecisions(plan)) return "feasible";
  return plan.status === "infeasible" ? "infeasible" : "undecided";
}

/** The portfolio with the repair alone, all of the other conflicts lifted. */
function mended(portfolio: Portfolio, conflicts: readonly Conflict[], own: Conflict, repair: Repair): Portfolio {
  const others = conflicts.filter((other) => other !== own).flatMap(({ limits }) => limits);
  const alone = others.reduce(lifted, portfolio);
  const easing = easingsOf(alone, repair.limit).find(({ how }) => how === repair.how)!;
  let step = 0;
  while (easing.amountAt(step) !== repair.amount) step++;
  return easing.at(alone, step);
}

async function checked(portfolio: Portfolio, conflicts: readonly Conflict[], own: Conflict, solver: Solver) {
  let needed = 0;
  for (const limit of own.limits) {
    const rest = own.limits.filter((other) => other !== limit);
    if ((await verdict(keeping(portfolio, rest), solver)) === "feasible") needed++;
  }
  let mends = 0;
  for (const repair of own.repairs) {
    if ((await verdict(mended(portfolio, conflicts, own, repair), solver)) === "feasible") mends++;
  }
  return {
    limits: own.limits.map(nameOf),
    claimsMinimal: own.isMinimal,
    isConflict: (await verdict(keeping(portfolio, own.limits), solver)) === "infeasible",
    needed,
    repairs: own.repairs.length,
    mends,
  };
}

/** null where the portfolio has a plan all the same. */
export async function measureConflicts(
  name: string,
  given: Portfolio,
  made: string,
  effort: Effort,
): Promise<Omit<ConflictRecord, "key" | "run">> {
  const portfolio = WAYS[made](given);
  const solver = cpuSolver(effort.conflicts, effort.gap);
  const head = { kind: "conflict", portfolio: name, made } as const;
  const cost = () => ({ cpuMs: solver.cpuMs(), solves: solver.solves() });
  try {
    const { conflicts } = await findConflicts(portfolio, solver.solve);
    const spent = cost();
    const check = scratchSolver(effort.checkCpuMs, effort.checkGap);
    const all = [];
    for (const conflict of conflicts) all.push(await checked(portfolio, conflicts, conflict, check));
    return { ...head, ...spent, conflicts: all };
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error;
    return { ...head, ...cost(), conflicts: [], failure: error.message };
  }
}
