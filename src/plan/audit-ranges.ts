// Ranges of the single decisions and eligibility of placements (MODEL.md section 3).
import { AuditCalendar, at, before, monthText } from "./audit-calendar.ts";
import { MatchedContract, MatchedDecisions, MatchedPlacement } from "./audit-decisions.ts";
import { ViolationList } from "./violation.ts";

export function checkRanges(calendar: AuditCalendar, decisions: MatchedDecisions, list: ViolationList): void {
  for (const matched of decisions.contracts) {
    checkStart(calendar, matched, list);
    checkFractions(matched, list);
    for (const placement of matched.placements) checkPlacement(matched, placement, list);
  }
  checkBuilds(calendar, decisions, list);
  checkExpansions(calendar, decisions, list);
  checkOrders(decisions, list);
  for (const [period, usd] of decisions.debtUsd.entries()) list.atLeast("debtDrawn", { subject: {}, period }, usd, 0);
}

/** tau in [at(earliest), before(latest)]; at(earliest) when no period starts inside the window. */
function checkStart(calendar: AuditCalendar, matched: MatchedContract, list: ViolationList): void {
  const { contract, tau, path } = matched;
  const first = at(calendar, contract.start.earliest);
  const last = Math.max(first, before(calendar, contract.start.latest));
  if (tau >= first && tau <= last) return;
  const monthOf = (period: number): string => monthText(calendar.startMonth + period * calendar.monthsPerPeriod);
  const allowed = first === last ? `only ${monthOf(first)}` : `${monthOf(first)} to ${monthOf(last)}`;
  const detail = `starts in ${monthOf(tau)}; its window ${contract.start.earliest} to ${contract.start.latest} allows ${allowed}`;
  list.report("start", { subject: { contract: contract.id }, path: `${path}.start`, period: tau, detail });
}

function checkFractions(matched: MatchedContract, list: ViolationList): void {
  const { contract, fraction, unserved, placements, path } = matched;
  const subject = { contract: contract.id };
  list.atLeast("fraction", { subject, path: `${path}.fraction` }, fraction, contract.minFraction);
  list.atMost("fraction", { subject, path: `${path}.fraction` }, fraction, 1);

  const { shortfall } = contract;
  const mostUnserved = (shortfall?.maxFraction ?? 0) * fraction;
  const detail = shortfall
    ? `shortfall.maxFraction ${shortfall.maxFraction} allows of fraction ${fraction}`
    : "a contract without shortfall allows";
  list.atLeast("unserved", { subject, path: `${path}.unserved` }, unserved, 0);
  list.atMost("unserved", { subject, path: `${path}.unserved`, detail }, unserved, mostUnserved);

  const placed = placements.reduce((sum, placement) => sum + placement.share, 0);
  list.equal("balance", { subject, path: `${path}.placements` }, placed + unserved, fraction);
}

function checkPlacement({ contract }: MatchedContract, placement: MatchedPlacement, list: ViolationList): void {
  const { site, hall, platform, share, path } = placement;
  const subject = { contract: contract.id, site: site.id, hall: hall.id, platform: platform.id };
  list.atLeast("share", { subject, path: `${path}.share` }, share, 0);

  const rules = contract.placement;
  const reasons: string[] = [];
  if (rules.sites && !rules.sites.includes(site.id)) reasons.push(`placement.sites does not name site "${site.id}"`);
  if (rules.excludeSites?.includes(site.id)) reasons.push(`placement.excludeSites names site "${site.id}"`);
  if (rules.regions && (site.region === undefined || !rules.regions.includes(site.region))) {
    const region = site.region === undefined ? "has no region" : `is in region "${site.region}"`;
    reasons.push(`site "${site.id}" ${region}, placement.regions are ${rules.regions.join(", ")}`);
  }
  if (rules.maxPue !== undefined && hall.pue > rules.maxPue) {
    reasons.push(`the hall's pue ${hall.pue} exceeds placement.maxPue ${rules.maxPue}`);
  }
  if (!platform.cooling.includes(hall.cooling)) {
    reasons.push(`the hall cools with ${hall.cooling}, the platform needs ${platform.cooling.join(" or ")}`);
  }
  if (!contract.platforms.includes(platform.id))
    reasons.push(`the contract takes ${contract.platforms.join(", ")} only`);
  if (reasons.length > 0) list.report("eligibility", { subject, path, detail: reasons.join("; ") });
}

function checkBuilds(calendar: AuditCalendar, decisions: MatchedDecisions, list: ViolationList): void {
  for (const { site, hall, start, ready, modules, path } of decisions.builds) {
    const subject = { site: site.id, hall: hall.id };
    list.atLeast("modules", { subject, path: `${path}.modules`, period: start }, modules, 0);
    list.equal("modules", { subject, path: `${path}.modules`, period: start }, modules, Math.round(modules));
    // An entry of no modules starts nothing.
    if (modules !== 0 && ready >= calendar.periods) {
      list.report("moduleLead", { subject, path: `${path}.start`, period: start, detail: readyMonth(calendar, ready) });
    }
  }
}

function checkExpansions(calendar: AuditCalendar, decisions: MatchedDecisions, list: ViolationList): void {
  for (const { site, expansion, start, ready, path } of decisions.expansions) {
    const where = { subject: { site: site.id, expansion: expansion.id }, path: `${path}.start`, period: start };
    if (expansion.earliest !== undefined && start < at(calendar, expansion.earliest)) {
      list.report("expansionEarliest", { ...where, detail: `its earliest month ${expansion.earliest}` });
    }
    if (ready >= calendar.periods) list.report("expansionLead", { ...where, detail: readyMonth(calendar, ready) });
  }
}

function readyMonth(calendar: AuditCalendar, ready: number): string {
  return `in ${monthText(calendar.startMonth + ready * calendar.monthsPerPeriod)}`;
}

function checkOrders(decisions: MatchedDecisions, list: ViolationList): void {
  for (const { lot, fraction, path } of decisions.orders) {
    const where = { subject: { lot: lot.id }, path: `${path}.fraction` };
    list.atLeast("lotFraction", where, fraction, 0);
    list.atMost("lotFraction", where, fraction, 1);
    if (!lot.divisible) list.equal("lotFraction", where, fraction, Math.round(fraction));
  }
}
