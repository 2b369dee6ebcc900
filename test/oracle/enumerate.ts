// Exhaustive solver for tiny portfolios: every selection of contracts, starts and site sets times every investment, each with an exact
// LP for the continuous rest. The third opinion beside the textbook MILP and the audit; it has its own calendar, money and LP
// formulation (enumerate-*.ts) and shares with the MILP only the calls into HiGHS.
import { type Highs, type Model } from "highs";
import { type Decisions } from "../../src/plan/plan.ts";
import { type Portfolio } from "../../src/portfolio/schema.ts";
import { contractSelections, type Investment, investmentLists, investments } from "./enumerate-choices.ts";
import { type InnerLp, innerLp } from "./enumerate-lp.ts";
import { MILLION } from "./enumerate-money.ts";
import { type Timeline, timeline } from "./enumerate-time.ts";
import { loadSolver, openModel, runModel } from "./highs-model.ts";

export interface EnumerationOptions {
  /** Gives up, before starting, when there are more combinations than this. Default 20,000. */
  maxCombinations?: number;
}

export type EnumerationResult =
  | { status: "optimal"; valueUsd: number; decisions: Decisions; combinations: number }
  | { status: "infeasible"; combinations: number }
  | { status: "tooLarge"; combinations: number };

interface Best {
  value: number;
  values: Float64Array;
  lp: InnerLp;
  investment: Investment;
}

/** The best plan by trying all. Throws when HiGHS fails. */
export async function solveByEnumeration(
  portfolio: Portfolio,
  { maxCombinations = 20_000 }: EnumerationOptions = {},
): Promise<EnumerationResult> {
  const highs = await loadSolver();
  const time = timeline(portfolio.horizon);
  const selections = [...contractSelections(portfolio, time)];
  const investmentCount = investmentLists(portfolio, time).reduce((count, list) => count * list.length, 1);
  const combinations = selections.length * investmentCount;
  if (combinations > maxCombinations) return { status: "tooLarge", combinations };
  const invested = [...investments(portfolio, time)];
  let best: Best | null = null;
  for (const selection of selections) {
    const lp = innerLp(portfolio, time, selection);
    const opened = openModel(highs, lp.model, {});
    try {
      opened.options.set({ presolve: "off", solver: "simplex" });
      for (const investment of invested) best = better(best, tryInvestment(highs, opened, lp, investment));
    } finally {
      opened.dispose();
    }
  }
  if (!best) return { status: "infeasible", combinations };
  return { status: "optimal", valueUsd: best.value * MILLION, decisions: decode(portfolio, time, best), combinations };
}

function better(best: Best | null, candidate: Best | null): Best | null {
  if (!candidate) return best;
  return best && best.value >= candidate.value ? best : candidate;
}

function tryInvestment(highs: Highs, opened: Model, lp: InnerLp, investment: Investment): Best | null {
  const upper = lp.variableRows.map((row) => row.upper(investment));
  // Rows without columns are decided here.
  if (lp.variableRows.some(({ row }, k) => lp.model.rows[row].size === 0 && upper[k] < -1e-9)) return null;
  const indices = lp.variableRows.map(({ row }) => row);
  if (indices.length > 0) {
    const lower = upper.map(() => Number.NEGATIVE_INFINITY);
    opened.changeRowsBounds({ kind: "set", indices }, lower, upper);
  }
  const solved = runModel(highs, opened, false);
  if (!solved.values) return null;
  return { value: solved.objective + investment.value, values: solved.values, lp, investment };
}

const clean = (value: number): number => (value < 1e-8 ? 0 : Math.min(1, value));

function decode(portfolio: Portfolio, time: Timeline, { values, lp, investment }: Best): Decisions {
  const month = (period: number): string => time.firstMonths[period];
  return {
    contracts: portfolio.contracts.map(({ id }, index) => {
      const accepted = lp.contracts.find(({ choice }) => choice.contract === index);
      return accepted
        ? decodeContract(portfolio, id, month(accepted.choice.start), accepted, values)
        : { id, accepted: false };
    }),
    builds: investment.modules.map(({ site, hall, period, count }) => ({
      site: portfolio.sites[site].id,
      hall: portfolio.sites[site].halls[hall].id,
      start: month(period),
      modules: count,
    })),
    expansions: investment.expansions.map(({ site, expansion, period }) => ({
      site: portfolio.sites[site].id,
      expansion: portfolio.sites[site].expansions[expansion].id,
      start: month(period),
    })),
    orders: [
      ...investment.lots.map((lot) => ({ lot: portfolio.backlog[lot].id, fraction: 1 })),
      ...lp.lots
        .filter(({ col }) => clean(values[col]) > 0)
        .map(({ lot, col }) => ({ lot: portfolio.backlog[lot].id, fraction: clean(values[col]) })),
    ],
    debt: lp.debt.flatMap((col, t) => {
      const usd = (values[col] - (t === 0 ? 0 : values[lp.debt[t - 1]])) * MILLION;
      return usd > 0.01 ? [{ period: month(t), usd }] : [];
    }),
  };
}

function decodeContract(
  portfolio: Portfolio,
  id: string,
  start: string,
  { choice, fraction, racks }: InnerLp["contracts"][number],
  values: Float64Array,
) {
  const placements = choice.places.flatMap((place, k) => {
    const share = clean(values[racks[k]] / place.racks);
    if (share === 0) return [];
    const site = portfolio.sites[place.site];
    const hall = site.halls[place.hall].id;
    return [
      { site: site.id, hall, platform: portfolio.platforms[place.platform].id, share, racks: share * place.racks },
    ];
  });
  const served = placements.reduce((sum, { share }) => sum + share, 0);
  const unserved = clean(values[fraction] - served);
  return { id, accepted: true, start, fraction: clean(values[fraction]), unserved, placements };
}
