// Portfolio -> instance. All powers, discounting and calendar arithmetic happen here, in double precision, so that the kernel
// only adds and multiplies. Implements MODEL.md sections 1-3 and 5; each stage owns the fields it writes.
import { Calendar, makeCalendar } from "../portfolio/calendar.ts";
import { Portfolio } from "../portfolio/schema.ts";
import { compileBacklog } from "./backlog.ts";
import { compileColumns } from "./columns.ts";
import { compileContracts, compileObligations } from "./contracts.ts";
import { compileFinance, makeDiscounting } from "./finance.ts";
import { compileEnergy } from "./flexible.ts";
import { compileHalls } from "./halls.ts";
import { Instance, InstanceCounts, InstanceIndex } from "./instance.ts";
import { InstanceWriter } from "./instance-writer.ts";
import { Pin } from "./keep.ts";
import { makeLayout } from "./layout.ts";
import { compilePower } from "./power.ts";
import { compileServing } from "./serving.ts";

/** What is settled besides the portfolio: see keep.ts. */
export interface CompileFacts {
  /** By contract id: the only place the contract may be served at; null = nowhere. */
  readonly pins?: ReadonlyMap<string, Pin>;
  /** T: capex that is paid whatever is decided, running total, nominal. */
  readonly paidUsd?: Float64Array;
  /** H, by site: first period in which modules may be started. */
  readonly buildFrom?: readonly number[];
}

/**
 * Compiles a validated portfolio (the output of `parsePortfolio`, defaults filled in).
 * Throws only when the instance would not fit a kernel's memory; a portfolio that cannot be solved compiles all the same.
 */
export function compile(portfolio: Portfolio, facts: CompileFacts = {}): Instance {
  const calendar = makeCalendar(portfolio.horizon);
  const discounting = makeDiscounting(calendar, portfolio.finance.discountRate);
  const writer = new InstanceWriter();
  const layout = makeLayout(portfolio);
  const columns = compileColumns(portfolio, layout, writer, facts.pins);
  const backlog = compileBacklog(portfolio, layout, calendar, discounting, writer, facts.paidUsd);
  const expansions = compilePower(layout, calendar, discounting, writer);
  compileHalls(layout, calendar, discounting, writer, facts.buildFrom);
  const energyUsdPerMwh = compileEnergy(layout, calendar, discounting, writer);
  const options = compileContracts(portfolio, calendar, discounting, writer);
  const groupIds = compileObligations(portfolio, writer);
  compileServing(portfolio, layout, calendar, discounting, options, columns, energyUsdPerMwh, writer);
  compileFinance(portfolio, calendar, discounting, writer);
  const counts: InstanceCounts = {
    periods: calendar.periods,
    sites: layout.sites.length,
    halls: layout.halls.length,
    platforms: layout.platforms.length,
    spots: columns.spots.count,
    lots: backlog.lotIds.length,
    expansions: expansions.ids.length,
    contracts: portfolio.contracts.length,
    options: options.count,
    columns: columns.count,
    groups: groupIds.length,
    hasDebt: portfolio.finance.debt === undefined ? 0 : 1,
  };
  const index: InstanceIndex = {
    portfolio: portfolio.name,
    calendar,
    periodMonths: periodMonths(calendar),
    siteIds: layout.sites.map((site) => site.id),
    hallIds: layout.halls.map((hall) => hall.id),
    hallSite: layout.hallSite,
    platformIds: layout.platforms.map((platform) => platform.id),
    spotHall: columns.spots.spotHall,
    spotPlatform: columns.spots.spotPlatform,
    lotIds: backlog.lotIds,
    idleLotIds: backlog.idleLotIds,
    committedLotIds: backlog.committedLotIds,
    expansionIds: expansions.ids,
    expansionSite: expansions.site,
    contractIds: portfolio.contracts.map((contract) => contract.id),
    groupIds,
    sunkUsd: backlog.sunkUsd,
  };
  return { counts, ...writer.pack(counts), index };
}

function periodMonths(calendar: Calendar): string[] {
  return Array.from({ length: calendar.periods }, (_, t) => calendar.monthOfPeriod(t));
}
