// Decisions matched with the portfolio: ids become the portfolio's own objects, months become periods, numbers become finite. What
// cannot be matched is reported and left out; ranges are checked later (audit-ranges.ts), on what is left.
import { Contract, Expansion, Hall, Lot, Platform, Portfolio, Site } from "../portfolio/schema.ts";
import { AuditCalendar, periodStartingIn, periodsIn } from "./audit-calendar.ts";
import { nearest } from "./nearest.ts";
import { ContractDecision, Decisions, Placement } from "./plan.ts";
import { Subject, ViolationList, Where } from "./violation.ts";

export interface MatchedPlacement {
  site: Site;
  hall: Hall;
  platform: Platform;
  share: number;
  /** R: racks at ramp factor 1. */
  racks: number;
  statedRacks: number;
  path: string;
}

export interface MatchedContract {
  contract: Contract;
  /** First period of service, any integer: the window is checked in audit-ranges.ts. */
  tau: number;
  /** One past the last period of service inside the horizon. */
  end: number;
  /** g in each period of the horizon; 0 outside the term. */
  rampFactor: number[];
  fraction: number;
  unserved: number;
  placements: MatchedPlacement[];
  path: string;
}

export interface MatchedBuild {
  site: Site;
  hall: Hall;
  build: NonNullable<Hall["build"]>;
  start: number;
  /** start + n(leadMonths) */
  ready: number;
  modules: number;
  path: string;
}

export interface MatchedExpansion {
  site: Site;
  expansion: Expansion;
  start: number;
  ready: number;
  path: string;
}

export interface MatchedOrder {
  lot: Lot;
  fraction: number;
  path: string;
}

export interface MatchedDecisions {
  /** Contracts the plan accepts, those left out of `contracts` for want of a start included. */
  acceptedIds: Set<string>;
  /** Accepted contracts that start inside the horizon. */
  contracts: MatchedContract[];
  builds: MatchedBuild[];
  expansions: MatchedExpansion[];
  orders: MatchedOrder[];
  /** Debt drawn in each period, USD. */
  debtUsd: number[];
}

/** Racks per unit of a contract (MODEL.md section 3). */
export function racksPerUnit(contract: Contract, platform: Platform): number {
  switch (contract.unit) {
    case "mw":
      return 1000 / platform.kwPerRack;
    case "racks":
      return 1;
    case "accelerators":
      return 1 / (platform.acceleratorsPerRack ?? Number.NaN);
    case "pflops":
      return 1 / (platform.pflopsPerRack ?? Number.NaN);
  }
}

/** A plan of another portfolio names thousands of unknown ids; nobody meant any of them, and comparing them all takes long. */
const MOST_SUGGESTIONS = 20;

const idsOf = (items: { id: string }[]): string[] => items.map(({ id }) => id);

/** The known id most like this one; none when only the digits differ, for then any other number is as likely. */
function likelyId(id: string, known: Iterable<string>): string | undefined {
  const letters = (text: string): string => text.replace(/\d+/g, "");
  const likely = nearest(id, known);
  return likely === undefined || letters(likely) === letters(id) ? undefined : likely;
}

/** Looks up ids, months and numbers and reports what it cannot find. */
class Matcher {
  readonly #portfolio: Portfolio;
  readonly #calendar: AuditCalendar;
  readonly #list: ViolationList;
  readonly #sites: Map<string, Site>;
  readonly #platforms: Map<string, Platform>;
  #suggestionsLeft = MOST_SUGGESTIONS;

  constructor(portfolio: Portfolio, calendar: AuditCalendar, list: ViolationList) {
    this.#portfolio = portfolio;
    this.#calendar = calendar;
    this.#list = list;
    this.#sites = new Map(portfolio.sites.map((site) => [site.id, site]));
    this.#platforms = new Map(portfolio.platforms.map((platform) => [platform.id, platform]));
  }

  number(value: unknown, subject: Subject, path: string): number {
    if (typeof value === "number" && Number.isFinite(value)) return value;
    this.#list.report("number", { subject, path, detail: String(value) });
    return 0;
  }

  /** Period in which `month` starts, inside the horizon; undefined (and reported) otherwise. */
  period(month: unknown, subject: Subject, path: string): number | undefined {
    const { periods, months } = this.#calendar;
    const period = typeof month === "string" ? periodStartingIn(this.#calendar, month) : Number.NaN;
    if (period >= 0 && period < periods) return period;
    const why = Number.isNaN(period)
      ? `no period starts in "${String(month)}"`
      : `"${String(month)}" is outside the horizon, whose periods start from ${months[0]} to ${months[periods - 1]}`;
    this.#list.report("month", { subject, path, detail: why });
    return undefined;
  }

  /** Reports an id the portfolio does not have, with the known one it is most like. */
  #unknown(kind: string, id: string, known: Iterable<string>, where: Where, site?: Site): void {
    const likely = this.#suggestionsLeft-- > 0 ? likelyId(id, known) : undefined;
    const detail = `${kind} "${id}"${site ? ` at site "${site.id}"` : ""}`;
    this.#list.report("reference", { ...where, detail, likely });
  }

