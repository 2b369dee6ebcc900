// Which risks hurt? Each input is moved down and up by itself, and the portfolio is planned again.
import type { SolvedPlan } from "../../plan/plan.ts";
import type { Portfolio } from "../../portfolio/schema.ts";
import { applyEdits } from "../edits/apply.ts";
import { AnswerError, adopt, forContractsOf, hasDecisions, neverWorse, type Solver } from "../solver.ts";

/** An input by its edits, downwards and upwards: "down" is less of it, whether that is good or bad. */
export interface TornadoInput {
  name: string;
  down: string[];
  up: string[];
}

export interface TornadoSide {
  edits: string[];
  /** Change of valueUsd when planned again; null when there is no plan. */
  changeUsd: number | null;
  /** Change when the plan is kept to the letter; null where that breaks a limit. */
  unplannedUsd: number | null;
}

export interface TornadoBar {
  name: string;
  down: TornadoSide;
  up: TornadoSide;
  /** Difference between the two; infinite where a side has no plan. */
  spreadUsd: number;
}

export interface Tornado {
  valueUsd: number;
  /** The widest first. */
  bars: TornadoBar[];
  /** Inputs that the portfolio does not have. */
  left: string[];
}

/** The inputs of every portfolio, moved by `share` (0.1 is 10 %); deliveries and lead times by `months`. */
export function usualInputs(share: number, months: number): TornadoInput[] {
  const less = `*=${1 - share}`;
  const more = `*=${1 + share}`;
  const scaled = (name: string, ...paths: string[]): TornadoInput => ({
    name,
    down: paths.map((path) => path + less),
    up: paths.map((path) => path + more),
  });
  const shifted = (name: string, ...paths: string[]): TornadoInput => ({
    name,
    down: paths.map((path) => `${path}-=${months}mo`),
    up: paths.map((path) => `${path}+=${months}mo`),
  });
  return [
    scaled("prices of offers", "contracts[signed=false].usdPerUnitMonth"),
    scaled("prices of signed contracts", "contracts[signed=true].usdPerUnitMonth"),
    scaled("firm power", "sites[*].firmMw"),
    scaled("energy prices", "sites[*].energy.market[*].usdPerMwh", "sites[*].energy.ppa.usdPerMwh"),
    scaled("mining and flexible earnings", "sites[*].flexible[*].usdPerMwh"),
    scaled("hall capex", "sites[*].halls[*].build.capexUsdPerMw"),
    scaled("grid capex", "sites[*].expansions[*].capexUsd"),
    scaled("rack prices", "backlog[committed=false].usdPerRack"),
    scaled("equity", "finance.cumulativeEquityUsd"),
    scaled("loan rate", "finance.debt.rate"),
    scaled("discount rate", "finance.discountRate"),
    shifted("rack deliveries", "backlog[*].arrives"),
    shifted("energisation", "sites[*].firmMw"),
    shifted("hall lead times", "sites[*].halls[*].build.leadMonths"),
    shifted("grid lead times", "sites[*].expansions[*].leadMonths"),
  ];
}

/** The edits that apply to this portfolio; undefined when none changes anything. */
function editedBy(
  portfolio: Portfolio,
  edits: readonly string[],
): { portfolio: Portfolio; edits: string[] } | undefined {
  let edited = portfolio;
  const applied: string[] = [];
  for (const edit of edits) {
    const result = applyEdits(edited, [edit]);
    if (!result.ok || result.changes.length === 0) continue;
    edited = result.portfolio;
    applied.push(edit);
  }
  return applied.length === 0 ? undefined : { portfolio: edited, edits: applied };
}

async function side(
  portfolio: Portfolio,
  plan: SolvedPlan,
  edits: string[],
  solver: Solver,
): Promise<TornadoSide | undefined> {
  const edited = editedBy(portfolio, edits);
  if (edited === undefined) return undefined;
  const before = plan.objective.valueUsd;
  const found = await neverWorse(solver)(edited.portfolio, plan);
  const kept = adopt(edited.portfolio, forContractsOf(edited.portfolio, plan), null);
  return {
    edits: edited.edits,
    changeUsd: hasDecisions(found) ? found.objective.valueUsd - before : null,
    unplannedUsd: kept === undefined ? null : kept.objective.valueUsd - before,
  };
}

/** Runs the jobs, at most `atOnce` side by side; results in their order. */
async function inTurns<Result>(jobs: readonly (() => Promise<Result>)[], atOnce: number): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < jobs.length) {
      const job = next++;
      results[job] = await jobs[job]();
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, jobs.length) }, worker));
  return results;
}

/**
 * How far the value moves with each input. Inputs given by the user must apply; of the usual ones those that do not are left out. `atOnce` solves run
 * side by side where the solver can do that (createPoolSolver): the bars are the same, whatever it is.
 */
export async function tornado(
  portfolio: Portfolio,
  plan: SolvedPlan,
  inputs: readonly TornadoInput[],
  solver: Solver,
  atOnce = 1,
): Promise<Tornado> {
  const jobs = inputs.flatMap(({ down, up }) => [down, up]).map((edits) => () => side(portfolio, plan, edits, solver));
  const sides = await inTurns(jobs, atOnce);
  const none: TornadoSide = { edits: [], changeUsd: 0, unplannedUsd: 0 };
  const bars: TornadoBar[] = [];
  const left: string[] = [];
  for (const [at, { name }] of inputs.entries()) {
    const [low, high] = [sides[2 * at], sides[2 * at + 1]];
    if (low === undefined && high === undefined) {
      left.push(name);
      continue;
    }
    const [a, b] = [low ?? none, high ?? none];
    const spreadUsd =
      a.changeUsd === null || b.changeUsd === null ? Number.POSITIVE_INFINITY : Math.abs(a.changeUsd - b.changeUsd);
    bars.push({ name, down: a, up: b, spreadUsd });
  }
  if (bars.length === 0) throw new AnswerError("none of the inputs changes anything in this portfolio");
  return { valueUsd: plan.objective.valueUsd, bars: bars.sort((a, b) => b.spreadUsd - a.spreadUsd), left };
}
