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

class ExtensiveForm {
  readonly model = newModel();
  /** Here-and-now decision -> the column all scenarios share. */
  readonly shared = new Map<string, number>();
  /** By scenario: the starts it has columns for. */
  readonly starts: Set<string>[] = [];
  readonly eta: number;
  readonly unsigned: Set<string>;
  readonly early: Set<string>;

  constructor(readonly question: ExtensiveQuestion) {
    const { base, until, meanWeight } = question;
    this.eta = addColumn(this.model, { lower: -1e6, upper: 1e6, cost: 1 - meanWeight });
    this.unsigned = new Set(base.contracts.filter(({ signed }) => !signed).map(({ id }) => id));
    this.early = new Set(base.backlog.filter((lot) => !lot.committed && lot.arrives < until).map(({ id }) => id));
  }

  private share(name: string, entries: [number, number][]): void {
    const column = this.shared.get(name) ?? addColumn(this.model, {});
    this.shared.set(name, column);
    equal(this.model, [[column, 1], ...entries], 0);
  }

  add({ probability, portfolio }: ExtensiveScenario): void {
    const { model, question } = this;
    const { periods, meanWeight, alpha } = question;
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
        [this.eta, -1],
      ],
      0,
    );
    const now = nowColumns(columns);
    const signedHere = new Set(portfolio.contracts.filter(({ signed }) => signed).map(({ id }) => id));
    for (const [id, cols] of now.contracts) {
      if (!this.unsigned.has(id) || signedHere.has(id)) continue;
      this.share(
        `contract ${id}`,
        cols.map((col) => [first + col, -1]),
      );
    }
    for (const [id, col] of now.lots) if (this.early.has(id)) this.share(`lot ${id}`, [[first + col, -1]]);
    const started = [...[...now.modules].map(named("modules")), ...[...now.expansions].map(named("expansion"))];
    const early = started.filter(({ paid }) => paid < periods);
    for (const { name, col } of early) this.share(name, [[first + col, -1]]);
    this.starts.push(new Set(early.map(({ name }) => name)));
  }

  /** Starts that a scenario does not allow have no column there: then nobody starts them now. */
  closeStarts(): void {
    for (const [name, col] of this.shared) {
      if (!/^(modules|expansion) /.test(name)) continue;
      if (this.starts.some((own) => !own.has(name))) this.model.upper[col] = 0;
    }
  }
}

const named =
  (kind: string) =>
  ([name, column]: [string, { col: number; paid: number }]) => ({ name: `${kind} ${name}`, ...column });

/** Optimum over all here-and-now decisions, USD; null when none has a plan in every scenario. */
export async function extensiveOptimum(question: ExtensiveQuestion): Promise<number | null> {
  const form = new ExtensiveForm(question);
  for (const scenario of question.scenarios) form.add(scenario);
  form.closeStarts();
  const { status, objective } = solveModel(await loadSolver(), form.model, {});
  return status === "infeasible" ? null : objective * USD_PER_MILLION;
}