  #site(id: string, subject: Subject, path: string): Site | undefined {
    const site = this.#sites.get(id);
    if (!site) this.#unknown("site", id, this.#sites.keys(), { subject, path: `${path}.site` });
    return site;
  }

  #hall(site: Site, id: string, subject: Subject, path: string): Hall | undefined {
    const hall = site.halls.find((candidate) => candidate.id === id);
    if (!hall) this.#unknown("hall", id, idsOf(site.halls), { subject, path: `${path}.hall` }, site);
    return hall;
  }

  placements(decision: ContractDecision, contract: Contract, path: string): MatchedPlacement[] {
    const matched: MatchedPlacement[] = [];
    const seen = new Set<string>();
    for (const [index, placement] of (decision.placements ?? []).entries()) {
      const found = this.#placement(placement, contract, `${path}.placements[${index}]`);
      if (!found) continue;
      const key = JSON.stringify([placement.site, placement.hall, placement.platform]);
      if (seen.has(key)) {
        const subject = { contract: contract.id, site: placement.site };
        const detail = `hall "${placement.hall}" with platform "${placement.platform}"`;
        this.#list.report("duplicate", { subject, path: found.path, detail });
      }
      seen.add(key);
      matched.push(found);
    }
    return matched;
  }

  #placement(placement: Placement, contract: Contract, path: string): MatchedPlacement | undefined {
    const subject = { contract: contract.id, site: placement.site, hall: placement.hall, platform: placement.platform };
    const site = this.#site(placement.site, { contract: contract.id }, path);
    const hall = site && this.#hall(site, placement.hall, { contract: contract.id }, path);
    const platform = this.#platforms.get(placement.platform);
    if (!platform) {
      const where = { subject: { contract: contract.id }, path: `${path}.platform` };
      this.#unknown("platform", placement.platform, this.#platforms.keys(), where);
    }
    const share = this.number(placement.share, subject, `${path}.share`);
    if (!site || !hall || !platform) return undefined;
    const racks = share * contract.quantity * racksPerUnit(contract, platform);
    return { site, hall, platform, share, racks, statedRacks: placement.racks, path };
  }

  contracts(decisions: ContractDecision[]): Pick<MatchedDecisions, "acceptedIds" | "contracts"> {
    const known = new Map(this.#portfolio.contracts.map((contract) => [contract.id, contract]));
    const seen = new Set<string>();
    const acceptedIds = new Set<string>();
    const contracts: MatchedContract[] = [];
    for (const [index, decision] of decisions.entries()) {
      const path = `contracts[${index}]`;
      const contract = known.get(decision.id);
      if (!contract) {
        this.#unknown("contract", decision.id, known.keys(), { subject: {}, path: `${path}.id` });
        continue;
      }
      const subject = { contract: contract.id };
      if (seen.has(contract.id)) {
        this.#list.report("duplicate", { subject, path: `${path}.id`, detail: "the contract" });
        continue;
      }
      seen.add(contract.id);
      if (decision.accepted !== true) {
        this.#refused(decision, path);
        continue;
      }
      acceptedIds.add(contract.id);
      const matched = this.#accepted(decision, contract, path);
      if (matched) contracts.push(matched);
    }
    return { acceptedIds, contracts };
  }

  /** A refused contract may carry zeros and empty lists, nothing that would go unheard. */
  #refused(decision: ContractDecision, path: string): void {
    const extra: string[] = [];
    if (decision.start !== undefined) extra.push(`start "${decision.start}"`);
    if (decision.fraction !== undefined && decision.fraction !== 0) extra.push(`fraction ${decision.fraction}`);
    if (decision.unserved !== undefined && decision.unserved !== 0) extra.push(`unserved ${decision.unserved}`);
    if (decision.placements !== undefined && decision.placements.length > 0) extra.push("placements");
    if (extra.length === 0) return;
    this.#list.report("refusedWithDecisions", { subject: { contract: decision.id }, path, detail: extra.join(", ") });
  }

  #accepted(decision: ContractDecision, contract: Contract, path: string): MatchedContract | undefined {
    const subject = { contract: contract.id };
    const placements = this.placements(decision, contract, path);
    if (decision.fraction === undefined) this.#list.report("missing", { subject, path, detail: "fraction" });
    const fraction = this.number(decision.fraction ?? 0, subject, `${path}.fraction`);
    const unserved = this.number(decision.unserved ?? 0, subject, `${path}.unserved`);
    if (decision.start === undefined) {
      this.#list.report("missing", { subject, path, detail: "start" });
      return undefined;
    }
    const tau = this.period(decision.start, subject, `${path}.start`);
    if (tau === undefined) return undefined;
    const end = Math.min(this.#calendar.periods, tau + periodsIn(this.#calendar, contract.termMonths));
    const rampFactor = this.#calendar.months.map((_, t) =>
      t >= tau && t < end ? this.#rampFactor(contract, t - tau) : 0,
    );
    return { contract, tau, end, rampFactor, fraction, unserved, placements, path };
  }

  /** g: the ramp factor of the latest step at or before this many periods into the term. */
  #rampFactor(contract: Contract, periodsSinceStart: number): number {
    const monthsSinceStart = periodsSinceStart * this.#calendar.monthsPerPeriod;
    let latestStep = -1;
    let factor = 0;
    for (const [step, value] of Object.entries(contract.ramp)) {
      const stepMonths = Number(step);
      if (stepMonths <= monthsSinceStart && stepMonths > latestStep) {
        latestStep = stepMonths;
        factor = value;
      }
    }
    return factor;
  }

  builds(decisions: Decisions["builds"]): MatchedBuild[] {
    const matched: MatchedBuild[] = [];
    const seen = new Set<string>();
    for (const [index, decision] of decisions.entries()) {
      const path = `builds[${index}]`;
      const site = this.#site(decision.site, {}, path);
      const hall = site && this.#hall(site, decision.hall, {}, path);
      const subject = { site: decision.site, hall: decision.hall };
      const modules = this.number(decision.modules, subject, `${path}.modules`);
      const start = this.period(decision.start, subject, `${path}.start`);
      if (!site || !hall || start === undefined) continue;
      const key = JSON.stringify([decision.site, decision.hall, start]);
      if (seen.has(key)) this.#list.report("duplicate", { subject, path, detail: `the start in ${decision.start}` });
      seen.add(key);
      if (!hall.build) {
        this.#list.report("noBuild", { subject, path });
        continue;
      }
      const ready = start + periodsIn(this.#calendar, hall.build.leadMonths);
      matched.push({ site, hall, build: hall.build, start, ready, modules, path });
    }
    return matched;
  }

  expansions(decisions: Decisions["expansions"]): MatchedExpansion[] {
    const matched: MatchedExpansion[] = [];
    for (const [index, decision] of decisions.entries()) {
      const path = `expansions[${index}]`;
      const subject = { site: decision.site, expansion: decision.expansion };
      const site = this.#site(decision.site, {}, path);
      const expansion = site?.expansions.find((candidate) => candidate.id === decision.expansion);
      if (site && !expansion) {
        const where = { subject: {}, path: `${path}.expansion` };
        this.#unknown("expansion", decision.expansion, idsOf(site.expansions), where, site);
      }
      const start = this.period(decision.start, subject, `${path}.start`);
      if (!site || !expansion || start === undefined) continue;
      if (matched.some((other) => other.expansion === expansion)) {
        this.#list.report("duplicate", { subject, path, detail: "the expansion" });
        continue;
      }
      const ready = start + periodsIn(this.#calendar, expansion.leadMonths);
      matched.push({ site, expansion, start, ready, path });
    }
    return matched;
  }

  orders(decisions: Decisions["orders"]): MatchedOrder[] {
    const known = new Map(this.#portfolio.backlog.map((lot) => [lot.id, lot]));
    const matched = new Map<Lot, MatchedOrder>();
    for (const [index, decision] of decisions.entries()) {
      const path = `orders[${index}]`;
      const subject = { lot: decision.lot };
      const fraction = this.number(decision.fraction, subject, `${path}.fraction`);
      const lot = known.get(decision.lot);
      if (!lot) this.#unknown("lot", decision.lot, known.keys(), { subject: {}, path: `${path}.lot` });
      else if (lot.committed) this.#list.report("committedLot", { subject, path });
      else if (matched.has(lot)) this.#list.report("duplicate", { subject, path, detail: "the lot" });
      else matched.set(lot, { lot, fraction, path });
    }
    return [...matched.values()];
  }

  debt(decisions: Decisions["debt"]): number[] {
    const debtUsd = new Array<number>(this.#calendar.periods).fill(0);
    const seen = new Set<number>();
    for (const [index, decision] of decisions.entries()) {
      const path = `debt[${index}]`;
      const usd = this.number(decision.usd, {}, `${path}.usd`);
      const period = this.period(decision.period, {}, `${path}.period`);
      if (period === undefined) continue;
      if (seen.has(period)) {
        this.#list.report("duplicate", { subject: {}, path, detail: `debt drawn in ${decision.period}` });
      }
      seen.add(period);
      debtUsd[period] += usd;
    }
    return debtUsd;
  }
}

/** Matches a plan's decisions with its portfolio; problems go to `list`. Omitted lists are empty. */
export function matchDecisions(
  portfolio: Portfolio,
  calendar: AuditCalendar,
  plan: Partial<Decisions>,
  list: ViolationList,
): MatchedDecisions {
  const matcher = new Matcher(portfolio, calendar, list);
  return {
    ...matcher.contracts(plan.contracts ?? []),
    builds: matcher.builds(plan.builds ?? []),
    expansions: matcher.expansions(plan.expansions ?? []),
    orders: matcher.orders(plan.orders ?? []),
    debtUsd: matcher.debt(plan.debt ?? []),
  };
}
