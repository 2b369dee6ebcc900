// What the decisions occupy, from MODEL.md section 4: racks in use (U) and installed (N), IT load, peak load (A), hall capacity,
// energised power, chips and capital, for every period.
import { Hall, Platform, Portfolio, Site } from "../portfolio/schema.ts";
import { AuditCalendar, at, seriesValues } from "./audit-calendar.ts";
import { MatchedContract, MatchedDecisions } from "./audit-decisions.ts";

/** Racks of one platform in one hall; arrays have one value per period. */
export interface RackUse {
  platform: Platform;
  /** U */
  racksInUse: number[];
  /** N */
  racksInstalled: number[];
}

export interface HallUse {
  hall: Hall;
  /** Platforms that are ever used here. */
  racks: RackUse[];
  /** builtMw(t) + moduleMw * modules ready by t. */
  capacityMw: number[];
  /** IT MW of racks installed: what takes up the hall. */
  installedMw: number[];
  /** IT MW of racks in use. */
  inUseMw: number[];
}

export interface SiteUse {
  site: Site;
  halls: HallUse[];
  firmMw: number[];
  interruptibleMw: number[];
  /** X: MW of expansions energised by t. */
  expansionMw: number[];
  /** A: sum of peakPue * IT MW in use. */
  peakMw: number[];
  /** IT MW in use, and the same times the annual pue. */
  inUseMw: number[];
  atPueMw: number[];
  /** firmMw + interruptibleMw + X - A, not below 0. */
  leftoverMw: number[];
}

export interface ChipUse {
  platform: Platform;
  /** Racks of committed and ordered lots that have arrived by t. */
  racksArrived: number[];
  racksInstalled: number[];
  racksInUse: number[];
}

export interface AuditUse {
  sites: SiteUse[];
  /** Backlog platforms only. */
  chips: ChipUse[];
}

export function recomputeUse(portfolio: Portfolio, calendar: AuditCalendar, decisions: MatchedDecisions): AuditUse {
  const racks = racksByHall(calendar, decisions.contracts);
  const sites = portfolio.sites.map((site) => siteUse(site, calendar, decisions, racks));
  const chips = portfolio.platforms
    .filter((platform) => platform.supply === "backlog")
    .map((platform) => chipUse(portfolio, platform, calendar, decisions, sites));
  return { sites, chips };
}

function zeros(calendar: AuditCalendar): number[] {
  return new Array<number>(calendar.periods).fill(0);
}

/** U[hall, p, t] = sum of g * R over the placements there. */
function racksByHall(calendar: AuditCalendar, contracts: MatchedContract[]): Map<Hall, RackUse[]> {
  const byHall = new Map<Hall, RackUse[]>();
  for (const matched of contracts) {
    for (const { hall, platform, racks } of matched.placements) {
      const uses = byHall.get(hall) ?? [];
      byHall.set(hall, uses);
      let use = uses.find((candidate) => candidate.platform === platform);
      if (!use) {
        use = { platform, racksInUse: zeros(calendar), racksInstalled: zeros(calendar) };
        uses.push(use);
      }
      for (let t = matched.tau; t < matched.end; t++) use.racksInUse[t] += matched.rampFactor[t] * racks;
    }
  }
  for (const uses of byHall.values()) for (const use of uses) install(use);
  return byHall;
}

/** Backlog racks stay where they were installed; a tenant takes its racks away again. */
function install(use: RackUse): void {
  let most = 0;
  use.racksInstalled = use.racksInUse.map((inUse) => {
    most = Math.max(most, inUse);
    return use.platform.supply === "backlog" ? most : inUse;
  });
}

function hallUse(hall: Hall, calendar: AuditCalendar, decisions: MatchedDecisions, racks: RackUse[]): HallUse {
  const builds = decisions.builds.filter((build) => build.hall === hall);
  const capacityMw = seriesValues(calendar, hall.builtMw).map((builtMw, t) => {
    const ready = builds.filter((build) => build.ready <= t).reduce((sum, build) => sum + build.modules, 0);
    return builtMw + (hall.build?.moduleMw ?? 0) * ready;
  });
  const sumMw = (t: number, pick: (use: RackUse) => number[]): number =>
    racks.reduce((sum, use) => sum + (use.platform.kwPerRack / 1000) * pick(use)[t], 0);
  return {
    hall,
    racks,
    capacityMw,
    installedMw: capacityMw.map((_, t) => sumMw(t, (use) => use.racksInstalled)),
    inUseMw: capacityMw.map((_, t) => sumMw(t, (use) => use.racksInUse)),
  };
}

function siteUse(
  site: Site,
  calendar: AuditCalendar,
  decisions: MatchedDecisions,
  racks: Map<Hall, RackUse[]>,
): SiteUse {
  const halls = site.halls.map((hall) => hallUse(hall, calendar, decisions, racks.get(hall) ?? []));
  const expansions = decisions.expansions.filter((expansion) => expansion.site === site);
  const perPeriod = (value: (t: number) => number): number[] => zeros(calendar).map((_, t) => value(t));
  const firmMw = seriesValues(calendar, site.firmMw);
  const interruptibleMw = seriesValues(calendar, site.interruptibleMw);
  const expansionMw = perPeriod((t) =>
    expansions.filter(({ ready }) => ready <= t).reduce((sum, { expansion }) => sum + expansion.mw, 0),
  );
  const peakMw = perPeriod((t) =>
    halls.reduce((sum, { hall, inUseMw }) => sum + (hall.peakPue ?? hall.pue) * inUseMw[t], 0),
  );
  return {
    site,
    halls,
    firmMw,
    interruptibleMw,
    expansionMw,
    peakMw,
    inUseMw: perPeriod((t) => halls.reduce((sum, { inUseMw }) => sum + inUseMw[t], 0)),
    atPueMw: perPeriod((t) => halls.reduce((sum, { hall, inUseMw }) => sum + hall.pue * inUseMw[t], 0)),
    leftoverMw: perPeriod((t) => Math.max(0, firmMw[t] + interruptibleMw[t] + expansionMw[t] - peakMw[t])),
  };
}

function chipUse(
  portfolio: Portfolio,
  platform: Platform,
  calendar: AuditCalendar,
  decisions: MatchedDecisions,
  sites: SiteUse[],
): ChipUse {
  const racksArrived = zeros(calendar);
  for (const lot of portfolio.backlog.filter((candidate) => candidate.platform === platform.id)) {
    const ordered = lot.committed ? 1 : (decisions.orders.find((order) => order.lot === lot)?.fraction ?? 0);
    for (let t = at(calendar, lot.arrives); t < calendar.periods; t++) racksArrived[t] += ordered * lot.racks;
  }
  const racksInstalled = zeros(calendar);
  const racksInUse = zeros(calendar);
  for (const { halls } of sites) {
    for (const { racks } of halls) {
      for (const use of racks.filter((candidate) => candidate.platform === platform)) {
        for (let t = 0; t < calendar.periods; t++) {
          racksInstalled[t] += use.racksInstalled[t];
          racksInUse[t] += use.racksInUse[t];
        }
      }
    }
  }
  return { platform, racksArrived, racksInstalled, racksInUse };
}
