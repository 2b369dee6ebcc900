// Sites: market shares that sum to 1, and prices that are known from the horizon's first month on.
import { Calendar } from "./calendar.ts";
import { Draft } from "./draft.ts";
import { Report } from "./problem.ts";
import { SHARE_SUM_TOLERANCE } from "./ranges.ts";
import { Series, Site } from "./schema.ts";
import { lateFirstStep } from "./series.ts";
import { figure, Path } from "./show.ts";

function checkShares(site: Site, path: Path, report: Report): void {
  const { market } = site.energy;
  const sum = market.reduce((total, block) => total + block.share, 0);
  if (Math.abs(sum - 1) <= SHARE_SUM_TOLERANCE) return;
  const last = market[market.length - 1].share + 1 - sum;
  const fit = last >= 0 && last <= 1 ? `write ${figure(last)} for the last share, or ` : "";
  const message = `the market shares sum to ${Number(sum.toPrecision(12))}, not to 1`;
  const hint = `${fit}divide each share by ${figure(sum)}`;
  report.error(
    "market-shares",
    [...path, "energy", "market"],
    message,
    sum > 0 ? hint : "give each block its share of hours",
  );
}

function checkPrice(series: Series, calendar: Calendar, path: Path, report: Report): void {
  const first = lateFirstStep(series, calendar);
  if (first === undefined) return;
  const hint = `add a step at "${calendar.start}" or earlier: a price that is not stated is not zero`;
  const message =
    first === ""
      ? "the price has no step at all"
      : `the price is first stated for ${first}, after the horizon's start ${calendar.start}`;
  report.error("price-starts-late", path, message, hint);
}

export function checkSites(draft: Draft, calendar: Calendar | undefined, report: Report): void {
  draft.sites.items.forEach((site, index) => {
    if (site === undefined) return;
    const path: Path = ["sites", index];
    checkShares(site, path, report);
    if (calendar === undefined) return;
    site.energy.market.forEach((block, at) => {
      checkPrice(block.usdPerMwh, calendar, [...path, "energy", "market", at, "usdPerMwh"], report);
    });
    const { ppa } = site.energy;
    if (ppa !== undefined) checkPrice(ppa.usdPerMwh, calendar, [...path, "energy", "ppa", "usdPerMwh"], report);
    site.flexible.forEach((load, at) => {
      checkPrice(load.usdPerMwh, calendar, [...path, "flexible", at, "usdPerMwh"], report);
    });
  });
}
