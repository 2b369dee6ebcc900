// The constraints that decisions share, numbered as in MODEL.md section 4.
import { Portfolio } from "../portfolio/schema.ts";
import { Capital } from "./audit-capital.ts";
import { MatchedBuild, MatchedContract, MatchedDecisions } from "./audit-decisions.ts";
import { FlexibleBlock } from "./audit-flexible.ts";
import { AuditUse, SiteUse } from "./audit-use.ts";
import { ViolationList } from "./violation.ts";

export function checkConstraints(
  portfolio: Portfolio,
  decisions: MatchedDecisions,
  use: AuditUse,
  flexible: FlexibleBlock[][][],
  capital: Capital,
  list: ViolationList,
): void {
  checkSigned(portfolio, decisions, list);
  checkGroups(portfolio, decisions, list);
  for (const matched of decisions.contracts) checkSites(matched, list);
  checkChips(use, list);
  checkModules(decisions, list);
  for (const [index, site] of use.sites.entries()) {
    checkHalls(site, list);
    checkPower(site, flexible[index], list);
    checkPueCap(site, list);
  }
  checkCapital(portfolio, capital, list);
}

/** 1, first half. */
function checkSigned(portfolio: Portfolio, decisions: MatchedDecisions, list: ViolationList): void {
  for (const contract of portfolio.contracts) {
    if (!contract.signed) continue;
    list.atLeast("signed", { subject: { contract: contract.id } }, decisions.acceptedIds.has(contract.id) ? 1 : 0, 1);
  }
}

/** 1, second half. */
function checkGroups(portfolio: Portfolio, decisions: MatchedDecisions, list: ViolationList): void {
  const acceptedByGroup = new Map<string, string[]>();
  for (const { id, group } of portfolio.contracts) {
    if (group === undefined || !decisions.acceptedIds.has(id)) continue;
    acceptedByGroup.set(group, [...(acceptedByGroup.get(group) ?? []), id]);
  }
  for (const [group, accepted] of acceptedByGroup) {
    list.atMost("group", { subject: { group }, detail: accepted.join(", ") }, accepted.length, 1);
  }
}

/** 2. Nameplate IT MW at ramp factor 1, over all halls and platforms of a site. */
function checkSites({ contract, placements }: MatchedContract, list: ViolationList): void {
  const { maxSites, minMwPerSite } = contract.placement;
  const mwBySite = new Map<string, number>();
  for (const { site, platform, share, racks } of placements) {
    if (share <= 0) continue;
    mwBySite.set(site.id, (mwBySite.get(site.id) ?? 0) + (racks * platform.kwPerRack) / 1000);
  }
  if (maxSites !== undefined) {
    const detail = [...mwBySite.keys()].join(", ");
    list.atMost("maxSites", { subject: { contract: contract.id }, detail }, mwBySite.size, maxSites);
  }
  if (minMwPerSite !== undefined) {
    for (const [site, mw] of mwBySite) {
      list.atLeast("minMwPerSite", { subject: { contract: contract.id, site } }, mw, minMwPerSite);
    }
  }
}

/** 3 and 4. */
function checkChips(use: AuditUse, list: ViolationList): void {
  for (const { platform, racksInstalled, racksArrived } of use.chips) {
    for (const [period, installed] of racksInstalled.entries()) {
      list.atMost("chips", { subject: { platform: platform.id }, period }, installed, racksArrived[period]);
    }
  }
}

/** 5, halls. */
function checkHalls({ site, halls }: SiteUse, list: ViolationList): void {
  for (const { hall, installedMw, capacityMw } of halls) {
    for (const [period, mw] of installedMw.entries()) {
      list.atMost("hall", { subject: { site: site.id, hall: hall.id }, period }, mw, capacityMw[period]);
    }
  }
}

/** 5, modules. */
function checkModules(decisions: MatchedDecisions, list: ViolationList): void {
  const byHall = new Map<MatchedBuild["hall"], MatchedBuild[]>();
  for (const build of decisions.builds) byHall.set(build.hall, [...(byHall.get(build.hall) ?? []), build]);
  for (const [hall, builds] of byHall) {
    const { site, build } = builds[0];
    const subject = { site: site.id, hall: hall.id };
    const byPeriod = new Map<number, number>();
    for (const { start, modules } of builds) byPeriod.set(start, (byPeriod.get(start) ?? 0) + modules);
    const started = builds.reduce((sum, { modules }) => sum + modules, 0);
    list.atMost("maxModules", { subject }, started, build.maxModules);
    for (const [period, modules] of byPeriod) {
      list.atMost("maxModulesPerPeriod", { subject, period }, modules, build.maxModulesPerPeriod ?? build.maxModules);
    }
  }
}

/** 6 and 7. */
function checkPower(use: SiteUse, blocksByPeriod: FlexibleBlock[][], list: ViolationList): void {
  const subject = { site: use.site.id };
  for (const [period, peakMw] of use.peakMw.entries()) {
    const firmMw = use.firmMw[period] + use.expansionMw[period];
    list.atMost("firmPower", { subject, period }, peakMw, firmMw);
    const flexibleMw = Math.max(...blocksByPeriod[period].map((block) => block.usedMw));
    list.atMost("totalPower", { subject, period }, peakMw + flexibleMw, firmMw + use.interruptibleMw[period]);
  }
}

/** 8 */
function checkPueCap({ site, atPueMw, inUseMw }: SiteUse, list: ViolationList): void {
  const { pueCap } = site;
  if (pueCap === undefined) return;
  for (const [period, mw] of atPueMw.entries()) {
    list.atMost("pueCap", { subject: { site: site.id }, period }, mw, pueCap * inUseMw[period]);
  }
}

/** 9 */
function checkCapital(portfolio: Portfolio, capital: Capital, list: ViolationList): void {
  const { cumulativeCapexUsd, cumulativeDebtUsd, cumulativeEquityUsd } = capital;
  const { debt } = portfolio.finance;
  for (const [period, capexUsd] of cumulativeCapexUsd.entries()) {
    const drawnUsd = cumulativeDebtUsd[period];
    const where = { subject: {}, period };
    if (cumulativeEquityUsd) list.atMost("equity", where, capexUsd - drawnUsd, cumulativeEquityUsd[period]);
    if (debt) list.atMost("loanToCost", where, drawnUsd, debt.maxLoanToCost * capexUsd);
  }
  const drawnUsd = cumulativeDebtUsd[cumulativeDebtUsd.length - 1];
  if (debt) list.atMost("debtCapacity", { subject: {} }, drawnUsd, capital.debtCapacityUsd);
  else list.atMost("noDebt", { subject: {} }, drawnUsd, 0);
}
