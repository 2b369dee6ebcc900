// The reference for robust plans: the extensive form. One textbook MILP per scenario, side by side in one model, with the here-and-now columns made
// equal and mean and CVaR as rows (Rockafellar and Uryasev 2000). Written from the definitions alone; of src it imports types and the penalty's edit.
import type { Portfolio } from "../../src/portfolio/schema.ts";
import {
  addColumn,
  addRow,
  atLeast,
  equal,
  type LinearModel,
  loadSolver,
  newModel,
  solveModel,
} from "../oracle/highs-model.ts";
import { textbookColumns } from "../oracle/textbook-columns.ts";
import { nowColumns } from "../oracle/textbook-now.ts";
import { addTextbookRows } from "../oracle/textbook-rows.ts";
import { USD_PER_MILLION } from "../oracle/textbook-terms.ts";

export interface ExtensiveScenario {
  probability: number;
  /** With its penalty for what stays unserved. */
  portfolio: Portfolio;
}

export interface ExtensiveQuestion {
  base: Portfolio;
  scenarios: ExtensiveScenario[];
  /** Periods before this one are here and now. */
  periods: number;
  /** As in the portfolio: lots that arrive before this month are here and now. */
  until: string;
  meanWeight: number;
  alpha: number;
}

/** Copies a scenario's model behind what is there; returns the number of its first column. */
function append(model: LinearModel, own: LinearModel): number {
  const first = model.cost.length;
  own.cost.forEach((_, col) => {
    addColumn(model, { cost: 0, lower: own.lower[col], upper: own.upper[col], integer: own.integer[col] });
  });
  own.rows.forEach((row, r) => {
    const entries = [...row].map(([col, value]): [number, number] => [first + col, value]);
    addRow(model, own.rowLower[r], entries, own.rowUpper[r]);
  });
  return first;
}

/** Optimum over all here-and-now decisions, USD; null when none has a plan in every scenario. */
export async function extensiveOptimum(question: ExtensiveQuestion): Promise<number | null> {
  const { base, scenarios, periods, until, meanWeight, alpha } = question;
  const model = newModel();
  /** Shared decision -> its column. */
  const shared = new Map<string, number>();
  const sharedColumn = (name: string): number => {
    const known = shared.get(name);
    if (known !== undefined) return known;
    const col = addColumn(model, {});
    shared.set(name, col);
    return col;
  };
  const unsigned = new Set(base.contracts.filter(({ signed }) => !signed).map(({ id }) => id));
  const early = new Set(base.backlog.filter((lot) => !lot.committed && lot.arrives < until).map(({ id }) => id));
  const eta = addColumn(model, { lower: -1e6, upper: 1e6, cost: 1 - meanWeight });
  for (const { probability, portfolio } of scenarios) {
    const columns = textbookColumns(portfolio);
    addTextbookRows(columns);
    const first = append(model, columns.model);
    const value = addColumn(model, { lower: -1e6, upper: 1e6, cost: meanWeight * probability });
    const money = columns.model.cost.map((cost, col): [number, number] => [first + col, -cost]);
    equal(model, [[value, 1], ...money], columns.model.offset);
    const short = addColumn(model, { cost: (-(1 - meanWeight) * probability) / (1 - alpha) });
    atLeast(
      model,
      [
        [short, 1],
        [value, 1],
        [eta, -1],
      ],
      0,
    );
    const now = nowColumns(columns);
    const signedHere = new Set(portfolio.contracts.filter(({ signed }) => signed).map(({ id }) => id));
    for (const [id, cols] of now.contracts) {
      if (!unsigned.has(id) || signedHere.has(id)) continue;
      equal(model, [[sharedColumn(`contract ${id}`), 1], ...cols.map((col): [number, number] => [first + col, -1])], 0);
    }
    for (const [id, col] of now.lots) {
      if (early.has(id))
        equal(
          model,
          [
            [sharedColumn(`lot ${id}`), 1],
            [first + col, -1],
          ],
          0,
        );
    }
    // Starts that a scenario does not allow have no column there: then nobody starts them now.
    const started = new Set<string>();
    for (const [kind, list] of [
      ["modules", now.modules],
      ["expansion", now.expansions],
    ] as const) {
      for (const [name, { col, paid }] of list) {
        if (paid >= periods) continue;
        started.add(`${kind} ${name}`);
        equal(
          model,
          [
            [sharedColumn(`${kind} ${name}`), 1],
            [first + col, -1],
          ],
          0,
        );
      }
    }
    startedIn.set(portfolio, started);
  }
  for (const [name, col] of shared) {
    if (!/^(modules|expansion) /.test(name)) continue;
    if (scenarios.some(({ portfolio }) => !startedIn.get(portfolio)!.has(name))) model.upper[col] = 0;
  }
  const { status, objective } = solveModel(await loadSolver(), model, {});
  return status === "infeasible" ? null : objective * USD_PER_MILLION;
}

/** Starts each scenario has columns for. */
const startedIn = new WeakMap<Portfolio, Set<string>>();
