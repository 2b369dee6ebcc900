// Fields that contradict one another (MODEL.md sections 1 to 4). Each rule looks only at parts that the schema accepted.
import { Calendar, makeCalendar } from "./calendar.ts";
import { Draft } from "./draft.ts";
import { monthIndex } from "./month.ts";
import { Report } from "./problem.ts";
import { MAX_CELLS, MAX_HORIZON_MONTHS } from "./ranges.ts";
import { checkContracts } from "./rules-contracts.ts";
import { checkFinance } from "./rules-finance.ts";
import { checkIds, checkReferences } from "./rules-ids.ts";
import { checkMagnitudes } from "./rules-magnitude.ts";
import { checkSites } from "./rules-sites.ts";
import { Portfolio } from "./schema.ts";
import { figure } from "./show.ts";

const LAST_MONTH = monthIndex("9999-12");

/** The calendar, or undefined (with an error) when the horizon is too long to be meant. */
function checkHorizon(horizon: Portfolio["horizon"], report: Report): Calendar | undefined {
  const months = horizon.periods * horizon.monthsPerPeriod;
  if (months > MAX_HORIZON_MONTHS) {
    const message = `${horizon.periods} periods of ${horizon.monthsPerPeriod} months are ${months} months`;
    const hint = `plan at most ${MAX_HORIZON_MONTHS} months (100 years): lower periods or monthsPerPeriod`;
    report.error("horizon-too-long", ["horizon", "periods"], message, hint);
    return undefined;
  }
  if (monthIndex(horizon.start) + months > LAST_MONTH) {
    const message = `a horizon of ${months} months from ${horizon.start} on ends after 9999-12`;
    report.error("horizon-too-long", ["horizon", "start"], message, "start earlier");
    return undefined;
  }
  return makeCalendar(horizon);
}

/** Arrays over periods that the kernel holds at once; more than MAX_CELLS numbers do not fit its memory. */
function checkSize(draft: Draft, calendar: Calendar, report: Report): void {
  const sites = draft.sites.items.filter((site) => site !== undefined);
  const halls = sites.reduce((sum, site) => sum + site.halls.length, 0);
  const blocks = sites.reduce((sum, site) => sum + site.energy.market.length, 0);
  const sizes: [string, string, number][] = [
    ["sites", "halls x platforms x periods", halls * draft.platforms.items.length * calendar.periods],
    ["sites", "market blocks x periods", blocks * calendar.periods],
    ["contracts", "contracts x periods", draft.contracts.items.length * calendar.periods],
  ];
  for (const [path, name, size] of sizes) {
    if (size <= MAX_CELLS) continue;
    const message = `${name} = ${figure(size)} numbers, more than the ${figure(MAX_CELLS)} that can be held`;
    report.error("too-large", [path], message, "use longer periods, fewer price blocks, or split the portfolio");
  }
}

/** Reports every contradiction; returns the calendar unless the horizon was refused. */
export function checkRules(draft: Draft, report: Report): Calendar | undefined {
  const calendar = draft.horizon === undefined ? undefined : checkHorizon(draft.horizon, report);
  checkIds(draft, report);
  checkReferences(draft, report);
  if (draft.finance !== undefined) checkFinance(draft.finance, calendar, report);
  checkSites(draft, calendar, report);
  checkContracts(draft, calendar, report);
  checkMagnitudes(draft, calendar, report);
  if (calendar !== undefined) checkSize(draft, calendar, report);
  return calendar;
}
