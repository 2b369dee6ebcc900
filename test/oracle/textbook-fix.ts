// Decisions taken beforehand, as bounds on the columns of the textbook MILP. A decision the model has no column for (a start that is
// not allowed, a module that would be ready too late, a placement that is not eligible) cannot be fixed; it is reported instead.
import { type ContractDecision, type Decisions } from "../../src/plan/plan.ts";
import { type TextbookColumns } from "./textbook-columns.ts";
import { USD_PER_MILLION } from "./textbook-terms.ts";

/**
 * Each list that is present is binding. `contracts` binds the contracts it names: acceptance and start, and fraction, unserved and
 * placements where given. The other lists are complete: what they do not mention is not built, ordered or drawn.
 */
export type FixedDecisions = Partial<Decisions>;

/** Sets the bounds; returns what the model has no column for (then no plan with these decisions is feasible). */
export function fixDecisions(columns: TextbookColumns, fixed: FixedDecisions): string[] {
  const impossible: string[] = [];
  for (const decision of fixed.contracts ?? []) fixContract(columns, decision, impossible);
  if (fixed.builds) fixBuilds(columns, fixed.builds, impossible);
  if (fixed.expansions) fixExpansions(columns, fixed.expansions, impossible);
  if (fixed.orders) fixOrders(columns, fixed.orders, impossible);
  if (fixed.debt) fixDebt(columns, fixed.debt, impossible);
  return impossible;
}

function fix({ model }: TextbookColumns, col: number, value: number): boolean {
  const inRange = value >= model.lower[col] - 1e-9 && value <= model.upper[col] + 1e-9;
  model.lower[col] = value;
  model.upper[col] = value;
  return inRange;
}

function fixContract(columns: TextbookColumns, decision: ContractDecision, impossible: string[]): void {
  const { portfolio, calendar } = columns.context;
  const { spots, starts } = columns.contracts[portfolio.contracts.findIndex(({ id }) => id === decision.id)];
  const chosen = starts.find(({ tau }) => decision.accepted && calendar.label(tau) === decision.start);
  if (decision.accepted && !chosen) impossible.push(`contract ${decision.id} cannot start in ${decision.start}`);
  for (const { start } of starts) fix(columns, start, start === chosen?.start ? 1 : 0);
  if (!chosen) return;
  const { fraction, unserved, placements } = decision;
  if (fraction !== undefined && !fix(columns, chosen.fraction, fraction))
    impossible.push(`contract ${decision.id}: fraction ${fraction}`);
  if (unserved !== undefined) {
    const isPossible = chosen.unserved === null ? unserved === 0 : fix(columns, chosen.unserved, unserved);
    if (!isPossible) impossible.push(`contract ${decision.id}: unserved ${unserved}`);
  }
  if (!placements) return;
  const shares = new Map<string, number>();
  for (const { site, hall, platform, share } of placements) shares.set(`${site}/${hall}/${platform}`, share);
  spots.forEach((spot, k) => {
    const site = portfolio.sites[spot.site];
    const key = `${site.id}/${site.halls[spot.hall].id}/${portfolio.platforms[spot.platform].id}`;
    if (!fix(columns, chosen.shares[k], shares.get(key) ?? 0)) impossible.push(`contract ${decision.id}: ${key}`);
    shares.delete(key);
  });
  for (const key of shares.keys()) impossible.push(`contract ${decision.id} may not use ${key}`);
}

function fixBuilds(columns: TextbookColumns, builds: Decisions["builds"], impossible: string[]): void {
  const { portfolio, calendar } = columns.context;
  const wanted = new Map<string, number>();
  for (const { site, hall, start, modules } of builds) wanted.set(`${site}/${hall}/${start}`, modules);
  for (const { col, site, hall, paid } of columns.modules) {
    const key = `${portfolio.sites[site].id}/${portfolio.sites[site].halls[hall].id}/${calendar.label(paid)}`;
    if (!fix(columns, col, wanted.get(key) ?? 0)) impossible.push(`modules ${key}`);
    wanted.delete(key);
  }
  for (const [key, modules] of wanted) if (modules > 0) impossible.push(`modules ${key}`);
}

function fixExpansions(columns: TextbookColumns, list: Decisions["expansions"], impossible: string[]): void {
  const { portfolio, calendar } = columns.context;
  const wanted = new Set(list.map(({ site, expansion, start }) => `${site}/${expansion}/${start}`));
  for (const { col, site, expansion, paid } of columns.expansions) {
    const key = `${portfolio.sites[site].id}/${portfolio.sites[site].expansions[expansion].id}/${calendar.label(paid)}`;
    fix(columns, col, wanted.delete(key) ? 1 : 0);
  }
  for (const key of wanted) impossible.push(`expansion ${key}`);
}

function fixOrders(columns: TextbookColumns, orders: Decisions["orders"], impossible: string[]): void {
  const { portfolio } = columns.context;
  const wanted = new Map<string, number>();
  for (const { lot: id, fraction } of orders) {
    // A lot that arrives after the horizon has no column: it neither pays nor arrives, but its fraction is still one of section 3.
    const lot = portfolio.backlog.find((candidate) => candidate.id === id && !candidate.committed);
    const isAllowed = fraction >= 0 && fraction <= 1 && (lot?.divisible || Number.isInteger(fraction));
    if (!lot || !isAllowed) impossible.push(`order ${id}: fraction ${fraction}`);
    wanted.set(id, fraction);
  }
  for (const { col, lot } of columns.lots) fix(columns, col, wanted.get(portfolio.backlog[lot].id) ?? 0);
}

function fixDebt(columns: TextbookColumns, draws: Decisions["debt"], impossible: string[]): void {
  const wanted = new Map(draws.map(({ period, usd }) => [period, usd / USD_PER_MILLION]));
  columns.debt.forEach((col, t) => {
    const label = columns.context.calendar.label(t);
    if (!fix(columns, col, wanted.get(label) ?? 0)) impossible.push(`debt in ${label}`);
    wanted.delete(label);
  });
  for (const [period, usd] of wanted) if (usd > 0) impossible.push(`debt in ${period}`);
}
