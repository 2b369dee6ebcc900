// Sites that nothing can run at, halls that nothing can use, construction that is never ready.
import { Calendar } from "./calendar.ts";
import { Report } from "./problem.ts";
import { expansionReady } from "./reach.ts";
import { Hall, Portfolio, Series, Site } from "./schema.ts";
import { expandSeries } from "./series.ts";
import { figure, Path, quote } from "./show.ts";
import { nearest } from "./suggest.ts";

const isZero = (series: Series, calendar: Calendar): boolean =>
  expandSeries(series, calendar).every((value) => value === 0);

function warnOfPower(site: Site, calendar: Calendar, path: Path, report: Report): void {
  const grows = site.expansions.some(
    (expansion) => expansion.mw > 0 && expansionReady(expansion, calendar) < calendar.periods,
  );
  if (grows || !isZero(site.firmMw, calendar)) return;
  if (isZero(site.interruptibleMw, calendar)) {
    const message =
      "it has no power in any period: no firm or interruptible MW, and no expansion that is ready in time";
    report.warning("no-power", [...path, "firmMw"], message, "enter its power by month, or leave the site out");
  } else if (site.halls.length > 0) {
    const message = "it has interruptible power only, on which no contract can be served";
    report.warning("no-firm-power", [...path, "firmMw"], message, "enter its firm power, or add an expansion");
  }
}

function warnOfExpansions(site: Site, calendar: Calendar, path: Path, report: Report): void {
  site.expansions.forEach((expansion, index) => {
    const where = [...path, "expansions", index];
    if (expansion.mw === 0) {
      report.warning("zero-size", [...where, "mw"], "the expansion adds no power", "enter its MW, or leave it out");
    }
    if (expansionReady(expansion, calendar) < calendar.periods) return;
    const started = expansion.earliest === undefined ? "" : ` from ${expansion.earliest} on`;
    const message = `with ${expansion.leadMonths} months of lead time${started} it is never ready before the horizon's end ${calendar.end}`;
    report.warning(
      "lead-beyond-horizon",
      [...where, "leadMonths"],
      message,
      "lengthen the horizon, or leave the expansion out",
    );
  });
}

function warnOfHall(hall: Hall, coolings: ReadonlySet<string>, calendar: Calendar, path: Path, report: Report): void {
  const { build } = hall;
  if (!coolings.has(hall.cooling)) {
    const guess = nearest(hall.cooling, coolings);
    const message = `no platform takes its cooling ${quote(hall.cooling)}`;
    const hint = guess === undefined ? "correct the name, or add a platform" : `did you mean ${quote(guess)}?`;
    report.warning("cooling-unused", [...path, "cooling"], message, hint);
  }
  if (hall.peakPue !== undefined && hall.peakPue < hall.pue) {
    const message = `its design-day PUE ${hall.peakPue} is below its annual PUE ${hall.pue}`;
    report.warning(
      "peak-below-annual",
      [...path, "peakPue"],
      message,
      "the hottest day needs at least the average: swap or correct them",
    );
  }
  if (build !== undefined && calendar.periodsIn(build.leadMonths) >= calendar.periods) {
    const message = `with ${build.leadMonths} months of lead time no module is ready before the horizon's end ${calendar.end}`;
    report.warning(
      "lead-beyond-horizon",
      [...path, "build", "leadMonths"],
      message,
      "lengthen the horizon, or leave build out",
    );
  } else if (build !== undefined && Math.min(build.maxModules, build.maxModulesPerPeriod ?? build.maxModules) === 0) {
    const key = build.maxModules === 0 ? "maxModules" : "maxModulesPerPeriod";
    report.warning(
      "zero-size",
      [...path, "build", key],
      `no module can be built: ${key} is 0`,
      "raise it, or leave build out",
    );
  }
  if (build === undefined && isZero(hall.builtMw, calendar)) {
    const message = "it has no capacity in any period: builtMw is 0 and nothing can be built";
    report.warning("hall-without-capacity", path, message, "enter builtMw or build, or leave the hall out");
  }
}

function warnOfEmptySeries(site: Site, path: Path, report: Report): void {
  const series: [Path, Series][] = [
    [["firmMw"], site.firmMw],
    [["interruptibleMw"], site.interruptibleMw],
    ...site.halls.map((hall, index): [Path, Series] => [["halls", index, "builtMw"], hall.builtMw]),
    ...site.flexible.map((load, index): [Path, Series] => [["flexible", index, "mw"], load.mw]),
  ];
  for (const [where, value] of series) {
    if (typeof value === "number" || Object.keys(value).length > 0) continue;
    report.warning(
      "empty-series",
      [...path, ...where],
      "a step map without steps is 0 throughout",
      "add steps, or write 0",
    );
  }
}

export function warnOfSites(portfolio: Portfolio, calendar: Calendar, report: Report): void {
  const coolings = new Set(portfolio.platforms.flatMap((platform) => platform.cooling));
  portfolio.sites.forEach((site, index) => {
    const path: Path = ["sites", index];
    warnOfPower(site, calendar, path, report);
    warnOfExpansions(site, calendar, path, report);
    site.halls.forEach((hall, at) => {
      warnOfHall(hall, coolings, calendar, [...path, "halls", at], report);
    });
    warnOfEmptySeries(site, path, report);
    site.flexible.forEach((load, at) => {
      if (typeof load.mw !== "number" || load.mw > 0) return;
      report.warning(
        "zero-size",
        [...path, "flexible", at, "mw"],
        "the flexible load has no size",
        "enter its MW, or leave it out",
      );
    });
    if (site.halls.length === 0 && site.flexible.length === 0 && site.energy.ppa?.resale !== true) {
      report.warning(
        "idle-site",
        path,
        "it has neither halls nor flexible loads: nothing can run there",
        "add halls, or leave it out",
      );
    }
    const best = Math.min(...site.halls.map((hall) => hall.pue));
    if (site.pueCap !== undefined && site.halls.length > 0 && best > site.pueCap) {
      const message = `its PUE cap ${site.pueCap} is below the PUE of its best hall (${figure(best)}): nothing can be served there`;
      report.warning(
        "pue-cap-out-of-reach",
        [...path, "pueCap"],
        message,
        `raise it to ${figure(best)} or more, or add a better hall`,
      );
    }
  });
}
