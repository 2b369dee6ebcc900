// Why each contract is taken or refused, in a sentence, from the plan and its prices alone: a first view that costs no solve.
import { type AuditResult, auditPlan } from "../plan/audit.ts";
import { recomputeValue } from "../plan/audit-value.ts";
import type { SolvedPlan } from "../plan/plan.ts";
import { makeCalendar } from "../portfolio/calendar.ts";
import { eligibility, racksPerUnit } from "../portfolio/eligible.ts";
import type { Contract, Hall, Platform, Portfolio, Site } from "../portfolio/schema.ts";
import { rampFactor } from "../portfolio/series.ts";
import { usdText } from "./figures.ts";

export interface Reason {
  contract: string;
  accepted: boolean;
  /** A sentence. */
  text: string;
}

/** Prices by place and period. */
class Prices {
  readonly #usd = new Map<string, number>();
  readonly isKnown: boolean;

  constructor(plan: SolvedPlan) {
    this.isKnown = plan.prices !== undefined && plan.prices.length > 0;
    for (const { resource, site = "", hall = "", platform = "", month = "", usdPerUnit } of plan.prices ?? []) {
      this.#usd.set([resource, site, hall, platform, month].join("\n"), usdPerUnit);
    }
  }

  at(resource: string, site: string, hall: string, platform: string, month: string): number {
    return this.#usd.get([resource, site, hall, platform, month].join("\n")) ?? 0;
  }
}

interface Spot {
  site: Site;
  hall: Hall;
  platform: Platform;
  racks: number;
  costUsd: number;
}

/** What the whole contract takes up at a place, at the plan's prices, when it starts as early as it may. */
function spotOf(
  contract: Contract,
  site: Site,
  hall: Hall,
  platform: Platform,
  prices: Prices,
  audit: AuditResult,
  tau: number,
): Spot {
  const { months, monthsPerPeriod, periods } = audit.calendar;
  const racks = contract.quantity * (racksPerUnit(contract.unit, platform) ?? 0);
  const itMw = (racks * platform.kwPerRack) / 1000;
  const end = Math.min(periods, tau + Math.ceil(contract.termMonths / monthsPerPeriod));
  let costUsd = 0;
  for (let t = tau; t < end; t++) {
    const g = rampFactor(contract.ramp, (t - tau) * monthsPerPeriod);
    const month = months[t];
    costUsd += g * itMw * prices.at("hall", site.id, hall.id, "", month);
    costUsd += g * itMw * (hall.peakPue ?? hall.pue) * prices.at("firmPower", site.id, "", "", month);
    if (platform.supply === "backlog") costUsd += g * racks * prices.at("chips", "", "", platform.id, month);
  }
  return { site, hall, platform, racks, costUsd };
}

/** What the contract leaves after energy and upkeep at a place, discounted. */
function netUsd(portfolio: Portfolio, contract: Contract, spot: Spot, audit: AuditResult, tau: number): number {
  const { calendar } = audit;
  const end = Math.min(calendar.periods, tau + Math.ceil(contract.termMonths / calendar.monthsPerPeriod));
  const ramp = calendar.months.map((_, t) =>
    t >= tau && t < end ? rampFactor(contract.ramp, (t - tau) * calendar.monthsPerPeriod) : 0,
  );
  const { site, hall, platform, racks } = spot;
  const placement = { site, hall, platform, share: 1, racks, statedRacks: racks, path: "" };
  const matched = { contract, tau, end, rampFactor: ramp, fraction: 1, unserved: 0, placements: [placement], path: "" };
  const nothing = {
    acceptedIds: new Set<string>(),
    builds: [],
    expansions: [],
    orders: [],
    debtUsd: ramp.map(() => 0),
  };
  return recomputeValue(portfolio, calendar, { ...nothing, contracts: [matched] }, []).valueUsd;
}

function refusal(
  portfolio: Portfolio,
  contract: Contract,
  plan: SolvedPlan,
  prices: Prices,
  audit: AuditResult,
): string {
  const rival = portfolio.contracts.find(
    ({ id, group }) =>
      group !== undefined && group === contract.group && id !== contract.id && audit.decisions.acceptedIds.has(id),
  );
  if (rival !== undefined) return `${rival.id} of the same group is taken instead.`;
  const eligible = eligibility(contract, portfolio);
  if (!eligible.ok) return "No hall passes its placement, its PUE limit and its platforms' cooling.";
  const calendar = makeCalendar(portfolio.horizon);
  const tau = calendar.at(contract.start.earliest);
  if (tau >= calendar.periods) return "It could start only after the horizon.";
  if (!prices.isKnown) return "No plan with it was found that is worth more.";
  const spots = eligible.halls.flatMap(({ site, hall, platforms }) =>
    platforms.map((platform) => {
      const at = portfolio.sites[site];
      return spotOf(contract, at, at.halls[hall], platform, prices, audit, tau);
    }),
  );
  const best = spots.reduce((a, b) => (b.costUsd < a.costUsd ? b : a));
  const net = netUsd(portfolio, contract, best, audit, tau);
  if (net <= 0) return `It does not pay for its energy and upkeep at ${best.site.id} (${usdText(net)}).`;
  if (net < best.costUsd) {
    return `It leaves ${usdText(net)}; the power, halls and racks it needs are worth ${usdText(best.costUsd)} to others, even at ${best.site.id}.`;
  }
  const gap = plan.objective.gap ?? Number.POSITIVE_INFINITY;
  const doubt = gap > 1e-3 ? " or the search has not found room yet" : "";
  return `By prices it would pay at ${best.site.id}, but whole modules, its size or capital stand in the way${doubt}: ask megalloc explain.`;
}

/** One sentence for each contract, in the portfolio's order. */
export function contractReasons(portfolio: Portfolio, plan: SolvedPlan): Reason[] {
  const audit = auditPlan(portfolio, plan);
  const prices = new Prices(plan);
  const net = new Map((plan.contractValues ?? []).map((row) => [row.contract, row.netUsd]));
  return portfolio.contracts.map((contract) => {
    const accepted = audit.decisions.acceptedIds.has(contract.id);
    if (!accepted) return { contract: contract.id, accepted, text: refusal(portfolio, contract, plan, prices, audit) };
    const own = net.get(contract.id);
    const worth = own === undefined ? "" : `${usdText(own)} after energy and upkeep, before the capex it shares.`;
    return { contract: contract.id, accepted, text: contract.signed ? `Signed. ${worth}`.trim() : worth };
  });
}
