// Racks that nobody can use, and platforms without racks.
import { Calendar } from "./calendar.ts";
import { Report } from "./problem.ts";
import { Lot, Platform, Portfolio } from "./schema.ts";
import { Path, quote, several } from "./show.ts";
import { nearest } from "./suggest.ts";

function warnOfPlatform(platform: Platform, portfolio: Portfolio, path: Path, report: Report): void {
  const coolings = new Set(portfolio.sites.flatMap((site) => site.halls.map((hall) => hall.cooling)));
  const used = portfolio.contracts.some((contract) => contract.platforms.includes(platform.id));
  if (!used) {
    report.warning(
      "unused-platform",
      path,
      "no contract names this platform",
      "name it in a contract's platforms, or leave it out",
    );
  }
  if (!platform.cooling.some((cooling) => coolings.has(cooling))) {
    const guess = platform.cooling.map((cooling) => nearest(cooling, coolings)).find((name) => name !== undefined);
    const message = `no hall offers its cooling (${several(platform.cooling.map(quote))})`;
    const hint = guess === undefined ? "correct the name, or add a hall" : `did you mean ${quote(guess)}?`;
    report.warning("cooling-nowhere", [...path, "cooling"], message, hint);
  }
  const racks = portfolio.backlog.reduce((sum, lot) => sum + (lot.platform === platform.id ? lot.racks : 0), 0);
  if (used && platform.supply === "backlog" && racks === 0) {
    const message = "its racks come from the backlog, but no lot has any";
    report.warning("no-lots", path, message, 'add a lot, or say "supply": "tenant" where customers bring their own');
  }
}

function warnOfLot(lot: Lot, platform: Platform | undefined, calendar: Calendar, path: Path, report: Report): void {
  if (calendar.at(lot.arrives) >= calendar.periods) {
    const money = lot.committed ? "neither arrives nor pays" : "cannot be ordered";
    const message = `it arrives in ${lot.arrives}, after the last period's start ${calendar.monthOfPeriod(calendar.periods - 1)}, and ${money}`;
    report.warning("lot-after-horizon", [...path, "arrives"], message, "lengthen the horizon, or leave the lot out");
  } else if (calendar.monthOffset(lot.arrives) < 0 && lot.committed && lot.usdPerRack > 0) {
    const message = `it arrived in ${lot.arrives}, before the horizon, yet ${lot.usdPerRack} USD per rack count as paid in ${calendar.start}`;
    report.warning(
      "lot-already-here",
      [...path, "usdPerRack"],
      message,
      "leave usdPerRack out if the racks are already paid for",
    );
  }
  if (platform?.supply === "tenant") {
    const message = `platform ${quote(platform.id)} is brought by its customers and needs no lots`;
    report.warning(
      "lot-for-tenant",
      [...path, "platform"],
      message,
      'say "supply": "backlog" on the platform, or leave the lot out',
    );
  }
  if (lot.racks === 0)
    report.warning("zero-size", [...path, "racks"], "the lot has no racks", "enter its size, or leave it out");
}

export function warnOfSupply(portfolio: Portfolio, calendar: Calendar, report: Report): void {
  const platforms = new Map(portfolio.platforms.map((platform) => [platform.id, platform]));
  portfolio.platforms.forEach((platform, index) => {
    warnOfPlatform(platform, portfolio, ["platforms", index], report);
  });
  portfolio.backlog.forEach((lot, index) => {
    warnOfLot(lot, platforms.get(lot.platform), calendar, ["backlog", index], report);
  });
}
