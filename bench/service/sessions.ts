// One price changed in a session: the solve that goes on from where the last one left off has a tenth of the time that a solve of the edited
// portfolio from nothing has, and its plan should be as good. Times are the caller's, until the audited plan is there.
import { createOptimizer } from "../../src/optimizer/create-optimizer.ts";
import type { OptimizeOptions } from "../../src/optimizer/optimizer-options.ts";
import { auditPlan } from "../../src/plan/audit.ts";
import type { Plan } from "../../src/plan/plan.ts";
import type { Portfolio } from "../../src/portfolio/schema.ts";
import { portfolioOf } from "./burst.ts";
import { sharedPortfolio } from "./shared-portfolio.ts";

interface Answer {
  readonly tookMs: number;
  readonly valueUsd: number | null;
  readonly gap: number | null;
  readonly isAudited: boolean;
}

export interface EditRow {
  readonly portfolio: string;
  readonly contract: string;
  /** New price over old price. */
  readonly factor: number;
  readonly scratch: Answer;
  readonly warm: Answer;
}

export interface Sessions {
  readonly rows: readonly EditRow[];
  readonly skipped: readonly string[];
}

const PORTFOLIOS = ["medium-1", "medium-2"];
const FACTORS = [0.95, 0.8, 1.05];
const SCRATCH_MS = 10_000;
const WARM_MS = SCRATCH_MS / 10;

async function timed(portfolio: Portfolio, solve: () => PromiseLike<Plan>): Promise<Answer> {
  const begun = performance.now();
  const plan = await solve();
  const tookMs = performance.now() - begun;
  const { feasible, statedValueOk } = auditPlan(portfolio, plan);
  const { valueUsd, gap } = plan.objective;
  return { tookMs, valueUsd, gap, isAudited: feasible && statedValueOk };
}

function withPrice(portfolio: Portfolio, id: string, usdPerUnitMonth: number): Portfolio {
  const contracts = portfolio.contracts.map((contract) =>
    contract.id === id ? { ...contract, usdPerUnitMonth } : contract,
  );
  return { ...portfolio, contracts };
}

/** The dearest contract that the plan signs. */
function dearest(portfolio: Portfolio, plan: Plan): Portfolio["contracts"][number] {
  const signed = new Set(plan.contracts.filter(({ accepted }) => accepted).map(({ id }) => id));
  const worth = ({ usdPerUnitMonth, quantity }: Portfolio["contracts"][number]): number => usdPerUnitMonth * quantity;
  return portfolio.contracts.filter(({ id }) => signed.has(id)).sort((a, b) => worth(b) - worth(a))[0];
}

export async function sessions(): Promise<Sessions> {
  const rows: EditRow[] = [];
  const skipped: string[] = [];
  for (const name of PORTFOLIOS) {
    const text = sharedPortfolio(name);
    if (text === undefined) {
      skipped.push(`${name} is not there`);
      continue;
    }
    const portfolio = portfolioOf(text);
    const optimizer = createOptimizer({ workers: 1 });
    const session = optimizer.session(portfolio);
    const within = (timeLimitMs: number): OptimizeOptions => ({ gap: 0, timeLimitMs });
    const first = await session.solve(within(SCRATCH_MS));
    const contract = dearest(portfolio, first);
    for (const factor of FACTORS) {
      const usdPerUnitMonth = contract.usdPerUnitMonth * factor;
      const edited = withPrice(portfolio, contract.id, usdPerUnitMonth);
      const scratch = await timed(edited, () => optimizer.solve(edited, within(SCRATCH_MS)));
      session.update([{ op: "set", in: "contracts", id: contract.id, values: { usdPerUnitMonth } }]);
      const warm = await timed(edited, () => session.solve(within(WARM_MS)));
      rows.push({ portfolio: name, contract: contract.id, factor, scratch, warm });
    }
    await optimizer.close();
  }
  return { rows, skipped };
}
