// Legal, but hardly meant. Nothing here stops a solve: a signed contract that can never start, say, is found infeasible there.
import { Calendar } from "./calendar.ts";
import { Report } from "./problem.ts";
import { Portfolio } from "./schema.ts";
import { warnOfContracts } from "./warnings-contracts.ts";
import { warnOfFigures } from "./warnings-figures.ts";
import { warnOfFinance } from "./warnings-finance.ts";
import { warnOfMisfits } from "./warnings-fit.ts";
import { warnOfSites } from "./warnings-sites.ts";
import { warnOfSupply } from "./warnings-supply.ts";

/** Reports every oddity of a portfolio whose shape is valid and whose horizon is sane; dangling references are passed over. */
export function checkWarnings(portfolio: Portfolio, calendar: Calendar, report: Report): void {
  warnOfFinance(portfolio, calendar, report);
  warnOfSupply(portfolio, calendar, report);
  warnOfSites(portfolio, calendar, report);
  warnOfContracts(portfolio, calendar, report);
  warnOfMisfits(portfolio, calendar, report);
  warnOfFigures(portfolio, report);
}
