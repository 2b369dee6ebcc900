// Where are stranded MW, idle racks and empty halls, and why? Read off the plan: what is left over, and what stands in the way of its use.
import { type AuditResult, auditPlan } from "../../plan/audit.ts";
import { monthNumber } from "../../plan/audit-calendar.ts";
import type { HallUse, SiteUse } from "../../plan/audit-use.ts";
import type { Decisions } from "../../plan/plan.ts";
import { meanOverBlocksMw } from "../../plan/sections-power.ts";
import { eligibility } from "../../portfolio/eligible.ts";
import type { Contract, Portfolio } from "../../portfolio/schema.ts";

/** Less than this many MW or racks is rounding. */
const NOTHING = 1e-6;
/** A resource with less than this share of what is empty left is what stands in the way. */
const SCARCE = 0.01;

export type Reason =
  /** Power costs more than any flexible load earns, in this share of the stranded hours x MW. */
  | "powerTooDear"
  /** Every flexible load that pays runs at its full size. */
  | "flexibleLoadsFull"
  | "noFlexibleLoads"
  /** No offer that the plan refuses could be served here. */
  | "noOffers"
  /** Offers could be served here, but the site's firm power is used up. */
  | "noFirmPower"
  /** Offers could be served here, but no rack of their platforms is free. */
  | "noChips"
  /** Offers could be served here, but no hall has room. */
  | "noHall"
  /** A contract comes here later, or has ended or not ramped up. */
  | "betweenContracts"
  /** Offers fit here by these measures and are refused: `explain contract` says why. */
  | "offersRefused";

export interface IdleRow {
  kind: "power" | "racks" | "hall";
  site: string | null;
  hall: string | null;
  platform: string | null;
  /** MW at the meter, racks, or IT MW; one value per period. */
  amount: number[];
  unit: "MW" | "racks" | "IT MW";
  /** Mean over the horizon, and the period with most. */
  mean: number;
  most: number;
  mostMonth: string;
  /** What stands in the way, by share of the amount over the horizon, the largest first. */
  reasons: { reason: Reason; share: number; offers: string[] }[];
}

interface Ledger {
  reasons: Map<Reason, { weight: number; offers: Set<string> }>;
}

function blame(ledger: Ledger, reason: Reason, weight: number, offers: readonly string[] = []): void {
  const entry = ledger.reasons.get(reason) ?? { weight: 0, offers: new Set<string>() };
  entry.weight += weight;
  for (const offer of offers) entry.offers.add(offer);
  ledger.reasons.set(reason, entry);
}

function row(
  audit: AuditResult,
  place: Omit<IdleRow, "mean" | "most" | "mostMonth" | "reasons">,
  ledger: Ledger,
): IdleRow {
  const { amount } = place;
  const total = amount.reduce((sum, value) => sum + value, 0);
  const most = Math.max(...amount);
  const reasons = [...ledger.reasons]
    .map(([reason, { weight, offers }]) => ({ reason, share: weight / total, offers: [...offers] }))
    .sort((a, b) => b.share - a.share);
  const mostMonth = audit.calendar.months[amount.indexOf(most)];
  return { ...place, mean: total / amount.length, most, mostMonth, reasons };
}

/** Refused contracts by hall, `site/hall` by index, that could be served there. */
function refusedByHall(portfolio: Portfolio, audit: AuditResult): Map<string, Contract[]> {
  const byHall = new Map<string, Contract[]>();
  const takenGroups = new Set(
    portfolio.contracts
      .filter(({ id, group }) => group !== undefined && audit.decisions.acceptedIds.has(id))
      .map(({ group }) => group),
  );
  for (const contract of portfolio.contracts) {
    if (audit.decisions.acceptedIds.has(contract.id) || takenGroups.has(contract.group)) continue;
    const eligible = eligibility(contract, portfolio);
    if (!eligible.ok) continue;
    for (const { site, hall } of eligible.halls) {
      const key = `${site}/${hall}`;
      byHall.set(key, [...(byHall.get(key) ?? []), contract]);
    }
  }
  return byHall;
}

/** Whether service of the contract, wherever its start in the window, could cover period t. */
function couldRun(contract: Contract, audit: AuditResult, t: number): boolean {
  const { calendar } = audit;
  const now = monthNumber(calendar.months[t]);
  const first = monthNumber(contract.start.earliest);
  const latest = monthNumber(contract.start.latest);
  return first <= now && now < latest + contract.termMonths;
}

/** Free racks at t of a contract's platforms; tenants bring as many as they like. */
function hasChips(contract: Contract, portfolio: Portfolio, audit: AuditResult, t: number): boolean {
  return contract.platforms.some((id) => {
    const chips = audit.use.chips.find(({ platform }) => platform.id === id);
    if (chips !== undefined) return chips.racksArrived[t] - chips.racksInstalled[t] > SCARCE * chips.racksArrived[t];
    return portfolio.platforms.some((platform) => platform.id === id && platform.supply === "tenant");
  });
}

