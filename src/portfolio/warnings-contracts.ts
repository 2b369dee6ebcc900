// Contracts that can bring nothing, or whose terms say less than they seem to.
import { Calendar } from "./calendar.ts";
import { monthsBetween } from "./month.ts";
import { Report } from "./problem.ts";
import { Contract, Portfolio } from "./schema.ts";
import { Path, quote, several } from "./show.ts";
import { nearest } from "./suggest.ts";

/** What follows from a contract that can never be accepted. */
export const consequence = (contract: Contract): string =>
  contract.signed ? "being signed, it makes the portfolio infeasible" : "it will never be accepted";

function warnOfWindow(contract: Contract, calendar: Calendar, path: Path, report: Report): void {
  const { earliest, latest, due, lateUsdPerUnitMonth } = contract.start;
  const first = calendar.at(earliest);
  const where = [...path, "start"];
  const lastStart = calendar.monthOfPeriod(calendar.periods - 1);
  if (first >= calendar.periods) {
    const message = `the earliest start ${earliest} is after the last period's start ${lastStart}: ${consequence(contract)}`;
    report.warning(
      "starts-after-horizon",
      [...where, "earliest"],
      message,
      "lengthen the horizon, or move the window forward",
    );
  } else if (first > calendar.before(latest)) {
    const start = calendar.monthOfPeriod(first);
    const message = `no period starts between ${earliest} and ${latest}: the contract starts in ${start}, after its latest start`;
    report.warning("no-period-in-window", [...where, "latest"], message, `allow ${start}, or use shorter periods`);
  } else if (monthsBetween(calendar.end, latest) >= 0) {
    const message = `the latest start ${latest} is after the horizon, which ends before ${calendar.end}: starts up to ${lastStart} count`;
    report.warning("window-past-horizon", [...where, "latest"], message, "lengthen the horizon if later starts matter");
  }
  if (due === undefined) {
    if (lateUsdPerUnitMonth === 0) return;
    const message = `lateness costs ${lateUsdPerUnitMonth} USD per unit and month, but nothing is due`;
    report.warning("late-fee-without-due", [...where, "lateUsdPerUnitMonth"], message, "add due, the month promised");
  } else if (monthsBetween(due, earliest) > 0) {
    const message = `due ${due} is before the earliest start ${earliest}: every start is late`;
    report.warning("due-outside-window", [...where, "due"], message, "correct due, or leave it out");
  } else if (monthsBetween(latest, due) > 0) {
    const message = `due ${due} is after the latest start ${latest}: no start is late`;
    report.warning("due-outside-window", [...where, "due"], message, "correct due, or leave it out");
  }
}

function warnOfRevenue(contract: Contract, path: Path, report: Report): void {
  const where = (key: string): Path => [...path, key];
  const { usdPerUnitMonth, utilisation, takeOrPay, ramp, termMonths } = contract;
  const reached = Object.entries(ramp).filter(([step]) => Number(step) < termMonths);
  const never = reached.every(([, factor]) => factor === 0);
  if (usdPerUnitMonth === 0) {
    report.warning("no-revenue", where("usdPerUnitMonth"), "its price is 0: it earns nothing", "enter the price");
  } else if (Math.max(utilisation, takeOrPay) === 0) {
    const message = "utilisation and takeOrPay are both 0: it earns nothing";
    report.warning("no-revenue", where("utilisation"), message, "enter the expected draw (1 when all of it is used)");
  } else if (never) {
    const message = "its ramp is 0 throughout the term: it earns nothing";
    report.warning("no-revenue", where("ramp"), message, "enter factors above 0, up to 1");
  }
  const unreached = Object.keys(ramp).filter((step) => Number(step) >= termMonths);
  if (unreached.length === 0) return;
  const message = `ramp steps at ${several(unreached)} months come after the term of ${termMonths} months`;
  report.warning("ramp-after-term", where("ramp"), message, "correct the steps (months since the start) or the term");
}

function warnOfPlacement(contract: Contract, regions: ReadonlySet<string>, path: Path, report: Report): void {
  const { placement } = contract;
  placement.regions?.forEach((region, index) => {
    if (regions.has(region)) return;
    const guess = nearest(region, regions);
    const known = regions.size === 0 ? "no site has a region" : `known: ${several([...regions].map(quote))}`;
    const hint = `${guess === undefined ? "correct it, or add a site there" : `did you mean ${quote(guess)}?`} (${known})`;
    report.warning(
      "unknown-region",
      [...path, "placement", "regions", index],
      `no site is in region ${quote(region)}`,
      hint,
    );
  });
  placement.sites?.forEach((site, index) => {
    if (!placement.excludeSites?.includes(site)) return;
    const message = `site ${quote(site)} is both asked for and excluded: it is excluded`;
    report.warning("site-excluded", [...path, "placement", "sites", index], message, "take it out of one of the lists");
  });
}

function warnOfGroups(portfolio: Portfolio, report: Report): void {
  const members = new Map<string, number[]>();
  portfolio.contracts.forEach((contract, index) => {
    if (contract.group === undefined) return;
    const group = members.get(contract.group);
    if (group === undefined) members.set(contract.group, [index]);
    else group.push(index);
  });
  for (const [group, indices] of members) {
    if (indices.length > 1) continue;
    const guess = nearest(group, members.keys());
    const message = `it is alone in group ${quote(group)}, which therefore excludes nothing`;
    const hint = guess === undefined ? "leave the group out" : `did you mean ${quote(guess)}? else leave the group out`;
    report.warning("lonely-group", ["contracts", indices[0], "group"], message, hint);
  }
}

function warnOfCredit(contract: Contract, portfolio: Portfolio, path: Path, report: Report): void {
  if (contract.credit.advanceRate === 0) return;
  const where = [...path, "credit", "advanceRate"];
  if (portfolio.finance.debt === undefined) {
    const message = `an advance rate of ${contract.credit.advanceRate} has no effect without finance.debt`;
    report.warning("cannot-borrow", where, message, "add finance.debt, or leave the advance rate out");
  } else if (contract.takeOrPay === 0) {
    const message = `lenders advance ${contract.credit.advanceRate} of take-or-pay revenue, of which there is none (takeOrPay is 0)`;
    report.warning("cannot-borrow", where, message, "enter takeOrPay, or leave the advance rate out");
  }
}

export function warnOfContracts(portfolio: Portfolio, calendar: Calendar, report: Report): void {
  const regions = new Set(portfolio.sites.flatMap((site) => (site.region === undefined ? [] : [site.region])));
  portfolio.contracts.forEach((contract, index) => {
    const path: Path = ["contracts", index];
    warnOfWindow(contract, calendar, path, report);
    warnOfRevenue(contract, path, report);
    warnOfPlacement(contract, regions, path, report);
    warnOfCredit(contract, portfolio, path, report);
  });
  warnOfGroups(portfolio, report);
}
