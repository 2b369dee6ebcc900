// Re-planning with part of the old plan kept: contracts as they were decided, or whatever the first periods hold. Keeping is written as a portfolio in
// which the kept decisions are the only ones left; every plan of it is one of the portfolio itself.
import type { SolvedPlan } from "../../plan/plan.ts";
import { makeCalendar } from "../../portfolio/calendar.ts";
import type { Contract, Lot, Portfolio, Site } from "../../portfolio/schema.ts";

export interface Keep {
  /** "accepts": which contracts are taken stays; "starts": since when as well; "places": and at which sites. */
  contracts?: "accepts" | "starts" | "places";
  /** Decisions that fall into the first so many periods stay, and none are added there. */
  periods?: number;
}

/** What a plan builds or orders in the kept periods otherwise than the old one: a portfolio can forbid neither starting modules early nor leaving things out. */
export interface NotKept {
  what: "modules" | "expansion" | "order";
  /** `site/hall`, `site/expansion`, or the lot. */
  name: string;
  /** Month of start or arrival. */
  month: string;
  /** Modules, 0 or 1, fraction ordered. */
  before: number;
  after: number;
}

/** Fractions are kept to rounding, so that the old plan itself stays feasible. */
const ROUNDING = 1e-9;

type Decision = SolvedPlan["contracts"][number];

function asTaken(contract: Contract, decision: Decision, how: NonNullable<Keep["contracts"]>): Contract {
  const taken: Contract = { ...contract, signed: true };
  if (how === "accepts" || decision.start === undefined) return taken;
  const fraction = Math.max(contract.minFraction, Math.min(1, (decision.fraction ?? 1) - ROUNDING));
  const started: Contract = {
    ...taken,
    start: { ...contract.start, earliest: decision.start, latest: decision.start },
    minFraction: fraction,
  };
  if (how === "starts") return started;
  const sites = [
    ...new Set((decision.placements ?? []).filter(({ share }) => share > ROUNDING).map(({ site }) => site)),
  ];
  return sites.length === 0 ? started : { ...started, placement: { ...contract.placement, sites } };
}

/** The contract with no start before `month`; undefined when its window ends before. */
function notBefore(contract: Contract, month: string): Contract | undefined {
  if (contract.start.latest < month) return undefined;
  const earliest = contract.start.earliest < month ? month : contract.start.earliest;
  return { ...contract, start: { ...contract.start, earliest } };
}

function keptContract(
  contract: Contract,
  decision: Decision | undefined,
  keep: Keep,
  month: string | undefined,
): Contract[] {
  const isTaken = decision?.accepted === true;
  if (isTaken && month !== undefined && (decision.start ?? month) < month)
    return [asTaken(contract, decision, "places")];
  if (keep.contracts !== undefined) {
    if (isTaken) return [asTaken(contract, decision, keep.contracts)];
    // A contract that was signed since cannot be left out.
    return contract.signed ? [contract] : [];
  }
  if (month === undefined || contract.signed) return [contract];
  const later = notBefore(contract, month);
  return later === undefined ? [] : [later];
}

/** Lots that arrive in the kept periods and were not ordered are out of the question; those that were stay on offer. */
function keptLots(lot: Lot, plan: SolvedPlan, month: string | undefined): Lot[] {
  if (lot.committed || month === undefined || lot.arrives >= month) return [lot];
  return plan.orders.some((order) => order.lot === lot.id && order.fraction > ROUNDING) ? [lot] : [];
}

function keptSite(site: Site, plan: SolvedPlan, month: string | undefined): Site {
  if (month === undefined) return site;
  const expansions = site.expansions.map((expansion) => {
    const started = plan.expansions.find((built) => built.site === site.id && built.expansion === expansion.id);
    if (started !== undefined && started.start < month) return { ...expansion, earliest: started.start };
    const earliest = expansion.earliest !== undefined && expansion.earliest > month ? expansion.earliest : month;
    return { ...expansion, earliest };
  });
  return { ...site, expansions };
}

/** The portfolio with these decisions of the plan kept. */
export function keeping(portfolio: Portfolio, plan: SolvedPlan, keep: Keep): Portfolio {
  const calendar = makeCalendar(portfolio.horizon);
  const month = keep.periods === undefined || keep.periods <= 0 ? undefined : calendar.monthOfPeriod(keep.periods);
  const decisions = new Map(plan.contracts.map((decision) => [decision.id, decision]));
  return {
    ...portfolio,
    contracts: portfolio.contracts.flatMap((contract) =>
      keptContract(contract, decisions.get(contract.id), keep, month),
    ),
    backlog: portfolio.backlog.flatMap((lot) => keptLots(lot, plan, month)),
    sites: portfolio.sites.map((site) => keptSite(site, plan, month)),
  };
}

/** What was built and ordered in the kept periods, and is otherwise in the new plan. */
export function notKept(portfolio: Portfolio, before: SolvedPlan, after: SolvedPlan, keep: Keep): NotKept[] {
  if (keep.periods === undefined) return [];
  const end = makeCalendar(portfolio.horizon).monthOfPeriod(keep.periods);
  const rows = new Map<string, NotKept>();
  const count = (
    side: "before" | "after",
    what: NotKept["what"],
    name: string,
    month: string,
    amount: number,
  ): void => {
    if (month >= end) return;
    const key = JSON.stringify([what, name, month]);
    const row = rows.get(key) ?? { what, name, month, before: 0, after: 0 };
    rows.set(key, row);
    row[side] += amount;
  };
  for (const side of ["before", "after"] as const) {
    const plan = side === "before" ? before : after;
    for (const { site, hall, start, modules } of plan.builds) count(side, "modules", `${site}/${hall}`, start, modules);
    for (const { site, expansion, start } of plan.expansions)
      count(side, "expansion", `${site}/${expansion}`, start, 1);
    for (const { lot, fraction } of plan.orders) {
      count(side, "order", lot, portfolio.backlog.find(({ id }) => id === lot)?.arrives ?? end, fraction);
    }
  }
  return [...rows.values()].filter((row) => Math.abs(row.before - row.after) > 1e-6);
}
