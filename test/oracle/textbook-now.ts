// The columns of the textbook MILP that are decided before the future is known: how much of a contract or lot, and what is started before a
// period. Commitments bound them; the extensive form of several scenarios makes them equal.
import { type Commitments } from "../../src/compile/commit.ts";
import { atLeast, atMost, type Entry } from "./highs-model.ts";
import { type TextbookColumns } from "./textbook-columns.ts";
import { USD_PER_MILLION } from "./textbook-terms.ts";

export interface NowColumns {
  /** By contract id, one per start: they add up to the fraction accepted. */
  contracts: Map<string, number[]>;
  /** By lot id: lots on offer that arrive inside the horizon. */
  lots: Map<string, number>;
  /** By site, hall (or expansion) and start month, as one JSON text. */
  modules: Map<string, { col: number; paid: number }>;
  expansions: Map<string, { col: number; paid: number }>;
}

export const nowKey = (...parts: string[]): string => JSON.stringify(parts);

export function nowColumns({ context, contracts, lots, modules, expansions }: TextbookColumns): NowColumns {
  const { portfolio, calendar } = context;
  return {
    contracts: new Map(
      portfolio.contracts.map(({ id }, c) => [id, contracts[c].starts.map(({ fraction }) => fraction)]),
    ),
    lots: new Map(lots.map(({ col, lot }) => [portfolio.backlog[lot].id, col])),
    modules: new Map(
      modules.map(({ col, paid, site, hall }) => {
        const { id, halls } = portfolio.sites[site];
        return [nowKey(id, halls[hall].id, calendar.label(paid)), { col, paid }];
      }),
    ),
    expansions: new Map(
      expansions.map(({ col, paid, site, expansion }) => {
        const { id, expansions: own } = portfolio.sites[site];
        return [nowKey(id, own[expansion].id, calendar.label(paid)), { col, paid }];
      }),
    ),
  };
}

/** Bounds and bonuses of the commitments, as rows and costs. */
export function commitColumns(columns: TextbookColumns, commitments: Commitments): void {
  const { model, context } = columns;
  const { calendar } = context;
  const now = nowColumns(columns);
  for (const { id, least, most, bonusUsd = 0 } of commitments.contracts) {
    const cols = now.contracts.get(id)!;
    const sum = cols.map((col): Entry => [col, 1]);
    atLeast(model, sum, least);
    atMost(model, sum, most);
    for (const col of cols) model.cost[col] += bonusUsd / USD_PER_MILLION;
  }
  for (const { id, least, most, bonusUsd = 0 } of commitments.orders) {
    const col = now.lots.get(id);
    if (col === undefined) {
      // An idle lot: ordering it changes nothing but the bonus, paid on what must be ordered.
      model.offset += (bonusUsd * least) / USD_PER_MILLION;
      continue;
    }
    model.lower[col] = least;
    model.upper[col] = most;
    model.cost[col] += bonusUsd / USD_PER_MILLION;
  }
  const started = new Map<string, number>();
  for (const { site, hall, start, modules } of commitments.builds) started.set(nowKey(site, hall, start), modules);
  for (const { site, expansion, start } of commitments.expansions) started.set(nowKey(site, expansion, start), 1);
  const bind = (col: number, least: number, isClosed: boolean): void => {
    model.lower[col] = least;
    if (isClosed) model.upper[col] = least;
  };
  const close = (owner: string, paid: number): boolean =>
    [
      ...commitments.closedHalls.map(({ site, hall, until }) => [nowKey(site, hall), until]),
      ...commitments.closedExpansions.map(({ site, expansion, until }) => [nowKey(site, expansion), until]),
    ].some(([name, until]) => name === owner && paid < calendar.at(until));
  for (const columnsOf of [now.modules, now.expansions]) {
    for (const [name, { col, paid }] of columnsOf) {
      const [site, own] = JSON.parse(name) as string[];
      bind(col, started.get(name) ?? 0, close(nowKey(site, own), paid));
    }
  }
}