function hallRows(portfolio: Portfolio, audit: AuditResult): IdleRow[] {
  const refused = refusedByHall(portfolio, audit);
  const visit = (site: SiteUse, siteIndex: number, use: HallUse, hallIndex: number): IdleRow[] => {
    const amount = use.capacityMw.map((mw, t) => Math.max(0, mw - use.installedMw[t]));
    if (amount.every((mw) => mw <= NOTHING)) return [];
    const ledger: Ledger = { reasons: new Map() };
    const peakPue = use.hall.peakPue ?? use.hall.pue;
    for (const [t, emptyMw] of amount.entries()) {
      if (emptyMw <= NOTHING) continue;
      const offers = (refused.get(`${siteIndex}/${hallIndex}`) ?? []).filter((offer) => couldRun(offer, audit, t));
      const ids = offers.map(({ id }) => id);
      const freePowerMw = site.firmMw[t] + site.expansionMw[t] - site.peakMw[t];
      const later = use.installedMw.slice(t + 1).some((mw) => mw > use.installedMw[t] + NOTHING);
      if (later) blame(ledger, "betweenContracts", emptyMw);
      else if (freePowerMw < SCARCE * emptyMw * peakPue) blame(ledger, "noFirmPower", emptyMw, ids);
      else if (offers.length === 0) blame(ledger, "noOffers", emptyMw);
      else if (!offers.some((offer) => hasChips(offer, portfolio, audit, t))) blame(ledger, "noChips", emptyMw, ids);
      else blame(ledger, "offersRefused", emptyMw, ids);
    }
    const place = {
      kind: "hall",
      site: site.site.id,
      hall: use.hall.id,
      platform: null,
      amount,
      unit: "IT MW",
    } as const;
    return [row(audit, place, ledger)];
  };
  return audit.use.sites.flatMap((site, siteIndex) =>
    site.halls.flatMap((use, hallIndex) => visit(site, siteIndex, use, hallIndex)),
  );
}

function powerRows(audit: AuditResult): IdleRow[] {
  return audit.use.sites.flatMap(({ site }, siteIndex) => {
    const blocks = audit.flexible[siteIndex];
    const amount = blocks.map((period) => meanOverBlocksMw(period, (block) => block.strandedMw));
    if (amount.every((mw) => mw <= NOTHING)) return [];
    const ledger: Ledger = { reasons: new Map() };
    for (const period of blocks) {
      for (const block of period) {
        const weight = block.share * block.strandedMw;
        if (weight <= 0) continue;
        if (site.flexible.length === 0) blame(ledger, "noFlexibleLoads", weight);
        else blame(ledger, block.runs.length === 0 ? "powerTooDear" : "flexibleLoadsFull", weight);
      }
    }
    const place = { kind: "power", site: site.id, hall: null, platform: null, amount, unit: "MW" } as const;
    return [row(audit, place, ledger)];
  });
}

/** Room in halls that could cool the platform, IT MW at t. */
function freeHallMw(audit: AuditResult, cooling: readonly string[], t: number): number {
  return audit.use.sites
    .flatMap(({ halls }) => halls)
    .filter(({ hall }) => cooling.includes(hall.cooling))
    .reduce((sum, { capacityMw, installedMw }) => sum + Math.max(0, capacityMw[t] - installedMw[t]), 0);
}

function rackRows(portfolio: Portfolio, audit: AuditResult): IdleRow[] {
  return audit.use.chips.flatMap(({ platform, racksArrived, racksInUse, racksInstalled }) => {
    const amount = racksArrived.map((racks, t) => Math.max(0, racks - racksInUse[t]));
    if (amount.every((racks) => racks <= NOTHING)) return [];
    const ledger: Ledger = { reasons: new Map() };
    for (const [t, idle] of amount.entries()) {
      if (idle <= NOTHING) continue;
      const standing = racksInstalled[t] - racksInUse[t];
      const later = racksInUse.slice(t + 1).some((racks) => racks > racksInUse[t] + NOTHING);
      const offers = portfolio.contracts.filter(
        (contract) =>
          !audit.decisions.acceptedIds.has(contract.id) &&
          contract.platforms.includes(platform.id) &&
          couldRun(contract, audit, t),
      );
      const ids = offers.map(({ id }) => id);
      const rackMw = platform.kwPerRack / 1000;
      if (standing > NOTHING) blame(ledger, "betweenContracts", Math.min(idle, standing));
      const rest = idle - Math.max(0, Math.min(idle, standing));
      if (rest <= NOTHING) continue;
      if (later) blame(ledger, "betweenContracts", rest);
      else if (offers.length === 0) blame(ledger, "noOffers", rest);
      else if (freeHallMw(audit, platform.cooling, t) < SCARCE * rest * rackMw) blame(ledger, "noHall", rest, ids);
      else blame(ledger, "offersRefused", rest, ids);
    }
    const place = { kind: "racks", site: null, hall: null, platform: platform.id, amount, unit: "racks" } as const;
    return [row(audit, place, ledger)];
  });
}

/** Stranded power by site, idle racks by platform, empty room by hall, each with what stands in the way of its use. */
export function idleCapacity(portfolio: Portfolio, decisions: Partial<Decisions>): IdleRow[] {
  const audit = auditPlan(portfolio, decisions);
  return [...powerRows(audit), ...rackRows(portfolio, audit), ...hallRows(portfolio, audit)];
}
